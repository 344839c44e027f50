"""More clients than a PostgreSQL has connections for: `python -m tests.faults.storms [REQUESTS]`.

Others hold none of its connections, all but a few, or all of them for a while.
"""

from __future__ import annotations

import http.client
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from typing import Final

import psycopg

from tests.benchmarks.server import serving
from tests.faults.figures import (
    Figure,
    Figures,
    counted,
    exactly,
    leave,
    number_given,
)
from tests.faults.people import (
    ENVIRONMENT,
    PEOPLE,
    WORD,
    prepared,
    push,
    wait_until_done,
    what_became_of,
)
from tests.postgres import plain_url, running_postgres
from vegaloop.app.services import open_vegaloop
from vegaloop.app.settings import Settings
from vegaloop.infrastructure.database import open_database

REQUESTS: Final = 480
AT_ONCE: Final = 32
# Enough for the server and its worker, each at its most.
CONNECTIONS: Final = 40
FEW: Final = 4
FEW_LEFT: Final = f"all but {FEW} held"
_HELD_S: Final = 4.0
_TAKEN: Final = "2xx"
_LATER: Final = "503 with Retry-After"


class Storm:
    """Many at once, half of whom push, and half of whom ask for a board."""

    def __init__(self, port: int, token: str) -> None:
        self._port, self._token = port, token
        self._turn = threading.Lock()
        self.acknowledged: set[int] = set()
        self.answers = Counter[str]()

    def rage(self, requests: int) -> None:
        """Send all of it, over so many lines."""
        shares = [range(one, requests, AT_ONCE) for one in range(AT_ONCE)]
        with ThreadPoolExecutor(AT_ONCE) as clients:
            list(clients.map(self._send, shares))

    def _send(self, numbers: range) -> None:
        with closing(http.client.HTTPConnection("127.0.0.1", self._port, timeout=90)) as line:
            for number in numbers:
                is_push = number // AT_ONCE % 2 == 0
                if is_push:
                    line.request("POST", f"/v1/hooks/garmin/{WORD}", push(number, PEOPLE))
                else:
                    signed_in = {"Authorization": f"Bearer {self._token}"}
                    line.request("GET", "/v1/dashboard", headers=signed_in)
                answer = line.getresponse()
                answer.read()
                with self._turn:
                    self.answers[_kind(answer)] += 1
                    if is_push and answer.status == 200:
                        self.acknowledged.add(number)


def _kind(answer: http.client.HTTPResponse) -> str:
    if 200 <= answer.status < 300:
        return _TAKEN
    return (
        _LATER if answer.status == 503 and answer.getheader("retry-after") else str(answer.status)
    )


@contextmanager
def _nothing_held(_: str) -> Iterator[None]:
    yield


@contextmanager
def _few_left(url: str) -> Iterator[None]:
    with ExitStack() as held:
        for one in _taken(url, held)[:FEW]:
            one.close()
        yield


@contextmanager
def _none_left_for_a_while(url: str) -> Iterator[None]:
    with ExitStack() as held:
        _taken(url, held)
        letting_go = threading.Timer(_HELD_S, held.close)
        letting_go.start()
        yield
        letting_go.join()


def _taken(url: str, held: ExitStack) -> list[psycopg.Connection]:
    """Take every connection there is."""
    taken: list[psycopg.Connection] = []
    while True:
        try:
            taken.append(held.enter_context(closing(psycopg.connect(plain_url(url)))))
        except psycopg.OperationalError:
            return taken


HOLDING: Final = {
    "enough": _nothing_held,
    FEW_LEFT: _few_left,
    f"all held for {_HELD_S:.0f} s": _none_left_for_a_while,
}


def connect_many(how: str, requests: int) -> Figures:
    """Say how all were answered, and what became of what was acknowledged."""
    with running_postgres(CONNECTIONS) as url:
        prepared(url)
        with open_vegaloop(Settings(database_url=url), vendors={}) as vega:
            token = vega.accounts.issue_token(vega.accounts.owner(), "storm").secret
        with serving(url, ENVIRONMENT, is_heard=False) as served:
            storm = Storm(served.port, token)
            with HOLDING[how](url):
                storm.rage(requests)
            with closing(open_database(url)) as database:
                wait_until_done(database)
                became = what_became_of(database, storm.acknowledged)
    return Figures((*_answers(storm.answers, how, requests), *became))


def _answers(answers: Counter[str], how: str, requests: int) -> tuple[Figure, ...]:
    later = (
        exactly(_LATER, answers[_LATER]) if how == "enough" else counted(_LATER, answers[_LATER])
    )
    otherwise = answers.total() - answers[_TAKEN] - answers[_LATER]
    return (
        exactly("answered", answers.total(), requests),
        counted(_TAKEN, answers[_TAKEN]),
        later,
        exactly("answered otherwise", otherwise),
    )


if __name__ == "__main__":
    count = number_given(1, REQUESTS)
    leave(
        {
            f"{AT_ONCE} at once, PostgreSQL, {CONNECTIONS} connections, {how}": partial(
                connect_many, how, count
            )
            for how in HOLDING
        }
    )
