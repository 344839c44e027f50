"""A vendor that looks whether an address is ours with a message."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tests.device_sync.vendors.driving import KEYS, envelope
from tests.http.syncing import HOOKS, address, synced
from tests.support import refused
from vegaloop.device_sync import Vendor
from vegaloop.device_sync.adapters.vendors.google_health import GoogleHealthDriver

GOOGLE = Vendor.GOOGLE_HEALTH
WORD = f"Bearer {KEYS.word}"
VERIFICATION = b'{"type": "verification"}'


class TestDsy71:
    """DSY-71. A vendor that asks with a message whether an address is ours is answered where the message bears the word, refused where not, and nothing of it is kept."""

    def test_google_looks_twice(self, tmp_path: Path) -> None:
        with synced("memory", tmp_path) as sync:
            sync.connect(GOOGLE, HOOKS[GOOGLE].account)
            for place, authorization, status in (
                (address(GOOGLE), WORD, 201),
                (address(GOOGLE), "", 403),
                (address(GOOGLE), KEYS.word, 403),
                (address(GOOGLE, "another-word-of-ours-that-nobody-can-guess"), WORD, 403),
            ):
                headers = {"authorization": authorization}
                answer = sync.client.post(place, content=VERIFICATION, headers=headers)
                assert (answer.status_code, authorization) == (status, authorization)
            assert sync.deliveries() == []

    @given(st.text(max_size=60))
    def test_whoever_guesses_is_refused(self, guess: str) -> None:
        for text in {guess, f"Bearer {guess}", KEYS.word[:-1]} - {WORD}:
            came = envelope(VERIFICATION, headers={"authorization": text})
            assert refused(GoogleHealthDriver().challenge(KEYS, came))
