"""What becomes of one reading that its source gives: new, again, otherwise, or as it was before.

Rule 1: what a source dates is taken in the order of its dates, in whatever order it comes.
Rule 2: what it does not date is taken as it comes, and what it said once it does not say again.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import TypeAlias, final

from msgspec import Struct, structs

from vegaloop.biometrics.domain.plausible import JUDGED_BY_OTHERS, Implausible, WeighIn, judge
from vegaloop.biometrics.domain.reading import (
    MANUAL,
    Correction,
    Earlier,
    Entry,
    Quarantined,
    Reading,
    ReadingId,
    Removed,
)
from vegaloop.biometrics.domain.rr import RrIntervals
from vegaloop.kernel.time import Instant

__all__ = ("BeatsOf", "Outcome", "Recorded", "settle")

# What gives the beats behind a variability that is kept.
BeatsOf: TypeAlias = Callable[[ReadingId], RrIntervals | None]


class Outcome(StrEnum):
    """What became of a reading that was given."""

    KEPT = "kept"
    AMENDED = "amended"
    SEEN = "seen"
    QUARANTINED = "quarantined"


@final
class Recorded(Struct, frozen=True):
    """What became of a reading, and how it stands now."""

    outcome: Outcome
    reading: Reading


def settle(
    known: Reading | None, entry: Entry, before: WeighIn | None, beats_of: BeatsOf
) -> Recorded:
    """Decide a reading beside what is known of it and the last weight before it."""
    given = entry.reading
    dated = given.modified_at is not None and given.source != MANUAL
    if known is not None and dated and not isinstance(known.standing, Removed):
        return _edited(known, entry, before, beats_of)
    if known is not None and _is_replay(known, given):
        return Recorded(Outcome.SEEN, known)
    if known is not None and known.correction is not None and known.value == given.value:
        return Recorded(Outcome.AMENDED, known.awaiting(None))
    reasons = judge(given.value, given.moment.at, before)
    if known is not None and known.counts and reasons:
        waits = _correction(entry, reasons)
        newest = known.correction or known
        dated_ = structs.replace(waits, modified_at=waits.modified_at or newest.modified_at)
        return Recorded(Outcome.QUARANTINED, known.awaiting(dated_))
    judged = given.standing_as(Quarantined(reasons)) if reasons else given
    kept = judged if known is None else known.amended(judged)
    if reasons:
        return Recorded(Outcome.QUARANTINED, kept)
    return Recorded(Outcome.KEPT if known is None else Outcome.AMENDED, kept)


def _is_replay(known: Reading, given: Reading) -> bool:
    if given.source == MANUAL:  # A person may change their mind, and back.
        said = known.value if known.correction is None else known.correction.value
        return given.value == said and not isinstance(known.standing, Removed)
    return isinstance(known.standing, Removed) or known.has_said(given.value)


def _edited(known: Reading, entry: Entry, before: WeighIn | None, beats_of: BeatsOf) -> Recorded:
    """Decide what a source dates. Rule BIO-152.

    The newest value that can be counts, and beside it waits the newest one that cannot, if it is
    newer still; where none can be the newest one waits.
    """
    given, waiting = entry.reading, known.correction
    reasons = judge(given.value, given.moment.at, before)
    if reasons and _is_answered(known, given):
        return Recorded(Outcome.SEEN, known)
    is_older = _is_older(given, known.modified_at)
    if reasons:
        if is_older or (waiting is not None and _is_older(given, waiting.modified_at)):
            return _unheard(known, given)
        if _is_same(known, given):
            return _confirmed(known, given)
        if waiting is not None and _is_same(waiting, given):
            dated = structs.replace(waiting, modified_at=given.modified_at)
            return Recorded(Outcome.SEEN, structs.replace(known, correction=dated))
        if known.counts:
            return Recorded(Outcome.QUARANTINED, known.awaiting(_correction(entry, reasons)))
        judged = given.standing_as(Quarantined(reasons))
        return Recorded(Outcome.QUARANTINED, known.amended(judged))
    if is_older and known.counts:
        return _unheard(known, given)
    if is_older:
        return Recorded(Outcome.AMENDED, _demoted(known, given, beats_of))
    if _is_same(known, given) and known.counts:
        return _confirmed(known, given)
    if waiting is None or not _is_older(given, waiting.modified_at):
        return Recorded(Outcome.AMENDED, known.amended(given))
    amended = structs.replace(known, correction=None).amended(given)
    return Recorded(Outcome.AMENDED, structs.replace(amended, correction=waiting))


def _is_answered(known: Reading, given: Reading) -> bool:
    """Whether the person was asked about a value before, or it was improbable and never dated."""
    undated = known.modified_at is None and known.value != given.value
    return known.has_turned_down(given.value) or (undated and known.has_said(given.value))


def _unheard(known: Reading, given: Reading) -> Recorded:
    """Change nothing; what is judged by others may be what counts once they change."""
    own = Earlier(known.value, known.recorded_at, known.modified_at)
    told: list[Earlier] = [*known.earlier, own]
    if known.correction is not None:
        told.append(known.correction.earlier())
    is_heard = any(one.value == given.value and not _is_older_than(one, given) for one in told)
    if given.kind not in JUDGED_BY_OTHERS or known.is_decided or is_heard:
        return Recorded(Outcome.SEEN, known)
    unheard = Earlier(given.value, given.recorded_at, given.modified_at)
    earlier = (*known.earlier, unheard)
    return Recorded(Outcome.SEEN, structs.replace(known, earlier=earlier))


def _is_older_than(said: Earlier, given: Reading) -> bool:
    """Whether something was said before a value its source dates; what is not dated was."""
    at = given.modified_at
    return at is None or said.modified_at is None or said.modified_at < at


def _is_older(given: Reading, than: Instant | None) -> bool:
    return given.modified_at is not None and than is not None and given.modified_at < than


def _is_same(known: Reading | Correction, given: Reading) -> bool:
    own = known.value, known.moment, known.device
    return own == (given.value, given.moment, given.device)


def _confirmed(known: Reading, given: Reading) -> Recorded:
    """Take over the date of what is known; a correction before it is one no longer."""
    waiting = known.correction
    stays = waiting is None or _is_older(given, waiting.modified_at)
    left = known if stays else known.awaiting(None)
    dated = structs.replace(left, modified_at=given.modified_at)
    return Recorded(Outcome.SEEN if stays else Outcome.AMENDED, dated)


def _correction(entry: Entry, reasons: tuple[Implausible, ...]) -> Correction:
    one = entry.reading
    return Correction(
        one.value, one.moment, one.recorded_at, reasons, one.device, entry.rr, one.modified_at
    )


def _demoted(known: Reading, given: Reading, beats_of: BeatsOf) -> Reading:
    """Let an older value count, and what is known, and cannot be, wait beside it."""
    reasons = known.standing.reasons if isinstance(known.standing, Quarantined) else ()
    waiting = _correction(Entry(known, beats_of(known.id)), reasons)
    return structs.replace(
        given,
        id=known.id,
        earlier=known.earlier,
        correction=waiting,
        external_id=given.external_id or known.external_id,
        left=known.left,
    )
