"""Readiness to the last figure: whole answers, and every limit at, below and above it."""

from __future__ import annotations

import datetime as dt
from typing import Final

import msgspec
import pytest

from tests.strategies.readiness import ORDINARY, TODAY, answer, evidence_of
from tests.support import NOW, at, good, refused
from vegaloop.kernel.evidence import Missing, NoNumber, TooFew, Undefined
from vegaloop.kernel.person import Sex
from vegaloop.kernel.signal import NoSignal, Published, Signal, SignalName
from vegaloop.kernel.time import Instant
from vegaloop.readiness import (
    Advice,
    AdviceCode,
    AdviceReason,
    Ailment,
    Area,
    Band,
    Cap,
    CapName,
    Contribution,
    Evidence,
    Gap,
    InsufficientEvidence,
    Level,
    NotTrusted,
    Readiness,
    Requirement,
    Standing,
    Subtotal,
    Weights,
    score,
    weights_of,
)
from vegaloop.readiness.domain.weights import Emphasis

ACTIVITY, BODY, FOOD, TOLD = Area
NAMED = SignalName


def ago(hours: int) -> Instant:
    return at(NOW - dt.timedelta(hours=hours))


NIGHT: Final[tuple[Published, ...]] = (
    Signal(NAMED.SLEEP_LAST, 0.6, 1.0, ago(2), 1, 1),
    Signal(NAMED.HRV, 2.5, 0.5, ago(3), 60, 30),
    Signal(NAMED.PROTEIN, 1.0, 0.0, ago(0), 3, 2),
    Signal(NAMED.ENERGY_AVAILABILITY, 10.0, 1.0, ago(0), 7, 6),
    NoSignal(NAMED.TEMPERATURE, TooFew("nights", 9, 14)),
    NoSignal(NAMED.RHR, Undefined("ratio", "nothing before")),
    Signal(NAMED.SUBJECTIVE, 0.75, 1.0, ago(1), 1, 4),
)
MORNING: Final = (*NIGHT, Signal(NAMED.LOAD_BALANCE, 0.0, 1.0, ago(0), 42, 40))
SLEEP_COUNTS_TWICE: Final = Weights((Emphasis(NAMED.SLEEP_LAST, 2.0),))
GAPS: Final = (
    Gap(NAMED.LOAD_SPIKE, ACTIVITY, Missing("load_spike")),
    Gap(NAMED.MONOTONY, ACTIVITY, Missing("monotony")),
    Gap(NAMED.RHR, BODY, Undefined("ratio", "nothing before")),
    Gap(NAMED.SLEEP_DEBT, BODY, Missing("sleep_debt")),
    Gap(NAMED.TEMPERATURE, BODY, TooFew("nights", 9, 14)),
    Gap(NAMED.ENERGY_AVAILABILITY, FOOD, Missing("sex")),
    Gap(NAMED.CARBOHYDRATE, FOOD, Missing("carbohydrate")),
    Gap(NAMED.PROTEIN, FOOD, NotTrusted("protein", 2)),
)


