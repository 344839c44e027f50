"""Consents: asked for, answered, taken back, no longer honoured; and what is accepted under them."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
from functools import partial
from typing import Final, final
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from tests.device_sync.simulated.driver import KEYS, SimulatedDriver
from tests.device_sync.simulated.surroundings import CountedSecrets
from tests.device_sync.simulated.world import World
from tests.strategies.device_sync import a_delivery
from tests.support import NOW, at, good, refused, somebody
from vegaloop.device_sync.adapters.memory import MemorySyncBooks
from vegaloop.device_sync.adapters.memory_gates import MemoryConsents
from vegaloop.device_sync.application.asking import Asking
from vegaloop.device_sync.application.calling import Answer, Call, CannotCall
from vegaloop.device_sync.application.connecting import (
    AccountTaken,
    CannotConnect,
    Connecting,
    ConsentUnknown,
    SinceAhead,
    VendorRefused,
)
from vegaloop.device_sync.application.delivering import Delivering
from vegaloop.device_sync.application.drivers import Context, Ended, Envelope, Read
from vegaloop.device_sync.application.parting import NotConnected
from vegaloop.device_sync.application.parts import Hold
from vegaloop.device_sync.application.ports import Acceptance, DeliveryQuery, SyncBook
from vegaloop.device_sync.domain.connection import (
    Connected,
    Connection,
    Disconnected,
    GrantId,
    Lapsed,
    Standing,
)
from vegaloop.device_sync.domain.delivery import State
from vegaloop.device_sync.domain.lane import Lane
from vegaloop.device_sync.domain.trouble import Forbidden, Trouble
from vegaloop.device_sync.domain.vendor import Account, Vendor
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.person import Profile
from vegaloop.kernel.result import Result, Success
from vegaloop.kernel.time import LocalDate, TimeZone, day_of, days_after, later, local_date_of

REDIRECT: Final = "https://here.example/back"


class Consenting:
    """A world in which people go to a vendor and come back; `exchanged` are the codes asked with."""

    def __init__(self) -> None:
        self.world = World(1)
        parts = structs.replace(self.world.parts, books=MemorySyncBooks())
        self.connecting = Connecting(parts, MemoryConsents(), CountedSecrets(self.world.ids))
        self.books = parts.books
        self.exchanged: list[dict[str, str]] = []
        usual = self.world.vendor.call

        def call(call: Call) -> Result[Answer, CannotCall]:
            form = dict(call.form or ())
            if "code" in form:
                self.exchanged.append(form)
            return usual(call)

        self.world.vendor.call = call  # type: ignore[method-assign]  # It looks on.

    def asked(self, person: PersonId) -> dict[str, list[str]]:
        """Be sent to the vendor: what stands in the address."""
        asked = good(self.connecting.begin(person, Vendor.STRAVA, REDIRECT))
        return parse_qs(urlsplit(asked.address).query)

    def state(self, person: PersonId) -> str:
        """Be sent to the vendor: the word a browser carries."""
        return self.asked(person)["state"][0]

    def connect(
        self, person: PersonId, account: str, since: LocalDate | None = None
    ) -> Result[Connection, CannotConnect]:
        """Consent, and come back at once."""
        code = self.world.vendor.code(account)
        return self.connecting.complete(person, self.state(person), code, since)


class TestDsy34:
    """DSY-34. A consent is answered once, within ten minutes, and by the person it was asked for."""

    def test_once(self) -> None:
        here, me = Consenting(), somebody()
        state = here.state(me)
        code = here.world.vendor.code("mine")
        connection = good(here.connecting.complete(me, state, code))
        assert isinstance(connection.standing, Connected)
        again = here.connecting.complete(me, state, here.world.vendor.code("mine"))
        assert isinstance(refused(again), ConsentUnknown)
        assert len(here.exchanged) == 1

    @given(st.integers(0, 1_200))
    def test_within_ten_minutes(self, after_s: int) -> None:
        here, me = Consenting(), somebody()
        state = here.state(me)
        here.world.advance(dt.timedelta(seconds=after_s))
        answered = here.connecting.complete(me, state, here.world.vendor.code("mine"))
        assert isinstance(answered, Success) == (after_s < 600)
        assert bool(here.exchanged) == (after_s < 600)

    def test_by_the_person_it_was_asked_for(self) -> None:
        here, me, you = Consenting(), somebody(), somebody()
        state = here.state(me)
        assert refused(here.connecting.complete(you, state, "c")) == ConsentUnknown(Vendor.STRAVA)
        assert isinstance(refused(here.connecting.complete(me, "made up", "c")), ConsentUnknown)
        assert not here.exchanged

    def test_the_verifier_is_the_one_whose_hash_the_vendor_was_told(self) -> None:
        here, me = Consenting(), somebody()
        query = here.asked(me)
        code = here.world.vendor.code("mine")
        good(here.connecting.complete(me, query["state"][0], code))
        digest = hashlib.sha256(here.exchanged[0]["verifier"].encode()).digest()
        assert query["challenge"] == [base64.urlsafe_b64encode(digest).rstrip(b"=").decode()]

    def test_an_account_is_of_one_person(self) -> None:
        here, me, you = Consenting(), somebody(), somebody()
        good(here.connect(me, "same"))
        assert refused(here.connect(you, "same")) == AccountTaken(Vendor.STRAVA)
        good(here.connect(me, "same"))
        good(here.connecting.disconnect(me, Vendor.STRAVA))
        good(here.connect(you, "same"))

    def test_what_is_wanted_begins_where_the_person_says(self) -> None:
        here, me = Consenting(), somebody()
        today = day_of(NOW.date())
        assert good(here.connect(me, "a")).wanted_from == days_after(today, -60)
        for since in (-400, 0):
            told = here.connect(me, "a", days_after(today, since))
            assert good(told).wanted_from == days_after(today, since)
        assert good(here.connect(me, "a")).wanted_from == today

    def test_a_vendor_that_names_nobody_is_not_connected(self) -> None:
        here, me = Consenting(), somebody()
        assert isinstance(refused(here.connect(me, "")), VendorRefused)
        assert here.books.read(me, lambda book: book.connections()) == ()


class TestDsy120:
    """DSY-120. A day to come, by the person's home, is none to ask from: it is refused with what today is, nobody is asked, and the answer stays good."""

    @given(st.integers(1, 20_000), st.sampled_from(("Pacific/Kiritimati", "Pacific/Niue")))
    def test_is_refused(self, ahead: int, zone: str) -> None:
        here, me = Consenting(), somebody()
        here.world.profiles[me] = Profile(home_zone=TimeZone(zone))
        today = local_date_of(here.world.clock.now(), TimeZone(zone))
        state, code = here.state(me), here.world.vendor.code("mine")
        day = days_after(today, ahead)
        assert refused(here.connecting.complete(me, state, code, day)) == SinceAhead(day, today)
        assert not here.exchanged
        assert good(here.connecting.complete(me, state, code, today)).wanted_from == today


