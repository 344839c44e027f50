"""The rule of what the numbers of a board are, over the real contexts."""

from __future__ import annotations

import datetime as dt

import pytest
from msgspec import structs

from tests.http.client import client_of
from tests.http.test_morning import a_life
from tests.strategies.dashboard import TODAY
from tests.support import NOW, at, good
from vegaloop.activity import LogActivity, Rpe, Sport
from vegaloop.biometrics import HrvStatus, TrendMethod
from vegaloop.dashboard.adapters.from_biometrics import _hrv
from vegaloop.kernel.identity import SourceId
from vegaloop.kernel.quantity import Duration
from vegaloop.kernel.time import days_after

NEAR = pytest.approx
STATUS = HrvStatus(
    source=SourceId("watch"),
    z7=0.5,
    z1=2.0,
    rmssd_ms=70.0,
    mean7_ms=60.0,
    usual_ms=55.0,
    low_ms=50.0,
    high_ms=60.0,
    cv7_percent=4.0,
    quality=0.9,
    observed_at=at(NOW),
    window_days=60,
    n_recent=7,
    n_valid=42,
    usual_ln=4.0,
    spread_ln=0.1,
)


class TestDash6:
    """DASH-6. A number of the board is defined as where it comes from: the load of the week is that of the seven days before the morning, variability its mean of seven days with their z, a weight the last one, the trend or the rate."""

    def test_over_a_life(self) -> None:
        vega, _ = a_life()
        me = vega.accounts.owner()
        today = LogActivity(
            sport=Sport.RUNNING,
            start_at=NOW - dt.timedelta(minutes=30),
            elapsed=Duration(1_200_000_000),
            rpe=Rpe(9),
        )
        good(vega.activity.log_activity(me, today))
        with client_of(vega) as client:
            board = client.get("/v1/dashboard").json()
            training = client.get("/v1/activity/training").json()
            hrv = client.get("/v1/biometrics/hrv").json()
        activity, biometrics = board["activity"]["data"], board["biometrics"]["data"]
        assert activity["last_sessions"][0]["load"] > 0
        assert activity["week"]["load"] == NEAR(training["week_load"]["value"])
        assert activity["week"]["load"] > 0
        assert activity["week"]["load_before"] > 0
        assert biometrics["baselines"][0]["z"] == NEAR(hrv["z7"]["value"])
        start, end = days_after(TODAY, -27), days_after(TODAY, 1)
        report = vega.biometrics.reports.weight(me, start, end, TrendMethod.EWMA)
        weight = biometrics["weight"]
        assert weight["last_weight_kg"] == report.trend.points[-1].weight_kg
        assert weight["trend_weight_kg"] == good(report.smoothed).value
        assert weight["rate_kg_per_week"] == good(report.rate).value

    def test_a_value_and_its_own_z(self) -> None:
        week = _hrv(STATUS)
        assert week is not None
        assert (week.value, week.z, week.usual) == (60.0, 0.5, 55.0)

    def test_a_single_night_and_its_own_z(self) -> None:
        night = _hrv(structs.replace(STATUS, mean7_ms=None, z7=None))
        assert night is not None
        assert (night.value, night.z) == (70.0, 2.0)
        assert _hrv(structs.replace(STATUS, mean7_ms=None, rmssd_ms=None)) is None
