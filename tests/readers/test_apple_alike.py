"""Records written alike: taken unparsed, they are what they are when they are parsed."""

from __future__ import annotations

import datetime as dt
import io
from collections import Counter
from collections.abc import Iterator
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.readers.apple_export import apple_time, element, export, metadata, record
from tests.readers.mutations import mutated
from tests.support import at_most
from vegaloop.imports.adapters.readers.apple_health.reader import AppleHealth
from vegaloop.imports.adapters.readers.apple_health.records import Records
from vegaloop.imports.adapters.readers.common.arrival import Arrival, Bundle
from vegaloop.imports.domain.found import FoundSamples
from vegaloop.infrastructure.formats.archive import Limits, Member
from vegaloop.infrastructure.formats.fault import ReadFault
from vegaloop.kernel.person import Profile

NOON = "2024-05-01 12:00:00 +0200"
ALIKE = '" creationDate="{0}" startDate="{1}" endDate="{2}" value="{3}'


class Dripping(io.BytesIO):
    """Bytes that come a few at a time."""

    def __init__(self, data: bytes, most: int) -> None:
        super().__init__(data)
        self._most = most

    def read(self, size: int | None = -1, /) -> bytes:
        """Read as many as asked for, and not more than come at a time."""
        return super().read(self._most if size is None or size < 0 else min(size, self._most))


def told(data: bytes, *, parses_all: bool, most: int = 2**20) -> Counter[str]:
    """What is found in an export, each sample by itself, and where it broke off."""
    member = Member("export.xml", lambda: Dripping(data, most), Limits())
    reader = AppleHealth(parses_all=parses_all)
    found: Counter[str] = Counter()
    try:
        for one in reader.read(Arrival("export.xml", member, Profile(), Bundle({}))):
            if isinstance(one, FoundSamples):
                found.update(_rows(one))
            else:
                found[repr(one)] += 1
    except ReadFault as fault:
        found[repr(fault.fact)] += 1
    return found


def _rows(found: FoundSamples) -> Iterator[str]:
    batch = found.batch
    widths = (
        (batch.starts_ms, 8),
        (batch.lengths_ms, 4),
        (batch.values, 4),
        (batch.offsets_s, 4),
        (found.lines, 4),
    )
    columns = [
        [int.from_bytes(c[n : n + w], "little", signed=True) for n in range(0, len(c), w)]
        for c, w in widths
    ]
    for row in zip(*columns, strict=True):
        yield f"{batch.metric} {batch.source} {row}"


def alike(kind: str = "StepCount", *said: str, inner: str | None = None, **others: str) -> str:
    """Write a record as the app does: created, start, end and value last."""
    created, start, end, value = (*said, *(NOON, NOON, NOON, "7")[len(said) :])
    head = record(kind, None, "", None, **{**others, "sourceVersion": "10.2"})
    head = head.replace(' startDate="" endDate=""', "").removesuffix('"/>')
    closed = '"/>' if inner is None else f'">{inner}</Record>'
    return " " + head + ALIKE.format(created, start, end, value) + closed


