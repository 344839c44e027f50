"""Where a person was at home on which day, as rules. Each class quotes the rule it holds."""

from __future__ import annotations

import datetime as dt
from typing import Final

from hypothesis import given
from hypothesis import strategies as st

from tests.http.client import a_client
from tests.strategies.homes import home_days, home_on, moves, zones
from tests.support import NOW, CountedIds, PinnedClock, good, refused
from vegaloop.accounts import AccountService, HomeAhead, NoSuchHome, TooManyHomes
from vegaloop.accounts.adapters.memory import MemoryAccounts
from vegaloop.infrastructure.memory import Revisions
from vegaloop.infrastructure.system import RandomSecrets
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.person import Home, Profile, Sex
from vegaloop.kernel.time import UTC_ZONE, LocalDate, TimeZone, day_of, days_after, local_date_of

BERLIN: Final = TimeZone("Europe/Berlin")
LISBON: Final = TimeZone("Europe/Lisbon")
JOINED: Final = day_of(NOW.date())
ordered_moves = moves.flatmap(lambda drawn: st.permutations(sorted(drawn.items())))


def joined(clock: PinnedClock | None = None) -> tuple[AccountService, PersonId]:
    """Somebody who has just joined, and said nothing."""
    store = MemoryAccounts(Revisions())
    accounts = AccountService(store, clock or PinnedClock(), CountedIds(), RandomSecrets())
    return accounts, accounts.owner()


def settled(*homes: tuple[LocalDate, TimeZone]) -> tuple[AccountService, PersonId]:
    """Somebody who said these homes in this order."""
    accounts, me = joined()
    for day, zone in homes:
        good(accounts.set_home(me, Home(day, zone)))
    return accounts, me


class TestAcc10:
    """ACC-10. A home holds from its day on until the next one that is known, the first also before, and the last is the home zone."""

    @given(homes=ordered_moves, day=home_days)
    def test_each_holds_until_the_next(
        self, homes: list[tuple[LocalDate, TimeZone]], day: LocalDate
    ) -> None:
        accounts, me = settled(*homes)
        profile, known = accounts.profile(me), dict(homes)
        assert profile.zone_on(day) == home_on(day, known)
        assert profile.home_zone == home_on(JOINED, known)
        assert accounts.homes(me) == tuple(Home(one, known[one]) for one in sorted(known))

    @given(day=home_days, zone=zones.filter(lambda zone: zone != UTC_ZONE))
    def test_a_home_zone_said_without_a_day_holds_since_the_person_joined(
        self, day: LocalDate, zone: TimeZone
    ) -> None:
        accounts, me = joined()
        good(accounts.update_profile(me, Profile(home_zone=zone)))
        since = Home(local_date_of(PinnedClock().now(), zone), zone)
        assert accounts.homes(me) == (since,)
        assert good(accounts.set_home(me, Home(day, BERLIN))).home_zone == zone
        assert accounts.homes(me) == (Home(day, BERLIN), since)

    def test_nobody_is_at_home_where_they_never_said(self) -> None:
        accounts, me = joined()
        assert accounts.homes(me) == accounts.homes(PersonId(CountedIds().fresh())) == ()


class TestAcc11:
    """ACC-11. In which order homes are set makes no difference, and one from the same day takes the place of the other."""

    @given(homes=ordered_moves)
    def test_the_order(self, homes: list[tuple[LocalDate, TimeZone]]) -> None:
        (one, me), (other, you) = settled(*homes), settled(*sorted(homes))
        assert one.profile(me) == other.profile(you)

    @given(homes=ordered_moves, day=home_days, first=zones, second=zones)
    def test_the_place(
        self,
        homes: list[tuple[LocalDate, TimeZone]],
        day: LocalDate,
        first: TimeZone,
        second: TimeZone,
    ) -> None:
        twice, me = settled(*homes, (day, first), (day, second))
        once, you = settled(*homes, (day, second))
        assert twice.profile(me) == once.profile(you)


class TestAcc12:
    """ACC-12. Taking a home back undoes setting it, and one that was not set cannot be taken back."""

    @given(homes=moves, day=home_days, zone=zones)
    def test_there_and_back(
        self, homes: dict[LocalDate, TimeZone], day: LocalDate, zone: TimeZone
    ) -> None:
        homes.pop(day, None)
        accounts, me = settled(*homes.items())
        before = accounts.profile(me)
        good(accounts.set_home(me, Home(day, zone)))
        assert good(accounts.unset_home(me, day)) == before == accounts.profile(me)
        assert refused(accounts.unset_home(me, day)) == NoSuchHome(day)
        assert accounts.profile(me) == before

    def test_the_only_one(self) -> None:
        accounts, me = joined()
        good(accounts.update_profile(me, Profile(home_zone=LISBON)))
        assert good(accounts.unset_home(me, JOINED)) == Profile()


