"""Google Fit: the folders of its takeout, and the answers of its API."""

from typing import Final

from vegaloop.imports.adapters.readers.common.kinds import Reader
from vegaloop.imports.adapters.readers.google_fit.points import GooglePoints
from vegaloop.imports.adapters.readers.google_fit.sessions import SESSIONS
from vegaloop.imports.adapters.readers.google_fit.tables import TABLES

__all__ = ("READERS",)

READERS: Final[tuple[Reader, ...]] = (GooglePoints(), *SESSIONS, *TABLES)
