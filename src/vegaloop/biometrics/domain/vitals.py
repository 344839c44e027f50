"""What a heart, a breath and the blood say at rest: each an exact value.

Rule 1: a value that cannot be is never built; one that is only improbable is, and is judged later.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Final, final

from msgspec import Struct

from vegaloop.biometrics.domain.formulas.nights import OxygenNight, oxygen_night
from vegaloop.biometrics.domain.formulas.rr import artefact_quality, rmssd
from vegaloop.biometrics.domain.kinds import Kind
from vegaloop.biometrics.domain.rr import Corrections, HrvMethod, RrIntervals, clean_rr
from vegaloop.kernel.errors import OutOfRange
from vegaloop.kernel.evidence import NoNumber
from vegaloop.kernel.result import Failure, Result, Success

_MILLI: Final = 1_000
RMSSD_MOST_MS: Final = 10_000.0
BREATHS_MOST: Final = 200.0
SPO2_SAMPLES_MOST: Final = 5_000  # A night at one in ten seconds.
SPO2_INTERVAL_S_MOST: Final = 3_600


@final
class Hrv(Struct, frozen=True, tag="hrv"):
    """Heart rate variability as RMSSD, in microseconds.

    `beats` is how many intervals it was computed from here, 0 where a device computed it;
    `artefacts` is how many of them were corrected or removed, by `method`, which is None where a
    device computed it and where only those out of range were removed. Formulas see it without
    `corrections`.
    """

    kind: ClassVar[Kind] = Kind.HRV
    rmssd_us: int
    beats: int = 0
    artefacts: int = 0
    method: HrvMethod | None = None
    corrections: Corrections | None = None

    def __post_init__(self) -> None:
        if not (self.rmssd_us >= 0 and 0 <= self.artefacts <= self.beats):
            raise ValueError("such a variability cannot be")

    @classmethod
    def of_rmssd_ms(cls, rmssd_ms: float, field: str = "rmssd_ms") -> Result[Hrv, OutOfRange]:
        """Read an RMSSD a device computed, in milliseconds."""
        if not 0 <= rmssd_ms <= RMSSD_MOST_MS:
            return Failure(OutOfRange(field, rmssd_ms, 0, RMSSD_MOST_MS))
        return Success(cls(round(rmssd_ms * _MILLI)))

    @classmethod
    def of_rr(cls, rr: RrIntervals) -> Result[Hrv, NoNumber]:
        """Compute RMSSD from the intervals between beats, corrected (book B1 to B4)."""
        clean = clean_rr(rr)
        match rmssd(clean.rr_ms):
            case Success(rmssd_ms):
                done = clean.corrections
                beats = len(rr.rr_us)
                return Success(cls(round(rmssd_ms * _MILLI), beats, done.total, clean.method, done))
            case Failure(error):
                return Failure(error)

    @property
    def rmssd_ms(self) -> float:
        """RMSSD in milliseconds."""
        return self.rmssd_us / _MILLI

    @property
    def corrected_by(self) -> HrvMethod | None:
        """How its beats were corrected; None where a device computed it."""
        return self.method or (HrvMethod.RANGE if self.beats else None)

    @property
    def artefact_share(self) -> float:
        """The share of intervals that were corrected or removed, 0 to 1."""
        return self.artefacts / self.beats if self.beats else 0.0

    @property
    def quality(self) -> float:
        """How far it is worth, 0 to 1 (book B2)."""
        return artefact_quality(self.artefact_share)

    def in_brief(self) -> Hrv:
        """Give it as formulas see it."""
        return Hrv(self.rmssd_us, self.beats, self.artefacts, self.method)


@final
class SpO2(Struct, frozen=True, tag="spo2"):
    """The oxygen saturation of the blood, in thousandths of a percent."""

    kind: ClassVar[Kind] = Kind.SPO2
    milli_percent: int

    def __post_init__(self) -> None:
        if not 0 <= self.milli_percent <= 100 * _MILLI:
            raise ValueError(f"a share of {self.milli_percent} cannot be")

    @classmethod
    def of_percent(cls, percent: float, field: str = "spo2_percent") -> Result[SpO2, OutOfRange]:
        """Read a saturation given in percent."""
        if not 0 <= percent <= 100:  # Percent.
            return Failure(OutOfRange(field, percent, 0, 100))
        return Success(cls(round(percent * _MILLI)))

    @property
    def percent(self) -> float:
        """The saturation in percent."""
        return self.milli_percent / _MILLI


@final
class SpO2Night(Struct, frozen=True, tag="spo2_night"):
    """The oxygen saturations of a night, one each `interval_s`, in thousandths of a percent.

    None is a moment without one; the reading is that of waking.
    """

    kind: ClassVar[Kind] = Kind.SPO2
    interval_s: int
    milli_percent: tuple[int | None, ...]

    def __post_init__(self) -> None:
        if not 1 <= self.interval_s <= SPO2_INTERVAL_S_MOST:
            raise ValueError(f"a sample every {self.interval_s} s cannot be")
        if not 1 <= len(self.milli_percent) <= SPO2_SAMPLES_MOST:
            raise ValueError(f"a night of {len(self.milli_percent)} samples cannot be")
        if any(one is not None and not 0 <= one <= 100 * _MILLI for one in self.milli_percent):
            raise ValueError("a share is from 0 to 100 %")

    @classmethod
    def of_percent(
        cls, interval_s: int, percent: Sequence[float | None], field: str = "spo2_percent"
    ) -> Result[SpO2Night, tuple[OutOfRange, ...]]:
        """Read saturations given in percent, None for a missing one."""
        wrong = [
            OutOfRange(f"{field}[{index}]", one, 0, 100)
            for index, one in enumerate(percent)
            if one is not None and not 0 <= one <= 100  # Percent.
        ]
        if not 1 <= interval_s <= SPO2_INTERVAL_S_MOST:
            wrong.append(OutOfRange("interval_s", interval_s, 1, SPO2_INTERVAL_S_MOST))
        if not 1 <= len(percent) <= SPO2_SAMPLES_MOST:
            wrong.append(OutOfRange(f"{field}.length", len(percent), 1, SPO2_SAMPLES_MOST))
        if wrong:
            return Failure(tuple(wrong))
        return Success(
            cls(interval_s, tuple(None if one is None else round(one * _MILLI) for one in percent))
        )

    @property
    def percent(self) -> tuple[float | None, ...]:
        """The samples in percent."""
        return tuple(None if one is None else one / _MILLI for one in self.milli_percent)

    @property
    def summary(self) -> Result[OxygenNight, NoNumber]:
        """What the samples add up to (book B13)."""
        return oxygen_night(self.percent, self.interval_s)

    @property
    def valid_share(self) -> float:
        """The share of the samples a sensor can measure, 0 to 1."""
        match self.summary:
            case Success(night):
                return night.n_valid / len(self.milli_percent)
            case Failure():
                return 0.0


@final
class Respiration(Struct, frozen=True, tag="respiration"):
    """The breaths a minute of a night or at rest, in thousandths."""

    kind: ClassVar[Kind] = Kind.RESPIRATION
    milli_per_min: int

    def __post_init__(self) -> None:
        if not 0 <= self.milli_per_min <= BREATHS_MOST * _MILLI:
            raise ValueError(f"a breath of {self.milli_per_min} cannot be")

    @classmethod
    def of_per_min(
        cls, per_min: float, field: str = "breaths_per_min"
    ) -> Result[Respiration, OutOfRange]:
        """Read a rate given in breaths a minute."""
        if not 0 <= per_min <= BREATHS_MOST:
            return Failure(OutOfRange(field, per_min, 0, BREATHS_MOST))
        return Success(cls(round(per_min * _MILLI)))

    @property
    def per_min(self) -> float:
        """The rate in breaths a minute."""
        return self.milli_per_min / _MILLI
