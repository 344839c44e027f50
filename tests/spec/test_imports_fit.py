"""What FIT files that are no activities tell of a body (rules IMP-70 to IMP-73)."""

from __future__ import annotations

import datetime as dt
import io
import struct
from collections import Counter
from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from tests.readers.fit_bytes import T0, definition, segment
from tests.strategies.biometrics import biometrics_in_memory
from tests.support import good, somebody
from vegaloop.biometrics import Metric, RrIntervals, SampleBatch, Sleep, Stage, StageSpan
from vegaloop.imports.adapters.readers.common.arrival import Arrival, Bundle
from vegaloop.imports.adapters.readers.fit.rest import resting_beats
from vegaloop.imports.adapters.readers.fit.wellness import fit_kind, read_wellness
from vegaloop.imports.domain.found import Found, FoundReading, FoundSample, NotTaken
from vegaloop.infrastructure.formats.archive import USUAL, Member
from vegaloop.infrastructure.formats.fit_clock import FIT_EPOCH_S
from vegaloop.kernel.identity import SourceId
from vegaloop.kernel.person import Profile
from vegaloop.kernel.time import Instant, day_of, from_epoch_us

U4, U2, U1 = 0x86, 0x84, 0x02
MIDNIGHT = T0 - T0 % 86_400 - 3_600  # On a wall an hour ahead.
MONITORING_B = definition(0, 0, [(0, 1, 0), (1, 2, U2)]) + struct.pack("<BBH", 0, 32, 1)
INFO = definition(1, 103, [(253, 4, U4), (0, 4, U4)])


def arrival() -> Arrival:
    return Arrival("day.fit", Member("day.fit", io.BytesIO, USUAL), Profile(), Bundle({}))


def found(*bodies: bytes) -> list[Found]:
    data = segment(MONITORING_B + b"".join(bodies))
    assert fit_kind(data) == "monitoring_b"
    return list(read_wellness(data, arrival()))


def info(at: int) -> bytes:
    return INFO + struct.pack("<BII", 1, at, at + 3_600)


def steps(readings: Iterable[tuple[int, int]]) -> bytes:
    """Counters of steps on foot, each at a time cut to its last 16 bits."""
    told = (struct.pack("<BHHB", 2, at & 0xFFFF, shown, 6) for at, shown in readings)
    return definition(2, 55, [(26, 2, U2), (3, 2, U2), (5, 1, 0)]) + b"".join(told)


def samples(found: Iterable[Found], metric: Metric) -> list[FoundSample]:
    return [one for one in found if isinstance(one, FoundSample) and one.metric is metric]


def utc(fit_s: int) -> Instant:
    return from_epoch_us((fit_s + FIT_EPOCH_S) * 1_000_000)


@st.composite
def counted(draw: st.DrawFn) -> list[tuple[int, int]]:
    """Readings of a counter from midnight on: seconds since then, and what it showed."""
    # No further apart than the last bits of a time can tell.
    seconds = draw(st.lists(st.integers(60, 61_900), min_size=1, max_size=12, unique=True))
    added = draw(st.lists(st.integers(0, 4_000), min_size=len(seconds), max_size=len(seconds)))
    return [(at, sum(added[: n + 1])) for n, at in enumerate(sorted(seconds))]


class TestImp70:
    """IMP-70. The beats of a FIT session that went nowhere and took from one to fifteen minutes, without power or cadence and no faster than 100 a minute, are of rest."""

    @given(
        st.lists(st.integers(600, 1_400), min_size=60, max_size=120),
        st.integers(0, 20 * 60),
        st.integers(0, 5_000),
        st.sampled_from("<>"),
    )
    def test_rest(self, rr_ms: list[int], lasted_s: int, went_m: int, order: str) -> None:
        body = definition(1, 18, [(253, 4, U4), (2, 4, U4), (7, 4, U4), (9, 4, U4)])
        body += struct.pack("<BIIII", 1, T0 + lasted_s, T0, lasted_s * 1_000, went_m * 100)
        body += definition(2, 78, [(0, 2, U2)], big_endian=order == ">")
        body += b"".join(struct.pack(f"{order}BH", 2, rr) for rr in rr_ms)
        told = list(resting_beats(segment(MONITORING_B + body), arrival()))
        if not (60 <= lasted_s <= 900 and went_m <= 20):
            assert told == []
            return
        (one,) = told
        assert isinstance(one, FoundReading)
        assert isinstance(one.reading.value, RrIntervals)
        assert list(one.reading.value.rr_ms) == rr_ms
        assert one.reading.moment.at == utc(T0)

    @given(st.lists(st.integers(200, 590), min_size=60, max_size=90))
    def test_an_effort(self, rr_ms: list[int]) -> None:
        body = definition(1, 18, [(2, 4, U4), (7, 4, U4)]) + struct.pack("<BII", 1, T0, 600_000)
        body += definition(2, 78, [(0, 2, U2)])
        body += b"".join(struct.pack("<BH", 2, rr) for rr in rr_ms)
        assert list(resting_beats(segment(MONITORING_B + body), arrival())) == []


