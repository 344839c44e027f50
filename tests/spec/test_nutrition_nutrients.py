"""Nutrients and their totals, as rules. Each class quotes the rule it holds."""

from __future__ import annotations

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from vegaloop.kernel.evidence import Undefined
from vegaloop.kernel.quantity import Energy, Mass
from vegaloop.kernel.result import Failure, Success
from vegaloop.nutrition.domain.nutrients import (
    HUNDRED_GRAMS,
    NOTHING,
    Macros,
    Nutrient,
    Nutrients,
)
from vegaloop.nutrition.domain.totals import Known, Totals

nutrients = st.sampled_from(Nutrient)
masses = st.integers(0, HUNDRED_GRAMS.amount).map(Mass)
energies = st.integers(0, 4_000_000).map(Energy)
mixtures = st.builds(
    Nutrients.of_amounts,
    st.none() | energies,
    st.dictionaries(nutrients, masses, max_size=12).map(dict.items),
)
portions = st.lists(mixtures, max_size=6)
eaten = st.integers(0, 5 * 10**9).map(Mass)


class TestNut20:
    """NUT-20. A nutrient that is not known is absent, never zero."""

    @given(mixture=mixtures, nutrient=nutrients, mass=eaten, factor=st.floats(0, 50))
    def test_unknown_stays_unknown(
        self, mixture: Nutrients, nutrient: Nutrient, mass: Mass, factor: float
    ) -> None:
        unknown = mixture.of(nutrient) is None
        event(f"unknown: {unknown}")
        assert (mixture.portion(mass).of(nutrient) is None) == unknown
        assert (mixture.scaled(factor).of(nutrient) is None) == unknown
        assert (Totals.over([mixture]).of(nutrient) is None) == unknown
        assert (mixture.portion(mass).energy is None) == (mixture.energy is None)

    @given(nutrient=nutrients)
    def test_a_known_zero_is_known(self, nutrient: Nutrient) -> None:
        assert Nutrients(None, ((nutrient, Mass(0)),)).of(nutrient) == Mass(0)

    @given(nutrient=nutrients, mass=masses)
    def test_no_nutrient_is_there_twice(self, nutrient: Nutrient, mass: Mass) -> None:
        with pytest.raises(ValueError, match="at most once"):
            Nutrients(None, ((nutrient, mass), (nutrient, mass)))

    @given(mixture=mixtures, data=st.data())
    def test_nutrients_stand_in_order(self, mixture: Nutrients, data: st.DataObject) -> None:
        shuffled = tuple(data.draw(st.permutations(mixture.amounts)))
        event(f"in order: {shuffled == mixture.amounts}")
        if shuffled == mixture.amounts:
            assert Nutrients(mixture.energy, shuffled) == mixture
        else:
            with pytest.raises(ValueError, match="sorted"):
                Nutrients(mixture.energy, shuffled)

    @given(mixture=mixtures)
    def test_macronutrients_are_known_as_they_were(self, mixture: Nutrients) -> None:
        macros = mixture.macros
        every = (Nutrient.CARBOHYDRATE, Nutrient.FAT, Nutrient.FIBRE, Nutrient.PROTEIN)
        held = (macros.carbohydrate, macros.fat, macros.fibre, macros.protein)
        assert held == tuple(map(mixture.of, every))
        assert macros.energy == mixture.energy
        assert macros.amounts == tuple(one for one in mixture.amounts if one[0] in every)


class TestNut21:
    """NUT-21. In a sum of two foods a nutrient is known where it is known in both."""

    @given(a=mixtures, b=mixtures, nutrient=nutrients)
    def test_it_is(self, a: Nutrients, b: Nutrients, nutrient: Nutrient) -> None:
        of_a, of_b, of_both = a.of(nutrient), b.of(nutrient), (a + b).of(nutrient)
        if of_a is None or of_b is None:
            assert of_both is None
        else:
            assert of_both == of_a + of_b
        assert ((a + b).energy is None) == (a.energy is None or b.energy is None)


class TestNut22:
    """NUT-22. Adding nutrients or totals takes any order and grouping; nothing added adds nothing."""

    @given(a=mixtures, b=mixtures, c=mixtures)
    def test_nutrients(self, a: Nutrients, b: Nutrients, c: Nutrients) -> None:
        assert a + b == b + a
        assert (a + b) + c == a + (b + c)
        assert a + NOTHING == a

    @given(a=portions, b=portions, c=portions)
    def test_totals(self, a: list[Nutrients], b: list[Nutrients], c: list[Nutrients]) -> None:
        x, y, z = Totals.over(a), Totals.over(b), Totals.over(c)
        assert x + y == y + x
        assert (x + y) + z == x + (y + z)
        assert x + Totals() == x

    @given(a=portions, b=portions)
    def test_the_total_of_two_meals_is_the_sum_of_their_totals(
        self, a: list[Nutrients], b: list[Nutrients]
    ) -> None:
        assert Totals.over(a + b) == Totals.over(a) + Totals.over(b)