class TestWholeAnswers:
    """A whole answer is what the formula book makes of it, field by field."""

    def test_a_morning_with_a_score(self) -> None:
        found = good(
            score(Evidence(TODAY, MORNING, None, (), -0.6, -0.4, 0.48, SLEEP_COUNTS_TWICE))
        )
        moved = (6.159420289855072, 7.971014492753622, -11.304347826086955, 5.4347826086956506)
        load, hrv, sleep, told = moved
        contributions = (
            Contribution(NAMED.LOAD_BALANCE, ACTIVITY, 0.0, "percent", 1.0, 0.75,
                         Standing.GOOD, 0.17, 0.17, load, ago(0), 42, 40),
            Contribution(NAMED.HRV, BODY, 2.5, "z-score", 0.5, 1.0,
                         Standing.GOOD, 0.22, 0.11, hrv, ago(3), 60, 30),
            Contribution(NAMED.SLEEP_LAST, BODY, 0.6, "ratio", 1.0, 0.2,
                         Standing.BAD, 0.26, 0.26, sleep, ago(2), 1, 1),
            Contribution(NAMED.SUBJECTIVE, TOLD, 0.75, "ratio", 1.0, 0.75,
                         Standing.GOOD, 0.15, 0.15, told, ago(1), 1, 4),
        )  # fmt: skip
        assert found == Readiness(
            day=TODAY,
            score=50.0,
            raw=58.26086956521738,  # 100 × 0.402 / 0.69
            band=Band.LOW,
            advice=Advice(AdviceCode.REST_OR_ZONE_1, AdviceReason.BAND),
            confidence=0.47787610619469023,  # 0.54 / 1.13
            level=Level.LOW,
            half_width=18.053097345132745,
            coverage=0.5752212389380531,  # 0.65 / 1.13
            contributions=contributions,
            subtotals=(
                Subtotal(ACTIVITY, load),
                Subtotal(BODY, -3.333333333333332),
                Subtotal(TOLD, told),
            ),
            caps=(Cap(CapName.ACUTE_SLEEP_LOSS, 50.0),),
            missing=GAPS,
            unusually_high_hrv=True,
            as_of=ago(0),
            model_version="readiness-1",
        )

    def test_a_morning_without(self) -> None:
        assert refused(score(Evidence(TODAY, NIGHT, None, weights=SLEEP_COUNTS_TWICE))) == (
            InsufficientEvidence(
                day=TODAY,
                unmet=(Requirement.LOAD, Requirement.CONFIDENCE),
                confidence=0.327433628318584,  # 0.37 / 1.13
                coverage=0.42477876106194684,  # 0.48 / 1.13
                missing=(Gap(NAMED.LOAD_BALANCE, ACTIVITY, Missing("load_balance")), *GAPS),
                as_of=ago(1),
                model_version="readiness-1",
            )
        )

    @pytest.mark.parametrize(
        ("sex", "energy", "raw"),
        [(Sex.FEMALE, 0.35, 48.51739130434783), (Sex.MALE, 0.5, 49.821739130434786)],
    )
    def test_every_signal_at_once(self, sex: Sex, energy: float, raw: float) -> None:
        table = (
            ("load_balance", "activity", -50.0, "percent", 0.17, 0.075, "bad"),
            ("load_spike", "activity", 0.9, "ratio", 0.05, 0.925, "good"),
            ("monotony", "activity", 1.25, "ratio", 0.03, 0.875, "good"),
            ("hrv", "biometrics", 0.25, "z-score", 0.22, 0.735, "fair"),
            ("rhr", "biometrics", -0.75, "z-score", 0.10, 0.87, "good"),
            ("sleep_last", "biometrics", 0.8, "ratio", 0.13, 0.55, "fair"),
            ("sleep_debt", "biometrics", 5.0, "h", 0.06, 0.575, "fair"),
            ("temperature", "biometrics", 0.4, "°C", 0.04, 0.725, "fair"),
            ("energy_availability", "nutrition", 25.0, "kcal/kg/d", 0.10, energy,
             "fair" if sex is Sex.MALE else "poor"),
            ("carbohydrate", "nutrition", 0.5, "ratio", 0.06, 0.125, "bad"),
            ("protein", "nutrition", 0.55, "ratio", 0.04, 0.22500000000000012, "bad"),
            ("subjective", "check_in", 0.25, "ratio", 0.15, 0.25, "poor"),
        )  # fmt: skip
        found = good(score(evidence_of({row[0]: row[2] for row in table}, sex)))
        assert table == tuple(
            (one.name, one.area, one.value, one.unit, one.weight, one.score, one.standing)
            for one in found.contributions
        )
        assert (found.raw, found.missing, found.unusually_high_hrv) == (raw, (), False)


