"""The README is true: its examples are run as they stand."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.http.client import a_client

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")


def test_the_python_examples_run(tmp_path: Path) -> None:
    services, formulas = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    assert len(services.strip().splitlines()) == 5
    assert "InsufficientEvidence" in _told(services, tmp_path)
    told = _told(formulas, tmp_path).splitlines()
    assert told == re.findall(r"# → (.*)", formulas)
    assert told[:2] == ["126.96", "2479.60"]


def _told(code: str, place: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=place, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_http_example_answers_with_the_day() -> None:
    (body,) = re.findall(r"'(\{.*?\})'\n```", README, re.DOTALL)
    with a_client() as client:
        answer = client.post(
            "/v1/meals",
            content=body.replace("2026-03-28", "2026-03-18"),
            headers={"content-type": "application/json"},
        )
    assert answer.status_code == 201, answer.text
    assert answer.json()["day"]["eaten"]["energy_kcal"] > 0


@pytest.mark.parametrize("path", sorted(set(re.findall(r"\]\(([^)#:]+)\)", README))))
def test_what_it_links_to_is_there(path: str) -> None:
    assert (ROOT / path).exists()


@pytest.mark.parametrize(
    "target", ["run", "test", *re.findall(r"`(check|spec|bench|serve|fmt|clean)`", README)]
)
def test_the_targets_it_names_are_there(target: str) -> None:
    told = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert f"make {target} " in told.stdout
