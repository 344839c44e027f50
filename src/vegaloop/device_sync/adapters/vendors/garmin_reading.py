"""Reading what Garmin told: summaries, files of activities, and what a person still permits.

Rule 1: a summary is of one person, who is told in it: one of somebody else is not read.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Final, final

from msgspec import Struct

from vegaloop.device_sync.adapters.vendors.answers import read_as
from vegaloop.device_sync.adapters.vendors.oauth import id_text
from vegaloop.device_sync.adapters.vendors.signing import key_of
from vegaloop.device_sync.adapters.vendors.times import day_in, of_epoch_s
from vegaloop.device_sync.application.drivers import Context, Ended, Page, Read
from vegaloop.device_sync.domain.delivery import KEY_CHARACTERS_MOST
from vegaloop.device_sync.domain.record import Record
from vegaloop.device_sync.domain.trouble import Misread
from vegaloop.device_sync.domain.vendor import DataKind
from vegaloop.kernel.result import Failure, Result, Success, both
from vegaloop.kernel.time import Instant, LocalDate

__all__ = (
    "FILES",
    "KINDS",
    "PERMISSIONS",
    "Summary",
    "file_of",
    "permitted",
    "records_of",
)

FILES: Final = "activityFiles"
PERMISSIONS: Final = "userPermissionsChange"
# What each list of a push has.
KINDS: Final[Mapping[str, DataKind]] = {
    "dailies": DataKind.DAYS,
    "epochs": DataKind.DAYS,
    "stressDetails": DataKind.DAYS,
    "userMetrics": DataKind.DAYS,
    "sleeps": DataKind.SLEEP,
    "bodyComps": DataKind.BODY,
    "bloodPressures": DataKind.BODY,
    "skinTemp": DataKind.BODY,
    "pulseox": DataKind.HEART,
    "allDayRespiration": DataKind.HEART,
    "hrv": DataKind.HEART,
    "healthSnapshot": DataKind.HEART,
    "activities": DataKind.ACTIVITIES,
    "manuallyUpdatedActivities": DataKind.ACTIVITIES,
    "activityDetails": DataKind.ACTIVITIES,
    FILES: DataKind.ACTIVITIES,
}
# What a person told by hand is an edition of the activity it is about.
_SAME: Final = {"manuallyUpdatedActivities": "activities"}
_NEEDED: Final = frozenset({"ACTIVITY_EXPORT", "HEALTH_EXPORT"})
_OFFSET_MOST_S: Final = 18 * 3_600
# What grows with its day: Garmin promises that no later edition of one lasts for less. A night may.
_GROWING: Final = frozenset({"dailies", "epochs", "stressDetails", "pulseox", "allDayRespiration"})


@final
class _Times(Struct, frozen=True):
    calendarDate: str | None = None  # noqa: N815  # their names
    startTimeInSeconds: int | float | None = None  # noqa: N815
    startTimeOffsetInSeconds: int | float = 0  # noqa: N815
    durationInSeconds: int | float | None = None  # noqa: N815
    measurementTimeInSeconds: int | float | None = None  # noqa: N815
    measurementTimeOffsetInSeconds: int | float = 0  # noqa: N815

    @property
    def day(self) -> LocalDate | None:
        if self.calendarDate is not None:
            return day_in(self.calendarDate)
        at, offset_s = of_epoch_s(self.startTimeInSeconds), self.startTimeOffsetInSeconds
        if at is None:
            at = of_epoch_s(self.measurementTimeInSeconds)
            offset_s = self.measurementTimeOffsetInSeconds
        if at is None or not abs(offset_s) <= _OFFSET_MOST_S:
            return None
        return LocalDate(at.astimezone(dt.timezone(dt.timedelta(seconds=int(offset_s)))).date())

    @property
    def end(self) -> Instant | None:
        start_s, lasts_s = self.startTimeInSeconds, self.durationInSeconds
        return None if start_s is None or lasts_s is None else of_epoch_s(start_s + lasts_s)


@final
class Summary(Struct, frozen=True):
    """Whom a summary is of, what it is called, and, in a ping, where it is."""

    userId: int | str | None = None  # noqa: N815  # their names
    summaryId: int | str | None = None  # noqa: N815
    activityId: int | str | None = None  # noqa: N815
    callbackURL: str | None = None  # noqa: N815
    permissions: tuple[str, ...] | None = None
    changeTimeInSeconds: int | float | None = None  # noqa: N815
    summary: _Times | None = None


def records_of(
    name: str, raws: Iterable[bytes], context: Context
) -> Result[tuple[Record, ...], Misread]:
    """Make a record of each summary of a kind."""
    made: list[Record] = []
    for raw in raws:
        match _record(name, raw, context):
            case Success(record):
                made.append(record)
            case Failure(error):
                return Failure(error)
    return Success(tuple(made))


def _record(name: str, raw: bytes, context: Context) -> Result[Record, Misread]:
    match both(read_as(raw, Summary, name), read_as(raw, _Times, name)):
        case Failure(errors):
            return Failure(errors[0])
        case Success((summary, own)):
            if id_text(summary.userId) not in {"", context.account}:
                return Failure(Misread(f"{name}.userId", "the person it was sent for"))
            times, form = summary.summary or own, _SAME.get(name, name)
            called = id_text(summary.summaryId) or id_text(summary.activityId)
            record = Record(
                kind=KINDS[name],
                form=form,
                external_id=_short(called or f"{times.startTimeInSeconds or times.calendarDate}"),
                modified_at=context.received_at,
                day=times.day,
                data=b'{"%s":[%s]}' % (name.encode(), raw),
                may_be_late=True,
                reaches=times.end if form in _GROWING else None,
            )
            return Success(record)


def file_of(name: str, body: bytes, context: Context) -> Record:
    """Make a record of a file as the watch wrote it."""
    return Record(
        kind=DataKind.ACTIVITIES,
        form=FILES,
        external_id=_short(name),
        modified_at=context.received_at,
        day=None,
        data=body,
    )


def permitted(summary: Summary, context: Context) -> Read:
    """Read which permissions a person left us: without any that we need they are gone."""
    if summary.permissions is None or _NEEDED & frozenset(summary.permissions):
        return Page()
    at = of_epoch_s(summary.changeTimeInSeconds) or context.received_at
    return Ended(min(at, context.received_at))


def _short(called: str) -> str:
    return called if len(called) <= KEY_CHARACTERS_MOST else key_of(called)
