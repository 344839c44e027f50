"""Processes that end, stop and lose their database: a few of each here, many with `make faults`."""

from __future__ import annotations

import errno
from functools import partial

import pytest

from tests.faults import shim
from tests.faults.backups import SQLITE, copy_while_written
from tests.faults.between import die_before_answering
from tests.faults.disk_errors import FEW, break_the_disk, notice
from tests.faults.figures import (
    Figure,
    Figures,
    TrialOn,
    at_least,
    at_most,
    exactly,
    leave,
    on_postgres,
    on_sqlite,
)
from tests.faults.forgeries import storm
from tests.faults.pauses import pause_past_the_lease
from tests.faults.pooled import forget_between
from tests.faults.restarts import WAIT, restart_under_load
from tests.faults.shim import Shimmed, shimmed
from tests.faults.storms import FEW_LEFT, connect_many
from tests.faults.syncs import ON_POSTGRES, ON_SQLITE, postgres_watched, sqlite_watched, watch_syncs

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.mark.parametrize(
    "trial",
    [
        partial(die_before_answering, times=3),
        partial(pause_past_the_lease, times=2),
        storm,
        partial(copy_while_written, engine=SQLITE, copies=2),
    ],
    ids=["between", "pauses", "storm", "backups"],
)
def test_nothing_is_lost_and_nothing_is_doubled(trial: TrialOn) -> None:
    figures = on_sqlite(trial)
    assert figures.is_kept, figures.line


@pytest.mark.parametrize(
    "trial",
    [
        partial(break_the_disk, errno.EIO, FEW, 10),
        partial(break_the_disk, errno.ENOSPC, FEW, 10),
        notice,
        partial(watch_syncs, sqlite_watched, ON_SQLITE, 64),
        partial(watch_syncs, postgres_watched, ON_POSTGRES, 64),
    ],
    ids=["EIO", "ENOSPC", "hidden", "syncs, SQLite", "syncs, PostgreSQL"],
)
@pytest.mark.skipif(shim.COMPILER is None, reason="there is no C compiler")
def test_what_is_acknowledged_is_on_the_disk(trial: Shimmed) -> None:
    figures = shimmed(trial)
    assert figures.is_kept, figures.line


def test_where_there_is_no_compiler_nothing_was_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shim, "COMPILER", None)
    figures = shimmed(lambda library: Figures(()))
    assert not figures.is_kept
    assert "C compiler" in figures.line


def test_nothing_is_held_beyond_a_transaction() -> None:
    figures = on_postgres(partial(forget_between, pushes=8))
    assert figures.is_kept, figures.line


def test_many_wait_for_few_connections() -> None:
    figures = connect_many(FEW_LEFT, 64)
    assert figures.is_kept, figures.line


def test_the_database_is_ended_under_load() -> None:
    figures = on_postgres(partial(restart_under_load, restarts=1))
    # How long anybody waited is a figure of a quiet machine.
    missed = [one for one in figures.every if not one.is_kept and one.name != WAIT]
    assert not missed, figures.line


@pytest.mark.parametrize(
    ("figure", "is_kept"),
    [
        (exactly("lost", 0), True),
        (exactly("lost", 1), False),
        (at_least("kills", 25, 25), True),
        (at_least("kills", 24, 25), False),
        (at_most("s", 2.0, 2.0), True),
        (at_most("s", 2.01, 2.0), False),
    ],
    ids=str,
)
def test_a_missed_bound_ends_with_1(
    figure: Figure, is_kept: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        leave({"first": lambda: Figures((figure,)), "second": lambda: Figures(())})
    assert ended.value.code == (not is_kept)
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith("PASS" if is_kept else "FAIL")
    assert second.startswith("PASS")