class TestDsy35:
    """DSY-35. A consent that is taken back is over at once: its tokens are gone, no call is made, and what was begun under it has no effect."""

    @given(st.integers(1, 6))
    def test_also_in_the_middle_of_a_step(self, at_call: int) -> None:
        world = World(1)
        person, *others = world.people
        for other in others:
            world.books.write(other, partial(_rest, other))
        for n in range(9):
            world.vendor.change(world.account(person), str(n), NOW.date(), f"new {n}")
            world.accept(hook(world.account(person), str(n)).body)
        calls: list[int] = []
        late: list[int] = []

        def meanwhile() -> None:
            calls.append(1)
            if len(calls) == at_call:
                world.vendor.meanwhile = lambda: None
                good(world.connecting.disconnect(person, Vendor.STRAVA))
                frozen.append((dict(world.kept.things.get(person, {})), len(world.kept.effects)))
                world.vendor.meanwhile = lambda: late.append(1)

        frozen: list[tuple[dict[str, str], int]] = []
        world.vendor.meanwhile = meanwhile
        while world.worker.step():
            pass
        assert not late
        ((things, effects),) = frozen
        assert world.kept.things.get(person, {}) == things
        assert len(world.kept.effects) == effects
        connection, sealed = world.books.read(
            person, lambda book: (book.connection(Vendor.STRAVA), book.sealed(Vendor.STRAVA))
        )
        assert isinstance(connection, Connection)
        assert isinstance(connection.standing, Disconnected)
        assert sealed is None
        world.overseeing.try_again(person, None)
        world.advance(dt.timedelta(days=30))
        while world.worker.step():
            pass
        assert not late

    def test_also_while_what_came_is_read(self, monkeypatch: pytest.MonkeyPatch) -> None:
        world = World(1)
        person = world.people[0]
        for other in world.people[1:]:
            world.books.write(other, partial(_rest, other))
        world.vendor.meanwhile = lambda: None
        world.vendor.change(world.account(person), "2", NOW.date(), "new 2")
        usual = SimulatedDriver.read

        def read(
            self: SimulatedDriver, topic: str, body: bytes, context: Context
        ) -> Result[Read, Trouble]:
            kept = world.books.read(person, lambda book: book.deliveries(DeliveryQuery(), None, 9))
            if kept:  # A page that was fetched is taken now.
                world.connecting.disconnect(person, Vendor.STRAVA)
            return usual(self, topic, body, context)

        monkeypatch.setattr(SimulatedDriver, "read", read)
        while world.worker.step():
            pass
        assert world.kept.effects == []
        connection = world.books.read(person, lambda book: book.connection(Vendor.STRAVA))
        assert connection is not None
        assert isinstance(connection.standing, Disconnected)

    def test_what_comes_of_it_afterwards_is_of_nobody(self) -> None:
        world = World(1)
        person = world.people[0]
        good(world.connecting.disconnect(person, Vendor.STRAVA))
        world._tell(world.account(person), "1", NOW.date(), "new")
        arrivals = good(world.accepting.hook(Vendor.STRAVA, hook(world.account(person))))
        assert world.accepting.accept(arrivals).result() == Acceptance(0, 0, 1)

    def test_what_was_never_connected_cannot_be_parted(self) -> None:
        answer = World(1).connecting.disconnect(somebody(), Vendor.STRAVA)
        assert refused(answer) == NotConnected(Vendor.STRAVA)

    def test_what_had_come_before_and_was_not_taken_is_dead(self) -> None:
        world = World(1)
        person = world.people[0]
        arrivals = good(world.accepting.hook(Vendor.STRAVA, hook(world.account(person))))
        world.accepting.accept(arrivals).result()
        good(world.connecting.disconnect(person, Vendor.STRAVA))
        while world.worker.step():
            pass
        (one,) = world.books.read(person, lambda book: book.deliveries(DeliveryQuery(), None, 9))
        assert (one.state, one.trouble) == (State.DEAD, Forbidden("strava"))


