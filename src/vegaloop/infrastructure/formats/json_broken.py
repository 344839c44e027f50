"""What is whole of a JSON text that breaks off.

Rule 1: half of a thing is never taken for the thing: of a list count the objects that are closed,
and of a list of anything else nothing unless it is closed itself.
Rule 2: an object that is no item of a list is closed behind what is whole in it. Whether that is
half of a record, or the frame of whole ones, tells who would know it by its frame alone.
"""

from __future__ import annotations

import json
import re
from typing import Final, TypeAlias

__all__ = ("frames_of", "mended")

_SPACE: Final = re.compile(r"[ \t\r\n]*")
_TEXT: Final = r'"(?:[^"\\]++|\\.)*+"'
_NAMED: Final = rf"{_TEXT}[ \t\r\n]*:[ \t\r\n]*"
_NAME: Final = re.compile(_NAMED, re.DOTALL)
# Fields that hold no others, at once: one by one a million of them takes ten times as long.
_BARE: Final = re.compile(
    rf"(?:{_NAMED}(?:{_TEXT}|[-+.\w]++)[ \t\r\n]*,[ \t\r\n]*)*+", re.DOTALL | re.ASCII
)
_COMMA: Final = re.compile(r"[ \t\r\n]*,[ \t\r\n]*")
_ENDED: Final = re.compile(r"[ \t\r\n]*[]},]")
_CLOSED: Final = ("}", "]", '"')
_FRAMES_MOST: Final = 3  # Each is looked through once more, and no vendor has as many.
_SCANNER: Final = json.JSONDecoder()

# Where what is whole ends, and what closes it.
_Whole: TypeAlias = tuple[int, str]


def mended(text: bytes) -> tuple[bytes, int]:
    """Close a text that breaks off behind what is whole, and count the objects that needs closing.

    Without any letter where nothing is whole.
    """
    letters = text.decode("latin-1")  # A byte a letter: places are the same.
    whole = _whole(letters, _after(_SPACE, letters, 0), _FRAMES_MOST)
    if whole is None:
        return b"", 0
    end, closing = whole
    return text[:end] + closing.encode(), closing.count("}")


def frames_of(value: object, opened: int) -> tuple[object, ...]:
    """Give each object that was not closed, the outermost first, without what its lists hold.

    In place of the objects of a list stands one without fields.
    """
    if not opened or not isinstance(value, dict):
        return ()
    *_, last = value
    inner = frames_of(value[last], opened - 1)
    frame = {name: [{}] if _is_of_objects(one) else one for name, one in value.items()}
    return ({**frame, last: inner[0]} if inner else frame, *inner)


def _whole(letters: str, at: int, frames: int) -> _Whole | None:
    """Find what is whole of a value that breaks off."""
    if letters.startswith("[", at):
        return _of_list(letters, at)
    if not frames or not letters.startswith("{", at):
        return None
    end, breaks_at = _of_object(letters, at)
    inner = None if breaks_at is None else _whole(letters, breaks_at, frames - 1)
    if inner is not None:
        return inner[0], inner[1] + "}"
    if end is None:
        return None
    closes = _after(_SPACE, letters, end)
    return (closes + 1, "") if letters.startswith("}", closes) else (end, "}")


def _of_list(letters: str, at: int) -> _Whole | None:
    """Find the end of the last of the closed objects a list begins with."""
    end: int | None = None
    at = _after(_SPACE, letters, at + 1)
    while letters.startswith("{", at):
        closed = _end_of(letters, at)
        if closed is None:
            break
        end = closed
        comma = _COMMA.match(letters, end)
        at = comma.end() if comma else len(letters)
    return None if end is None else (end, "]")


def _of_object(letters: str, at: int) -> tuple[int | None, int | None]:
    """Find the end of the last field that is whole, and where the one begins that breaks off."""
    end: int | None = None
    at = _after(_SPACE, letters, at + 1)
    while True:
        after = _after(_BARE, letters, at)
        if after > at:
            end, at = letters.rindex(",", at, after), after
        name = _NAME.match(letters, at)
        if name is None:
            return end, None
        closed = _end_of(letters, name.end())
        if closed is None:
            return end, name.end()
        end = closed
        comma = _COMMA.match(letters, end)
        at = comma.end() if comma else len(letters)


def _end_of(letters: str, at: int) -> int | None:
    """Find where a value ends; a number or a word only if something else follows."""
    try:
        _, end = _SCANNER.raw_decode(letters, at)
    except (ValueError, RecursionError):
        return None
    return end if letters.startswith(_CLOSED, end - 1) or _ENDED.match(letters, end) else None


def _after(pattern: re.Pattern[str], letters: str, at: int) -> int:
    found = pattern.match(letters, at)
    return found.end() if found else at


def _is_of_objects(value: object) -> bool:
    return isinstance(value, list) and any(isinstance(one, dict) for one in value)
