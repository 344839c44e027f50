"""When what failed is tried again, how often a vendor may be called, and when it is left alone."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Final
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from msgspec import structs

from tests.device_sync.simulated.world import World
from tests.strategies.device_sync import HINTED, a_delivery, chances, instants, minutes
from tests.support import NOW, at, somebody
from vegaloop.device_sync.adapters.memory import MemorySyncBooks
from vegaloop.device_sync.adapters.memory_gates import MemoryGates
from vegaloop.device_sync.application.asking import Asking
from vegaloop.device_sync.application.parts import Hold
from vegaloop.device_sync.application.ports import DeliveryQuery, SyncBook
from vegaloop.device_sync.domain.breaker import FAILURES_MOST, Breaker
from vegaloop.device_sync.domain.feed import Feed
from vegaloop.device_sync.domain.lane import Lane
from vegaloop.device_sync.domain.quota import Allowance
from vegaloop.device_sync.domain.schedule import ATTEMPTS_MOST, WAIT_MOST, retry_at, spread
from vegaloop.device_sync.domain.trouble import Busy
from vegaloop.device_sync.domain.vendor import DataKind, Vendor
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.time import Instant, epoch_us, later

S: Final = dt.timedelta(seconds=1)
# What Svix documents, and RELIABILITY V2 asks for.
DELAYS: Final = (5 * S, 300 * S, 1_800 * S, 7_200 * S, 18_000 * S, 36_000 * S, 36_000 * S)
attempts = st.integers(1, ATTEMPTS_MOST - 1)


class TestDsy8:
    """DSY-8. What failed is tried again after five seconds, five minutes, half an hour, two, five, ten and ten hours, or by chance up to a quarter later."""

    @given(attempts, chances)
    def test_the_wait_is_the_documented_one_or_up_to_a_quarter_longer(
        self, attempt: int, chance: float
    ) -> None:
        again = retry_at(at(NOW), attempt, None, chance)
        assert again is not None
        wait, least = again - at(NOW), DELAYS[attempt - 1]
        assert least <= wait <= least * 1.25

    @given(attempts, st.lists(chances, min_size=2, max_size=30, unique=True))
    def test_a_greater_chance_never_waits_less(self, attempt: int, drawn: list[float]) -> None:
        waits = [retry_at(at(NOW), attempt, None, chance) for chance in sorted(drawn)]
        assert waits == sorted(wait for wait in waits if wait is not None)

    def test_a_thousand_that_failed_at_once_do_not_come_back_at_once(self) -> None:
        waits = Counter(retry_at(at(NOW), 2, None, n / 1_000) for n in range(1_000))
        assert len(waits) == 1_000

    def test_there_are_seven_waits(self) -> None:
        assert len(DELAYS) + 1 == ATTEMPTS_MOST
        assert retry_at(at(NOW), ATTEMPTS_MOST, None, 0) is None


class TestDsy9:
    """DSY-9. What a vendor asks to wait is waited, never less, and a day at the most."""

    @given(attempts, st.integers(-(10**9), 10**9), chances)
    def test_the_wait_is_at_least_what_was_asked_and_at_most_a_day(
        self, attempt: int, asked_s: int, chance: float
    ) -> None:
        asked = dt.timedelta(seconds=min(asked_s, 10**8))
        again = retry_at(at(NOW), attempt, later(at(NOW), asked), chance)
        assert again is not None
        assert again - at(NOW) >= min(max(asked, DELAYS[attempt - 1]), WAIT_MOST)
        assert again - at(NOW) <= WAIT_MOST

    @given(minutes, chances)
    def test_spreading_only_ever_waits_longer(self, wait: dt.timedelta, chance: float) -> None:
        until = spread(at(NOW), wait, chance)
        assert min(wait, WAIT_MOST) <= until - at(NOW) <= min(wait * 1.25, WAIT_MOST)


class TestDsy10:
    """DSY-10. Where a vendor asks to be left alone all that would ask it in the lane is put off, however much that is, and by no more than a quarter longer than was asked; what came of it already is taken meanwhile."""

    def test_three_thousand_deliveries_are_put_off_together(self) -> None:
        books, person, now = MemorySyncBooks(), somebody(), at(NOW)
        parts = structs.replace(World(1).parts, books=books)
        hold = Hold(person, UUID(int=7))

        def fill(book: SyncBook) -> None:
            book.put_feed(Feed(vendor=Vendor.STRAVA, kind=DataKind.BODY, run_at=now))
            book.put_lane(Lane(person, now).held(hold.token, now))
            for number in range(1_000, 4_000):
                book.add(a_delivery(number, topic=HINTED), b"{}")
            book.add(a_delivery(4_000, vendor=Vendor.OURA, topic=HINTED), b"{}")

        books.write(person, fill)
        asked = dt.timedelta(minutes=10)
        assert Asking(parts).hold_off(hold, Vendor.STRAVA, Busy(later(now, asked)))

        def look(book: SyncBook) -> None:
            strava = book.deliveries(DeliveryQuery(Vendor.STRAVA), None, 10_000)
            assert len(strava) == 3_000
            for one in strava:
                assert asked <= one.run_at - now <= asked * 1.25
                assert one.attempts == 0
            oura = book.due(now)
            assert oura is not None
            assert oura.vendor is Vendor.OURA
            assert book.feeds()[0].run_at == strava[0].run_at

        books.read(person, look)

    def test_what_came_already_is_taken_meanwhile(self) -> None:
        books, person, until = MemorySyncBooks(), somebody(), later(at(NOW), 60 * S)

        def work(book: SyncBook) -> None:
            book.add(a_delivery(1, topic=HINTED), b"")
            book.add(a_delivery(2), b"")
            book.put_off(Vendor.STRAVA, until, Busy(until), at(NOW))
            due = book.due(at(NOW))
            assert due is not None
            assert due.id.int == 2

        books.write(person, work)

    def test_what_was_put_off_further_stays_there(self) -> None:
        books, person, now = MemorySyncBooks(), somebody(), at(NOW)
        until, far = later(now, 60 * S), later(now, 9_000 * S)

        def work(book: SyncBook) -> None:
            book.add(a_delivery(1_001, topic=HINTED).put_off(far, Busy(far)), b"")
            book.put_off(Vendor.STRAVA, until, Busy(until), at(NOW))
            (kept,) = book.deliveries(DeliveryQuery(), None, 10)
            assert kept.run_at == far

        books.write(person, work)


def failing(breaker: Breaker, now: Instant, times: int) -> Breaker:
    """A breaker after some failures in a row."""
    for _ in range(times):
        breaker = breaker.failed(now)
    return breaker


class TestDsy11:
    """DSY-11. After five failures in a row nobody calls a vendor for a minute; one answer, and the count begins anew."""

    @given(st.integers(0, FAILURES_MOST - 1), instants)
    def test_it_opens_at_the_fifth(self, times: int, now: Instant) -> None:
        assert failing(Breaker(), now, times).waits_until(now) is None
        opened = failing(Breaker(), now, FAILURES_MOST)
        assert opened.waits_until(now) == later(now, 60 * S)
        assert opened.waits_until(later(now, 60 * S)) is None

    @given(st.lists(st.booleans(), max_size=40))
    def test_only_failures_in_a_row_count(self, went: list[bool]) -> None:
        breaker, row = Breaker(), 0
        for works in went:
            if row == FAILURES_MOST:
                break
            breaker = breaker.worked() if works else breaker.failed(at(NOW))
            row = 0 if works else row + 1
        assert breaker.is_open == (row == FAILURES_MOST)


class Breaking(RuleBasedStateMachine):
    """A breaker against a model: what happened, in words, and when."""

    def __init__(self) -> None:
        super().__init__()
        self.now = at(NOW)
        self.breaker = Breaker()
        self.row = 0
        self.open_until = self.paused_until = later(at(NOW), -S)
        self.probe: Instant | None = None

    @rule(by=st.sampled_from((1, 10, 29, 31, 61, 600, 3_700)))
    def wait(self, by: int) -> None:
        self.now = later(self.now, by * S)

    @rule()
    def call(self) -> None:
        if self.breaker.waits_until(self.now) is None:
            if self.row >= FAILURES_MOST:
                self.probe = self.now
                self.open_until = later(self.now, 30 * S)
            self.breaker = self.breaker.called(self.now)

    @rule()
    def work(self) -> None:
        self.breaker = self.breaker.worked()
        self.row, self.open_until = 0, later(at(NOW), -S)

    @precondition(
        lambda self: self.row < FAILURES_MOST or self.open_until <= later(self.now, 30 * S)
    )
    @rule()
    def fail(self) -> None:
        self.breaker = self.breaker.failed(self.now)
        self.row += 1
        if self.row >= FAILURES_MOST:
            doubled = min(60 * 2 ** (self.row - FAILURES_MOST), 3_600)
            self.open_until = later(self.now, doubled * S)

    @precondition(
        lambda self: self.row >= FAILURES_MOST and self.open_until > later(self.now, 30 * S)
    )
    @rule()
    def fail_late(self) -> None:
        assert self.breaker.failed(self.now) == self.breaker

    @rule(by=st.sampled_from((1, 100, 5_000)))
    def pause(self, by: int) -> None:
        until = later(self.now, by * S)
        self.breaker = self.breaker.paused(until)
        self.paused_until = max(self.paused_until, until)

    @invariant()
    def says_the_same(self) -> None:
        until = max(self.open_until, self.paused_until)
        assert self.breaker.waits_until(self.now) == (until if until > self.now else None)
        assert self.breaker.is_open == (self.row >= FAILURES_MOST)


class TestDsy12:
    """DSY-12. When a breaker's time is over one call probes, and all others wait until it was answered or half a minute passed."""

    @given(instants, st.integers(2, 30))
    def test_one_of_many_probes(self, now: Instant, many: int) -> None:
        gates, people = MemoryGates(), [somebody() for _ in range(many)]
        gates.change(Vendor.OURA, lambda breaker: failing(breaker, now, FAILURES_MOST))
        then = later(now, 60 * S)
        answers = [gates.admit(Vendor.OURA, one, (), then) for one in people]
        assert answers.count(None) == 1
        assert {one for one in answers if one} == {later(then, 30 * S)}
        assert gates.admit(Vendor.OURA, people[0], (), later(then, 30 * S)) is None

    def test_a_model_says_the_same(self) -> None:
        run_state_machine_as_test(Breaking)


