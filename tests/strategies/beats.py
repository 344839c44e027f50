"""Recordings of beats: of a heart, and of the same heart with artefacts planted in it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from hypothesis import strategies as st

APART: Final = 12  # Further from each other than a decision looks.


@st.composite
def hearts(draw: st.DrawFn, least: int = 120, most: int = 200) -> list[float]:
    """A heart at rest: its beats follow the breath and slower waves, without any artefact."""
    beats = draw(st.integers(least, most))
    usual = draw(st.integers(650, 1_150))
    breath, slow = draw(st.floats(10, 35)), draw(st.floats(5, 30))
    period = draw(st.floats(6, 12))
    return [
        float(
            round(
                usual
                + breath * math.sin(2 * math.pi * k / period)
                + slow * math.sin(2 * math.pi * k / 57)
            )
        )
        for k in range(beats)
    ]


def with_missed(rr: Sequence[float], k: int) -> list[float]:
    """Lose the beat between an interval and the next."""
    return [*rr[:k], rr[k] + rr[k + 1], *rr[k + 2 :]]


def with_extra(rr: Sequence[float], k: int, share: float) -> list[float]:
    """Cut an interval by a beat that was none."""
    first = float(round(share * rr[k]))
    return [*rr[:k], first, rr[k] - first, *rr[k + 1 :]]


def with_ectopic(rr: Sequence[float], k: int, share: float) -> list[float]:
    """Let a beat come too early; the one after it comes when it should."""
    early = float(round(share * rr[k]))
    return [*rr[:k], rr[k] - early, rr[k + 1] + early, *rr[k + 2 :]]


gaps = st.lists(
    st.none() | st.integers(300, 1_900).map(float) | st.just(800.0), min_size=0, max_size=40
)
