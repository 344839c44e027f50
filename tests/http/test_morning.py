"""A morning over the real contexts: one board, whatever breaks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from tests.http.client import SilentJournal, client_of
from tests.support import NOW, CountedIds, PinnedClock, at, good
from vegaloop.activity import Activity, LogActivity, Rpe, Sport
from vegaloop.app.services import VegaLoop, vegaloop_in_memory
from vegaloop.biometrics import (
    Hrv,
    NewReading,
    Reports,
    RestingHeartRate,
    Weight,
    sleep_of,
)
from vegaloop.goals import Goals, Reach, SetGoal, Terms
from vegaloop.kernel.person import Profile, Sex
from vegaloop.kernel.quantity import Distance, Duration, HeartRate, Mass
from vegaloop.kernel.time import LocalDate, TimeZone, later, moment_in
from vegaloop.nutrition import MealEntry, MealKind, Nutrition, StatedEntry
from vegaloop.readiness import ReadinessService

PARIS = TimeZone("Europe/Paris")
DAYS = 40
STATED = (("energy_kcal", 800.0), ("protein_g", 40.0), ("carbohydrate_g", 100.0), ("fat_g", 20.0))
SECTIONS = ("readiness", "nutrition", "activity", "biometrics", "goals")


def a_life(bed_s: int = 28_800, asleep_s: int = 26_000) -> tuple[VegaLoop, SilentJournal]:
    """Forty days of one person in memory, all nights like that."""
    journal = SilentJournal()
    vega = vegaloop_in_memory(clock=PinnedClock(), ids=CountedIds(), journal=journal)
    me = vega.accounts.owner()
    profile = Profile(Sex.FEMALE, dt.date(1990, 2, 28), Distance(1_680), PARIS)
    good(vega.accounts.update_profile(me, profile))
    for n in range(DAYS, -1, -1):
        night = NOW - dt.timedelta(days=n, hours=1)
        woke = at(night)
        moment = moment_in(woke, PARIS)
        asleep = Duration(asleep_s * 1_000_000)
        slept = good(sleep_of(later(woke, -dt.timedelta(seconds=bed_s)), woke, slept=asleep))
        values = (
            Hrv(60_000 + 1_500 * (n % 5)),
            RestingHeartRate(HeartRate(48_000 + 700 * (n % 4))),
            Weight(good(Mass.of_kg(62 + (n % 3) / 10))),
            slept,
        )
        good(vega.biometrics.record_all(me, [NewReading(moment, value) for value in values]))
        if n % 3:
            started = night + dt.timedelta(hours=11)
            session = LogActivity(
                sport=Sport.RUNNING, start_at=started, elapsed=Duration(3_600_000_000), rpe=Rpe(5)
            )
            good(vega.activity.log_activity(me, session))
        _eat(vega, night, meals=1 if n == 0 else 3)
    aim = Terms("Lighter", Reach(62.0, 60.0))
    good(vega.goals.set_goal(SetGoal(me, "biometrics.weight_kg", aim)))
    return vega, journal


def _eat(vega: VegaLoop, day: dt.datetime, meals: int) -> None:
    for hour in range(meals):
        eaten = day + dt.timedelta(hours=4 * hour)
        entry = MealEntry(MealKind.LUNCH, eaten, (StatedEntry("food", STATED, 300.0),), PARIS)
        good(vega.nutrition.log_meal(vega.accounts.owner(), entry))


@contextmanager
def a_morning() -> Iterator[tuple[TestClient[Litestar], VegaLoop, SilentJournal]]:
    vega, journal = a_life()
    with client_of(vega) as client:
        yield client, vega, journal


def breaks(*_: object) -> NoReturn:
    raise LookupError("62.1 kg, 48 bpm")


def states(body: dict[str, dict[str, object]]) -> dict[str, object]:
    return {name: body[name]["state"] for name in SECTIONS}


class TestMorning:
    """Every section answers from its context, and agrees with the context's own answer."""

    def test_everything_is_ready(self) -> None:
        with a_morning() as (client, _, _):
            board = client.get("/v1/dashboard").json()
            readiness = client.get("/v1/readiness").json()
        assert states(board) == dict.fromkeys(SECTIONS, "ready")
        assert board["readiness"]["data"]["score"] == readiness["score"]
        assert board["nutrition"]["data"]["eaten"]["energy_kcal"] == 800
        assert board["activity"]["data"]["form"]["ctl"] > 0
        assert len(board["activity"]["data"]["last_sessions"]) == 3
        keys = [one["key"] for one in board["biometrics"]["data"]["baselines"]]
        assert keys == ["hrv", "resting_heart_rate"]
        assert board["biometrics"]["data"]["weight"]["last_weight_kg"] == pytest.approx(62)
        assert board["goals"]["data"]["goals"][0]["kind"] == "reach"

    @pytest.mark.parametrize(("ratio", "caps"), [(0.516, []), (0.48, ["acute_sleep_loss"])])
    def test_a_broken_night_is_no_short_one(self, ratio: float, caps: list[str]) -> None:
        vega, _ = a_life()
        morning = vega.biometrics.morning(vega.accounts.owner(), LocalDate(NOW.date()))
        asleep_s = round(ratio * good(morning.last_night).need_minutes * 60)
        with client_of(a_life(bed_s=420 * 60, asleep_s=asleep_s)[0]) as client:
            readiness = client.get("/v1/readiness").json()
        (signal,) = (one for one in readiness["contributors"] if one["key"] == "sleep_last")
        assert signal["value"] < 0.5
        assert [cap["key"] for cap in readiness["caps"]] == caps

    def test_nobody_with_nothing(self) -> None:
        empty = vegaloop_in_memory(clock=PinnedClock(), ids=CountedIds())
        with client_of(empty) as client:
            board = client.get("/v1/dashboard").json()
        lacking = dict.fromkeys(SECTIONS[:4], "insufficient")
        assert states(board) == {**lacking, "goals": "ready"}

    def test_a_meal_makes_it_another_board(self) -> None:
        with a_morning() as (client, vega, _):
            first = client.get("/v1/dashboard")
            known = {"if-none-match": first.headers["etag"]}
            assert client.get("/v1/dashboard", headers=known).status_code == 304
            _eat(vega, NOW - dt.timedelta(minutes=5), meals=1)
            second = client.get("/v1/dashboard", headers=known)
        assert second.status_code == 200
        assert second.json()["nutrition"]["data"]["eaten"]["energy_kcal"] == 1_600

    def test_days_later_what_was_not_recorded_is_stale(self) -> None:
        with a_morning() as (client, vega, _):
            assert isinstance(vega.clock, PinnedClock)
            vega.clock.set(NOW + dt.timedelta(days=3))
            board = client.get("/v1/dashboard").json()
        assert states(board)["nutrition"] == "stale"
        assert states(board)["biometrics"] == "stale"
        assert states(board)["activity"] == "ready"


