"""The application a server runs, opened when it starts and closed when it stops."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import time
from contextlib import ExitStack
from functools import partial
from typing import Final

from litestar.types import ASGIApp

from vegaloop.app.console.opening import opened
from vegaloop.app.console.terminal import say
from vegaloop.app.http import http_app
from vegaloop.app.settings import Settings
from vegaloop.app.worker_process import start_worker_process
from vegaloop.device_sync.adapters.hook_bodies import HOOKS, is_large_taken
from vegaloop.device_sync.adapters.http_events import Watching
from vegaloop.device_sync.adapters.short_way import ShortWay
from vegaloop.infrastructure.events import also_when_told_to_stop
from vegaloop.infrastructure.in_time import InTime, Patience
from vegaloop.infrastructure.logbook import open_journal

_ASK_EVERY_S: Final = 1.0


def application() -> ASGIApp:
    """Build the application from the environment; whoever has no token yet is shown one."""
    _stop_with_parent()
    settings = Settings.read(os.environ)
    journal = open_journal(as_json=settings.log_json)
    open_until_stopped = ExitStack()
    vega, owner = open_until_stopped.enter_context(opened(journal, seals=True))
    if vega.accounts.tokens(owner):
        say("The sign-in token was shown at the first start; `vegaloop token` makes another.")
    else:
        secret = vega.accounts.issue_token(owner, "first start").secret
        say(f"Your sign-in token, shown this once: {secret}")
    sys.stdout.flush()
    watching = Watching()
    app = http_app(vega, journal, watching)
    app.on_startup.append(partial(also_when_told_to_stop, watching.stop))
    app.on_startup.append(partial(_say_where, settings.port))
    if settings.lanes:
        app.on_shutdown.append(start_worker_process(journal))
    app.on_shutdown.append(open_until_stopped.close)
    patience = Patience(HOOKS, may_be_long=lambda path: is_large_taken(vega.sync.accepting, path))
    return InTime(ShortWay(app, lambda: vega.sync.accepting), patience)


def _say_where(port: int) -> None:
    """Say so once nothing is left that could keep it from answering."""
    say(f"VegaLoop is at http://localhost:{port} (Ctrl-C stops it)")
    sys.stdout.flush()


def _stop_with_parent() -> None:
    """Stop when the process that started this one is gone, or its port would stay taken."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def watch() -> None:
        parent.join()
        while True:  # A signal between two runs of the loop may meet nobody.
            os.kill(os.getpid(), signal.SIGTERM)
            time.sleep(_ASK_EVERY_S)

    threading.Thread(target=watch, name="parent-watch", daemon=True).start()
