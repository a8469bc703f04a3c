"""The terminal screen in which a curator goes through what was proposed; the doorway of Textual."""
