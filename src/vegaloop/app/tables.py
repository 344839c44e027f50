"""Every table of every context, for migrations to be compared with."""

from vegaloop.accounts.adapters import sql as accounts_tables
from vegaloop.infrastructure.database import METADATA

__all__ = ("METADATA", "accounts_tables")
