"""Every table of every context, for migrations to be compared with."""

from vegaloop.accounts.adapters import sql as accounts_tables
from vegaloop.activity.adapters import tables as activity_tables
from vegaloop.biometrics.adapters import sql as biometrics_tables
from vegaloop.device_sync.adapters import tables as device_sync_tables
from vegaloop.goals.adapters import sql as goals_tables
from vegaloop.imports.adapters import tables as imports_tables
from vegaloop.infrastructure.database import METADATA
from vegaloop.nutrition.adapters import catalogue_tables
from vegaloop.nutrition.adapters import larder_tables as nutrition_larder_tables
from vegaloop.nutrition.adapters import tables as nutrition_tables

__all__ = (
    "METADATA",
    "accounts_tables",
    "activity_tables",
    "biometrics_tables",
    "catalogue_tables",
    "device_sync_tables",
    "goals_tables",
    "imports_tables",
    "nutrition_larder_tables",
    "nutrition_tables",
)
