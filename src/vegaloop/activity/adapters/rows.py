"""The functions between a row of activity and a value."""

from __future__ import annotations

import datetime as dt
from typing import Final, final
from uuid import UUID

import msgspec

from vegaloop.activity.adapters.blocks import unpacked_file
from vegaloop.activity.application.ports import KeptFile
from vegaloop.activity.domain.activity_file import FileFormat
from vegaloop.activity.domain.effort import Effort, Rpe
from vegaloop.activity.domain.link import Link, SessionKey, Verdict
from vegaloop.activity.domain.load import LoadMethod, Loads, MethodLoad
from vegaloop.activity.domain.load_year import LoadYear, Tally
from vegaloop.activity.domain.peaks import BestTime, PeakPower, Peaks, SessionPeaks
from vegaloop.activity.domain.session import (
    Bout,
    ContentHash,
    Facts,
    FileRef,
    LoadChange,
    Session,
    SessionId,
)
from vegaloop.activity.domain.sport import Sport
from vegaloop.activity.domain.thresholds import DatedThresholds, Thresholds
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.quantity import Distance, Duration
from vegaloop.kernel.time import Instant, LocalDate, Moment, TimeZone


@final
class _Cost(msgspec.Struct, frozen=True):
    """What of the facts says what a session cost; the decoder passes over the rest."""

    effort: Effort
    rpe: Rpe | None = None


_encode: Final = msgspec.json.Encoder().encode
_facts: Final = msgspec.json.Decoder(Facts)
_cost: Final = msgspec.json.Decoder(_Cost)
_link: Final = msgspec.json.Decoder(Link)
_loads: Final = msgspec.json.Decoder(Loads)
_pack: Final = msgspec.msgpack.Encoder().encode
_peaks: Final = msgspec.msgpack.Decoder(
    tuple[tuple[tuple[int, float], ...], tuple[tuple[float, float], ...]]
)
_counted: Final = msgspec.json.Decoder(MethodLoad | None)
_thresholds: Final = msgspec.json.Decoder(Thresholds)


def session_values(person: PersonId, session: Session) -> dict[str, object]:
    """The row of a session."""
    return {
        "person_id": person,
        "session_id": session.id,
        "at_us": session.start.at,
        "utc_offset_s": session.start.utc_offset_s,
        "zone": session.start.zone,
        "local_date": session.local_date,
        "elapsed_us": session.elapsed.amount,
        "distance_mm": None if session.tally.distance is None else session.tally.distance.amount,
        "file_hash": None if session.file is None else session.file.hash,
        "file_index": None if session.file is None else session.file.index,
        **said_values(session),
    }


def said_values(session: Session) -> dict[str, object]:
    """The columns that change when a person says something else about a session."""
    return {
        "sport": session.sport.value,
        "facts": _encode(session.facts),
        "lead_id": None if session.link is None else session.link.lead,
        "link": None if session.link is None else _encode(session.link),
        **load_values(session),
    }


def load_values(session: Session) -> dict[str, object]:
    """The columns that hang on the loads of a session."""
    tally = session.tally
    return {
        "load": tally.load,
        "load_method": None if tally.method is None else tally.method.value,
        "stress_per_au": tally.stress_per_au,
        "seen_rate_mbpm": None if session.seen_rate is None else session.seen_rate.amount,
        "loads": _encode(session.loads),
    }


def from_session_row(  # noqa: PLR0913, PLR0917  # One argument a column.  # One argument a column.
    session_id: UUID,
    at: Instant,
    utc_offset_s: int,
    zone: str | None,
    local_date: dt.date,
    sport: str,
    file_hash: str | None,
    file_index: int | None,
    facts: bytes,
    loads: bytes,
    link: bytes | None,
) -> Session:
    """Make a session of the columns `sql._rows` reads; the others repeat what is in the facts."""
    file = None
    if file_hash is not None and file_index is not None:
        file = FileRef(ContentHash(file_hash), file_index)
    return Session(
        id=SessionId(session_id),
        sport=Sport(sport),
        start=Moment(at, utc_offset_s, None if zone is None else TimeZone(zone)),
        local_date=LocalDate(local_date),
        facts=_facts.decode(facts),
        loads=_loads.decode(loads),
        file=file,
        link=None if link is None else _link.decode(link),
    )


