"""The contract of the training logs: memory, SQLite and PostgreSQL answer alike."""

from __future__ import annotations

import datetime as dt
from uuid import UUID, uuid4

import pytest

from tests.strategies.activity import recording_of
from tests.support import NOW, at, good, somebody
from vegaloop.activity import ActivityQuery, Channel, LoadMethod, Rpe, Sport, Streams, Thresholds
from vegaloop.activity.adapters.memory import MemoryTrainingLogs
from vegaloop.activity.adapters.sql import SqlTrainingLogs
from vegaloop.activity.application.ports import (
    KeptFile,
    TrainingLog,
    TrainingLogs,
    place_of,
)
from vegaloop.activity.domain.activity_file import FileFormat
from vegaloop.activity.domain.load import Loads, MethodLoad, NoLoad
from vegaloop.activity.domain.load_year import DayLoad, LoadYear, Mark
from vegaloop.activity.domain.peaks import (
    NO_PEAKS,
    BestTime,
    PeakPower,
    Peaks,
    SessionPeaks,
)
from vegaloop.activity.domain.placing import Provenance, decide_recorded
from vegaloop.activity.domain.recording import Recording
from vegaloop.activity.domain.session import (
    ContentHash,
    FileRef,
    LoadChange,
    Origin,
    Session,
    SessionId,
    Words,
)
from vegaloop.activity.domain.thresholds import DatedThresholds
from vegaloop.infrastructure.database import Database
from vegaloop.infrastructure.memory import Revisions
from vegaloop.kernel.evidence import Missing
from vegaloop.kernel.identity import PersonId, SourceId
from vegaloop.kernel.person import Profile
from vegaloop.kernel.quantity import HeartRate, Power
from vegaloop.kernel.time import Instant, LocalDate, TimeZone, days_after, later, local_date_of

HASH = ContentHash("ab" * 32)
MEASURED = Loads(
    (
        MethodLoad(LoadMethod.POWER, 0.1 + 0.2),
        MethodLoad(LoadMethod.SRPE, 300.0, estimated=False),
    ),
    (NoLoad(LoadMethod.HEART_RATE, Missing("hr_rest_bpm")),),
)
RATED = Loads((MethodLoad(LoadMethod.RPE_PROVISIONAL, 42.0, estimated=True),))


@pytest.fixture
def logs(database: Database | None) -> TrainingLogs:
    return MemoryTrainingLogs(Revisions()) if database is None else SqlTrainingLogs(database)


def a_session(days: int = 0, index: int = 0, loads: Loads = MEASURED) -> tuple[Session, Streams]:
    start = at(NOW - dt.timedelta(days=days + 1, microseconds=7))
    recording = recording_of([200, None, 0] * 40, [120, 121, None] * 40, start=start)
    return placed(recording, days, loads, index)


def placed(
    recording: Recording, days: int, loads: Loads, index: int = 0
) -> tuple[Session, Streams]:
    origin = Origin(source=SourceId("file"), format=FileFormat.FIT, device="a b", file_name="x.fit")
    made = decide_recorded(
        SessionId(uuid4()),
        recording,
        Provenance(origin=origin, file=FileRef(ContentHash(HASH[:-2] + f"{days:02d}"), index)),
        Profile(home_zone=TimeZone("Europe/Paris")),
        at(NOW),
    )
    return good(made).loaded(loads), recording.streams


def kept(logs: TrainingLogs, me: PersonId, *drafts: tuple[Session, Streams]) -> list[Session]:
    def work(log: TrainingLog) -> None:
        for session, streams in drafts:
            log.add(session, streams)

    logs.write(me, work)
    return [session for session, _ in drafts]