class TestDsy13:
    """DSY-13. Each probe that fails doubles the time, up to an hour; a call that was on its way when it opened does not."""

    def test_the_time_doubles_up_to_an_hour(self) -> None:
        now, waits = at(NOW), list[float]()
        breaker = failing(Breaker(), now, FAILURES_MOST)
        for _ in range(9):
            until = breaker.waits_until(now)
            assert until is not None
            waits.append((until - now) / S)
            now = until
            breaker = breaker.called(now).failed(now)
        assert waits == [60, 120, 240, 480, 960, 1_920, 3_600, 3_600, 3_600]

    @given(st.integers(0, 200), st.integers(0, 29))
    def test_the_calls_that_were_under_way_change_nothing(self, many: int, after_s: int) -> None:
        opened = failing(Breaker(), at(NOW), FAILURES_MOST)
        assert failing(opened, later(at(NOW), after_s * S), many) == opened


class TestDsy14:
    """DSY-14. A vendor that asks to be left alone is left alone by everybody until the last of the times it asked for, and that is no failure."""

    @given(st.lists(st.integers(0, 86_399), min_size=1, max_size=5))
    def test_the_last_of_them_counts_in_any_order(self, waits_s: list[int]) -> None:
        breaker, asked = Breaker(), [later(at(NOW), wait * S) for wait in waits_s]
        for until in asked:
            breaker = breaker.paused(until)
        before = later(min(asked), -S)
        assert breaker.waits_until(before) == max(asked)
        assert breaker.waits_until(max(asked)) is None
        assert breaker.failures == 0
        assert breaker.worked().waits_until(before) == max(asked)


