"""A dropped Result is a failed check: nobody can forget to look."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct

from tests.architecture.source import ROOT, SRC

_ABOUT_RESULTS: Final = re.compile(r"\b(Success|Failure|Result)\[")

PLANTED: Final = """
from vegaloop.kernel.quantity import Mass
from vegaloop.kernel.result import both
from vegaloop.goals import Goals, GoalId
from vegaloop.kernel.identity import PersonId


def forget(goals: Goals, person: PersonId, id: GoalId) -> None:
    goals.remove(person, id)
    Mass.of_grams(3)
    both(Mass.of_grams(1), Mass.of_grams(2))
    [1].pop()
    _ = Mass.of_grams(4)
"""


class _Place(Struct):
    line: int


class _Range(Struct):
    start: _Place


class _Diagnostic(Struct):
    file: str
    message: str
    range: _Range
    rule: str = ""


class _Report(Struct, rename="camel"):
    general_diagnostics: list[_Diagnostic]


def dropped(folder: Path, settings: Path) -> list[str]:
    """Every place below a folder where a Result is computed and not looked at."""
    config = settings / "pyrightconfig.json"
    config.write_bytes(
        msgspec.json.encode(
            {
                "include": [str(folder)],
                "extraPaths": [str(SRC)],
                "pythonVersion": "3.11",
                "typeCheckingMode": "off",
                "reportUnusedCallResult": "error",
            }
        )
    )
    tool = Path(sys.executable).with_name("basedpyright")
    done = subprocess.run(
        [tool, "-p", config, "--outputjson", "--pythonpath", sys.executable],
        capture_output=True,
        check=False,
        timeout=300,
        cwd=ROOT,
    )
    report = msgspec.json.decode(done.stdout, type=_Report)
    return [
        f"{Path(one.file).name}:{one.range.start.line + 1}"
        for one in report.general_diagnostics
        if one.rule == "reportUnusedCallResult" and _ABOUT_RESULTS.search(one.message)
    ]


def test_no_result_is_dropped(tmp_path: Path) -> None:
    assert dropped(SRC / "vegaloop", tmp_path) == []


def test_a_planted_one_is_caught(tmp_path: Path) -> None:
    planted = tmp_path / "planted"
    planted.mkdir()
    (planted / "forgetful.py").write_text(PLANTED, encoding="utf-8")
    assert dropped(planted, tmp_path) == [f"forgetful.py:{line}" for line in (9, 10, 11)]
