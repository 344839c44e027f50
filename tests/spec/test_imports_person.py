"""What files say of the person themself (docs/rules.md, IMP)."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.readers.apple_export import element, export, record
from tests.readers.clinical import AT, data_point, frame_of, observation, quantity
from tests.readers.fit_bytes import definition, segment
from tests.strategies.imports import NOW, piece, world
from tests.support import good
from vegaloop.imports import Fate, Item
from vegaloop.imports.application import taking_person
from vegaloop.kernel.person import Profile, Sex
from vegaloop.kernel.quantity import Distance

BORN: Final = dt.date(1988, 4, 25)
HEIGHTS: Final = st.integers(1_000, 2_200).map(Distance)
TALL: Final = {"value": 181, "unit": "cm"}
FIT_SCALE: Final = definition(0, 0, [(0, 1, 0)]) + bytes([0, 9])
# A name, a sex, an age, a height in cm and a weight in tenths of a kg.
FIT_PERSON: Final = (
    definition(1, 3, [(0, 3, 7), (1, 1, 0), (2, 1, 2), (3, 1, 2), (4, 2, 0x84)])
    + b"\x01Jo\x00\x00\x28\xac"
    + (720).to_bytes(2, "little")
)
# What a file tells: the sex, the birth date and the height in millimetres.
VENDORS: Final[dict[str, tuple[object, Sex | None, str | None, int | None]]] = {
    "oura": (
        {"id": "x", "age": 40, "weight": 70.1, "height": 1.78, "biological_sex": "male"},
        *(Sex.MALE, None, 1_780),
    ),
    "polar, who": (
        {"polar-user-id": 1, "member-id": "x", "birthdate": "1985-09-06"}
        | {"gender": "MALE", "weight": 66, "height": 170},
        *(Sex.MALE, "1985-09-06", 1_700),
    ),
    "polar, body": (
        {"created": "2016-04-27T20:11:33.000Z", "weight_source": "SOURCE_MEASURED"}
        | {"weight": 80, "height": 180, "birthday": "1990-01-01", "gender": "FEMALE"},
        *(Sex.FEMALE, "1990-01-01", 1_800),
    ),
    "whoop": (
        {"height_meter": 1.8288, "weight_kilogram": 90.7, "max_heart_rate": 200},
        *(None, None, 1_829),
    ),
    "garmin, export": (
        {"userName": "x", "birthDate": "1980-02-03", "emailAddress": "x", "gender": "MALE"},
        *(Sex.MALE, "1980-02-03", None),
    ),
    "garmin, settings": (
        {"userData": {"gender": "MALE", "height": 182.0, "birthDate": "1966-10-17"}},
        *(Sex.MALE, "1966-10-17", 1_820),
    ),
    "garmin, body": (
        [{"metaData": {"calendarDate": "2019-03-01", "sequence": 3}, "height": 178.0}],
        *(None, None, 1_780),
    ),
    "fitbit, answer": (
        {"user": {"dateOfBirth": "1990-01-01", "gender": "FEMALE", "height": 170.2}},
        *(Sex.FEMALE, "1990-01-01", 1_702),
    ),
    "fitbit, inches": (
        {"user": {"dateOfBirth": "", "gender": "NA", "height": 70, "heightUnit": "en_US"}},
        *(None, None, 1_778),
    ),
    "fitbit, table": (
        b"date_of_birth,gender,height,stride_length_walking\n1990-01-01,FEMALE,170.2,70\n",
        *(Sex.FEMALE, "1990-01-01", 1_702),
    ),
    "fitbit, heights": (
        b"timestamp,height millimeters\n2024-01-01T00:00:00Z,1780\n",
        *(None, None, 1_780),
    ),
    "health connect": (
        {"HeightRecord": [{"time": AT, "height": {"inMeters": 1.8}}]},
        *(None, None, 1_800),
    ),
    "fhir": (observation("8302-2", quantity(71, "[in_i]")), None, None, 1_803),
    "open mhealth": (
        data_point("body-height", "1.0", {"body_height": TALL, **frame_of(AT)}),
        *(None, None, 1_810),
    ),
    "healthkit": (
        data_point(
            "hk-quantity-sample",
            "1.0",
            {"quantity_type": "HKQuantityTypeIdentifierHeight", "unit_value": TALL, **frame_of(AT)},
            namespace="granola",
        ),
        *(None, None, 1_810),
    ),
    "fit": (segment(FIT_SCALE + FIT_PERSON), Sex.FEMALE, None, 1_720),
    "withings, heights": (b"Date,Height (m)\n2020-01-01 10:00:00,1.78\n", None, None, 1_780),
}
LEFT: Final = ("left-as-the-person-has-it",)
profiles = st.builds(
    Profile,
    sex=st.none() | st.sampled_from(Sex),
    birth_date=st.none() | st.just(BORN) | st.dates(dt.date(1930, 1, 1), dt.date(2010, 1, 1)),
    height=st.none() | st.just(Distance(1_780)) | HEIGHTS,
)


def me_in(born: str, sex: str) -> str:
    said = {"DateOfBirth": born, "BiologicalSex": sex}
    named = {f"HKCharacteristicTypeIdentifier{name}": value for name, value in said.items()}
    return element("Me", **named)


def tall(height: Distance, day: dt.date) -> str:
    return record("Height", height.meters * 100, f"{day} 12:00:00 +0100", unit="cm")


def brought(data: bytes, said: Profile | None = None) -> tuple[Profile, tuple[Item, ...]]:
    """What the profile is after, and what is told of the person."""
    vega, me = world()
    good(vega.accounts.update_profile(me, said or Profile()))
    done = vega.imports.bring(me, "x", [piece(data, "x")])
    items = [one.item for one in good(vega.imports.items(me, done.id))]
    told = tuple(item for item in items if item.what in {"sex", "birth_date", "height"})
    return vega.accounts.profile(me), told


class TestImp75:
    """IMP-75. The sex, the birth date and the height a file tells of the person are kept where the person said nothing, known where they said the same, and left as the person has it where they said otherwise."""

    @given(profiles)
    def test_apple_health(self, said: Profile) -> None:
        told = Profile(Sex.FEMALE, BORN, Distance(1_780))
        day = dt.date(2024, 5, 1)
        parts = [me_in(str(BORN), "HKBiologicalSexFemale"), tall(Distance(1_780), day)]
        profile, items = brought(export(parts), said)
        assert [item.what for item in items] == ["birth_date", "sex", "height"]
        for item in items:
            own = getattr(said, item.what)
            if own is None:
                assert (item.fate, item.remarks) == (Fate.KEPT, ())
                assert getattr(profile, item.what) == getattr(told, item.what)
            else:
                same = own == getattr(told, item.what)
                assert (item.fate, item.remarks) == (Fate.KNOWN, () if same else LEFT)
                assert getattr(profile, item.what) == own
        assert brought(export(parts), profile)[0] == profile

    @pytest.mark.parametrize(
        ("born", "sex"), [("", ""), ("", "HKBiologicalSexNotSet"), ("1988-04-25", "Other")]
    )
    def test_what_is_not_said(self, born: str, sex: str) -> None:
        profile, items = brought(export([me_in(born, sex)]))
        assert profile.sex is None
        assert profile.birth_date == (BORN if born else None)
        assert [item.fate for item in items if item.what == "sex"] == (
            [Fate.UNSUPPORTED] if sex == "Other" else []
        )

    @pytest.mark.parametrize("born", [str(NOW.date() + dt.timedelta(2)), "1850-01-01", "25.4.88"])
    def test_who_cannot_be(self, born: str) -> None:
        profile, (item,) = brought(export([me_in(born, "")]))
        assert profile == Profile()
        assert (item.fate, item.what) == (Fate.REFUSED, "birth_date")

    @pytest.mark.parametrize("vendor", VENDORS)
    def test_other_vendors(self, vendor: str) -> None:
        document, sex, born, height = VENDORS[vendor]
        data = document if isinstance(document, bytes) else json.dumps(document).encode()
        profile, items = brought(data)
        tall = None if height is None else Distance(height)
        assert profile == Profile(sex, None if born is None else dt.date.fromisoformat(born), tall)
        assert {item.fate for item in items} == {Fate.KEPT}
        again, items = brought(data, profile)
        assert again == profile
        assert {(item.fate, item.remarks) for item in items} == {(Fate.KNOWN, ())}


class TestImp76:
    """IMP-76. Of several heights of a person the one told without a date counts, else the latest."""

    @given(
        st.lists(
            st.tuples(HEIGHTS, st.dates(dt.date(2015, 1, 1), dt.date(2025, 1, 1))),
            min_size=1,
            max_size=5,
            unique_by=lambda one: one[1],
        )
    )
    def test_the_latest(self, told: Sequence[tuple[Distance, dt.date]]) -> None:
        profile, items = brought(export([tall(*one) for one in told]))
        assert profile.height == max(told, key=lambda one: one[1])[0]
        assert [item.fate for item in items].count(Fate.KEPT) == 1
        assert sum(item.count for item in items) == len(told)

    def test_there_is_an_end_to_them(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Those beyond are counted: a receipt is no longer than what anybody reads."""
        monkeypatch.setattr(taking_person, "WITHHELD_MOST", 3)
        days = [dt.date(2020, 1, n) for n in range(1, 10)]
        profile, items = brought(export([tall(Distance(1_700 + day.day), day) for day in days]))
        assert profile.height == Distance(1_703)
        assert [item.count for item in items if item.fate is Fate.UNSUPPORTED] == [6]
        assert sum(item.count for item in items) == len(days)
