"""Read a FIT file of any kind, whole or as far as it goes."""

from __future__ import annotations

from enum import IntEnum
from typing import Final

import numpy as np

from vegaloop.activity.adapters.readers.columns import APART_MS, Columns, without_strays
from vegaloop.activity.adapters.readers.decoded import Decoded
from vegaloop.activity.adapters.readers.fit_heart import merged, rr_intervals, strap_heart_rates
from vegaloop.activity.adapters.readers.fit_records import columns_of
from vegaloop.activity.adapters.readers.fit_sessions import Summaries, recordings_of
from vegaloop.activity.adapters.readers.fit_values import instant, seconds, started, whole
from vegaloop.activity.domain.activity_file import (
    ActivityFile,
    CannotRead,
    Counts,
    Damaged,
    DeveloperField,
    Device,
    FileFormat,
    NotAnActivity,
    NothingRecorded,
)
from vegaloop.activity.domain.recording import Note, Recording, Remark
from vegaloop.infrastructure.formats import fit_words
from vegaloop.infrastructure.formats.fit_clock import FIT_EPOCH_S
from vegaloop.infrastructure.formats.fit_profile import (
    Activity,
    Description,
    DeviceInfo,
    Event,
    FileId,
    HeartRates,
    Lap,
    Length,
    Message,
    Session,
    Set,
    SportMessage,
)
from vegaloop.infrastructure.formats.fit_table import Messages, Row, messages_of
from vegaloop.infrastructure.formats.fit_wire import Wire, walk

__all__ = ("decode_fit",)

_ACTIVITY: Final = "activity"
_UNKNOWN: Final = "unknown"
_ACTIVE: Final = 1


def decode_fit(data: bytes, notes: tuple[Note, ...] = ()) -> Decoded:
    """Read everything in it; ReadFault only where a limit is passed."""
    wire = walk(data)
    with np.errstate(all="ignore"):
        return _File(wire, notes).decoded()