class TestTrainingLogs:
    """What a store keeps it gives back, to whom it belongs, and to nobody else."""

    def test_a_session_comes_back_whole(self, logs: TrainingLogs) -> None:
        me, you = somebody(), somebody()
        session, streams = a_session()
        kept(logs, me, (session, streams), (session, Streams()))
        assert logs.read(me, lambda log: log.session(session.id)) == session
        found = logs.read(me, lambda log: log.streams(session.id, None))
        assert found is not None
        assert found.times_ms == streams.times_ms
        assert found.columns == tuple(reversed(streams.columns))
        assert logs.read(you, lambda log: log.session(session.id)) is None
        assert logs.read(you, lambda log: log.streams(session.id, None)) is None
        power = logs.read(me, lambda log: log.streams(session.id, frozenset({Channel.POWER})))
        assert power is not None
        assert power.channels == (Channel.POWER,)
        assert power.times_ms == streams.times_ms
        assert power.columns == streams.columns[:1]

    def test_peaks_come_back_with_the_sport_of_their_session(self, logs: TrainingLogs) -> None:
        me, you = somebody(), somebody()
        drafts = [a_session(3), a_session(1), a_session(2)]
        first, last, middle = kept(logs, me, *drafts)
        peaks = Peaks((PeakPower(1, 900.5), PeakPower(60, 400.25)), (BestTime(1_000.0, 90.125),))

        def work(log: TrainingLog) -> None:
            for session in (last, first, middle):
                log.put_peaks(session.id, peaks)
            log.put_peaks(first.id, Peaks(peaks.powers))
            log.put_peaks(middle.id, NO_PEAKS)

        def told(of: PersonId) -> tuple[SessionPeaks, ...]:
            day = last.local_date
            return logs.read(of, lambda log: log.peaks(days_after(day, -5), days_after(day, 1)))

        logs.write(me, work)
        ends = ((first, Peaks(peaks.powers)), (last, peaks))
        assert told(me) == tuple(
            SessionPeaks(session.local_date, session.sport, session.id, of) for session, of in ends
        )
        assert told(you) == ()
        day = last.local_date
        assert len(logs.read(me, lambda log: log.peaks(day, days_after(day, 1)))) == 1
        assert (
            logs.read(me, lambda log: log.peaks(days_after(day, -5), day))[-1].session == first.id
        )
        logs.write(me, lambda log: log.remove(last.id))
        assert [one.session for one in told(me)] == [first.id]

    def test_a_session_without_streams(self, logs: TrainingLogs) -> None:
        me, (session, _) = somebody(), a_session()
        kept(logs, me, (session, Streams()))
        assert logs.read(me, lambda log: log.streams(session.id, None)) == Streams()

    def test_lists_are_newest_first_and_go_on_where_they_stopped(self, logs: TrainingLogs) -> None:
        me = somebody()
        drafts = [a_session(n // 2, n % 2) for n in range(7)]
        sessions = kept(logs, me, *drafts)
        newest = sorted(sessions, key=lambda s: (s.start.at, s.id), reverse=True)
        found: list[Session] = []
        before: tuple[Instant, SessionId] | None = None
        while True:
            query = ActivityQuery(before=before, most=2)
            page = logs.read(me, lambda log, query=query: log.listed(query))
            if not page:
                break
            found += page
            before = (page[-1].start.at, page[-1].id)
        assert found == newest
        day = newest[0].local_date
        some = ActivityQuery(start=days_after(day, -1), end=day, most=9)
        assert logs.read(me, lambda log: log.listed(some)) == tuple(
            s for s in newest if s.local_date == days_after(day, -1)
        )
        runs = ActivityQuery(sport=Sport.RUNNING)
        assert logs.read(me, lambda log: log.listed(runs)) == ()

    def test_spans_and_files(self, logs: TrainingLogs) -> None:
        me = somebody()
        drafts = [a_session(3, 1), a_session(3, 0), a_session(2, 0, RATED), a_session(1, 0)]
        late, early, rated, last = kept(logs, me, *drafts)
        day = rated.local_date
        assert logs.read(me, lambda log: log.between(day, None)) == (rated, last)
        assert logs.read(me, lambda log: log.between(day, days_after(day, 1))) == (rated,)
        everything = (LocalDate(dt.date(2000, 1, 1)), LocalDate(dt.date(2100, 1, 1)))
        assert logs.read(me, lambda log: log.rated_between(*everything)) == (rated,)
        assert late.file is not None
        name = late.file.hash
        assert logs.read(me, lambda log: log.of_file(name)) == (early, late)
        start = rated.start.at
        second = dt.timedelta(seconds=1)
        near = logs.read(me, lambda log: log.near(later(start, -second), later(start, second)))
        assert near == (rated,)
        tallies = logs.read(me, lambda log: log.tallies(*everything))
        assert [tally.day for tally in tallies] == sorted(tally.day for tally in tallies)
        assert set(tallies) == {one.tally for one in (late, early, rated, last)}
        bouts = logs.read(me, lambda log: log.bouts(day, days_after(last.local_date, 1)))
        assert bouts == (rated.bout, last.bout)

    def test_what_is_said_and_loads_are_replaced(self, logs: TrainingLogs) -> None:
        me, (session, streams) = somebody(), a_session()
        other, _ = a_session(1)
        kept(logs, me, (session, streams))
        said = session.amended(Sport.E_BIKING, Words("Ünïcödé 🚴", None, Rpe(75))).loaded(Loads())
        logs.write(me, lambda log: log.update(said))
        logs.write(me, lambda log: log.update(other))
        assert logs.read(me, lambda log: log.session(session.id)) == said
        assert logs.read(me, lambda log: log.session(other.id)) is None
        loaded = said.loaded(RATED)
        logs.write(me, lambda log: log.put_loads([loaded]))
        logs.write(me, lambda log: log.put_loads([]))
        assert logs.read(me, lambda log: log.session(session.id)) == loaded
        day = session.local_date
        assert logs.read(me, lambda log: log.tallies(day, days_after(day, 1))) == (loaded.tally,)

    def test_a_removed_session_takes_its_streams_along(self, logs: TrainingLogs) -> None:
        me, (session, streams) = somebody(), a_session()
        kept(logs, me, (session, streams))
        logs.write(somebody(), lambda log: log.remove(session.id))
        assert logs.read(me, lambda log: log.session(session.id)) == session
        logs.write(me, lambda log: log.remove(session.id))
        assert logs.read(me, lambda log: log.session(session.id)) is None
        assert logs.read(me, lambda log: log.streams(session.id, None)) is None
        assert logs.read(me, lambda log: log.between(session.local_date, None)) == ()

    @pytest.mark.parametrize("data", [b"", b"plain " * 1_000, b"\x1f\x8b\x08 packed", bytes(256)])
    def test_a_file_comes_back_byte_by_byte(self, logs: TrainingLogs, data: bytes) -> None:
        me = somebody()
        file = KeptFile(HASH, data, FileFormat.GPX, at(NOW))
        other = KeptFile(HASH, b"other", FileFormat.FIT, at(NOW))
        logs.write(me, lambda log: log.keep_file(file))
        logs.write(me, lambda log: log.keep_file(other))
        assert logs.read(me, lambda log: log.file(HASH)) == file
        assert logs.read(somebody(), lambda log: log.file(HASH)) is None
        logs.write(me, lambda log: log.remove_file(HASH))
        assert logs.read(me, lambda log: log.file(HASH)) is None

    def test_years_are_replaced(self, logs: TrainingLogs) -> None:
        me, by_power = somebody(), Mark((LoadMethod.POWER,))
        years = [
            LoadYear(year).with_days({LocalDate(dt.date(year, 12, 31)): DayLoad(load, by_power)})
            for year, load in ((2023, 0.1 + 0.2), (2024, 5.0), (2026, 7.0))
        ]
        logs.write(me, lambda log: log.put_years(years))
        logs.write(me, lambda log: log.put_years([]))
        logs.write(somebody(), lambda log: log.put_years(years[1:2]))
        assert logs.read(me, lambda log: log.years(2023, 2026)) == tuple(years)

    def test_the_first_and_the_last_year_are_told_whatever_is_asked(
        self, logs: TrainingLogs
    ) -> None:
        me, day = somebody(), DayLoad(1.0, Mark((LoadMethod.RPE,)))
        years = [
            LoadYear(year).with_days({LocalDate(dt.date(year, 2, 29)): day})
            for year in range(2000, 2021, 4)
        ]
        logs.write(me, lambda log: log.put_years(years))
        ends = years[0], years[-1]
        assert logs.read(me, lambda log: log.years(2005, 2007)) == ends
        assert logs.read(me, lambda log: log.years(1990, 1991)) == ends
        assert logs.read(me, lambda log: log.years(2008, 2012)) == (
            years[0],
            years[2],
            years[3],
            years[-1],
        )
        logs.write(me, lambda log: log.put_years([LoadYear(2000), LoadYear(2020), LoadYear(1999)]))
        assert logs.read(me, lambda log: log.years(2005, 2007)) == (years[1], years[-2])
        assert logs.read(somebody(), lambda log: log.years(2000, 2020)) == ()

    def test_a_year_keeps_the_version_it_was_begun_by(self, logs: TrainingLogs) -> None:
        me, day = somebody(), LocalDate(dt.date(2026, 5, 1))
        old = LoadYear(2026, formula_version="activity-1").with_days({day: DayLoad(5.0)})
        old = old.with_days({day: DayLoad(5.0, Mark((LoadMethod.POWER,)))})
        logs.write(me, lambda log: log.put_years([old]))
        assert logs.read(me, lambda log: log.years(2026, 2026)) == (old,)
        logs.write(me, lambda log: log.put_years([old.renewed]))
        (found,) = logs.read(me, lambda log: log.years(2026, 2026))
        assert (found, found.is_stale) == (old.renewed, False)

    def test_high_heart_rates_are_found_by_day(self, logs: TrainingLogs) -> None:
        me = somebody()
        for days in (0, 1, 5):
            start = at(NOW - dt.timedelta(days=days + 1))
            recording = recording_of(None, [150 + days] * 700, start=start)
            session, streams = placed(recording, days, MEASURED)
            logs.write(me, lambda log, one=session, of=streams: log.add(one, of))
            logs.write(me, lambda log, one=session: log.put_loads([one]))
        day = local_date_of(at(NOW), TimeZone("Europe/Paris"))
        start, end = days_after(day, -6), days_after(day, -1)

        def seen(above: int) -> list[tuple[LocalDate, int]]:
            found = logs.read(me, lambda log: log.seen_rates(HeartRate(above), start, end))
            return [(one.day, one.rate.amount) for one in found]

        assert seen(149_999) == [(days_after(day, -6), 155_000), (days_after(day, -2), 151_000)]
        assert seen(151_000) == [(days_after(day, -6), 155_000)]
        assert seen(155_000) == []

    def test_thresholds_are_one_entry_a_date(self, logs: TrainingLogs) -> None:
        me = somebody()
        days = [LocalDate(dt.date(2026, 1, n)) for n in (1, 2, 3)]
        entries = [DatedThresholds(d, Thresholds(ftp=Power(d.day)), at(NOW)) for d in days]
        for entry in reversed(entries):
            logs.write(me, lambda log, entry=entry: log.put_thresholds(entry))
        newer = DatedThresholds(days[1], Thresholds(lthr=HeartRate(1)), at(NOW))
        logs.write(me, lambda log: log.put_thresholds(newer))
        logs.write(me, lambda log: log.remove_thresholds(days[2]))
        assert logs.read(me, lambda log: log.thresholds()) == (entries[0], newer)
        assert logs.read(somebody(), lambda log: log.thresholds()) == ()

    def test_changes_are_newest_first(self, logs: TrainingLogs) -> None:
        me = somebody()
        changes = [
            LoadChange(
                id=UUID(int=n // 2),
                session=SessionId(UUID(int=n)),
                local_date=LocalDate(NOW.date()),
                at=at(NOW + dt.timedelta(seconds=n // 2)),
                cause="thresholds",
                before=None,
                after=MethodLoad(LoadMethod.POWER, float(n)),
            )
            for n in range(5)
        ]
        logs.write(me, lambda log: log.add_changes(changes))
        logs.write(me, lambda log: log.add_changes(changes[:2]))
        newest = tuple(reversed(changes))
        assert logs.read(me, lambda log: log.changes(None, None, 9)) == newest
        place = place_of(newest[1])
        assert logs.read(me, lambda log: log.changes(place, None, 2)) == newest[2:4]
        one = SessionId(UUID(int=3))
        assert logs.read(me, lambda log: log.changes(None, one, 9)) == (changes[3],)

    def test_what_fails_half_way_leaves_nothing(self, logs: TrainingLogs) -> None:
        me, (session, streams) = somebody(), a_session()

        def work(log: TrainingLog) -> None:
            log.add(session, streams)
            raise KeyError

        with pytest.raises(KeyError):
            logs.write(me, work)
        assert logs.read(me, lambda log: log.session(session.id)) is None
