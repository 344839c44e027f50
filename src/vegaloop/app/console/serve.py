"""Starting the server: the database is made ready in a process of its own, which gives its memory back."""

from __future__ import annotations

import errno
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from types import FrameType
from typing import Final, NoReturn

from vegaloop.app.console.terminal import Exit, fail, read_settings, read_vendors, say
from vegaloop.app.settings import Settings

_SQLITE: Final = b"SQLite format 3\x00"


def serve(*, demo: bool) -> None:
    """Make the database ready if it is new, then answer requests until told to stop."""
    signal.signal(signal.SIGTERM, _leave)  # Whoever prepares the database ends as well.
    settings = read_settings()
    read_vendors(settings)
    _port_must_be_free(settings)
    file = settings.database_file
    if file is None:
        _prepare(settings.database_url, demo=demo)
    elif not file.exists():
        _prepare_file(file, demo=demo)
    else:
        _must_be_a_database(file)
    _run(settings)


def _leave(signum: int, _: FrameType | None) -> NoReturn:
    raise SystemExit(128 + signum)


def _port_must_be_free(settings: Settings) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            if error.errno not in {errno.EADDRINUSE, errno.EACCES}:
                fail(
                    f"nothing can listen at {settings.host} ({error.strerror}); set VEGALOOP_HOST "
                    "to an address of this machine, as 127.0.0.1",
                    Exit.UNAVAILABLE,
                )
            fail(
                f"port {settings.port} of {settings.host} cannot be had ({error.strerror}); "
                "set VEGALOOP_PORT to another",
                Exit.UNAVAILABLE,
            )


def _must_be_a_database(file: Path) -> None:
    """Look at its first bytes only: to open it here would cost the server its small memory."""
    with file.open("rb") as opened:
        begins = opened.read(len(_SQLITE))
    if begins not in {_SQLITE, b""}:
        fail(f"{file} is not a SQLite database; set VEGALOOP_DATABASE_URL", Exit.UNAVAILABLE)


def _prepare_file(file: Path, *, demo: bool) -> None:
    """Prepare beside the place and move there when done: what was interrupted starts anew."""
    unfinished = file.with_name(file.name + ".preparing")
    _tidy(unfinished)
    _prepare(f"sqlite:///{unfinished}", demo=demo)
    unfinished.replace(file)
    _tidy(unfinished)


def _tidy(unfinished: Path) -> None:
    for leftover in unfinished.parent.glob(f"{unfinished.name}*"):
        leftover.unlink()


def _prepare(database_url: str, *, demo: bool) -> None:
    command = [
        sys.executable,
        "-m",
        "vegaloop.app.cli",
        *(("demo",) if demo else ("db", "upgrade")),
    ]
    environment = os.environ | {"VEGALOOP_DATABASE_URL": database_url}
    done = subprocess.run(command, check=False, env=environment)  # noqa: S603  # Our own module.
    if done.returncode not in {Exit.DONE, Exit.REFUSED}:  # Whoever is there already may stay.
        raise SystemExit(done.returncode)


def _run(settings: Settings) -> None:
    from vegaloop.app.console.server import run

    try:
        run(settings)
    except SystemExit as stopped:
        # The worker has said why on standard error.
        raise SystemExit(_meaning(stopped.code)) from stopped
    say("VegaLoop has stopped.")


def _meaning(code: str | int | None) -> Exit:
    if code == Exit.USAGE:
        return Exit.USAGE
    return Exit.UNAVAILABLE if code else Exit.DONE
