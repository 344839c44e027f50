"""`vegaloop sync`, run as a person would run it, against a vendor on this machine."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import get_args
from urllib.parse import parse_qsl, urlsplit

import pytest

from tests.app.test_cli import run
from tests.device_sync.fake_vendor import Account, FakeVendor, routed
from tests.device_sync.vendors.driving import KEYS
from vegaloop.app.cli_sync import StateName, VendorName
from vegaloop.app.services import open_vegaloop
from vegaloop.app.settings import Settings
from vegaloop.device_sync import State, Vendor
from vegaloop.infrastructure.system import SystemClock
from vegaloop.kernel.identity import PersonId

SET_UP = {
    f"VEGALOOP_STRAVA_{name}": value
    for name, value in (
        ("CLIENT_ID", KEYS.client_id),
        ("SECRET", KEYS.secret),
        ("WORD", KEYS.word),
    )
}


@pytest.fixture
def store() -> Account:
    return Account(SystemClock().now)


@pytest.fixture
def at(store: Account) -> Iterator[str]:
    with FakeVendor(routed(store), store.now) as served:
        yield served.origin


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "a.db"


def told(file: Path, *words: str, at: str = "") -> subprocess.CompletedProcess[str]:
    reached = {"VEGALOOP_VENDORS_AT": at} if at else {}
    return run("sync", *words, database=file, **SET_UP, **reached)


def sent_to(store: Account, authorise_url: str) -> str:
    """Consent, and say where the vendor sends somebody then."""
    query = dict(parse_qsl(urlsplit(authorise_url).query))
    code = store.code("134815", query.get("code_challenge"))
    return f"{query['redirect_uri']}?state={query['state']}&code={code}&scope=read"


class TestConnecting:
    def test_to_connect_and_part(self, file: Path, at: str, store: Account) -> None:
        begun = told(file, "connect", "strava", "--json", at=at)
        assert begun.returncode == 0, begun.stderr
        address = json.loads(begun.stdout)["authorise_url"]
        assert dict(parse_qsl(urlsplit(address).query))["redirect_uri"] == "http://127.0.0.1:3000/"
        answer = sent_to(store, address)
        done = told(file, "connect", "strava", "--answer", answer, "--since", "2026-01-01", at=at)
        assert (done.returncode, done.stderr) == (0, "")
        assert "Strava is connected" in done.stdout
        again = told(file, "connect", "strava", "--answer", answer, at=at)
        assert (again.returncode, again.stdout) == (1, "")
        shown = told(file, "status")
        assert "Strava is connected." in shown.stdout
        assert "activities:" in shown.stdout
        missing = told(file, "gaps")
        assert missing.stdout.startswith("strava activities: ")
        assert "missing: 2026-01-01 to " in missing.stdout
        (gap,) = json.loads(told(file, "gaps", "--json").stdout)["gaps"]
        assert gap["missing"][0]["from"] == "2026-01-01"
        assert told(file, "retry").stdout.endswith("is tried now; 0 deliveries wait.\n")
        assert json.loads(told(file, "retry", "--json").stdout) == {"deliveries": 0}
        parted = told(file, "disconnect", "strava", "--json", at=at)
        assert (parted.returncode, json.loads(parted.stdout)["vendor_told"]) == (0, True)
        again_parted = told(file, "disconnect", "strava", at=at)
        assert again_parted.stdout.startswith("Strava is disconnected: ")
        left = "You disconnected Strava: nothing of it is taken any more.\n"
        shown_after = told(file, "status").stdout
        assert left in shown_after
        assert "to connect it again: vegaloop sync connect strava" in shown_after
        assert "missing" not in shown_after
        assert told(file, "gaps").stdout == left
        assert told(file, "gaps", "--vendor", "strava").stdout == left
        assert json.loads(told(file, "gaps", "--json").stdout) == {"gaps": []}
        for words in (("retry",), ("replay",)):
            named = told(file, *words, "--vendor", "strava", at=at)
            assert (named.returncode, named.stdout) == (1, "")
            assert named.stderr == f"vegaloop: {left}"
        secret = dict(parse_qsl(urlsplit(answer).query))
        for one in (begun, done, again, shown, missing, parted):
            assert secret["code"] not in one.stdout + one.stderr
            assert KEYS.secret not in one.stdout + one.stderr

    def test_the_answer_is_asked_for(self, file: Path) -> None:
        done = told(file, "connect", "strava", "--redirect", "https://me.example/back")
        assert done.returncode == 0
        assert "https://www.strava.com/" in done.stdout
        assert "paste the address" in done.stdout
        assert "--answer URL" in done.stdout

    def test_what_cannot_be(self, file: Path, at: str) -> None:
        for words, code, why in (
            (("connect", "oura"), 2, "Oura is not set up here"),
            (("connect", "nobody"), 2, "nobody"),
            (
                ("connect", "phone"),
                2,
                "/v1/sync/phone, with a token of its own that `vegaloop token`",
            ),
            (("disconnect", "phone"), 2, "DELETE /v1/me/tokens/ID"),
            (
                ("retry", "--vendor", "oura"),
                1,
                "Oura is not set up here; docs/vendors.md says how.",
            ),
            (("retry", "--vendor", "strava"), 1, "Strava is not connected."),
            (("replay", "--vendor", "strava"), 1, "Strava is not connected."),
            (("gaps", "--vendor", "nobody"), 2, "nobody"),
            (("connect", "strava", "--answer", "https://a/?error=access_denied"), 1, "no state"),
            (("connect", "strava", "--answer", "https://a/?state=x&code=y"), 1, "begin again"),
            (("connect", "strava", "--since", "1200-01-01"), 2, "is before"),
            (
                ("connect", "strava", "--since", "2990-01-01"),
                2,
                "is yet to come; name a day up to 20",
            ),
            (("connect", "strava", "--since", "2026-01-01", "--json"), 2, "goes with --answer"),
            (("connect", "strava", "--redirect", "myapp://back"), 2, "com.example.app:/"),
            (("disconnect", "strava"), 1, "is not connected"),
            (("replay", "00000000-0000-0000-0000-000000000007"), 2, "no such delivery"),
            (("dismiss", "00000000-0000-0000-0000-000000000007"), 2, "no such delivery"),
            (("replay", "--state", "eaten"), 2, "eaten"),
            (
                ("replay", "00000000-0000-0000-0000-000000000007", "--vendor", "strava"),
                2,
                "names one delivery",
            ),
        ):
            done = told(file, *words, at=at)
            assert (done.returncode, why in done.stderr) == (code, True), (words, done.stderr)


class TestWatching:
    def test_of_nobody(self, file: Path) -> None:
        bare = run("sync", "status", database=file)
        assert bare.returncode == 0
        assert bare.stdout.startswith("No vendor is set up here")
        assert run("sync", "gaps", database=file).stdout == "Nothing is missing.\n"
        assert json.loads(run("sync", "status", "--json", database=file).stdout) == {"vendors": []}

    def test_what_came_is_replayed(self, file: Path) -> None:
        with open_vegaloop(Settings(database_url=f"sqlite:///{file}")) as vega:
            ids = vega.accounts._ids
            people = (vega.accounts.owner(), PersonId(ids.fresh()))
            arrivals = [vega.sync.accepting.push(person, b'{"a": 1}') for person in people]
            vega.sync.accepting.accept(arrivals).result(5)
        mine = str(arrivals[0].delivery.id)
        assert "1 waiting" in told(file, "status").stdout
        for words, count in (
            ((), 1),
            (("--everybody",), 2),
            (("--vendor", "phone", "--state", "waiting", "--everybody"), 2),
            (("--vendor", "strava", "--everybody"), 0),
            (("--since", "2090-01-01T00:00+00:00"), 0),
        ):
            done = told(file, "replay", *words, "--json")
            assert json.loads(done.stdout) == {"deliveries": count}, (words, done.stderr)
        listed = told(file, "deliveries", "--vendor", "phone").stdout
        assert listed.startswith(f"{mine}  ")
        (one,) = json.loads(told(file, "deliveries", "--state", "waiting", "--json").stdout)["data"]
        assert (one["id"], one["vendor"]) == (mine, "phone")
        assert told(file, "deliveries", "--state", "dead").stdout == "Nothing such has come.\n"
        assert told(file, "replay", mine).stdout == f"{mine} is worked at again.\n"
        waits = told(file, "dismiss", mine)
        assert (waits.returncode, "it is waiting, and not dead" in waits.stderr) == (1, True)
        with open_vegaloop(Settings(database_url=f"sqlite:///{file}")) as vega:
            while vega.sync.working.step():
                pass
        assert "vegaloop sync dismiss ID puts it away" in told(file, "status").stdout
        assert told(file, "dismiss", mine).stdout == f"{mine} counts as failed no more.\n"
        put_away = json.loads(told(file, "dismiss", mine, "--json").stdout)
        assert (put_away["state"], put_away["trouble"]["type"]) == ("dismissed", "sync/misread")
        shown = json.loads(told(file, "replay", mine, "--json").stdout)
        assert (shown["id"], shown["state"]) == (mine, "waiting")


def test_the_words_of_the_command_line_are_those_there_are() -> None:
    assert set(get_args(VendorName)) == {one.value for one in Vendor}
    assert set(get_args(StateName)) == {one.value for one in State}
