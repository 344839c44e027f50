"""What activity refuses, as problems: the only place of it that knows a status code."""

from __future__ import annotations

from typing import final

from msgspec import Struct

from vegaloop.activity.application.commands import (
    CannotImport,
    CannotPair,
    NotLinked,
    RemovedBefore,
)
from vegaloop.activity.domain.activity_file import (
    CannotRead,
    Damaged,
    FileFormat,
    NotAnActivity,
    NothingRecorded,
    TooDeep,
    TookTooLong,
    TooLarge,
    UnknownFormat,
)
from vegaloop.activity.domain.admission import (
    CannotLogActivity,
    EndsAhead,
    NoSuchActivity,
    TotalsImplausible,
)
from vegaloop.activity.domain.placing import NoDate, StartsAhead, TooLongAgo
from vegaloop.activity.domain.thresholds import (
    CannotSetThresholds,
    HeartRatesOutOfOrder,
    NoSuchThresholds,
    NoThresholdGiven,
    ThresholdsImplausible,
)
from vegaloop.infrastructure.problem import ProblemRaised, malformed_problem, problem
from vegaloop.kernel.errors import NoZone, OutOfRange, UnknownZone
from vegaloop.kernel.evidence import NoNumber


@final
class UnknownUpload(Struct, frozen=True, tag="format/unknown"):
    """Bytes that are none of the formats wanted; the first four are told, in hexadecimal."""

    begins_with: str
    bytes_given: int
    field: str = "file"
    wanted: tuple[FileFormat, ...] = tuple(FileFormat)


def problem_for_log(error: CannotLogActivity) -> ProblemRaised:
    """Refuse a session entered by hand."""
    match error:
        case NoZone() | OutOfRange() | UnknownZone():
            return malformed_problem((error,))
        case StartsAhead():
            return problem("activity/starts-ahead", "The activity lies ahead", 422, error)
        case EndsAhead():
            return problem("activity/ends-ahead", "The activity is not over yet", 422, error)
        case TooLongAgo():
            return problem("activity/too-long-ago", "The activity is too long ago", 422, error)
        case TotalsImplausible(errors):
            return malformed_problem(errors)


def problem_for_import(error: CannotImport) -> ProblemRaised:
    """Refuse a file."""
    match error:
        case RemovedBefore():
            return problem("activity/removed-before", "You removed this before", 409, error)
        case NoDate():
            return problem("activity/no-date", "The file does not say when it was", 422, error)
        case StartsAhead():
            return problem("activity/starts-ahead", "The activity lies ahead", 422, error)
        case TooLongAgo():
            return problem("activity/too-long-ago", "The clock was never set", 422, error)
        case (
            UnknownFormat()
            | NotAnActivity()
            | Damaged()
            | TooLarge()
            | TooDeep()
            | TookTooLong()
            | NothingRecorded()
        ):
            return _problem_for_file(error)


def _problem_for_file(error: CannotRead) -> ProblemRaised:
    match error:
        case UnknownFormat(begins_with, bytes_given):
            told = UnknownUpload(begins_with, bytes_given)
            return problem("activity/unknown-format", "This is no FIT, GPX or TCX", 422, told)
        case NotAnActivity():
            return problem("activity/not-an-activity", "The file is of another kind", 422, error)
        case Damaged():
            return problem("activity/damaged-file", "The file is damaged", 422, error)
        case TooLarge():
            return problem("activity/file-too-large", "The file is too large", 422, error)
        case TooDeep():
            return problem("activity/file-too-deep", "The file is nested too deep", 422, error)
        case TookTooLong():
            return problem("activity/file-too-slow", "The file takes too long to read", 422, error)
        case NothingRecorded():
            return problem("activity/nothing-recorded", "The file records nothing", 422, error)


def problem_for_no_activity(error: NoSuchActivity) -> ProblemRaised:
    """Refuse what is not this person's."""
    return problem("activity/no-such-activity", "You have no such activity", 404, error)


def problem_for_pair(error: CannotPair) -> ProblemRaised:
    """Refuse to tell two sessions together or apart."""
    match error:
        case NoSuchActivity():
            return problem_for_no_activity(error)
        case NotLinked():
            return problem(
                "activity/not-linked", "These can be neither linked nor parted", 422, error
            )


def problem_for_thresholds(error: CannotSetThresholds) -> ProblemRaised:
    """Refuse thresholds."""
    match error:
        case NoThresholdGiven():
            return problem("activity/no-threshold-given", "Nothing is said", 422, error)
        case HeartRatesOutOfOrder():
            return problem(
                "activity/heart-rates-out-of-order", "The heart rates do not rise", 422, error
            )
        case ThresholdsImplausible(errors):
            return malformed_problem(errors)


def problem_for_no_thresholds(error: NoSuchThresholds) -> ProblemRaised:
    """Refuse a date no entry begins on."""
    return problem("activity/no-such-thresholds", "No entry begins on that day", 404, error)


def problem_for_no_form(error: NoNumber) -> ProblemRaised:
    """Say that there is no form yet."""
    return problem("activity/no-form", "No activity before that day has a known load", 404, error)