class TestImp71:
    """IMP-71. A counter that runs from midnight is taken as what it counted since it was read before, on that day and in the time since any that counts the same was read: what two kinds of movement count adds up."""

    @given(counted())
    def test_the_day_adds_up(self, readings: list[tuple[int, int]]) -> None:
        told = samples(
            found(info(MIDNIGHT), steps((MIDNIGHT + at, shown) for at, shown in readings)),
            Metric.STEPS,
        )
        assert sum(one.sample.value for one in told) == readings[-1][1]
        day = utc(MIDNIGHT + 3_600).date()
        for one in told:
            assert one.sample.moment.local_date == day
            end = one.sample.moment.local + dt.timedelta(seconds=one.sample.length_s)
            assert (end - dt.timedelta(seconds=1)).date() == day

    @given(counted(), st.integers(1, 5_000))
    def test_what_came_before_the_file_is_of_the_file_before(
        self, readings: list[tuple[int, int]], shown_before: int
    ) -> None:
        begun = MIDNIGHT + readings[0][0] - 30
        later = [(MIDNIGHT + at, shown_before + shown) for at, shown in readings]
        told = samples(found(info(begun), steps([(begun, shown_before), *later])), Metric.STEPS)
        assert sum(one.sample.value for one in told) == readings[-1][1]

    @given(counted(), counted())
    def test_it_begins_anew_at_midnight(
        self, first: list[tuple[int, int]], second: list[tuple[int, int]]
    ) -> None:
        rows = [(MIDNIGHT + at, n) for at, n in first]
        rows += [(MIDNIGHT + 86_400 + at, n) for at, n in second]
        clock = definition(3, 55, [(253, 4, U4), (26, 2, U2), (3, 2, U2), (5, 1, 0)])
        whole = b"".join(struct.pack("<BIHHB", 3, at, 0xFFFF, n, 6) for at, n in rows)
        told = samples(found(info(MIDNIGHT), clock, whole), Metric.STEPS)
        by_day: dict[dt.date, float] = {}
        for one in told:
            day = one.sample.moment.local_date
            by_day[day] = by_day.get(day, 0) + one.sample.value
        wanted = {utc(MIDNIGHT + 3_600).date(): first[-1][1]}
        wanted[utc(MIDNIGHT + 90_000).date()] = second[-1][1]
        assert by_day == {day: n for day, n in wanted.items() if n}

    @given(counted(), counted())
    def test_two_kinds_of_movement_add_up(
        self, walked: list[tuple[int, int]], ran: list[tuple[int, int]]
    ) -> None:
        clock = definition(3, 55, [(253, 4, U4), (3, 2, U2), (5, 1, 0)])
        rows = sorted((at, n, kind) for kind, of in ((6, walked), (1, ran)) for at, n in of)
        whole = b"".join(struct.pack("<BIHB", 3, MIDNIGHT + at, n, kind) for at, n, kind in rows)
        told = samples(found(info(MIDNIGHT), clock, whole), Metric.STEPS)
        counted_ = walked[-1][1] + ran[-1][1]
        assert sum(one.sample.value for one in told) == counted_
        biometrics, me = biometrics_in_memory(), somebody()
        batch = SampleBatch.of_samples(
            Metric.STEPS, SourceId("watch"), [one.sample for one in told]
        )
        assert good(biometrics.record_samples(me, [batch])).kept == len(told)
        days = biometrics.series.day(me, day_of(utc(MIDNIGHT + 3_600).date()))
        assert sum(day.amount.total for day in days) == counted_


