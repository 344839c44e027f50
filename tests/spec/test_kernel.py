"""The shared kernel, as rules. Each class quotes the rule it holds (docs/rules.md)."""

from __future__ import annotations

import datetime as dt
import itertools
import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.support import at, good, refused
from vegaloop.kernel.errors import NoZone, OutOfRange, UnknownZone
from vegaloop.kernel.person import Profile
from vegaloop.kernel.quantity import (
    MOST,
    Distance,
    Duration,
    Energy,
    HeartRate,
    Mass,
    Power,
    Quantity,
)
from vegaloop.kernel.result import Failure, Result, Success, all_of, both
from vegaloop.kernel.signal import Signal, SignalName
from vegaloop.kernel.time import (
    Interval,
    LocalDate,
    Moment,
    TimeZone,
    day_of,
    day_span,
    days_after,
    days_from,
    epoch_us,
    from_epoch_us,
    instant_of,
    later,
    local_date_of,
    moment_at,
    moment_in,
    moment_of,
    time_zone_of,
)
from vegaloop.kernel.units import (
    celsius_from_fahrenheit,
    kcal_from_kj,
    kg_from_pounds,
    kj_from_kcal,
    mg_dl_from_mmol_l,
)

KINDS = (Mass, Energy, Distance, Duration, Power, HeartRate)
# Lord Howe shifts by half an hour, Chatham and St John's are off by odd minutes, Apia lost a day,
# Casablanca turns its clock back for Ramadan, Cairo changes at midnight.
ZONES = tuple(
    TimeZone(name)
    for name in (
        "UTC",
        "Europe/Paris",
        "Europe/London",
        "America/New_York",
        "America/St_Johns",
        "America/Sao_Paulo",
        "Australia/Lord_Howe",
        "Pacific/Chatham",
        "Pacific/Apia",
        "Pacific/Kiritimati",
        "Africa/Casablanca",
        "Africa/Cairo",
        "Asia/Kolkata",
    )
)
amounts = st.integers(0, 10**12)
zones = st.sampled_from(ZONES)
offsets = st.integers(-12 * 60, 14 * 60).map(lambda m: dt.timezone(dt.timedelta(minutes=m)))
naive = st.datetimes(dt.datetime(1990, 1, 1), dt.datetime(2040, 1, 1))
aware = st.datetimes(dt.datetime(1990, 1, 1), dt.datetime(2040, 1, 1), timezones=offsets)
days = st.dates(dt.date(1990, 1, 1), dt.date(2040, 1, 1)).map(day_of)


class TestKer1:
    """KER-1. A recorded quantity is an exact non-negative integer of one canonical unit."""

    @pytest.mark.parametrize("kind", KINDS)
    @given(amount=st.one_of(st.integers(max_value=-1), st.integers(min_value=MOST + 1)))
    def test_nothing_else_can_be_built(self, kind: type[Quantity], amount: int) -> None:
        with pytest.raises(ValueError, match="cannot be"):
            kind(amount)

    @given(grams=st.integers(0, 9_000))
    def test_whole_units_come_back_exactly(self, grams: int) -> None:
        assert good(Mass.of_grams(grams)).grams == grams
        assert good(Mass.of_kg(grams)).kg == grams
        assert good(Energy.of_joules(grams)) == Energy(grams)
        assert good(Energy.of_kcal(grams)).kcal == grams
        assert good(Energy.of_kcal(grams)).kj == pytest.approx(grams * 4.184)
        assert good(Distance.of_meters(grams)).meters == grams
        assert good(Duration.of_seconds(grams)).seconds == grams
        assert good(Duration.of_minutes(grams)).minutes == grams
        assert good(Power.of_watts(grams)).watts == grams
        assert good(HeartRate.of_bpm(grams)).bpm == grams

    @given(amount=amounts, factor=st.integers(0, 1000))
    def test_scaling_by_a_whole_number_is_exact(self, amount: int, factor: int) -> None:
        assert Mass(amount).times(factor) == Mass(amount * factor)


class TestKer2:
    """KER-2. Reading a quantity refuses what is negative, not finite or too large, and names the field, what was given and what would be right."""

    @given(grams=st.one_of(st.floats(max_value=-1e-300), st.floats(min_value=1e20)))
    @example(grams=math.inf)
    def test_the_error_says_all_of_it(self, grams: float) -> None:
        error = refused(Mass.of_grams(grams, "portions[0].mass_g"))
        assert error == OutOfRange("portions[0].mass_g", grams, 0, MOST / 1_000_000_000)

    def test_nan_is_refused(self) -> None:
        assert isinstance(Energy.of_kcal(math.nan), Failure)
        assert refused(Energy.of_joules(-1)).field == "energy_j"