def from_bout_row(local_date: dt.date, sport: str, facts: bytes, loads: bytes) -> Bout:
    """Make of a session's columns the part that says what it cost."""
    cost = _cost.decode(facts)
    return Bout(LocalDate(local_date), Sport(sport), cost.effort, cost.rpe, _loads.decode(loads))


def from_tally_row(
    local_date: dt.date,
    elapsed_us: int,
    distance_mm: int | None,
    load: float | None,
    load_method: str | None,
    stress_per_au: float | None,
) -> Tally:
    """Make a tally of the columns it is read from."""
    return Tally(
        LocalDate(local_date),
        Duration(elapsed_us),
        None if distance_mm is None else Distance(distance_mm),
        load,
        None if load_method is None else LoadMethod(load_method),
        stress_per_au,
    )


def packed_peaks(peaks: Peaks) -> bytes:
    """Pack peaks into the column that holds them."""
    powers = [(one.seconds, one.watts) for one in peaks.powers]
    distances = [(one.meters, one.seconds) for one in peaks.distances]
    return _pack((powers, distances))


def from_peaks_row(
    local_date: dt.date, sport: str, session_id: UUID, packed: bytes
) -> SessionPeaks:
    """Make peaks of the columns they are read from."""
    powers, distances = _peaks.decode(packed)
    peaks = Peaks(
        tuple(PeakPower(seconds, watts) for seconds, watts in powers),
        tuple(BestTime(meters, seconds) for meters, seconds in distances),
    )
    return SessionPeaks(LocalDate(local_date), Sport(sport), SessionId(session_id), peaks)


def from_file_row(_: UUID, hash: str, data: bytes, format: str, received_at: Instant) -> KeptFile:
    """Make a file of its row."""
    return KeptFile(ContentHash(hash), unpacked_file(data), FileFormat(format), received_at)


def verdict_values(person: PersonId, verdict: Verdict) -> dict[str, object]:
    """The row of what a person said of two sessions."""
    return {
        "person_id": person,
        "one_key": verdict.one,
        "other_key": verdict.other,
        "together": verdict.together,
        "said_at": verdict.at,
    }


def from_verdict_row(row: tuple[UUID, str, str, bool, Instant]) -> Verdict:
    """Make of its row what a person said of two sessions."""
    _, one, other, together, at = row
    return Verdict(SessionKey(one), SessionKey(other), together, at)


def from_year_row(_: UUID, year: int, loads: bytes, marks: bytes, formula_version: str) -> LoadYear:
    """Make a packed year of its row."""
    return LoadYear(year, loads, marks, formula_version)


def threshold_values(person: PersonId, entry: DatedThresholds) -> dict[str, object]:
    """The row of an entry of thresholds."""
    return {
        "person_id": person,
        "effective_from": entry.effective_from,
        "thresholds": _encode(entry.values),
        "set_at": entry.set_at,
    }


def from_threshold_row(_: UUID, day: dt.date, values: bytes, set_at: Instant) -> DatedThresholds:
    """Make an entry of thresholds of its row."""
    return DatedThresholds(LocalDate(day), _thresholds.decode(values), set_at)


def change_values(person: PersonId, change: LoadChange, place: str) -> dict[str, object]:
    """The row of a change of a load."""
    return {
        "person_id": person,
        "change_id": change.id,
        "session_id": change.session,
        "place": place,
        "at_us": change.at,
        "local_date": change.local_date,
        "cause": change.cause,
        "was": _encode(change.before),
        "became": _encode(change.after),
    }


def from_change_row(
    _: UUID,
    change_id: UUID,
    session_id: UUID,
    __: str,
    at: Instant,
    local_date: dt.date,
    cause: str,
    was: bytes,
    became: bytes,
) -> LoadChange:
    """Make a change of a load of its row."""
    return LoadChange(
        id=change_id,
        session=SessionId(session_id),
        local_date=LocalDate(local_date),
        at=at,
        cause=cause,
        before=_counted.decode(was),
        after=_counted.decode(became),
    )