class TestImp72:
    """IMP-72. A FIT time cut to its last bits continues the one before it."""

    @given(
        st.lists(st.tuples(st.integers(0, 60_000), st.integers(30, 200)), min_size=1, max_size=30)
    )
    def test_heart_rates(self, after: list[tuple[int, int]]) -> None:
        at, times, body = T0, [], definition(2, 55, [(26, 2, U2), (27, 1, U1)])
        for apart_s, bpm in after:
            at += apart_s
            times.append((utc(at), float(bpm)))
            body += struct.pack("<BHB", 2, at & 0xFFFF, bpm)
        full = definition(3, 55, [(253, 4, U4)]) + struct.pack("<BI", 3, T0)
        told = samples(found(info(T0), full, body), Metric.HEART_RATE)
        assert [(one.sample.moment.at, one.sample.value) for one in told] == times


class TestImp73:
    """IMP-73. A sleep of a FIT file lasts from its first level that is sleep to the end of its last, and levels of waking alone are none."""

    @given(st.lists(st.tuples(st.integers(1, 4), st.integers(1, 60)), min_size=1, max_size=40))
    def test_levels(self, told: list[tuple[int, int]]) -> None:
        at, body, spans = T0, definition(2, 275, [(253, 4, U4), (0, 1, 0)]), []
        for level, minutes in told:
            body += struct.pack("<BIB", 2, at, level)
            spans.append((level, at, at + 60 * minutes))
            at += 60 * minutes
        body += definition(3, 276, [(253, 4, U4)]) + struct.pack("<BI", 3, at)
        result = found(info(T0), body)
        asleep = [n for n, (level, _, _) in enumerate(spans) if level > 1]
        nights = [one.reading.value for one in result if isinstance(one, FoundReading)]
        if not asleep:
            assert nights == []
            assert any(isinstance(one, NotTaken) for one in result)
            return
        stages = {1: Stage.AWAKE, 2: Stage.LIGHT, 3: Stage.DEEP, 4: Stage.REM}
        whole = [s for one in nights if isinstance(one, Sleep) for s in one.stages]
        kept = [
            StageSpan(stages[level], utc(start), utc(end))
            for level, start, end in spans[asleep[0] : asleep[-1] + 1]
        ]
        if len(nights) == 1:
            assert whole == kept
        assert [s for s in whole if s.stage is not Stage.AWAKE] == [
            s for s in kept if s.stage is not Stage.AWAKE
        ]

    @given(
        st.lists(st.tuples(st.integers(0, 12), st.integers(1, 60)), min_size=1, max_size=40),
        st.booleans(),
    )
    def test_levels_nobody_knows_are_told_and_in_no_stage(
        self, told: list[tuple[int, int]], asleep: bool
    ) -> None:
        told = [(2, 5), *told, (3, 5)] if asleep else told
        at, body, known = T0, definition(2, 275, [(253, 4, U4), (0, 1, 0)]), list[StageSpan]()
        stages = {1: Stage.AWAKE, 2: Stage.LIGHT, 3: Stage.DEEP, 4: Stage.REM}
        for level, minutes in told:
            body += struct.pack("<BIB", 2, at, level)
            if level in stages:
                known.append(StageSpan(stages[level], utc(at), utc(at + 60 * minutes)))
            at += 60 * minutes
        body += definition(3, 276, [(253, 4, U4)]) + struct.pack("<BI", 3, at)
        result = found(info(T0), body)
        strange = Counter(f"sleep level {level}" for level, _ in told if level > 4)
        items = {one.what: one.count for one in result if isinstance(one, NotTaken)}
        assert {what: n for what, n in items.items() if what != "waking level"} == strange
        nights = [one.reading.value for one in result if isinstance(one, FoundReading)]
        in_stages = [span for one in nights if isinstance(one, Sleep) for span in one.stages]
        assert set(in_stages) <= set(known)
        slept = [span for span in known if span.stage is not Stage.AWAKE]
        assert [span for span in in_stages if span.stage is not Stage.AWAKE] == slept
