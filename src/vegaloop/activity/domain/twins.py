"""Whether two sessions are one training, recorded twice.

Rule 1: a person does one thing at a time, so that two sessions of nearly one span are one, if their
sports go together and one more figure of both agrees; what was recorded tells, amended or not.
Rule 2: parts of one file are parts of one day, never twins.
Rule 3: likeness has no direction, and a doubt is told as a doubt: nothing is left out by it.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

from vegaloop.activity.domain import bare
from vegaloop.activity.domain.link import Twin
from vegaloop.activity.domain.session import Session
from vegaloop.activity.domain.sport import ON_FOOT, RIDDEN, Sport
from vegaloop.kernel.time import epoch_us

__all__ = (
    "AROUND",
    "DISTANCE_DOUBTED",
    "DISTANCE_LEAST",
    "HEART_RATE_LEAST",
    "NEAR_MOST_S",
    "OVERLAP_LEAST",
    "are_comparable",
    "are_parts",
    "go_together",
    "ratio_of",
    "shared_s",
    "shift_of",
    "time_apart_ms",
    "twin_of",
)

# Two devices on one handlebar are started within seconds and stopped within a breath; the same
# sport at the same second for the same time is hardly ever two sessions.
NEAR_MOST_S: Final = 2.0
ELAPSED_LEAST: Final = 0.98
# Somebody who starts one device at the door and the other at the gate.
APART_MOST_S: Final = 120.0
OVERLAP_LEAST: Final = 0.8
# A track measured twice; a chest strap and a wrist.
DISTANCE_LEAST: Final = 0.95
HEART_RATE_LEAST: Final = 0.97
DISTANCE_DOUBTED: Final = 0.9
# A clock without a zone is wrong by whole quarters of an hour, from Samoa to the other side.
QUARTER_S: Final = 900
FAR_MOST_S: Final = 14 * 3_600.0
# Where to look for what may be the same.
AROUND: Final = dt.timedelta(seconds=FAR_MOST_S + NEAR_MOST_S)
SAME_RATIO_LEAST: Final = 0.99
SHIFTED_ELAPSED_LEAST_S: Final = 600.0
# What somebody noted of a training, from memory or off a watch.
DAY_RATIO_LEAST: Final = 0.9

_TOGETHER: Final = (
    ON_FOOT,
    RIDDEN,
    frozenset((Sport.TRAINING, Sport.FITNESS_EQUIPMENT, Sport.HIIT, Sport.BOXING, Sport.DANCE)),
    frozenset((Sport.TRAINING, Sport.MOBILITY, Sport.MEDITATION, Sport.JUMP_ROPE)),
    # What stands in a hall is what it imitates.
    frozenset((Sport.FITNESS_EQUIPMENT, Sport.RUNNING, Sport.WALKING)),
    frozenset((Sport.FITNESS_EQUIPMENT, Sport.CYCLING)),
    frozenset((Sport.FITNESS_EQUIPMENT, Sport.ROWING)),
    frozenset((Sport.ROWING, Sport.PADDLING, Sport.KAYAKING, Sport.CANOEING, Sport.RAFTING)),
    frozenset((Sport.PADDLING, Sport.STAND_UP_PADDLEBOARDING, Sport.WATER_SPORT)),
    frozenset((Sport.ALPINE_SKIING, Sport.SNOWBOARDING, Sport.WINTER_SPORT)),
    frozenset((Sport.CROSS_COUNTRY_SKIING, Sport.WINTER_SPORT, Sport.SNOWSHOEING)),
    frozenset((Sport.ROCK_CLIMBING, Sport.FLOOR_CLIMBING, Sport.MOUNTAINEERING)),
    frozenset((Sport.DIVING, Sport.SNORKELING, Sport.POOL_APNEA)),
    frozenset((Sport.TENNIS, Sport.RACKET)),
    frozenset((Sport.SOCCER, Sport.TEAM_SPORT)),
    frozenset((Sport.BASKETBALL, Sport.TEAM_SPORT)),
)


def go_together(one: Sport, other: Sport) -> bool:
    """Tell whether two words may mean one sport: a generic one goes with all."""
    alike = one is other or Sport.GENERIC in (one, other)
    return alike or any(one in kind and other in kind for kind in _TOGETHER)


def are_parts(one: Session, other: Session) -> bool:
    """Tell whether two sessions came out of one file."""
    return one.file is not None and other.file is not None and one.file.hash == other.file.hash


def are_comparable(one: Session, other: Session) -> bool:
    """Tell whether two sessions can be one at all: of sports that go together, not of one file."""
    return _are_two(one, other) and (
        any(go_together(own, theirs) for own in _sports(one) for theirs in _sports(other))
        or _are_one_file(one, other)
        or _have_one_name(one, other)
    )


def _are_two(one: Session, other: Session) -> bool:
    listed = _are_listed(one, other)
    return one.id != other.id and not are_parts(one, other) and not listed


def _sports(session: Session) -> tuple[Sport, ...]:
    """What it was recorded as, and what the person made of it."""
    recorded_as = session.facts.recorded_as
    return (session.own_sport, *(() if recorded_as is None else (recorded_as,)))


def _are_one_file(one: Session, other: Session) -> bool:
    """Whether two sessions are the same part of the same bytes, brought under two names."""
    return one.content is not None and one.content == other.content


def _have_one_name(one: Session, other: Session) -> bool:
    """Whether one source told of both under one name of its own: a summary, and its file."""
    return one.told_as is not None and one.told_as == other.told_as


def _are_listed(one: Session, other: Session) -> bool:
    """Whether one source told of both and of no clock: it lists what was done, each once."""
    own, theirs = one.facts.origin, other.facts.origin
    return _is_vague(one) and _is_vague(other) and own.source == theirs.source


def shared_s(one: Session, other: Session) -> float:
    """How many seconds two sessions have in common, by one clock."""
    apart_s = _apart_s(one, other) - shift_of(one, other)
    ends_s = min(one.elapsed.seconds, apart_s + other.elapsed.seconds)
    return max(0.0, ends_s - max(0.0, apart_s))


def twin_of(one: Session, other: Session) -> Twin | None:
    """Compare two sessions; None where they do not even look alike. Rules ACT-3, ACT-140, ACT-157."""
    if not _are_two(one, other):
        return None
    shift_s = shift_of(one, other)
    apart_s = _apart_s(one, other) - shift_s
    shorter_s = min(one.elapsed.seconds, other.elapsed.seconds)
    own, theirs = one.facts.totals, other.facts.totals
    twin = Twin(
        apart_s=abs(apart_s),
        shift_s=abs(shift_s),
        overlap_share=shared_s(one, other) / shorter_s if shorter_s else 0.0,
        elapsed_ratio=_durations(one, other),
        distance_ratio=ratio_of(bare.meters(own.distance), bare.meters(theirs.distance)),
        heart_rate_ratio=ratio_of(
            bare.bpm(own.average_heart_rate), bare.bpm(theirs.average_heart_rate)
        ),
        sure=False,
    )
    if not are_comparable(one, other):
        return twin if _is_the_same(twin, one, other) else None
    if _is_sure(twin, one, other):
        return twin.surely(sure=True)
    alike = _looks_alike(twin) or _is_shifted(twin, one, other) or _is_of_that_day(twin, one, other)
    return twin if alike else None


def shift_of(one: Session, other: Session) -> int:
    """By how many seconds, whole quarters of an hour, the clock of the other is ahead, if it is."""
    doubtful = one.facts.start_assumed or other.facts.start_assumed
    return _quarters_s(one, other) if doubtful else 0


def _quarters_s(one: Session, other: Session) -> int:
    apart_s = _apart_s(one, other)
    shift_s = round(apart_s / QUARTER_S) * QUARTER_S
    fits = abs(apart_s - shift_s) <= NEAR_MOST_S and abs(shift_s) <= FAR_MOST_S
    return shift_s if fits else 0


def time_apart_ms(one: Session, other: Session) -> int:
    """How much later the other began, by one clock; nothing where they have no time in common."""
    apart_s = _apart_s(one, other) - shift_of(one, other)
    spans = one.elapsed.seconds if apart_s > 0 else other.elapsed.seconds
    return round(1_000 * apart_s) if abs(apart_s) < spans else 0


def _is_sure(twin: Twin, one: Session, other: Session) -> bool:
    if one.file is None and other.file is None:
        return False  # Who writes down two sessions means two.
    if _are_one_file(one, other):
        return True
    distance = twin.distance_ratio
    if twin.shift_s:
        return _is_shifted(twin, one, other)
    at_once = twin.apart_s <= NEAR_MOST_S and twin.elapsed_ratio >= ELAPSED_LEAST
    if distance is not None and distance < DISTANCE_DOUBTED and not at_once:
        return False
    together = min(twin.overlap_share, twin.elapsed_ratio) >= OVERLAP_LEAST
    if together and _have_one_name(one, other):
        return True
    agrees = (distance or 0) >= DISTANCE_LEAST or (twin.heart_rate_ratio or 0) >= HEART_RATE_LEAST
    return together and agrees and twin.apart_s <= APART_MOST_S


def _looks_alike(twin: Twin) -> bool:
    near = twin.shift_s == 0 and twin.apart_s <= NEAR_MOST_S
    return near and twin.elapsed_ratio >= ELAPSED_LEAST


def _is_the_same(twin: Twin, one: Session, other: Session) -> bool:
    """Whether nothing that was recorded tells them apart but the word for the sport. Rule ACT-163."""
    recorded = one.file is not None or other.file is not None
    told = [n for n in (twin.distance_ratio, twin.heart_rate_ratio) if n is not None]
    alike = min(twin.elapsed_ratio, *told, 1.0) >= SAME_RATIO_LEAST
    return recorded and bool(told) and alike and _looks_alike(twin)


def _is_shifted(twin: Twin, one: Session, other: Session) -> bool:
    """Whether nothing tells them apart but whole quarters of an hour. Rules ACT-151, ACT-157."""
    long_enough = min(one.elapsed.seconds, other.elapsed.seconds) >= SHIFTED_ELAPSED_LEAST_S
    alike = min(twin.elapsed_ratio, twin.distance_ratio or 0) >= SAME_RATIO_LEAST
    of_a_device = one.file is not None or other.file is not None
    return of_a_device and long_enough and alike and _quarters_s(one, other) != 0


def _is_of_that_day(twin: Twin, one: Session, other: Session) -> bool:
    """Whether one, that nobody but a person or a list told of, may be the other. Rule ACT-158."""
    alike = min(twin.elapsed_ratio, twin.distance_ratio or 1) >= DAY_RATIO_LEAST
    return alike and one.local_date == other.local_date and _is_vague(one) != _is_vague(other)


def _is_vague(session: Session) -> bool:
    """Whether somebody told of it, without a file and without a clock."""
    return session.facts.start_assumed and session.facts.origin.format is None


def _apart_s(one: Session, other: Session) -> float:
    return (epoch_us(other.start.at) - epoch_us(one.start.at)) / 1_000_000


def _durations(one: Session, other: Session) -> float:
    """The ratio of the two, of the pair of them that are most alike: a vendor may tell only one."""
    pairs = ((a, b) for a in _spans(one) for b in _spans(other))
    return max(ratio_of(a, b) or 0.0 for a, b in pairs)


def _spans(session: Session) -> tuple[float, ...]:
    timer = session.facts.totals.timer
    return (session.elapsed.seconds, *(() if timer is None else (timer.seconds,)))


def ratio_of(one: float | None, other: float | None) -> float | None:
    """The less over the more; None where one is not known, or is none at all."""
    return min(one, other) / max(one, other) if one and other else None