class TestBrokenContext:
    """A context that raises takes its own section down; readiness does without its signals."""

    @pytest.mark.parametrize(
        ("broken", "type_", "method"),
        [
            ("nutrition", Nutrition, "report"),
            ("activity", Activity, "activities"),
            ("biometrics", Reports, "weight"),
            ("goals", Goals, "board"),
            ("readiness", ReadinessService, "on"),
        ],
    )
    def test_each_section_in_turn(
        self, broken: str, type_: type, method: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with a_morning() as (client, _, journal):
            monkeypatch.setattr(type_, method, breaks)
            answer = client.get("/v1/dashboard")
        assert answer.status_code == 200
        assert states(answer.json()) == dict.fromkeys(SECTIONS, "ready") | {broken: "down"}
        line = ("dashboard.section-broke", {"section": broken, "kind": "LookupError"})
        assert journal.lines == [line]

    def test_readiness_without_the_signals_of_a_broken_context(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with a_morning() as (client, _, journal):
            whole = client.get("/v1/readiness").json()
            monkeypatch.setattr(Nutrition, "signals", breaks)
            answer = client.get("/v1/readiness").json()
        assert answer["state"] == "scored"
        reasons = {one["key"]: one["reason"] for one in answer["missing"]}
        down = {"type": "undefined", "what": "protein", "why": "down"}
        assert reasons["protein"] == down
        assert answer["confidence"]["value"] <= whole["confidence"]["value"]
        assert "kg" not in str(journal.lines)

    def test_without_activity_there_is_no_number(self, monkeypatch: pytest.MonkeyPatch) -> None:
        with a_morning() as (client, _, _):
            monkeypatch.setattr(Activity, "signals", breaks)
            answer = client.get("/v1/readiness").json()
        assert answer["state"] == "insufficient_evidence"
        assert "load_balance" in answer["needed"]
