"""Signatures nobody gave, and one webhook again and again: `python -m tests.faults.forgeries`.

Takes how many are forged of each vendor that signs, and how many are replayed.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from typing import Final

from tests.device_sync.vendors.driving import KEYS, RECEIVED
from tests.device_sync.vendors.signing_vendors import EVERY_SIGNER, forged, guessed
from tests.faults.figures import (
    Figures,
    at_least,
    exactly,
    leave,
    number_given,
    on_both_engines,
)
from tests.faults.people import opened, prepared, receive, what_became_of, work_off
from vegaloop.infrastructure.database import open_database
from vegaloop.kernel.result import Success

FORGERIES: Final = 10_000
REPLAYS: Final = 1_000
AT_ONCE: Final = 20


def forge(count: int = FORGERIES) -> Figures:
    """Forge so many of each vendor, in every way and each bit of them; and let the true ones through."""
    tried = accepted = true = 0
    for signer in EVERY_SIGNER:
        sent = [*forged(signer)]
        sent += guessed(signer, max(count - len(sent), 0), seed=17)
        taken = [
            isinstance(signer.driver.messages(KEYS, one, RECEIVED), Success)
            for one in (*sent, signer.sent())
        ]
        true += taken.pop()
        tried, accepted = tried + len(taken), accepted + sum(taken)
    return Figures(
        (
            at_least("forged", tried, count * len(EVERY_SIGNER)),
            exactly("accepted", accepted),
            exactly("true ones accepted", true, len(EVERY_SIGNER)),
        )
    )


def storm(url: str, replays: int = REPLAYS) -> Figures:
    """Send one webhook so often, twenty at once."""
    with opened(prepared(url)) as vega:
        with ThreadPoolExecutor(AT_ONCE) as senders:
            answers = list(senders.map(lambda _: receive(vega, 0), range(replays)))
        work_off(vega)
    with closing(open_database(url)) as database:
        return Figures(
            (
                exactly("acknowledged", len(answers), replays),
                exactly("kept", sum(one.kept for one in answers), 1),
                exactly("known", sum(one.known for one in answers), replays - 1),
                *what_became_of(database, [0]),
            )
        )


if __name__ == "__main__":
    replayed = partial(storm, replays=number_given(2, REPLAYS))
    leave(
        {
            "forged signatures": partial(forge, number_given(1, FORGERIES)),
            **on_both_engines(f"replays, {AT_ONCE} at once", replayed),
        }
    )
