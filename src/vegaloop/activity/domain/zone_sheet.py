"""Every scheme of zones that a person's thresholds of a day give (formula book A19)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeAlias, final

from msgspec import Struct

from vegaloop.activity.domain.formulas.zones import (
    Scheme,
    Zone,
    karvonen_zones,
    pace_zones,
    zones_of,
)
from vegaloop.activity.domain.load import FORMULA_VERSION
from vegaloop.activity.domain.physique import SEEN_WINDOW_DAYS, HrMaxBy, Physique
from vegaloop.kernel.evidence import Derived, Missing, NoNumber
from vegaloop.kernel.quantity import HeartRate
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import LocalDate

__all__ = ("SchemeZones", "ZoneSheet", "zones_on")

ESTIMATED: Final = "estimated"
# The standard error of a line over age is 7 to 11 bpm; a person's own rate needs no such doubt.
QUALITY: Final = {HrMaxBy.GIVEN: 1.0, HrMaxBy.OBSERVED: 0.75, HrMaxBy.TANAKA: 0.5}

_Zones: TypeAlias = Result[tuple[Zone, ...], NoNumber]


@final
class SchemeZones(Struct, frozen=True):
    """The zones of one scheme, or what they lack; `notes` are words for what to know of them."""

    scheme: Scheme
    zones: _Zones
    notes: tuple[str, ...] = ()


@final
class ZoneSheet(Struct, frozen=True, kw_only=True):
    """The zones of a person on a day, by every scheme, and the maximal heart rate behind some."""

    day: LocalDate
    hr_max_bpm: Result[Derived, NoNumber]
    power: SchemeZones
    heart_rate: tuple[SchemeZones, ...]
    pace: SchemeZones


def zones_on(day: LocalDate, physique: Physique) -> ZoneSheet:
    """Lay out every scheme of zones for a day. Rule ACT-42."""
    known, notes = physique.thresholds, (ESTIMATED,) if physique.hr_max_estimated else ()
    ftp_w = None if known.ftp is None else known.ftp.watts
    pace_s = None if known.threshold_pace is None else known.threshold_pace.seconds
    highest, rest, lthr = _bpm(physique.hr_max), _bpm(known.hr_rest), _bpm(known.lthr)
    by_lthr = tuple(
        _scheme(scheme, lthr, "lthr_bpm")
        for scheme in (
            Scheme.FRIEL_5,
            Scheme.FRIEL_CYCLING,
            Scheme.FRIEL_RUNNING,
            Scheme.COGGAN_HR,
        )
    )
    return ZoneSheet(
        day=day,
        hr_max_bpm=_hr_max(physique),
        power=_scheme(Scheme.COGGAN_POWER, ftp_w, "ftp_w"),
        heart_rate=(
            _scheme(Scheme.HR_MAX, highest, "hr_max_bpm", notes),
            SchemeZones(Scheme.KARVONEN, _karvonen(rest, highest), notes),
            *by_lthr,
        ),
        pace=SchemeZones(Scheme.FRIEL_PACE, _of(pace_s, "threshold_pace_s_per_km", pace_zones)),
    )


def _hr_max(physique: Physique) -> Result[Derived, NoNumber]:
    if physique.hr_max is None or physique.hr_max_by is None:
        return Failure(Missing("hr_max_bpm"))
    by = physique.hr_max_by
    return Success(
        Derived(
            value=physique.hr_max.bpm,
            method=by,
            formula_version=FORMULA_VERSION,
            window_days=SEEN_WINDOW_DAYS if by is HrMaxBy.OBSERVED else 1,
            n_valid=1,
            quality=QUALITY[by],
            notes=(ESTIMATED,) if physique.hr_max_estimated else (),
        )
    )


def _scheme(
    scheme: Scheme, threshold: float | None, name: str, notes: tuple[str, ...] = ()
) -> SchemeZones:
    return SchemeZones(scheme, _of(threshold, name, lambda known: zones_of(scheme, known)), notes)


def _karvonen(rest: float | None, highest: float | None) -> _Zones:
    if rest is None:
        return Failure(Missing("hr_rest_bpm"))
    return _of(highest, "hr_max_bpm", lambda known: karvonen_zones(rest, known))


def _of(threshold: float | None, name: str, lay_out: Callable[[float], _Zones]) -> _Zones:
    return Failure(Missing(name)) if threshold is None else lay_out(threshold)


def _bpm(rate: HeartRate | None) -> float | None:
    return None if rate is None else rate.bpm
