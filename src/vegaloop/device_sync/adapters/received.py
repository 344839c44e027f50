"""What a server answers, read up to a length, also where it is packed.

Rule 1: gzip is all that is asked for, so it is all that is unpacked.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping
from typing import Final

import httpcore2

from vegaloop.device_sync.application.calling import Answer, NoAnswer, TooLong
from vegaloop.kernel.result import Failure, Result, Success

__all__ = ("received",)

_GZIP: Final = frozenset({"gzip", "x-gzip"})
_PLAIN: Final = frozenset({"", "identity"})


def received(response: httpcore2.Response, most: int) -> Result[Answer, NoAnswer | TooLong]:
    """Read what came back, up to a length, packed and unpacked."""
    headers = _known_headers(response.headers)
    packing = headers.get("content-encoding", "").strip().lower()
    told = headers.get("content-length", "")
    if told.isascii() and told.isdecimal() and int(told[:20]) > most:
        return Failure(TooLong(most))
    if packing not in _GZIP | _PLAIN:
        return Failure(NoAnswer("protocol"))
    body = bytearray()
    for piece in response.iter_stream():
        body += piece
        if len(body) > most:
            return Failure(TooLong(most))
    if packing in _PLAIN or not body:
        return Success(Answer(response.status, headers, bytes(body)))
    return _unpacked(response.status, headers, body, most)


def _unpacked(
    status: int, headers: Mapping[str, str], packed: bytearray, most: int
) -> Result[Answer, NoAnswer | TooLong]:
    """Unpack one gzip that is whole, with nothing behind it."""
    gzip = zlib.decompressobj(16 + zlib.MAX_WBITS)
    try:
        body = gzip.decompress(packed, most + 1)
    except zlib.error:
        return Failure(NoAnswer("protocol"))
    if len(body) > most:
        return Failure(TooLong(most))
    if not gzip.eof or gzip.unused_data:
        return Failure(NoAnswer("protocol"))
    return Success(Answer(status, headers, body))


def _known_headers(given: Iterable[tuple[bytes, bytes]]) -> Mapping[str, str]:
    headers: dict[str, str] = {}
    for raw_name, raw_value in given:
        name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1")
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    return headers
