"""The command line, run as a person would run it."""

from __future__ import annotations

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.app.conftest import DEMO_NOW
from tests.support import at
from vegaloop.app.demo.fit_writer import (
    RUNNING,
    WrittenLap,
    WrittenSample,
    WrittenSession,
    write_fit,
)
from vegaloop.app.demo.season import home_at
from vegaloop.kernel.time import from_epoch_us, local_date_of

VEGALOOP = Path(sys.executable).parent / "vegaloop"
TODAY = str(local_date_of(at(DEMO_NOW), home_at(at(DEMO_NOW))))


def run(*words: str, database: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"VEGALOOP_DATABASE_URL": f"sqlite:///{database}"} | settings
    return subprocess.run(
        [str(VEGALOOP), *words],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def a_run(minutes: int, start_us: int = 1_770_000_000_000_000) -> bytes:
    start = from_epoch_us(start_us)
    samples = tuple(
        WrittenSample(
            at=from_epoch_us(start_us + n * 1_000_000), heart_rate_bpm=140, distance_cm=300 * n
        )
        for n in range(minutes * 60)
    )
    whole = WrittenLap(
        start=start, elapsed_ms=minutes * 60_000, timer_ms=minutes * 60_000, distance_cm=1_000
    )
    return write_fit(WrittenSession(sport=RUNNING, totals=whole, laps=(whole,), samples=samples))


def fates(receipt: dict[str, dict[str, dict[str, int]]]) -> tuple[int, int, int]:
    counts = receipt["brought"]["counts"]
    return counts["kept"], counts["known"], counts["refused"]


def _working(database: Path) -> bool:
    if not database.exists():
        return False
    with closing(sqlite3.connect(database)) as opened:
        try:
            return bool(
                opened.execute("select 1 from imports_import where state = 'working'").fetchone()
            )
        except sqlite3.OperationalError:
            return False


class TestImport:
    """A receipt names what was kept, known and refused; twice changes nothing."""

    def test_files_and_folders_twice(self, tmp_path: Path) -> None:
        folder, database = tmp_path / "files", tmp_path / "a.db"
        (folder / "below").mkdir(parents=True)
        (folder / "one.fit").write_bytes(a_run(3))
        (folder / "below" / "two.fit").write_bytes(a_run(4, 1_771_000_000_000_000))
        (folder / "broken.fit").write_bytes(a_run(3)[:14] + b"\xff" * 40)
        (folder / "notes.txt").write_text("not an activity")
        first = run("import", str(folder), "--json", database=database)
        receipt = json.loads(first.stdout)
        assert first.returncode == 1  # Something was refused.
        assert fates(receipt) == (2, 0, 1)
        refused = {i["place"]["file"] for i in receipt["items"] if i["fate"] == "refused"}
        assert refused == {"broken.fit"}
        again = json.loads(run("import", str(folder), "--json", database=database).stdout)
        assert fates(again) == (0, 2, 1)
        (_, first_id) = (receipt["brought"]["id"] for receipt in (again, receipt))
        shown = run("show", "import", first_id, "--fate", "refused", "--json", database=database)
        assert {i["fate"] for i in json.loads(shown.stdout)["items"]} == {"refused"}
        listed = json.loads(run("show", "imports", "--json", database=database).stdout)
        assert [one["counts"]["kept"] for one in listed] == [0, 2]

    def test_for_people(self, tmp_path: Path) -> None:
        (tmp_path / "one.fit").write_bytes(a_run(3))
        done = run("import", str(tmp_path / "one.fit"), database=tmp_path / "a.db")
        assert done.returncode == 0
        last = "1 kept, 0 merged, 0 replaced, 0 already known, 0 refused, 0 not supported"
        *_, receipt, counts = done.stdout.splitlines()
        assert counts == last
        assert run(*receipt.split()[3:], database=tmp_path / "a.db").returncode == 0

    def test_told_to_stop_it_goes_on_from_there(self, tmp_path: Path) -> None:
        rows = (f"{1985 + n // 300}-{n // 28 % 12 + 1:02}-{n % 28 + 1:02}" for n in range(12_000))
        table = "Date,Weight (kg)\n" + "".join(
            f"{day} {n % 24:02}:00:00,{70 + n % 9}\n" for n, day in enumerate(rows)
        )
        (tmp_path / "weight.csv").write_text(table)
        words = (str(VEGALOOP), "import", str(tmp_path / "weight.csv"))
        here = os.environ | {"VEGALOOP_DATABASE_URL": f"sqlite:///{tmp_path / 'a.db'}"}
        begun = subprocess.Popen(words, env=here, stderr=subprocess.PIPE, stdout=subprocess.PIPE)
        while not _working(tmp_path / "a.db"):
            assert begun.poll() is None
            time.sleep(0.05)
        begun.send_signal(signal.SIGINT)
        told = begun.communicate(timeout=60)[1].decode()
        assert (begun.returncode, "the same command goes on from there" in told) == (5, True)
        (left,) = json.loads(run("show", "imports", "--json", database=tmp_path / "a.db").stdout)
        assert left["state"] == "waiting"
        done = run("import", words[-1], "--json", database=tmp_path / "a.db")
        assert json.loads(done.stdout)["brought"]["id"] == left["id"]

    def test_a_damaged_file_is_kept_and_named(self, tmp_path: Path) -> None:
        (tmp_path / "cut.fit").write_bytes(a_run(3)[:-200])
        words = ("import", str(tmp_path / "cut.fit"))
        told = run(*words, database=tmp_path / "a.db").stdout
        assert re.search(r"cut.fit: (crc-wrong at byte \d+, )?cut-off at byte \d+", told)
        (item,) = json.loads(run(*words, "--json", database=tmp_path / "b.db").stdout)["items"]
        assert item["fate"] == "kept"
        assert "cut-off" in item["remarks"]
        spots = {spot["remark"]: spot["place"] for spot in item["spots"]}
        assert spots["cut-off"]["file"] == "cut.fit"
        assert 0 < spots["cut-off"]["byte"] < len(a_run(3))

    def test_what_there_is_no_room_for_is_no_failure_beside_what_there_is(
        self, tmp_path: Path
    ) -> None:
        (tmp_path / "ride.fit").write_bytes(a_run(3))
        (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8\xff\xe0 a picture")
        whole = run("import", str(tmp_path), database=tmp_path / "a.db")
        assert whole.returncode == 0
        assert "1 file: picture" in whole.stdout
        assert (
            run("import", str(tmp_path / "photo.jpg"), database=tmp_path / "a.db").returncode == 1
        )

    def test_what_is_not_there(self, tmp_path: Path) -> None:
        done = run("import", str(tmp_path / "nowhere"), database=tmp_path / "a.db")
        assert done.returncode == 2
        assert "no such file or folder" in done.stderr


class TestInspect:
    """What is in a file, or what is wrong with it; no database is touched."""

    def test_a_good_file(self, tmp_path: Path) -> None:
        (tmp_path / "run.fit").write_bytes(a_run(5))
        done = run("inspect", str(tmp_path / "run.fit"), "--json", database=tmp_path / "a.db")
        found = json.loads(done.stdout)
        assert done.returncode == 0
        assert found["counts"]["records"] == 300
        assert found["sessions"][0]["sport"] == "running"
        assert not (tmp_path / "a.db").exists()
        told = run("inspect", str(tmp_path / "run.fit"), database=tmp_path / "a.db")
        assert "running" in told.stdout
        assert "0:05:00" in told.stdout

    def test_a_broken_one(self, tmp_path: Path) -> None:
        (tmp_path / "run.fit").write_bytes(b"\x00" * 50)
        done = run("inspect", str(tmp_path / "run.fit"), "--json", database=tmp_path / "a.db")
        assert done.returncode == 1
        assert json.loads(done.stdout)["problem"]["type"] == "format/unknown"


class TestMorning:
    """Readiness and the dashboard, for people and for machines."""

    def test_a_scored_morning(self, demo_copy: Callable[[], Path]) -> None:
        database = demo_copy()
        told = run("readiness", TODAY, database=database)
        assert told.returncode == 0
        assert f"Readiness on {TODAY}" in told.stdout
        scored = json.loads(run("readiness", TODAY, "--json", database=database).stdout)
        assert scored["state"] == "scored"
        points = sum(one["contribution"] for one in scored["contributors"])
        assert scored["raw"] == pytest.approx(50 + points)

    def test_too_little_evidence_has_a_code_of_its_own(self, tmp_path: Path) -> None:
        done = run("readiness", "--json", database=tmp_path / "empty.db")
        assert done.returncode == 3
        answer = json.loads(done.stdout)
        assert answer["state"] == "insufficient_evidence"
        assert "score" not in answer
        assert len(answer["missing"]) == 12
        assert run("readiness", database=tmp_path / "empty.db").returncode == 3

    def test_the_dashboard(self, demo_copy: Callable[[], Path]) -> None:
        database = demo_copy()
        board = json.loads(run("dashboard", TODAY, "--json", database=database).stdout)
        sections = ("readiness", "nutrition", "activity", "biometrics", "goals")
        assert {board[name]["state"] for name in sections} == {"ready"}
        told = run("dashboard", TODAY, database=database).stdout
        assert all(title in told for title in ("Readiness", "Nutrition", "Biometrics", "Goals"))

    def test_an_empty_dashboard_does_not_fail(self, tmp_path: Path) -> None:
        assert run("dashboard", database=tmp_path / "empty.db").returncode == 0


class TestTheRest:
    """Tokens, the demo, the database, and what is wrong with a call."""

    def test_a_token_is_a_secret_and_nothing_else(self, tmp_path: Path) -> None:
        done = run("token", database=tmp_path / "a.db")
        assert len(done.stdout.strip()) >= 43

    def test_the_demo_mixes_with_nobody(self, demo_copy: Callable[[], Path]) -> None:
        done = run("demo", database=demo_copy())
        assert done.returncode == 1
        assert "already" in done.stderr

    def test_upgrade(self, tmp_path: Path) -> None:
        assert (
            run("db", "upgrade", database=tmp_path / "a.db").stdout == "The database is current.\n"
        )

    def test_a_setting_that_is_wrong_is_named(self, tmp_path: Path) -> None:
        done = run("token", database=tmp_path / "a.db", VEGALOOP_PORT="eighty")
        assert done.returncode == 2
        assert "VEGALOOP_PORT" in done.stderr

    def test_an_address_that_is_wrong_is_told_in_words(self, tmp_path: Path) -> None:
        done = run("token", database=tmp_path / "a.db", VEGALOOP_PUBLIC_URL="ftp://x")
        assert done.returncode == 2
        assert "VEGALOOP_PUBLIC_URL is wrong: it must be https://HOST" in done.stderr

    def test_a_host_that_is_none_is_named(self, tmp_path: Path) -> None:
        done = run("serve", database=tmp_path / "a.db", VEGALOOP_HOST="999.1.1.1")
        assert done.returncode == 4
        assert "VEGALOOP_HOST" in done.stderr
        assert "VEGALOOP_PORT" not in done.stderr

    def test_a_file_that_is_no_database(self, tmp_path: Path) -> None:
        (tmp_path / "a.db").write_bytes(b"this is a letter to my aunt" * 100)
        done = run("token", database=tmp_path / "a.db")
        assert done.returncode == 4
        assert "Traceback" not in done.stderr

    def test_help_names_every_command(self, tmp_path: Path) -> None:
        told = run("--help", database=tmp_path / "a.db").stdout
        for command in (
            "serve",
            "import",
            "inspect",
            "readiness",
            "dashboard",
            "demo",
            "token",
            "db",
        ):
            assert command in told
