"""What tests of drivers stand on: keys, what comes from outside, and the vendors' contracts."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from hypothesis import strategies as st

from tests.support import NOW, SHARED, at
from vegaloop.device_sync.application.calling import Answer, Call
from vegaloop.device_sync.application.drivers import Context, Envelope, Keys, Tokens
from vegaloop.device_sync.domain.feed import Reading
from vegaloop.device_sync.domain.vendor import Account
from vegaloop.kernel.time import TimeZone, day_of

CONTRACTS: Final = SHARED / "contracts"
KEYS: Final = Keys("our-client", "our-secret", "a-word-of-ours-that-nobody-can-guess-0123")
RECEIVED: Final = at(NOW)
TOKENS: Final = Tokens("access-1", "refresh-1", RECEIVED, Account("4711"), ("activity", "sleep"))

# Bytes of every kind: none, noise, JSON that is no object, and JSON of the wrong shape.
JUNK: Final = st.one_of(
    st.binary(max_size=200),
    st.sampled_from(
        (b"", b"\xff\xfe", b"NaN", b"1e999", b'"\\ud800"', b"[" * 5_000, b'{"a":' * 2_000, b"\x00")
    ),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner, max_size=3)
        ),
        max_leaves=8,
    ).map(lambda value: json.dumps(value).encode("utf-8", "surrogatepass")),
)


def envelope(
    body: bytes = b"",
    word: str = KEYS.word,
    headers: Mapping[str, str] | None = None,
    query: tuple[tuple[str, str], ...] = (),
) -> Envelope:
    """A request as a vendor sends it to the right address."""
    return Envelope(word, headers or {}, query, body)


def context(account: str = "4711", access: str | None = "access-1") -> Context:
    """What is known beside the bytes."""
    return Context(Account(account), TimeZone("Europe/Paris"), RECEIVED, access)


def reading(start: str, end: str, page: str | None = None) -> Reading:
    """A window of days, both written as in ISO 8601."""
    first, last = (day_of(dt.date.fromisoformat(text)) for text in (start, end))
    return Reading((first, last), None, RECEIVED, page)


def answer(body: object = None, status: int = 200, **headers: str) -> Answer:
    """An answer with a body of JSON."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(status, named, json.dumps(body).encode())


def query_of(url: str) -> dict[str, str]:
    """The query of an address, each name once."""
    pairs = parse_qsl(urlsplit(url).query, keep_blank_values=True)
    assert len(dict(pairs)) == len(pairs)
    return dict(pairs)


class Contract:
    """An OpenAPI document, or several as one: which calls there are, and what they may be given."""

    def __init__(self, origin: str, *files: Path) -> None:
        self._origin = origin
        self._routes = [route for file in files for route in _routes(json.loads(file.read_text()))]

    def allows(self, call: Call) -> bool:
        """Tell whether there is such a call, with all it must be given, and no more than it may."""
        bare, _, _ = call.url.partition("?")
        path = bare.removeprefix(self._origin)
        asked = frozenset(query_of(call.url))
        return any(
            verb == call.verb.value.lower()
            and pattern.fullmatch(path)
            and must <= asked <= may
            and bare.startswith(self._origin)
            for verb, pattern, must, may in self._routes
        )


def _routes(
    document: dict[str, object],
) -> Iterator[tuple[str, re.Pattern[str], frozenset[str], frozenset[str]]]:
    for path, item in document["paths"].items():
        for verb, operation in item.items():
            if verb not in ("get", "post", "put", "delete"):
                continue
            given = [*item.get("parameters", ()), *operation.get("parameters", ())]
            found = [_resolved(document, one) for one in given]
            query = [one for one in found if one["in"] == "query"]
            must = frozenset(one["name"] for one in query if one.get("required"))
            may = frozenset(one["name"] for one in query)
            pattern = re.sub(r"\\\{[^}]*\\\}", "[^/?]+", re.escape(path))
            yield verb, re.compile(pattern), must, may


def _resolved(document: dict[str, object], parameter: dict[str, object]) -> dict[str, object]:
    reference = parameter.get("$ref")
    if reference is None:
        return parameter
    found: object = document
    for part in str(reference).removeprefix("#/").split("/"):
        found = found[part]
    return found
