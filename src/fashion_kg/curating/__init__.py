"""What a curator is helped with: a project and a sheet to start from, phrases found in their text."""