def _rest(person: PersonId, book: SyncBook) -> None:
    book.put_lane(Lane(person, None))


def hook(account: str, id: str = "1") -> Envelope:
    """A webhook that tells of one thing."""
    told = {"account": account, "id": id, "modified": 1, "day": "2026-03-20", "gone": False}
    return Envelope(KEYS.word, {}, (), json.dumps(told).encode())


class TestDsy36:
    """DSY-36. A consent the vendor no longer honours lapses: no call is made, what hints waits for the person; what tells late of the end of an earlier consent ends nothing."""

    @given(st.integers(-100, 100))
    def test_an_end_counts_for_consents_given_before_it(self, after_s: int) -> None:
        world, me, now = World(1), somebody(), at(NOW)
        ended_at = later(now, dt.timedelta(seconds=after_s))

        @final
        class Ending:
            """Reads everything as an end."""

            def read(self, topic: str, body: bytes, context: Context) -> Result[Read, Trouble]:
                return Success(Ended(ended_at))

        books = MemorySyncBooks()
        ending = structs.replace(world.parts, books=books, reads={Vendor.STRAVA: Ending()})
        hold, delivery = Hold(me, world.ids.fresh()), a_delivery(1_000)
        under = Connection(
            vendor=Vendor.STRAVA,
            account=Account("mine"),
            standing=Connected(GrantId(world.ids.fresh()), ()),
            connected_at=now,
            wanted_from=day_of(NOW.date()),
        )

        def begin(book: SyncBook) -> None:
            book.put_connection(under)
            book.put_sealed(Vendor.STRAVA, b"sealed")
            book.add(delivery, b"")
            book.put_lane(book.lane().held(hold.token, now))

        books.write(me, begin)
        assert Delivering(ending, Asking(ending)).deliver(hold, delivery)
        connection, sealed, done = books.read(
            me,
            lambda book: (
                book.connection(Vendor.STRAVA),
                book.sealed(Vendor.STRAVA),
                book.delivery(delivery.id),
            ),
        )
        assert connection is not None
        assert isinstance(connection.standing, Lapsed if after_s >= 0 else Connected)
        assert (sealed is None) == (after_s >= 0)
        assert done is not None
        assert done.state is State.DONE

    def test_a_lapsed_consent_makes_no_calls(self) -> None:
        world = World(1)
        for grant in world.vendor.grants:
            grant.is_revoked = True
        world.advance(dt.timedelta(hours=7))
        while world.worker.step():
            pass
        calls = world.vendor.calls.total()
        for person in world.people:
            connection = world.books.read(person, lambda book: book.connection(Vendor.STRAVA))
            assert isinstance(connection, Connection)
            assert isinstance(connection.standing, Lapsed)
            arrivals = good(world.accepting.hook(Vendor.STRAVA, hook(world.account(person))))
            assert world.accepting.accept(arrivals).result().kept == 1
            world.overseeing.try_again(person, None)
        while world.worker.step():
            pass
        world.advance(dt.timedelta(days=9))
        while world.worker.step():
            pass
        assert world.vendor.calls.total() == calls

    def test_a_token_that_is_refused_is_refreshed(self) -> None:
        world = World(1)
        for grant in world.vendor.grants:
            grant.access = "another"
        assert {type(one) for one in after_some_days(world)} == {Connected}

    def test_a_third_refusal_in_a_row_is_believed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        world = World(1)
        monkeypatch.setattr(world.vendor, "_grant", lambda *_: None)
        assert {type(one) for one in after_some_days(world)} == {Lapsed}


def after_some_days(world: World) -> list[Standing]:
    """How all stand with the vendor, some days of work later, while nobody changes their mind."""
    world.vendor.meanwhile = world.vendor.afterwards = lambda: None
    for _ in range(6):
        while world.worker.step():
            pass
        world.advance(dt.timedelta(hours=12))
    connections = [
        world.books.read(person, lambda book: book.connection(Vendor.STRAVA))
        for person in world.people
    ]
    return [one.standing for one in connections if one is not None]
