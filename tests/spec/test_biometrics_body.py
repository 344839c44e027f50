"""What a body is made of. Each class quotes the rule it holds (docs/rules.md)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies.biometrics import (
    TODAY,
    WATCH,
    biometrics_in_memory,
    morning_of_day,
    weigh_in,
)
from tests.support import good, refused, somebody
from vegaloop.biometrics import (
    Biometrics,
    BodyFat,
    BodyOnDay,
    Girths,
    Instrument,
    LeanMethod,
    NewReading,
    Outcome,
)
from vegaloop.biometrics.domain.body import QUALITIES
from vegaloop.biometrics.domain.plausible import BeyondLimits
from vegaloop.biometrics.domain.reading import Quarantined
from vegaloop.biometrics.formulas import (
    fat_free_mass_kg,
    lbm_boer,
)
from vegaloop.kernel.evidence import Missing, Outside, Undefined
from vegaloop.kernel.person import Profile, Sex
from vegaloop.kernel.quantity import Distance

MAN = Profile(sex=Sex.MALE, height=Distance(1_778))
WOMAN = Profile(sex=Sex.FEMALE, height=Distance(1_650))
meters = st.floats(0.3, 1.5)
sexes = st.sampled_from(Sex)


def tape(days_ago: int, neck: int | None, waist: int | None, hip: int | None = None) -> NewReading:
    """A tape on a morning, in millimetres."""
    lengths = (None if one is None else Distance(one) for one in (neck, waist, hip))
    return NewReading(morning_of_day(days_ago), Girths(*lengths))


def fat(days_ago: int, percent: float, instrument: Instrument) -> NewReading:
    """A share of fat on a morning."""
    value = good(BodyFat.of_percent(percent, instrument=instrument))
    return NewReading(morning_of_day(days_ago), value, WATCH)


def body(profile: Profile, *given_: NewReading) -> BodyOnDay:
    """What is known of a body after these readings."""
    biometrics, me = biometrics_in_memory(profile), somebody()
    for new in given_:
        good(biometrics.record(me, new))
    return biometrics.body(me, TODAY)


class TestBio27:
    """BIO-27. What is not fat comes from DXA before BIA before other measurements before the tape before height and weight, and is unknown where none can tell."""

    MEASURED = (
        fat(3, 18, Instrument.DXA),
        fat(2, 20, Instrument.BIA),
        fat(1, 22, Instrument.OTHER),
    )
    TAPED = tape(0, 381, 864)

    @pytest.mark.parametrize(
        ("first", "method", "percent"),
        [(0, "dxa", 18), (1, "bia", 20), (2, "body_fat", 22), (3, "navy", 17.466)],
    )
    def test_the_best_there_is(self, first: int, method: str, percent: float) -> None:
        found = body(MAN, *self.MEASURED[first:], self.TAPED, weigh_in(0, 80))
        assert found.lean_method == LeanMethod(method)
        assert good(found.body_fat).value == pytest.approx(percent, abs=0.01)
        lean, share = good(found.fat_free_mass), good(found.body_fat)
        assert lean.value == pytest.approx(80 * (1 - share.value / 100))
        assert (lean.method, lean.quality) == (share.method, QUALITIES[LeanMethod(method)])
        assert found.fat_free_mass_kg == lean.value

    def test_the_newest_of_an_instrument(self) -> None:
        found = body(MAN, fat(2, 20, Instrument.BIA), fat(0, 21, Instrument.BIA))
        assert good(found.body_fat).value == 21
        assert good(found.body_fat).notes == ()
        assert refused(found.fat_free_mass) == Missing("weight")
        assert found.lean_method is None

    @given(weight_kg=st.floats(55, 120), sex=sexes)
    def test_the_formula_needs_sex_and_height(self, weight_kg: float, sex: Sex) -> None:
        height, weighed = Distance(1_750), weigh_in(0, weight_kg)
        known = body(Profile(sex=sex, height=height), weighed)
        assert known.lean_method is LeanMethod.BOER
        boer = good(known.fat_free_mass)
        assert boer.value == pytest.approx(good(lbm_boer(sex, weight_kg, 1.75)), abs=1e-6)
        assert (boer.method, boer.quality, boer.notes) == ("boer-1984", 0.3, ("estimated",))
        assert refused(known.body_fat) == Missing("girths")
        nowhere = body(Profile(sex=sex), weighed)
        assert refused(nowhere.fat_free_mass) == refused(nowhere.navy_fat) == Missing("height")
        assert nowhere.lean_method is None
        sexless = body(Profile(height=height), weighed)
        assert refused(sexless.fat_free_mass) == refused(sexless.navy_fat) == Missing("sex")

    def test_outside_its_bodies_it_says_nothing(self) -> None:
        tiny = body(Profile(sex=Sex.FEMALE, height=Distance(900)), weigh_in(0, 20))
        assert isinstance(refused(tiny.fat_free_mass), Undefined)
        assert (tiny.fat_free_mass_kg, tiny.lean_method) == (None, None)
        flat = body(Profile(height=Distance(0)), weigh_in(0, 70))
        assert isinstance(refused(flat.bmi), Outside)

    def test_a_body_is_put_together_from_readings(self) -> None:
        nothing = body(Profile())
        assert refused(nothing.weight) == Missing("weight")
        assert (nothing.weight_kg, nothing.observed_on) == (None, None)
        weighed = body(MAN, weigh_in(3, 70), weigh_in(1, 70))
        assert weighed.observed_on == TODAY.replace(day=19)
        assert weighed.weight_kg == good(weighed.weight).value == 70
        index = good(weighed.bmi)
        assert index.value == pytest.approx(70 / 1.778**2)
        assert (index.method, index.quality) == ("quetelet-1832", 0.2)
        assert (index.window_days, index.n_valid) == (180, 1)

    def test_a_released_absurdity_has_no_number_either(self) -> None:
        biometrics: Biometrics = biometrics_in_memory(MAN)
        me = somebody()
        kept = good(biometrics.record(me, weigh_in(0, 900)))
        good(biometrics.release(me, kept.reading.id))
        good(biometrics.record(me, fat(0, 20, Instrument.DXA)))
        found = biometrics.body(me, TODAY)
        assert found.weight_kg == 900
        assert isinstance(refused(found.bmi), Outside)
        assert isinstance(refused(found.fat_free_mass), Outside)

    @given(weight_kg=st.floats(1, 700), percent=st.floats(0, 100))
    def test_fat_and_the_rest_are_the_weight(self, weight_kg: float, percent: float) -> None:
        lean = good(fat_free_mass_kg(weight_kg, percent))
        assert 0 <= lean <= weight_kg
        assert lean + weight_kg * percent / 100 == pytest.approx(weight_kg)


class TestBio83:
    """BIO-83. The newest tape with every girth speaks, with the error of its method; a girth no body has is quarantined."""

    def test_it_speaks(self) -> None:
        found = body(WOMAN, tape(5, 320, 720, 980), tape(1, 320, 700), tape(0, None, None, 980))
        navy = good(found.navy_fat)
        assert navy.value == pytest.approx(27.425639, abs=1e-6)
        assert (navy.low, navy.high) == (
            pytest.approx(navy.value - 3.5),
            pytest.approx(navy.value + 3.5),
        )
        assert (navy.method, navy.quality, navy.notes) == ("navy-1984/metric", 0.5, ("estimated",))
        assert found.body_fat == found.navy_fat

    @pytest.mark.parametrize(
        ("new", "reason"),
        [
            (tape(0, 320, 700), Missing("hip")),
            (tape(0, None, 700, 980), Missing("neck")),
            (tape(0, 320, None, 980), Missing("waist")),
            (tape(0, 700, 700, 980), "no wider"),
        ],
    )
    def test_or_tells_what_it_lacks(self, new: NewReading, reason: object) -> None:
        why = refused(body(WOMAN, new).navy_fat)
        assert why == reason or (isinstance(why, Undefined) and str(reason) in why.why)

    def test_of_several_the_newest_says_why(self) -> None:
        found = body(WOMAN, tape(1, None, 700, 980), tape(0, 320, None, 980))
        assert refused(found.navy_fat) == Missing("waist")

    @pytest.mark.parametrize(
        ("what", "place", "least", "most"),
        [("neck_cm", 0, 20, 80), ("waist_cm", 1, 40, 250), ("hip_cm", 2, 50, 250)],
    )
    def test_within_limits(self, what: str, place: int, least: int, most: int) -> None:
        biometrics, me = biometrics_in_memory(), somebody()

        def outcome(millimetres: int) -> tuple[Outcome, object]:
            lengths: list[int | None] = [None, None, None]
            lengths[place] = millimetres
            recorded = good(biometrics.record(me, tape(0, *lengths)))
            return recorded.outcome, recorded.reading.standing

        for millimetres in (least * 10 - 1, most * 10 + 1):
            assert outcome(millimetres) == (
                Outcome.QUARANTINED,
                Quarantined((BeyondLimits(what, millimetres / 10, least, most),)),
            )
        assert outcome(least * 10)[0] is Outcome.AMENDED
        assert outcome(most * 10)[0] is Outcome.AMENDED

    def test_a_tape_that_measured_nothing_cannot_be(self) -> None:
        with pytest.raises(ValueError, match="nothing"):
            Girths()
