"""The port behind which all vendors look alike.

Rule 1: a driver is pure: it makes calls and reads what came, and keeps nothing.
Rule 2: what it is given from outside may be anything: it answers a Failure, and never raises.
Rule 3: what is kept is kept under a topic, and the topic alone says how it is read again.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from typing import Final, Protocol, TypeAlias, final

from msgspec import Struct

from vegaloop.device_sync.application.calling import Answer, Call
from vegaloop.device_sync.domain.delivery import HINT
from vegaloop.device_sync.domain.feed import Reading, Rhythm
from vegaloop.device_sync.domain.quota import Allowance
from vegaloop.device_sync.domain.record import Name, Record
from vegaloop.device_sync.domain.trouble import Trouble
from vegaloop.device_sync.domain.vendor import Account, DataKind, Vendor
from vegaloop.kernel.result import Result
from vegaloop.kernel.time import Instant, TimeZone

__all__ = (
    "ABSENT",
    "HINT",
    "Asked",
    "Context",
    "Driver",
    "Ended",
    "Envelope",
    "Fetch",
    "Follow",
    "Hint",
    "Keys",
    "Message",
    "NotAuthentic",
    "Page",
    "PageCall",
    "Read",
    "Reads",
    "Tokens",
    "is_same",
)

# How topics begin, with a form behind it, where a thing is sought that a whole window did not name: what is kept
# is what the vendor calls it, and what it is read as means by `if_gone` that it is gone.
ABSENT: Final = f"{HINT}absent:"


def is_same(given: str, wanted: str) -> bool:
    """Compare what was given with what was wanted, in a time that tells nothing of either."""
    one, other = (text.encode("utf-8", "surrogatepass") for text in (given, wanted))
    return hmac.compare_digest(one, other) and bool(wanted)


@final
class Keys(Struct, frozen=True):
    """What a vendor gave us to be known by, and `word`, which stands in the address of its webhooks.

    The word is ours, and nobody can guess it; a vendor that signs is verified by its signature as well.
    """

    client_id: str
    secret: str
    word: str

    def __repr__(self) -> str:
        return "Keys(…)"

    def is_word(self, given: str) -> bool:
        """Tell whether it is the word, in a time that tells nothing of it; an empty one never is."""
        return is_same(given, self.word)


@final
class Tokens(Struct, frozen=True):
    """What a vendor lets us in with, for one person; `expires_at` None where it never does."""

    access: str
    refresh: str | None
    expires_at: Instant | None
    account: Account
    scopes: tuple[str, ...]

    def __repr__(self) -> str:
        return "Tokens(…)"


@final
class Envelope(Struct, frozen=True):
    """A request of a vendor as it came: header names in small letters, the body untouched.

    `word` is what stood in its address.
    """

    word: str
    headers: Mapping[str, str]
    query: tuple[tuple[str, str], ...]
    body: bytes


@final
class NotAuthentic(Struct, frozen=True, tag="sync/not-authentic"):
    """A request that does not prove who it is from: what of it does not."""

    what: str


@final
class Follow(Struct, frozen=True):
    """Something to keep raw, and to read under its topic afterwards.

    The key is the same whenever the vendor sends the same again, and another for anything else. That
    of what follows a page is `<thing>:<edition>`: where the thing was followed up last in that very
    edition, it is not followed up again. `of` is the thing itself, where a page names it by this alone.
    """

    topic: str
    key: str
    body: bytes
    of: Name | None = None


@final
class Message(Struct, frozen=True):
    """What a webhook tells of one person."""

    account: Account
    follow: Follow


@final
class Asked(Struct, frozen=True):
    """A vendor that wants to know whether this address is ours: what it wants to hear."""

    status: int
    media_type: str
    body: bytes


@final
class Fetch(Struct, frozen=True):
    """One call of a hint; `name` is where its answer stands among the others.

    What is `optional` may not be there, and is then left out.
    """

    name: str
    call: Call
    optional: bool = False


@final
class Hint(Struct, frozen=True):
    """Something has changed at the vendor: what fetches it, and the topic of what is answered.

    One answer is kept as it came; several as one JSON object of their names. `if_gone` is what it
    means where the vendor does not have it any more (404, 410): records without bytes; where the
    vendor told that it is gone, it is a deletion.
    """

    fetches: tuple[Fetch, ...]
    topic: str
    if_gone: tuple[Record, ...] = ()
    is_deletion: bool = False

    def __post_init__(self) -> None:
        if not self.fetches:
            raise ValueError("a hint says what to fetch")


@final
class Page(Struct, frozen=True):
    """Records that came, what to follow up, and which page comes next; None where this was the last."""

    records: tuple[Record, ...] = ()
    follow: tuple[Follow, ...] = ()
    next: str | None = None

    def __post_init__(self) -> None:
        if not all(":" in one.key for one in self.follow):
            raise ValueError("what follows a page is called <thing>:<edition>")

    @property
    def names(self) -> tuple[Name, ...]:
        """The things it tells of."""
        followed = (one.of for one in self.follow if one.of is not None)
        return (*(record.name for record in self.records), *followed)


@final
class Ended(Struct, frozen=True):
    """The person took their consent back at the vendor."""

    at: Instant


Read: TypeAlias = Hint | Page | Ended


@final
class PageCall(Struct, frozen=True):
    """The call that asks for a page of a feed, and the topic it is kept under."""

    call: Call
    topic: str


@final
class Context(Struct, frozen=True):
    """What is known beside the bytes: whose they are, where that person is at home, when they came.

    `access` is a token that is valid now, where the topic begins as a hint does.
    """

    account: Account
    zone: TimeZone
    received_at: Instant
    access: str | None = None


class Reads(Protocol):
    """Whoever can read again what was kept of a vendor."""

    def read(self, topic: str, body: bytes, context: Context) -> Result[Read, Trouble]:
        """Read what was kept under a topic: a message, what a hint fetched, or a page."""
        ...


class Driver(Reads, Protocol):
    """How one vendor is spoken to."""

    vendor: Vendor
    allowances: tuple[Allowance, ...]
    """How often it may be called."""
    rhythms: Mapping[DataKind, Rhythm]
    """The feeds that can be pulled, and how."""

    def authorise_url(self, keys: Keys, redirect: str, state: str, challenge: str) -> str:
        """Say where a person consents: `challenge` is the S256 of PKCE (RFC 7636)."""
        ...

    def exchange(self, keys: Keys, redirect: str, code: str, verifier: str) -> Call:
        """Ask for tokens with a code."""
        ...

    def refresh(self, keys: Keys, tokens: Tokens) -> Call:
        """Ask for new tokens."""
        ...

    def tokens(
        self, answer: Answer, before: Tokens | None, now: Instant
    ) -> Result[Tokens, Trouble]:
        """Read the tokens in an answer to either; `before` has what an answer may leave out."""
        ...

    def after_consent(self, keys: Keys, tokens: Tokens) -> tuple[Call, ...]:
        """Say what must be called once after a person consented, to be told of them.

        Where the tokens do not say whose they are, `tokens` reads that in one of the answers.
        """
        ...

    def revoke(self, keys: Keys, tokens: Tokens) -> Call | None:
        """Give a consent back; None where the vendor has no address for it."""
        ...

    def challenge(self, keys: Keys, envelope: Envelope) -> Result[Asked, NotAuthentic]:
        """Answer a vendor that asks whether this address is ours."""
        ...

    def messages(
        self, keys: Keys, envelope: Envelope, now: Instant
    ) -> Result[tuple[Message, ...], NotAuthentic]:
        """Verify a webhook over its raw body, in constant time, and cut it by person."""
        ...

    def page(self, kind: DataKind, reading: Reading, access: str) -> PageCall:
        """Ask for the next page of a window of a feed: `reading.page`, None for its first."""
        ...

    def trouble(self, answer: Answer, now: Instant) -> Trouble | None:
        """Say what is wrong with an answer to a call for data; None where it is one."""
        ...
