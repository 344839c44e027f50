"""Calls through the gates: none is made that was not let pass, and how each went is told.

Rule 1: that holds for every call there is: for data, for tokens, of a consent and of its end.
"""

from __future__ import annotations

from vegaloop.device_sync.application.calling import (
    Answer,
    Call,
    CannotCall,
    NoAnswer,
    NotAllowed,
    TooLong,
)
from vegaloop.device_sync.application.drivers import Tokens
from vegaloop.device_sync.application.parts import Configured, Parts
from vegaloop.device_sync.domain.breaker import Breaker
from vegaloop.device_sync.domain.trouble import (
    UNREADABLE,
    Broke,
    Busy,
    Denied,
    Down,
    Forbidden,
    Gone,
    Locked,
    Misread,
    Refused,
    StillThere,
    Trouble,
)
from vegaloop.device_sync.domain.vendor import Vendor
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import Instant

__all__ = ("asked", "called", "renewed", "tell_gate")


def asked(
    parts: Parts, set_up: Configured, person: PersonId, call: Call
) -> Result[Answer, Trouble]:
    """Make a call if it may be made; what is wrong with its answer is a trouble, and the gate told."""
    match called(parts, set_up, person, call):
        case Failure(trouble):
            return Failure(trouble)
        case Success(answer):
            now = parts.clock.now()
            wrong = set_up.driver.trouble(answer, now)
            tell_gate(parts, set_up.driver.vendor, wrong, now)
            return Success(answer) if wrong is None else Failure(wrong)


def called(
    parts: Parts, set_up: Configured, person: PersonId, call: Call
) -> Result[Answer, Trouble]:
    """Make a call if it may be made; whoever reads the answer tells the gate what it was."""
    driver = set_up.driver
    until = parts.gates.admit(driver.vendor, person, driver.allowances, parts.clock.now())
    if until is not None:
        return Failure(Busy(until))
    match parts.caller.call(call):
        case Success(answer):
            return Success(answer)
        case Failure(error):
            trouble = _trouble_of(error)
            tell_gate(parts, driver.vendor, trouble, parts.clock.now())
            return Failure(trouble)


def renewed(
    parts: Parts, set_up: Configured, person: PersonId, tokens: Tokens
) -> Result[Tokens, Trouble]:
    """Ask for new tokens if that may be done; those before are good no more, and these not yet kept."""
    driver = set_up.driver
    match called(parts, set_up, person, driver.refresh(set_up.keys, tokens)):
        case Failure(trouble):
            return Failure(trouble)
        case Success(answer):
            now = parts.clock.now()
            match driver.tokens(answer, tokens, now):
                case Failure(trouble):
                    tell_gate(parts, driver.vendor, trouble, now)
                    return Failure(_not_given(trouble, answer.status))
                case Success(fresh):
                    tell_gate(parts, driver.vendor, None, now)
                    return Success(fresh)


def tell_gate(parts: Parts, vendor: Vendor, trouble: Trouble | None, now: Instant) -> None:
    """Tell the gate of a vendor how a call went: None where it was answered well."""

    def change(breaker: Breaker) -> Breaker:
        if isinstance(trouble, Busy):
            return breaker.at(now).paused(trouble.until)
        return breaker.failed(now) if isinstance(trouble, Down) else breaker.worked()

    parts.gates.change(vendor, change)


def _trouble_of(error: CannotCall) -> Trouble:
    match error:
        case NoAnswer(how=how):
            return Down(how)
        case TooLong(bytes_most=most):
            return Misread("answer", f"at most {most} bytes")
        case NotAllowed(why=why):
            return Misread("address", why)


def _not_given(trouble: Trouble, status: int) -> Trouble:
    """Say what it means for new tokens: there is no kind of data, and nothing that is gone."""
    match trouble:
        case Forbidden() | Gone() | StillThere():
            return Refused(status)
        case Misread():
            return Down(UNREADABLE)
        case Down() | Busy() | Locked() | Denied() | Refused() | Broke():
            return trouble
