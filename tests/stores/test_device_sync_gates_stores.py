"""The contract of gates and consents: no quota exceeded, one probe, one answer."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Final
from uuid import uuid4

import pytest
from sqlalchemy import delete, select

from tests.stores.sync_stores import (
    MANY,
    at_once,
)
from tests.support import NOW, at, somebody
from vegaloop.device_sync.adapters.consents import SqlConsents
from vegaloop.device_sync.adapters.gates import SqlGates
from vegaloop.device_sync.adapters.tables import CONSENTS, GATES, SPENT
from vegaloop.device_sync.application.surroundings import Consent
from vegaloop.device_sync.domain.breaker import FAILURES_MOST, Breaker
from vegaloop.device_sync.domain.quota import Allowance
from vegaloop.device_sync.domain.vendor import Vendor
from vegaloop.infrastructure.database import Database
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.time import Instant, later


@pytest.fixture
def gates(engine: Database) -> SqlGates:
    with engine.transaction(writing=True) as connection:
        connection.execute(delete(GATES))
        connection.execute(delete(SPENT))
    return SqlGates(engine)


class TestGates:
    """No quota is exceeded and no vendor called too soon, by however many."""

    def test_twenty_threads_never_call_more_often(self, gates: SqlGates) -> None:
        allowed = (Allowance(30, 900), Allowance(3, 900 * 4, per_person=True))
        us = [somebody() for _ in range(30)]
        passed: list[PersonId] = []

        def call(number: int) -> None:
            for round_ in range(4):
                me = us[(number * 7 + round_ * 3) % len(us)]
                if gates.admit(Vendor.OURA, me, allowed, at(NOW)) is None:
                    passed.append(me)

        at_once(call)
        assert len(passed) == 30
        assert max(Counter(passed).values()) <= 3

    def test_one_of_twenty_probes(self, gates: SqlGates) -> None:
        def failed(breaker: Breaker) -> Breaker:
            return breaker.failed(at(NOW))

        for _ in range(FAILURES_MOST):
            gates.change(Vendor.OURA, failed)
        then = later(at(NOW), dt.timedelta(minutes=1))
        answers = at_once(lambda _: gates.admit(Vendor.OURA, somebody(), (), then))
        assert answers.count(None) == 1

    def test_no_failure_of_twenty_is_lost(self, gates: SqlGates) -> None:
        at_once(lambda _: gates.change(Vendor.WHOOP, lambda breaker: Breaker(breaker.failures + 1)))
        seen: list[Breaker] = []

        def look(breaker: Breaker) -> Breaker:
            seen.append(breaker)
            return breaker

        gates.change(Vendor.WHOOP, look)
        assert seen == [Breaker(MANY)]

    def test_another_process_goes_on_where_this_one_was(
        self, engine: Database, gates: SqlGates
    ) -> None:
        me, allowed = somebody(), (Allowance(1, 900),)
        assert gates.admit(Vendor.OURA, me, allowed, at(NOW)) is None
        assert SqlGates(engine).admit(Vendor.OURA, me, allowed, at(NOW)) is not None


class TestConsents:
    """A consent is answered once, and none is waited for without end."""

    def test_one_of_twenty_has_the_answer(self, engine: Database) -> None:
        consents, state = SqlConsents(engine), uuid4().hex
        consents.ask(state, consent(at(NOW)))
        answers = at_once(lambda _: consents.answer(state))
        assert [one for one in answers if one] == [consent(at(NOW))]

    def test_those_nobody_answered_are_forgotten(self, engine: Database) -> None:
        consents, old, new = SqlConsents(engine), uuid4().hex, uuid4().hex
        consents.ask(old, consent(at(NOW)))
        consents.ask(new, consent(later(at(NOW), dt.timedelta(days=2))))
        with engine.transaction(writing=False) as connection:
            hashes = set(connection.execute(select(CONSENTS.c.state_hash)).scalars())
        assert new in hashes
        assert old not in hashes


ASKING: Final = somebody()


def consent(until: Instant) -> Consent:
    """A consent that was asked for."""
    return Consent(ASKING, Vendor.OURA, "verifier", "https://here.example/back", until)
