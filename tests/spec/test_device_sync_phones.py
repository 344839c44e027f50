"""What phones push, as rules. Each class quotes the rule it holds (docs/rules.md)."""

from __future__ import annotations

import datetime as dt
from random import Random

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.device_sync.phone_exports import (
    NOT_OF_APPLE,
    NOT_OF_OTHERS,
    apple_export,
    health_connect_export,
)
from tests.device_sync.phones import (
    APPLE,
    EXAMPLES,
    OTHERS,
    PHONE,
    SOME,
    PhoneWorld,
    Record,
    batch,
    edition,
    read,
)
from tests.readers.test_one_reader_each import claims
from tests.support import NOW, at_most
from vegaloop.device_sync.domain.progress import Fate

editions = st.lists(
    st.builds(
        edition,
        st.sampled_from(SOME),
        st.integers(0, 3),
        st.none() | st.integers(0, 2),
        st.integers(0, 1),
    ),
    max_size=12,
)
platforms = st.sampled_from([APPLE, OTHERS])


def pieces(records: list[Record], chance: Random) -> list[list[Record]]:
    """Some records in another order, in batches of any size, some of them twice."""
    shuffled = chance.sample(records, len(records))
    cut: list[list[Record]] = []
    while shuffled:
        size = chance.randint(1, len(shuffled))
        cut.append(shuffled[:size])
        shuffled = shuffled[size:]
    return [*cut, *chance.sample(cut, chance.randint(0, len(cut)))]


class TestDsy40:
    """DSY-40. Every type of record that docs/phones.md has an example of is kept, from both platforms, and taken out with its deletion."""

    @pytest.mark.parametrize("source", [APPLE, OTHERS])
    def test_examples(self, source: str) -> None:
        phone = PhoneWorld()
        assert set(phone.fates(*EXAMPLES.values(), source=source)) == {Fate.KEPT}
        assert len(phone.has()) >= len(EXAMPLES)
        gone = [
            {"id": one["id"], "type": one["type"], "deleted_at": "2026-03-02T00:00:00Z"}
            for one in EXAMPLES.values()
        ]
        assert set(phone.fates(*gone, source=source)) == {Fate.WITHDRAWN}
        assert phone.has() == []

    @pytest.mark.parametrize("record", EXAMPLES.values(), ids=lambda one: one["type"])
    def test_one_reader_knows_each(self, record: Record) -> None:
        (kept,) = read(batch(record))
        assert kept.data is not None
        assert claims(kept.data, "0") == ["phone"]


class TestDsy41:
    """DSY-41. The same batch again changes nothing, in whatever order its records and their fields stand."""

    @given(platforms, st.randoms(use_true_random=False))
    @settings(max_examples=at_most(5))
    def test_again(self, source: str, chance: Random) -> None:
        phone, records = PhoneWorld(), list(EXAMPLES.values())
        phone.push(*records, source=source)
        had = phone.has()
        turned = [
            dict(chance.sample(list(one.items()), len(one)))
            for one in chance.sample(records, len(records))
        ]
        again = phone.send(batch(*turned, source=source) + b"\n")
        assert {one.fate for one in phone.outcome(again).landed} == {Fate.KNOWN}
        assert phone.has() == had

    def test_the_same_bytes_are_one_delivery(self) -> None:
        phone, body = PhoneWorld(), batch(*EXAMPLES.values())
        assert phone.send(body) == phone.send(body)


class TestDsy42:
    """DSY-42. Batches of a phone in whatever order, pieces and repetitions end in the same state."""

    @given(editions, platforms, st.randoms(use_true_random=False))
    @settings(max_examples=at_most(40))
    def test_pieces(self, records: list[Record], source: str, chance: Random) -> None:
        whole, apart = PhoneWorld(), PhoneWorld()
        whole.push(*records, source=source)
        for some in pieces(records, chance):
            apart.push(*some, source=source)
        assert apart.has() == whole.has()