class _File:
    """A file taken apart, on its way to being understood."""

    def __init__(self, wire: Wire, notes: tuple[Note, ...]) -> None:
        self.wire = wire
        self.messages = messages_of(wire)
        self.notes = [*notes, *wire.notes]
        self._none = Messages(b"", [])

    def decoded(self) -> Decoded:
        descriptions = self._rows(Message.FIELD_DESCRIPTION, Description)
        written = columns_of(self._of(Message.RECORD), descriptions)
        identity = self._identity()
        kind = self._kind(identity)
        recordings = recordings_of(self._summaries(written, identity)) if kind == _ACTIVITY else ()
        file = ActivityFile(
            format=FileFormat.FIT,
            kind=kind,
            recordings=recordings,
            device=_device(identity),
            created=instant(seconds(identity, FileId.CREATED)),
            counts=self._counts(recordings),
            developer_fields=_developer_fields(descriptions),
            notes=tuple(self.notes),
        )
        return Decoded(file, written, self._problem(file))

    def _of(self, number: int) -> Messages:
        return self.messages.get(number, self._none)

    def _rows(self, number: int, fields: type[IntEnum]) -> list[Row]:
        return self._of(number).rows(fields)

    def _identity(self) -> Row:
        rows = self._rows(Message.FILE_ID, FileId)
        return rows[0] if rows else Row(0, False, {}, {})

    def _kind(self, identity: Row) -> str:
        number = whole(identity, FileId.TYPE)
        if number is not None:
            return fit_words.file_kind(number)
        if not self._of(Message.SESSION) and not self._of(Message.RECORD):
            return _UNKNOWN
        self.notes.append(Note(Remark.NO_FILE_TYPE, at_byte=identity.at))
        return _ACTIVITY

    def _summaries(self, written: Columns, identity: Row) -> Summaries:
        columns = written.in_order()
        if len(columns) < len(written):
            missing = len(written) - len(columns)
            self.notes.append(Note(Remark.SAMPLES_WITHOUT_TIME, detail=str(missing)))
        if columns is not written and written.goes_back:
            self.notes.append(Note(Remark.SAMPLES_OUT_OF_ORDER))
        sessions = self._rows(Message.SESSION, Session)
        columns = self._near(columns, sessions)
        strap = strap_heart_rates(self._rows(Message.HR, HeartRates))
        if strap and len(columns):
            columns = merged(columns, strap)
            self.notes.append(Note(Remark.MERGED_HEART_RATE, detail=str(len(strap))))
        return Summaries(
            sessions=sessions,
            laps=self._rows(Message.LAP, Lap),
            lengths=self._rows(Message.LENGTH, Length),
            sets=self._rows(Message.SET, Set),
            events=self._rows(Message.EVENT, Event),
            activities=self._rows(Message.ACTIVITY, Activity),
            sports=self._rows(Message.SPORT, SportMessage),
            devices=self._rows(Message.DEVICE_INFO, DeviceInfo),
            rr_intervals=rr_intervals(
                self._of(Message.HRV), self._of(Message.RECORD), written.times_ms
            ),
            columns=columns,
            maker=_device(identity).manufacturer,
        )

    def _near(self, columns: Columns, sessions: list[Row]) -> Columns:
        """The samples that are near a session, or near others where there is none. Rule ACF-95."""
        near = columns
        starts_s = [at for row in sessions if (at := started(row, Session)) is not None]
        if starts_s:
            since = columns.between(round((min(starts_s) + FIT_EPOCH_S) * 1_000) - APART_MS, None)
            near = since if len(since) else columns
        elif not sessions:
            near = Columns(without_strays(columns.times_ms), columns.channels).in_order()
        if len(near) < len(columns):
            strays = str(len(columns) - len(near))
            self.notes.append(Note(Remark.SAMPLES_WITHOUT_TIME, detail=strays))
        return near

    def _counts(self, recordings: tuple[Recording, ...]) -> Counts:
        def count(number: int) -> int:
            return len(self._of(number))

        kinds = self._of(Message.LENGTH).column(Length.TYPE)
        return Counts(
            sessions=count(Message.SESSION),
            laps=count(Message.LAP),
            lengths=count(Message.LENGTH),
            active_lengths=int(np.count_nonzero(kinds == _ACTIVE)),
            records=count(Message.RECORD),
            events=count(Message.EVENT),
            sets=count(Message.SET),
            hrv_messages=count(Message.HRV),
            rr_intervals=sum(len(each.rr_intervals_ms) for each in recordings),
            hr_messages=count(Message.HR),
            workout_steps=count(Message.WORKOUT_STEP),
            course_points=count(Message.COURSE_POINT),
            monitoring=count(Message.MONITORING),
            stress_levels=count(Message.STRESS_LEVEL),
            spo2=count(Message.SPO2),
            sleep_levels=count(Message.SLEEP_LEVEL),
            messages=sum(len(same) for same in self.messages.values()),
            segments=self.wire.segments,
        )

    def _problem(self, file: ActivityFile) -> CannotRead | None:
        if not self.messages:
            first = next(iter(self.notes), Note(Remark.CUT_OFF, at_byte=len(self.wire.data)))
            return Damaged("fit", first.at_byte or 0, None, first.detail or first.what.value)
        if file.kind not in (_ACTIVITY, _UNKNOWN):
            return NotAnActivity(file.format, file.kind)
        return None if file.recordings else NothingRecorded(file.format, file.kind)


def _device(identity: Row) -> Device:
    maker = whole(identity, FileId.MANUFACTURER)
    model = whole(identity, FileId.PRODUCT)
    name = identity.text(FileId.PRODUCT_NAME)
    return Device(
        manufacturer=None if maker is None else fit_words.manufacturer(maker),
        product=name if model is None else fit_words.product(model, maker),
        serial=whole(identity, FileId.SERIAL),
    )


def _developer_fields(descriptions: list[Row]) -> tuple[DeveloperField, ...]:
    named: dict[str, DeveloperField] = {}
    for row in descriptions:
        name = row.text(Description.NAME)
        if name:
            named[name] = DeveloperField(name, row.text(Description.UNIT))
    return tuple(named[name] for name in sorted(named))
