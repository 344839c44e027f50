"""Which sessions are one training, and which of them counts.

Rule 1: a group is made of the sessions there are and of what the person said, whatever came first.
Rule 2: what the person separated is never in one group, nor are two parts of one file.
Rule 3: of a group the best recording counts, unless the person chose another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations
from typing import Final, TypeAlias, TypeVar, final

from msgspec import Struct

from vegaloop.activity.domain import bare
from vegaloop.activity.domain.activity_file import FileFormat
from vegaloop.activity.domain.effort import Rpe
from vegaloop.activity.domain.link import LinkedBy, SessionKey, Twin, Verdict
from vegaloop.activity.domain.recording import Remark
from vegaloop.activity.domain.session import Session
from vegaloop.activity.domain.sport import Sport
from vegaloop.activity.domain.streams import Streams
from vegaloop.activity.domain.twins import are_parts
from vegaloop.activity.domain.words import Said, Spoken

__all__ = (
    "Edge",
    "Group",
    "Pair",
    "edges_of",
    "groups_of",
    "in_order",
    "pair_of",
    "ranked",
    "spoken_of",
)

A = TypeVar("A")

Pair: TypeAlias = tuple[SessionKey, SessionKey]

# Makers whose files are of recordings of others.
_REWRITERS: Final = frozenset(("strava", "trainingpeaks", "runkeeper", "endomondo", "sports"))
# What ends a little sooner is no part: somebody forgot to stop the other one.
WHOLE_LEAST: Final = 0.95
_FORMATS: Final = (FileFormat.FIT, FileFormat.TCX, FileFormat.GPX)


@final
class Edge(Struct, frozen=True):
    """Two sessions that are one, and who says so."""

    one: Session
    other: Session
    twin: Twin | None
    by: LinkedBy

    def order(self) -> tuple[bool, int, float, float, Pair]:
        """Where it stands among others: what the person said first, then the most alike."""
        pair, twin = pair_of(self.one, self.other), self.twin
        if twin is None:
            return self.by is not LinkedBy.PERSON, 0, 0.0, 0.0, pair
        apart = twin.shift_s, twin.apart_s, -twin.overlap_share
        return self.by is not LinkedBy.PERSON, *apart, pair


@final
class Group(Struct, frozen=True):
    """Sessions that are one training, in the order of their keys, and what joins them."""

    members: tuple[Session, ...]
    edges: tuple[Edge, ...]

    def edge_of(self, member: Session, lead: Session) -> Edge:
        """What joins a member: its likeness to the lead where there is one, else to another."""
        own = [edge for edge in self.edges if member.id in (edge.one.id, edge.other.id)]
        return next((edge for edge in own if lead.id in (edge.one.id, edge.other.id)), own[0])


@final
class _Reach(Struct, frozen=True):
    """How long a session was recorded for, and how far it led."""

    recorded_ms: int
    meters: float | None

    @classmethod
    def of(cls, session: Session, streams: Streams) -> _Reach:
        times = streams.numbers
        recorded_ms = times[-1] - times[0] if times else 0
        return cls(recorded_ms, bare.meters(session.facts.totals.distance))

    def is_part_of(self, other: _Reach) -> bool:
        """Whether the other went on for longer, and led farther as far as that is known."""
        own, theirs = self.meters, other.meters
        farther = own is None or theirs is None or own < WHOLE_LEAST * theirs
        return farther and self.recorded_ms < WHOLE_LEAST * other.recorded_ms


def in_order(sessions: Iterable[Session]) -> list[Session]:
    """Put sessions in the order of their keys."""
    keyed = {session.key: session for session in sessions}
    return [keyed[key] for key in sorted(keyed)]


def pair_of(one: Session, other: Session) -> Pair:
    """Name two sessions, in order."""
    first, second = sorted((one.key, other.key))
    return first, second


def edges_of(
    sessions: Sequence[Session],
    said: Mapping[Pair, Verdict],
    twin_of: Callable[[Session, Session], Twin | None],
) -> tuple[Edge, ...]:
    """Find which of some sessions are one, the surest first. Rules ACT-140, ACT-144."""
    found: list[Edge] = []
    for one, other in combinations(sessions, 2):
        verdict, twin = said.get(pair_of(one, other)), twin_of(one, other)
        if verdict is not None and verdict.together:
            found.append(Edge(one, other, twin, LinkedBy.PERSON))
        elif verdict is None and twin is not None and twin.sure:
            found.append(Edge(one, other, twin, LinkedBy.AUTOMATIC))
    return tuple(sorted(found, key=Edge.order))


def groups_of(
    sessions: Sequence[Session], edges: Sequence[Edge], said: Mapping[Pair, Verdict]
) -> tuple[Group, ...]:
    """Join sessions along their edges, the surest first, and never what is apart. Rule ACT-144."""
    sets: dict[SessionKey, tuple[Session, ...]] = {one.key: (one,) for one in sessions}
    joined: dict[SessionKey, list[Edge]] = {session.key: [] for session in sessions}
    root = {session.key: session.key for session in sessions}
    for edge in edges:
        a, b = root[edge.one.key], root[edge.other.key]
        if a != b:
            if any(_are_apart(one, other, said) for one in sets[a] for other in sets[b]):
                continue
            sets[a] += sets.pop(b)
            joined[a] += joined.pop(b)
            root.update({member.key: a for member in sets[a]})
        joined[a].append(edge)
    return tuple(Group(tuple(in_order(of)), tuple(joined[key])) for key, of in sets.items())


def ranked(
    members: Sequence[Session], streams_of: Callable[[Session], Streams]
) -> tuple[Session, ...]:
    """Put the sessions of a group in order, the one that counts first. Rule ACT-142.

    The person's choice, then what they put right at its source, then one that is no part of
    another, a device's own file, what another service wrote of one, a track, a summary, what
    somebody remembers; of each a whole one, with most channels, by format, with most samples.
    """
    among = [_Reach.of(session, streams_of(session)) for session in members]

    def rank(session: Session) -> tuple[bool, bool, bool, int, bool, int, int, int, SessionKey]:
        streams, form = streams_of(session), session.facts.origin.format
        part = any(map(_Reach.of(session, streams).is_part_of, among))
        place = _FORMATS.index(form) if form in _FORMATS else len(_FORMATS)
        tier, channels = _tier(session, len(streams)), len(streams.channels)
        odd = {note.what for note in session.facts.remarks}
        right, damaged = Remark.CORRECTED in odd, Remark.CUT_OFF in odd
        figures = -channels, place, -len(streams)
        return not session.facts.leads, not right, part, tier, damaged, *figures, session.key

    return tuple(sorted(members, key=rank))


def spoken_of(members: Sequence[Session]) -> Spoken:
    """Put together what is said of one training, the one that counts first. Rule ACT-156.

    What the person amended, then what they or a source said, then what only a file says.
    """
    told = [one for one in members if _is_told(one)]
    among = (*told, *(one for one in members if one not in told))

    def first(said: Said, of: Callable[[Spoken], A | None]) -> A | None:
        by_hand = next((one for one in members if said in one.facts.by_hand), None)
        if by_hand is not None:
            return of(by_hand.spoken)
        return next((word for one in among if (word := of(one.spoken)) is not None), None)

    known = next((one.own_sport for one in members if one.own_sport is not Sport.GENERIC), None)
    by_hand = next((one.own_sport for one in members if Said.SPORT in one.facts.by_hand), None)
    return Spoken(
        sport=by_hand or known or Sport.GENERIC,
        name=first(Said.NAME, _name),
        notes=first(Said.NOTES, _notes),
        rpe=first(Said.RPE, _rpe),
    )


def _is_told(session: Session) -> bool:
    facts = session.facts
    named = facts.edition is not None and facts.edition.file is None
    return session.file is None or named or facts.heard != ()


def _name(said: Spoken) -> str | None:
    return said.name


def _notes(said: Spoken) -> str | None:
    return said.notes


def _rpe(said: Spoken) -> Rpe | None:
    return said.rpe


def _tier(session: Session, samples: int) -> int:
    origin = session.facts.origin
    if not samples:
        return 4 if session.file is None else 3
    if origin.format is FileFormat.GPX:
        return 2
    maker = (origin.device or "").casefold().partition(" ")[0]
    return 1 if origin.format is None or maker in _REWRITERS else 0


def _are_apart(one: Session, other: Session, said: Mapping[Pair, Verdict]) -> bool:
    verdict = said.get(pair_of(one, other))
    return are_parts(one, other) or (verdict is not None and not verdict.together)
