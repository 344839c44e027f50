"""The glucose of some days by one sensor (formula book B12).

Rule 1: sources are never mixed: the one with the most readings speaks.
Rule 2: a share, a spread or a swing needs enough readings to be one, else there is a reason.
Rule 3: what rests on less than 14 days, or on less than 70 % of a sensor's readings, says so.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Final, TypeVar, final

from msgspec import Struct

from vegaloop.biometrics.domain.formulas.glucose import (
    MAGE_METHOD,
    READINGS_LEAST,
    glucose_cv_percent,
    gmi_mmol_mol,
    gmi_percent,
    mage_mg_dl,
    time_in_ranges,
)
from vegaloop.biometrics.domain.kinds import Glucose
from vegaloop.biometrics.domain.quality import FORMULA_VERSION
from vegaloop.biometrics.domain.reading import Observed
from vegaloop.biometrics.domain.samples import mean, median, sample_sd
from vegaloop.kernel.evidence import Derived, Missing, NoNumber, Outside, TooFew
from vegaloop.kernel.identity import SourceId
from vegaloop.kernel.result import Failure, Result, Success, mapped
from vegaloop.kernel.time import Instant, LocalDate
from vegaloop.kernel.units import MG_DL_PER_MMOL_L_GLUCOSE

A = TypeVar("A")
B = TypeVar("B")

DAYS_NEEDED: Final = 14  # Battelino 2019.
DATA_PERCENT_NEEDED: Final = 70.0
QUALITY_SHORT: Final = 0.4  # Low: too few days, or too much of them unread.
SPACING_MOST_S: Final = 900.0  # A sensor reads at least every 15 minutes.
READINGS_NEEDED: Final = 24  # One an hour of a day: fewer are moments, and no day.
SENSOR_HOURS_NEEDED: Final = 24
LOW_MG_DL: Final = 54
HIGH_MG_DL: Final = 250
SEVERE_MOST: Final = 100
_SECONDS_A_DAY: Final = 86_400
_SECONDS_AN_HOUR: Final = 3_600
MEAN_METHOD: Final = "mean-of-readings"
GMI_METHOD: Final = "gmi/bergenstal-2018"
CV_METHOD: Final = "sample-sd"
RANGES_METHOD: Final = "share-of-readings/battelino-2019"
SHARE_METHOD: Final = "readings/expected-at-their-spacing"


@final
class SevereGlucose(Struct, frozen=True):
    """A single reading below 54 or above 250 mg/dL."""

    at: Instant
    glucose: Glucose


@final
class GlucoseReport(Struct, frozen=True):
    """What the readings of one source on the days of [start, end) say.

    Concentrations are in mmol/L; `cv`, the shares of the ranges in mg/dL, and `data_share` are in
    percent. `tight` is the share from 70 to 140. `severe` has the newest hundred single readings below
    54 or above 250 by any source, newest first.
    """

    start: LocalDate
    end: LocalDate
    source: SourceId | None
    severe: tuple[SevereGlucose, ...]
    mean: Result[Derived, NoNumber]
    sd: Result[Derived, NoNumber]
    cv: Result[Derived, NoNumber]
    mage: Result[Derived, NoNumber]
    gmi_percent: Result[Derived, NoNumber]
    gmi_mmol_mol: Result[Derived, NoNumber]
    tight: Result[Derived, NoNumber]
    below_54: Result[Derived, NoNumber]
    from_54_to_69: Result[Derived, NoNumber]
    in_range: Result[Derived, NoNumber]
    from_181_to_250: Result[Derived, NoNumber]
    above_250: Result[Derived, NoNumber]
    data_share: Result[Derived, NoNumber]


@final
class _Series(Struct, frozen=True):
    """The readings of one source in the order of time, each instant once."""

    source: SourceId
    times: tuple[Instant, ...]
    days: int
    values: tuple[Glucose, ...]
    window_days: int

    @property
    def sensor_hours(self) -> int:
        """The whole hours in which a reading followed the one before as a sensor's do."""
        gaps = [(b - a).total_seconds() for a, b in itertools.pairwise(self.times)]
        close = [gap for gap in gaps if gap <= SPACING_MOST_S]
        # The last reading stands for as long as the others do.
        return int((sum(close) + median(close)) / _SECONDS_AN_HOUR) if close else 0

    @property
    def data_percent(self) -> float:
        """How much of what a sensor would have read in the window is there."""
        gaps = [(b - a).total_seconds() for a, b in itertools.pairwise(self.times)]
        spacing_s = min([SPACING_MOST_S, *([median(gaps)] if gaps else [])])
        expected = self.window_days * _SECONDS_A_DAY / spacing_s
        return min(100.0, 100 * len(self.times) / expected)

    @property
    def notes(self) -> tuple[str, ...]:
        """What there is too little of."""
        few_days, few_data = self.days < DAYS_NEEDED, self.data_percent < DATA_PERCENT_NEEDED
        return (
            *(("under-14-days",) if few_days else ()),
            *(("under-70-percent-of-data",) if few_data else ()),
        )


