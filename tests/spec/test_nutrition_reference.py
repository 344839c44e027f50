"""Reference intakes and the table they stand in, as rules (formula book N9, H11)."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import event, given
from hypothesis import strategies as st
from msgspec import structs

from tests.support import good, refused
from vegaloop.kernel.evidence import Missing, Outside, Undefined
from vegaloop.kernel.person import Sex
from vegaloop.nutrition.adapters.reference import table as reader
from vegaloop.nutrition.adapters.reference.table import DriTable, parsed_intakes, read_intakes
from vegaloop.nutrition.formulas import (
    Intake,
    IntakeTable,
    LifeStage,
    ReferenceKind,
    Whom,
    dri_lookup,
    group_of,
)

TABLE = read_intakes()
NUTRIENTS = sorted({row.nutrient for row in TABLE.rows})
rows = st.sampled_from(TABLE.rows)
nutrients = st.sampled_from(NUTRIENTS)
ages = st.integers(0, 1_200).map(lambda n: n / 10) | st.sampled_from((0.5, 1, 9, 71, 120))
people = st.builds(Whom, ages, st.sampled_from(Sex))
BOUNDARIES = (0.5, 1, 4, 9, 14, 19, 31, 51, 71)
IRON = Intake(
    nutrient="iron",
    unit="mg",
    life_stage=LifeStage.NONE,
    sex=Sex.MALE,
    age_min_years=19,
    age_below_years=31,
    ear=6,
    rda=8,
    ul=45,
)


class TestNut79:
    """NUT-79. Everybody from 0 to 120 years is in one group of reference intakes, and a boundary age in the upper one."""

    @given(whom=people, nutrient=nutrients, kind=st.sampled_from(ReferenceKind))
    def test_the_lookup_is_total(self, whom: Whom, nutrient: str, kind: ReferenceKind) -> None:
        held = [row for row in TABLE.of(whom) if row.nutrient == nutrient]
        found = dri_lookup(TABLE, nutrient, kind, whom)
        figure = held[0].of(kind) if held else None
        if figure is None:
            assert refused(found) == Undefined(
                f"{kind} of {nutrient}", "none was set for the group"
            )
        else:
            assert good(found) == figure > 0
        assert len(held) <= 1
        event("none" if figure is None else "known")

    @given(whom=people)
    def test_everybody_has_thirty_nutrients_or_more(self, whom: Whom) -> None:
        assert len(TABLE.of(whom)) >= 30
        assert good(group_of(whom)) == whom

    @pytest.mark.parametrize("age", BOUNDARIES)
    @pytest.mark.parametrize("sex", Sex)
    def test_an_age_at_a_boundary(self, age: float, sex: Sex) -> None:
        at = {row.age_min_years for row in TABLE.of(Whom(age, sex))}
        below = {row.age_below_years for row in TABLE.of(Whom(math.nextafter(age, 0), sex))}
        assert at == {age}
        assert below == {age}

    def test_below_nine_years_nobody_asks_for_the_sex(self) -> None:
        child = Whom(8.99, None)
        assert good(dri_lookup(TABLE, "iron", ReferenceKind.RDA, child)) == 10
        assert good(dri_lookup(TABLE, "iron", ReferenceKind.RDA, Whom(5, Sex.MALE))) == 10
        named = Whom(5, Sex.MALE, LifeStage.CHILD)
        assert good(dri_lookup(TABLE, "iron", ReferenceKind.RDA, named)) == 10
        infant = Whom(0.2, None, LifeStage.INFANT)
        assert good(dri_lookup(TABLE, "iron", ReferenceKind.AI, infant)) == 0.27
        assert refused(group_of(Whom(9, None))) == Missing("sex")

    @pytest.mark.parametrize(
        ("age", "sex", "stage", "rda"),
        [
            (14, Sex.FEMALE, LifeStage.PREGNANCY, 27),
            (50.9, Sex.FEMALE, LifeStage.LACTATION, 9),
            (13.9, Sex.FEMALE, LifeStage.PREGNANCY, None),
            (51, Sex.FEMALE, LifeStage.LACTATION, None),
            (30, Sex.MALE, LifeStage.PREGNANCY, None),
            (30, Sex.MALE, LifeStage.CHILD, None),
            (3, Sex.MALE, LifeStage.INFANT, None),
        ],
    )
    def test_the_stages_of_life(
        self, age: float, sex: Sex, stage: LifeStage, rda: float | None
    ) -> None:
        found = dri_lookup(TABLE, "iron", ReferenceKind.RDA, Whom(age, sex, stage))
        if rda is None:
            assert isinstance(refused(found), Undefined)
        else:
            assert good(found) == rda

    @pytest.mark.parametrize("age", [-0.1, 120.1, math.nan, math.inf])
    def test_an_age_that_cannot_be(self, age: float) -> None:
        found = refused(dri_lookup(TABLE, "iron", ReferenceKind.RDA, Whom(age, Sex.MALE)))
        assert isinstance(found, Outside)
        assert (found.what, found.least, found.most) == ("age_years", 0, 120)
        assert good(dri_lookup(TABLE, "iron", ReferenceKind.RDA, Whom(120, Sex.MALE))) == 8

    def test_an_unheard_of_nutrient(self) -> None:
        found = refused(dri_lookup(TABLE, "kryptonite", ReferenceKind.UL, Whom(30, Sex.MALE)))
        assert isinstance(found, Undefined)


class TestNut92:
    """NUT-92. An RDA is not below its EAR, an upper level not below the target but for magnesium, and no group has both RDA and AI."""

    @given(row=rows)
    def test_so_it_is_in_the_table(self, row: Intake) -> None:
        assert row.rda is None or row.ai is None
        assert (row.rda or math.inf) >= (row.ear or 0)
        if row.ul is not None and row.nutrient != "magnesium":
            assert row.ul >= (row.rda or row.ai or 0)

    def test_magnesium_is_the_exception_in_eleven_groups(self) -> None:
        below = [row for row in TABLE.rows if row.ul is not None and row.ul < (row.target or 0)]
        assert {row.nutrient for row in below} == {"magnesium"}
        assert len(below) == 11

    def test_it_has_forty_nutrients_and_twenty_two_groups(self) -> None:
        assert len(NUTRIENTS) == 40
        groups = {(r.life_stage, r.sex, r.age_min_years, r.age_below_years) for r in TABLE.rows}
        assert len(groups) == 22
        assert DriTable().table() is TABLE

    @pytest.mark.parametrize(
        ("changes", "why"),
        [
            ({"ear": None, "rda": None, "ul": None}, "above zero"),
            ({"rda": 0.0, "ear": None}, "above zero"),
            ({"rda": math.inf}, "above zero"),
            ({"ear": math.nan}, "above zero"),
            ({"ai": 8.0}, "there is no AI"),
            ({"ear": 8.5}, "not below it"),
            ({"rda": None}, "not below it"),
            ({"ul": 7.9}, "below the target"),
            ({"age_min_years": 31.0}, "not empty"),
            ({"age_min_years": -1.0}, "not empty"),
            ({"age_below_years": math.nan}, "not empty"),
        ],
    )
    def test_a_row_that_cannot_be_is_refused(
        self, changes: dict[str, float | None], why: str
    ) -> None:
        with pytest.raises(ValueError, match=why):
            structs.replace(IRON, **changes)

    def test_a_row_at_its_bounds_can_be(self) -> None:
        assert structs.replace(IRON, ear=8.0, ul=8.0, age_min_years=0.0).target == 8
        adequate = structs.replace(IRON, ear=None, rda=None, ai=5.0, cdrr=9.0)
        assert [adequate.of(kind) for kind in ReferenceKind] == [None, None, 5, 45, 9]
        assert [IRON.of(kind) for kind in ReferenceKind] == [6, 8, None, 45, None]
        assert adequate.target == 5
        assert structs.replace(IRON, nutrient="magnesium", ul=1.0).ul == 1

    def test_a_group_is_there_once(self) -> None:
        with pytest.raises(ValueError, match="one row a nutrient"):
            IntakeTable((IRON, structs.replace(IRON, rda=9.0)))
        IntakeTable((IRON, structs.replace(IRON, sex=Sex.FEMALE)))

    @pytest.mark.parametrize(
        "spoil",
        [
            lambda text: text.replace("nutrient,unit", "unit,nutrient", 1),
            lambda text: text.replace("iron,mg,", "iron,kg,"),
            lambda text: text.replace(",male,19.0", ",other,19.0"),
            lambda text: text.replace(
                "iron,mg,day,none,male,19.0,31,6.0,8.0", "iron,mg,day,none,male,19.0,31,9.0,8.0"
            ),
            lambda text: text + text.splitlines()[1] + "\n",
            lambda text: text.replace(",19.0,31,", ",nineteen,31,"),
        ],
    )
    def test_a_table_that_cannot_be_is_refused(self, spoil: Callable[[str], str]) -> None:
        text = Path(reader.__file__).with_name("dri.csv").read_text(encoding="utf-8")
        spoilt = spoil(text)
        assert spoilt != text
        with pytest.raises(ValueError, match=r"."):
            parsed_intakes(spoilt.splitlines())
        assert parsed_intakes(text.splitlines()) == TABLE
