"""Formulas of a body: index, tape, lean mass. Each class quotes the rule it holds (docs/rules.md)."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support import good, refused
from vegaloop.biometrics.formulas import (
    bmi,
    body_fat_navy,
    body_fat_navy_inch,
    fat_free_mass_kg,
    lbm_boer,
)
from vegaloop.kernel.evidence import Missing, NoNumber, Outside, Undefined
from vegaloop.kernel.person import Sex
from vegaloop.kernel.result import Result, Success
from vegaloop.kernel.units import METERS_PER_INCH

meters = st.floats(0.3, 1.5)
sexes = st.sampled_from(Sex)


class TestBio80:
    """BIO-80. The body mass index is weight over height squared, for bodies that can be."""

    @given(weight_kg=st.floats(1, 350), height_m=st.floats(0.6, 1.5), factor=st.floats(1, 2))
    def test_it_is(self, weight_kg: float, height_m: float, factor: float) -> None:
        index = good(bmi(weight_kg, height_m))
        assert index * height_m**2 == pytest.approx(weight_kg)
        assert good(bmi(factor * weight_kg, height_m)) == pytest.approx(factor * index)
        assert good(bmi(weight_kg, factor * height_m)) == pytest.approx(index / factor**2)


class TestBio81:
    """BIO-81. The share of fat by tape lies between 2 and 60 percent, rises with the waist, and needs a waist wider than the neck and for women the hip."""

    @given(sex=sexes, waist=meters, neck=meters, hip=meters, more=st.floats(0, 0.5))
    def test_it_does(self, sex: Sex, waist: float, neck: float, hip: float, more: float) -> None:
        for form, unit in ((body_fat_navy, 1), (body_fat_navy_inch, METERS_PER_INCH)):
            given_ = [1.75 / unit, waist / unit, neck / unit, hip / unit]
            found = form(sex, *given_)
            if waist <= neck:
                assert refused(found) == Undefined(
                    "body_fat_navy", "the waist is no wider than the neck"
                )
                continue
            percent = good(found)
            assert 2 <= percent <= 60
            given_[1] += more / unit
            assert good(form(sex, *given_)) >= percent

    @given(waist=st.floats(0.6, 1.2), neck=st.floats(0.3, 0.5), height=st.floats(1.4, 2.1))
    def test_inches_and_centimetres_tell_nearly_the_same_of_men(
        self, waist: float, neck: float, height: float
    ) -> None:
        metric = good(body_fat_navy(Sex.MALE, height, waist, neck))
        inches = (one / METERS_PER_INCH for one in (height, waist, neck))
        if 10 <= metric <= 30:
            assert good(body_fat_navy_inch(Sex.MALE, *inches)) == pytest.approx(metric, abs=0.3)

    @given(waist=st.floats(0.6, 1.1), neck=st.floats(0.28, 0.4), hip=st.floats(0.8, 1.3))
    def test_and_of_women_within_a_point(self, waist: float, neck: float, hip: float) -> None:
        metric = good(body_fat_navy(Sex.FEMALE, 1.65, waist, neck, hip))
        inches = (one / METERS_PER_INCH for one in (1.65, waist, neck, hip))
        if 10 <= metric <= 45:
            assert good(body_fat_navy_inch(Sex.FEMALE, *inches)) == pytest.approx(metric, abs=1)

    def test_as_published(self) -> None:
        assert good(body_fat_navy_inch(Sex.MALE, 70, 34, 15)) == pytest.approx(17.513085, abs=1e-6)
        woman = good(body_fat_navy_inch(Sex.FEMALE, 65, 28, 13, 38))
        assert woman == pytest.approx(163.205 * math.log10(53) - 97.684 * math.log10(65) - 78.387)

    def test_it_is_kept_within_bodies(self) -> None:
        assert good(body_fat_navy(Sex.MALE, 1.9, 0.401, 0.4)) == 2
        assert good(body_fat_navy(Sex.MALE, 1.4, 2.5, 0.4)) == 60
        assert good(body_fat_navy_inch(Sex.MALE, 75, 16.1, 16)) == 2
        assert good(body_fat_navy_inch(Sex.FEMALE, 55, 80, 16, 90)) == 60

    def test_women_need_the_hip(self) -> None:
        assert refused(body_fat_navy(Sex.FEMALE, 1.65, 0.72, 0.32)) == Missing("hip")
        assert refused(body_fat_navy_inch(Sex.FEMALE, 65, 28, 13)) == Missing("hip")


class TestBio82:
    """BIO-82. The lean mass by Boer is more than nothing and at most the weight, or undefined."""

    @given(sex=sexes, weight_kg=st.floats(1, 700), height_m=st.floats(0.3, 3))
    def test_it_is(self, sex: Sex, weight_kg: float, height_m: float) -> None:
        match lbm_boer(sex, weight_kg, height_m):
            case Success(lean_kg):
                assert 0 < lean_kg <= weight_kg
            case found:
                assert refused(found) == Undefined(
                    "lbm_boer", "outside the bodies it was fitted to"
                )

    def test_as_published(self) -> None:
        assert good(lbm_boer(Sex.MALE, 80, 1.8)) == pytest.approx(61.42)
        assert good(lbm_boer(Sex.FEMALE, 60, 1.65)) == pytest.approx(44.865)

    def test_a_lean_mass_of_all_of_the_weight_is_the_last(self) -> None:
        # 0.593 W = 0.267 H - 19.2 in centimetres.
        height_m = 1.8
        weight_kg = (0.267 * 180 - 19.2) / 0.593
        assert good(lbm_boer(Sex.MALE, weight_kg + 1e-6, height_m)) <= weight_kg + 1e-6
        assert isinstance(refused(lbm_boer(Sex.MALE, weight_kg - 0.01, height_m)), Undefined)


class TestBio92:
    """BIO-92. Where a formula of the body is not declared it gives a reason and no number, for what is not a number too."""

    @pytest.mark.parametrize("wrong", [math.nan, math.inf, -math.inf, -1.0, 0.0, 1e9])
    @pytest.mark.parametrize(
        ("formula", "what", "least", "most"),
        [
            (lambda x: bmi(x, 1.75), "weight_kg", 1, 700),
            (lambda x: bmi(70, x), "height_m", 0.3, 3),
            (lambda x: lbm_boer(Sex.MALE, x, 1.75), "weight_kg", 1, 700),
            (lambda x: lbm_boer(Sex.MALE, 70, x), "height_m", 0.3, 3),
            (lambda x: fat_free_mass_kg(x, 20), "weight_kg", 1, 700),
            (lambda x: body_fat_navy(Sex.MALE, x, 0.8, 0.4), "height_m", 0.3, 3),
            (lambda x: body_fat_navy(Sex.MALE, 1.8, x, 0.4), "waist_m", 0.05, 4),
            (lambda x: body_fat_navy(Sex.MALE, 1.8, 0.8, x), "neck_m", 0.05, 4),
            (lambda x: body_fat_navy(Sex.FEMALE, 1.8, 0.8, 0.4, x), "hip_m", 0.05, 4),
        ],
    )
    def test_it_gives_a_reason(
        self,
        formula: Callable[[float], Result[float, NoNumber]],
        what: str,
        least: float,
        most: float,
        wrong: float,
    ) -> None:
        reason = refused(formula(wrong))
        assert isinstance(reason, Outside)
        assert (reason.what, reason.least, reason.most) == (what, least, most)

    def test_the_limits_themselves_are_bodies(self) -> None:
        assert good(bmi(1, 3)) == pytest.approx(1 / 9)
        assert good(bmi(700, 0.3)) == pytest.approx(700 / 0.09)
        assert good(fat_free_mass_kg(1, 100)) == 0
        assert good(fat_free_mass_kg(700, 0)) == 700
        assert refused(fat_free_mass_kg(70, 100.1)) == Outside("body_fat_percent", 100.1, 0, 100)
        assert refused(fat_free_mass_kg(70, -0.1)) == Outside("body_fat_percent", -0.1, 0, 100)
        assert good(body_fat_navy(Sex.MALE, 3, 4, 0.05)) > 2
        assert good(body_fat_navy(Sex.FEMALE, 0.3, 0.06, 0.05, 0.05)) >= 2
        assert good(body_fat_navy(Sex.FEMALE, 3, 0.06, 0.05, 4)) == pytest.approx(49, abs=40)
