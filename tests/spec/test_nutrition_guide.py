"""What to eat around training, as rules. Each class quotes the rule it holds."""

from __future__ import annotations

import pytest
from hypothesis import given

from tests.strategies.nutrition import TODAY, Kitchen, circumstances, hours, weights_kg
from tests.support import good, refused
from vegaloop.kernel.evidence import Missing, Outside
from vegaloop.kernel.person import Profile
from vegaloop.kernel.quantity import Distance
from vegaloop.nutrition import Body, DayExertion
from vegaloop.nutrition.domain.circumstances import Circumstances
from vegaloop.nutrition.domain.guide import guide_of
from vegaloop.nutrition.formulas import carbohydrate_during_g_per_h


class TestNut95:
    """NUT-95. What to eat around the training of a day follows its hours and the body mass, and names what is not known."""

    @given(known=circumstances)
    def test_it_does(self, known: Circumstances) -> None:
        found = guide_of(TODAY, known)
        weight_kg, height = known.body.weight_kg, known.profile.height
        assert weight_kg is not None
        assert height is not None
        assert found.hours == known.exertion(TODAY).moderate_or_harder_hours
        if found.hours:
            before = good(found.carbohydrate_before_g)
            after = good(found.carbohydrate_after_g_per_h)
            assert (before.least, before.most) == (weight_kg, 4 * weight_kg)
            assert (after.least, after.most) == (weight_kg, pytest.approx(1.2 * weight_kg))
            during = good(carbohydrate_during_g_per_h(found.hours))
            assert good(found.carbohydrate_during_g_per_h) == during
        meal = good(found.protein_per_meal_g)
        basis_kg = min(weight_kg, 27.5 * height.meters**2)
        assert meal.least == pytest.approx(0.25 * basis_kg)
        assert meal.most == pytest.approx(0.40 * basis_kg)

    @given(lasted=hours.filter(bool))
    def test_what_needs_no_weight_is_told_without_one(self, lasted: float) -> None:
        found = guide_of(TODAY, Circumstances(exertions=(DayExertion(TODAY, lasted, None),)))
        missing = Missing("weight_kg")
        assert refused(found.carbohydrate_before_g) == missing
        assert refused(found.carbohydrate_after_g_per_h) == missing
        assert refused(found.protein_per_meal_g) == missing
        assert good(found.carbohydrate_during_g_per_h).most <= 90

    @given(kg=weights_kg)
    def test_without_a_height_no_meal(self, kg: float) -> None:
        found = guide_of(TODAY, Circumstances(body=Body(kg)))
        assert refused(found.protein_per_meal_g) == Missing("height_m")
        heavy = Circumstances(Profile(height=Distance(1_800)), Body(700.0))
        assert refused(guide_of(TODAY, heavy).protein_per_meal_g) == Outside(
            "weight_kg", 700.0, 1, 650
        )

    def test_the_service_tells_it(self) -> None:
        kitchen = Kitchen()
        session = DayExertion(TODAY, 2.0, 900.0)
        kitchen.circle.known = Circumstances(Profile(), Body(70.0), (session,))
        found = kitchen.nutrition.guide(kitchen.me, TODAY)
        assert (found.day, found.hours) == (TODAY, 2.0)
        assert good(found.carbohydrate_before_g).least == 70
