"""Accounts, as rules. Each class quotes the rule it holds (docs/rules.md)."""

from __future__ import annotations

import datetime as dt
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support import NOW, CountedIds, PinnedClock, good, refused, somebody
from vegaloop.accounts import (
    AccountService,
    Heard,
    HeightImplausible,
    NoSuchToken,
    NotBornYet,
    TooOld,
    Trait,
)
from vegaloop.accounts.adapters.memory import MemoryAccounts
from vegaloop.accounts.domain.token import hash_of
from vegaloop.infrastructure.memory import Revisions
from vegaloop.infrastructure.system import RandomSecrets
from vegaloop.kernel.person import Profile, Sex
from vegaloop.kernel.quantity import Distance
from vegaloop.kernel.time import TimeZone

profiles = st.builds(
    Profile,
    sex=st.none() | st.sampled_from(Sex),
    birth_date=st.none() | st.dates(dt.date(1900, 1, 1), dt.date(2026, 3, 19)),
    height=st.none() | st.integers(500, 2_800).map(Distance),
    home_zone=st.sampled_from(["UTC", "Europe/Paris", "Pacific/Apia"]).map(TimeZone),
)


KINDS: Final = (Sex, dt.date, Distance)


def _traits(profile: Profile) -> tuple[Trait | None, ...]:
    return profile.sex, profile.birth_date, profile.height


def _said(profile: Profile) -> tuple[Trait, ...]:
    return tuple(one for one in _traits(profile) if one is not None)


def service() -> AccountService:
    return AccountService(MemoryAccounts(Revisions()), PinnedClock(), CountedIds(), RandomSecrets())


class TestAcc1:
    """ACC-1. An installation has one owner, made the first time somebody asks, and the same ever after."""

    @given(times=st.integers(2, 5))
    def test_asking_again_changes_nothing(self, times: int) -> None:
        accounts = service()
        assert len({accounts.owner() for _ in range(times)}) == 1


class TestAcc2:
    """ACC-2. A token speaks for the person it was issued to until it is revoked, and for nobody else."""

    @given(labels=st.lists(st.text(max_size=10), min_size=1, max_size=5))
    def test_until_it_is_revoked(self, labels: list[str]) -> None:
        accounts, me = service(), somebody()
        issued = [accounts.issue_token(me, label) for label in labels]
        for token in issued:
            assert accounts.authenticate(token.secret) == me
            good(accounts.revoke_token(me, token.token.id))
            assert accounts.authenticate(token.secret) is None
        assert accounts.tokens(me) == ()

    @given(guess=st.text(max_size=60))
    def test_a_guess_opens_nothing(self, guess: str) -> None:
        accounts = service()
        accounts.issue_token(somebody(), "phone")
        assert accounts.authenticate(guess) is None


class TestAcc3:
    """ACC-3. The secret of a token is shown once; only its hash is kept."""

    def test_what_is_kept_does_not_hold_the_secret(self) -> None:
        accounts, me = service(), somebody()
        issued = accounts.issue_token(me, "phone")
        assert accounts.tokens(me) == (issued.token,)
        assert issued.secret not in str(issued.token)
        assert issued.token.hash == hash_of(issued.secret)
        assert len(issued.secret) >= 43  # 256 bits in base 64.


class TestAcc4:
    """ACC-4. What a person did not say about themself stays unknown."""

    def test_a_stranger_has_an_empty_profile(self) -> None:
        assert service().profile(somebody()) == Profile()

    @given(profile=profiles)
    def test_what_was_said_is_kept_as_it_was_said(self, profile: Profile) -> None:
        accounts = service()
        owner = accounts.owner()
        assert good(accounts.update_profile(owner, profile)) == profile
        assert accounts.profile(owner) == profile


class TestAcc5:
    """ACC-5. A birth date in the future, an age past 130 years and a height no adult has are refused, and what was known stays."""

    @given(
        known=profiles,
        wrong=st.one_of(
            st.dates(NOW.date() + dt.timedelta(2)).map(
                lambda d: (Profile(birth_date=d), NotBornYet)
            ),
            st.dates(max_value=dt.date(1895, 12, 31)).map(
                lambda d: (Profile(birth_date=d), TooOld)
            ),
            st.one_of(st.integers(0, 499), st.integers(2_801, 10**7)).map(
                lambda mm: (Profile(height=Distance(mm)), HeightImplausible)
            ),
        ),
    )
    def test_they_are(self, known: Profile, wrong: tuple[Profile, type[object]]) -> None:
        accounts = service()
        owner = accounts.owner()
        good(accounts.update_profile(owner, known))
        profile, error = wrong
        assert isinstance(refused(accounts.update_profile(owner, profile)), error)
        assert accounts.profile(owner) == known


class TestAcc16:
    """ACC-16. What somebody else says of a person fills in what the person did not say, is refused where nobody can be so, and never takes the place of the person's own word."""

    @given(
        said=profiles,
        heard=st.lists(
            st.sampled_from(Sex)
            | st.dates(dt.date(1900, 1, 1), dt.date(2026, 3, 19))
            | st.integers(500, 2_800).map(Distance),
            max_size=6,
        ),
    )
    def test_own_words_stay(self, said: Profile, heard: list[Trait]) -> None:
        accounts = service()
        me = accounts.owner()
        good(accounts.update_profile(me, said))
        before = accounts.profile(me)
        became = accounts.hear(me, heard)
        after = accounts.profile(me)
        for own, now, kind in zip(_traits(before), _traits(after), KINDS, strict=True):
            told = [one for one in heard if isinstance(one, kind)]
            assert now == (told[0] if own is None and told else own)
        filled = [a for b, a in zip(_traits(before), _traits(after), strict=True) if b is None]
        assert became.count(Heard.NEW) == sum(one is not None for one in filled)
        for trait, one in zip(heard, became, strict=True):
            assert (one is Heard.DIFFERENT) == (trait not in _traits(after))
        assert (after.home_zone, after.homes) == (before.home_zone, before.homes)
        assert accounts.hear(me, _said(after)) == (Heard.SAME,) * len(_said(after))

    @pytest.mark.parametrize("impossible", [dt.date(2199, 1, 1), dt.date(1850, 1, 1), Distance(9)])
    def test_nobody_can_be_so(self, impossible: Trait) -> None:
        accounts = service()
        me = accounts.owner()
        (why,) = accounts.hear(me, [impossible])
        assert isinstance(why, NotBornYet | TooOld | HeightImplausible)
        assert accounts.profile(me) == Profile()


class TestAcc6:
    """ACC-6. Nobody can revoke the token of another."""

    def test_it_goes_on_speaking_for_its_holder(self) -> None:
        accounts, me, you = service(), somebody(), somebody()
        mine = accounts.issue_token(me, "phone")
        assert refused(accounts.revoke_token(you, mine.token.id)) == NoSuchToken(mine.token.id)
        assert accounts.authenticate(mine.secret) == me
