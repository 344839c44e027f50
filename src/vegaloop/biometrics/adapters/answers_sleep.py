"""What biometrics works out of nights, as it is answered, and the need of sleep a person sets."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, final

from msgspec import Meta, Struct

from vegaloop.biometrics.adapters.answers import MethodBody, Reasons, reason_of
from vegaloop.biometrics.application.needs import NeedsShown
from vegaloop.biometrics.domain.need import (
    NEED_MINUTES_LEAST,
    NEED_MINUTES_MOST,
    Base,
    NeedChange,
    Origin,
)
from vegaloop.biometrics.domain.quality import FORMULA_VERSION
from vegaloop.biometrics.domain.sleep import LastNight, SleepDay, SleepDebt
from vegaloop.biometrics.domain.sleep_report import SleepReport
from vegaloop.infrastructure.figures import FigureBody, figure_of
from vegaloop.kernel.evidence import Missing, NoNumber
from vegaloop.kernel.result import Failure, Result, Success, value_in


@final
class LastNightBody(Struct, frozen=True):
    """The night that ended that morning against what was needed.

    Both the need and the sufficiency are null where nothing tells the need; `not_known` says why.
    """

    source: str
    asleep_minutes: float
    in_bed_minutes: float
    efficiency_percent: float
    need_minutes: float | None
    sufficiency_percent: float | None
    provenance: MethodBody


@final
class SleepDebtBody(Struct, frozen=True):
    """What is owed in sleep."""

    debt_hours: float
    provenance: MethodBody


@final
class BaseNeedBody(Struct, frozen=True, omit_defaults=True):
    """What a night needs before strain and naps: set by you, from free nights, or by age.

    Null where nothing tells it, with the reason.
    """

    need_minutes: float | None
    origin: Origin | None
    reason: NoNumber | None = None


@final
class RecommendedBody(Struct, frozen=True):
    """The sleep recommended for your age."""

    from_hours: float
    to_hours: float


@final
class SleepOnDayBody(Struct, frozen=True):
    """The last night and its parts, what it needed to be, what is owed, and how regular sleep is.

    The time in bed is latency, sleep, the time awake after onset up to the last sleep, and the time
    awake after that. The regularity index compares the same minute of neighbouring nights over four weeks, from -100
    to 100; `n_valid` is how many pairs of nights it rests on.
    """

    date: dt.date
    last_night: LastNightBody | None
    debt: SleepDebtBody | None
    latency_minutes: FigureBody
    awake_after_onset_minutes: FigureBody
    awake_after_waking_minutes: FigureBody
    regularity_index: FigureBody
    base_need: BaseNeedBody
    recommended: RecommendedBody | None
    not_known: Reasons


@final
class SleepNeedBody(Struct, frozen=True, forbid_unknown_fields=True):
    """The sleep you say you need, from the night that ends on a day on."""

    effective_from: dt.date
    need_minutes: Annotated[float, Meta(ge=NEED_MINUTES_LEAST, le=NEED_MINUTES_MOST)]


@final
class NeedChangeBody(Struct, frozen=True):
    """What setting a need changed: the need of its first night, and the debt of the day it was set."""

    changed_at: dt.datetime
    effective_from: dt.date
    need_was: BaseNeedBody
    need_became: BaseNeedBody
    debt_was_hours: float | None
    debt_became_hours: float | None


@final
class SleepNeedsBody(Struct, frozen=True):
    """The needs you set, the earliest first, and what each setting changed, newest first."""

    needs: tuple[SleepNeedBody, ...]
    changes: tuple[NeedChangeBody, ...]


def from_sleep(report: SleepReport) -> SleepOnDayBody:
    """Answer how the last night was."""
    night, debt = value_in(report.slept), value_in(report.debt)
    recommended = value_in(report.recommended_hours)
    return SleepOnDayBody(
        date=report.day,
        last_night=None if night is None else _from_night(night, value_in(report.last_night)),
        debt=None if debt is None else _from_debt(debt),
        latency_minutes=figure_of(report.latency),
        awake_after_onset_minutes=figure_of(report.awake_after_onset),
        awake_after_waking_minutes=figure_of(report.awake_after_waking),
        regularity_index=figure_of(report.regularity),
        base_need=_from_base(report.base),
        recommended=None if recommended is None else RecommendedBody(*recommended),
        not_known=(
            *_unknown(report),
            *reason_of("debt", report.debt),
            *reason_of("recommended", report.recommended_hours),
        ),
    )


def from_needs(shown: NeedsShown) -> SleepNeedsBody:
    """Answer what was set, and what that changed."""
    return SleepNeedsBody(
        tuple(SleepNeedBody(one.effective_from, one.need.minutes) for one in shown.needs),
        tuple(from_need_change(one) for one in shown.changes),
    )


def from_need_change(change: NeedChange) -> NeedChangeBody:
    """Answer what setting a need changed."""
    return NeedChangeBody(
        change.changed_at,
        change.effective_from,
        _base_or_none(change.was),
        _base_or_none(change.became),
        change.debt_was_hours,
        change.debt_became_hours,
    )


def _from_base(found: Result[Base, NoNumber]) -> BaseNeedBody:
    match found:
        case Success(base):
            return BaseNeedBody(60 * base.hours, base.origin)
        case Failure(reason):
            return BaseNeedBody(None, None, reason)


def _base_or_none(base: Base | None) -> BaseNeedBody:
    return _from_base(Failure(Missing("birth_date")) if base is None else Success(base))


def _unknown(report: SleepReport) -> Reasons:
    """Tell why there is no night, else why it is not known what the night needed."""
    unread = reason_of("last_night", report.slept)
    return unread or reason_of("need", report.last_night)


def _from_night(night: SleepDay, against: LastNight | None) -> LastNightBody:
    return LastNightBody(
        source=night.source,
        asleep_minutes=night.asleep_minutes,
        in_bed_minutes=night.in_bed_minutes,
        efficiency_percent=100 * night.asleep_minutes / night.in_bed_minutes,
        need_minutes=None if against is None else against.need_minutes,
        sufficiency_percent=None if against is None else 100 * against.sufficiency,
        provenance=MethodBody(
            night.quality,
            night.woke_at,
            1,
            1,
            "asleep-in-bed" if against is None else against.method,
            FORMULA_VERSION,
        ),
    )


def _from_debt(d: SleepDebt) -> SleepDebtBody:
    provenance = MethodBody(
        d.quality, d.observed_at, d.window_days, d.n_valid, d.method, d.formula_version
    )
    return SleepDebtBody(d.debt_hours, provenance)
