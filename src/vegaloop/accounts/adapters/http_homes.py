"""Where a person was at home on which day, over HTTP."""

from __future__ import annotations

import datetime as dt
from typing import Final, final

from litestar import delete, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Struct

from vegaloop.accounts.application.service import AccountService
from vegaloop.accounts.domain.home import CannotSetHome, HomeAhead, NoSuchHome
from vegaloop.accounts.domain.person import TooManyHomes
from vegaloop.infrastructure.bodies import ZoneName
from vegaloop.infrastructure.days import to_day
from vegaloop.infrastructure.problem import (
    ProblemRaised,
    malformed_problem,
    or_raise,
    problem,
    refusals,
)
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.person import Home
from vegaloop.kernel.time import time_zone_of

# ---- bodies ----


@final
class HomeZoneBody(Struct, frozen=True, forbid_unknown_fields=True):
    """Where you were at home, from the day in the address on."""

    time_zone: ZoneName


@final
class HomeBody(Struct, frozen=True):
    """Where you were at home from a day on, until the next one."""

    effective_from: dt.date
    time_zone: str


@final
class HomesBody(Struct, frozen=True):
    """Where you were at home, the earliest first; before the first you are taken to be there too."""

    home_zone: str
    data: tuple[HomeBody, ...]


# ---- translations ----


def homes_body(person: PersonId, accounts: AccountService) -> HomesBody:
    """Show the homes of a person as the API does."""
    homes = tuple(HomeBody(one.effective_from, one.time_zone) for one in accounts.homes(person))
    return HomesBody(accounts.profile(person).home_zone, homes)


def problem_for_home(error: CannotSetHome) -> ProblemRaised:
    """Refuse a home, or one more of them."""
    match error:
        case HomeAhead():
            return problem("accounts/home-ahead", "The day has not begun", 422, error)
        case TooManyHomes():
            return problem("accounts/too-many-homes", "Nobody moves that often", 422, error)


def _problem_for_none(error: NoSuchHome) -> ProblemRaised:
    return problem("accounts/no-such-home", "No home was set from that day", 404, error)


# ---- routes ----


@get("/me/home-zones", sync_to_thread=True, responses=refusals())
def list_homes(
    person: NamedDependency[PersonId], accounts: NamedDependency[AccountService]
) -> HomesBody:
    """List where you were at home from which day on: what a time without a zone is read in."""
    return homes_body(person, accounts)


@put(
    "/me/home-zones/{effective_from:date}",
    sync_to_thread=True,
    responses=refusals(s422="You cannot have been at home there from that day on"),
)
def set_home(
    effective_from: FromPath[dt.date],
    data: JSONBody[HomeZoneBody],
    person: NamedDependency[PersonId],
    accounts: NamedDependency[AccountService],
) -> HomesBody:
    """Say where you were at home from a day on, until the next home; nothing recorded is moved."""
    day = to_day(effective_from, "effective_from")
    zone = or_raise(time_zone_of(data.time_zone), lambda unknown: malformed_problem((unknown,)))
    or_raise(accounts.set_home(person, Home(day, zone)), problem_for_home)
    return homes_body(person, accounts)


@delete(
    "/me/home-zones/{effective_from:date}",
    sync_to_thread=True,
    status_code=200,
    responses=refusals(s404="No home was set from that day", s422="The day is out of reach"),
)
def unset_home(
    effective_from: FromPath[dt.date],
    person: NamedDependency[PersonId],
    accounts: NamedDependency[AccountService],
) -> HomesBody:
    """Take back a home you set; nothing recorded is moved."""
    day = to_day(effective_from, "effective_from")
    or_raise(accounts.unset_home(person, day), _problem_for_none)
    return homes_body(person, accounts)


HANDLERS: Final = (list_homes, set_home, unset_home)
