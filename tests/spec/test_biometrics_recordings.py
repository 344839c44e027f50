"""Real recordings of beats, read in place, against what other programs say of them."""

from __future__ import annotations

import msgspec
import pytest

from tests.strategies.biometrics import WATCH, biometrics_in_memory, morning_of_day
from tests.support import SHARED, good, needs_shared_data, somebody
from vegaloop.biometrics import Corrections, Hrv, HrvMethod, NewReading, Outcome, RrIntervals
from vegaloop.biometrics.formulas import rmssd, sdnn

NAMES = ("rest_rri.txt", "real_rri.txt", "08012805.txt", "hrv-analysis-nn_intervals.txt")

pytestmark = needs_shared_data


class _Figure(msgspec.Struct):
    value: float


class _Figures(msgspec.Struct):
    intervals: _Figure
    rmssd_ms: _Figure
    sdnn_ms_n_minus_1: _Figure
    min: _Figure
    max: _Figure


class _Expected(msgspec.Struct):
    files: dict[str, msgspec.Raw]


def _beats(name: str) -> list[float]:
    text = (SHARED / "biometrics" / "rr" / name).read_text()
    return [float(line) for line in text.split()]


def _figures(name: str) -> _Figures:
    raw = (SHARED / "expected" / "biometrics.json").read_bytes()
    files = msgspec.json.decode(raw, type=_Expected).files
    return msgspec.json.decode(files[f"biometrics/rr/{name}"], type=_Figures)


@pytest.mark.parametrize("name", NAMES)
def test_the_formulas_agree(name: str) -> None:
    beats, expected = _beats(name), _figures(name)
    assert len(beats) == expected.intervals.value
    assert good(rmssd(beats)) == pytest.approx(expected.rmssd_ms.value, abs=1e-4)
    assert good(sdnn(beats)) == pytest.approx(expected.sdnn_ms_n_minus_1.value, abs=1e-4)


@pytest.mark.parametrize(
    ("name", "rmssd_ms", "corrections"),
    [
        ("rest_rri.txt", 51.114, Corrections(ectopic=4, long_short=7)),
        ("real_rri.txt", 68.141, Corrections(ectopic=2, long_short=14)),
        ("08012805.txt", 36.092, Corrections(missed=4, extra=1, ectopic=5, long_short=13)),
        ("hrv-analysis-nn_intervals.txt", 19.358, Corrections(ectopic=1, long_short=2)),
    ],
)
def test_a_recording_is_corrected_and_kept(
    name: str, rmssd_ms: float, corrections: Corrections
) -> None:
    beats, expected = _beats(name), _figures(name)
    new = NewReading(morning_of_day(0), good(RrIntervals.of_ms(beats)), WATCH)
    recorded = good(biometrics_in_memory().record(somebody(), new))
    hrv = recorded.reading.value
    assert recorded.outcome is Outcome.KEPT
    assert isinstance(hrv, Hrv)
    assert (hrv.beats, hrv.corrections) == (len(beats), corrections)
    assert hrv.method is HrvMethod.LIPPONEN_TARVAINEN
    assert hrv.rmssd_ms == rmssd_ms < expected.rmssd_ms.value
    assert hrv.artefact_share < 0.05