class TestKer3:
    """KER-3. Quantities of one kind add up in any order and grouping, and nothing is their zero."""

    @given(a=amounts, b=amounts, c=amounts)
    def test_they_are_a_commutative_monoid_in_order(self, a: int, b: int, c: int) -> None:
        x, y, z = Energy(a), Energy(b), Energy(c)
        assert x + y == y + x
        assert (x + y) + z == x + (y + z)
        assert x + Energy(0) == x
        assert (x <= y) == (x + z <= y + z)


class TestKer4:
    """KER-4. Quantities of two kinds never add up."""

    @given(a=amounts, b=amounts)
    def test_not_even_at_run_time(self, a: int, b: int) -> None:
        for one, other in itertools.permutations(KINDS, 2):
            with pytest.raises(TypeError):
                one(a) + other(b)  # type: ignore[operator]  # What the rule is about.


class TestKer5:
    """KER-5. Kilocalories to kilojoules and back lose less than one part in a billion."""

    @given(kcal=st.floats(0, 1e9))
    def test_there_and_back(self, kcal: float) -> None:
        assert kcal_from_kj(kj_from_kcal(kcal)) == pytest.approx(kcal, rel=1e-9)

    def test_the_other_factors_are_the_published_ones(self) -> None:
        assert kg_from_pounds(1) == 0.45359237
        assert mg_dl_from_mmol_l(10) == pytest.approx(180.16)
        assert celsius_from_fahrenheit(98.6) == pytest.approx(37)


def _numbered(faults: list[bool]) -> list[Result[int, int]]:
    return [Failure(n) if fault else Success(n) for n, fault in enumerate(faults)]


class TestKer6:
    """KER-6. Independent faults are all kept; a single one is never lost behind another."""

    @given(faults=st.lists(st.booleans(), max_size=20))
    def test_all_of_keeps_every_value_or_every_fault(self, faults: list[bool]) -> None:
        expected = tuple(n for n, fault in enumerate(faults) if fault)
        match all_of(_numbered(faults)):
            case Success(values):
                assert not expected
                assert values == tuple(range(len(faults)))
            case Failure(errors):
                assert errors == expected

    @given(first=st.booleans(), second=st.booleans())
    def test_both_keeps_both(self, first: bool, second: bool) -> None:
        one, two = _numbered([first, second])
        match both(one, two):
            case Success(pair):
                assert pair == (0, 1)
                assert not first
                assert not second
            case Failure(errors):
                assert errors == tuple(n for n, fault in enumerate([first, second]) if fault)


class TestKer7:
    """KER-7. An instant is the same instant whatever offset it was given in."""

    @given(given_at=aware, offset=offsets)
    def test_re_expressing_changes_nothing(
        self, given_at: dt.datetime, offset: dt.timezone
    ) -> None:
        assert at(given_at) == at(given_at.astimezone(offset))

    @given(given_at=aware)
    def test_microseconds_are_exact_there_and_back(self, given_at: dt.datetime) -> None:
        assert from_epoch_us(epoch_us(at(given_at))) == at(given_at)

    @given(given_at=aware, by=st.timedeltas(dt.timedelta(-30), dt.timedelta(30)))
    def test_later_and_back(self, given_at: dt.datetime, by: dt.timedelta) -> None:
        instant = at(given_at)
        assert later(later(instant, by), -by) == instant

    @given(given_at=aware, seconds=st.integers(0, 10**6))
    def test_a_span_holds_its_start_and_not_its_end(
        self, given_at: dt.datetime, seconds: int
    ) -> None:
        start = at(given_at)
        span = Interval(start, later(start, dt.timedelta(seconds=seconds)))
        assert span.seconds == seconds
        assert (span.start in span) == (seconds > 0)
        assert span.end not in span

    def test_a_span_does_not_end_before_it_starts(self) -> None:
        with pytest.raises(ValueError, match="before it starts"):
            Interval(from_epoch_us(1), from_epoch_us(0))


class TestKer8:
    """KER-8. A time without an offset is refused."""

    @given(given_at=naive)
    def test_it_is(self, given_at: dt.datetime) -> None:
        assert refused(instant_of(given_at)) == NoZone("at", given_at.isoformat())
        assert isinstance(moment_of(given_at, None, TimeZone("UTC")), Failure)


class TestKer9:
    """KER-9. A time in UTC says when, not where: it is put on the wall clock of the person's home zone unless a zone is named."""

    @given(given_at=aware, named=zones, home=zones)
    def test_zone_then_offset_then_home(
        self, given_at: dt.datetime, named: TimeZone, home: TimeZone
    ) -> None:
        instant = at(given_at)
        assert good(moment_of(given_at, named, home)) == moment_in(instant, named)
        assert good(moment_of(instant, None, home)) == moment_in(instant, home)
        offset = given_at.utcoffset()
        if offset:
            expected = Moment(instant, int(offset.total_seconds()))
            assert good(moment_of(given_at, None, home)) == expected

    def test_a_zone_nobody_knows_is_refused(self) -> None:
        for name in ("Mars/Olympus", "", "../etc/passwd", "Europe/Paris\x00"):
            assert refused(time_zone_of(name)) == UnknownZone("time_zone", name)
        with pytest.raises(ValueError, match="not a time zone"):
            local_date_of(from_epoch_us(0), TimeZone("Mars/Olympus"))


