"""Change the domain of a package in every small way, and print how many changes a test notices.

`python -m tests.mutants goals` works in a copy under .mutants/, prints killed/total and writes what
survived beside it, each as a difference. A mutant whose tests run for ever counts as killed.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
PACKAGES: Final = (
    "activity",
    "biometrics",
    "nutrition",
    "goals",
    "readiness",
    "dashboard",
    "accounts",
)
_COPIED: Final = ("src", "tests", "docs", "README.md", "pyproject.toml")
_NOTICED: Final = frozenset({"killed", "timeout", "suspicious", "segfault"})
_RESULT: Final = re.compile(r"^\s*(vegaloop\S+): (.+)$")


def main(packages: list[str]) -> None:
    """Try each package in turn."""
    for package in packages:
        if package not in PACKAGES:
            sys.exit(f"{package} is not one of {', '.join(PACKAGES)}")
        _try(package)


def _try(package: str) -> None:
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
    with (place / "mutmut.log").open("w") as log:
        _mutmut(place, "run", "--max-children", str(os.cpu_count() or 1), out=log.fileno())
    results = _results(_mutmut(place, "results", "--all", "true"))
    counts = Counter(status for _, status in results)
    if counts["not checked"] or not results:
        sys.exit(f"{package}: the run broke off; see {(place / 'mutmut.log').relative_to(ROOT)}")
    noticed, total = sum(counts[one] for one in _NOTICED), len(results)
    survivors = [name for name, status in results if status not in _NOTICED]
    (place / "survivors.txt").write_text(
        "\n".join(_mutmut(place, "show", one) for one in survivors)
    )
    share = f"{100 * noticed / total:.1f} %" if total else "nothing to change"
    sys.stdout.write(f"{package}: killed {noticed}/{total} ({share}); {dict(counts)}\n")


def _settings(package: str) -> str:
    spec = sorted((ROOT / "tests" / "spec").glob(f"test_{package}*.py"))
    tests = [*(str(path.relative_to(ROOT)) for path in spec), "tests/vectors"]
    return f"""
[tool.mutmut]
source_paths = ["src"]
only_mutate = ["src/vegaloop/{package}/domain/*"]
also_copy = ["docs", "README.md"]
pytest_add_cli_args = ["-q", "-x", "-p", "no:cacheprovider"]
pytest_add_cli_args_test_selection = {tests}
"""


def _results(told: str) -> list[tuple[str, str]]:
    found = (_RESULT.match(line) for line in told.splitlines())
    return [(one[1], one[2]) for one in found if one]


def _mutmut(place: Path, *words: str, out: int = subprocess.PIPE) -> str:
    environment = {**os.environ, "VEGALOOP_LAWS": "mutants"}
    command = [str(Path(sys.executable).with_name("mutmut")), *words]
    done = subprocess.run(
        command,
        cwd=place,
        env=environment,
        stdout=out,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.stdout or ""


if __name__ == "__main__":
    main(sys.argv[1:] or list(PACKAGES))
