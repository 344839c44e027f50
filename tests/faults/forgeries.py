"""Signatures nobody gave, and one webhook again and again: `python -m tests.faults.forgeries`.

Takes how many are forged of each vendor that signs, and how many are replayed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from typing import Final
from unittest.mock import patch

from tests.device_sync.vendors.driving import KEYS, RECEIVED
from tests.device_sync.vendors.signing_vendors import EVERY_SIGNER, Signer, forged, guessed
from tests.faults.figures import (
    Figures,
    at_least,
    exactly,
    leave,
    number_given,
    on_both_engines,
)
from tests.faults.people import opened, prepared, receive, what_became_of, work_off
from vegaloop.device_sync.adapters.vendors import google_health, signing
from vegaloop.infrastructure.database import open_database
from vegaloop.kernel.result import Success

FORGERIES: Final = 10_000
REPLAYS: Final = 1_000
AT_ONCE: Final = 20
_FEW: Final = 100
# Ways to verify that verify nothing: one that compares texts, and one that looks at a public key.
BROKEN: Final[Mapping[str, tuple[Callable[..., bool], Callable[..., bool]]]] = {
    "nothing is compared": (lambda *_: True, lambda *_: True),
    "only how it begins is compared": (
        lambda given, wanted: given[:4] == wanted[:4],
        lambda _, given, __: given.startswith("A"),  # The version of what Tink signs.
    ),
}


def forge(count: int = FORGERIES, signers: Sequence[Signer] = EVERY_SIGNER) -> Figures:
    """Forge so many of each vendor, in every way and each bit of them; and let the true ones through."""
    tried = accepted = true = 0
    for signer in signers:
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
            at_least("forged", tried, count * len(signers)),
            exactly("accepted", accepted),
            exactly("true ones accepted", true, len(signers)),
        )
    )


def notice() -> Figures:
    """Break what verifies: of each vendor that signs a forgery is taken, and that is missed."""
    vendors = [signer.driver.vendor for signer in EVERY_SIGNER]
    found = []
    for how, (is_same, is_signed) in BROKEN.items():
        with (
            patch.object(signing, "is_same", is_same),
            patch.object(google_health, "is_signed", is_signed),
        ):
            missed = [one.driver.vendor for one in EVERY_SIGNER if _is_missed(forge(_FEW, (one,)))]
        found.append(exactly(f"{how}: MISSED at", ", ".join(missed), ", ".join(vendors)))
    return Figures(tuple(found))


def _is_missed(figures: Figures) -> bool:
    return [one.name for one in figures.every if not one.is_kept] == ["accepted"]


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
            "forged signatures that would be taken": notice,
            **on_both_engines(f"replays, {AT_ONCE} at once", replayed),
        }
    )
