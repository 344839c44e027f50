"""Plain words for what a person is told of their sync: one place, for HTTP and the command line."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from vegaloop.device_sync.application.overseeing import VendorStatus
from vegaloop.device_sync.application.parting import Parted
from vegaloop.device_sync.domain.connection import Connected, Disconnected, Lapsed
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
from vegaloop.kernel.time import Instant

__all__ = (
    "VENDORS",
    "SyncState",
    "parting_of",
    "sentence_of",
    "standing_of",
    "state_of",
    "untold_of",
)

VENDORS: Final[Mapping[Vendor, str]] = {
    Vendor.FITBIT: "Fitbit",
    Vendor.GARMIN: "Garmin",
    Vendor.GOOGLE_HEALTH: "Google Health",
    Vendor.OURA: "Oura",
    Vendor.PHONE: "Your phone",
    Vendor.POLAR: "Polar",
    Vendor.STRAVA: "Strava",
    Vendor.WHOOP: "WHOOP",
    Vendor.WITHINGS: "Withings",
}


class SyncState(StrEnum):
    """How a person stands with a vendor."""

    CONNECTED = "connected"
    NEEDS_RECONNECT = "needs-reconnect"
    DISCONNECTED = "disconnected"
    NOT_CONNECTED = "not-connected"
    NOT_SET_UP = "not-set-up"
    SENDS = "sends"


def state_of(status: VendorStatus) -> SyncState:
    """Say how a person stands with a vendor, in a word."""
    if status.vendor is Vendor.PHONE:
        return SyncState.SENDS
    if not status.is_set_up:
        return SyncState.NOT_SET_UP
    if status.connection is None:
        return SyncState.NOT_CONNECTED
    match status.connection.standing:
        case Connected():
            return SyncState.CONNECTED
        case Lapsed():
            return SyncState.NEEDS_RECONNECT
        case Disconnected():
            return SyncState.DISCONNECTED


def standing_of(vendor: Vendor, state: SyncState) -> str:
    """Say how a person stands with a vendor, in a sentence."""
    name = VENDORS[vendor]
    match state:
        case SyncState.CONNECTED:
            return f"{name} is connected."
        case SyncState.NEEDS_RECONNECT:
            return (
                f"{name} no longer lets VegaLoop in: connect it again, and what is missing comes."
            )
        case SyncState.DISCONNECTED:
            return f"You disconnected {name}: nothing of it is taken any more."
        case SyncState.NOT_CONNECTED:
            return f"{name} is not connected."
        case SyncState.NOT_SET_UP:
            return f"{name} is not set up here: what came of it waits, and nothing more comes."
        case SyncState.SENDS:
            return f"{name} sends what it has by itself."


def parting_of(parted: Parted) -> str:
    """Say that a consent is over, and what is left to do, in a sentence or three."""
    name, trouble = VENDORS[parted.vendor], parted.trouble
    said = f"{name} is disconnected: nothing of it is taken any more, and what came stays."
    if parted.is_told:
        return said
    why = (
        "" if trouble is None else f" {name} could not be told: {untold_of(parted.vendor, trouble)}"
    )
    return (
        f"{said}{why} If VegaLoop is still among the connected apps in the settings of your {name} "
        "account, remove it there as well."
    )


def untold_of(vendor: Vendor, trouble: Trouble) -> str:
    """Say why a vendor does not know that a consent is over, which nobody tells it later."""
    name = VENDORS[vendor]
    match trouble:
        case Busy(until=until):
            return f"{_left_alone(name, until)}."
        case Denied() | Forbidden() | Gone() | StillThere() | Locked():
            return f"{name} does not let VegaLoop in to say so."
        case Down() | Misread() | Refused() | Broke():
            return sentence_of(vendor, trouble)


def sentence_of(vendor: Vendor, trouble: Trouble) -> str:
    """Say what stands in the way, in a sentence."""
    name = VENDORS[vendor]
    within = "your phone" if vendor is Vendor.PHONE else name
    match trouble:
        case Down(how=how, status=status):
            return _of_one_down(name, within, how, status)
        case Busy(until=until):
            return f"{_left_alone(name, until)}; then VegaLoop goes on by itself."
        case Locked():
            return (
                f"A key that VegaLoop needs for {name} is missing here. Nothing is lost: whoever runs "
                "VegaLoop puts it back, and it goes on by itself."
            )
        case Denied():
            return f"{name} no longer lets VegaLoop in: connect it again."
        case Forbidden():
            return f"VegaLoop may not have this of {within}: you did not allow it, or no longer do."
        case Gone():
            return f"{name} told of something that it does not have, or not yet."
        case StillThere():
            return f"{name} told that something was deleted, and still has it."
        case Misread(field=field, wanted=wanted):
            return f"What came from {within} cannot be read: {field} should be {wanted}."
        case Refused(status=status):
            return f"{name} refused what it was asked for (status {status})."
        case Broke(kind=kind):
            return f"Something broke in VegaLoop ({kind}); what came is kept."


def _left_alone(name: str, until: Instant) -> str:
    return (
        f"{name} is left alone until {until:%Y-%m-%d %H:%M} UTC, because it asked for that or "
        "did not answer"
    )


def _of_one_down(name: str, within: str, how: str, status: int | None) -> str:
    if how == UNREADABLE:
        return f"What {within} answered cannot be read."
    if status is None:
        return f"{name} did not answer."
    return f"{name} answered that it cannot at the moment (status {status})."