def glucose_report(readings: Sequence[Observed], start: LocalDate, end: LocalDate) -> GlucoseReport:
    """Work out what the glucose readings of some days say, by the source that read most."""
    series = _best_series(readings, (end - start).days)
    if series is None:
        nothing = Failure(Missing("glucose"))
        return GlucoseReport(start, end, None, (), *([nothing] * 13))
    mg_dl = [one.mg_dl for one in series.values]
    mean_mmol_l = mean(mg_dl) / MG_DL_PER_MMOL_L_GLUCOSE
    enough = _enough("glucose_readings", len(mg_dl), READINGS_NEEDED)
    sensed = _enough("glucose_sensor_hours", series.sensor_hours, SENSOR_HOURS_NEEDED)
    mature = _all(
        _enough("glucose_days", series.days, DAYS_NEEDED),
        _enough("glucose_data_percent", int(series.data_percent), int(DATA_PERCENT_NEEDED)),
    )
    shares = _given(enough, time_in_ranges([one.whole_mg_dl for one in series.values]))
    tell = _Teller(series)
    return GlucoseReport(
        start=start,
        end=end,
        source=series.source,
        mean=tell.told(MEAN_METHOD, Success(mean_mmol_l)),
        sd=tell.told(CV_METHOD, _given(enough, _sd(mg_dl))),
        cv=tell.told(CV_METHOD, _given(enough, glucose_cv_percent(mg_dl))),
        mage=tell.told(MAGE_METHOD, mapped(_given(sensed, mage_mg_dl(mg_dl)), _mmol_l)),
        gmi_percent=tell.told(GMI_METHOD, _given(mature, gmi_percent(mean(mg_dl)))),
        gmi_mmol_mol=tell.told(GMI_METHOD, _given(mature, gmi_mmol_mol(mean_mmol_l))),
        tight=tell.told(RANGES_METHOD, mapped(shares, lambda s: s.tight_percent)),
        below_54=tell.told(RANGES_METHOD, mapped(shares, lambda s: s.below_54_percent)),
        from_54_to_69=tell.told(RANGES_METHOD, mapped(shares, lambda s: s.from_54_to_69_percent)),
        in_range=tell.told(RANGES_METHOD, mapped(shares, lambda s: s.in_range_percent)),
        from_181_to_250=tell.told(
            RANGES_METHOD, mapped(shares, lambda s: s.from_181_to_250_percent)
        ),
        above_250=tell.told(RANGES_METHOD, mapped(shares, lambda s: s.above_250_percent)),
        data_share=tell.told(SHARE_METHOD, Success(series.data_percent)),
        severe=_severe(readings),
    )


@final
class _Teller:
    """Says of each number what it rests on."""

    def __init__(self, series: _Series) -> None:
        self._series = series
        self._notes = series.notes

    def told(self, method: str, found: Result[float, NoNumber]) -> Result[Derived, NoNumber]:
        return mapped(
            found,
            lambda value: Derived(
                value=value,
                method=method,
                formula_version=FORMULA_VERSION,
                window_days=self._series.window_days,
                n_valid=len(self._series.values),
                quality=QUALITY_SHORT if self._notes else 1.0,
                notes=self._notes,
            ),
        )


def _best_series(readings: Sequence[Observed], window_days: int) -> _Series | None:
    sources: dict[SourceId, dict[Instant, tuple[LocalDate, Glucose]]] = {}
    read_by = (
        (one.source, one.at, (one.local_date, one.value))
        for one in readings
        if isinstance(one.value, Glucose)
    )
    for source, at, value in read_by:
        sources.setdefault(source, {})[at] = value
    if not sources:
        return None
    _, source = max((len(read), source) for source, read in sources.items())
    read = sources[source]
    times = tuple(sorted(read))
    days = {day for day, _ in read.values()}
    return _Series(source, times, len(days), tuple(read[at][1] for at in times), window_days)


def _severe(readings: Sequence[Observed]) -> tuple[SevereGlucose, ...]:
    found = {
        (one.at, one.source): SevereGlucose(one.at, one.value)
        for one in readings
        if isinstance(one.value, Glucose) and not LOW_MG_DL <= one.value.mg_dl <= HIGH_MG_DL
    }
    return tuple(found[key] for key in sorted(found, reverse=True)[:SEVERE_MOST])


def _enough(what: str, given: int, needed: int) -> TooFew | None:
    return None if given >= needed else TooFew(what, given, needed)


def _all(*lacks: TooFew | None) -> TooFew | None:
    return next((lack for lack in lacks if lack is not None), None)


def _given(
    lack: TooFew | None, found: Result[A, NoNumber] | Result[A, Outside]
) -> Result[A, NoNumber]:
    return mapped(found, _itself) if lack is None else Failure(lack)


def _itself(value: A) -> A:
    return value


def _sd(mg_dl: Sequence[float]) -> Result[float, NoNumber]:
    if len(mg_dl) < READINGS_LEAST:
        return Failure(TooFew("glucose_readings", len(mg_dl), READINGS_LEAST))
    return Success(_mmol_l(sample_sd(mg_dl)))


def _mmol_l(mg_dl: float) -> float:
    return mg_dl / MG_DL_PER_MMOL_L_GLUCOSE
