"""Write the next migration, by comparing the tables of the code with those of the last one."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from alembic import command

from vegaloop.app.tables import METADATA
from vegaloop.infrastructure.database import open_database
from vegaloop.infrastructure.migrate import head, upgrade
from vegaloop.infrastructure.migrations.runner import configured


def main(what: str) -> None:
    """Write the migration; its number follows the last one's."""
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{Path(folder) / 'last.db'}")
        upgrade(database)
        with database.transaction(writing=True) as connection:
            command.revision(
                configured(connection, METADATA),
                message=what,
                autogenerate=True,
                rev_id=f"{int(head() or 0) + 1:04}",
            )
        database.close()


if __name__ == "__main__":
    main(" ".join(sys.argv[1:]))
