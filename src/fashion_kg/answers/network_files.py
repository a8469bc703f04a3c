"""Networks as files for drawing programs: GraphML and GEXF, the same bytes for the same network."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape  # it writes; nothing is parsed

if TYPE_CHECKING:
    import networkx as nx

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# What XML parsers turn into a line feed unless it is escaped: XML 1.0's the first, XML 1.1's all of them.
_LINE_ENDS = {code: f"&#{code};" for code in map(ord, "\r\x85\u2028")}
# The first in the file is the real one: no node or edge stands before it.
_META = re.compile(r"<meta .*?</meta>", re.S)


def representable(text: str) -> str:
    r"""Replace what is outside XML 1.0's production Char by U+FFFD, the replacement character.

    >>> representable("a\x01b")
    'a�b'
    """
    return _NOT_XML.sub("�", text)


def graphml(network: nx.Graph[Any]) -> bytes:
    """Return a network as GraphML 1.0; its texts must be `representable`."""
    import networkx as nx

    out = io.BytesIO()
    nx.write_graphml_xml(network, out)
    return out.getvalue().decode().translate(_LINE_ENDS).encode() + b"\n"


def gexf(network: nx.Graph[Any]) -> bytes:
    """Return a network as GEXF 1.2, without the date and the program that NetworkX stamps on it.

    What is said of the network as a whole, which GEXF has no attributes for, is its description.
    """
    import networkx as nx

    about = escape("; ".join(f"{name}: {text}" for name, text in network.graph.items() if text))
    described = f"<description>{about}</description>" if about else ""
    meta = f"<meta><creator>fashion-kg</creator>{described}</meta>"
    text = _META.sub(lambda _: meta, "\n".join(nx.generate_gexf(network)), count=1)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()
