"""Processes that end, stop and lose their database: a few of each here, many with `make faults`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.between import die_before_answering, prepared
from tests.faults.pauses import pause_past_the_lease
from tests.faults.restarts import restart_under_load
from tests.postgres import running_postgres

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


def test_the_receiver_dies_between_commit_and_answer(tmp_path: Path) -> None:
    url = prepared(f"sqlite:///{tmp_path}/between.db")
    assert "3 kills, 3 known when sent again, lost 0, doubled 0" in die_before_answering(url, 3)


def test_a_worker_is_stopped_past_its_lease(tmp_path: Path) -> None:
    url = prepared(f"sqlite:///{tmp_path}/pauses.db")
    assert "stale acknowledgements 0, doubled 0" in pause_past_the_lease(url, 2)


def test_the_database_is_ended_under_load() -> None:
    with running_postgres() as url:
        assert "failed 0, lost 0, doubled 0" in restart_under_load(url, 1)
