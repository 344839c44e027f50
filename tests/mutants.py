"""Change the domain of a package in every small way, and print how many changes are noticed.

`python -m tests.mutants goals` works in a copy under .mutants/, prints killed/total and writes what
survived beside it, each as a difference. `--sample 500` tries so many of them, drawn the same way
each time. A mutant whose tests run for ever counts as killed; one that only the type checker
refuses is counted apart.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import random
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
# The known mistakes of others are told by family: which of them belong to which package.
PACKAGES: Final = {
    "activity": ("activity", "power", "ground"),
    "biometrics": ("biometrics", "body"),
    "nutrition": ("nutrition", "food"),
    "goals": ("goals",),
    "readiness": (),
    "dashboard": (),
    "accounts": (),
}
_COPIED: Final = ("src", "tests", "docs", "README.md", "pyproject.toml", "mypy.ini")
_NOTICED: Final = frozenset({"killed", "timeout", "suspicious", "segfault"})
_RESULT: Final = re.compile(r"^\s*(vegaloop\S+): (.+)$")
# What mutmut writes around a mutant is not typed as strictly as the house is.
_NOT_OURS: Final = frozenset({"misc", "ignore-without-code"})


def main() -> None:
    """Try each package in turn."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("packages", nargs="*", choices=[[], *PACKAGES])
    asked.add_argument("--sample", type=int)
    given = asked.parse_args()
    for package in given.packages or PACKAGES:
        _try(package, given.sample)


def _try(package: str, sample: int | None) -> None:
    place = ROOT / ".mutants" / package
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    for name in _COPIED:
        source, copy = ROOT / name, place / name
        if source.is_dir():
            shutil.copytree(source, copy, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, copy)
    with (place / "pyproject.toml").open("a") as settings:
        settings.write(_settings(package))
    _mutmut(place, "run", "vegaloop.none_of_them", log=True)  # Makes the mutants, tries none.
    every = sorted(_names(place, package))
    tried = (
        every if sample is None else sorted(random.Random(0).sample(every, min(sample, len(every))))
    )
    _mutmut(place, "run", "--max-children", str(os.cpu_count() or 1), *tried, log=True)
    told = {name: status for name, status in _results(place) if name in set(tried)}
    if len(told) < len(tried) or "not checked" in told.values():
        sys.exit(f"{package}: the run broke off; see {(place / 'mutmut.log').relative_to(ROOT)}")
    survivors = {name for name, status in told.items() if status not in _NOTICED}
    refused = survivors & _refused_by_types(place, package)
    lines = [_mutmut(place, "show", name) for name in sorted(survivors - refused)]
    (place / "survivors.txt").write_text("\n".join(lines))
    killed, total = len(told) - len(survivors), len(told)
    sys.stdout.write(
        f"{package}: killed {killed}/{total} ({100 * killed / max(1, total):.1f} %) of"
        f" {len(every)} mutants; {len(refused)} more do not type-check,"
        f" {len(survivors - refused)} survive; {dict(Counter(told.values()))}\n"
    )
    sys.stdout.flush()


def _settings(package: str) -> str:
    spec = sorted((ROOT / "tests" / "spec").glob(f"test_{package}*.py"))
    mistakes = [f"tests/spec/test_known_mistakes_{name}.py" for name in PACKAGES[package]]
    tests = [*(str(path.relative_to(ROOT)) for path in spec), *mistakes, "tests/vectors"]
    return f"""
[tool.mutmut]
source_paths = ["src"]
only_mutate = ["src/vegaloop/{package}/domain/*"]
also_copy = ["docs", "README.md", "mypy.ini"]
pytest_add_cli_args = ["-q", "-x", "-p", "no:cacheprovider"]
pytest_add_cli_args_test_selection = {tests}
timeout_multiplier = 2.0
timeout_constant = 5.0
"""


def _names(place: Path, package: str) -> Iterator[str]:
    for made in (place / "mutants" / "src" / "vegaloop" / package / "domain").rglob("*.meta"):
        yield from json.loads(made.read_text())["exit_code_by_key"]


def _results(place: Path) -> list[tuple[str, str]]:
    lines = _mutmut(place, "results", "--all", "true").splitlines()
    return [(one[1], one[2]) for one in map(_RESULT.match, lines) if one]


def _refused_by_types(place: Path, package: str) -> set[str]:
    """The mutants with a type error in them, unless the original they are made of has one too."""
    work = place / "mutants"
    mypy = [str(Path(sys.executable).with_name("mypy")), "--output", "json"]
    done = subprocess.run(mypy, cwd=work, stdout=subprocess.PIPE, text=True, check=False)
    wrong: dict[str, list[int]] = {}
    for line in done.stdout.splitlines():
        fault = json.loads(line)
        if fault["severity"] == "error" and fault["code"] not in _NOT_OURS:
            wrong.setdefault(fault["file"], []).append(fault["line"])
    found = {
        f"{file.removeprefix('src/').removesuffix('.py').replace('/', '.')}.{name}"
        for file, lines in wrong.items()
        if f"/{package}/domain/" in file
        for name, first, last in _functions(work / file)
        if any(first <= line <= last for line in lines)
    }
    originals = {name.removesuffix("orig") for name in found if name.endswith("__mutmut_orig")}
    return {name for name in found if f"{name.rpartition('_')[0]}_" not in originals}


def _functions(file: Path) -> Iterator[tuple[str, int, int]]:
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.FunctionDef) and "__mutmut_" in node.name:
            yield node.name, node.lineno, node.end_lineno or node.lineno


def _mutmut(place: Path, *words: str, log: bool = False) -> str:
    environment = {**os.environ, "VEGALOOP_LAWS": "mutants"}
    command = [str(Path(sys.executable).with_name("mutmut")), *words]
    done = subprocess.run(
        command,
        cwd=place,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if log:
        with (place / "mutmut.log").open("a") as kept:
            kept.write(done.stdout)
    return done.stdout


if __name__ == "__main__":
    main()
