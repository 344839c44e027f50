"""What phones push that cannot be taken, as rules. Each class quotes the rule it holds (docs/rules.md)."""

from __future__ import annotations

import json
from random import Random
from typing import Final

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.device_sync.phones import (
    APPLE,
    EXAMPLES,
    OTHERS,
    SOME,
    PhoneWorld,
    batch,
    context,
    edition,
)
from tests.readers.mutators import with_junk
from tests.support import at_most, refused
from vegaloop.device_sync.adapters.phone import (
    BODY_BYTES_MOST,
    RECORDS_MOST,
    UNREADABLE,
    PhoneReads,
)
from vegaloop.device_sync.application.accepting import BATCH
from vegaloop.device_sync.domain.delivery import State
from vegaloop.device_sync.domain.progress import Fate
from vegaloop.device_sync.domain.trouble import Misread


class TestDsy45:
    """DSY-45. A record of a phone that cannot be read is refused by itself, with the field that is wrong; all others of its batch are taken."""

    WRONG: Final = (
        ("steps", "start", "2026-03-01T08:00:00"),
        ("steps", "start", None),
        ("steps", "end", "2026-03-01T07:00:00+01:00"),
        ("steps", "end", ""),
        ("steps", "value", "912"),
        ("steps", "value", True),
        ("steps", "value", None),
        ("weight", "unit", None),
        ("weight", "unit", "m"),
        ("weight", "samples", [[0, 1]]),
        ("steps", "samples", [[0, 1]]),
        ("heart_rate", "samples", [[0, 60], ["1", 60]]),
        ("heart_rate", "samples", [[0, 60], [-1, 60]]),
        ("heart_rate", "samples", {"0": 60}),
        ("blood_pressure", "diastolic", None),
        ("rr_intervals_ms", "values", [1000, None]),
        ("sleep", "stages", [{"stage": "dozing"}]),
        ("workout", "route", [[0, 91, 0]]),
        ("workout", "distance_m", "far"),
        ("nutrition", "nutrients", {"energy_kcal": "much"}),
        ("id", "id", ""),
        ("type", "type", 5),
        ("modified_at", "modified_at", "yesterday"),
        ("deleted_at", "deleted_at", 1_772_000_000),
    )

    @pytest.mark.parametrize(("kind", "field", "junk"), WRONG)
    def test_told_by_itself(self, kind: str, field: str, junk: object) -> None:
        phone, well = PhoneWorld(), PhoneWorld()
        bad = dict(EXAMPLES.get(kind, EXAMPLES["floors"])) | {"id": "bad", field: junk}
        landed = phone.push(EXAMPLES["weight"], bad, EXAMPLES["sleep"])
        assert [one.fate for one in landed] == [Fate.KEPT, Fate.REFUSED, Fate.KEPT]
        reason = json.loads(landed[1].reason or "")
        assert str(reason["field"]).startswith(field)
        well.push(EXAMPLES["weight"], EXAMPLES["sleep"])
        assert phone.has() == well.has()

    @given(
        st.sampled_from(sorted(EXAMPLES)),
        st.sampled_from([APPLE, OTHERS]),
        st.randoms(use_true_random=False),
    )
    @settings(max_examples=at_most(150))
    def test_whatever_it_holds(self, kind: str, source: str, chance: Random) -> None:
        phone, junk = PhoneWorld(), with_junk(with_junk(EXAMPLES[kind], chance), chance)
        others = [one for one in EXAMPLES.values() if one["type"] in SOME and one["type"] != kind]
        named = [dict(one) | {"id": f"other-{one['id']}"} for one in others]
        landed = phone.push(*named, junk, source=source)
        assert {one.fate for one in landed[:-1]} == {Fate.KEPT}
        assert "broke" not in (landed[-1].reason or "")


class TestDsy98:
    """DSY-98. A phone's record whose zone is the name of none is refused, and not put on another wall."""

    @given(
        st.sampled_from(["Asia/Tokio", "", " ", "+02:00", "Europe/../UTC", 5, 0, False, [], {}])
        | st.text(max_size=9).map(lambda text: f"Mars/{text}"),
        st.sampled_from(["2026-03-01T16:30:00Z", "2026-03-01T16:30:00+09:00"]),
    )
    @settings(max_examples=at_most(30))
    @example("Asia/Tokio", "2026-03-01T16:30:00Z")
    @example("", "2026-03-01T16:30:00+09:00")
    def test_no_zone(self, zone: object, start: str) -> None:
        phone = PhoneWorld()
        record = dict(EXAMPLES["weight"]) | {"start": start, "zone": zone}
        (landed,) = phone.push(record)
        assert landed.fate is Fate.REFUSED
        assert json.loads(landed.reason or "")["field"] == "zone"
        assert phone.has() == []
        assert phone.fates(record | {"zone": "Asia/Tokyo"}) == [Fate.KEPT]


