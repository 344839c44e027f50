"""What stands in the way of a delivery or a feed, in facts that plain words are made of.

Rule 1: no trouble holds anything a vendor or a person wrote.
"""

from __future__ import annotations

from typing import Final, TypeAlias, final

from msgspec import Struct

from vegaloop.kernel.time import Instant

__all__ = (
    "NO_STREAK",
    "OURS",
    "REFUSED",
    "UNREADABLE",
    "Broke",
    "Busy",
    "Denied",
    "Down",
    "Forbidden",
    "Gone",
    "Locked",
    "Misread",
    "Refused",
    "StillThere",
    "Streak",
    "Trouble",
    "is_hopeless",
    "not_before",
    "tag_of",
)

# The status of what is refused because of our own keys: no person can help it.
OURS: Final = 401
# How a vendor is down that answers what nobody can read.
UNREADABLE: Final = "unreadable"
# How it is down that gives no new tokens, without a word that is understood.
REFUSED: Final = "refused"


@final
class Down(Struct, frozen=True, tag="sync/vendor-down"):
    """The vendor did not answer, or answered that it cannot: a word of how, and its status."""

    how: str
    status: int | None = None


@final
class Busy(Struct, frozen=True, tag="sync/vendor-busy"):
    """The vendor asked to be left alone until then, or we know that it would."""

    until: Instant


@final
class Locked(Struct, frozen=True, tag="sync/keys-missing"):
    """A key that lets us in, or opens what does, is not here; it is looked again then."""

    until: Instant


@final
class Denied(Struct, frozen=True, tag="sync/needs-reconnect"):
    """The vendor no longer knows our consent: only the person can give it again."""

    since: Instant


@final
class Forbidden(Struct, frozen=True, tag="sync/not-consented"):
    """The person did not consent to this kind of data, or to nothing any more."""

    what: str


@final
class Gone(Struct, frozen=True, tag="sync/not-there"):
    """The vendor told of something, and does not have it, or not yet."""

    what: str


@final
class StillThere(Struct, frozen=True, tag="sync/still-there"):
    """The vendor told that something is gone, and still has it."""

    what: str


@final
class Misread(Struct, frozen=True, tag="sync/misread"):
    """What came cannot be read: where in it, and what was wanted there."""

    field: str
    wanted: str


@final
class Refused(Struct, frozen=True, tag="sync/refused"):
    """The vendor refused what we asked for: its status."""

    status: int


@final
class Broke(Struct, frozen=True, tag="sync/broke"):
    """Something of ours broke: the class of it."""

    kind: str


Trouble: TypeAlias = (
    Down | Busy | Locked | Denied | Forbidden | Gone | StillThere | Misread | Refused | Broke
)


@final
class Streak(Struct, frozen=True, omit_defaults=True):
    """What the last attempts failed of, as long as that was one and the same, and how many they are."""

    of: str = ""
    times: int = 0

    def count(self, trouble: Trouble) -> int:
        """Tell how many attempts in a row failed of this, up to now."""
        return self.times if self.of == _kind_of(trouble) else 0

    def then(self, trouble: Trouble) -> Streak:
        """Another attempt failed."""
        return Streak(_kind_of(trouble), self.count(trouble) + 1)


NO_STREAK: Final = Streak()


def is_hopeless(trouble: Trouble) -> bool:
    """Tell whether it will never work as it is: only another reader, or the person, can help."""
    match trouble:
        case Forbidden() | Misread() | Refused():
            return True
        case Down() | Busy() | Locked() | Denied() | Gone() | StillThere() | Broke():
            return False


def not_before(trouble: Trouble) -> Instant | None:
    """Say when it may work at the soonest, where that is known."""
    match trouble:
        case Busy(until=until) | Locked(until=until):
            return until
        case Down() | Denied() | Forbidden() | Gone() | StillThere():
            return None
        case Misread() | Refused() | Broke():
            return None


def tag_of(trouble: Trouble) -> str:
    """Name its type, as machines know it."""
    return str(trouble.__struct_config__.tag)


def _kind_of(trouble: Trouble) -> str:
    tag = tag_of(trouble)
    return f"{tag}:{trouble.how}" if isinstance(trouble, Down) else tag
