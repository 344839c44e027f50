"""The demo athlete: 120 days that hold what the story promises, the same from one seed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from tests.app.conftest import DEMO_NOW, Demo
from tests.support import PinnedClock, at, good
from vegaloop.activity import ActivityQuery
from vegaloop.app.demo.season import DAYS, Day, home_at, season
from vegaloop.app.services import VegaLoop, open_vegaloop
from vegaloop.app.settings import Settings
from vegaloop.biometrics import Flag
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.time import days_after, local_date_of

HOME = home_at(at(DEMO_NOW))
TODAY = local_date_of(at(DEMO_NOW), HOME)
STORY = season(at(DEMO_NOW), HOME)


@pytest.fixture
def athlete(demo: Demo) -> Iterator[tuple[VegaLoop, PersonId]]:
    settings = Settings(database_url=f"sqlite:///{demo.file}")
    with open_vegaloop(settings, clock=PinnedClock(DEMO_NOW)) as vega:
        yield vega, vega.accounts.owner()


def some(kind: str) -> Day:
    return next(day for day in STORY if getattr(day, kind))


class TestStory:
    """What is promised happens, and is seen by the services everybody uses."""

    def test_it_fills_120_days(self, demo: Demo) -> None:
        assert demo.brought.days == DAYS == len(STORY)
        assert demo.brought.activities > 80
        assert demo.brought.meals > 400
        assert demo.brought.readings > 700
        assert demo.steps == tuple((n, DAYS) for n in range(1, DAYS + 1))

    def test_a_morning_is_scored_with_every_context(
        self, athlete: tuple[VegaLoop, PersonId]
    ) -> None:
        vega, me = athlete
        scored = good(vega.readiness.on(me, TODAY))
        assert {one.area for one in scored.contributions} >= {"activity", "biometrics", "nutrition"}
        assert scored.confidence > 0.75
        assert vega.dashboard.on(me, TODAY).is_whole

    def test_illness_shows_in_the_score(self, athlete: tuple[VegaLoop, PersonId]) -> None:
        vega, me = athlete
        ill = days_after(some("ill").date, 2)
        assert Flag.ILLNESS in vega.biometrics.flags(me, ill)
        assert good(vega.readiness.on(me, ill)).score <= 25

    def test_the_underfuelled_week_shows(self, athlete: tuple[VegaLoop, PersonId]) -> None:
        vega, me = athlete
        hungry = days_after(some("underfuelled").date, 7)
        usual = days_after(TODAY, -3)
        low = good(vega.nutrition.energy_availability(me, hungry).week).kcal_per_kg
        assert low < 30 < good(vega.nutrition.energy_availability(me, usual).week).kcal_per_kg

    def test_nobody_logged_for_a_week(self, athlete: tuple[VegaLoop, PersonId]) -> None:
        vega, me = athlete
        silent = some("unlogged").date
        _, meals = vega.nutrition.day(me, days_after(silent, 3))
        assert meals == ()
        gaps = {gap.name for gap in good(vega.readiness.on(me, days_after(silent, 6))).missing}
        assert "energy_availability" in gaps

    def test_records_of_the_camp_keep_its_days(self, athlete: tuple[VegaLoop, PersonId]) -> None:
        vega, me = athlete
        away = [day for day in STORY if day.zone != HOME]
        assert len(away) >= 7
        query = ActivityQuery(start=away[0].date, end=days_after(away[-1].date, 1), most=50)
        offsets = {session.start.utc_offset_s for session in vega.activity.activities(me, query)}
        here = DEMO_NOW.astimezone(away[0].at(12).tzinfo).utcoffset() or dt.timedelta()
        assert offsets <= {int(here.total_seconds()), int(here.total_seconds()) + 3600}

    def test_the_clocks_changed_at_home(self) -> None:
        at_home = [day for day in STORY if day.zone == HOME]
        assert len({day.at(12).utcoffset() for day in at_home}) == 2

    @pytest.mark.parametrize("hour", range(24))
    @pytest.mark.parametrize("month", [1, 4, 7, 10])
    def test_a_home_is_awake_at_any_hour(self, month: int, hour: int) -> None:
        now = at(dt.datetime(2026, month, 15, hour, 10, tzinfo=dt.UTC))
        assert season(now, home_at(now))[-1].at(7) <= now

    def test_the_same_seed_tells_the_same_story(
        self,
        demo: Demo,
        athlete: tuple[VegaLoop, PersonId],
        tmp_path_factory: pytest.TempPathFactory,
    ) -> None:
        from vegaloop.app.demo.athlete import bring_in
        from vegaloop.app.services import vegaloop_in_memory
        from vegaloop.infrastructure.system import RandomIds

        vega, me = athlete
        twin = vegaloop_in_memory(clock=PinnedClock(DEMO_NOW), ids=RandomIds())
        owner = twin.accounts.owner()
        assert bring_in(twin, owner, lambda *_: None) == demo.brought
        ours, theirs = vega.readiness.on(me, TODAY), twin.readiness.on(owner, TODAY)
        assert good(ours).score == good(theirs).score