_ODD_TIMES = [
    "2024-02-30 10:00:00 +0100",
    "2023-02-29 10:00:00 +0100",
    "2024-13-01 10:00:00 +0100",
    "2024-00-01 10:00:00 +0100",
    "2024-01-00 10:00:00 +0100",
    "2024-01-01 24:00:00 +0100",
    "2024-01-01 10:60:00 +0100",
    "2024-01-01 10:00:60 +0100",
    "2024-01-01 10:00:00 +1800",
    "2024-01-01 10:00:00 +0160",
    "2024-01-01 10:00:00 *0100",
    "2024-01-01T10:00:00 +0100",
    "2024-01-01 10:00:00 +01:00",
    "2024-01-01 10:00:00      ",
    "1900-12-31 23:59:59 -0500",
    "1901-01-01 00:00:00 +0500",
    "2199-01-01 00:00:00 +0000",
    "202४-01-01 10:00:00 +010",
    "2024-01-01 10:00:00&#32;+0",
    "",
]
_TIMES = st.one_of(
    st.builds(
        apple_time,
        st.datetimes(dt.datetime(1901, 1, 1), dt.datetime(2198, 12, 31)),
        st.integers(-1_079, 1_079),
    ),
    st.sampled_from([NOON, "2024-02-29 23:59:59 -0000", "2000-02-29 00:00:00 +1759"]),
    st.sampled_from(_ODD_TIMES),
)
_NUMERALS = (
    "|.5|5.|-.5|-0.5|+5|1e3|1E3|1e-05|1e400|nan|1_0| 7|0,5|1,234|1.234|1.2.3|&#55;|many|७|0x1"
)
_VALUES = st.one_of(
    st.integers(-5, 3 * 10**9).map(str),
    st.floats(0, 10**6).map(repr),
    st.sampled_from((*_NUMERALS.split("|"), "9" * 400, "7\n", "7\t", "&amp;", "<")),
)
_KINDS = st.sampled_from(
    (
        *("StepCount", "HeartRate", "DistanceWalkingRunning", "OxygenSaturation", "Height"),
        *("CyclingPower", "HeartRateVariabilitySDNN", "WalkingSpeed", "DietaryWater", "BodyMass"),
    )
)
_UNITS = st.sampled_from(["count", "km", "count/min", "%", "kg", "W", "ms", "mL", "furlong", ""])
_DEVICES = st.sampled_from(
    [
        "",
        "<<HKDevice: 0x1>, name:Watch>",
        "<<HKDevice: 0x2f>, name:Watch>",
        'a "b" & c',
        "é",
        "a > b",
    ]
)
_SOURCES = st.sampled_from(
    ["Watch", "Ann’s Phone", "Ann's Phone", "", *(f' device="<<HKDevice: 0x{n}>' for n in (1, 2))]
)
_INNERS = st.sampled_from(
    [
        "\n  " + metadata("HKMetadataKeyHeartRateMotionContext", "1") + "\n ",
        "\n  " + metadata("HKTimeZone", "Asia/Tokyo") + "\n ",
        metadata("HKTimeZoneOfNobody", "Asia/Tokyo"),
        "\n  " + metadata("a", "b") + "\n  " + metadata("HKTimeZone", "Europe/Berlin") + "\n ",
        "\n" + element("Unheard") + "\n",
        "<!-- a word -->",
        " ",
        "",
    ]
)
_PLAIN = st.builds(
    lambda kind, said, others, inner: alike(kind, *said, inner=inner, **others),
    _KINDS,
    st.tuples(_TIMES, _TIMES, _TIMES, _VALUES),
    st.fixed_dictionaries(
        {"sourceName": _SOURCES},
        optional={"unit": _UNITS, "device": _DEVICES, "creationDate": st.just(NOON)},
    ),
    st.none() | _INNERS,
)
# Alike many times: only what came before is known.
_MANY = st.builds(
    lambda kind, unit, values, inner: "\n".join(
        alike(kind, NOON, NOON, NOON, str(value), unit=unit, inner=inner) for value in values
    ),
    st.sampled_from(["StepCount", "HeartRate", "Height", "RunningPower"]),
    st.sampled_from(["count", "count/min", "W"]),
    st.lists(st.integers(0, 300), min_size=2, max_size=14),
    st.none() | _INNERS,
)
_AROUND = st.sampled_from(
    [
        "<!--\n{}\n-->",
        "<![CDATA[\n{}\n]]>",
        "<!-- a > b -->\n{}",
        ' <Correlation type="HKCorrelationTypeIdentifierFood" startDate="{{}}">\n{}\n </Correlation>',
        ' <Correlation type="HKCorrelationTypeIdentifierOther">\n{}\n </Correlation>',
        "<Workout>\n{}\n</Workout>",
        "<Unheard>\n{}\n</Unheard>",
        ' <Record type="Height"\n  unit="m"\n/>\n{}',
        " <Record type='x\" creationDate=\"'/>\n{}",
        "{}\r\n{}\r",
        "{}{}",
        "{} &amp; ]]\n{}",
        "{}\n" + metadata("HKTimeZone", "Asia/Tokyo"),
        "\n\n{}\n   \n",
        "   {}\n\t{}",
    ]
)
_PART = st.one_of(_PLAIN, _MANY)
_PARTS = st.one_of(
    _PART, st.builds(lambda around, part: around.replace("{}", part), _AROUND, _PART)
)
_BREAKS = st.sampled_from(["<", "&", "]]>", '"', "<!--", "</HealthData>", "\x0b", "\ud800"])


class TestAlike:
    @given(st.lists(_PARTS, max_size=12), st.integers(1, 1_000), st.booleans())
    def test_unparsed_is_as_parsed_wherever_it_is_cut(
        self, parts: list[str], most: int, is_bare: bool
    ) -> None:
        data = "\n".join(parts).encode() if is_bare and parts else export(parts)
        assert told(data, parses_all=False, most=most) == told(data, parses_all=True)

    @given(st.lists(_PARTS, min_size=1, max_size=6), _BREAKS, st.data())
    def test_what_breaks_off_does_so_at_the_same_place(
        self, parts: list[str], broken: str, data: st.DataObject
    ) -> None:
        whole = export(["\n".join(parts * 2)])
        at = data.draw(st.integers(100, len(whole)))
        damaged = whole[:at] + broken.encode(errors="surrogatepass") + whole[at:]
        for given_ in (damaged, whole[:at]):
            assert told(given_, parses_all=False) == told(given_, parses_all=True)

    def test_whatever_the_bytes_the_two_agree(self) -> None:
        texts = [alike("StepCount", NOON, NOON, NOON, str(n), unit="count") for n in range(6)]
        texts += [alike("HeartRate", unit="count/min", inner=metadata("a", "1"))] * 5
        seed, chance = export(texts), Random(7)
        for _ in range(at_most(2_000)):
            data = mutated(seed, chance)
            assert told(data, parses_all=False) == told(data, parses_all=True)

    @pytest.mark.parametrize("inner", [None, "\n  " + metadata("a", "1") + "\n "])
    @pytest.mark.parametrize("kind", ["StepCount", "WalkingSpeed"])
    def test_few_of_many_are_parsed(
        self, kind: str, inner: str | None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        parsed: list[dict[str, str]] = []
        record = Records.record

        def counted(records: Records, said: dict[str, str]) -> None:
            parsed.append(said)
            record(records, said)

        monkeypatch.setattr(Records, "record", counted)
        data = export([alike(kind, unit="count", inner=inner)] * 1_000)
        found = told(data, parses_all=False)
        assert len(parsed) <= 5
        assert found == told(data, parses_all=True)
