"""How far the samples of FIT files agree with the official decoder, field by field.

Run as `python -m tests.readers.official`; prints `field n of m`, and every file that disagrees.
"""

from __future__ import annotations

import io
import math
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import garmin_fit_sdk
import numpy as np

from tests.support import SHARED
from vegaloop.activity.adapters.readers.fit_extras import MEASURES
from vegaloop.activity.adapters.readers.fit_records import columns_of
from vegaloop.activity.domain.streams import MISSING, Channel
from vegaloop.infrastructure.formats.fit_table import messages_of
from vegaloop.infrastructure.formats.fit_wire import walk

# The official name of a field, and what we call the same; a tolerance in steps of ours.
_CHANNELS = {
    "heart_rate": Channel.HEART_RATE,
    "power": Channel.POWER,
    "distance": Channel.DISTANCE,
    "enhanced_speed": Channel.SPEED,
    "enhanced_altitude": Channel.ALTITUDE,
    "temperature": Channel.TEMPERATURE,
    "position_lat": Channel.LATITUDE,
    "position_long": Channel.LONGITUDE,
}
_SEMICIRCLES = {"position_lat", "position_long"}
_ARRAYS = {69, 70, 71, 72}
_OURS_ONLY = {12, 18, 28, 99}


class Compared(NamedTuple):
    """All numbers of one field of one file: how many agree, of how many."""

    field: str
    file: str
    agree: int
    of: int


def compared() -> Iterator[Compared]:
    """Compare every sample of every file the official decoder reads."""
    for path in sorted((SHARED / "activities" / "fit").iterdir()):
        data = path.read_bytes()
        if data[8:12] == b".FIT":
            yield from compared_in(path.name, data)


def compared_in(name: str, data: bytes) -> Iterator[Compared]:
    """Compare every sample of one file; nothing where the official decoder cannot read it."""
    theirs, messages = told_by_official(data), messages_of(walk(data))
    if not theirs or 20 not in messages:
        return
    ours = columns_of(messages[20], [])
    is_same_length = len(ours) == len(theirs)
    yield Compared("number of samples", name, int(is_same_length), 1)
    if not is_same_length:
        return
    for field, of, per_unit in fields():
        given = [_number(one.get(field)) for one in theirs]
        if all(math.isnan(value) for value in given):
            continue
        column = ours.channels.get(of)
        steps = np.array(given) * per_unit
        mine = np.array(column if column is not None else [MISSING] * len(given), dtype=float)
        mine[mine == MISSING] = np.nan
        both = np.isnan(steps) & np.isnan(mine) | (np.abs(steps - mine) <= 0.51)
        yield Compared(field, name, int(both.sum()), len(given))


def told_by_official(data: bytes) -> Sequence[Mapping[str, object]]:
    """Let the official decoder read the samples of a file; none where it cannot."""
    stream = garmin_fit_sdk.Stream.from_bytes_io(io.BytesIO(data))
    try:
        told, errors = garmin_fit_sdk.Decoder(stream).read(
            convert_datetimes_to_dates=False, merge_heart_rates=False
        )
    except Exception:  # noqa: BLE001  # What it cannot read there is nothing to compare with.
        return ()
    return () if errors else told.get("record_mesgs", [])


def fields() -> Iterator[tuple[str, object, float]]:
    """Each official name, what we call the same, and how many of our steps are one of its units."""
    for name, channel in _CHANNELS.items():
        degrees = 180 / 2**31 if name in _SEMICIRCLES else 1.0
        yield name, channel, channel.per_unit * degrees
    profile = garmin_fit_sdk.Profile["messages"][20]["fields"]
    for number, measure in MEASURES.items():
        if number not in _ARRAYS | _OURS_ONLY:
            yield profile[int(number)]["name"], measure, measure.per_unit


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else math.nan


def main() -> int:
    """Print the table, and what disagrees."""
    table: dict[str, list[Compared]] = defaultdict(list)
    for one in compared():
        table[one.field].append(one)
    for field, rows in table.items():
        agree, of = sum(row.agree for row in rows), sum(row.of for row in rows)
        sys.stdout.write(f"{field:40} {agree:8} of {of:8} in {len(rows)} files\n")
        for row in rows:
            if row.agree < row.of:
                sys.stdout.write(f"    {row.file}: {row.agree} of {row.of}\n")
    every = [row for rows in table.values() for row in rows]
    agree, of = sum(row.agree for row in every), sum(row.of for row in every)
    sys.stdout.write(f"{'all':40} {agree:8} of {of:8}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
