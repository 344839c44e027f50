"""The rule of what the numbers of a board are, over the real contexts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pytest
from msgspec import structs

from tests.http.client import client_of
from tests.http.test_morning import a_life
from tests.strategies.dashboard import TODAY
from tests.support import NOW, CountedIds, PinnedClock, at, good
from vegaloop.activity import LogActivity, Rpe, Sport
from vegaloop.app.services import VegaLoop, vegaloop_in_memory
from vegaloop.biometrics import HrvStatus, TrendMethod
from vegaloop.dashboard.adapters.from_biometrics import _hrv
from vegaloop.kernel.identity import SourceId
from vegaloop.kernel.quantity import Duration
from vegaloop.kernel.signal import NoSignal
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


def board_of(days_ago: Sequence[float], rpe: Rpe | None) -> tuple[dict[str, object], VegaLoop]:
    """The activity section of somebody who trained on those days, and rated it or not."""
    vega = vegaloop_in_memory(clock=PinnedClock(), ids=CountedIds())
    me = vega.accounts.owner()
    for days in days_ago:
        began = NOW - dt.timedelta(days=days)
        session = LogActivity(
            sport=Sport.CYCLING, start_at=began, elapsed=Duration(1_200_000_000), rpe=rpe
        )
        good(vega.activity.log_activity(me, session))
    with client_of(vega) as client:
        return client.get("/v1/dashboard").json()["activity"], vega


class TestDash7:
    """DASH-7. A load nobody knows is null on the board, and the board says what is lacking: it is zero only where nobody trained, from the first session on."""

    @pytest.mark.parametrize("days_ago", [(1,), (3, 9), (2, 40), (0.1, 20, 40)])
    def test_sessions_without_a_load(self, days_ago: tuple[float, ...]) -> None:
        told, vega = board_of(days_ago, None)
        data = told["data"]
        trained = [any(a < one <= a + 7 for one in days_ago) for a in (0.5, 7.5)]
        lived = [max(days_ago) > a for a in (0.5, 7.5)]
        for one, of_week, has_lived in zip(("load", "load_before"), trained, lived, strict=True):
            assert data["week"][one] == (None if of_week or not has_lived else 0)
        assert data["form"] is None
        assert {"what": "training_load", "reason": "missing"} in data["missing"]
        assert all(session["load"] is None for session in data["last_sessions"])
        signals = vega.activity.signals(vega.accounts.owner(), TODAY)
        assert all(isinstance(one, NoSignal) for one in signals)

    def test_before_the_first_session_nothing_is_known(self) -> None:
        told, _ = board_of((3,), Rpe(5))
        week, missing = told["data"]["week"], told["data"]["missing"]
        assert week["load"] > 0
        assert week["load_before"] is None
        first = days_after(TODAY, -3)
        assert missing == [{"what": f"sessions before {first}", "reason": "missing"}]
        only_today, _ = board_of((0.05,), Rpe(5))
        assert only_today["data"]["week"] == {"load": None, "load_before": None}

    def test_rest_is_zero(self) -> None:
        told, _ = board_of((30,), Rpe(5))
        assert told["data"]["week"] == {"load": 0, "load_before": 0}
        assert told["data"]["form"]["ctl"] > 0
        assert told["data"]["missing"] == []

    def test_nobody_who_trained(self) -> None:
        told, _ = board_of((), None)
        assert told["state"] == "insufficient"
        assert told["lacks"] == [{"what": "sessions", "reason": "missing"}]


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