class TestAcc13:
    """ACC-13. The first home zone of a profile holds for every day; another is a move of today, and each day before keeps the home it had."""

    @given(homes=moves, day=home_days)
    def test_the_first(self, homes: dict[LocalDate, TimeZone], day: LocalDate) -> None:
        accounts, me = joined()
        said = good(accounts.update_profile(me, Profile(home_zone=LISBON)))
        assert said == Profile(home_zone=LISBON)
        assert said.zone_on(day) == LISBON

    @given(
        homes=ordered_moves,
        first=zones.filter(lambda zone: zone != UTC_ZONE),
        after_days=st.lists(st.integers(1, 400), min_size=1, max_size=4),
        to=st.lists(zones, min_size=4, max_size=4),
    )
    def test_moving_house(
        self,
        homes: list[tuple[LocalDate, TimeZone]],
        first: TimeZone,
        after_days: list[int],
        to: list[TimeZone],
    ) -> None:
        clock = PinnedClock()
        accounts, me = joined(clock)
        good(accounts.update_profile(me, Profile(Sex.MALE, home_zone=first)))
        for day, zone in homes:
            good(accounts.set_home(me, Home(day, zone)))
        for days, zone in zip(after_days, to, strict=False):
            clock.set(clock.now() + dt.timedelta(days=days))
            before = accounts.profile(me)
            after = good(accounts.update_profile(me, Profile(Sex.FEMALE, home_zone=zone)))
            today = local_date_of(clock.now(), zone)
            assert (after, after.sex) == (accounts.profile(me), Sex.FEMALE)
            assert after.home_zone == after.zone_on(today) == zone
            for day in (*dict(homes), JOINED, days_after(today, -1)):
                assert after.zone_on(day) == before.zone_on(day)
            assert zone != before.home_zone or after.homes == before.homes

    def test_moving_west_over_midnight(self) -> None:
        accounts, me = joined(PinnedClock(dt.datetime(2026, 3, 20, 12, tzinfo=dt.UTC)))
        for zone in ("Europe/Paris", "Pacific/Kiritimati", "Pacific/Pago_Pago"):
            good(accounts.update_profile(me, Profile(home_zone=TimeZone(zone))))
            assert accounts.profile(me).home_zone == zone
        days = [home.effective_from.day for home in accounts.homes(me)]
        assert days == [20, 21]


class TestAcc14:
    """ACC-14. A home cannot begin on a day that has not begun there, and nobody has more than 100."""

    @given(homes=ordered_moves, zone=zones, days=st.integers(1, 60_000))
    def test_a_day_ahead(
        self, homes: list[tuple[LocalDate, TimeZone]], zone: TimeZone, days: int
    ) -> None:
        accounts, me = settled(*homes)
        before = accounts.profile(me)
        today = local_date_of(PinnedClock().now(), zone)
        ahead = days_after(today, days)
        assert refused(accounts.set_home(me, Home(ahead, zone))) == HomeAhead(ahead, today)
        assert accounts.profile(me) == before
        assert good(accounts.set_home(me, Home(today, zone))).home_zone == zone

    def test_the_hundredth_and_one_more(self) -> None:
        days = [days_after(JOINED, -number) for number in range(1, 101)]
        accounts, me = settled(*((day, BERLIN) for day in days))
        full = accounts.profile(me)
        assert len(full.homes) == 100
        one_more = Home(days_after(JOINED, -200), LISBON)
        assert refused(accounts.set_home(me, one_more)) == TooManyHomes(101, 100)
        moved = accounts.update_profile(me, Profile(Sex.MALE, home_zone=LISBON))
        assert refused(moved) == TooManyHomes(101, 100)
        assert accounts.profile(me) == full
        assert good(accounts.set_home(me, Home(days[0], LISBON))).home_zone == LISBON
        assert (
            good(accounts.update_profile(me, Profile(Sex.MALE, home_zone=LISBON))).sex == Sex.MALE
        )


class TestAcc15:
    """ACC-15. Setting a home or taking it back moves nothing that is recorded."""

    def test_what_is_recorded_keeps_its_day(self) -> None:
        late = "2026-03-17T22:30:00Z"
        meal = {
            "kind": "dinner",
            "eaten_at": late,
            "portions": [{"type": "stated", "name": "Soup", "nutrients": {"energy_kcal": 300}}],
        }
        weight = {"at": late, "value": {"kind": "weight", "weight_kg": 70}}
        run = {"sport": "running", "start_at": late, "elapsed_s": 1_800}
        with a_client() as client:
            client.patch("/v1/me", json={"home_zone": "Europe/Berlin"})
            for path, body in (("meals", meal), ("readings", weight), ("activities", run)):
                answer = client.post(f"/v1/{path}", json=body)
                assert answer.status_code == 201, answer.text
            lists = ("/v1/meals", "/v1/readings", "/v1/activities")
            before = [client.get(path).json()["data"] for path in lists]
            assert [one["local_date"] for kept in before for one in kept] == ["2026-03-17"] * 3
            home = "/v1/me/home-zones/2026-03-01"
            assert client.put(home, json={"time_zone": "Asia/Tokyo"}).status_code == 200
            assert [client.get(path).json()["data"] for path in lists] == before
            assert client.delete(home).status_code == 200
            assert [client.get(path).json()["data"] for path in lists] == before
