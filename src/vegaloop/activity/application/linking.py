"""Keeping true which sessions are one training: whatever changed, the groups around it follow.

Rule 1: after every write sessions are grouped as if they had come in any other order.
Rule 2: what was recorded stays as it is; a group that falls apart leaves what there was before.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from vegaloop.activity.application.comparing import Comparing
from vegaloop.activity.application.ports import TrainingLog
from vegaloop.activity.domain.effort import effort_by
from vegaloop.activity.domain.groups import (
    Group,
    Pair,
    edges_of,
    groups_of,
    in_order,
    ranked,
    spoken_of,
)
from vegaloop.activity.domain.link import Link, LinkedBy, SessionId, Twin, Verdict
from vegaloop.activity.domain.merging import Given, Source, given_by, merged
from vegaloop.activity.domain.peaks import peaks_of
from vegaloop.activity.domain.session import Session
from vegaloop.activity.domain.streams import Streams
from vegaloop.activity.domain.twins import AROUND, time_apart_ms
from vegaloop.activity.domain.words import Spoken
from vegaloop.kernel.time import later

__all__ = ("Moved", "relink", "said_in")

# A session as it was, and as it is now.
Moved: TypeAlias = tuple[Session, Session]


def relink(log: TrainingLog, seeds: Sequence[Session]) -> tuple[Moved, ...]:
    """Group anew what is one training with some sessions; tell which are in another place now.

    Their loads are not computed anew: that is next. Rules ACT-140 to ACT-145.
    """
    said = said_in(log)
    twin_of = Comparing(log).twin
    around = _around(log, seeds, said, twin_of)
    edges = edges_of(around, said, twin_of)
    if not edges and all(one.link is None for one in around):
        return ()
    groups = groups_of(around, edges, said)
    moved = [pair for group in groups for pair in _settled(log, group)]
    for _, new in moved:
        log.update(new)
    return tuple(moved)


def said_in(log: TrainingLog) -> dict[Pair, Verdict]:
    """What the person said of pairs of sessions."""
    return {(verdict.one, verdict.other): verdict for verdict in log.verdicts()}


def _around(
    log: TrainingLog,
    seeds: Sequence[Session],
    said: Mapping[Pair, Verdict],
    twin_of: Callable[[Session, Session], Twin | None],
) -> tuple[Session, ...]:
    """Gather the sessions that some are joined with, however long the way."""
    found: dict[SessionId, Session] = {}
    to_see = list(seeds)
    while to_see:
        one = to_see.pop()
        if one.id in found:
            continue
        found[one.id] = one
        at = one.start.at
        near = list(log.near(later(at, -AROUND), later(at, AROUND)))
        for key in {key for pair in said if one.key in pair for key in pair} - {one.key}:
            near += log.keyed(key)
        to_see += [other for other in near if edges_of((one, other), said, twin_of)]
        if one.link is not None:
            to_see += log.linked(one.link.lead)
    return tuple(in_order(found.values()))


def _settled(log: TrainingLog, group: Group) -> tuple[Moved, ...]:
    if len(group.members) == 1:
        (alone,) = group.members
        return () if alone.link is None else _placed(log, alone, None, alone.spoken)
    streams = {one.id: log.streams(one.id, None) or Streams() for one in group.members}
    lead, *others = ranked(group.members, lambda one: streams[one.id])
    sources = [Source(streams[one.id], time_apart_ms(lead, one)) for one in others]
    given = given_by(streams[lead.id], sources)
    gives = [(one.streams, of) for one, of in zip(sources, given, strict=True) if of.channels]
    whole = merged(streams[lead.id], gives) if gives else None
    by = LinkedBy.PERSON if lead.facts.leads else LinkedBy.AUTOMATIC
    moved = _placed(log, lead, Link(lead=lead.id, by=by), spoken_of((lead, *others)), whole)
    for one, of in zip(others, given, strict=True):
        moved += _placed(log, one, _link_of(group, one, lead, of), one.spoken)
    return moved


def _link_of(group: Group, member: Session, lead: Session, given: Given) -> Link:
    edge = group.edge_of(member, lead)
    return Link(
        lead=lead.id,
        by=edge.by,
        to=edge.other.id if edge.one.id == member.id else edge.one.id,
        twin=edge.twin,
        gives=given.channels,
        offset_ms=given.offset_ms,
    )


def _placed(
    log: TrainingLog,
    old: Session,
    link: Link | None,
    said: Spoken,
    whole: Streams | None = None,
) -> tuple[Moved, ...]:
    """Put a session in its place; one that led may have been more than its own streams."""
    new, led = old.saying(said), old.link is not None and old.link.lead == old.id
    effort = old.facts.effort
    if led or whole is not None or new.sport is not old.sport:
        streams = log.streams(old.id, None) if whole is None else whole
        streams, facts = streams or Streams(), old.facts
        effort = effort_by(new.sport, facts.totals, streams, facts.pauses_ms)
        log.put_peaks(old.id, peaks_of(streams, facts.pauses_ms, new.sport))
    new = new.linked(link, effort)
    return () if new == old else ((old, new),)
