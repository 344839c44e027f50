"""The server's first process: it watches the one that answers, and ends it for certain.

The second process is a fork of the first: what the first does when told to stop, set a flag of its
own, the second would do as well until it is ready, and nobody looks at that flag.

Rule 1: what was begun before it was told to stop is answered; nothing that is begun later is taken.
"""

from __future__ import annotations

import asyncio
import os
import signal
from _thread import start_new_thread
from types import FrameType
from typing import Final, final

from granian import _signals
from granian._granian import WorkerSignal
from granian.constants import Interfaces, Loops
from granian.http import HTTP1Settings
from granian.server.mp import MPServer

from vegaloop.app.settings import Settings

_STOPS: Final = (signal.SIGINT, signal.SIGTERM)
_ASK_EVERY_S: Final = 1.0
# Half a minute for what is being sent, and then the worker ends the step it is at.
_KILL_AFTER_S: Final = 45


@final
class Watcher(MPServer):
    """Asks the process that answers again, while it has not heard."""

    def signal_handler_interrupt(
        self, signum: int = signal.SIGTERM, frame: FrameType | None = None
    ) -> None:
        """Stop, and tell so each second until it is done: a signal may meet nobody."""
        self.interrupt_signal = True
        # From another thread: the one that was interrupted may hold the lock of what it waits for.
        start_new_thread(self.main_loop_interrupt.set, ())
        for worker in self.wrks:
            worker.terminate()  # type: ignore[no-untyped-call]  # Theirs.
        signal.signal(signal.SIGALRM, self.signal_handler_interrupt)
        signal.setitimer(signal.ITIMER_REAL, _ASK_EVERY_S)

    def shutdown(self, exit_code: int = 0) -> None:
        """Leave as the process that answers did, where that ended by itself."""
        ended = [worker.inner.exitcode for worker in self.wrks] if self.interrupt_children else []
        code = exit_code or max(filter(None, ended), default=0)
        super().shutdown(code)  # type: ignore[no-untyped-call]  # Theirs.


def run(settings: Settings) -> None:
    """Answer requests until told to stop; `SystemExit` where the process that answers broke."""
    os.register_at_fork(before=_hold, after_in_parent=_release, after_in_child=_begin_anew)
    _signals.set_loop_signals = _heard_once
    server = Watcher(
        "vegaloop.app.asgi:application",
        factory=True,
        address=settings.host,
        port=settings.port,
        interface=Interfaces.ASGI,
        loop=Loops.uvloop,
        workers=1,
        workers_kill_timeout=_KILL_AFTER_S,
        http1_settings=HTTP1Settings(header_read_timeout=5_000),
        log_enabled=False,
    )
    try:
        server.serve()
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _heard_once(loop: asyncio.AbstractEventLoop) -> WorkerSignal:
    """Let their loop be told to stop once: told again, it waits for itself and answers nobody."""
    told, heard = WorkerSignal(), asyncio.Event()

    def hear() -> None:
        if not heard.is_set():
            heard.set()
            told.set()

    for one in _STOPS:
        loop.add_signal_handler(one, hear)
    return told


def _hold() -> None:
    signal.pthread_sigmask(signal.SIG_BLOCK, _STOPS)


def _release() -> None:
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOPS)


def _begin_anew() -> None:
    """End at a word of the first process until ready; Ctrl-C, which both hear, is its to pass on."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _release()
