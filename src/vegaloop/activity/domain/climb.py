"""How high a session climbed, told apart from what the device made of it (formula book A17).

Rule 1: the threshold goes by what measured the height, and the method names both; no file says for
certain which it was, so every climb says that this is assumed.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final, final

import msgspec
from msgspec import Struct

from vegaloop.activity.domain.activity_file import FileFormat
from vegaloop.activity.domain.formulas.elevation import (
    BAROMETER_THRESHOLD_M,
    GPS_THRESHOLD_M,
    zigzag,
)
from vegaloop.activity.domain.load import FORMULA_VERSION
from vegaloop.activity.domain.streams import MISSING, Channel, Streams
from vegaloop.kernel.evidence import Derived, Missing, NoNumber, TooFew, Undefined
from vegaloop.kernel.result import Failure, Result, Success

__all__ = ("AltitudeSource", "Climb", "altitude_source", "climb_of", "climb_over")

STEEPEST: Final = 0.6  # Nobody climbs more of a way for long: the height or the way is wrong.
STEEP_QUALITY: Final = 0.2
TOO_STEEP: Final = "steeper-than-ground"
ASSUMED: Final = ("altitude-source-assumed",)


class AltitudeSource(StrEnum):
    """What told the height: air pressure, or satellites."""

    BAROMETER = "barometer"
    GPS = "gps"

    @property
    def threshold_m(self) -> float:
        """The least leg that is believed (A17)."""
        return BAROMETER_THRESHOLD_M if self is AltitudeSource.BAROMETER else GPS_THRESHOLD_M


@final
class Climb(Struct, frozen=True):
    """How far a session went up and down."""

    gain_m: Result[Derived, NoNumber]
    loss_m: Result[Derived, NoNumber]


def altitude_source(format: FileFormat | None, device: str | None) -> AltitudeSource:
    """Tell what most likely measured the height of a file.

    Sport devices that write FIT or TCX mostly have a barometer; a GPX has the satellites' height,
    unless its creator says otherwise, as Strava asks of those with a barometer.
    """
    if format is not FileFormat.GPX or "barometer" in (device or "").lower():
        return AltitudeSource.BAROMETER
    return AltitudeSource.GPS


def climb_of(streams: Streams, source: AltitudeSource) -> Climb:
    """Add up climbs and descents by zigzag, whatever the device makes of them. Rule ACT-102."""
    column = streams.get(Channel.ALTITUDE)
    millimeters = [] if column is None else [mm for mm in column.numbers if mm != MISSING]
    if len(millimeters) < 2:
        reason: NoNumber = Missing("altitude_m")
        if millimeters:
            reason = TooFew("samples of altitude", 1, 2)
        return Climb(Failure(reason), Failure(reason))
    legs = zigzag(millimeters, 1_000 * source.threshold_m)
    return Climb(*(_climbed(mm, len(millimeters), streams, source) for mm in legs))


def climb_over(climb: Climb, length_m: float | None) -> Climb:
    """Hold a climb against the way it was climbed on. Rule ACT-114.

    Undefined where there was no way; doubted where one of the two is beyond 0.6 of it.
    """
    steepest = max(map(_known_m, (climb.gain_m, climb.loss_m)))
    if not length_m and (length_m is not None or steepest == 0):
        nowhere: Result[Derived, NoNumber] = Failure(Undefined("climb", "no distance was covered"))
        return Climb(*(_or_reason(one, nowhere) for one in (climb.gain_m, climb.loss_m)))
    if length_m is None or steepest <= STEEPEST * length_m:
        return climb
    return Climb(_doubted(climb.gain_m), _doubted(climb.loss_m))


def _known_m(found: Result[Derived, NoNumber]) -> float:
    match found:
        case Success(told):
            return told.value
        case Failure():
            return 0.0


def _or_reason(
    found: Result[Derived, NoNumber], reason: Result[Derived, NoNumber]
) -> Result[Derived, NoNumber]:
    return reason if isinstance(found, Success) else found


def _doubted(found: Result[Derived, NoNumber]) -> Result[Derived, NoNumber]:
    match found:
        case Failure():
            return found
        case Success(told):
            quality, notes = min(told.quality, STEEP_QUALITY), (*told.notes, TOO_STEEP)
            return Success(msgspec.structs.replace(told, quality=quality, notes=notes))


def _climbed(
    millimeters: float, n_valid: int, streams: Streams, source: AltitudeSource
) -> Result[Derived, NoNumber]:
    return Success(
        Derived(
            value=millimeters / 1_000,
            method=f"zigzag_{source.threshold_m:g}m_{source}",
            formula_version=FORMULA_VERSION,
            window_days=1,
            n_valid=n_valid,
            quality=n_valid / len(streams),
            notes=ASSUMED,
        )
    )
