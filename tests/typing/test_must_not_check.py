"""What must not type-check does not: mypy refuses each marked line, and nothing else."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Final

from tests.architecture.source import ROOT

FILE: Final = Path(__file__).with_name("must_not_check.py")


def checked(path: Path, cache: Path) -> str:
    """What mypy says about one file, at its strictest."""
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--warn-unused-ignores", "--cache-dir", cache, path],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        cwd=ROOT,
    )
    return done.stdout


def test_each_marked_line_is_refused(tmp_path: Path) -> None:
    assert checked(FILE, tmp_path).startswith("Success"), checked(FILE, tmp_path)


def test_a_line_that_is_not_refused_is_caught(tmp_path: Path) -> None:
    planted = tmp_path / "planted.py"
    fine = "mass + mass  # type:" + " ignore[operator]\n"
    head = "from vegaloop.kernel.quantity import Mass\n\nmass = Mass(1)\n"
    planted.write_text(head + fine, encoding="utf-8")
    assert "unused-ignore" in checked(planted, tmp_path)


def test_no_mark_says_that_each_is_needed() -> None:
    marks = FILE.read_text(encoding="utf-8").count("# type:" + " ignore[")
    assert marks >= 15
