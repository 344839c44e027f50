"""The glycaemic load of days, as rules. Each class quotes the rule it holds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies.nutrition import BISCUIT, OATS, TEA, TODAY, Kitchen
from tests.support import good, refused
from vegaloop.kernel.evidence import Missing, TooFew
from vegaloop.nutrition import StatedEntry, WeighedEntry
from vegaloop.nutrition.formulas import GlycaemicBand


class TestNut94:
    """NUT-94. The glycaemic load of a day is told where the index of four fifths of its carbohydrate is known."""

    def cook(self) -> Kitchen:
        kitchen = Kitchen()
        kitchen.shelf.held[BISCUIT.id] = BISCUIT
        return kitchen

    @given(
        biscuit=st.integers(1, 400), oats=st.integers(0, 400), tea=st.booleans(), bar=st.booleans()
    )
    def test_it_is(self, biscuit: int, oats: int, tea: bool, bar: bool) -> None:
        kitchen = self.cook()
        portions = [
            WeighedEntry(BISCUIT.id, biscuit),
            *([WeighedEntry(OATS.id, oats)] if oats else []),
            *([WeighedEntry(TEA.id, 300)] if tea else []),
            *([StatedEntry("bar", (("carbohydrate_g", 20.0),))] if bar else []),
        ]
        kitchen.eat(*portions)
        day = kitchen.nutrition.glycaemia(kitchen.me, TODAY)
        known, unknown = 0.65 * biscuit, 0.57 * oats + 20 * bar
        share = known / (known + unknown)
        assert day.found.coverage == pytest.approx(share)
        if share >= 0.801:
            load = good(day.found.load)
            assert load.value == pytest.approx(0.6 * known)
            assert good(day.found.index).value == pytest.approx(60)
            counted = len(portions) - tea
            assert load.quality == pytest.approx(share * counted / len(portions))
            assert load.n_valid == 1
            assert load.notes == (() if load.quality == 1 else ("at-least",))
            value = load.value
            band = "low" if value < 80 else "high" if value > 120 else "medium"
            assert good(day.band) is GlycaemicBand(band)
        elif share < 0.799:
            reason = refused(day.found.load)
            what = "percent of the carbohydrate whose glycaemic index is known"
            assert reason == TooFew(what, int(100 * share), 80)
            assert refused(day.found.index) == reason == refused(day.band)
        assert day.meals[0].found == day.found

    def test_at_four_fifths(self) -> None:
        for bar_g, known in ((32.5, True), (32.6, False)):
            kitchen = self.cook()
            bar = StatedEntry("bar", (("carbohydrate_g", bar_g),))
            kitchen.eat(WeighedEntry(BISCUIT.id, 200), bar)
            found = kitchen.nutrition.glycaemia(kitchen.me, TODAY).found
            if known:
                assert (good(found.load).value, found.coverage) == (pytest.approx(78), 0.8)
            else:
                assert isinstance(refused(found.load), TooFew)

    def test_each_meal_has_its_own(self) -> None:
        kitchen = self.cook()
        first = kitchen.eat(WeighedEntry(BISCUIT.id, 100), hours_ago=2).meal
        second = kitchen.eat(WeighedEntry(OATS.id, 10)).meal
        day = kitchen.nutrition.glycaemia(kitchen.me, TODAY)
        assert [one.meal for one in day.meals] == [first.id, second.id]
        assert good(day.meals[0].found.load).value == pytest.approx(39)
        assert isinstance(refused(day.meals[1].found.load), TooFew)
        assert good(day.found.load).value == pytest.approx(39)

    def test_of_nothing_there_is_none(self) -> None:
        kitchen = self.cook()
        day = kitchen.nutrition.glycaemia(kitchen.me, TODAY)
        assert refused(day.found.load) == Missing("portions whose carbohydrate is known")
        assert day.found.coverage is None
        kitchen.eat(StatedEntry("steak", (("carbohydrate_g", 0.0),)))
        steak = kitchen.nutrition.glycaemia(kitchen.me, TODAY).found
        assert (good(steak.load).value, steak.coverage) == (0, 1.0)
        assert refused(steak.index) == Missing("carbohydrate an index could be of")
