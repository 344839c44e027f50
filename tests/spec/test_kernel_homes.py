"""Homes and times without a zone, as rules. Each class quotes the rule it holds."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies.homes import changed_walls, home_days, home_on, living, moves, walls, zones
from tests.support import at, good, refused
from vegaloop.kernel.errors import OutOfRange
from vegaloop.kernel.person import Home, Profile, moment_on_wall
from vegaloop.kernel.time import Instant, LocalDate, TimeZone, day_of, days_after, moment_in

DAY = dt.timedelta(days=1)


def offsets_around(wall: dt.datetime, zone: TimeZone) -> set[int]:
    """What the clocks of a zone were ahead of UTC the day before and the day after."""
    near = wall.replace(tzinfo=dt.UTC)
    return {moment_in(at(near + by), zone).utc_offset_s for by in (-DAY, DAY)}


def readings(wall: dt.datetime, zone: TimeZone) -> list[Instant]:
    """Every instant at which the clocks of a zone showed this, found by trying each offset."""
    tried = (
        at(wall.replace(tzinfo=dt.UTC) - dt.timedelta(seconds=offset_s))
        for offset_s in offsets_around(wall, zone)
    )
    return sorted(one for one in tried if moment_in(one, zone).local.replace(tzinfo=None) == wall)


class TestKer20:
    """KER-20. On a day a person is at home where the newest home that has begun says; before the first in the first, and without any in the home zone."""

    @given(moves=moves, day=home_days)
    def test_the_newest_that_has_begun(
        self, moves: dict[LocalDate, TimeZone], day: LocalDate
    ) -> None:
        profile = living(moves)
        assert profile.zone_on(day) == home_on(day, moves)
        for first, zone in moves.items():
            assert profile.zone_on(first) == zone

    @given(moves=moves.filter(bool))
    def test_the_last_is_that_of_today(self, moves: dict[LocalDate, TimeZone]) -> None:
        profile = living(moves)
        assert profile.zone_on(days_after(max(moves), 10_000)) == profile.home_zone
        assert profile.zone_on(days_after(min(moves), -10_000)) == moves[min(moves)]

    @given(zone=zones, day=home_days)
    def test_somebody_who_never_moved(self, zone: TimeZone, day: LocalDate) -> None:
        assert Profile(home_zone=zone).zone_on(day) == zone

    @given(day=home_days, before=st.integers(0, 1_000))
    def test_homes_that_cannot_follow_each_other(self, day: LocalDate, before: int) -> None:
        paris = TimeZone("Europe/Paris")
        with pytest.raises(ValueError, match="a day of its own"):
            Profile(
                None, None, None, paris, (Home(day, paris), Home(days_after(day, -before), paris))
            )

    @given(day=home_days)
    def test_a_last_home_that_is_not_that_of_today(self, day: LocalDate) -> None:
        with pytest.raises(ValueError, match="that of today"):
            Profile(homes=(Home(day, TimeZone("Europe/Paris")),))


class TestKer21:
    """KER-21. A time on the wall without a zone is read in the person's home zone of its day, and the moment names that zone."""

    @given(moves=moves, wall=walls)
    def test_what_was_on_the_wall_there_is_on_it_again(
        self, moves: dict[LocalDate, TimeZone], wall: dt.datetime
    ) -> None:
        zone = home_on(day_of(wall), moves)
        moment = good(moment_on_wall(wall, living(moves)))
        assert moment == moment_in(moment.at, zone)
        if readings(wall, zone):
            assert moment.local.replace(tzinfo=None) == wall
            assert moment.local_date == wall.date()

    @given(changed=changed_walls)
    def test_also_on_a_day_of_23_or_25_hours(self, changed: tuple[TimeZone, dt.datetime]) -> None:
        zone, wall = changed
        moment = good(moment_on_wall(wall, Profile(home_zone=zone)))
        assert moment.zone == zone
        if readings(wall, zone):
            assert moment.local.replace(tzinfo=None) == wall

    def test_the_day_of_a_move_is_lived_in_the_new_home(self) -> None:
        moved = day_of(dt.date(2021, 6, 1))
        berlin, lisbon = TimeZone("Europe/Berlin"), TimeZone("Europe/Lisbon")
        profile = living({days_after(moved, -700): berlin, moved: lisbon})
        for day, zone, hour_utc in ((days_after(moved, -1), berlin, 7), (moved, lisbon, 8)):
            moment = good(moment_on_wall(dt.datetime(day.year, day.month, day.day, 9), profile))
            assert (moment.zone, moment.at.hour) == (zone, hour_utc)


class TestKer22:
    """KER-22. A time that was on the wall twice is the first of the two, one that was skipped is that much later, and a year outside of living memory is refused."""

    @given(changed=changed_walls)
    def test_the_first_of_two_and_later_by_what_was_skipped(
        self, changed: tuple[TimeZone, dt.datetime]
    ) -> None:
        zone, wall = changed
        moment = good(moment_on_wall(wall, Profile(home_zone=zone)))
        shown = readings(wall, zone)
        if shown:
            assert moment.at == shown[0]
            return
        offsets = offsets_around(wall, zone)
        skipped = dt.timedelta(seconds=max(offsets) - min(offsets))
        assert moment.local.replace(tzinfo=None) == wall + skipped

    def test_whatever_fold_it_came_with(self) -> None:
        paris = Profile(home_zone=TimeZone("Europe/Paris"))
        for wall in (dt.datetime(2026, 10, 25, 2, 30), dt.datetime(2026, 3, 29, 2, 30)):
            first = good(moment_on_wall(wall, paris))
            assert good(moment_on_wall(wall.replace(fold=1), paris)) == first

    @pytest.mark.parametrize("year", [1, 1899, 2200, 9999])
    def test_a_year_nobody_lives_in(self, year: int) -> None:
        for wall in (dt.datetime(year, 1, 1), dt.datetime(year, 12, 31, 23, 59)):
            for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):
                profile = Profile(home_zone=TimeZone(zone))
                expected = OutOfRange("start.year", year, 1900, 2199)
                assert refused(moment_on_wall(wall, profile, "start")) == expected
