"""What XML 1.0 can hold."""

from __future__ import annotations

import re

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def representable(text: str) -> str:
    r"""Replace what is outside XML 1.0's production Char by U+FFFD, the replacement character.

    >>> representable("a\x01b")
    'a�b'
    """
    return _NOT_XML.sub("�", text)
