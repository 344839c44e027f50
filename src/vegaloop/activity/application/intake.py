"""What comes in: files, and what sources tell; a few of them in one transaction.

Rule 1: everything that takes long is done before a transaction begins.
Rule 2: what is kept already, or was removed, is not read again, and nothing is written for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from vegaloop.activity.application.analysing import Analysing
from vegaloop.activity.application.commands import (
    CannotImport,
    CannotKeep,
    Fate,
    Imported,
    ImportFile,
    ItemKept,
    ItemOutcome,
    ItemRefused,
    KeepRecording,
    Receipt,
    RefusedFile,
    RemovedBefore,
    SessionsWithdrawn,
)
from vegaloop.activity.application.filing import Standing, shelve, standing_of, take_back
from vegaloop.activity.application.parcels import (
    Arrival,
    Maker,
    Parcel,
    arrival_of,
    arrival_told,
    names_of,
    parcel_of_file,
    parcel_told,
)
from vegaloop.activity.application.ports import (
    BodyMasses,
    FileReader,
    Histories,
    TrainingLog,
    TrainingLogs,
)
from vegaloop.activity.application.reckoning import Change
from vegaloop.activity.application.upkeep import Upkeep
from vegaloop.activity.domain.placing import CannotPlace, Provenance, decide_recorded
from vegaloop.activity.domain.recording import Recording
from vegaloop.activity.domain.session import Session, SessionId
from vegaloop.kernel.identity import Ids, PersonId, SourceId
from vegaloop.kernel.person import Profile, Profiles
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import Clock

__all__ = ("Intake",)

# A commit costs more than a file; more files would keep other writers of a person waiting.
BATCH_MOST: Final = 8


class Intake(Analysing):
    """Keeps what comes in."""

    __slots__ = ("_clock", "_ids", "_reader")

    def __init__(  # One argument a port.
        self,
        logs: TrainingLogs,
        profiles: Profiles,
        reader: FileReader,
        clock: Clock,
        ids: Ids,
        upkeep: Upkeep,
        histories: Histories,
        masses: BodyMasses,
    ) -> None:
        super().__init__(logs, profiles, upkeep, histories, masses)
        self._reader = reader
        self._clock = clock
        self._ids = ids

    def import_file(self, person: PersonId, command: ImportFile) -> Result[Imported, CannotImport]:
        """Keep the sessions of a file; the same content again changes nothing."""
        (brought,) = self._bring(person, (command,))
        return brought

    def keep_recording(
        self, person: PersonId, command: KeepRecording
    ) -> Result[Imported, CannotKeep]:
        """Keep what a source tells of a session; the same again changes nothing. Rule ACT-146."""
        arrival = arrival_told(command)
        standing = self._logs.read(person, lambda log: standing_of(log, arrival))
        if standing.settled is not None:
            return standing.settled
        profile, change = self._profiles.profile(person), self._change("replaced")
        match parcel_told(command, arrival, self._maker(profile, change)):
            case Failure(error):
                return Failure(error)
            case Success(parcel):
                (kept,) = self._shelved(person, profile, (parcel,), change)
                return kept

    def withdraw(self, person: PersonId, source: SourceId, external_id: str) -> SessionsWithdrawn:
        """Follow a source that deleted what it had told under a name; it may tell it again."""
        profile, change = self._profiles.profile(person), self._change("withdrawn")
        names = names_of(source, external_id)
        return self._logs.write(person, lambda log: take_back(log, profile, names, change))

    def import_batch(
        self, person: PersonId, items: Sequence[ImportFile | KeepRecording]
    ) -> tuple[ItemOutcome, ...]:
        """Keep many things, a few in one transaction; a refused one stops nothing. Rule ACT-149."""
        outcomes: list[ItemOutcome] = []
        for first in range(0, len(items), BATCH_MOST):
            brought = self._bring(person, items[first : first + BATCH_MOST])
            outcomes += map(_outcome, brought)
        return _first_kept(outcomes)

    def import_files(self, person: PersonId, commands: Iterable[ImportFile]) -> Receipt:
        """Keep the sessions of many files; a refused one stops nothing."""
        given = tuple(commands)
        outcomes = self.import_batch(person, given)
        refused = tuple(
            RefusedFile(command.file_name, outcome.reason)
            for command, outcome in zip(given, outcomes, strict=True)
            if isinstance(outcome, ItemRefused)
        )
        seen = sum(isinstance(one, ItemKept) and one.fate is Fate.KNOWN for one in outcomes)
        return Receipt(len(given) - seen - len(refused), seen, refused)

    def _bring(
        self, person: PersonId, items: Sequence[ImportFile | KeepRecording]
    ) -> tuple[Result[Imported, CannotImport], ...]:
        arrivals = [self._arrival(item) for item in items]
        names = [arrival.unwrap().name for arrival in arrivals if isinstance(arrival, Success)]

        def seen(log: TrainingLog) -> list[Standing]:
            # Of what is told twice here the first may change what the second finds.
            return [
                standing_of(log, arrival.unwrap())
                if isinstance(arrival, Success) and names.count(arrival.unwrap().name) == 1
                else Standing((), None)
                for arrival in arrivals
            ]

        standings = self._logs.read(person, seen)
        profile, change = self._profiles.profile(person), self._change("replaced")
        make = self._maker(profile, change)
        done: dict[int, Result[Imported, CannotImport]] = {}
        parcels: dict[int, Parcel] = {}
        found = zip(items, arrivals, standings, strict=True)
        for place, (item, arrival, standing) in enumerate(found):
            if standing.settled is not None:
                done[place] = standing.settled
                continue
            match arrival:
                case Failure(error):
                    done[place] = Failure(error)
                case Success(fresh) if standing.kept and fresh.edition is None:
                    parcels[place] = Parcel(fresh)
                case Success(fresh):
                    match self._parcel(item, fresh, make, profile, change):
                        case Failure(fault):
                            done[place] = Failure(fault)
                        case Success(parcel):
                            parcels[place] = parcel
        kept = self._shelved(person, profile, tuple(parcels.values()), change)
        done.update(zip(parcels, kept, strict=True))
        return tuple(done[place] for place in range(len(items)))

    def _arrival(self, item: ImportFile | KeepRecording) -> Result[Arrival, CannotImport]:
        if isinstance(item, KeepRecording):
            return Success(arrival_told(item))
        match self._reader.unpack(item.data):
            case Failure(fault):
                return Failure(fault)
            case Success(content):
                return Success(arrival_of(item, content))

    def _parcel(
        self,
        item: ImportFile | KeepRecording,
        arrival: Arrival,
        make: Maker,
        profile: Profile,
        change: Change,
    ) -> Result[Parcel, CannotImport]:
        if isinstance(item, KeepRecording):
            return parcel_told(item, arrival, make)
        match self._reader.read(item.data, profile):
            case Failure(fault):
                return Failure(fault)
            case Success(file):
                return parcel_of_file(item, file, arrival, make, change.at)

    def _shelved(
        self, person: PersonId, profile: Profile, parcels: Sequence[Parcel], change: Change
    ) -> tuple[Result[Imported, RemovedBefore], ...]:
        if not parcels:
            return ()
        return self._logs.write(person, lambda log: shelve(log, profile, parcels, change))

    def _maker(self, profile: Profile, change: Change) -> Maker:
        def make(recording: Recording, told: Provenance) -> Result[Session, CannotPlace]:
            fresh = SessionId(self._ids.fresh())
            return decide_recorded(fresh, recording, told, profile, change.at)

        return make

    def _change(self, cause: str) -> Change:
        return Change(self._ids.fresh(), cause, self._clock.now())


def _first_kept(outcomes: Sequence[ItemOutcome]) -> tuple[ItemOutcome, ...]:
    """Call the first recording of a training kept, and only those after it linked."""
    came: dict[SessionId, int] = {}
    for place, outcome in enumerate(outcomes):
        if isinstance(outcome, ItemKept) and outcome.fate in {Fate.KEPT, Fate.LINKED}:
            came.update(dict.fromkeys(outcome.sessions, place))
    return tuple(_as_it_came(one, place, came) for place, one in enumerate(outcomes))


def _as_it_came(outcome: ItemOutcome, place: int, came: Mapping[SessionId, int]) -> ItemOutcome:
    if not isinstance(outcome, ItemKept) or outcome.fate is not Fate.LINKED:
        return outcome
    before = tuple(one for one in outcome.linked if came.get(one, -1) < place)
    fate = Fate.LINKED if before else Fate.KEPT
    return ItemKept(fate, outcome.sessions, before, outcome.remarks)


def _outcome(brought: Result[Imported, CannotImport]) -> ItemOutcome:
    match brought:
        case Failure(reason):
            return ItemRefused(reason)
        case Success(imported):
            ids = tuple(one.session.id for one in imported.sessions)
            linked = {other.id for one in imported.sessions for other in one.linked} - {*ids}
            fate = Fate.LINKED if linked else Fate.KEPT
            if imported.already_known:
                fate = Fate.KNOWN
            elif imported.replaced:
                fate = Fate.REPLACED
            elif imported.reworded:
                fate = Fate.REWORDED
            remarks = {
                note: None for one in imported.sessions for note in one.session.facts.remarks
            }
            return ItemKept(fate, ids, tuple(sorted(linked)), tuple(remarks))
