"""What every command shares: settings, exit codes, two ways to print."""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Callable
from enum import IntEnum
from typing import Final, NoReturn

import msgspec

from vegaloop.app.settings import Settings
from vegaloop.app.sync_keys import ring_of
from vegaloop.app.vendor_settings import vendor_keys
from vegaloop.device_sync import Keys, Vendor
from vegaloop.kernel.result import Failure, Success
from vegaloop.kernel.time import YEAR_LEAST, LocalDate, day_of

# What a pattern says, for people; what was given is left out, as it can hold a password.
_ADDRESSES: Final = {
    "VEGALOOP_DATABASE_URL": (
        "it must be sqlite:///FILE or postgresql+psycopg://USER:PASSWORD@HOST/NAME"
    ),
    "VEGALOOP_PUBLIC_URL": "it must be https://HOST or http://HOST, without a path",
    "VEGALOOP_VENDORS_AT": "it must be http://127.0.0.1:PORT",
}


class Exit(IntEnum):
    """What an exit code means."""

    DONE = 0
    REFUSED = 1  # Something given was refused, or could not be read.
    USAGE = 2  # The words of the call are off, or a setting is.
    NOT_ENOUGH = 3  # There is too little evidence for a number.
    UNAVAILABLE = 4  # The database or the port cannot be had.
    UNFINISHED = 5  # An import was told to stop, or another process took it up.


def fail(message: str, code: Exit) -> NoReturn:
    """Say what is wrong on standard error, and end with its code."""
    sys.stderr.write(f"vegaloop: {message}\n")
    raise SystemExit(code)


def read_settings() -> Settings:
    """Read the settings, or end with the variable that is wrong."""
    try:
        return Settings.read(os.environ)
    except msgspec.ValidationError as error:
        what, _, where = str(error).partition(" - at `$.")
        name = where.rstrip("`")
        what = _ADDRESSES.get(name, what)
        given = "" if "PASSWORD" in name or "URL" in name else f", given {os.environ.get(name)!r}"
        fail(f"the setting {name} is wrong: {what}{given}", Exit.USAGE)


def read_vendors(settings: Settings) -> dict[Vendor, Keys]:
    """Read what the vendors that are set up know us by, or end with the variable that is wrong."""
    try:
        vendors = vendor_keys(os.environ)
    except msgspec.ValidationError as error:
        fail(f"a setting is wrong: {error}", Exit.USAGE)
    if vendors:
        keys_must_be_had(settings, lambda: False)
    return vendors


def keys_must_be_had(settings: Settings, is_sealed: Callable[[], bool]) -> None:
    """End where the keys that seal tokens cannot be had: nobody should learn so when they consented.

    `is_sealed` tells whether any are.
    """
    match ring_of(settings, is_sealed):
        case Success():
            return
        case Failure(why):
            fail(why, Exit.USAGE)


def begun_day(given: dt.date | None, today: LocalDate) -> LocalDate:
    """Take a day, today if none is named, or end because it cannot be looked back from."""
    if given is None:
        return today
    if not given.year >= YEAR_LEAST or given > today:
        fail(f"{given} cannot be shown: name a day from {YEAR_LEAST} to {today}", Exit.USAGE)
    return day_of(given)


def print_json(answer: object) -> None:
    """Print an answer for machines: indented JSON, keys in a stable order."""
    encoded = msgspec.json.format(msgspec.json.encode(answer, order="deterministic"), indent=2)
    sys.stdout.write(encoded.decode() + "\n")


def say(text: str = "") -> None:
    """Print a line for people."""
    sys.stdout.write(text + "\n")


def bar_of(share: float, width: int = 12) -> str:
    """Draw a share from 0 to 1."""
    filled = round(width * min(1.0, max(0.0, share)))
    return "█" * filled + "░" * (width - filled)


def words_of(code: str) -> str:
    """Write the name of a thing as people say it."""
    return code.replace("_", " ")


def facts_of(value: msgspec.Struct) -> str:
    """Put the fields of a value that say something in one line, its kind first."""
    facts: dict[str, object] = msgspec.to_builtins(value)
    kind = str(facts.pop("type", ""))
    told = ", ".join(f"{words_of(name)} {fact}" for name, fact in facts.items() if fact)
    return ": ".join(filter(None, (kind, told)))
