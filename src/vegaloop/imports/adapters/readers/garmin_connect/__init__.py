"""Garmin Connect: the account export's JSON, and the answers of its services."""

from typing import Final

from vegaloop.imports.adapters.readers.common.kinds import Reader
from vegaloop.imports.adapters.readers.garmin_connect.activities import ACTIVITIES
from vegaloop.imports.adapters.readers.garmin_connect.body import BODIES
from vegaloop.imports.adapters.readers.garmin_connect.days import DAYS
from vegaloop.imports.adapters.readers.garmin_connect.minutes import MINUTES
from vegaloop.imports.adapters.readers.garmin_connect.nights import NIGHTS
from vegaloop.imports.adapters.readers.garmin_connect.profile import PROFILES
from vegaloop.imports.adapters.readers.garmin_connect.unsupported import UNSUPPORTED

__all__ = ("READERS",)

READERS: Final[tuple[Reader, ...]] = (
    *DAYS,
    *MINUTES,
    *NIGHTS,
    *BODIES,
    *ACTIVITIES,
    *PROFILES,
    *UNSUPPORTED,
)
