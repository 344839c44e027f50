"""Accounts over HTTP: bodies, the two translations, and the routes."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, final
from uuid import UUID

from litestar import Router, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import UNSET, Meta, Struct, UnsetType

from vegaloop.accounts.adapters import http_homes
from vegaloop.accounts.application.service import AccountService
from vegaloop.accounts.domain.person import (
    CannotUpdateProfile,
    HeightImplausible,
    NotBornYet,
    TooManyHomes,
    TooOld,
)
from vegaloop.accounts.domain.token import IssuedToken, NoSuchToken, Token, TokenId
from vegaloop.infrastructure.bodies import Name, ZoneName
from vegaloop.infrastructure.problem import (
    ProblemRaised,
    malformed_problem,
    or_raise,
    problem,
    refusals,
)
from vegaloop.kernel.errors import Malformed
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.person import Profile, Sex
from vegaloop.kernel.quantity import Distance
from vegaloop.kernel.result import Failure, Result, Success, both
from vegaloop.kernel.time import time_zone_of

# ---- bodies: shape only; meaning is checked by the kernel and the domain ----


@final
class ProfileBody(Struct, frozen=True):
    """What a person said about themself; null is not known, never a default."""

    sex: Sex | None
    birth_date: dt.date | None
    height_m: float | None
    home_zone: str


@final
class ProfileChangeBody(Struct, frozen=True, forbid_unknown_fields=True):
    """What to change of a profile: what is left out stays, null makes it unknown again."""

    sex: Sex | UnsetType | None = UNSET
    birth_date: dt.date | UnsetType | None = UNSET
    height_m: Annotated[float, Meta(examples=[1.78])] | UnsetType | None = UNSET
    home_zone: ZoneName | UnsetType = UNSET


@final
class IssueTokenBody(Struct, frozen=True, forbid_unknown_fields=True):
    """A new token, and what to call it."""

    label: Name


@final
class TokenBody(Struct, frozen=True):
    """A token without its secret."""

    id: UUID
    label: str
    issued_at: dt.datetime


@final
class IssuedTokenBody(Struct, frozen=True):
    """A token with its secret, shown this once."""

    id: UUID
    label: str
    issued_at: dt.datetime
    secret: str


@final
class TokensBody(Struct, frozen=True):
    """Every valid token."""

    data: tuple[TokenBody, ...]


# ---- translations ----


def _to_profile(body: ProfileChangeBody, known: Profile) -> Result[Profile, tuple[Malformed, ...]]:
    zone = known.home_zone if body.home_zone is UNSET else body.home_zone
    match both(_to_height(body, known), time_zone_of(zone, "home_zone")):
        case Success((height, home)):
            sex = known.sex if body.sex is UNSET else body.sex
            born = known.birth_date if body.birth_date is UNSET else body.birth_date
            return Success(Profile(sex, born, height, home))
        case Failure(errors):
            return Failure(errors)


def _to_height(body: ProfileChangeBody, known: Profile) -> Result[Distance | None, Malformed]:
    if body.height_m is UNSET:
        return Success(known.height)
    if body.height_m is None:
        return Success(None)
    match Distance.of_meters(body.height_m, "height_m"):
        case Success(height):
            return Success(height)
        case Failure(error):
            return Failure(error)


def _from_profile(profile: Profile) -> ProfileBody:
    height_m = None if profile.height is None else profile.height.meters
    return ProfileBody(profile.sex, profile.birth_date, height_m, profile.home_zone)


def _from_token(token: Token) -> TokenBody:
    return TokenBody(token.id, token.label, token.issued_at)


def _from_issued(issued: IssuedToken) -> IssuedTokenBody:
    token = issued.token
    return IssuedTokenBody(token.id, token.label, token.issued_at, issued.secret)


def _problem_for_profile(error: CannotUpdateProfile) -> ProblemRaised:
    match error:
        case NotBornYet():
            return problem("accounts/not-born-yet", "The birth date lies ahead", 422, error)
        case TooOld():
            return problem("accounts/too-old", "Nobody is that old", 422, error)
        case HeightImplausible():
            return problem("accounts/height-implausible", "No adult is that tall", 422, error)
        case TooManyHomes():
            return http_homes.problem_for_home(error)


def _problem_for_token(error: NoSuchToken) -> ProblemRaised:
    return problem("accounts/no-such-token", "You have no such token", 404, error)


# ---- routes ----


@get("/me", sync_to_thread=True, responses=refusals())
def show_profile(
    person: NamedDependency[PersonId], accounts: NamedDependency[AccountService]
) -> ProfileBody:
    """Tell what is known about you."""
    return _from_profile(accounts.profile(person))


@patch("/me", sync_to_thread=True, responses=refusals(s422="The profile cannot be"))
def update_profile(
    data: JSONBody[ProfileChangeBody],
    person: NamedDependency[PersonId],
    accounts: NamedDependency[AccountService],
) -> ProfileBody:
    """Change what is known about you; what is left out stays. Another home zone is a move of today."""
    profile = or_raise(_to_profile(data, accounts.profile(person)), malformed_problem)
    return _from_profile(or_raise(accounts.update_profile(person, profile), _problem_for_profile))


@get("/me/tokens", sync_to_thread=True, responses=refusals())
def list_tokens(
    person: NamedDependency[PersonId], accounts: NamedDependency[AccountService]
) -> TokensBody:
    """List your valid tokens."""
    return TokensBody(tuple(_from_token(token) for token in accounts.tokens(person)))


@post("/me/tokens", sync_to_thread=True, responses=refusals())
def issue_token(
    data: JSONBody[IssueTokenBody],
    person: NamedDependency[PersonId],
    accounts: NamedDependency[AccountService],
) -> IssuedTokenBody:
    """Make a token; its secret is shown this once."""
    return _from_issued(accounts.issue_token(person, data.label))


@delete("/me/tokens/{token_id:uuid}", sync_to_thread=True, responses=refusals(s404="No such token"))
def revoke_token(
    token_id: FromPath[UUID],
    person: NamedDependency[PersonId],
    accounts: NamedDependency[AccountService],
) -> None:
    """Make a token worthless at once."""
    or_raise(accounts.revoke_token(person, TokenId(token_id)), _problem_for_token)


def routes() -> Router:
    """Everything accounts answers to."""
    handlers = [show_profile, update_profile, list_tokens, issue_token, revoke_token]
    return Router("/", route_handlers=[*handlers, *http_homes.HANDLERS], tags=["accounts"])
