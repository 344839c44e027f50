"""What Strava sends, as far as a driver looks into it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Final, final

import msgspec
from msgspec import Raw, Struct, UnsetType

from vegaloop.device_sync.adapters.vendors.answers import read_as
from vegaloop.device_sync.adapters.vendors.times import of_epoch_s
from vegaloop.device_sync.application.calling import Answer
from vegaloop.kernel.result import value_in
from vegaloop.kernel.time import Instant

__all__ = (
    "Activity",
    "Event",
    "Pair",
    "athlete_in",
    "is_lapsed",
    "is_spent",
    "lacks_permission",
    "number_of",
    "time_of",
)

_GRANTS: Final = ("code", "refresh_token")
_NUMBER: Final = re.compile(r"[0-9]{1,20}", re.ASCII)


@final
class _Updates(Struct, frozen=True):
    authorized: bool | str = True


@final
class Event(Struct, frozen=True):
    """An event of a webhook."""

    object_type: str
    object_id: int | str
    aspect_type: str = ""
    owner_id: int | str = ""
    event_time: int | float | str = 0
    updates: Raw = Raw(b"{}")

    @property
    def parts(self) -> tuple[str, ...]:
        """What is the same whenever it is sent again."""
        event = (self.object_type, self.object_id, self.aspect_type, self.owner_id, self.event_time)
        return (*map(str, event), bytes(self.updates).decode("utf-8", "replace"))

    @property
    def takes_consent_back(self) -> bool:
        """Whether the person no longer wants us to know."""
        updates = value_in(read_as(bytes(self.updates), _Updates, "updates"))
        return updates is not None and str(updates.authorized).casefold() == "false"


@final
class Activity(Struct, frozen=True, omit_defaults=True):
    """An activity in the list: what says something of it, and not what others think of it."""

    id: int | str
    start_date: dt.datetime | None = None
    start_date_local: dt.datetime | None = None
    name: str | None = None
    type: str | None = None
    sport_type: str | None = None
    timezone: str | None = None
    elapsed_time: int | float | None = None
    moving_time: int | float | None = None
    distance: int | float | None = None
    total_elevation_gain: int | float | None = None
    average_heartrate: int | float | None = None
    average_watts: int | float | None = None
    device_watts: bool | None = None
    device_name: str | None = None
    external_id: str | None = None
    upload_id: int | str | None = None
    manual: bool | None = None
    private: bool | None = None
    visibility: str | None = None


@final
class Pair(Struct, frozen=True):
    """An activity beside its streams, where it has any."""

    activity: Raw
    streams: Raw | UnsetType = msgspec.UNSET


@final
class _Id(Struct, frozen=True):
    id: int | str


@final
class _OfAthlete(Struct, frozen=True):
    athlete: _Id


@final
class _Fault(Struct, frozen=True):
    field: str = ""


@final
class _Faults(Struct, frozen=True):
    errors: tuple[_Fault, ...] = ()


def athlete_in(body: bytes) -> int | str | None:
    """Find whose tokens an answer has; None where it does not tell."""
    read = value_in(read_as(body, _OfAthlete, "tokens"))
    return None if read is None else read.athlete.id


def lacks_permission(body: bytes) -> bool:
    """Tell whether a refusal is for what the person did not consent to."""
    read = value_in(read_as(body, _Faults, "fault"))
    return read is not None and any(one.field.endswith("_permission") for one in read.errors)


def is_lapsed(answer: Answer) -> bool:
    """Tell whether tokens are refused because what they were asked for with is no longer known."""
    read = value_in(read_as(answer.body, _Faults, "fault"))
    fields = () if read is None else read.errors
    return answer.status in (400, 401) and any(one.field in _GRANTS for one in fields)


def is_spent(headers: Mapping[str, str], name: str) -> bool:
    """Tell whether the second of two limits, which is that of the day, is used up."""
    limit, usage = (headers.get(f"{name}-{part}", "") for part in ("limit", "usage"))
    most, used = (number_of(text.partition(",")[2].strip()) for text in (limit, usage))
    return most is not None and used is not None and used >= most


def number_of(given: int | str) -> int | None:
    """Read an id that stands in an address afterwards; None where it is no number."""
    text = str(given)
    return int(text) if _NUMBER.fullmatch(text) else None


def time_of(given: float | str) -> Instant | None:
    """Read seconds since 1970; None where they are none of this age."""
    return of_epoch_s(number_of(given) if isinstance(given, str) else given)
