"""How deep the elements of a piece of XML lie in each other, without a parser."""

from __future__ import annotations

import re
from typing import Final

__all__ = ("depth_within",)

# Tags, and what only looks like some: the groups say of a tag whether it ends an element.
_MARKUP: Final = re.compile(
    rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>"
    rb"""|<(/?)(?:[^"'/>]|"[^"]*"|'[^']*'|/(?!>))*(/?)>""",
    re.DOTALL,
)
_WIDE: Final = {
    b"\xff\xfe": "utf-16-le",
    b"\xfe\xff": "utf-16-be",
    b"<\0": "utf-16-le",
    b"\0<": "utf-16-be",
}


def depth_within(data: bytes, start: int, end: int) -> int:
    """Count how many elements lie in each other between two places of a document that is parsed."""
    wide = _WIDE.get(data[:2])
    text = data[start:end]
    if wide is not None:
        text = text.decode(wide, errors="replace").encode()
    depth = deepest = 0
    for mark in _MARKUP.finditer(text):
        ends, alone = mark.groups()
        if ends:
            depth -= 1
        elif ends is not None:
            deepest = max(deepest, depth + 1)
            depth += not alone
    return deepest
