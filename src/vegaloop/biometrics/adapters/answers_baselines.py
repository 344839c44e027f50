"""Baselines begun anew, and what became of baselines, as they are asked and answered."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, final

from msgspec import Meta, Struct, field

from vegaloop.biometrics.domain.restarts import (
    NOTE_CHARACTERS_MOST,
    BaselineChange,
    BaselineKind,
    Cause,
    Restart,
    Stood,
    Usual,
)
from vegaloop.kernel.evidence import NoNumber


@final
class NewRestartBody(Struct, frozen=True, forbid_unknown_fields=True):
    """Begins a baseline anew: from that day on only newer readings count for it."""

    kind: BaselineKind
    start: dt.date = field(name="from")
    note: Annotated[str, Meta(max_length=NOTE_CHARACTERS_MOST, pattern=r"^[^\x00]*$")] | None = None


@final
class RestartBody(Struct, frozen=True):
    """A baseline begun anew on a day."""

    kind: BaselineKind
    start: dt.date = field(name="from")
    set_at: dt.datetime
    note: str | None


@final
class RestartsBody(Struct, frozen=True):
    """Every baseline you began anew, the earliest day first."""

    data: tuple[RestartBody, ...]


@final
class UsualBody(Struct, frozen=True):
    """A baseline as it stood on a day, or why there was none; `z` is that of the day."""

    source: str | None
    unit: str | None
    mean: float | None
    sd: float | None
    n_valid: int | None
    z: float | None
    method: str | None
    formula_version: str
    reason: NoNumber | None


@final
class BaselineChangeBody(Struct, frozen=True):
    """What a baseline was and what it became; both are told of the same day."""

    at: dt.datetime
    date: dt.date
    kind: BaselineKind
    cause: Cause
    before: UsualBody
    after: UsualBody
    start: dt.date | None = field(name="from")
    note: str | None


@final
class BaselineChangesBody(Struct, frozen=True):
    """What became of your baselines when they changed all at once, newest first."""

    data: tuple[BaselineChangeBody, ...]


def from_restarts(restarts: tuple[Restart, ...]) -> RestartsBody:
    """Answer what was begun anew."""
    return RestartsBody(
        tuple(
            RestartBody(kind=r.kind, start=r.start, set_at=r.set_at, note=r.note) for r in restarts
        )
    )


def from_changes(changes: tuple[BaselineChange, ...]) -> BaselineChangesBody:
    """Answer what became of baselines."""
    return BaselineChangesBody(tuple(map(from_change, changes)))


def from_change(change: BaselineChange) -> BaselineChangeBody:
    """Answer what became of a baseline."""
    return BaselineChangeBody(
        at=change.at,
        date=change.day,
        kind=change.kind,
        cause=change.cause,
        before=_usual(change.was, change.version_was),
        after=_usual(change.became, change.version_became),
        start=change.start,
        note=change.note,
    )


def _usual(stood: Stood, version: str) -> UsualBody:
    if not isinstance(stood, Usual):
        return UsualBody(None, None, None, None, None, None, None, version, stood)
    return UsualBody(
        source=stood.source,
        unit=stood.unit,
        mean=stood.middle,
        sd=stood.spread,
        n_valid=stood.n_valid,
        z=stood.z,
        method=stood.method,
        formula_version=version,
        reason=None,
    )
