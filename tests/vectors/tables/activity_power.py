"""Vectors of power: formula book A6, A7, A9, A13–A15, A22."""

from __future__ import annotations

from typing import Final

from tests.vectors.book import Formula, Given
from vegaloop.activity.domain.power import at_one_hz, tss, weighted_power_w


def _weighted(x: Given) -> float | None:
    watts = [-1 if w is None else w for w, seconds in x["segments_w_s"] for _ in range(seconds)]
    return weighted_power_w(at_one_hz([n * 1_000 for n in range(len(watts))], watts, []))


FORMULAS: Final[dict[str, Formula]] = {
    "np_full_window": _weighted,
    "tss": lambda x: tss(x["duration_s"], x["np_w"], x["ftp_w"]),
}
