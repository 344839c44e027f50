"""Many who wait in one event loop, and one write for all of them.

Rule 1: while some are written the next ones gather; each is told what became of the write it was in.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import suppress
from typing import TypeAlias, final

from vegaloop.device_sync.application.ports import Acceptance, Arrival

__all__ = ("Gathering",)

_Waiting: TypeAlias = tuple[Sequence[Arrival], asyncio.Future[None]]


@final
class Gathering:
    """Keeps what comes together as one: to wake whoever writes for each costs more than to write."""

    def __init__(self, accept: Callable[[Sequence[Arrival]], Future[Acceptance]]) -> None:
        self._accept = accept
        self._waiting: list[_Waiting] = []
        self._is_under_way = False

    async def keep(self, arrivals: Sequence[Arrival]) -> None:
        """Keep what came: it is on the disk when this returns; what it raises says that it may not be."""
        loop = asyncio.get_running_loop()
        kept: asyncio.Future[None] = loop.create_future()
        self._waiting.append((arrivals, kept))
        if not self._is_under_way:
            self._is_under_way = True
            loop.call_soon(self._write, loop)
        await kept

    def _write(self, loop: asyncio.AbstractEventLoop) -> None:
        taken, self._waiting = self._waiting, []

        def tell(written: Future[Acceptance]) -> None:
            with suppress(RuntimeError):  # The loop has ended, and whoever waited with it.
                loop.call_soon_threadsafe(self._tell, loop, taken, written.exception())

        try:
            written = self._accept([one for arrivals, _ in taken for one in arrivals])
        except Exception as refused:  # noqa: BLE001  # Whoever waits is told, whatever it is.
            self._tell(loop, taken, refused)
        else:
            written.add_done_callback(tell)

    def _tell(
        self,
        loop: asyncio.AbstractEventLoop,
        taken: Sequence[_Waiting],
        broken: BaseException | None,
    ) -> None:
        for _, kept in taken:
            if kept.done():  # Whoever gave up is told nothing.
                continue
            if broken is None:
                kept.set_result(None)
            else:
                kept.set_exception(broken)
        self._is_under_way = bool(self._waiting)
        if self._waiting:
            self._write(loop)
