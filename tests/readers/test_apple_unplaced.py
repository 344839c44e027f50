"""Exports of Apple Health: what there is no room for is named, and not more often than anybody reads."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.readers.apple_export import element, export, found_in, record, samples_in
from vegaloop.imports.adapters.readers.common.making import UNMEASURED
from vegaloop.imports.domain.found import FoundPerson, NotTaken

NOON = "2024-05-01 12:00:00 +0200"


class TestMe:
    def test_who_somebody_is_is_no_refusal(self) -> None:
        said = {
            "DateOfBirth": "1990-02-02",
            "BiologicalSex": "HKBiologicalSexMale",
            "BloodType": "HKBloodTypeNotSet",
            "FitzpatrickSkinType": "",
            "CardioFitnessMedicationsUse": "None",
        }
        me = {f"HKCharacteristicTypeIdentifier{key}": value for key, value in said.items()}
        assert all(isinstance(one, FoundPerson) for one in found_in(export([element("Me", **me)])))

    def test_what_nothing_holds_is_named_once(self) -> None:
        me = element("Me", HKCharacteristicTypeIdentifierBloodType="HKBloodTypeAPositive")
        assert [one.what for one in found_in(export([me])) if isinstance(one, NotTaken)] == [
            "blood type"
        ]


@given(st.lists(st.integers(0, 3), min_size=1, max_size=30), st.booleans())
def test_zero_beats_are_no_measurement(rates: list[int], alike: bool) -> None:
    said = {"unit": "count/min"} | ({"creationDate": NOON} if alike else {})
    found = found_in(export([record("HeartRate", 40 * rate, NOON, **said) for rate in rates]))
    assert [row[4] for row in samples_in(found)] == sorted(4_000 * rate for rate in rates if rate)
    told = [(one.what, one.count) for one in found if isinstance(one, NotTaken)]
    assert told == ([(UNMEASURED, rates.count(0))] if 0 in rates else [])


class TestManyKinds:
    @pytest.mark.parametrize("alike", [False, True])
    def test_the_rest_is_told_as_one(self, alike: bool) -> None:
        said = {"creationDate": NOON} if alike else {}
        kinds = [f"HKQuantityTypeIdentifierNew{n}" for n in range(3_000)]
        parts = [
            element("Record", type=kind, **said, startDate=NOON, endDate=NOON, value=1)
            for kind in kinds
            for _ in range(3)
        ]
        found = found_in(export(parts))
        told = [one for one in found if isinstance(one, NotTaken)]
        assert len(told) == len(found) <= 501
        assert sum(one.count for one in told) == len(parts)
        assert told[-1].what == "other kinds"
