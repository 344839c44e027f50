"""What became of what came: record by record for whoever sent it, step by step for whoever watches."""

from __future__ import annotations

from enum import StrEnum
from typing import Final, final

from msgspec import Struct

from vegaloop.device_sync.domain.trouble import Trouble
from vegaloop.device_sync.domain.vendor import DataKind, Vendor
from vegaloop.kernel.time import Instant

__all__ = ("STEPS_KEPT", "Counts", "Fate", "Landed", "Outcome", "Step", "StepTaken", "counts_of")

# Whoever watches sees so many steps of the past.
STEPS_KEPT: Final = 1_000


class Fate(StrEnum):
    """What became of a record."""

    KEPT = "kept"
    KNOWN = "known"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"
    OUTDATED = "outdated"  # A later edition of it had come before.
    REFUSED = "refused"
    UNSUPPORTED = "unsupported"


@final
class Landed(Struct, frozen=True, omit_defaults=True):
    """A record and its fate; `reason` is a tagged fact in JSON, if any."""

    form: str
    external_id: str
    fate: Fate
    reason: str | None = None


@final
class Outcome(Struct, frozen=True):
    """What became of each record of a delivery, in their order."""

    landed: tuple[Landed, ...] = ()


@final
class Counts(Struct, frozen=True):
    """How many records had each fate, by its name."""

    kept: int = 0
    known: int = 0
    replaced: int = 0
    withdrawn: int = 0
    refused: int = 0
    unsupported: int = 0
    outdated: int = 0


class Step(StrEnum):
    """What a step did."""

    CONNECTED = "connected"
    DISCONNECTED = "disconnected"
    NEEDS_RECONNECT = "needs-reconnect"
    FETCHED = "fetched"
    TAKEN = "taken"
    PUT_OFF = "put-off"
    FAILED = "failed"
    CAUGHT_UP = "caught-up"


@final
class StepTaken(Struct, frozen=True, omit_defaults=True):
    """One step, for whoever watches: `kind` where it was of one feed, `trouble` where it failed."""

    at: Instant
    vendor: Vendor
    step: Step
    kind: DataKind | None = None
    counts: Counts | None = None
    trouble: Trouble | None = None


def counts_of(outcome: Outcome) -> Counts:
    """Count the fates of records."""
    fates = [one.fate for one in outcome.landed]
    return Counts(**{fate.value: fates.count(fate) for fate in Fate})
