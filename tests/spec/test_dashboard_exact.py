"""The dashboard to the last microsecond: how old a section may be, and when a board is whole."""

from __future__ import annotations

import datetime as dt
from typing import Final

import msgspec
import pytest

from tests.strategies.dashboard import (
    ACTIVITY,
    BIOMETRICS,
    GOALS,
    NUTRITION,
    READINESS,
    SECTIONS,
    TODAY,
)
from tests.support import NOW, at
from vegaloop.dashboard import Board, Down, Insufficient, Lack, Observed, Ready, SectionName, Stale
from vegaloop.dashboard.domain.board import BOARD_VERSION
from vegaloop.dashboard.domain.section import STALE_AFTER, aged
from vegaloop.kernel.time import Instant

BEGAN: Final = at(dt.datetime(2026, 3, 20, tzinfo=dt.UTC))
LIMIT: Final = dt.timedelta(hours=36)
EXPECTED_SINCE: Final = at(dt.datetime(2026, 3, 18, 12, tzinfo=dt.UTC))
TICK: Final = dt.timedelta(microseconds=1)
LACKING: Final = Insufficient((Lack("nights", "missing"),), at(NOW))


def whole() -> Board:
    return Board(
        TODAY,
        Ready(READINESS, at(NOW)),
        Ready(NUTRITION, None),
        Ready(ACTIVITY, at(NOW)),
        Ready(BIOMETRICS, at(NOW)),
        Ready(GOALS, None),
    )


class TestAge:
    """A section is stale from the first microsecond before its limit, and never without one."""

    @pytest.mark.parametrize("by", [dt.timedelta(), TICK, LIMIT, LIMIT + TICK, LIMIT * 2])
    def test_at_its_limit_and_after(self, by: dt.timedelta) -> None:
        seen = at(EXPECTED_SINCE + by)
        assert aged(Observed("data", seen), BEGAN, LIMIT) == Ready("data", seen)

    @pytest.mark.parametrize("by", [TICK, dt.timedelta(hours=1), dt.timedelta(days=400)])
    def test_before_it(self, by: dt.timedelta) -> None:
        seen = at(EXPECTED_SINCE - by)
        assert aged(Observed("data", seen), BEGAN, LIMIT) == Stale("data", seen, EXPECTED_SINCE)

    @pytest.mark.parametrize("limit", [None, LIMIT])
    def test_what_has_no_time(self, limit: dt.timedelta | None) -> None:
        assert aged(Observed("data"), BEGAN, limit) == Ready("data", None)

    @pytest.mark.parametrize("seen", [at(NOW), at(NOW - dt.timedelta(days=4_000))])
    def test_what_has_no_limit(self, seen: Instant) -> None:
        assert aged(Observed("data", seen), BEGAN, None) == Ready("data", seen)

    def test_a_limit_of_nothing_is_a_limit(self) -> None:
        before = at(BEGAN - TICK)
        assert aged(Observed(1, BEGAN), BEGAN, dt.timedelta()) == Ready(1, BEGAN)
        assert aged(Observed(1, before), BEGAN, dt.timedelta()) == Stale(1, before, BEGAN)

    def test_the_limits(self) -> None:
        assert {name.value: limit for name, limit in STALE_AFTER.items()} == {
            "readiness": dt.timedelta(hours=36),
            "nutrition": dt.timedelta(hours=36),
            "activity": dt.timedelta(days=14),
            "biometrics": dt.timedelta(hours=36),
            "goals": None,
        }
        assert tuple(SectionName) == SECTIONS


class TestWhole:
    """A board is whole as long as no section broke, whatever else is the matter with it."""

    def test_where_everything_answers(self) -> None:
        assert whole().is_whole

    @pytest.mark.parametrize("name", SECTIONS)
    def test_each_section_counts(self, name: str) -> None:
        assert not msgspec.structs.replace(whole(), **{name: Down()}).is_whole
        assert not msgspec.structs.replace(whole(), **{name: Down(at(NOW))}).is_whole

    @pytest.mark.parametrize("name", SECTIONS)
    def test_a_section_that_lacks_something_did_not_break(self, name: str) -> None:
        assert msgspec.structs.replace(whole(), **{name: LACKING}).is_whole

    @pytest.mark.parametrize("name", SECTIONS)
    def test_nor_did_an_old_one(self, name: str) -> None:
        old = Stale(getattr(whole(), name), BEGAN, at(NOW))
        assert msgspec.structs.replace(whole(), **{name: old}).is_whole

    def test_where_everything_broke(self) -> None:
        assert not Board(TODAY, Down(), Down(), Down(), Down(), Down()).is_whole


class TestAsData:
    """A section says its state, and what it does not know is null."""

    @pytest.mark.parametrize(
        ("section", "plain"),
        [
            (
                Ready(1, BEGAN),
                {"state": "ready", "data": 1, "as_of": "2026-03-20T00:00:00Z"},
            ),
            (Ready(1, None), {"state": "ready", "data": 1, "as_of": None}),
            (
                Stale(1, EXPECTED_SINCE, BEGAN),
                {
                    "state": "stale",
                    "data": 1,
                    "as_of": "2026-03-18T12:00:00Z",
                    "expected_since": "2026-03-20T00:00:00Z",
                },
            ),
            (
                Insufficient((Lack("nights", "missing"),)),
                {
                    "state": "insufficient",
                    "lacks": [{"what": "nights", "reason": "missing"}],
                    "as_of": None,
                },
            ),
            (Down(), {"state": "down", "as_of": None}),
        ],
        ids=["ready", "timeless", "stale", "insufficient", "down"],
    )
    def test_each_state(self, section: object, plain: dict[str, object]) -> None:
        assert msgspec.json.decode(msgspec.json.encode(section)) == plain

    def test_the_version_of_a_board(self) -> None:
        assert BOARD_VERSION == "board-2"
