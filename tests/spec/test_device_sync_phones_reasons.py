"""Why a phone's record was refused, as it is told. The class quotes its rule."""

from __future__ import annotations

import json
from typing import Final

import pytest

from tests.device_sync.phones import EXAMPLES, PhoneWorld
from vegaloop.device_sync.domain.progress import Fate

NUMBER: Final = "a number from -1e12 to 1e12"
AFTER: Final = "seconds after the start, 0 to 2678400"
PLACE: Final = (
    f"[{AFTER}, a latitude from -90 to 90, a longitude from -180 to 180, "
    "metres above the sea where known]"
)
TIME: Final = "a time by RFC 3339 with its offset"
SAID: Final = (
    ("weight", "value", 1e308, "value", "1e308", NUMBER),
    ("distance", "value", 1e308, "value", "1e308", NUMBER),
    ("distance", "value", 1e11, "value", "100000000000.0", "at most 1000000 m"),
    ("workout", "distance_m", 1e308, "distance_m", "1e308", NUMBER),
    ("steps", "value", True, "value", "true", NUMBER),
    ("steps", "value", "9" * 99, "value", '"' + "9" * 58 + "…", NUMBER),
    ("weight", "unit", None, "unit", "null", "a unit of a mass"),
    ("weight", "unit", "", "unit", '""', "a unit of a mass"),
    ("workout", "route", [[0, 91, 181]], "route[0]", "[0,91,181]", PLACE),
    ("workout", "route", [[0, 9, 9], [1, 9]], "route[1]", "[1,9]", PLACE),
    ("workout", "route", {}, "route", "{}", "a list of lists of numbers"),
    *(
        (kind, field, [[0, 60], junk], f"{field}[1]", given_as, f"[{AFTER}, {NUMBER}]")
        for kind, field in (("workout", "heart_rate_bpm"), ("heart_rate", "samples"))
        for junk, given_as in (([-1, 60], "[-1,60]"), ([1, None], "[1,null]"), (7, "7"))
    ),
    (
        "heart_rate",
        "samples",
        [[0, 1e11]],
        "samples[0]",
        "[0.0,100000000000.0]",
        "at most 300 bpm",
    ),
    ("rr_intervals_ms", "values", [990, "x"], "values[1]", '"x"', NUMBER),
    ("sleep", "stages", [5], "stages[0]", "5", "an object"),
    ("sleep", "stages", [{"stage": "rem", "start": 1}], "stages[0].start", "1", TIME),
    ("weight", "start", None, "start", "null", TIME),
    ("weight", "id", True, "id", "true", "1 to 128 printable characters without blanks"),
    (
        "nutrition",
        "nutrients",
        {"fat_g": -1},
        "nutrients.fat_g",
        "-1",
        "an amount from 0 to 1e12",
    ),
)


class TestDsy144:
    """DSY-144. Of a phone's record that is refused the field is told, in a list with its place, what was given as JSON, and what would be right with its bounds."""

    @pytest.mark.parametrize(("kind", "field", "junk", "told", "given_as", "wanted"), SAID)
    def test_told(
        self, kind: str, field: str, junk: object, told: str, given_as: str, wanted: str
    ) -> None:
        (landed,) = PhoneWorld().push(dict(EXAMPLES[kind]) | {field: junk})
        assert landed.fate is Fate.REFUSED
        reason = json.loads(landed.reason or "")
        assert (reason["field"], reason["given"], reason["wanted"]) == (told, given_as, wanted)

    def test_of_a_stage(self) -> None:
        night = dict(EXAMPLES["sleep"])
        first, second, *rest = json.loads(json.dumps(night["stages"]))
        for junk, told in (({"stage": "dozing"}, "stage"), ({"end": first["start"]}, "end")):
            stages = [first, second | junk, *rest]
            (landed,) = PhoneWorld().push(night | {"stages": stages})
            assert json.loads(landed.reason or "")["field"] == f"stages[1].{told}"
