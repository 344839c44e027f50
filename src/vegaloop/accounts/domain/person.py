"""The people of an installation, and what may be said about one."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Final, TypeAlias, final

from msgspec import Struct

from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.person import Profile, Sex
from vegaloop.kernel.quantity import Distance
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import Instant, LocalDate, local_date_of

HEIGHT_LEAST: Final = Distance(500)  # The shortest adult on record was 0.55 m.
HEIGHT_MOST: Final = Distance(2_800)  # The tallest was 2.72 m.
AGE_MOST_YEARS: Final = 130


@final
class NotBornYet(Struct, frozen=True, tag="accounts/not-born-yet"):
    """A birth date that lies ahead."""

    birth_date: dt.date
    today: LocalDate


@final
class TooOld(Struct, frozen=True, tag="accounts/too-old"):
    """A birth date longer ago than anybody has lived."""

    birth_date: dt.date
    most_years: int


@final
class HeightImplausible(Struct, frozen=True, tag="accounts/height-implausible"):
    """A height no adult has."""

    height_m: float
    least_m: float
    most_m: float


@final
class TooManyHomes(Struct, frozen=True, tag="accounts/too-many-homes"):
    """More homes than anybody moves between."""

    given: int
    most: int


CannotUpdateProfile: TypeAlias = NotBornYet | TooOld | HeightImplausible | TooManyHomes


def decide_profile(profile: Profile, now: Instant) -> Result[Profile, CannotUpdateProfile]:
    """Decide whether somebody can be like this."""
    today = local_date_of(now, profile.home_zone)
    if profile.birth_date is not None:
        if profile.birth_date > today:
            return Failure(NotBornYet(profile.birth_date, today))
        if today.year - profile.birth_date.year > AGE_MOST_YEARS:
            return Failure(TooOld(profile.birth_date, AGE_MOST_YEARS))
    if profile.height is not None and not HEIGHT_LEAST <= profile.height <= HEIGHT_MOST:
        return Failure(
            HeightImplausible(profile.height.meters, HEIGHT_LEAST.meters, HEIGHT_MOST.meters)
        )
    return Success(profile)


Trait: TypeAlias = Sex | dt.date | Distance


class Heard(StrEnum):
    """What becomes of what somebody else says of a person."""

    NEW = "new"  # The person had not said it, and it is taken for their word.
    SAME = "same"
    DIFFERENT = "different"  # The person's own word stays.


def decide_heard(
    profile: Profile, trait: Trait, now: Instant
) -> Result[tuple[Profile, Heard], CannotUpdateProfile]:
    """Decide over a sex, a birth date or a height that somebody else tells of a person."""
    known, heard = _heard(profile, trait)
    match decide_profile(heard, now):
        case Failure(error):
            return Failure(error)
        case Success(decided) if known is None:
            return Success((decided, Heard.NEW))
        case Success():
            return Success((profile, Heard.SAME if known == trait else Heard.DIFFERENT))


def _heard(profile: Profile, trait: Trait) -> tuple[Trait | None, Profile]:
    """What a profile says already, and the profile with what was heard in its place."""
    sex, born, tall = profile.sex, profile.birth_date, profile.height
    home, homes = profile.home_zone, profile.homes
    match trait:
        case Sex():
            return sex, Profile(trait, born, tall, home, homes)
        case dt.date():
            return born, Profile(sex, trait, tall, home, homes)
        case Distance():
            return tall, Profile(sex, born, trait, home, homes)


@final
class Person(Struct, frozen=True):
    """Somebody whose records live here."""

    id: PersonId
    since: Instant
    profile: Profile
