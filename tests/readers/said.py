"""What was found, wherever it stood: the same for the same records in any order and any pieces."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from vegaloop.imports.domain.found import (
    Found,
    FoundReading,
    FoundRecording,
    FoundSample,
    NotTaken,
)


def said(found: Sequence[Found]) -> list[object]:
    """What was found without its places and its order; what is not taken as often as it stands."""
    return sorted((each for one in found for each in _said(one)), key=repr)


def _said(one: Found) -> Iterator[object]:
    match one:
        case NotTaken():
            yield from [(one.what, one.reason)] * one.count
        case FoundReading():
            yield one.reading, one.zone_assumed
        case FoundSample():
            yield one.metric, one.source, one.sample, one.zone_assumed
        case FoundRecording():
            yield one.recording, one.source, one.external_id, one.device, one.notes
            yield one.external_id, one.rpe, one.modified_at, one.time_assumed
        case _:
            yield one
