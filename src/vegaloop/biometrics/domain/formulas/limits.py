"""Whether an argument lies where a formula is declared."""

from __future__ import annotations

from vegaloop.kernel.evidence import Outside


def outside(what: str, given: float, least: float, most: float) -> tuple[Outside, ...]:
    """Name an argument that is not in [least, most], NaN among them; nothing where it is."""
    return () if least <= given <= most else (Outside(what, given, least, most),)