class TestNut23:
    """NUT-23. A portion holds in proportion to its mass what 100 g hold, each to the nearest unit."""

    @given(mixture=mixtures)
    def test_100_g_hold_what_100_g_hold(self, mixture: Nutrients) -> None:
        assert mixture.portion(HUNDRED_GRAMS) == mixture

    @given(mixture=mixtures, mass=eaten)
    def test_within_half_a_unit_of_the_exact_share(self, mixture: Nutrients, mass: Mass) -> None:
        portion = mixture.portion(mass)
        for (_, held), (_, whole) in zip(portion.amounts, mixture.amounts, strict=True):
            exact = whole.amount * mass.amount
            assert abs(2 * (held.amount * HUNDRED_GRAMS.amount - exact)) <= HUNDRED_GRAMS.amount

    @given(mixture=mixtures, a=eaten, b=eaten)
    def test_two_portions_are_one_but_for_rounding(
        self, mixture: Nutrients, a: Mass, b: Mass
    ) -> None:
        apart, together = mixture.portion(a) + mixture.portion(b), mixture.portion(a + b)
        for (_, one), (_, other) in zip(apart.amounts, together.amounts, strict=True):
            assert abs(one.amount - other.amount) <= 1

    @given(mixture=mixtures, a=eaten, b=eaten)
    def test_more_of_a_food_never_holds_less(self, mixture: Nutrients, a: Mass, b: Mass) -> None:
        less, more = mixture.portion(min(a, b)), mixture.portion(max(a, b))
        for (_, small), (_, large) in zip(less.amounts, more.amounts, strict=True):
            assert small <= large


class TestNut24:
    """NUT-24. Scaling multiplies all that is known, each amount to its nearest unit."""

    @given(mixture=mixtures)
    def test_by_one_and_by_nought(self, mixture: Nutrients) -> None:
        assert mixture.scaled(1) == mixture
        assert all(mass == Mass(0) for _, mass in mixture.scaled(0).amounts)

    @given(mixture=mixtures, a=st.floats(0, 20), b=st.floats(0, 20))
    def test_one_factor_after_another_is_their_product_but_for_rounding(
        self, mixture: Nutrients, a: float, b: float
    ) -> None:
        twice, once = mixture.scaled(a).scaled(b), mixture.scaled(a * b)
        for (_, one), (_, other) in zip(twice.amounts, once.amounts, strict=True):
            assert abs(one.amount - other.amount) <= b / 2 + 1

    @given(mixture=mixtures, times=st.integers(0, 20))
    def test_by_a_whole_number_it_is_repeated_addition(
        self, mixture: Nutrients, times: int
    ) -> None:
        if not times:
            return
        added = mixture
        for _ in range(times - 1):
            added += mixture
        assert mixture.scaled(times) == added


class TestNut25:
    """NUT-25. A total adds what is known, and keeps the energy each nutrient is known for."""

    @given(eaten=portions, nutrient=nutrients)
    def test_it_does(self, eaten: list[Nutrients], nutrient: Nutrient) -> None:
        total = Totals.over(eaten)
        informed = [portion for portion in eaten if portion.of(nutrient) is not None]
        if not informed:
            assert total.of(nutrient) is None
            return
        amounts = [portion.of(nutrient) for portion in informed]
        joules = sum(portion.energy.amount for portion in informed if portion.energy is not None)
        expected = Known(Mass(sum(mass.amount for mass in amounts if mass)), Energy(joules))
        assert dict(total.sums)[nutrient] == expected
        assert total.of(nutrient) == expected.amount

    @given(eaten=portions)
    def test_portions_without_energy_are_counted(self, eaten: list[Nutrients]) -> None:
        total = Totals.over(eaten)
        assert total.without_energy == sum(portion.energy is None for portion in eaten)
        assert total.energy.amount == sum(p.energy.amount for p in eaten if p.energy is not None)

    @given(eaten=portions)
    def test_a_total_of_macronutrients_is_that_of_all_nutrients_without_the_others(
        self, eaten: list[Nutrients]
    ) -> None:
        whole, part = Totals.over(eaten), Totals.over(portion.macros for portion in eaten)
        macros = dict(NOTHING.macros.amounts)
        assert part.sums == tuple(one for one in whole.sums if one[0] in macros)
        assert (part.energy, part.without_energy) == (whole.energy, whole.without_energy)
        assert part.macros == whole.macros

    def test_what_has_no_energy_at_all_tells_none(self) -> None:
        assert Totals.over([Nutrients()]).macros == Macros()
        assert Totals.over([Nutrients(), Nutrients(Energy(1))]).macros == Macros(Energy(1))

    def test_no_nutrient_is_known_for_more_energy_than_there_is(self) -> None:
        with pytest.raises(ValueError, match="more energy"):
            Totals(Energy(1), 0, ((Nutrient.IRON, Known(Mass(1), Energy(2))),))


class TestNut26:
    """NUT-26. The coverage of a nutrient is a share of the energy, undefined where there is none."""

    @given(eaten=portions, nutrient=nutrients)
    def test_it_lies_between_none_and_all(self, eaten: list[Nutrients], nutrient: Nutrient) -> None:
        total = Totals.over(eaten)
        match total.coverage(nutrient):
            case Success(share):
                assert 0 <= share <= 1
                assert total.energy.amount > 0
            case Failure(reason):
                assert isinstance(reason, Undefined)
                assert total.energy.amount == 0

    @given(eaten=st.lists(st.builds(Nutrients.of_amounts, energies, st.just(NOTHING.amounts))))
    def test_what_is_known_of_all_is_covered_fully(self, eaten: list[Nutrients]) -> None:
        match Totals.over(eaten).coverage(Nutrient.IRON):
            case Success(share):
                assert share == 1
            case Failure():
                assert not sum(portion.energy.amount for portion in eaten if portion.energy)

    @given(eaten=portions, more=energies, nutrient=nutrients)
    def test_a_portion_of_unknown_content_never_raises_it(
        self, eaten: list[Nutrients], more: Energy, nutrient: Nutrient
    ) -> None:
        before = Totals.over(eaten).coverage(nutrient)
        after = Totals.over([*eaten, Nutrients(more)]).coverage(nutrient)
        match before, after:
            case Success(old), Success(new):
                assert new <= old
            case _:
                event("no energy before")
