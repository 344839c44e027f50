"""What the formulas of goals are declared on, and what they say outside of it."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support import good, refused
from vegaloop.goals import formulas
from vegaloop.goals.formulas import (
    CTL_LIMIT,
    Belief,
    Line,
    adherence,
    avoid_share,
    belief_of,
    days_to_target,
    fuelled_loss,
    level_ahead,
    maintain_score,
    mass_limit,
    meeting,
    partial_credit,
    predict,
    reach_probability,
    reach_share,
    recent_adherence,
    required_rate,
    safe_days,
    series_of,
    volume_limit,
)
from vegaloop.kernel.evidence import NoNumber, Outside
from vegaloop.kernel.result import Failure, Result, Success

Formula = Callable[..., Result[object, NoNumber]]
LINE = Line(100, -1, 0.1, 2, 28, 13.5, 400)
BELIEF = Belief(75, 2)
MOST = 1e9


def chance(target: float) -> Result[float, NoNumber]:
    return reach_probability(BELIEF, target, rising=True)


def ahead(days: float, noise: float) -> Result[Belief, NoNumber]:
    return level_ahead(BELIEF, BELIEF, days, noise)


def one_point(x: float, y: float) -> Result[object, NoNumber]:
    return series_of([(x, y)])


def a_line_to(target: float, now: float) -> Result[float, NoNumber]:
    return days_to_target(LINE, target, now)


def a_meeting(target: float, now: float, alpha: float) -> Result[object, NoNumber]:
    return meeting(LINE, target, now, alpha)


def a_prediction(x: float, alpha: float) -> Result[object, NoNumber]:
    return predict(LINE, x, alpha)


def a_credit(actual: float, target: float) -> Result[float, NoNumber]:
    return partial_credit(actual, target, load=False)


def a_loss(mass: float) -> Result[object, NoNumber]:
    return mass_limit(mass, losing=True)


def some_days(now: float, target: float) -> Result[int, NoNumber]:
    return safe_days(now, target, CTL_LIMIT)


def credits_of(credit: float) -> Result[float, NoNumber]:
    return recent_adherence([credit])


def sureness(confidence: float) -> Result[object, NoNumber]:
    return adherence(5, 7, confidence)


# A formula, arguments it has an answer to, and what each is called and declared on.
DECLARED: list[tuple[Formula, tuple[tuple[float, str, float, float], ...]]] = [
    (
        reach_share,
        (
            (80, "progress", -MOST, MOST),
            (75, "progress", -MOST, MOST),
            (78, "progress", -MOST, MOST),
        ),
    ),
    (
        maintain_score,
        ((5, "value", -MOST, MOST), (4, "value", -MOST, MOST), (2, "tolerance", 0, MOST)),
    ),
    (avoid_share, ((5, "use", -MOST, MOST), (4, "limit", 0, MOST))),
    (a_credit, ((5, "amounts", -MOST, MOST), (4, "amounts", -MOST, MOST))),
    (credits_of, ((0.5, "credit", 0, 1),)),
    (sureness, ((0.5, "confidence", 0, 0.999_999),)),
    (a_prediction, ((30, "day", -MOST, MOST), (0.1, "alpha", 1e-6, 1))),
    (a_line_to, ((50, "target", -MOST, MOST), (20, "target", -MOST, MOST))),
    (
        a_meeting,
        ((50, "target", -MOST, MOST), (20, "target", -MOST, MOST), (0.1, "alpha", 1e-6, 1)),
    ),
    (one_point, ((5, "point", -MOST, MOST), (4, "point", -MOST, MOST))),
    (belief_of, ((5, "mean", -MOST, MOST), (4, "standard deviation", 0, MOST))),
    (ahead, ((5, "days", 0, MOST), (4, "noise", 0, MOST))),
    (chance, ((5, "target", -MOST, MOST),)),
    (
        required_rate,
        ((80, "level", -MOST, MOST), (70, "level", -MOST, MOST), (7, "days", -MOST, MOST)),
    ),
    (a_loss, ((80, "body mass", 1, 1_000),)),
    (
        fuelled_loss,
        (
            (33, "energy availability", -200, 200),
            (60, "fat-free mass", 1, 500),
            (0.1, "trend", -50, 50),
        ),
    ),
    (volume_limit, ((33, "volume", 0, MOST),)),
    (some_days, ((80, "level", -MOST, MOST), (85, "level", -MOST, MOST))),
]
EVERY = [
    (formula, arguments, place)
    for formula, arguments in DECLARED
    for place in range(len(arguments))
]


class TestGoal48:
    """GOAL-48. A number a formula is not declared on, NaN and infinity among them, is answered with the reason and never with a number."""

    @pytest.mark.parametrize(("formula", "arguments", "place"), EVERY)
    def test_each_argument(
        self, formula: Formula, arguments: tuple[tuple[float, str, float, float], ...], place: int
    ) -> None:
        plain = [one for one, *_ in arguments]
        good(formula(*plain))
        _, what, least, most = arguments[place]
        below, above = math.nextafter(least, -math.inf), math.nextafter(most, math.inf)
        for wild in (math.nan, math.inf, -math.inf, below, above):
            plain[place] = wild
            why = refused(formula(*plain))
            assert isinstance(why, Outside)
            assert (why.what, why.least, why.most) == (what, least, most)
            assert why.given == wild or math.isnan(wild)

    @pytest.mark.parametrize(("formula", "arguments", "place"), EVERY)
    def test_its_bounds_belong_to_it(
        self, formula: Formula, arguments: tuple[tuple[float, str, float, float], ...], place: int
    ) -> None:
        plain = [one for one, *_ in arguments]
        _, _, least, most = arguments[place]
        for bound in (least, most):
            plain[place] = bound
            match formula(*plain):
                case Success(found):
                    assert not isinstance(found, float) or math.isfinite(found)
                case Failure(reason):
                    assert not isinstance(reason, Outside)

    @pytest.mark.parametrize(("formula", "arguments"), DECLARED)
    @given(data=st.data())
    def test_never_nan(
        self,
        formula: Formula,
        arguments: tuple[tuple[float, str, float, float], ...],
        data: st.DataObject,
    ) -> None:
        given_ = [
            data.draw(st.floats(least, most) | st.floats()) for _, _, least, most in arguments
        ]
        match formula(*given_):
            case Success(found):
                assert not isinstance(found, float) or math.isfinite(found)
            case Failure(_):
                pass

    def test_the_door_is_whole(self) -> None:
        assert all(hasattr(formulas, name) for name in formulas.__all__)
