"""Imports of moments without a measurement (docs/rules.md, IMP-46)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.readers.vendor_files import of_kind, read_bytes, table_bytes
from vegaloop.biometrics import Metric
from vegaloop.imports.adapters.readers.common.making import Maker, source_of
from vegaloop.imports.adapters.readers.common.when import When
from vegaloop.imports.domain.found import (
    Found,
    FoundMeal,
    FoundReading,
    FoundSample,
    FoundSamples,
    NotTaken,
    Place,
    Unsupported,
)
from vegaloop.kernel.result import Success
from vegaloop.kernel.time import Moment, from_epoch_us

NONE: Final = Unsupported("moment without a measurement")
NEVER_ZERO: Final = (
    Metric.HEART_RATE,
    Metric.HRV_RMSSD,
    Metric.HRV_SDNN,
    Metric.OXYGEN,
    Metric.RESPIRATION,
    Metric.VO2MAX,
)
WHEN: Final = Success(When(Moment(from_epoch_us(1_704_441_600_000_000), 0)))
_POLAR: Final = {
    "date": "2024-01-05",
    "heart_rate_samples": [{"heart_rate": 0, "sample_time": "08:00:00"}],
}


def written(value: object) -> bytes:
    return json.dumps(value).encode()


# What each vendor writes where nothing was measured: one of a file, which tells nothing else.
BLANKS: Final = (
    ("heart_rate-2024-01-05.json", written([{"dateTime": "01/05/24 08:00:00", "value": {"bpm": 0, "confidence": 1}}])),
    ("resting_heart_rate-2024-01-05.json", written([{"dateTime": "01/05/24 00:00:00", "value": {"date": None, "value": 0.0, "error": 0.0}}])),
    ("oura.json", written({"data": [{"bpm": 0, "source": "rest", "timestamp": "2024-01-05T08:00:00Z"}]})),
    ("polar.json", written({"heart_rates": [_POLAR]})),
    ("sgv.json", written([{"type": "sgv", "sgv": None, "date": 1_704_441_600_000, "dateString": "x"}])),
    ("share.json", written([{"WT": "Date(1704441600000)", "DT": "Date(1704441600000+0100)", "Value": None}])),
    ("sugar.csv", table_bytes(("timestamp", "glucose (mg/dL)"), [("2024-01-05 08:00", "")])),
    ("breaths.csv", table_bytes(("timestamp", "daily_respiratory_rate"), [("2024-01-05T00:00:00", "")])),
)  # fmt: skip


def taken(found: Sequence[Found]) -> list[Found]:
    kinds = FoundReading | FoundSample | FoundSamples | FoundMeal
    return [one for one in found if isinstance(one, kinds)]


class TestImp46:
    """IMP-46. A blank where a measurement should be, and a zero of a heart rate or another thing nobody has none of, is a moment without a measurement: counted, and no value."""

    @pytest.mark.parametrize(("name", "data"), BLANKS)
    def test_as_vendors_write_it(self, name: str, data: bytes) -> None:
        found = read_bytes(data, name)
        assert taken(found) == []
        assert [one.reason for one in of_kind(found, NotTaken)] == [NONE]

    @given(st.sampled_from(list(Metric)), st.sampled_from((0, 0.0, -0.0, 50.0)))
    def test_zeros(self, metric: Metric, value: float) -> None:
        found = Maker(source_of("x")).sample(Place("x"), metric, WHEN, value)
        none = metric in NEVER_ZERO and not value
        assert (isinstance(found, NotTaken) and found.reason == NONE) == none
