"""WHOOP: the tables of its export, and the answers of its API."""

from typing import Final

from vegaloop.imports.adapters.readers.common.kinds import Reader
from vegaloop.imports.adapters.readers.whoop.answers import ANSWERS
from vegaloop.imports.adapters.readers.whoop.tables import TABLES

__all__ = ("READERS",)

READERS: Final[tuple[Reader, ...]] = (*TABLES, *ANSWERS)
