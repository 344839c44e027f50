"""Notes that something of a day has changed at Fitbit, or that a person took their consent back.

Rule 1: a note tells nothing but a person, a collection and a day, and has no id: notes of one
minute are one, and what changed after the fetch in that minute is found by the next reading.
Rule 2: whatever is odd in a note, nothing beside it is lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, final

from msgspec import Raw, Struct

from vegaloop.device_sync.adapters.vendors.answers import read_as
from vegaloop.device_sync.adapters.vendors.fitbit_documents import forms_of
from vegaloop.device_sync.adapters.vendors.oauth import id_text
from vegaloop.device_sync.adapters.vendors.signing import key_of
from vegaloop.device_sync.application.drivers import HINT, Follow, Message
from vegaloop.device_sync.domain.vendor import Account, DataKind
from vegaloop.kernel.result import value_in
from vegaloop.kernel.time import Instant

__all__ = ("COLLECTIONS", "ENDINGS", "REVOKED", "Note", "messages_of")

REVOKED: Final = "push:revoked"
ENDINGS: Final = ("userRevokedAccess", "deleteUser")
# The collections that are told of, the scope each needs, and what a note of one makes us fetch.
COLLECTIONS: Final = {
    "activities": ("activity", ("activities", *forms_of(DataKind.DAYS), "heart")),
    "body": ("weight", ("weight",)),
    "sleep": ("sleep", ("sleep", "hrv", "spo2", "breath", "skin")),
}


@final
class Note(Struct, frozen=True):
    """A note as it is sent, one of several, whose day was told well."""

    collectionType: str  # noqa: N815  # their names
    ownerId: int | str  # noqa: N815
    date: str = ""


@final
class _Item(Struct, frozen=True):
    collectionType: str  # noqa: N815
    ownerId: int | str  # noqa: N815
    date: Raw = Raw(b"")


def messages_of(notes: Iterable[Raw], now: Instant) -> Iterator[Message]:
    """Make a message of each note of what we follow, that came now."""
    for raw in notes:
        message = _message(bytes(raw), now)
        if message is not None:
            yield message


def _message(raw: bytes, now: Instant) -> Message | None:
    """Make a message of a note; None where it is nobody's, or of what we do not follow."""
    note = value_in(read_as(raw, _Item, "note"))
    if note is None:
        return None
    kind, owner = note.collectionType, id_text(note.ownerId)
    if kind not in COLLECTIONS and kind not in ENDINGS:
        return None
    topic = REVOKED if kind in ENDINGS else f"{HINT}{kind}"
    date = bytes(note.date).decode("utf-8", "surrogateescape")
    key = key_of(kind, owner, date, now.strftime("%Y-%m-%dT%H:%M"))
    return Message(Account(owner), Follow(topic, key, raw))
