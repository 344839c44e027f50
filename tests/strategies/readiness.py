"""Evidence for readiness, valid by construction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Final

from hypothesis import strategies as st

from tests.support import NOW, at
from vegaloop.kernel.evidence import Missing, NoNumber, TooFew, Undefined
from vegaloop.kernel.person import Sex
from vegaloop.kernel.result import Failure, Success
from vegaloop.kernel.signal import NoSignal, Published, Signal, SignalName
from vegaloop.kernel.time import Instant, LocalDate
from vegaloop.readiness import Ailment, Evidence, Morning, score
from vegaloop.readiness.domain.model import PARTS, Part

TODAY: Final = LocalDate(NOW.date())
NEAR: Final = 1e-9
ORDINARY: Final = {
    "load_balance": -10.0,
    "load_spike": 1.0,
    "monotony": 1.5,
    "hrv": 0.0,
    "rhr": 0.0,
    "sleep_last": 0.95,
    "sleep_debt": 2.0,
    "temperature": 0.1,
    "energy_availability": 40.0,
    "carbohydrate": 0.9,
    "protein": 1.0,
}
RESTED: Final = ORDINARY | {
    "load_balance": 8.0,
    "load_spike": 0.85,
    "monotony": 1.2,
    "hrv": 0.9,
    "rhr": -0.9,
    "sleep_last": 1.05,
    "sleep_debt": 0.5,
    "energy_availability": 46.0,
    "carbohydrate": 1.05,
    "protein": 1.1,
}
OVERREACHED: Final = ORDINARY | {
    "load_balance": -42.0,
    "load_spike": 1.6,
    "monotony": 2.2,
    "hrv": -1.3,
    "rhr": 1.4,
    "sleep_last": 0.7,
    "sleep_debt": 9.0,
    "energy_availability": 24.0,
    "carbohydrate": 0.55,
}
PART_OF: Final = {part.name: part for part in PARTS}

sexes = st.sampled_from(Sex)
maybe_sexes = st.none() | sexes
qualities = st.floats(0, 1) | st.sampled_from([0.0, 1.0])
instants = st.integers(0, 10_000).map(lambda m: at(NOW - dt.timedelta(minutes=m)))
reasons: st.SearchStrategy[NoNumber] = st.one_of(
    st.just(Missing("nights")),
    st.builds(TooFew, st.just("nights"), st.integers(0, 13), st.just(14)),
    st.just(Undefined("ratio", "nothing before")),
)


def values_of(part: Part) -> st.SearchStrategy[float]:
    """Values of a signal, on its knots, between them and somewhat beyond."""
    knots = [value for value, _ in part.curve.knots]
    reach = knots[-1] - knots[0]
    return st.sampled_from(knots) | st.floats(knots[0] - reach / 4, knots[-1] + reach / 4)


@st.composite
def signals(
    draw: st.DrawFn, name: SignalName, quality: st.SearchStrategy[float] = qualities
) -> Signal:
    """One signal of a name."""
    return Signal(
        name,
        draw(values_of(PART_OF[name])),
        draw(quality),
        draw(instants),
        window_days=draw(st.integers(1, 60)),
        n_valid=draw(st.integers(0, 60)),
    )


@st.composite
def anything_published(draw: st.DrawFn) -> tuple[Published, ...]:
    """Whatever contexts may publish: each name once, given, refused or not spoken of."""
    published: list[Published] = []
    for name in SignalName:
        match draw(st.integers(0, 2)):
            case 0:
                published.append(draw(signals(name)))
            case 1:
                published.append(NoSignal(name, draw(reasons)))
            case _:
                pass
    return tuple(draw(st.permutations(published)))


@st.composite
def enough_published(draw: st.DrawFn, least: float = 0.0) -> tuple[Signal, ...]:
    """Signals that are enough for a score, the others present or not."""
    needed = (SignalName.LOAD_BALANCE, SignalName.HRV)
    others = draw(st.sets(st.sampled_from([n for n in SignalName if n not in needed])))
    sure = st.floats(max(0.95, least), 1)
    return (
        *(draw(signals(name, sure)) for name in needed),
        *(draw(signals(name, st.floats(least, 1))) for name in sorted(others)),
    )


@st.composite
def enough(draw: st.DrawFn) -> Evidence:
    """Evidence that is enough for a score."""
    return Evidence(
        day=TODAY,
        published=draw(enough_published()),
        sex=draw(maybe_sexes),
        ailments=tuple(draw(st.sets(st.sampled_from(Ailment)))),
        hrv_trend_z=draw(st.none() | st.floats(-3, 3)),
        hrv_trend_z_before=draw(st.none() | st.floats(-3, 3)),
        sleep_ratio=draw(st.none() | st.floats(0, 1.5)),
    )


@st.composite
def anything(draw: st.DrawFn) -> Evidence:
    """Evidence of any kind, enough or not."""
    return Evidence(
        day=TODAY,
        published=draw(anything_published()),
        sex=draw(maybe_sexes),
        ailments=tuple(draw(st.sets(st.sampled_from(Ailment)))),
    )


def evidence_of(
    values: Mapping[str, float], sex: Sex | None = Sex.FEMALE, seen: Instant | None = None
) -> Evidence:
    """Evidence of full quality with these values."""
    when = seen or at(NOW)
    published = tuple(
        Signal(SignalName(name), value, 1.0, when, 60, 60) for name, value in values.items()
    )
    return Evidence(TODAY, published, sex)


def with_signals(evidence: Evidence, published: tuple[Published, ...]) -> Evidence:
    """The same evidence with other signals."""
    return Evidence(
        evidence.day,
        published,
        evidence.sex,
        evidence.ailments,
        evidence.hrv_trend_z,
        evidence.hrv_trend_z_before,
        evidence.sleep_ratio,
        evidence.weights,
    )


def signal_with(
    signal: Signal,
    *,
    value: float | None = None,
    quality: float | None = None,
    seen: Instant | None = None,
) -> Signal:
    """The same signal but for what is given."""
    return Signal(
        signal.name,
        signal.value if value is None else value,
        signal.quality if quality is None else quality,
        signal.observed_at if seen is None else seen,
        signal.window_days,
        signal.n_valid,
    )


def answer(evidence: Evidence) -> Morning:
    match score(evidence):
        case Success(scored):
            return scored
        case Failure(insufficient):
            return insufficient


def signals_in(evidence: Evidence) -> tuple[Signal, ...]:
    return tuple(one for one in evidence.published if isinstance(one, Signal))


def replaced(evidence: Evidence, old: Signal, new: Signal) -> Evidence:
    return with_signals(evidence, tuple(new if one is old else one for one in evidence.published))


@st.composite
def enough_and_one(draw: st.DrawFn) -> tuple[Evidence, Signal]:
    evidence = draw(enough())
    return evidence, draw(st.sampled_from(signals_in(evidence)))
