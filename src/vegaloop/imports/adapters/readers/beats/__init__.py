"""Beats: the intervals between them, and what apps computed of them."""

from typing import Final

from vegaloop.imports.adapters.readers.beats.intervals import BareIntervals, IntervalTable
from vegaloop.imports.adapters.readers.beats.mornings import HrvTable
from vegaloop.imports.adapters.readers.beats.results import HrvResults
from vegaloop.imports.adapters.readers.common.kinds import Reader

__all__ = ("READERS",)

READERS: Final[tuple[Reader, ...]] = (
    BareIntervals(),
    IntervalTable(),
    HrvTable(),
    HrvResults(),
)