class TestEvidence:
    """Of two answers for one signal one counts, and no sum of floats passes 1."""

    @pytest.mark.parametrize("turn", [1, -1])
    def test_of_two_reasons_the_same_is_told(self, turn: int) -> None:
        reasons: tuple[NoNumber, ...] = (Missing("nights"), TooFew("nights", 9, 14))
        published = tuple(NoSignal(NAMED.HRV, reason) for reason in reasons)[::turn]
        missing = refused(score(Evidence(TODAY, published))).missing
        assert Gap(NAMED.HRV, BODY, TooFew("nights", 9, 14)) in missing

    def test_a_value_counts_before_a_reason(self) -> None:
        published = (*MORNING, NoSignal(NAMED.HRV, Missing("nights")))
        assert NAMED.HRV in {
            one.name for one in good(score(Evidence(TODAY, published))).contributions
        }

    def test_all_there_is_makes_a_confidence_of_one(self) -> None:
        factors = ((NAMED.LOAD_BALANCE, 0.5), (NAMED.RHR, 2.0), (NAMED.ENERGY_AVAILABILITY, 0.5))
        everything = evidence_of(ORDINARY)
        weighted = msgspec.structs.replace(everything, weights=good(weights_of(factors)))
        found = good(score(weighted))
        assert (found.confidence, found.coverage, found.half_width) == (1.0, 1.0, 5.0)

    @pytest.mark.parametrize(
        ("quality", "unmet"),
        [(1.0, None), (0.999, (Requirement.CONFIDENCE,)), (0.0, tuple(Requirement))],
    )
    def test_the_least_confidence_is_enough(
        self, quality: float, unmet: tuple[Requirement, ...] | None
    ) -> None:
        values = {"load_balance": 0.0, "load_spike": 1.0, "monotony": 1.0, "rhr": 0.0}  # 0.35
        published = tuple(
            Signal(NAMED(name), value, quality, ago(0), 1, 1) for name, value in values.items()
        )
        found = answer(Evidence(TODAY, published))
        assert (found.unmet if isinstance(found, InsufficientEvidence) else None) == unmet

    @pytest.mark.parametrize("night", ["hrv", "rhr", "sleep_last"])
    def test_one_signal_of_the_night_is_enough_of_a_night(self, night: str) -> None:
        found = refused(score(evidence_of({night: 0.9})))
        assert found.unmet == (Requirement.LOAD, Requirement.CONFIDENCE)

    @pytest.mark.parametrize(("z", "high"), [(1.999, False), (2.0, False), (2.001, True)])
    def test_an_unusually_high_hrv(self, z: float, high: bool) -> None:
        values = ORDINARY | {"rhr": 2.5, "hrv": z}
        assert good(score(evidence_of(values))).unusually_high_hrv is high


class TestCaps:
    """A cap begins exactly at its limit, and needs the signal it is about."""

    @pytest.mark.parametrize(("quality", "capped"), [(0.699, False), (0.7, True), (0.701, True)])
    def test_how_sure_an_intake_must_be(self, quality: float, capped: bool) -> None:
        ordinary = evidence_of({k: v for k, v in ORDINARY.items() if k != "energy_availability"})
        energy = Signal(NAMED.ENERGY_AVAILABILITY, 12.0, quality, ago(0), 7, 7)
        found = good(score(Evidence(TODAY, (*ordinary.published, energy), Sex.MALE)))
        expected = Cap(CapName.SEVERE_LOW_ENERGY_AVAILABILITY, 60.0)
        assert found.caps == ((expected,) if capped else ())

    def test_no_signal_no_cap(self) -> None:
        values = {"load_balance": 10.0, "hrv": 1.0}
        few = msgspec.structs.replace(evidence_of(values), sleep_ratio=0.1)
        assert good(score(few)).caps == ()

    def test_all_of_them_in_the_order_of_the_book(self) -> None:
        sick = {"temperature": 1.0, "rhr": 2.0, "energy_availability": 19.9, "sleep_last": 0.49}
        told = msgspec.structs.replace(evidence_of(ORDINARY | sick), ailments=(Ailment.INJURY,))
        found = good(score(told))
        assert found.caps == (
            Cap(CapName.FEVER_PATTERN, 30.0),
            Cap(CapName.SEVERE_LOW_ENERGY_AVAILABILITY, 60.0),
            Cap(CapName.ACUTE_SLEEP_LOSS, 50.0),
            Cap(CapName.SELF_REPORTED, 25.0),
        )
        assert found.score == 25.0
