"""From values to the bodies they are answered with, and from bodies to commands."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from msgspec import UNSET, UnsetType

from vegaloop.activity.adapters.bodies import (
    ActivityBody,
    AmendActivityBody,
    DetailBody,
    FormBody,
    LackingBody,
    LoadBody,
    LoadChangeBody,
    LoadSeriesBody,
    LogActivityBody,
    RemarkBody,
    SeriesDayBody,
    StreamsBody,
    ThresholdsBody,
    ThresholdsEntryBody,
)
from vegaloop.activity.adapters.linked_bodies import from_linked, from_origin
from vegaloop.activity.adapters.part_bodies import (
    from_extra,
    from_lap,
    from_length,
    from_sensor,
    from_set,
)
from vegaloop.activity.application.commands import AmendActivity, KeptSession
from vegaloop.activity.application.insight import SeriesDay
from vegaloop.activity.domain import bare
from vegaloop.activity.domain.admission import LogActivity
from vegaloop.activity.domain.effort import Rpe
from vegaloop.activity.domain.form import METHOD, Form
from vegaloop.activity.domain.load import FORMULA_VERSION, MethodLoad
from vegaloop.activity.domain.session import LoadChange, Session
from vegaloop.activity.domain.streams import Channel, Streams
from vegaloop.activity.domain.thresholds import DatedThresholds, Thresholds
from vegaloop.kernel.errors import Malformed, OutOfRange
from vegaloop.kernel.formats import Remark
from vegaloop.kernel.quantity import Distance, Duration, Energy, HeartRate, Power
from vegaloop.kernel.result import Failure, Result, Success

A = TypeVar("A")

# ---- into the house ----


def to_log_activity(body: LogActivityBody) -> Result[LogActivity, tuple[Malformed, ...]]:
    """Read a session somebody remembers, with everything that is wrong with it."""
    faults: list[Malformed] = []
    command = LogActivity(
        sport=body.sport,
        start_at=body.start_at,
        elapsed=_read(Duration.of_seconds(body.elapsed_s, "elapsed_s"), faults) or Duration(0),
        time_zone=body.time_zone,
        distance=_if(body.distance_m, Distance.of_meters, "distance_m", faults),
        average_heart_rate=_if(
            body.average_heart_rate_bpm, HeartRate.of_bpm, "average_heart_rate_bpm", faults
        ),
        average_power=_if(body.average_power_w, Power.of_watts, "average_power_w", faults),
        rpe=_if(body.rpe, Rpe.of_cr10, "rpe", faults),
        name=body.name,
        notes=body.notes,
    )
    return Failure(tuple(faults)) if faults else Success(command)


def to_amend(body: AmendActivityBody) -> Result[AmendActivity, tuple[Malformed, ...]]:
    """Read what a person says about a session."""
    faults: list[Malformed] = []
    rpe = UNSET if body.rpe is UNSET else _if(body.rpe, Rpe.of_cr10, "rpe", faults)
    command = AmendActivity(sport=body.sport, name=body.name, notes=body.notes, rpe=rpe)
    return Failure(tuple(faults)) if faults else Success(command)


def to_thresholds(body: ThresholdsBody) -> Result[Thresholds, tuple[Malformed, ...]]:
    """Read what a person is capable of."""
    faults: list[Malformed] = []
    pace, css = body.threshold_pace_s_per_km, body.css_s_per_100m
    values = Thresholds(
        ftp=_if(body.ftp_w, Power.of_watts, "ftp_w", faults),
        threshold_pace=_if(pace, Duration.of_seconds, "threshold_pace_s_per_km", faults),
        css_pace=_if(css, Duration.of_seconds, "css_s_per_100m", faults),
        hr_max=_if(body.hr_max_bpm, HeartRate.of_bpm, "hr_max_bpm", faults),
        hr_rest=_if(body.hr_rest_bpm, HeartRate.of_bpm, "hr_rest_bpm", faults),
        lthr=_if(body.lthr_bpm, HeartRate.of_bpm, "lthr_bpm", faults),
        cp=_if(body.cp_w, Power.of_watts, "cp_w", faults),
        w_prime=_if(body.w_prime_j, Energy.of_joules, "w_prime_j", faults),
    )
    return Failure(tuple(faults)) if faults else Success(values)


def _if(
    given: float | None,
    reader: Callable[[float, str], Result[A, OutOfRange]],
    field: str,
    faults: list[Malformed],
) -> A | None:
    return None if given is None else _read(reader(given, field), faults)


def _read(result: Result[A, OutOfRange], faults: list[Malformed]) -> A | None:
    match result:
        case Success(value):
            return value
        case Failure(error):
            faults.append(error)
            return None


# ---- out of the house ----


def from_kept(kept: KeptSession) -> ActivityBody:
    """Tell a session whole."""
    session, facts, linked = kept.session, kept.session.facts, from_linked(kept)
    detail = DetailBody(
        notes=facts.notes,
        loads=tuple(map(from_load, session.loads.values)),
        lacking=tuple(LackingBody(one.method, one.reason) for one in session.loads.lacking),
        formula_version=session.loads.formula_version,
        laps=tuple(map(from_lap, facts.laps)),
        lengths=tuple(map(from_length, facts.lengths)),
        sets=tuple(map(from_set, facts.sets)),
        sensors=tuple(map(from_sensor, facts.sensors)),
        remarks=tuple(
            RemarkBody(note.what, note.at_byte, note.at_line, note.detail) for note in facts.remarks
        ),
        possible_duplicate_of=linked.possible_duplicate_of,
        duplicates=linked.duplicates,
        multisport=linked.multisport,
    )
    return from_session(session, detail)


def from_session(session: Session, detail: DetailBody | UnsetType = UNSET) -> ActivityBody:
    """Tell a session, in short where no detail is given."""
    facts, totals = session.facts, session.facts.totals
    effort = facts.effort
    power = effort.power
    doubtful = any(note.what is Remark.DOUBTFUL_ELAPSED for note in facts.remarks)
    elapsed_s, moving_s = bare.times_s(totals.elapsed, effort.duration, doubtful=doubtful)
    return ActivityBody(
        id=session.id,
        sport=session.sport,
        sub_sport=facts.sub_sport,
        name=facts.name,
        start_at=session.start.local,
        time_zone=session.start.zone,
        zone_assumed=facts.zone_assumed,
        local_date=session.local_date,
        elapsed_s=elapsed_s,
        moving_s=moving_s,
        distance_m=bare.meters(totals.distance),
        ascent_m=bare.meters(totals.ascent),
        energy_kcal=bare.kcal(totals.energy),
        average_heart_rate_bpm=bare.bpm(totals.average_heart_rate) or effort.mean_heart_rate_bpm,
        maximum_heart_rate_bpm=bare.bpm(totals.maximum_heart_rate) or effort.highest_heart_rate_bpm,
        average_power_w=(
            bare.watts(totals.average_power) if totals.average_power else effort.mean_power_w
        ),
        weighted_power_w=None if power is None or power.averaged else power.weighted_w,
        rpe=None if facts.rpe is None else facts.rpe.cr10,
        load=_counted(session.loads.counted),
        counts=session.counts,
        source=from_origin(facts.origin),
        detail=detail,
    )


def _counted(load: MethodLoad | None) -> LoadBody | None:
    return None if load is None else from_load(load)


def from_load(load: MethodLoad) -> LoadBody:
    """Tell a load with its method."""
    return LoadBody(load.value, load.method, load.estimated)


def from_streams(streams: Streams) -> StreamsBody:
    """Tell streams, a column a channel."""

    def column(channel: Channel) -> tuple[float | None, ...] | None:
        return streams.values(channel) or None

    return StreamsBody(
        t_ms=tuple(streams.numbers),
        heart_rate_bpm=column(Channel.HEART_RATE),
        power_w=column(Channel.POWER),
        cadence_rpm=column(Channel.CADENCE),
        speed_m_s=column(Channel.SPEED),
        distance_m=column(Channel.DISTANCE),
        altitude_m=column(Channel.ALTITUDE),
        temperature_c=column(Channel.TEMPERATURE),
        latitude_deg=column(Channel.LATITUDE),
        longitude_deg=column(Channel.LONGITUDE),
        extras=tuple(map(from_extra, streams.extras)),
        rr_ms=tuple(streams.beats),
    )


def from_thresholds(entry: DatedThresholds) -> ThresholdsEntryBody:
    """Tell an entry of thresholds."""
    values = entry.values
    return ThresholdsEntryBody(
        effective_from=entry.effective_from,
        ftp_w=bare.watts(values.ftp),
        threshold_pace_s_per_km=bare.seconds(values.threshold_pace),
        css_s_per_100m=bare.seconds(values.css_pace),
        hr_max_bpm=bare.bpm(values.hr_max),
        hr_rest_bpm=bare.bpm(values.hr_rest),
        lthr_bpm=bare.bpm(values.lthr),
        cp_w=bare.watts(values.cp),
        w_prime_j=None if values.w_prime is None else values.w_prime.amount,
        set_at=entry.set_at,
    )


def from_change(change: LoadChange) -> LoadChangeBody:
    """Tell how a load changed."""
    return LoadChangeBody(
        activity_id=change.session,
        local_date=change.local_date,
        changed_at=change.at,
        cause=change.cause,
        before=_counted(change.before),
        after=_counted(change.after),
    )


def from_series(series: tuple[SeriesDay, ...]) -> LoadSeriesBody:
    """Tell a load series."""
    days = tuple(
        SeriesDayBody(d.day, d.load, d.ctl, d.atl, d.tsb, d.methods, d.complete) for d in series
    )
    methods = {method for day in series for method in day.methods}
    return LoadSeriesBody(days, METHOD, FORMULA_VERSION, len(methods) > 1)


def from_form(form: Form) -> FormBody:
    """Tell form on a morning."""
    return FormBody(
        day=form.day,
        ctl=form.ctl,
        atl=form.atl,
        tsb=form.tsb,
        ramp=form.ramp,
        acwr=form.acwr,
        monotony=form.monotony,
        strain=form.strain,
        history_days=form.history_days,
        warming_up=form.warming_up,
        mixed=form.mixed,
        incomplete_days=form.incomplete_days,
        method=form.method,
        formula_version=form.formula_version,
    )
