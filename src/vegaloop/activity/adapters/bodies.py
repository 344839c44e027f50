"""The bodies of activity over HTTP: shape only; meaning is checked by the kernel and the domain."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, final
from uuid import UUID

from msgspec import UNSET, Meta, Struct, UnsetType

from vegaloop.activity.adapters.linked_bodies import DuplicatesBody, MultisportBody, SourceBody
from vegaloop.activity.adapters.part_bodies import (
    ExtraBody,
    LapBody,
    LengthBody,
    SensorBody,
    SetBody,
)
from vegaloop.activity.domain.load import LoadMethod
from vegaloop.activity.domain.recording import Remark
from vegaloop.activity.domain.sport import Sport
from vegaloop.infrastructure.bodies import Name, Note, Time, ZoneName
from vegaloop.kernel.evidence import NoNumber


@final
class LogActivityBody(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A session as you remember it; `rpe` is how hard it felt from 0 to 10 (Borg CR10)."""

    sport: Sport
    start_at: Time
    elapsed_s: Annotated[float, Meta(examples=[3600])]
    time_zone: ZoneName | None = None
    distance_m: float | None = None
    average_heart_rate_bpm: float | None = None
    average_power_w: float | None = None
    rpe: Annotated[float, Meta(examples=[6])] | None = None
    name: Name | None = None
    notes: Note | None = None


