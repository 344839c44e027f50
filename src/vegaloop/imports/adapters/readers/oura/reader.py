"""Oura: every collection of its API, its account export (one document or tables), old and new.

Rule 1: what a record is, is known by its fields; the collection it came in adds nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, final

from vegaloop.imports.adapters.readers.common.arrival import Arrival
from vegaloop.imports.adapters.readers.common.documents import beside
from vegaloop.imports.adapters.readers.common.naming import known_as
from vegaloop.imports.adapters.readers.common.record_kinds import RecordKinds
from vegaloop.imports.adapters.readers.common.records import Fields, json_in
from vegaloop.imports.adapters.readers.common.unplaced import Unplaced
from vegaloop.imports.adapters.readers.oura.days import (
    read_activity,
    read_heart,
    read_oxygen,
    read_readiness,
    read_session,
    read_vo2max,
    read_workout,
)
from vegaloop.imports.adapters.readers.oura.nights import read_night, read_old_night
from vegaloop.imports.adapters.readers.oura.person import read_person
from vegaloop.imports.adapters.readers.oura.series import OuraSeries, is_series
from vegaloop.imports.adapters.readers.oura.trends import OuraTrends
from vegaloop.imports.domain.found import Found
from vegaloop.infrastructure.formats.csv import Line, Table
from vegaloop.infrastructure.formats.json import Document

__all__ = ("READERS",)

# What a record is: the fields that make it so, most telling first, and how it is read; None where
# there is no room for it.
_KINDS: Final = RecordKinds(
    (
        ("sleep", ("bedtime_start", "bedtime_end", "time_in_bed"), read_night),
        ("sleep", ("bedtime_start", "bedtime_end", "sleep_phase_5_min"), read_night),
        ("sleep", ("bedtime_start", "bedtime_end", "hypnogram_5min"), read_old_night),
        ("sleep", ("bedtime_start", "bedtime_end", "day"), read_night),
        ("sleep", ("bedtime_start", "bedtime_end", "summary_date"), read_old_night),
        ("day", ("day", "steps", "active_calories"), read_activity),
        ("day", ("day", "equivalent_walking_distance"), read_activity),
        ("day", ("summary_date", "cal_active", "steps"), read_activity),
        ("temperature", ("day", "temperature_deviation"), read_readiness),
        ("spo2", ("day", "spo2_percentage"), read_oxygen),
        ("vo2max", ("day", "vo2_max"), read_vo2max),
        ("activity", ("start_datetime", "type", "motion_count"), read_session),
        ("activity", ("start_datetime", "type", "mood"), read_session),
        ("activity", ("start_datetime", "end_datetime", "activity"), read_workout),
        ("activity", ("start_datetime", "end_datetime", "type", "day"), read_session),
        ("heart_rate", ("bpm", "source", "timestamp"), read_heart),
        ("daily stress", ("day", "stress_high", "recovery_high"), None),
        ("daily resilience", ("day", "level", "contributors"), None),
        ("daily cardiovascular age", ("day", "vascular_age"), None),
        ("sleep time", ("day", "optimal_bedtime"), None),
        ("rest mode period", ("start_day", "episodes"), None),
        ("enhanced tag", ("tag_type_code", "start_day"), None),
        ("tag", ("day", "text", "tags"), None),
        ("ring configuration", ("hardware_type", "firmware_version"), None),
        ("daily sleep", ("day", "score", "contributors"), None),
        ("readiness", ("summary_date", "score_previous_night"), None),
        ("bedtime", ("bedtime_window",), None),
        ("personal info", ("biological_sex", "age"), read_person),
        ("daytime stress", ("timestamp", "stress_value", "recovery_value"), None),
        ("ring battery", ("timestamp", "level", "in_charger"), None),
        ("webhook", ("callback_url", "event_type", "data_type"), None),
    )
)
_LOOKED_AT: Final = 5  # Of a collection: its first may be the broken one.


@final
class OuraDocument:
    """Reads a page of a collection, a list of records or of pages, or a single record."""

    kind = "oura"

    def fits(self, value: object) -> bool:
        """Tell by the first records."""
        whole = Fields(value)
        if "next_token" in whole and whole.get("data") == []:
            return True
        return any(_KINDS.what(Fields(one)) for one in _paged(value)[:_LOOKED_AT])

    def read(self, document: Document, arrival: Arrival) -> Iterator[Found]:
        """Read each record."""
        unplaced = Unplaced()
        for item, value in enumerate(_paged(document.value), 1):
            record, place = Fields(value), arrival.place(line=document.line, item=item)
            found = _KINDS.read(record, place, arrival.profile, unplaced, else_named="record")
            yield from known_as(found, record.get("id"))
        yield from unplaced.told()

    def leaves(self, value: object) -> Mapping[str, object]:
        """Name what stands beside the records of a page."""
        return {} if _KINDS.what(Fields(value)) else beside(value, {"data"})


@final
class OuraTable:
    """Reads a table of the account export: columns as the fields of the API, cells of JSON."""

    kind = "oura"

    def header_of(self, first: Sequence[Line]) -> int | None:
        """Find the header by the fields of a kind."""
        if not first or len(first[0].cells) < 2 or is_series(first[0]):
            return None
        return 0 if _KINDS.what(Fields(dict.fromkeys(first[0].cells))) else None

    def read(self, table: Table, arrival: Arrival) -> Iterator[Found]:
        """Read each row as the record it was."""
        unplaced = Unplaced()
        for row in table:
            cells = zip(table.header.cells, row.cells, strict=False)
            record = Fields({name: _cell(text) for name, text in cells})
            place = arrival.place(line=row.line)
            found = _KINDS.read(record, place, arrival.profile, unplaced, else_named="row")
            yield from known_as(found, record.get("id"))
        yield from unplaced.told()


def _paged(value: object) -> list[object]:
    """The records of a list, of a page, of a list of pages, or the record itself."""
    held = value if isinstance(value, list) else [value]
    found: list[object] = []
    for one in held:
        page = one.get("data") if isinstance(one, dict) else None
        if isinstance(page, list) and not _KINDS.what(Fields(one)):
            found.extend(page)
        else:
            found.append(one)
    return found


def _cell(text: str) -> object:
    held = json_in(text) if text.startswith(("{", "[")) else None
    return text if held is None else held


READERS: Final = (OuraDocument(), OuraSeries(), OuraTable(), OuraTrends())
