"""The keys that seal tokens, as whoever runs VegaLoop meets them: at start, and when they change."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.app.test_cli import run
from tests.app.test_cli_sync import SET_UP, sent_to
from tests.benchmarks.server import free_port
from tests.device_sync.fake_vendor import Account, FakeVendor, routed
from vegaloop.device_sync.adapters.key_file import key_file
from vegaloop.device_sync.adapters.key_ring import SealingKey, text_of
from vegaloop.infrastructure.system import SystemClock

NEW: Final = text_of(SealingKey("k-new", bytes(range(32))))
ODD: Final = text_of(SealingKey("k1", bytes(32)))[:-4]
SERVER: Final = "postgresql+psycopg://u:secret-word@127.0.0.1:1/x"
STARTS: Final = (("serve",), ("worker",), ("sync", "connect", "strava"))


@pytest.fixture
def connected(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A database with a connection whose tokens are sealed, and where its vendor is."""
    file, store = tmp_path / "a.db", Account(SystemClock().now)
    with FakeVendor(routed(store), store.now) as served:
        at = served.origin
        begun = asked(file, "sync", "connect", "strava", "--json", at=at)
        answer = sent_to(store, json.loads(begun.stdout)["authorise_url"])
        done = asked(file, "sync", "connect", "strava", "--answer", answer, at=at)
        assert done.returncode == 0, done.stderr
        yield file, at


def asked(
    file: Path, *words: str, at: str = "http://127.0.0.1:1", **settings: str
) -> subprocess.CompletedProcess[str]:
    port = {"VEGALOOP_PORT": str(free_port())}
    return run(*words, database=file, **SET_UP, **port, VEGALOOP_VENDORS_AT=at, **settings)


class TestStarting:
    """Nothing that seals starts without the keys it needs, and says which those are."""

    @pytest.mark.parametrize("words", [*STARTS, ("sync", "status")])
    def test_beside_a_server_without_keys(self, tmp_path: Path, words: tuple[str, ...]) -> None:
        done = asked(tmp_path / "a.db", *words, VEGALOOP_DATABASE_URL=SERVER)
        assert (done.returncode, done.stdout) == (2, "")
        assert "VEGALOOP_SYNC_KEYS is missing" in done.stderr
        assert "k2:BASE64,k1:BASE64" in done.stderr
        assert "secret-word" not in done.stderr

    @pytest.mark.parametrize("words", STARTS)
    def test_with_keys_that_are_none(self, tmp_path: Path, words: tuple[str, ...]) -> None:
        done = asked(tmp_path / "a.db", *words, VEGALOOP_SYNC_KEYS=f"{NEW},{ODD}")
        assert (done.returncode, done.stdout) == (2, "")
        assert "VEGALOOP_SYNC_KEYS is wrong: key 2 should have" in done.stderr
        assert ODD not in done.stderr
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.parametrize("words", STARTS)
    def test_when_the_file_with_the_key_is_gone(
        self, connected: tuple[Path, str], words: tuple[str, ...]
    ) -> None:
        file, at = connected
        key_file(file).unlink()
        done = asked(file, *words, at=at)
        assert (done.returncode, done.stdout) == (2, ""), done.stderr
        assert f"the key file {key_file(file)} is missing" in done.stderr
        assert not key_file(file).exists()
        shown = asked(file, "sync", "status", at=at)
        assert (shown.returncode, "Strava is connected" in shown.stdout) == (0, True)
        assert not key_file(file).exists()

    @pytest.mark.parametrize("words", STARTS)
    @pytest.mark.parametrize("odd", [ODD, "", "never a key", None])
    def test_with_a_file_that_is_damaged_or_cannot_be_read(
        self, tmp_path: Path, words: tuple[str, ...], odd: str | None
    ) -> None:
        keys = key_file(tmp_path / "a.db")
        if odd is None:
            keys.mkdir()
        else:
            keys.write_text(odd)
            keys.chmod(0o600)
        done = asked(tmp_path / "a.db", *words)
        assert (done.returncode, done.stdout) == (2, ""), done.stderr
        assert done.stderr.startswith(f"vegaloop: the key file {keys} ")
        assert done.stderr.count("\n") == 1
        assert not odd or odd not in done.stderr

    @pytest.mark.parametrize("blank", ["", "  "])
    def test_a_setting_that_is_blank_is_as_if_it_were_not_set(
        self, connected: tuple[Path, str], blank: str
    ) -> None:
        file, at = connected
        done = asked(file, "sync", "reseal", at=at, VEGALOOP_SYNC_KEYS=blank)
        assert (done.returncode, done.stdout.startswith("0 sealed anew, 1 were")) == (0, True)
        beside = asked(file, "worker", VEGALOOP_SYNC_KEYS=blank, VEGALOOP_DATABASE_URL=SERVER)
        assert (beside.returncode, "SYNC_KEYS is missing" in beside.stderr) == (2, True)

    def test_with_a_file_others_may_read(self, connected: tuple[Path, str]) -> None:
        file, _ = connected
        key_file(file).chmod(0o644)
        done = asked(file, "worker")
        assert (done.returncode, f"chmod 600 {key_file(file)}" in done.stderr) == (2, True)

    def test_without_a_vendor_nobody_asks_for_keys(self, tmp_path: Path) -> None:
        done = run("sync", "status", database=tmp_path / "a.db", VEGALOOP_SYNC_KEYS="none")
        assert done.returncode == 0

    @pytest.mark.parametrize("set_up", [{}, SET_UP])
    def test_what_seals_is_not_loaded_to_start(
        self, tmp_path: Path, set_up: dict[str, str]
    ) -> None:
        look = (
            "import sys; from vegaloop.app.console.opening import opened\n"
            "with opened(seals=True): print('cryptography' in sys.modules)"
        )
        place = {"VEGALOOP_DATABASE_URL": f"sqlite:///{tmp_path / 'a.db'}"}
        done = subprocess.run(
            [sys.executable, "-c", look],
            env=os.environ | place | set_up,
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout == "False\n"


class TestChanging:
    """A key is changed step by step, as docs/operations.md says."""

    def test_step_by_step(self, connected: tuple[Path, str]) -> None:
        file, at = connected
        keys = key_file(file)
        old = keys.read_text().strip()
        keys.write_text(f"{NEW},{old}\n")
        done = asked(file, "sync", "reseal", at=at)
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.startswith("1 sealed anew, 0 were sealed with the first key already")
        keys.write_text(f"{NEW}\n")
        told = json.loads(asked(file, "sync", "reseal", "--json", at=at).stdout)
        assert told == {"anew": 0, "current": 1, "locked": 0}
        keys.write_text(f"{old}\n")
        gone = asked(file, "sync", "reseal", "--json", at=at)
        assert json.loads(gone.stdout) == {"anew": 0, "current": 0, "locked": 1}
        assert (gone.returncode, "cannot be opened" in gone.stderr) == (1, True)
