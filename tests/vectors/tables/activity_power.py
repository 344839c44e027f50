"""Vectors of power: formula book A6, A7, A9, A13-A15, A22."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Final

from tests.vectors.asked import word
from tests.vectors.book import Formula, Given
from vegaloop.activity.domain.formulas.critical import (
    CriticalFit,
    DistanceEffort,
    PowerEffort,
    cp2_power_inverse_time,
    cp2_work_time,
    critical_speed_distance_time,
)
from vegaloop.activity.domain.formulas.critical3 import cp3_morton, cp3_power_w
from vegaloop.activity.domain.formulas.durability import (
    DriftSign,
    aerobic_decoupling_pct,
    stretches_of,
)
from vegaloop.activity.domain.formulas.mean_maximal import mean_maximal_power_w
from vegaloop.activity.domain.formulas.one_hz import CUT_AT_ANY_GAP, Gaps, Run, joined, runs_of
from vegaloop.activity.domain.formulas.stress_power import tss
from vegaloop.activity.domain.formulas.w_balance import (
    Recovery,
    recovery_tau_s,
    wbal_differential_j,
    wbal_integral_j,
)
from vegaloop.activity.domain.formulas.weighted_power import (
    WEIGHTED_GAPS,
    StartUp,
    weighted_power_w,
)
from vegaloop.activity.domain.formulas.xpower import xpower_w
from vegaloop.kernel.evidence import NoNumber
from vegaloop.kernel.result import Failure, Result, Success


class GapPolicy(StrEnum):
    """What becomes of a gap under a window, as vectors say it."""

    DEFAULT = "default"
    DROP_WINDOWS = "drop_windows"


ROW: Final = Gaps(drawn_most_s=0, zeros_most_s=86_400, broken_by_pauses=False)


def _runs(segments: Sequence[tuple[float | None, float]], sample_s: float = 1) -> tuple[Run, ...]:
    return runs_of(value for value, seconds in segments for _ in range(round(seconds / sample_s)))


def _weighted(start_up: StartUp) -> Formula:
    def formula(x: Given) -> Result[float, NoNumber]:
        policy = word(GapPolicy, x.get("gap_policy", GapPolicy.DEFAULT))
        gaps = CUT_AT_ANY_GAP if policy is GapPolicy.DROP_WINDOWS else WEIGHTED_GAPS
        blocks = [run.values for run in joined(_runs(x["segments_w_s"]), gaps)]
        return weighted_power_w(blocks, start_up)

    return formula


def _row(x: Given) -> Sequence[float]:
    """One row of watts; a gap is zeros, here also a long one."""
    watts = joined(_runs(x["segments_w_s"]), ROW)
    return [*[0.0] * watts[0].start_s, *watts[0].values] if watts else []


def _curve(x: Given) -> tuple[Result[float, NoNumber], ...]:
    hour = Gaps(drawn_most_s=0, zeros_most_s=3_600, broken_by_pauses=False)
    blocks = [run.values for run in joined(_runs(x["segments_w_s"]), hour)]
    return mean_maximal_power_w(blocks, x["durations_s"])


def _at(balance: Result[Sequence[float], NoNumber], at_s: list[int]) -> list[float | None] | None:
    match balance:
        case Failure():
            return None
        case Success(row):
            return [row[n] if 0 <= n < len(row) else None for n in at_s]


def _integral(x: Given) -> list[float | None] | None:
    watts = _row(x)
    tau = recovery_tau_s(watts, x["cp_w"], word(Recovery, x.get("tau", Recovery.SKIBA)))
    match tau:
        case Failure():
            return None
        case Success(tau_s):
            return _at(wbal_integral_j(watts, x["cp_w"], x["wprime_j"], tau_s), x["at_s"])


def _efforts(x: Given) -> list[PowerEffort]:
    return [PowerEffort(t, p) for t, p in zip(x["t_s"], x["p_w"], strict=True)]


def _fit(found: Result[CriticalFit, NoNumber], cp: str, reserve: str) -> object:
    match found:
        case Failure():
            return None
        case Success(fit):
            return {cp: fit.critical, reserve: fit.reserve}


def _morton(x: Given) -> object:
    match cp3_morton(_efforts(x)):
        case Failure():
            return None
        case Success(fit):
            return {"cp": fit.cp_w, "wprime": fit.w_prime_j, "pmax": fit.p_max_w}


def _decoupling(x: Given) -> Result[float, NoNumber]:
    stretches = stretches_of(_runs(x["power_segments"]), _runs(x["hr_segments"]), since_s=0)
    return aerobic_decoupling_pct(
        stretches, word(DriftSign, x.get("sign", DriftSign.POSITIVE_IS_DRIFT))
    )


def _speed(x: Given) -> object:
    efforts = [DistanceEffort(t, d) for t, d in zip(x["t_s"], x["d_m"], strict=True)]
    return _fit(critical_speed_distance_time(efforts), "cs", "dprime")


FORMULAS: Final[dict[str, Formula]] = {
    "np_full_window": _weighted(StartUp.FULL_WINDOWS),
    "np_partial_window": _weighted(StartUp.GROWING_WINDOWS),
    "np_zero_padded": _weighted(StartUp.ZERO_PADDED),
    "xpower": lambda x: xpower_w(_runs(x["segments_w_s"], x["sample_s"]), x["sample_s"]),
    "tss": lambda x: tss(x["duration_s"], x["np_w"], x["ftp_w"]),
    "mean_maximal_power": _curve,
    "cp2_work_time": lambda x: _fit(cp2_work_time(_efforts(x)), "cp", "wprime"),
    "cp2_power_inverse_time": lambda x: _fit(cp2_power_inverse_time(_efforts(x)), "cp", "wprime"),
    "cp3_morton": _morton,
    "cp3_predict": lambda x: [cp3_power_w(t, x["cp"], x["wprime"], x["pmax"]) for t in x["t_s"]],
    "critical_speed_distance_time": _speed,
    "wbal_differential": lambda x: _at(
        wbal_differential_j(_row(x), x["cp_w"], x["wprime_j"]), x["at_s"]
    ),
    "wbal_integral": _integral,
    "aerobic_decoupling_pct": _decoupling,
}