class TestKer10:
    """KER-10. The local day of a moment is the date on the wall clock where it was lived."""

    @given(given_at=aware, zone=zones)
    def test_it_is_the_date_there(self, given_at: dt.datetime, zone: TimeZone) -> None:
        instant = at(given_at)
        assert moment_in(instant, zone).local_date == local_date_of(instant, zone)
        assert moment_in(instant, zone).local == instant

    @given(given_at=aware, home=zones)
    def test_an_offset_keeps_the_date_that_was_written(
        self, given_at: dt.datetime, home: TimeZone
    ) -> None:
        if given_at.utcoffset():
            assert good(moment_of(given_at, None, home)).local_date == given_at.date()

    @given(given_at=aware, zone=zones)
    def test_a_time_on_the_wall_is_the_first_that_reads_so(
        self, given_at: dt.datetime, zone: TimeZone
    ) -> None:
        lived = moment_in(at(given_at), zone)
        wall = lived.local.replace(tzinfo=None)
        first = moment_at(wall, zone)
        assert first.local.replace(tzinfo=None) == wall
        assert first.at <= lived.at


class TestKer11:
    """KER-11. The days of a zone follow each other without gap or overlap, and have 23, 24 or 25 hours except where a zone moved."""

    @given(day=days, zone=zones)
    @example(day=day_of(dt.date(2026, 3, 29)), zone=TimeZone("Europe/Paris"))
    @example(day=day_of(dt.date(2026, 10, 25)), zone=TimeZone("Europe/Paris"))
    @example(day=day_of(dt.date(2026, 4, 5)), zone=TimeZone("Australia/Lord_Howe"))
    @example(day=day_of(dt.date(2018, 11, 4)), zone=TimeZone("America/Sao_Paulo"))
    @example(day=day_of(dt.date(2011, 12, 30)), zone=TimeZone("Pacific/Apia"))
    def test_they_tile_time(self, day: LocalDate, zone: TimeZone) -> None:
        span, following = day_span(day, zone), day_span(days_after(day, 1), zone)
        assert span.end == following.start
        hours = span.seconds / 3600
        assert 23 <= hours <= 25 or (zone in {"Pacific/Apia", "Pacific/Kiritimati"} and hours == 0)

    @given(day=days, zone=zones, fraction=st.floats(0, 0.999_999))
    def test_an_instant_lies_in_the_day_it_bears(
        self, day: LocalDate, zone: TimeZone, fraction: float
    ) -> None:
        span = day_span(day, zone)
        within = later(span.start, dt.timedelta(seconds=span.seconds * fraction))
        if within in span:
            assert local_date_of(within, zone) == day

    @given(day=days, count=st.integers(0, 400))
    def test_a_range_of_days_is_half_open(self, day: LocalDate, count: int) -> None:
        found = days_from(day, days_after(day, count))
        assert len(found) == count
        assert all(b == days_after(a, 1) for a, b in itertools.pairwise(found))


class TestKer12:
    """KER-12. A person is a year older from their birthday on, and on 1 March where 29 February is skipped."""

    @given(born=st.dates(dt.date(1920, 1, 1), dt.date(2010, 1, 1)), years=st.integers(0, 90))
    def test_the_birthday_counts(self, born: dt.date, years: int) -> None:
        skipped = (born.month, born.day) == (2, 29)
        try:
            birthday = born.replace(year=born.year + years)
        except ValueError:
            assert skipped
            birthday = dt.date(born.year + years, 3, 1)
        profile = Profile(birth_date=born)
        assert profile.age_years(day_of(birthday)) == years
        assert profile.age_years(days_after(day_of(birthday), -1)) == years - 1

    def test_unknown_stays_unknown(self) -> None:
        assert Profile().age_years(day_of(dt.date(2026, 1, 1))) is None


class TestKer13:
    """KER-13. A signal is a finite number with a quality from 0 to 1."""

    @given(quality=st.floats().filter(lambda q: not 0 <= q <= 1))
    def test_no_other_quality(self, quality: float) -> None:
        with pytest.raises(ValueError, match="quality"):
            Signal(SignalName.HRV, 0, quality, from_epoch_us(0), 60, 10)

    @pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
    def test_no_other_value(self, value: float) -> None:
        with pytest.raises(ValueError, match="finite"):
            Signal(SignalName.HRV, value, 1, from_epoch_us(0), 60, 10)
