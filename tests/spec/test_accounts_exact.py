"""Accounts to the last figure: whole answers, and every limit at, below and above it."""

from __future__ import annotations

import datetime as dt
from typing import Final

import msgspec
import pytest

from tests.support import NOW, CountedIds, at, good, refused
from vegaloop.accounts import HeightImplausible, NoSuchToken, NotBornYet, TooOld
from vegaloop.accounts.domain.person import CannotUpdateProfile, decide_profile
from vegaloop.accounts.domain.token import TokenId, hash_of
from vegaloop.kernel.person import Profile, Sex
from vegaloop.kernel.quantity import Distance
from vegaloop.kernel.time import LocalDate, TimeZone

TODAY: Final = LocalDate(NOW.date())
MORNING: Final = at(NOW)
DAY: Final = dt.timedelta(days=1)


class TestBirthDates:
    """A birth date lies between 130 calendar years ago and today, where the person is at home."""

    @pytest.mark.parametrize(
        "born", [TODAY, TODAY - DAY, dt.date(1896, 12, 31), dt.date(1896, 1, 1), None]
    )
    def test_those_that_can_be(self, born: dt.date | None) -> None:
        profile = Profile(Sex.MALE, born, Distance(1_800), TimeZone("Europe/Paris"))
        assert good(decide_profile(profile, MORNING)) == profile

    def test_tomorrow(self) -> None:
        born = TODAY + DAY
        assert refused(decide_profile(Profile(birth_date=born), MORNING)) == NotBornYet(born, TODAY)

    @pytest.mark.parametrize("born", [dt.date(1895, 12, 31), dt.date(1895, 1, 1), dt.date.min])
    def test_longer_ago_than_anybody_lived(self, born: dt.date) -> None:
        assert refused(decide_profile(Profile(birth_date=born), MORNING)) == TooOld(born, 130)

    def test_yesterday_at_home(self) -> None:
        there = Profile(birth_date=TODAY, home_zone=TimeZone("Pacific/Honolulu"))
        assert refused(decide_profile(there, MORNING)) == NotBornYet(TODAY, LocalDate(TODAY - DAY))

    def test_tomorrow_at_home(self) -> None:
        there = Profile(birth_date=TODAY + DAY, home_zone=TimeZone("Pacific/Apia"))
        assert good(decide_profile(there, at(NOW + dt.timedelta(hours=6)))) == there

    def test_the_year_ends_at_home(self) -> None:
        new_year = at(dt.datetime(2026, 12, 31, 23, 30, tzinfo=dt.UTC))
        born = dt.date(1896, 6, 1)
        here = Profile(birth_date=born)
        there = Profile(birth_date=born, home_zone=TimeZone("Europe/Paris"))
        assert good(decide_profile(here, new_year)) == here
        assert refused(decide_profile(there, new_year)) == TooOld(born, 130)


class TestHeights:
    """A height lies between 0.5 m and 2.8 m, both included."""

    @pytest.mark.parametrize("millimetres", [500, 501, 2_799, 2_800])
    def test_those_that_can_be(self, millimetres: int) -> None:
        profile = Profile(height=Distance(millimetres))
        assert good(decide_profile(profile, MORNING)) == profile

    @pytest.mark.parametrize("millimetres", [0, 499, 2_801])
    def test_those_no_adult_has(self, millimetres: int) -> None:
        expected = HeightImplausible(millimetres / 1_000, 0.5, 2.8)
        assert refused(decide_profile(Profile(height=Distance(millimetres)), MORNING)) == expected

    def test_the_birth_date_is_looked_at_first(self) -> None:
        wrong = Profile(birth_date=TODAY + DAY, height=Distance(1))
        assert refused(decide_profile(wrong, MORNING)) == NotBornYet(TODAY + DAY, TODAY)

    def test_a_right_birth_date_excuses_no_height(self) -> None:
        wrong = Profile(birth_date=TODAY, height=Distance(1))
        assert refused(decide_profile(wrong, MORNING)) == HeightImplausible(0.001, 0.5, 2.8)


class TestRefusalsAreToldApart:
    """Each refusal carries a name that machines know it by, and its data."""

    @pytest.mark.parametrize(
        ("refusal", "plain"),
        [
            (
                NotBornYet(dt.date(2026, 3, 21), TODAY),
                {
                    "type": "accounts/not-born-yet",
                    "birth_date": "2026-03-21",
                    "today": "2026-03-20",
                },
            ),
            (
                TooOld(dt.date(1895, 12, 31), 130),
                {"type": "accounts/too-old", "birth_date": "1895-12-31", "most_years": 130},
            ),
            (
                HeightImplausible(0.499, 0.5, 2.8),
                {
                    "type": "accounts/height-implausible",
                    "height_m": 0.499,
                    "least_m": 0.5,
                    "most_m": 2.8,
                },
            ),
            (
                NoSuchToken(TokenId(CountedIds().fresh())),
                {
                    "type": "accounts/no-such-token",
                    "id": "00000000-0000-0000-0000-000000000001",
                },
            ),
        ],
        ids=lambda given: type(given).__name__,
    )
    def test_as_data(
        self, refusal: CannotUpdateProfile | NoSuchToken, plain: dict[str, object]
    ) -> None:
        assert msgspec.to_builtins(refusal) == plain


class TestHashes:
    """A secret is kept as its SHA-256 over UTF-8, in lower-case hexadecimal."""

    @pytest.mark.parametrize(
        ("secret", "kept"),
        [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            # FIPS 180-2, appendix B.1.
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            ("é", "4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c"),
        ],
    )
    def test_of_known_texts(self, secret: str, kept: str) -> None:
        assert hash_of(secret) == kept