@final
class AmendActivityBody(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What to change; what is not mentioned stays, null takes a value away."""

    sport: Sport | UnsetType = UNSET
    name: Name | UnsetType | None = UNSET
    notes: Note | UnsetType | None = UNSET
    rpe: float | UnsetType | None = UNSET


@final
class ThresholdsBody(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What you are capable of from a day on; what is null stays as it was before.

    `cp_w` is critical power, and `w_prime_j` the work that can be done above it (W′).
    """

    effective_from: dt.date
    ftp_w: float | None = None
    threshold_pace_s_per_km: float | None = None
    css_s_per_100m: float | None = None
    hr_max_bpm: float | None = None
    hr_rest_bpm: float | None = None
    lthr_bpm: float | None = None
    cp_w: float | None = None
    w_prime_j: float | None = None


@final
class RecomputeBody(Struct, frozen=True, forbid_unknown_fields=True):
    """The first local day whose loads are to be computed anew."""

    start: dt.date


@final
class LoadBody(Struct, frozen=True):
    """A load, how it was found, and whether a mean or a formula stood in for a measurement."""

    value: float
    method: LoadMethod
    estimated: bool


@final
class LackingBody(Struct, frozen=True):
    """A load that could not be computed, and what it lacked."""

    method: LoadMethod
    reason: NoNumber


@final
class RemarkBody(Struct, frozen=True):
    """Something odd in the file, and where."""

    what: Remark
    at_byte: int | None
    at_line: int | None
    detail: str


@final
class DetailBody(Struct, frozen=True, kw_only=True):
    """The rest of an activity: every load it has, its laps, and what was odd about its file.

    `possible_duplicate_of` is another activity that only looks alike: both are kept and count.
    """

    notes: str | None
    loads: tuple[LoadBody, ...]
    lacking: tuple[LackingBody, ...]
    formula_version: str
    laps: tuple[LapBody, ...]
    lengths: tuple[LengthBody, ...]
    sets: tuple[SetBody, ...]
    sensors: tuple[SensorBody, ...]
    remarks: tuple[RemarkBody, ...]
    possible_duplicate_of: UUID | None
    duplicates: DuplicatesBody | None
    multisport: MultisportBody | None


@final
class ActivityBody(Struct, frozen=True, kw_only=True):
    """An activity; `load` is the one that counts, null where there is none; lists leave `detail` out.

    `zone_assumed` says that nobody knows where it was, so that its day is the one of your home
    zone. `counts` is false where another recording of the same training counts in its place.
    `elapsed_s` is null where its file says one that cannot be, or hardly (`doubtful-elapsed`).
    """

    id: UUID
    sport: Sport
    sub_sport: str | None
    name: str | None
    start_at: dt.datetime
    time_zone: str | None
    zone_assumed: bool
    local_date: dt.date
    elapsed_s: float | None
    moving_s: float
    distance_m: float | None
    ascent_m: float | None
    energy_kcal: float | None
    average_heart_rate_bpm: float | None
    maximum_heart_rate_bpm: float | None
    average_power_w: float | None
    weighted_power_w: float | None
    rpe: float | None
    load: LoadBody | None
    counts: bool
    source: SourceBody
    detail: DetailBody | UnsetType = UNSET


@final
class UploadBody(Struct, frozen=True):
    """The activities of a file; `already_known` if it had been uploaded before."""

    already_known: bool
    activities: tuple[ActivityBody, ...]


@final
class StreamsBody(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a device wrote, a column a channel; the n-th value of each is of the n-th time.

    `t_ms` are milliseconds after the start; null is where the device wrote nothing, and a channel
    it never wrote is absent. `extras` are columns of anything else, by the name and unit of whoever
    measured it, and `rr_ms` the intervals between heart beats, in their order.
    """

    t_ms: tuple[int, ...]
    heart_rate_bpm: tuple[float | None, ...] | None = None
    power_w: tuple[float | None, ...] | None = None
    cadence_rpm: tuple[float | None, ...] | None = None
    speed_m_s: tuple[float | None, ...] | None = None
    distance_m: tuple[float | None, ...] | None = None
    altitude_m: tuple[float | None, ...] | None = None
    temperature_c: tuple[float | None, ...] | None = None
    latitude_deg: tuple[float | None, ...] | None = None
    longitude_deg: tuple[float | None, ...] | None = None
    extras: tuple[ExtraBody, ...] = ()
    rr_ms: tuple[int, ...] = ()


@final
class ThresholdsEntryBody(Struct, frozen=True, kw_only=True):
    """What you said you are capable of from a day on."""

    effective_from: dt.date
    ftp_w: float | None
    threshold_pace_s_per_km: float | None
    css_s_per_100m: float | None
    hr_max_bpm: float | None
    hr_rest_bpm: float | None
    lthr_bpm: float | None
    cp_w: float | None
    w_prime_j: float | None
    set_at: dt.datetime


@final
class ThresholdsHistoryBody(Struct, frozen=True):
    """Every entry, oldest date first."""

    data: tuple[ThresholdsEntryBody, ...]


@final
class LoadChangeBody(Struct, frozen=True, kw_only=True):
    """That the load of an activity changed, when and why, from what and to what."""

    activity_id: UUID
    local_date: dt.date
    changed_at: dt.datetime
    cause: str
    before: LoadBody | None
    after: LoadBody | None


@final
class RecomputedBody(Struct, frozen=True):
    """How many loads changed; each of them is under load-changes."""

    changed_loads: int


@final
class ThresholdsSetBody(Struct, frozen=True):
    """An entry as kept, and how many loads it changed; each of them is under load-changes."""

    thresholds: ThresholdsEntryBody
    changed_loads: int


@final
class SeriesDayBody(Struct, frozen=True):
    """A day of the load series: `ctl` and `atl` at its end, `tsb` on its morning.

    `load` is null where no activity of the day has one, zero where there was none.
    """

    day: dt.date
    load: float | None
    ctl: float | None
    atl: float | None
    tsb: float | None
    methods: tuple[LoadMethod, ...]
    complete: bool


@final
class LoadSeriesBody(Struct, frozen=True):
    """Load, fitness (CTL) and fatigue (ATL) day by day, from your first activity on.

    `mixed` says that the loads of these days were found by more than one method.
    """

    data: tuple[SeriesDayBody, ...]
    method: str
    formula_version: str
    mixed: bool


@final
class FormBody(Struct, frozen=True, kw_only=True):
    """How fit and how tired you are on the morning of a day.

    `ctl` and `atl` are those of the evening before. `acwr` is uncoupled, for display only, and says
    nothing about injuries. `monotony` is null where every day of the week was alike.
    """

    day: dt.date
    ctl: float
    atl: float
    tsb: float
    ramp: float | None
    acwr: float | None
    monotony: float | None
    strain: float | None
    history_days: int
    warming_up: bool
    mixed: bool
    incomplete_days: int
    method: str
    formula_version: str
