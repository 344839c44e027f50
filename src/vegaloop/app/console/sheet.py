"""Printing any answer as indented lines: what JSON says, for eyes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import msgspec
from msgspec import Struct

from vegaloop.app.console.terminal import Exit, print_json, say, words_of
from vegaloop.infrastructure.figures import FigureBody

_ROWS_MOST: Final = 40  # A screen; the rest is in --json.
_FIGURE: Final = frozenset({"value", "method", "confidence"})


def show(answer: object, *, as_json: bool) -> None:
    """Print an answer, as JSON or as lines."""
    if as_json:
        print_json(answer)
        return
    said: object = msgspec.json.decode(msgspec.json.encode(answer))  # With what is JSON already.
    for line in lines_of(said):
        say(line)


def show_figures(answer: Struct, *, as_json: bool) -> None:
    """Print an answer; end with `NOT_ENOUGH` where it has figures and none of them has a number."""
    show(answer, as_json=as_json)
    parts = (getattr(answer, name) for name in answer.__struct_fields__)
    figures = [part for part in parts if isinstance(part, FigureBody)]
    if figures and all(figure.value is None for figure in figures):
        raise SystemExit(Exit.NOT_ENOUGH)


def lines_of(value: object, depth: int = 0) -> Iterator[str]:
    """Lay out what JSON would say; a number with a method is one line."""
    pad = "  " * depth
    if isinstance(value, dict):
        width = max((len(words_of(str(name))) for name in value), default=0)
        for name, one in value.items():
            label = f"{pad}{words_of(str(name)):<{width}}"
            line = _line(one)
            if line is not None:
                yield f"{label}  {line}".rstrip()
            else:
                yield label.rstrip()
                yield from lines_of(one, depth + 1)
    elif isinstance(value, list | tuple):
        for one in value[:_ROWS_MOST]:
            if isinstance(one, dict) and any(_line(part) is None for part in one.values()):
                yield f"{pad}-"
                yield from lines_of(one, depth + 1)
            else:
                yield f"{pad}- {_row(one)}"
        if len(value) > _ROWS_MOST:
            yield f"{pad}… {len(value) - _ROWS_MOST} more (--json shows all)"


def _line(value: object) -> str | None:
    if isinstance(value, dict):
        return _figure(value) if "value" in value and (_FIGURE | {"reason"}) & set(value) else None
    if isinstance(value, list | tuple):
        if not value:
            return "none"
        plain = all(not isinstance(one, dict | list | tuple) for one in value)
        return ", ".join(_word(one) for one in value) if plain and len(value) <= 12 else None
    return _word(value)


def _figure(figure: dict[str, object]) -> str:
    if figure["value"] is None:
        return f"–  ({_why(figure.get('reason'))})"
    bounds = f" ({_word(figure['low'])} to {_word(figure['high'])})" if "low" in figure else ""
    told = [str(figure[key]) for key in ("method", "confidence") if figure.get(key)]
    notes = figure.get("notes")
    told += [str(note) for note in notes] if isinstance(notes, list) else []
    return f"{_word(figure['value'])}{bounds}  [{', '.join(told)}]"


def _why(reason: object) -> str:
    if isinstance(reason, dict):
        return " ".join(str(reason[key]) for key in ("type", "what", "why") if key in reason)
    return "unknown"


def _row(value: object) -> str:
    if isinstance(value, dict):
        return "  ".join(f"{words_of(str(k))} {_line(v) or '–'}" for k, v in value.items())
    return _word(value)


def _word(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.4g}" if abs(value) < 1_000 else f"{value:.0f}"
    return "–" if value is None else str(value)
