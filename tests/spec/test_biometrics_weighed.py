"""Weights judged by those before them, whatever order they came in. Each class quotes its rule."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.strategies.biometrics import RING, WATCH, biometrics_in_memory, weigh_in
from tests.strategies.weights import Told, drawn_walk, follow, histories, shown_weights, straight
from tests.support import at_most, good, somebody
from vegaloop.biometrics import Biometrics, Kind, NewReading, Outcome, Reading, ReadingQuery
from vegaloop.kernel.identity import PersonId

ME: PersonId = somebody()


def told(steps: Sequence[NewReading]) -> Biometrics:
    biometrics = biometrics_in_memory()
    for new in steps:
        good(biometrics.record(ME, new))
    return biometrics


def weights(biometrics: Biometrics, *, quarantined: bool = False) -> tuple[Reading, ...]:
    return biometrics.readings(ME, ReadingQuery(100, Kind.WEIGHT, quarantined=quarantined))


class TestBio160:
    """BIO-160. Which weights count and which wait is told by what their sources say of them and by what the person decided, not by the order, parts and repetitions in which they come, change and go."""

    @settings(max_examples=at_most(200))
    @given(histories(), st.data())
    def test_any_order_ends_the_same(self, history: list[Told], data: st.DataObject) -> None:
        expected, mixed = biometrics_in_memory(), biometrics_in_memory()
        follow(expected, ME, straight(history))
        walk = drawn_walk(data, history)
        follow(mixed, ME, walk)
        assert shown_weights(mixed, ME) == shown_weights(expected, ME)
        stays = [step for step in straight(history) if isinstance(step, tuple)]
        receipt = good(mixed.record_all(ME, [new for step in stays for new in step]))
        assert receipt.seen == len(receipt.fates)
        assert shown_weights(mixed, ME) == shown_weights(expected, ME)

    @settings(max_examples=at_most(100))
    @given(histories(), st.sampled_from(["release", "remove"]), st.data())
    def test_what_the_person_decided_stays_whatever_comes(
        self, history: list[Told], how: str, data: st.DataObject
    ) -> None:
        mine: Told = (WATCH, 5, ((None, 7000),), False)
        others = [one for one in history if one[:2] != mine[:2]]
        states = []
        for walk in (straight(others), drawn_walk(data, others)):
            cut = data.draw(st.integers(0, len(walk))) if how == "remove" else 0
            biometrics = biometrics_in_memory()
            follow(biometrics, ME, [*walk[:cut], (weigh_in(5, 700, WATCH),)])
            found = (*weights(biometrics), *weights(biometrics, quarantined=True))
            (own,) = {one.id for one in found if one.identity == weigh_in(5, 700, WATCH).identity}
            good({"release": biometrics.release, "remove": biometrics.remove}[how](ME, own))
            follow(biometrics, ME, walk[cut:])
            assert (own in {one.id for one in weights(biometrics)}) == (how == "release")
            states.append(shown_weights(biometrics, ME))
        assert states[0] == states[1]

    @pytest.mark.parametrize("how", ["withdraw", "remove", "correct"])
    def test_a_first_wrong_one_holds_up_nothing_once_it_is_gone(self, how: str) -> None:
        biometrics = told([weigh_in(4, 90, WATCH), *(weigh_in(n, 70, RING) for n in (3, 2, 1))])
        (wrong,) = weights(biometrics)
        assert len(weights(biometrics, quarantined=True)) == 3
        match how:
            case "withdraw":
                biometrics.withdraw(ME, (wrong.identity,))
            case "remove":
                good(biometrics.remove(ME, wrong.id))
            case _:
                good(biometrics.record(ME, weigh_in(4, 70.2, WATCH)))
        assert len(weights(biometrics)) == (4 if how == "correct" else 3)
        assert weights(biometrics, quarantined=True) == ()

    def test_one_that_comes_late_is_heard_by_those_behind_it(self) -> None:
        biometrics = told([weigh_in(2, 90, WATCH), weigh_in(1, 90.4, WATCH)])
        for ago in (3, 4, 5):
            good(biometrics.record(ME, weigh_in(ago, 70, WATCH)))
        assert [one.local_date for one in weights(biometrics, quarantined=True)] == [
            weigh_in(ago, 90).moment.local_date for ago in (1, 2)
        ]

    def test_what_is_released_is_what_the_next_are_compared_with(self) -> None:
        biometrics = told([weigh_in(9, 90, WATCH), *(weigh_in(n, 70, RING) for n in (3, 2, 1))])
        good(biometrics.remove(ME, weights(biometrics)[-1].id))
        jumped = good(biometrics.record(ME, weigh_in(0, 90, WATCH)))
        assert jumped.outcome is Outcome.QUARANTINED
        good(biometrics.release(ME, jumped.reading.id))
        assert len(weights(biometrics)) == 4

    def test_a_jump_is_told_until_a_month_lies_between(self) -> None:
        """However far the weights behind it are judged by one another."""
        days = range(0, 400, 10)
        climbing = [weigh_in(ago, 60 * 1.39 ** ((400 - ago) // 200), WATCH) for ago in days]
        expected = told(sorted(climbing, key=lambda new: new.moment.at))
        late = told([new for new in climbing if new is not climbing[-1]])
        good(late.record(ME, climbing[-1]))
        assert shown_weights(late, ME) == shown_weights(expected, ME)

    def test_the_receipt_tells_how_each_ends(self) -> None:
        biometrics = told([weigh_in(1, 90, WATCH)])
        batch = [weigh_in(1, 90, RING), weigh_in(2, 70, RING), weigh_in(0, 70, RING)]
        receipt = good(biometrics.record_all(ME, batch))
        assert receipt.fates == (Outcome.QUARANTINED, Outcome.KEPT, Outcome.KEPT)
