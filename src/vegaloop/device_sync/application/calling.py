"""Calls to vendors as values: what is asked, what is answered, and why there may be no answer.

Rule 1: a driver makes calls and reads answers; whoever makes them keeps to limits of time and size.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Protocol, TypeAlias, final

from msgspec import Struct

from vegaloop.kernel.result import Result

__all__ = (
    "Answer",
    "Call",
    "Caller",
    "CannotCall",
    "NoAnswer",
    "NotAllowed",
    "TooLong",
    "Verb",
)


class Verb(StrEnum):
    """What is done at an address."""

    GET = "GET"
    POST = "POST"
    PUT = "PUT"
    DELETE = "DELETE"


@final
class Call(Struct, frozen=True, kw_only=True):
    """A call: `form` is a body of names and values, `json` one of JSON; of the two at most one.

    `given` marks an address that came from outside, which must not lead into our own network.
    """

    verb: Verb
    url: str
    headers: tuple[tuple[str, str], ...] = ()
    form: tuple[tuple[str, str], ...] | None = None
    json: bytes | None = None
    given: bool = False

    def __post_init__(self) -> None:
        if self.form is not None and self.json is not None:
            raise ValueError("a call has one body")

    def __repr__(self) -> str:
        return f"Call({self.verb})"  # Tokens stand in its headers, its body, and in addresses.


@final
class Answer(Struct, frozen=True):
    """What came back, whatever its status; names of headers are in small letters."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def __repr__(self) -> str:
        return f"Answer({self.status})"


@final
class NoAnswer(Struct, frozen=True, tag="sync/no-answer"):
    """Nobody answered, or not in time: a word of how."""

    how: str


@final
class TooLong(Struct, frozen=True, tag="sync/answer-too-long"):
    """The answer is longer than any should be."""

    bytes_most: int


@final
class NotAllowed(Struct, frozen=True, tag="sync/address-not-allowed"):
    """The address is none we call: not HTTPS, not public, or not of the vendor."""

    why: str


CannotCall: TypeAlias = NoAnswer | TooLong | NotAllowed


class Caller(Protocol):
    """Whoever makes calls."""

    def call(self, call: Call) -> Result[Answer, CannotCall]:
        """Make one call, once, within half a minute; redirects are answers like others."""
        ...
