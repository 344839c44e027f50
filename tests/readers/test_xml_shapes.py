"""Points that are written alike are read without the parser, and nobody can tell."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from time import process_time
from unittest.mock import patch

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from tests.support import SHARED, at_most, good, needs_shared_data
from vegaloop.activity.adapters.readers import inspect_file, read_activity_file
from vegaloop.activity.adapters.readers.detect import decode
from vegaloop.infrastructure.formats import xml_shapes
from vegaloop.infrastructure.formats.xml_shapes import Shapes
from vegaloop.kernel.formats import Remark
from vegaloop.kernel.result import value_in

KINDS = ("gpx", "tcx")
ODD = (
    "",
    "-1",
    "1,5",
    "1e3",
    "nan",
    "a b",
    "&#49;",
    "<!-- 7 -->8",
    "<![CDATA[9]]>",
    "١",
    "7" * 120,
)
TAILS = ("", "<!-- <trkpt></trkpt> -->", "x", "<?p </Trackpoint>?>", "&amp;", "<wpt/>", "</x>")
NAMESPACE = "http://example.org/{}"


@contextmanager
def parsed_only() -> Iterator[None]:
    """Give every point to the parser."""
    with patch.object(Shapes, "take", lambda _, at, __: at):
        yield


@contextmanager
def learning_at_once() -> Iterator[None]:
    """Learn from the first point, however few are to come, in windows as small as a few points."""
    with ExitStack() as stack:
        stack.enter_context(patch.object(xml_shapes, "_PAYS_FROM", 0))
        stack.enter_context(patch.object(xml_shapes, "_WINDOW", 2**10))
        yield


def told(data: bytes) -> tuple[object, ...]:
    """All that is told of a file."""
    found = value_in(decode(data))
    columns = found and (found.columns.times_ms, list(found.columns.channels.items()))
    return columns, inspect_file(data), read_activity_file(data)


def same_both_ways(data: bytes) -> None:
    with learning_at_once():
        fast = told(data)
    with parsed_only():
        assert fast == told(data)


@st.composite
def styles(draw: st.DrawFn, kind: str) -> str:
    """How some points are written: a template with places for a number, numbers and a time."""
    end = draw(st.sampled_from(["", "\n", "\r\n", "\r", "\n\t "]))
    quote = draw(st.sampled_from("\"'"))
    prefix = draw(st.sampled_from(["", "e:", "f:", "u:"]))
    own = draw(st.sampled_from(["", f" xmlns{':e' if prefix == 'e:' else ''}={quote}own{quote}"]))
    hr = draw(st.sampled_from(["", "<{p}hr>@</{p}hr>", "<{p}hr/>", "<{p}hr></{p}hr>"]))
    pieces = ["<extensions>", f"<{prefix}X{own}>", hr.replace("{p}", prefix), f"</{prefix}X>"]
    pieces += draw(
        st.sampled_from([[], ["<cad>@</cad>"], ["<hr>@</hr>"], ["<other a='@'>@</other>"]])
    )
    if kind == "gpx":
        place = draw(st.permutations([f"lat={quote}@{quote}", f"lon={quote}@{quote}", "id='@'"]))
        inner = draw(st.permutations(["<ele>@</ele>", "<time>#</time>"]))
        pieces = [f"<trkpt {' '.join(place)}>", *inner, *pieces, "</extensions>", "</trkpt>"]
    else:
        beats = "<HeartRateBpm><Value>@</Value></HeartRateBpm>"
        inner = draw(
            st.permutations(["<Time>#</Time>", "<AltitudeMeters>@</AltitudeMeters>", beats])
        )
        pieces = ["<Trackpoint>", *inner, *pieces, "</extensions>", "</Trackpoint>"]
    return end.join(pieces) + end


@st.composite
def documents(draw: st.DrawFn, kind: str) -> bytes:
    """A file of points of a few styles, most of them plain, some odd, and something between."""
    known = draw(st.lists(styles(kind), min_size=1, max_size=3))
    parts: list[str] = []
    number = 0
    for _ in range(draw(st.integers(1, 6))):
        style, many = draw(st.sampled_from(known)), draw(st.integers(1, 12))
        for _ in range(many):
            number += 1
            point = style.replace("#", f"2024-05-01T10:{number // 60:02}:{number % 60:02}Z")
            parts.append(point.replace("@", f"{number / 8}"))
        if draw(st.booleans()):
            odd = style.replace("@", draw(st.sampled_from(ODD)), 1)
            parts.append(odd.replace("@", "5").replace("#", draw(st.sampled_from(ODD))))
        parts.append(draw(st.sampled_from(TAILS[:-1] * 3 + TAILS[-1:] + ("|",) * 6)))
    around = ' xmlns:e="{}" xmlns:f="{}"'.format(NAMESPACE.format("e"), NAMESPACE.format("f"))
    if kind == "gpx":
        head, mid, foot = "<gpx><trk><trkseg{}>", "</trkseg>\n<trkseg{}>", "</trkseg></trk></gpx>"
    else:
        lap = "<Lap StartTime='2024-05-01T10:00:00Z'><Track{}>"
        head = f"<TrainingCenterDatabase><Activities><Activity Sport='Running'>{lap}"
        mid = f"</Track></Lap>\n{lap}"
        foot = "</Track></Lap></Activity></Activities></TrainingCenterDatabase>"
    declared = draw(st.sampled_from([around, around, around + ' xmlns:u="u"']))
    text = head.format(declared) + "".join(parts).replace("|", mid.format(around)) + foot
    encoding = draw(st.sampled_from(["", "UTF-8", "utf-16", "iso-8859-1", "cp1252", "cp037"]))
    declaration = f"<?xml version='1.0' encoding='{encoding}'?>\n" if encoding else ""
    codec = encoding if encoding == "utf-16" else "utf-8"
    return (declaration + text).encode(codec)


@pytest.mark.parametrize("kind", KINDS)
class TestBothWays:
    """With and without the parser the same is told of a file, and of what is left of it."""

    @given(st.data())
    def test_whole(self, kind: str, data: st.DataObject) -> None:
        document = data.draw(documents(kind))
        same_both_ways(document)

    @given(st.data())
    def test_cut_anywhere(self, kind: str, data: st.DataObject) -> None:
        document = data.draw(documents(kind))
        same_both_ways(document[: data.draw(st.integers(0, len(document)))])

    @given(st.data())
    def test_damaged_anywhere(self, kind: str, data: st.DataObject) -> None:
        document = bytearray(data.draw(documents(kind)))
        at = data.draw(st.integers(0, len(document) - 1))
        document[at : at + data.draw(st.integers(0, 9))] = data.draw(
            st.sampled_from(
                [b"<", b">", b"&", b'"', b"\x00", b"\xff", b"]]>", b"</trkpt>", b"\r\n", b"e:"]
            )
        )
        same_both_ways(bytes(document))

    @settings(max_examples=at_most(20))
    @given(st.data())
    def test_it_is_tried(self, kind: str, data: st.DataObject) -> None:
        document = data.draw(documents(kind))
        passed: list[int] = []
        taken = Shapes.take

        def noted(shapes: Shapes, at: int, alike: xml_shapes.Taker) -> int:
            end = taken(shapes, at, alike)
            passed.append(end - at)
            return end

        with learning_at_once(), patch.object(Shapes, "take", noted):
            decode(document)
        event("some points passed by the parser" if any(passed) else "none did")


@needs_shared_data
def test_real_files_are_the_same_both_ways() -> None:
    paths = [p for kind in KINDS for p in sorted((SHARED / "activities" / kind).rglob("*.*"))]
    assert paths
    for path in paths:
        data = path.read_bytes()
        plain = gzip.decompress(data) if path.suffix == ".gz" else data
        usual = told(plain)
        with parsed_only():
            assert told(plain) == usual, path.name


POINT = '<trkpt lat="46.{n:06}" lon="7.5"><ele>4{n}</ele><time>2024-05-01T10:{m:02}:{s:02}Z</time></trkpt>\n'


def _track(count: int, after: str = "</trkseg></trk></gpx>") -> bytes:
    points = (POINT.format(n=n, m=n // 60 % 60, s=n % 60) for n in range(count))
    return f"<gpx><trk><trkseg>\n{''.join(points)}{after}".encode()


def _fed(data: bytes) -> int:
    """How many points of a file a parser sees."""
    with patch("vegaloop.activity.adapters.readers.gpx.GpxSink.row") as row:
        good(decode(data))
    return row.call_count


def test_a_parser_sees_few_points_of_a_track() -> None:
    assert _fed(_track(5_000)) < 100


def test_nothing_is_learned_of_few_points() -> None:
    assert _fed(_track(100)) == 100


def test_where_a_file_breaks_off_is_told_in_its_own_lines() -> None:
    for broken in ("<a></b>", "&x;", "<trkpt", "</trkseg>\n<oops>"):
        data = _track(2_000, broken)
        (note,) = good(read_activity_file(data)).notes
        with parsed_only():
            assert good(read_activity_file(data)).notes == (note,)
        assert note.what is Remark.CUT_OFF
        assert note.at_line is not None
        assert note.at_line >= 2_002


def test_a_comment_full_of_points_is_not_looked_at_for_each_of_them() -> None:
    comment = POINT.format(n=1, m=1, s=1) * 8_000
    data = _track(1, f"<!-- {comment} --></trkseg></trk></gpx>")
    began = process_time()
    same_both_ways(data)
    assert process_time() - began < 1


@given(st.integers(1, 60))
def test_shapes_of_one_document_are_bounded(many: int) -> None:
    points = "".join(
        f'<trkpt lat="1" lon="2"><a{n % many}>3</a{n % many}></trkpt>' for n in range(300)
    )
    learned: list[int] = []
    taken = Shapes.take

    def noted(shapes: Shapes, at: int, alike: xml_shapes.Taker) -> int:
        learned.append(shapes.learned)
        return taken(shapes, at, alike)

    with learning_at_once(), patch.object(Shapes, "take", noted):
        decode(f"<gpx><trk><trkseg>{points}</trkseg></trk></gpx>".encode())
    assert max(learned) <= 32
