"""Answers several parts of one call ask for, worked out once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Final, TypeAlias, final

from msgspec import Struct

from vegaloop.activity import Histories, LoadHistory
from vegaloop.biometrics import Biometrics, Kind, Morning, Observations, Observed
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
class RememberedHistories(Histories):
    """Lays out each load history once; made anew for each call, so it is never out of date."""

    __slots__ = ("_asked", "_histories")

    def __init__(self, asked: Histories) -> None:
        self._asked = asked
        self._histories: dict[tuple[PersonId, LocalDate], LoadHistory | None] = {}

    def before(self, person: PersonId, day: LocalDate) -> LoadHistory | None:
        """The daily loads up to the evening before a day, as far back as they weigh on it."""
        key = person, day
        if key not in self._histories:
            self._histories[key] = self._asked.before(person, day)
        return self._histories[key]


@final
class _Read(Struct, frozen=True):
    start: LocalDate
    readings: tuple[Observed, ...]


_Stretch: TypeAlias = tuple[PersonId, Kind, LocalDate]


@final
class RememberedObservations(Observations):
    """Reads each day of a kind once; made anew for each call, so it is never out of date."""

    __slots__ = ("_asked", "_read")

    def __init__(self, asked: Observations) -> None:
        self._asked = asked
        self._read: dict[_Stretch, _Read] = {}

    def counting(
        self, person: PersonId, since: Mapping[Kind, LocalDate], end: LocalDate
    ) -> tuple[Observed, ...]:
        """What the readings that count say: of each kind from its day on, up to `end`."""
        unread = {k: start for k, start in since.items() if (person, k, end) not in self._read}
        if unread:
            self._keep(person, unread, end)
        return tuple(
            one
            for kind, start in since.items()
            for one in self._back_to(start, (person, kind, end))
            if one.local_date >= start
        )

    def _keep(self, person: PersonId, unread: Mapping[Kind, LocalDate], end: LocalDate) -> None:
        found: dict[Kind, list[Observed]] = {kind: [] for kind in unread}
        for one in self._asked.counting(person, unread, end):
            found[one.value.kind].append(one)
        for kind, readings in found.items():
            self._read[person, kind, end] = _Read(unread[kind], tuple(readings))

    def _back_to(self, start: LocalDate, key: _Stretch) -> tuple[Observed, ...]:
        read = self._read[key]
        if start >= read.start:
            return read.readings
        person, kind, _ = key
        earlier = self._asked.counting(person, {kind: start}, read.start)
        self._read[key] = _Read(start, (*earlier, *read.readings))
        return self._read[key].readings


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

    def sleep_ratio(self, person: PersonId, day: LocalDate) -> float | None:
        """What was slept in the night before a morning over what was needed, if it is known."""
        match self.morning(person, day).last_night:
            case Failure(_):
                return None
            case Success(night):
                return night.ratio
