"""Hostile uploads to a real server: refused in words or taken and told, and the server lives.

RELIABILITY H5 and H6; what a receipt says of each is a fact, never a bug.
"""

from __future__ import annotations

import http.client
import json
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final, NamedTuple

import pytest

from tests.benchmarks.server import serving
from tests.formats.hostile_archives import BOMBS
from vegaloop.app.services import open_vegaloop
from vegaloop.app.settings import Settings

_PATIENCE_S: Final = 60.0
BOUNDARY: Final = "a-boundary"
DEPTHS: Final = (900, 1_000, 100_000, 900_000)


class Host(NamedTuple):
    """A server, and how to sign in to it."""

    port: int
    secret: str

    def ask(
        self, method: str, path: str, body: bytes = b"", kind: str = "application/octet-stream"
    ) -> tuple[int, Any]:
        """Send a request; the status, and what is said."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=_PATIENCE_S)
        headers = {"authorization": f"Bearer {self.secret}", "content-type": kind}
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            text = answer.read()
            return answer.status, json.loads(text) if text else None
        except ConnectionError:  # It was told that it is too much before all of it was sent.
            return 413, None
        finally:
            connection.close()

    def done(self, brought: Any) -> Any:
        """Wait until an import has ended."""
        until = time.monotonic() + _PATIENCE_S
        while time.monotonic() < until:
            _, told = self.ask("GET", f"/v1/imports/{brought['id']}")
            if told["state"] in {"done", "failed"}:
                return told
            time.sleep(0.05)
        raise TimeoutError("the import did not end")

    def items(self, brought: Any) -> list[Any]:
        """What its receipt says."""
        return self.ask("GET", f"/v1/imports/{brought['id']}/items?limit=100")[1]["data"]


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    database = tmp_path_factory.mktemp("host") / "hostile.db"
    with open_vegaloop(Settings(database_url=f"sqlite:///{database}")) as vega:
        secret = vega.accounts.issue_token(vega.accounts.owner(), "test").secret
    with serving(Path(database)) as served:
        yield Host(served.port, secret)
        assert Host(served.port, secret).ask("GET", "/v1/me")[0] == 200


@pytest.mark.parametrize("depth", DEPTHS)
def test_documents_nested_deep(host: Host, depth: int) -> None:
    for data in (b"[" * depth + b"]" * depth, b'{"a":' * depth + b"1" + b"}" * depth):
        status, _ = host.ask("POST", "/v1/activities/uploads", data)
        assert 400 <= status < 500
        status, _ = host.ask("POST", "/v1/activities", data, "application/json")
        assert 400 <= status < 500
        status, brought = host.ask("POST", "/v1/imports", data)
        assert status == 202
        assert host.done(brought)["state"] == "done"
        (item,) = host.items(brought)
        assert item["fate"] in {"refused", "unsupported"}
        assert "reader-broke" not in json.dumps(item)


@pytest.mark.parametrize("name", ["zeros in a zip", "500,000 gzips", "as many, told to be one"])
def test_bombs(host: Host, name: str) -> None:
    status, brought = host.ask("POST", "/v1/imports", BOMBS[name]())
    assert status == 202
    assert host.done(brought)["counts"]["refused"] >= 1


def test_more_than_is_taken_is_refused_by_its_length(host: Host) -> None:
    with socket.create_connection(("127.0.0.1", host.port), timeout=20) as line:
        head = f"POST /v1/imports HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {host.secret}\r\n"
        line.sendall(f"{head}content-length: 99999999999\r\n\r\n".encode() + b"x" * 10_000)
        assert b" 413 " in line.recv(200)


def parts(names: list[str], data: bytes = b"x") -> bytes:
    pieces = [
        f'--{BOUNDARY}\r\ncontent-disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
        f"{data.decode()}\r\n"
        for name in names
    ]
    return ("".join(pieces) + f"--{BOUNDARY}--\r\n").encode()


def form(host: Host, names: list[str], data: bytes = b"x") -> tuple[int, Any]:
    kind = f"multipart/form-data; boundary={BOUNDARY}"
    return host.ask("POST", "/v1/imports", parts(names, data), kind)


def test_twenty_thousand_parts(host: Host) -> None:
    assert form(host, [str(n) for n in range(20_000)])[0] in {400, 413}


@pytest.mark.parametrize(
    "name", ["../../evil", "/etc/evil", "a\x00b", "a\rb", "..", "a" * 500, "é\u202e🚴", "%2e%2e/x"]
)
def test_names_lead_nowhere(host: Host, name: str) -> None:
    status, brought = form(host, [name], json.dumps({"name": name}).encode())
    assert status in {202, 400}
    if status == 202:
        assert host.done(brought)["state"] == "done"
        assert len(host.items(brought)) == 1


def test_one_content_twice_at_once(host: Host) -> None:
    table = b"time,glucose\n" + b"".join(
        b"2024-01-%02d 10:%02d:00,100\n" % (day, minute)
        for day in range(1, 29)
        for minute in range(0, 60, 5)
    )
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: host.ask("POST", "/v1/imports", table), range(8)))
    assert {status for status, _ in answers} == {202}
    told = [
        host.done(brought) for _, brought in {one["id"]: (s, one) for s, one in answers}.values()
    ]
    assert {one["state"] for one in told} == {"done"}
    assert sum(one["counts"]["kept"] for one in told) == 28 * 12


def test_half_a_body(host: Host) -> None:
    with socket.create_connection(("127.0.0.1", host.port), timeout=20) as line:
        head = f"POST /v1/imports HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {host.secret}\r\n"
        line.sendall(f"{head}content-length: 1000\r\n\r\nhalf".encode())
    assert host.ask("GET", "/v1/me")[0] == 200


def test_an_upload_while_the_worker_is_busy(host: Host) -> None:
    rows = b"".join(b"x%d,y\n" % n for n in range(40_000))
    _, busy = host.ask("POST", "/v1/imports", b"time,glucose\n" + rows)
    began = time.monotonic()
    status, brought = host.ask("POST", "/v1/imports", b"nothing at all")
    assert status == 202
    assert time.monotonic() - began < 5
    assert host.done(brought)["state"] == "done"
    assert host.done(busy)["state"] == "done"