class TestDsy43:
    """DSY-43. Of the editions of a phone's record the one modified last stands, and one that comes after a later one is outdated."""

    @pytest.mark.parametrize("kind", SOME)
    @pytest.mark.parametrize("source", [APPLE, OTHERS])
    def test_edited(self, kind: str, source: str) -> None:
        old, new = edition(kind, 1, 1), edition(kind, 2, 2)
        forth, back, alone = PhoneWorld(), PhoneWorld(), PhoneWorld()
        assert forth.fates(old, source=source) == [Fate.KEPT]
        assert forth.fates(new, source=source)[0] in {Fate.REPLACED, Fate.KEPT}
        assert back.fates(new, source=source) == [Fate.KEPT]
        assert back.fates(old, source=source) == [Fate.OUTDATED]
        assert alone.fates(old, new, source=source) == [Fate.OUTDATED, Fate.KEPT]
        assert forth.has() == back.has() == alone.has()

    @pytest.mark.parametrize("is_turned", [True, False])
    def test_one_that_moves_leaves_its_place_to_another(self, is_turned: bool) -> None:
        seven, eight = "2026-03-01T07:00:00+01:00", "2026-03-01T08:00:00+01:00"
        phone, alone = PhoneWorld(), PhoneWorld()
        phone.push({**edition("weight", 1, 1), "id": "a", "start": seven})
        records = [
            {**edition("weight", 2, 1), "id": "a", "start": eight},
            {**edition("weight", 2, 2), "id": "b", "start": seven},
        ]
        phone.push(*(reversed(records) if is_turned else records))
        alone.push(*records)
        assert phone.has() == alone.has()

    def test_without_a_time_the_one_that_came_last(self) -> None:
        phone = PhoneWorld()
        weights = [dict(EXAMPLES["weight"]) | {"value": kg} for kg in (70, 71, 72)]
        for one in weights:
            phone.push(one)
        (last,) = phone.has()
        assert "72000000000000" in last


class TestDsy44:
    """DSY-44. A deletion takes out what its record left, and ends the same before it, with it and after it."""

    @pytest.mark.parametrize("kind", EXAMPLES)
    def test_whenever_it_comes(self, kind: str) -> None:
        record, gone = edition(kind, 1, 1), edition(kind, 2, None)
        for order in ([[record], [gone]], [[gone], [record]], [[record, gone]], [[gone, record]]):
            phone = PhoneWorld()
            fates = [one for some in order for one in phone.fates(*some)]
            assert sorted(fates)[-1] == Fate.WITHDRAWN
            assert phone.has() == []

    def test_a_later_edition_brings_it_back(self) -> None:
        phone, had = PhoneWorld(), PhoneWorld()
        phone.push(edition("weight", 2, None))
        had.push(edition("weight", 3, 1))
        assert phone.fates(edition("weight", 3, 1)) == [Fate.KEPT]
        assert phone.has() == had.has()


class TestDsy49:
    """DSY-49. What became of a phone's batch is told record by record, in their order."""

    @given(st.lists(st.sampled_from([*SOME, "menstruation"]), max_size=9))
    @settings(max_examples=at_most(15))
    def test_in_order(self, kinds: list[str]) -> None:
        records = [
            dict(EXAMPLES.get(kind, EXAMPLES["steps"])) | {"id": f"id-{n}", "type": kind}
            for n, kind in enumerate(kinds)
        ]
        landed = PhoneWorld().push(*records)
        assert [(one.form, one.external_id) for one in landed] == [
            (one["type"], one["id"]) for one in records
        ]


class TestDsy50:
    """DSY-50. The source of what a phone pushes is that its platform's export has, and a push and an export of the same are one, whichever came first."""

    @pytest.mark.parametrize("is_first", [True, False])
    @pytest.mark.parametrize("source", [APPLE, OTHERS])
    def test_one(self, source: str, is_first: bool) -> None:
        absent = NOT_OF_APPLE if source == APPLE else NOT_OF_OTHERS
        records = [one for kind, one in EXAMPLES.items() if kind not in absent]
        phone, alone = PhoneWorld(), PhoneWorld()
        alone.push(*records, source=source)
        exported = apple_export() if source == APPLE else health_connect_export()
        if is_first:
            phone.push(*records, source=source)
        fates = phone.bring(exported, "x")
        assert set(fates) <= ({"known", "replaced"} if is_first else {"kept"})
        if not is_first:
            told = phone.fates(*records, source=source)
            assert set(told) <= {Fate.KNOWN, Fate.REPLACED}
        assert len(phone.has()) == len(alone.has())
        # Apple's export has the same but for the streams of the workout.
        changed = set(phone.has()) - set(alone.has())
        assert source == OTHERS or all("Sport." in one for one in changed)

    def test_by_its_origin(self) -> None:
        phone = PhoneWorld()
        phone.push({**EXAMPLES["weight"], "origin": "Scale  App"}, EXAMPLES["body_fat"])
        fat, weight = phone.has()
        assert "apple_health/Scale App" in weight
        assert "apple_health/Ada's iPhone" in fat

    @given(st.sampled_from([None, "iPad", PHONE]))
    @settings(max_examples=at_most(3))
    def test_whichever_phone_tells_it(self, device: str | None) -> None:
        record = {**EXAMPLES["weight"], "origin": "Scale"}
        assert read(batch(record, device=device)) == read(batch(record))


