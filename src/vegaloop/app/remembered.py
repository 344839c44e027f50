"""Answers several parts of one call ask for, worked out once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import Final, TypeAlias, final

from vegaloop.biometrics import Biometrics, Morning
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.person import Profile, Profiles
from vegaloop.kernel.result import Failure, Success
from vegaloop.kernel.signal import Published, Signals
from vegaloop.kernel.time import LocalDate
from vegaloop.readiness import Ailment, SelfReports

MORNINGS_MOST: Final = 512

_Key: TypeAlias = tuple[PersonId, int, LocalDate]


@final
class RememberedProfiles(Profiles):
    """Asks for each profile once; made anew for each call, so it is never out of date."""

    __slots__ = ("_asked", "_profiles")

    def __init__(self, asked: Profiles) -> None:
        self._asked = asked
        self._profiles: dict[PersonId, Profile] = {}

    def profile(self, person: PersonId) -> Profile:
        """What a person said about themself; an empty profile where nothing was said."""
        if person not in self._profiles:
            self._profiles[person] = self._asked.profile(person)
        return self._profiles[person]


@final
class Mornings(Signals, SelfReports):
    """Remembers the last mornings asked for.

    One call of the dashboard asks for the same morning four times: its signals, what the person
    reports, the trend of the HRV, and the section itself. The key holds the revision of the
    person's records, so that a morning is never older than they are, and nobody sees another's.
    """

    __slots__ = ("_biometrics", "_remembered", "_revision")

    def __init__(self, biometrics: Biometrics, revision: Callable[[PersonId], int]) -> None:
        self._biometrics = biometrics
        self._revision = revision
        self._remembered: OrderedDict[_Key, Morning] = OrderedDict()

    def morning(self, person: PersonId, day: LocalDate) -> Morning:
        """What a person's readings say about a morning."""
        key = person, self._revision(person), day
        found = self._remembered.get(key)
        if found is not None:
            return found
        morning = self._biometrics.morning(person, day)
        self._remembered[key] = morning
        while len(self._remembered) > MORNINGS_MOST:
            self._remembered.popitem(last=False)
        return morning

    def signals(self, person: PersonId, day: LocalDate) -> tuple[Published, ...]:
        """What it knows on the morning of a day; each of its signals once, given or not."""
        return self.morning(person, day).signals

    def ailments(self, person: PersonId, day: LocalDate) -> tuple[Ailment, ...]:
        """The illnesses and injuries a person reported for a day; empty where none was."""
        return tuple(Ailment(flag.value) for flag in self.morning(person, day).flags)

    def hrv_trend_z(self, person: PersonId, day: LocalDate) -> float | None:
        """The z-score of the 7-day HRV (z7, formula book B5) on a morning, if there is one."""
        match self.morning(person, day).hrv:
            case Failure(_):
                return None
            case Success(status):
                return status.z7
