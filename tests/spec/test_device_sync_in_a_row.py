"""What a vendor must say several times before it is believed. Each class quotes its rule."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final
from unittest.mock import patch

import msgspec
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.device_sync.simulated.driver import SimulatedDriver
from tests.device_sync.simulated.vendor import SimulatedVendor
from tests.spec.test_device_sync_tokens_lost import standing
from tests.spec.test_device_sync_unsteady import Rider
from tests.strategies.device_sync import a_delivery, feeds
from tests.support import NOW, at, at_most
from vegaloop.device_sync.adapters.rows import DELIVERY, FEED
from vegaloop.device_sync.application.calling import Answer
from vegaloop.device_sync.domain.connection import Lapsed
from vegaloop.device_sync.domain.feed import Feed
from vegaloop.device_sync.domain.trouble import Down, Gone, Refused, Trouble
from vegaloop.kernel.result import Failure, Success

_HOURS: Final = dt.timedelta(hours=7)  # Tokens end after six.
_BUSY: Final = 429
# Each answer puts off once, and may open the breaker before.
_TRIES_MOST: Final = 30


@contextmanager
def answers(path: str, statuses: Sequence[int]) -> Iterator[list[int]]:
    """Let a vendor answer at a path as is said, one call after another, and then as it is."""
    answered, left = SimulatedVendor._answered, list(statuses)

    def answer(vendor: SimulatedVendor, asked: str, *rest: object) -> object:
        if asked.startswith(path) and left:
            return Success(Answer(left.pop(0), {"retry-after": "60"}, b""))
        return answered(vendor, asked, *rest)  # type: ignore[arg-type]  # As it was asked.

    with patch.object(SimulatedVendor, "_answered", answer):
        yield left


def in_a_row(statuses: Sequence[int], status: int) -> int:
    """How often at most it was said without another word between; to be put off is none."""
    most = times = 0
    for one in statuses:
        times = times + (one == status) if one in {status, _BUSY} else 0
        most = max(most, times)
    return most


def until_said(world: Rider, left: Sequence[int]) -> None:
    """Let time pass until the vendor has said it all, or nobody asks any more."""
    for _ in range(_TRIES_MOST):
        if left:
            world.next()


def said(status: int) -> st.SearchStrategy[list[int]]:
    """Answers before all is well again: fewer than anything dies of."""
    return st.lists(st.sampled_from((status, status, status, 500, _BUSY)), max_size=6)


class TestDsy132:
    """DSY-132. What counts only when it was said so often counts in a row and for itself: whatever else stands in the way between begins it anew, and being put off does not."""

    @given(said(404))
    @example([500, 500, 404])
    @settings(max_examples=at_most(40))
    def test_what_is_not_there(self, statuses: list[int]) -> None:
        world = Rider()
        world.told(world.rides("first"))
        world.advance(NOW.resolution)
        with answers("/object", statuses) as left:
            world.told(world.rides("then"))
            until_said(world, left)
        is_gone = in_a_row(statuses, 404) >= 3
        assert any(says == "" for _, _, says in world.kept.effects) is is_gone

    @given(said(401))
    @example([500, 500, 401])
    @settings(max_examples=at_most(40))
    def test_tokens_that_are_not_honoured(self, statuses: list[int]) -> None:
        world = Rider()
        with answers("/object", statuses) as left:
            world.told(world.rides("first"))
            until_said(world, left)
        assert isinstance(standing(world), Lapsed) is (in_a_row(statuses, 401) >= 3)

    @given(st.lists(st.sampled_from((403, 403, 403, 403, 500)), max_size=7))
    @example([500, 500, 500, 500, 403])
    @settings(max_examples=at_most(40))
    def test_tokens_that_are_not_given(self, statuses: list[int]) -> None:
        world = Rider()
        self._only_what_is_told(world)
        thing, read = world.rides("first"), SimulatedDriver.tokens
        world.advance(_HOURS)

        def tokens(driver: SimulatedDriver, answer: Answer, *rest: object) -> object:
            if answer.status == 403:
                return Failure(Refused(403))
            return read(driver, answer, *rest)  # type: ignore[arg-type]  # As it was asked.

        with (
            patch.object(SimulatedDriver, "tokens", tokens),
            answers("/token", statuses) as left,
        ):
            world.told(thing)
            until_said(world, left)
        assert isinstance(standing(world), Lapsed) is (in_a_row(statuses, 403) >= 5)

    @given(st.lists(st.sampled_from((Gone("data"), Down("timeout"))), min_size=1), feeds)
    def test_what_is_tried_anew_counts_anew(self, times: list[Trouble], feed: Feed) -> None:
        one = a_delivery(1)
        for trouble in times:
            one = one.failed(at(NOW), trouble, 0)
            feed = feed.failed(at(NOW), trouble, 0)
        for trouble in (Gone("data"), Down("timeout")):
            is_last = trouble == times[-1]
            assert bool(one.streak.count(trouble)) is bool(feed.streak.count(trouble)) is is_last
            for fresh in (one.replayed(at(NOW)), feed.asked(at(NOW)), feed.paused()):
                assert fresh.streak.count(trouble) == 0

    @given(feeds)
    def test_what_was_kept_before_this_was_counted_is_read(self, feed: Feed) -> None:
        one = a_delivery(1)
        for kept, decoder in ((one, DELIVERY), (feed, FEED)):
            told = msgspec.json.decode(msgspec.json.encode(kept))
            del told["streak"]
            read = decoder.decode(msgspec.json.encode(told))
            assert read.streak.times == 0

    def _only_what_is_told(self, world: Rider) -> None:
        for feed in world.books.read(world.me, lambda book: book.feeds()):
            world.books.write(world.me, lambda book, feed=feed: book.put_feed(feed.paused()))
