"""Where a person is at home from which day on, and what may be said about it."""

from __future__ import annotations

from typing import Final, TypeAlias, final

from msgspec import Struct

from vegaloop.accounts.domain.person import Person, TooManyHomes
from vegaloop.kernel.person import Home, Profile
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import UTC_ZONE, Instant, LocalDate, local_date_of

HOMES_MOST: Final = 100  # A move a year for a lifetime; every request reads them.


@final
class HomeAhead(Struct, frozen=True, tag="accounts/home-ahead"):
    """A home from a day that has not begun there."""

    effective_from: LocalDate
    today: LocalDate


@final
class NoSuchHome(Struct, frozen=True, tag="accounts/no-such-home"):
    """A day from which no home was set."""

    effective_from: LocalDate


CannotSetHome: TypeAlias = HomeAhead | TooManyHomes


def homes_of(person: Person) -> tuple[Home, ...]:
    """List the homes of a person, the earliest first.

    A home that was said without its first day is taken to hold from the day of joining.
    """
    said = person.profile
    if said.homes or said.home_zone == UTC_ZONE:
        return said.homes
    return (Home(local_date_of(person.since, said.home_zone), said.home_zone),)


def decide_home(person: Person, home: Home, now: Instant) -> Result[Profile, CannotSetHome]:
    """Decide whether a person can have been at home there from that day on."""
    today = local_date_of(now, home.time_zone)
    if home.effective_from > today:
        return Failure(HomeAhead(home.effective_from, today))
    return _with(home, homes_of(person), person.profile)


def decide_no_home(person: Person, effective_from: LocalDate) -> Result[Profile, NoSuchHome]:
    """Take a home back: what would hold if it had never been set holds again."""
    known = homes_of(person)
    left = tuple(home for home in known if home.effective_from != effective_from)
    if left == known:
        return Failure(NoSuchHome(effective_from))
    return Success(_living(left, person.profile))


def decide_move(person: Person, said: Profile, now: Instant) -> Result[Profile, TooManyHomes]:
    """Decide the homes of a person who now says this: another home zone is a move of today."""
    known, zone = homes_of(person), said.home_zone
    if not known or zone == person.profile.home_zone:
        kept = person.profile.homes
        return Success(Profile(said.sex, said.birth_date, said.height, zone, kept))
    # Whoever moves west over midnight comes to a day before the first of the home they left.
    start = max(local_date_of(now, zone), known[-1].effective_from)
    return _with(Home(start, zone), known, said)


def _with(home: Home, known: tuple[Home, ...], said: Profile) -> Result[Profile, TooManyHomes]:
    by_day = {one.effective_from: one for one in (*known, home)}
    if len(by_day) > HOMES_MOST:
        return Failure(TooManyHomes(len(by_day), HOMES_MOST))
    return Success(_living(tuple(by_day[day] for day in sorted(by_day)), said))


def _living(homes: tuple[Home, ...], said: Profile) -> Profile:
    zone = homes[-1].time_zone if homes else UTC_ZONE
    return Profile(said.sex, said.birth_date, said.height, zone, homes)
