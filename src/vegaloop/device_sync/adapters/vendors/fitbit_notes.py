"""Notes that something of a day has changed at Fitbit, or that a person took their consent back.

Rule 1: a note tells nothing but a person, a collection and a day, and has no id: notes of one
minute are one, and what changed after the fetch in that minute is found by the next reading.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, final

import msgspec
from msgspec import Struct

from vegaloop.device_sync.adapters.vendors.fitbit_documents import forms_of
from vegaloop.device_sync.adapters.vendors.oauth import id_text
from vegaloop.device_sync.adapters.vendors.signing import key_of
from vegaloop.device_sync.application.drivers import HINT, Follow, Message
from vegaloop.device_sync.domain.vendor import Account, DataKind
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
    """A note as it is sent, one of several."""

    collectionType: str  # noqa: N815  # their names
    ownerId: int | str  # noqa: N815
    date: str = ""


def messages_of(notes: Iterable[Note], now: Instant) -> Iterator[Message]:
    """Make a message of each note of what we follow, that came now."""
    minute = now.strftime("%Y-%m-%dT%H:%M")
    for note in notes:
        kind, owner = note.collectionType, id_text(note.ownerId)
        if kind in COLLECTIONS or kind in ENDINGS:
            topic = REVOKED if kind in ENDINGS else f"{HINT}{kind}"
            key = key_of(kind, owner, note.date, minute)
            yield Message(Account(owner), Follow(topic, key, msgspec.json.encode(note)))
