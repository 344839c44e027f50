"""What is told of readings that wait, and of records others say as well. Each class quotes its rule."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.device_sync.phones import BEGIN, EXAMPLES, PhoneWorld, Record, batch
from tests.support import at_most
from vegaloop.biometrics import Kind, ReadingQuery
from vegaloop.device_sync.domain.progress import Counts, Fate, counts_of

WAITS = '{"type":"biometrics/quarantined"}'


def weight(day: int, edition: int, kg: float | None) -> Record:
    """An edition of the weight of a day in March, or its deletion."""
    changed = BEGIN.replace(hour=edition).isoformat()
    name = {"id": f"w{day}", "type": "weight"}
    if kg is None:
        return name | {"deleted_at": changed}
    start = f"2026-03-{day:02d}T07:00:00+01:00"
    return name | {"start": start, "value": kg, "unit": "kg", "modified_at": changed}


def steps(id: str, minutes: int, count: int, day: int = 1) -> Record:
    """Steps of ten minutes, changed at a minute."""
    changed = BEGIN.replace(minute=minutes).isoformat()
    start, end = (f"2026-03-{day:02d}T08:{minute}:00+01:00" for minute in ("00", "10"))
    said = {"id": id, "value": count, "modified_at": changed, "start": start, "end": end}
    return dict(EXAMPLES["steps"]) | said


def standing(phone: PhoneWorld) -> list[tuple[str, bool, bool]]:
    """Each weight of a person, whether it counts, and whether anything waits for them."""
    found = {
        one.id: one
        for waits in (False, True)
        for one in phone.vega.biometrics.readings(
            phone.me, ReadingQuery(1_000, Kind.WEIGHT, quarantined=waits)
        )
    }
    return sorted((repr((one.moment, one.value)), one.counts, one.waits) for one in found.values())


weights = st.builds(
    weight,
    st.integers(1, 6),
    st.integers(0, 9),
    st.none() | st.sampled_from([15.0, 69, 70, 70.1, 73, 76, 90, 700]),
)


class TestDsy125:
    """DSY-125. Which readings count and which wait is told by the editions that stand, in whatever order, pieces and repetitions they come: what is outdated or deleted neither counts nor judges others."""

    @settings(max_examples=at_most(60))
    @given(
        st.lists(weights, max_size=14, unique_by=lambda one: (one["id"], _changed(one)[0])),
        st.randoms(use_true_random=False),
    )
    def test_any_order_ends_the_same(self, records: list[Record], chance: Random) -> None:
        last = {one["id"]: one for one in sorted(records, key=_changed)}
        only, mixed = PhoneWorld(), PhoneWorld()
        for one in sorted(last.values(), key=lambda one: str(one["id"])):
            only.push(one)
        shuffled = chance.sample(records, len(records))
        while shuffled:
            size = chance.randint(1, len(shuffled))
            mixed.push(*shuffled[:size])
            shuffled = shuffled[size:]
        assert standing(mixed) == standing(only)

    @pytest.mark.parametrize("kg", [None, 70.2])
    def test_a_wrong_one_that_goes_or_is_put_right_holds_up_nothing(self, kg: float | None) -> None:
        phone = PhoneWorld()
        for day, wrong in ((1, 90), (2, 70), (3, 70.1)):
            phone.push(weight(day, 1, wrong))
        assert [counts for _, counts, _ in standing(phone)].count(True) == 1
        phone.push(weight(1, 2, kg))
        assert all(counts and not waits for _, counts, waits in standing(phone))
        assert len(standing(phone)) == (2 if kg is None else 3)

    def test_it_is_told_that_one_waits(self) -> None:
        phone = PhoneWorld()
        landed = phone.push(weight(1, 1, 70), weight(2, 1, 90))
        assert [(one.fate, one.reason) for one in landed] == [
            (Fate.KEPT, None),
            (Fate.KEPT, WAITS),
        ]
        (edited,) = phone.push(weight(1, 2, 700))
        assert (edited.fate, edited.reason) == (Fate.REPLACED, WAITS)

    def test_what_the_person_released_stays(self) -> None:
        phone = PhoneWorld()
        phone.push(weight(1, 1, 70), weight(2, 1, 90))
        (waits,) = phone.vega.biometrics.readings(phone.me, ReadingQuery(9, quarantined=True))
        phone.vega.biometrics.release(phone.me, waits.id)
        phone.push(weight(2, 2, None), weight(1, 2, None))
        ((_, counts, _),) = standing(phone)
        assert counts


class TestDsy126:
    """DSY-126. A record is told as replaced where it took the place of an edition of its own or of what was there, and as known where another one that was modified later says what stands; a delivery counts each fate by its name."""

    def test_what_another_outdoes_replaces_nothing(self) -> None:
        phone = PhoneWorld()
        assert phone.fates(steps("a", 20, 900)) == [Fate.KEPT]
        assert phone.fates(steps("b", 10, 500)) == [Fate.KNOWN]
        assert phone.fates(steps("c", 30, 700)) == [Fate.REPLACED]
        assert phone.fates(weight(1, 2, 70)) == [Fate.KEPT]
        assert phone.fates(dict(weight(1, 1, 71)) | {"id": "other"}) == [Fate.KNOWN]

    @pytest.mark.parametrize("kind", ["steps", "weight"])
    def test_one_that_moves_to_another_day_takes_the_place_of_the_one_before(
        self, kind: str
    ) -> None:
        phone = PhoneWorld()
        moved = {"start": "2026-03-03T08:00:00+01:00"}
        if kind == "steps":
            first, then = steps("a", 1, 900), steps("a", 2, 900, day=3)
        else:
            first, then = weight(1, 1, 70), dict(weight(1, 2, 70)) | moved
        assert phone.fates(first) == [Fate.KEPT]
        assert phone.fates(then) == [Fate.REPLACED]

    def test_each_fate_is_counted_by_its_name(self) -> None:
        phone = PhoneWorld()
        phone.push(steps("a", 5, 900))
        delivery = phone.send(batch(steps("a", 4, 1), steps("a", 5, 900), steps("b", 1, -1)))
        assert counts_of(phone.outcome(delivery)) == Counts(known=1, refused=1, outdated=1)


def _changed(one: Record) -> tuple[str, bool, str]:
    return str(one.get("modified_at") or one["deleted_at"]), "deleted_at" in one, str(one)