allowances = st.builds(
    Allowance, st.integers(1, 5), st.sampled_from((60, 900, 3_600)), st.booleans()
)


class TestDsy15:
    """DSY-15. In no window of time is a vendor called more often than it allows, by whomever and whenever; windows begin at whole multiples of their length since 1970 in UTC."""

    @given(
        st.lists(allowances, min_size=1, max_size=3, unique_by=lambda one: one.window_s),
        st.lists(st.tuples(st.integers(0, 2), st.integers(-59, 900)), max_size=120),
    )
    def test_no_window_holds_more(
        self, allowed: list[Allowance], calls: list[tuple[int, int]]
    ) -> None:
        gates, people = MemoryGates(), [somebody() for _ in range(3)]
        spent: Counter[tuple[Allowance, PersonId | None, Instant]] = Counter()
        latest_s = 0
        for who, by_s in calls:  # Clocks of workers are less than a window apart.
            now = later(at(NOW), (latest_s + by_s) * S)
            latest_s += max(by_s, 0)
            until = gates.admit(Vendor.STRAVA, people[who], allowed, now)
            assert until is None or until > now
            for one in allowed if until is None else ():
                whose = people[who] if one.per_person else None
                spent[one, whose, one.window(now).start] += 1
        assert all(count <= one.calls for (one, _, _), count in spent.items())

    @given(allowances, instants)
    def test_windows_are_of_the_calendar(self, one: Allowance, now: Instant) -> None:
        window = one.window(now)
        assert window.start <= now < window.end
        assert epoch_us(window.start) % (one.window_s * 1_000_000) == 0
        assert (window.end - window.start) == one.window_s * S

    @given(st.integers(1, 5), st.integers(0, 20))
    def test_as_many_as_are_allowed_pass_and_then_again(self, calls: int, more: int) -> None:
        gates, me, allowed = MemoryGates(), somebody(), (Allowance(calls, 900),)
        asked = [gates.admit(Vendor.STRAVA, me, allowed, at(NOW)) for _ in range(calls + more)]
        assert asked.count(None) == calls
        end = allowed[0].window(at(NOW)).end
        assert set(asked) <= {None, end}
        assert gates.admit(Vendor.STRAVA, me, allowed, end) is None


class TestDsy16:
    """DSY-16. A call that is not let pass counts nowhere."""

    def test_what_one_allowance_refuses_no_other_counts(self) -> None:
        gates, me, you = MemoryGates(), somebody(), somebody()
        allowed = (Allowance(1, 60, per_person=True), Allowance(2, 3_600))
        now = at(NOW)
        assert gates.admit(Vendor.STRAVA, me, allowed, now) is None
        for _ in range(20):
            assert gates.admit(Vendor.STRAVA, me, allowed, now) is not None
        assert gates.admit(Vendor.STRAVA, you, allowed, now) is None
        assert gates.admit(Vendor.STRAVA, you, allowed, later(now, 60 * S)) is not None

    def test_nor_does_what_a_breaker_refuses(self) -> None:
        gates, me, allowed = MemoryGates(), somebody(), (Allowance(1, 3_600),)
        until = later(at(NOW), 10 * S)
        gates.change(Vendor.STRAVA, lambda breaker: breaker.paused(until))
        assert gates.admit(Vendor.STRAVA, me, allowed, at(NOW)) == until
        assert gates.admit(Vendor.STRAVA, me, allowed, until) is None
