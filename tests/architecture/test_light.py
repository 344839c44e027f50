"""A Python caller loads no web framework, and no database before one is opened."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Final

import pytest

from tests.architecture.source import SRC

HEAVY: Final = ("litestar", "sqlalchemy", "numpy", "alembic")
PACKAGES: Final = (
    "accounts",
    "activity",
    "biometrics",
    "goals",
    "nutrition",
    "readiness",
    "dashboard",
    "app.services",
)


def loaded_by(statement: str) -> list[str]:
    """Which heavy packages a new interpreter holds after a statement."""
    ask = f"{statement}\nimport sys\nprint(*(n for n in {HEAVY!r} if n in sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", ask],
        env={**os.environ, "PYTHONPATH": str(SRC)},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return done.stdout.split()


@pytest.mark.parametrize("package", PACKAGES)
def test_a_package_is_light(package: str) -> None:
    assert loaded_by(f"import vegaloop.{package}") == []


def test_a_heavy_one_is_caught() -> None:
    assert loaded_by("import vegaloop.infrastructure.database") == ["sqlalchemy"]