class TestDsy128:
    """DSY-128. A phone's record whose origin is no text is refused: it is of no source that could be told."""

    @pytest.mark.parametrize("origin", [5, 0, False, True, [], {}, 1.5])
    def test_no_text(self, origin: object) -> None:
        phone = PhoneWorld()
        record = dict(EXAMPLES["weight"]) | {"origin": origin}
        (landed,) = phone.push(record)
        assert landed.fate is Fate.REFUSED
        assert json.loads(landed.reason or "")["field"] == "origin"
        assert phone.fates(record | {"origin": None}) == [Fate.KEPT]


class TestDsy46:
    """DSY-46. What has no name, type or time of change that can be read never takes the place of what is well."""

    @pytest.mark.parametrize(
        "junk",
        [
            *({"modified_at": one} for one in ("", 7, "2026-03-19", "2026-03-19T00:00:00")),
            *({"deleted_at": one} for one in (0, False, "soon", {})),
            *({"type": one} for one in (None, [], "weight of a body", "w" * 61)),
            *({"id": one} for one in (None, 5, "", "a b", "é", "a" * 129)),
        ],
    )
    def test_kept_apart(self, junk: dict[str, object]) -> None:
        phone = PhoneWorld()
        phone.push(edition("weight", 1, 1))
        had = phone.has()
        for _ in range(2):
            (landed,) = phone.push(dict(edition("weight", 2, 2)) | junk)
            assert landed.form == UNREADABLE
        assert phone.has() == had
        assert phone.fates(edition("weight", 3, 3)) == [Fate.REPLACED]


class TestDsy47:
    """DSY-47. A type of a phone's record there is no room for is unsupported, and is named."""

    @given(st.sampled_from(["menstruation_flow", "Steps", "HKQuantityTypeIdentifierUVExposure"]))
    @settings(max_examples=at_most(3))
    def test_named(self, kind: str) -> None:
        phone = PhoneWorld()
        (landed,) = phone.push({"id": "a", "type": kind, "start": "2026-03-01T08:00:00Z"})
        assert (landed.form, landed.fate) == (kind, Fate.UNSUPPORTED)
        assert json.loads(landed.reason or "")["type"].endswith("unsupported")
        assert phone.has() == []


class TestDsy48:
    """DSY-48. A document of a phone that is no JSON, of no platform, without a list of records or beyond its limits is refused whole."""

    @pytest.mark.parametrize(
        ("body", "field", "wanted"),
        [
            (b"", "batch", "JSON"),
            (b"[]", "batch", "an object"),
            (b"{", "batch", "JSON"),
            (b'{"records": []}', "batch.source", "given"),
            (b'{"source": "apple_health"}', "batch.records", "given"),
            (b'{"source": "apple_health", "records": {}}', "batch.records", "a list"),
            (b'{"source": "fit", "records": []}', "batch.source", "apple_health or health_connect"),
            (b'{"source": "apple_health", "records": [], "device": 5}', "batch.device", "text"),
            (batch(*([{}] * (RECORDS_MOST + 1))), "batch.records", f"at most {RECORDS_MOST}"),
            (batch({"id": "a" * BODY_BYTES_MOST}), "batch", f"at most {BODY_BYTES_MOST} bytes"),
        ],
    )
    def test_whole(self, body: bytes, field: str, wanted: str) -> None:
        assert refused(PhoneReads().read(BATCH, body, context())) == Misread(field, wanted)
        delivery = PhoneWorld().send(body)
        assert delivery.state is State.DEAD
        assert delivery.trouble == Misread(field, wanted)

    @given(st.binary(max_size=80) | st.randoms().map(lambda chance: chance.randbytes(200)))
    @example(batch(*([{}] * RECORDS_MOST)))
    def test_nothing_raises(self, body: bytes) -> None:
        PhoneReads().read(BATCH, body, context())