class TestDsy99:
    """DSY-99. Two origins of what a phone pushes are two sources, however long they are and wherever they differ."""

    @given(st.integers(0, 120), platforms, st.sampled_from(["", ".app"]))
    @settings(max_examples=at_most(20))
    def test_two(self, length: int, source: str, end: str) -> None:
        phone = PhoneWorld()
        first, other = (
            {**EXAMPLES["weight"], "id": one, "origin": "com." + "a" * length + one + end}
            for one in ("alpha", "beta")
        )
        assert phone.fates(first, other, source=source) == [Fate.KEPT, Fate.KEPT]
        assert len(phone.has()) == 2
        assert phone.fates(other, first, source=source) == [Fate.KNOWN, Fate.KNOWN]


class TestDsy100:
    """DSY-100. What the two platforms of a phone call alike are two things: neither replaces the other, nor is taken out with it."""

    @given(st.sampled_from(SOME), platforms, st.sampled_from(["same", "s" * 128]))
    @settings(max_examples=at_most(12))
    def test_two(self, kind: str, source: str, name: str) -> None:
        phone, alone = PhoneWorld(), PhoneWorld()
        other = OTHERS if source == APPLE else APPLE
        mine, theirs = (
            {**edition(kind, 1, number, days), "id": name} for number, days in ((1, 0), (2, 1))
        )
        alone.push(mine, source=source)
        phone.push(mine, source=source)
        (landed,) = phone.push(theirs, source=other)
        assert (landed.fate, landed.external_id) == (Fate.KEPT, name)
        gone = {**edition(kind, 2, None), "id": name}
        assert phone.fates(gone, source=other) == [Fate.WITHDRAWN]
        assert phone.has() == alone.has()


class TestDsy51:
    """DSY-51. A time of change more than a day ahead counts as the time the record came."""

    @given(st.integers(-10_000, 10_000), st.sampled_from(["modified_at", "deleted_at"]))
    def test_ahead(self, minutes: int, field: str) -> None:
        told = NOW + dt.timedelta(minutes=minutes)
        (kept,) = read(batch({"id": "a", "type": "weight", field: told.isoformat()}))
        ahead = minutes > 24 * 60
        assert kept.modified_at == (NOW if ahead else told)
        assert (kept.data is None) is (field == "deleted_at")


class TestDsy52:
    """DSY-52. A phone's record is on the wall of the zone it names, else of its offset, and in UTC on that of the person's home."""

    @pytest.mark.parametrize(
        ("start", "zone", "offset_s"),
        [
            ("2026-03-01T23:30:00+09:00", None, 32_400),
            ("2026-03-01T14:30:00Z", "Asia/Tokyo", 32_400),
            ("2026-03-01T15:30:00.123456789+01:00", "Asia/Tokyo", 32_400),
            ("2026-03-01T14:30:00Z", None, 0),
        ],
    )
    def test_walls(self, start: str, zone: str | None, offset_s: int) -> None:
        phone = PhoneWorld()
        phone.push({**EXAMPLES["weight"], "start": start, "zone": zone})
        (weight,) = phone.has()
        assert f"utc_offset_s={offset_s}," in weight


def test_what_is_kept_is_read_again_as_it_came() -> None:
    """The bytes of a record say all of it, and when it changed is said beside them."""
    record = {**EXAMPLES["weight"], "modified_at": "2026-03-01T08:00:00Z"}
    (kept,) = read(batch(record))
    says = msgspec.json.decode(kept.data or b"")
    assert says == {"source": APPLE, "device": PHONE, "phone_record": EXAMPLES["weight"]}
    assert kept.modified_at == dt.datetime(2026, 3, 1, 8, tzinfo=dt.UTC)
