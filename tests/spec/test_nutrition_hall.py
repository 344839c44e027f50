"""The model of a changing body, as rules. Each class quotes the rule it holds."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support import good, refused
from vegaloop.kernel.evidence import Outside, Undefined
from vegaloop.kernel.person import Sex
from vegaloop.kernel.result import Success
from vegaloop.nutrition.formulas import BodyThen, Person, hall_dynamic_weight

MAN = Person(Sex.MALE, 80.0, 1.8, 40, 1.5)
WOMAN = Person(Sex.FEMALE, 70.0, 1.65, 35, 1.7)
HEAVY = Person(Sex.MALE, 100.0, 1.75, 30, 1.6)
people = st.builds(
    Person,
    sex=st.sampled_from(Sex),
    weight_kg=st.integers(65, 130).map(float),
    height_m=st.integers(150, 190).map(lambda cm: cm / 100),
    age_years=st.integers(18, 80).map(float),
    level=st.integers(120, 220).map(lambda n: n / 100),
)
deltas = st.integers(-700, 700).map(float)
days_ahead = st.integers(1, 400).map(float)


def then(person: Person, delta_kcal: float, day: float, step_days: float = 1.0) -> BodyThen:
    return good(hall_dynamic_weight(person, delta_kcal, (day,), step_days))[0]


def has_parts(person: Person) -> bool:
    return isinstance(hall_dynamic_weight(person, 0.0, ()), Success)


standing = people.filter(has_parts)


class TestNut50:
    """NUT-50. Eating as much as before changes nothing in a forecast, more never weighs less, and some fat always stays."""

    @given(person=standing, day=days_ahead)
    def test_nothing_changes_nothing(self, person: Person, day: float) -> None:
        start, later = then(person, 0.0, 0.0), then(person, 0.0, day)
        assert start.weight_kg == pytest.approx(person.weight_kg)
        assert later.weight_kg == pytest.approx(start.weight_kg, abs=1e-6)
        assert later.fat_kg == pytest.approx(start.fat_kg, abs=1e-6)
        assert (later.adaptation_kcal, later.glycogen_kg) == (0, pytest.approx(0.5))

    @given(person=standing, delta=deltas, more=st.integers(10, 300), day=days_ahead)
    def test_more_weighs_more(self, person: Person, delta: float, more: int, day: float) -> None:
        less = then(person, delta, day)
        assert then(person, delta + more, day).weight_kg > less.weight_kg
        assert less.fat_kg > 0

    @given(person=standing, delta=st.integers(10, 700).map(float), day=days_ahead)
    def test_it_has_the_sign_of_the_change(self, person: Person, delta: float, day: float) -> None:
        assert then(person, delta, day).weight_kg > person.weight_kg
        assert then(person, -delta, day).weight_kg < person.weight_kg

    @given(person=standing, delta=deltas, day=days_ahead)
    def test_parts_make_the_weight_and_fat_follows_forbes(
        self, person: Person, delta: float, day: float
    ) -> None:
        start, one = then(person, delta, 0.0), then(person, delta, day)
        water_kg = one.extracellular_water_kg + 3.7 * one.glycogen_kg
        assert one.weight_kg == pytest.approx(one.fat_kg + one.lean_kg + water_kg)
        grown = math.log(one.fat_kg / start.fat_kg) * 10.4
        assert one.lean_kg - start.lean_kg == pytest.approx(grown, abs=1e-6)

    @given(
        person=standing,
        delta=deltas,
        days=st.lists(st.integers(0, 200).map(float), min_size=1, max_size=5),
    )
    def test_days_come_in_any_order_and_each_as_if_alone(
        self, person: Person, delta: float, days: list[float]
    ) -> None:
        together = good(hall_dynamic_weight(person, delta, days))
        assert together == tuple(then(person, delta, day) for day in days)

    def test_ten_kcal_a_day_are_about_450_g_in_the_end_and_half_of_it_in_a_year(self) -> None:
        end = 80 - then(MAN, -10, 3_660).weight_kg
        assert end == pytest.approx(0.45, abs=0.1)
        assert 0.5 < (80 - then(MAN, -10, 365).weight_kg) / end < 0.7

    @pytest.mark.parametrize("step_days", [0.1, 0.25, 0.3])
    def test_a_finer_step_agrees(self, step_days: float) -> None:
        for day in (0.0, 0.7, 7.0, 30.5, 100.0):
            fine, whole = then(MAN, -500, day, step_days), then(MAN, -500, day)
            assert fine.weight_kg == pytest.approx(whole.weight_kg, abs=2e-3)

    @pytest.mark.parametrize(
        ("person", "delta", "day", "weight_kg", "fat_kg", "lean_kg"),
        [
            (MAN, -500, 7, 79.111349, 16.758685, 39.840183),
            (MAN, -500, 30, 77.810093, 15.9635, 39.334621),
            (MAN, -500, 365, 66.02404, 9.535927, 33.976141),
            (WOMAN, -300, 7, 69.463832, 22.676738, 27.668881),
            (WOMAN, -300, 90, 67.14679, 21.106395, 26.92254),
            (HEAVY, 250, 30, 100.944812, 30.891567, 43.826231),
            (HEAVY, 250, 365, 106.3769, 35.019321, 45.130564),
        ],
    )
    def test_as_the_published_package_runs_it(
        self,
        person: Person,
        delta: float,
        day: float,
        weight_kg: float,
        fat_kg: float,
        lean_kg: float,
    ) -> None:
        found = then(person, delta, day)
        assert found.weight_kg == pytest.approx(weight_kg, abs=2e-6)
        assert (found.fat_kg, found.lean_kg) == (
            pytest.approx(fat_kg, abs=2e-6),
            pytest.approx(lean_kg, abs=2e-6),
        )

    def test_stores_settle_by_what_is_eaten(self) -> None:
        week = then(MAN, -500, 7)
        assert week.adaptation_kcal == pytest.approx(-70 * (1 - math.exp(-0.5)), abs=1e-4)
        settled = then(MAN, -500, 100)
        share = 1 - 500 / (1.5 * (9.99 * 80 + 625 * 1.8 - 4.92 * 40 + 5))
        assert settled.glycogen_kg == pytest.approx(0.5 * math.sqrt(share))
        lost_kg = 4_000 / 3_000 * (1 - share)
        assert settled.extracellular_water_kg == pytest.approx(21.106 - lost_kg)

    def test_measured_fat_goes_before_the_estimated(self) -> None:
        lean = Person(Sex.MALE, 80.0, 1.8, 40, 1.5, fat_kg=10.0)
        start = then(lean, 0, 0)
        assert start.fat_kg == 10
        assert start.lean_kg == pytest.approx(80 - 10 - 21.106 - 1.85)

    @pytest.mark.parametrize(
        ("person", "delta", "day", "step", "what"),
        [
            (Person(Sex.MALE, 0.9, 1.8, 40, 1.5), 0, 1, 1, "weight_kg"),
            (Person(Sex.MALE, 80, 2.9, 40, 1.5), 0, 1, 1, "height_m"),
            (Person(Sex.MALE, 80, 1.8, 17.9, 1.5), 0, 1, 1, "age_years"),
            (Person(Sex.MALE, 80, 1.8, 130.1, 1.5), 0, 1, 1, "age_years"),
            (Person(Sex.MALE, 80, 1.8, 40, 0.99), 0, 1, 1, "physical_activity_level"),
            (Person(Sex.MALE, 80, 1.8, 40, 3.01), 0, 1, 1, "physical_activity_level"),
            (MAN, -2_599, 1, 1, "intake_kcal"),
            (MAN, math.nan, 1, 1, "intake_kcal"),
            (MAN, 0, 1, 0, "step_days"),
            (MAN, 0, 1, 1.1, "step_days"),
            (MAN, 0, -1, 1, "at_days"),
            (MAN, 0, 3_661, 1, "at_days"),
            (MAN, 0, math.nan, 1, "at_days"),
            (MAN, 30_000, 1, 1, "glycogen turnover a step"),
        ],
    )
    def test_outside_its_domain(
        self, person: Person, delta: float, day: float, step: float, what: str
    ) -> None:
        fault = refused(hall_dynamic_weight(person, delta, (day,), step))
        assert isinstance(fault, Outside)
        assert fault.what == what

    def test_a_finer_step_bears_a_faster_turnover(self) -> None:
        assert then(MAN, 30_000, 1, 0.1).weight_kg > 80
        assert isinstance(refused(hall_dynamic_weight(MAN, 12_000, (1,))), Outside)
        assert then(MAN, 8_000, 1).weight_kg > 80

    @pytest.mark.parametrize(
        "person",
        [
            Person(Sex.MALE, 50, 1.9, 20, 1.5),  # No fat by its body mass index.
            Person(Sex.MALE, 80, 1.8, 40, 1.5, fat_kg=0.0),
            Person(Sex.MALE, 80, 1.8, 40, 1.5, fat_kg=60.0),  # No lean tissue is left.
            Person(Sex.FEMALE, 1, 0.3, 120, 1.5, fat_kg=0.1),  # Nothing is spent at rest.
        ],
    )
    def test_no_adult_has_such_parts(self, person: Person) -> None:
        reason = Undefined("hall_dynamic_weight", "no adult body has such parts")
        assert refused(hall_dynamic_weight(person, 0, (1,))) == reason

    def test_nobody_lives_on_nothing_for_years(self) -> None:
        reason = Undefined("hall_dynamic_weight", "lean tissue would be used up")
        assert refused(hall_dynamic_weight(MAN, -2_598, (3_660, 1))) == reason
        assert then(MAN, -2_598, 1).weight_kg < 80
