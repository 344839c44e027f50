"""Water and sweat, as rules (formula book N8). Each class quotes the rule it holds."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support import good, refused
from vegaloop.kernel.evidence import NoNumber, Outside
from vegaloop.kernel.person import Sex
from vegaloop.kernel.result import Result
from vegaloop.nutrition.formulas import (
    DRINKS_SHARE,
    LOSS_MOST_PERCENT,
    SODIUM_MG_PER_H,
    Span,
    WaterMethod,
    adequate_water_l,
    drinking_l_per_h,
    fluid_before_l,
    mass_loss_percent,
    replacement_l,
    sweat_rate_l_per_h,
)

masses_kg = st.integers(400, 1_500).map(lambda n: n / 10)
losses_kg = st.integers(0, 40).map(lambda n: n / 10)
litres = st.integers(0, 30).map(lambda n: n / 10)
hours = st.integers(5, 120).map(lambda n: n / 10)


def wrong_of(result: Result[object, NoNumber]) -> tuple[str, float, float]:
    """What lies outside, and what would have been right."""
    reason = refused(result)
    assert isinstance(reason, Outside)
    return reason.what, reason.least, reason.most


class TestNut82:
    """NUT-82. What was sweated is what was lost and drunk, without the urine; a rate below zero is out of range."""

    @given(kg=masses_kg, loss=losses_kg, drunk=litres, urine=litres, lasted=hours)
    def test_it_is(self, kg: float, loss: float, drunk: float, urine: float, lasted: float) -> None:
        found = sweat_rate_l_per_h(kg, kg - loss, drunk, urine, lasted)
        expected = (loss + drunk - urine) / lasted
        if not -1e-9 <= expected <= 4 + 1e-9:
            assert wrong_of(found) == ("sweat_rate_l_per_h", 0, 4)
        elif 1e-9 < expected < 4 - 1e-9:
            assert good(found) == pytest.approx(expected)

    @given(kg=masses_kg, loss=losses_kg)
    def test_the_loss_is_a_share_of_the_mass_before(self, kg: float, loss: float) -> None:
        assert good(mass_loss_percent(kg, kg - loss)) == pytest.approx(100 * loss / kg)
        assert good(mass_loss_percent(kg, kg + loss)) == pytest.approx(-100 * loss / kg)

    @pytest.mark.parametrize(
        ("values", "what", "least", "most"),
        [
            ((0.9, 70, 0, 0, 1), "before_kg", 1, 650),
            ((70, 77.1, 0, 0, 1), "after_kg", 63, 77),
            ((70, 70, -0.1, 0, 1), "fluid_l", 0, 20),
            ((70, 70, 20.1, 0, 1), "fluid_l", 0, 20),
            ((70, 70, 0, -0.1, 1), "urine_l", 0, 20),
            ((70, 70, 0, 20.1, 1), "urine_l", 0, 20),
            ((70, 70, 1, 0, 0), "hours", 1 / 60, 24),
            ((70, 70, 1, 0, 24.1), "hours", 1 / 60, 24),
            ((70, 70, math.nan, 0, 1), "fluid_l", 0, 20),
            ((70, 70, 4.1, 0, 1), "sweat_rate_l_per_h", 0, 4),
        ],
    )
    def test_only_of_sessions_that_can_be(
        self, values: tuple[float, ...], what: str, least: float, most: float
    ) -> None:
        assert wrong_of(sweat_rate_l_per_h(*values)) == (what, pytest.approx(least), most)

    def test_at_its_bounds(self) -> None:
        assert good(sweat_rate_l_per_h(70, 70, 12, 0, 24)) == 0.5
        assert good(sweat_rate_l_per_h(70, 70, 0, 0, 1)) == 0
        assert good(sweat_rate_l_per_h(70, 70, 4, 0, 1)) == 4

    def test_a_mass_that_cannot_be(self) -> None:
        assert wrong_of(mass_loss_percent(0, 70)) == ("before_kg", 1, 650)
        assert wrong_of(mass_loss_percent(70, 62.9)) == ("after_kg", pytest.approx(63), 77)


class TestNut83:
    """NUT-83. The adequate intake of water is named by whose it is, and four fifths of it are drinks."""

    def test_it_is(self) -> None:
        told = {(m.value, s.value): adequate_water_l(m, s) for m in WaterMethod for s in Sex}
        assert told == {
            ("iom_2005", "male"): 3.7,
            ("iom_2005", "female"): 2.7,
            ("efsa_2010", "male"): 2.5,
            ("efsa_2010", "female"): 2.0,
        }
        assert DRINKS_SHARE == 0.8


class TestNut84:
    """NUT-84. Nobody is advised to drink more than they sweat, nor to replace what they did not lose."""

    @given(kg=masses_kg, rate=litres, lasted=hours)
    def test_during_a_session(self, kg: float, rate: float, lasted: float) -> None:
        found = good(drinking_l_per_h(rate, kg, lasted))
        assert found.most == min(rate, 1.2)
        assert found.least <= rate
        lost_kg = (rate - found.least) * lasted
        if found.least < 1.2:
            assert lost_kg <= kg * 0.02 + 1e-9
        if 0 < found.least < 1.2:
            assert lost_kg == pytest.approx(kg * 0.02)

    @given(kg=masses_kg, loss=losses_kg)
    def test_after_it(self, kg: float, loss: float) -> None:
        found = good(replacement_l(kg, kg - loss))
        assert found.least == pytest.approx(1.25 * loss)
        assert found.most == pytest.approx(1.5 * loss)
        assert good(replacement_l(kg, kg + loss)) == Span(0, 0)

    def test_before_it(self) -> None:
        found = good(fluid_before_l(70))
        assert (found.least, found.most) == (pytest.approx(0.35), pytest.approx(0.7))

    def test_what_cannot_be_is_refused(self) -> None:
        assert wrong_of(drinking_l_per_h(-0.1, 70, 1)) == ("sweat_rate_l_per_h", 0, 4)
        assert wrong_of(drinking_l_per_h(4.1, 70, 1)) == ("sweat_rate_l_per_h", 0, 4)
        assert wrong_of(drinking_l_per_h(1, 0, 1)) == ("before_kg", 1, 650)
        assert wrong_of(drinking_l_per_h(1, 70, 0)) == ("hours", 1 / 60, 24)
        assert wrong_of(replacement_l(0, 70)) == ("before_kg", 1, 650)
        assert wrong_of(fluid_before_l(0)) == ("weight_kg", 1, 650)

    def test_the_limits(self) -> None:
        assert LOSS_MOST_PERCENT == 2
        assert Span(300, 600) == SODIUM_MG_PER_H
