"""A device that was offline for weeks: fifty files of an hour at once, and the same twice more.

Run as `python -m tests.benchmarks.burst [FILES]`: into the contexts directly, then over HTTP.
"""

from __future__ import annotations

import datetime as dt
import http.client
import json
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Any, Final

from tests.benchmarks.people import a_long_ride
from tests.benchmarks.server import Served, serving
from vegaloop.activity import ImportFile, ItemKept
from vegaloop.app.services import open_vegaloop
from vegaloop.app.settings import Settings

FILES: Final = 50
CLIENTS: Final = 8
_PATIENCE_S: Final = 120
_ENDED: Final = frozenset({"done", "failed"})


def main() -> None:
    """Print how long it took to accept and to see them, and how many were lost or doubled."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else FILES
    now = dt.datetime.now(dt.UTC).replace(microsecond=0)
    files = [a_long_ride(now - dt.timedelta(days=n + 1), 1) for n in range(count)]
    print(f"{count} files of an hour, {sum(map(len, files)) / 2**20:.1f} MB")
    with tempfile.TemporaryDirectory() as folder:
        _directly(Path(folder) / "direct.db", files)
        _over_http(Path(folder) / "http.db", files)


def _directly(database: Path, files: list[bytes]) -> None:
    with open_vegaloop(Settings(database_url=f"sqlite:///{database}")) as vega:
        me = vega.accounts.owner()
        for what in ("first", "again"):
            began = time.perf_counter()
            outcomes = vega.activity.import_batch(me, [ImportFile(data=data) for data in files])
            took_s = time.perf_counter() - began
            fates = Counter(one.fate for one in outcomes if isinstance(one, ItemKept))
            told = ", ".join(f"{count} {fate.value}" for fate, count in fates.items())
            print(f"directly, {what}: {took_s:.2f} s ({told})")


def _over_http(database: Path, files: list[bytes]) -> None:
    with open_vegaloop(Settings(database_url=f"sqlite:///{database}")) as vega:
        token = vega.accounts.issue_token(vega.accounts.owner(), "burst").secret
    with serving(database) as served:
        # A server is up when its worker is: nobody's watch waits for a server to start.
        _counts(served, token, _sent(served, token, [b"nothing anybody reads"]))
        for what in ("first", "replayed", "replayed again"):
            began, began_cpu_s = time.perf_counter(), served.cpu_s()
            brought = _sent(served, token, files)
            accepted_s = time.perf_counter() - began
            counts = _counts(served, token, brought)
            visible_s = time.perf_counter() - began
            cpu_s = served.cpu_s() - began_cpu_s
            kept = sum(one["kept"] + one["merged"] for one in counts)
            there = len(_asked(_to(served), token, "GET", "/v1/activities?limit=200")["data"])
            lost, doubled = max(0, len(files) - there), max(0, there - len(files))
            print(
                f"over HTTP, {what}: accepted {accepted_s:.2f} s, visible {visible_s:.2f} s,"
                f" {cpu_s:.2f} s of the server's processor, {kept} kept, {lost} lost, {doubled} doubled"
            )


def _sent(served: Served, token: str, files: list[bytes]) -> list[str]:
    ids: list[str] = []
    turn = threading.Lock()

    def client(number: int) -> None:
        connection = _to(served)
        for data in files[number::CLIENTS]:
            answer = _asked(connection, token, "POST", "/v1/imports", data)
            with turn:
                ids.append(answer["id"])
        connection.close()

    threads = [threading.Thread(target=client, args=(n,)) for n in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if len(ids) != len(files):
        raise AssertionError(f"{len(files) - len(ids)} files were not accepted")
    return ids


def _counts(served: Served, token: str, brought: list[str]) -> list[dict[str, int]]:
    """Wait until every import has ended, and give what each came to."""
    connection, patience = _to(served), time.monotonic() + _PATIENCE_S
    counts: list[dict[str, int]] = []
    for one in brought:
        while (answer := _asked(connection, token, "GET", f"/v1/imports/{one}"))[
            "state"
        ] not in _ENDED:
            if time.monotonic() > patience:
                raise TimeoutError(f"{one} is still {answer['state']}")
            time.sleep(0.05)
        counts.append(answer["counts"])
    connection.close()
    return counts


def _to(served: Served) -> http.client.HTTPConnection:
    return http.client.HTTPConnection("127.0.0.1", served.port, timeout=30)


def _asked(
    connection: http.client.HTTPConnection,
    token: str,
    method: str,
    path: str,
    body: bytes | None = None,
) -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/octet-stream"}
    connection.request(method, path, body=body, headers=headers)
    answer = connection.getresponse()
    told: dict[str, Any] = json.loads(answer.read())
    if answer.status >= 300:
        raise AssertionError(f"{method} {path} answered {answer.status}: {told}")
    return told


if __name__ == "__main__":
    main()
