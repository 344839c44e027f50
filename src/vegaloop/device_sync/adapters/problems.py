"""What device sync refuses, as problems; and what it cannot take in for now."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from email.utils import format_datetime
from typing import Final

from sqlalchemy.exc import TimeoutError as NoConnection

from vegaloop.device_sync.adapters.inbox import InboxFull
from vegaloop.device_sync.application.accepting import Accepting, CannotAcceptHook, NotSetUp
from vegaloop.device_sync.application.connecting import (
    AccountTaken,
    CannotBegin,
    CannotConnect,
    ConsentUnknown,
    SinceAhead,
    VendorBusy,
    VendorRefused,
)
from vegaloop.device_sync.application.drivers import NotAuthentic
from vegaloop.device_sync.application.overseeing import (
    CannotDismiss,
    CannotReplay,
    ConsentOver,
    NoSuchDelivery,
    NotDead,
)
from vegaloop.device_sync.application.parting import NotConnected
from vegaloop.device_sync.application.ports import Acceptance, Arrival
from vegaloop.device_sync.domain.redirect import RedirectRefused
from vegaloop.device_sync.domain.trouble import Busy, Down
from vegaloop.infrastructure.days import day_ahead_problem
from vegaloop.infrastructure.problem import ProblemRaised, problem

__all__ = (
    "accepted",
    "hook_problem",
    "no_such_delivery",
    "not_connected",
    "not_set_up",
    "unasked_problem",
    "unconnected_problem",
    "undismissed_problem",
    "unreplayed_problem",
)

_RETRY_AFTER_S: Final = "5"


async def accepted(accepting: Accepting, arrivals: Sequence[Arrival]) -> Acceptance:
    """Keep what came; it is on the disk when this returns, and else the caller is told to try again."""
    try:
        return await asyncio.wrap_future(accepting.accept(arrivals))
    except (InboxFull, NoConnection) as full:
        made = problem("not-ready", "Nothing more can be taken in for now", 503).problem
        raise ProblemRaised(made, {"retry-after": _RETRY_AFTER_S}) from full


def hook_problem(error: CannotAcceptHook) -> ProblemRaised:
    """Refuse a webhook."""
    match error:
        case NotSetUp():
            return not_set_up(error)
        case NotAuthentic():
            return problem("sync/not-authentic", "It does not prove who sent it", 403, error)


def not_set_up(error: NotSetUp | None) -> ProblemRaised:
    """Refuse a vendor nobody set up, or nobody knows."""
    errors = () if error is None else (error,)
    return problem("sync/vendor-not-set-up", "The vendor is not set up here", 404, *errors)


def not_connected(error: NotConnected) -> ProblemRaised:
    """Refuse to part those that never met."""
    return problem("sync/not-connected", "The vendor is not connected", 404, error)


def no_such_delivery(error: NoSuchDelivery) -> ProblemRaised:
    """Refuse a delivery that is not there."""
    return problem("sync/no-such-delivery", "There is no such delivery", 404, error)


def unreplayed_problem(error: CannotReplay) -> ProblemRaised:
    """Refuse to let a delivery be worked at again."""
    match error:
        case NoSuchDelivery():
            return no_such_delivery(error)
        case ConsentOver():
            return problem("sync/consent-over", "The vendor is not connected", 409, error)


def undismissed_problem(error: CannotDismiss) -> ProblemRaised:
    """Refuse to dismiss a delivery."""
    match error:
        case NoSuchDelivery():
            return no_such_delivery(error)
        case NotDead():
            return problem("sync/not-dead", "Only what is dead can be dismissed", 409, error)


def unasked_problem(error: CannotBegin) -> ProblemRaised:
    """Refuse to begin a consent."""
    match error:
        case NotSetUp():
            return not_set_up(error)
        case RedirectRefused():
            title = "Nobody is sent back to such an address"
            return problem("sync/redirect-refused", title, 422, error)


def unconnected_problem(error: CannotConnect) -> ProblemRaised:
    """Refuse the answer to a consent."""
    match error:
        case NotSetUp():
            return not_set_up(error)
        case SinceAhead(given=given, today=today):
            return day_ahead_problem("since", given, today)
        case ConsentUnknown():
            return problem(
                "sync/consent-unknown", "Nobody was asked for this, or too long ago", 422
            )
        case AccountTaken():
            return problem("sync/account-taken", "The account is somebody else's here", 409, error)
        case VendorBusy(until=until):
            title = "The vendor is to be left alone for now"
            made = problem("sync/vendor-busy", title, 503, error).problem
            return ProblemRaised(made, {"retry-after": format_datetime(until, usegmt=True)})
        case VendorRefused(trouble=Down() | Busy()):
            title = "The vendor did not answer; ask for the consent again"
            return problem("sync/vendor-unreachable", title, 502, error)
        case VendorRefused():
            return problem("sync/vendor-refused", "The vendor did not let us in", 422, error)
