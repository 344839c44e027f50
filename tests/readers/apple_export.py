"""Exports of Apple Health, written from plain values, and read again."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Final
from xml.sax.saxutils import quoteattr

from vegaloop.imports.adapters.readers.apple_health import READERS
from vegaloop.imports.adapters.readers.common.arrival import Arrival, Bundle
from vegaloop.imports.domain.found import Found, FoundSamples
from vegaloop.infrastructure.formats.archive import Limits, Member
from vegaloop.kernel.person import Profile

APPLE: Final = READERS[0]


def apple_time(wall: dt.datetime, offset_minutes: int = 0) -> str:
    """Write a time as Apple does."""
    sign, ahead = ("-", -offset_minutes) if offset_minutes < 0 else ("+", offset_minutes)
    return f"{wall:%Y-%m-%d %H:%M:%S} {sign}{ahead // 60:02}{ahead % 60:02}"


def element(name: str, inner: str = "", **attributes: object) -> str:
    """Write an element."""
    said = "".join(
        f" {key}={quoteattr(str(value))}" for key, value in attributes.items() if value is not None
    )
    return f"<{name}{said}>{inner}</{name}>" if inner else f"<{name}{said}/>"


def record(
    kind: str,
    value: object,
    start: str,
    end: str | None = None,
    inner: str = "",
    **others: object,
) -> str:
    """Write a record; the source is a watch unless told otherwise."""
    said = {"sourceName": "Watch", "startDate": start, "endDate": end or start, "value": value}
    identifier = kind if kind.startswith("HK") else f"HKQuantityTypeIdentifier{kind}"
    return element("Record", inner, type=identifier, **{**said, **others})


def stage(name: str, start: str, end: str, **others: object) -> str:
    """Write a segment of sleep."""
    kind = "HKCategoryTypeIdentifierSleepAnalysis"
    return record(kind, f"HKCategoryValueSleepAnalysis{name}", start, end, **others)


def metadata(key: str, value: str) -> str:
    """Write a word about an element."""
    return element("MetadataEntry", key=key, value=value)


def export(parts: Iterable[str], doctype: str = "<!DOCTYPE HealthData []>") -> bytes:
    """Write an export of elements."""
    body = "\n".join(parts)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{doctype}\n<HealthData>\n{body}\n</HealthData>\n'.encode()


def member(name: str, data: bytes) -> Member:
    """A file with something in it."""
    return Member(name, lambda: io.BytesIO(data), Limits())


def arrival(
    data: bytes, beside: Mapping[str, bytes] = {}, profile: Profile | None = None
) -> Arrival:
    """An export with the files beside it."""
    bundle = Bundle({name: member(name, inner) for name, inner in beside.items()})
    return Arrival("export.xml", member("export.xml", data), profile or Profile(), bundle)


def found_in(data: bytes, beside: Mapping[str, bytes] = {}) -> list[Found]:
    """Everything in an export."""
    return list(APPLE.read(arrival(data, beside)))


def samples_in(found: Sequence[Found]) -> list[tuple[str, str, int, int, int, int]]:
    """Metric, source, start in ms, length in ms, value in steps, offset in s; in order."""
    rows: list[tuple[str, str, int, int, int, int]] = []
    for one in found:
        if isinstance(one, FoundSamples):
            batch = one.batch
            widths = (
                (batch.starts_ms, 8),
                (batch.lengths_ms, 4),
                (batch.values, 4),
                (batch.offsets_s, 4),
            )
            columns = [
                [int.from_bytes(c[n : n + w], "little", signed=True) for n in range(0, len(c), w)]
                for c, w in widths
            ]
            rows += [(batch.metric.value, batch.source, *row) for row in zip(*columns, strict=True)]
    return sorted(rows)
