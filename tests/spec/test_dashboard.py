"""The rules of the dashboard."""

from __future__ import annotations

import datetime as dt
from contextlib import nullcontext
from typing import final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies.dashboard import (
    ACTIVITY,
    BIOMETRICS,
    GOALS,
    NUTRITION,
    READINESS,
    SECRET,
    SECTIONS,
    TODAY,
    Answers,
    sources,
)
from tests.support import NOW, PinnedClock, SilentJournal, at, somebody
from vegaloop.dashboard import Board, DashboardService, Down, Insufficient, Ready, Sources, Stale
from vegaloop.dashboard.adapters.guard import CatchingGuard, JournalAlarm
from vegaloop.dashboard.domain.section import Lack
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.person import Profile, Profiles
from vegaloop.kernel.time import LocalDate, TimeZone, days_after

# The 20th begins in Paris at 23:00 UTC on the 19th.
DAY_START = dt.datetime(2026, 3, 19, 23, tzinfo=dt.UTC)
LIMITS = {
    "readiness": dt.timedelta(hours=36),
    "nutrition": dt.timedelta(hours=36),
    "activity": dt.timedelta(days=14),
    "biometrics": dt.timedelta(hours=36),
}
PARIS = Profile(home_zone=TimeZone("Europe/Paris"))


@final
class OneProfile(Profiles):
    def __init__(self, profile: Profile) -> None:
        self._profile = profile

    def profile(self, person: PersonId) -> Profile:
        return self._profile


def a_service(
    given: Sources,
    *,
    journal: SilentJournal | None = None,
    profile: Profile = PARIS,
    revision: int = 3,
    formulas: tuple[str, ...] = ("readiness-1",),
    now: dt.datetime = NOW,
) -> DashboardService:
    return DashboardService(
        lambda: given,
        OneProfile(profile),
        lambda _: revision,
        nullcontext,
        CatchingGuard(),
        JournalAlarm(lambda: journal or SilentJournal()),
        PinnedClock(now),
        formulas,
    )


def section(board: Board, name: str) -> object:
    return getattr(board, name)


class TestDash1:
    """DASH-1. A section that breaks is down and leaves every other section as it was."""

    @pytest.mark.parametrize("broken", SECTIONS)
    def test_each_in_turn(self, broken: str) -> None:
        whole = a_service(sources()).on(somebody(), TODAY)
        board = a_service(sources(broken=broken)).on(somebody(), TODAY)
        assert whole.is_whole
        assert not board.is_whole
        for name in SECTIONS:
            expected = Down() if name == broken else section(whole, name)
            assert section(board, name) == expected

    def test_what_is_not_an_exception_of_a_program_is_not_caught(self) -> None:
        def interrupt() -> None:
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            CatchingGuard().ask(interrupt)


class TestDash2:
    """DASH-2. A section is stale when its newest observation was older than expected as the day began."""

    @given(st.sampled_from(sorted(LIMITS)), st.integers(-3_600 * 24 * 20, 3_600 * 12))
    def test_exactly_then(self, name: str, seconds: int) -> None:
        as_of = DAY_START + dt.timedelta(seconds=seconds)
        board = a_service(_all_seen(as_of)).on(somebody(), TODAY)
        since = DAY_START - LIMITS[name]
        found = section(board, name)
        if as_of < since:
            assert isinstance(found, Stale)
            assert (found.as_of, found.expected_since) == (as_of, since)
        else:
            assert isinstance(found, Ready)
            assert found.as_of == as_of

    def test_goals_and_what_has_no_time_never_are(self) -> None:
        old = a_service(_all_seen(NOW - dt.timedelta(days=400))).on(somebody(), TODAY)
        timeless = a_service(_all_seen(None)).on(somebody(), TODAY)
        assert isinstance(old.goals, Ready)
        assert all(isinstance(section(timeless, name), Ready) for name in SECTIONS)


class TestDash3:
    """DASH-3. A section without enough records says what it lacks, and shows no number."""

    @pytest.mark.parametrize("lacking", SECTIONS)
    def test_each_in_turn(self, lacking: str) -> None:
        board = a_service(sources(lacking=lacking)).on(somebody(), TODAY)
        assert section(board, lacking) == Insufficient((Lack("nights", "missing"),))
        assert board.is_whole


class TestDash4:
    """DASH-4. The name of a board changes with the person's records, with the day and with a formula, and with nothing else."""

    @given(
        st.tuples(st.integers(0, 9), st.integers(0, 9), st.sampled_from(["a", "b"])),
        st.tuples(st.integers(0, 9), st.integers(0, 9), st.sampled_from(["a", "b"])),
    )
    def test_names(self, one: tuple[int, int, str], other: tuple[int, int, str]) -> None:
        assert (_named(*one) == _named(*other)) == (one == other)

    def test_naming_a_board_makes_none(self) -> None:
        answers = Answers(READINESS)
        given_ = Sources(
            answers, Answers(NUTRITION), Answers(ACTIVITY), Answers(BIOMETRICS), Answers(GOALS)
        )
        service = a_service(given_)
        assert service.version(somebody(), TODAY) == "3-2026-03-20-board-2_readiness-1"
        assert answers.asked == 0

    def test_today_is_at_home(self) -> None:
        east = Profile(home_zone=TimeZone("Pacific/Kiritimati"))
        west = Profile(home_zone=TimeZone("Pacific/Pago_Pago"))
        assert a_service(sources(), profile=east).today(somebody()) == TODAY
        assert a_service(sources(), profile=west).today(somebody()) == days_after(TODAY, -1)


class TestDash5:
    """DASH-5. The alarm of a broken section names the section and the kind of fault, and nothing a person recorded."""

    @pytest.mark.parametrize("broken", SECTIONS)
    def test_the_line(self, broken: str) -> None:
        journal = SilentJournal()
        a_service(sources(broken=broken), journal=journal).on(somebody(), TODAY)
        facts = {"section": broken, "kind": "KeyError"}
        assert journal.lines == [("dashboard.section-broke", facts)]
        assert SECRET not in str(journal.lines)


def _all_seen(as_of: dt.datetime | None) -> Sources:
    return Sources(
        Answers(READINESS, as_of),
        Answers(NUTRITION, as_of),
        Answers(ACTIVITY, as_of),
        Answers(BIOMETRICS, as_of),
        Answers(GOALS, as_of),
    )


def _named(revision: int, days: int, formula: str) -> str:
    service = a_service(sources(), revision=revision, formulas=(formula,))
    return service.version(somebody(), LocalDate(days_after(TODAY, days)))


def test_instants_are_given_as_they_are() -> None:
    board = a_service(sources()).on(somebody(), TODAY)
    assert board.readiness == Ready(READINESS, at(NOW))
