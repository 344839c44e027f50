"""Every reader there is; of each file one says that it is its own, so their order is none."""

from __future__ import annotations

from typing import Final

from vegaloop.imports.adapters.readers import (
    apple_health,
    beats,
    diaries,
    fhir,
    fitbit,
    garmin_connect,
    garmin_health,
    glucose,
    google_fit,
    google_health,
    health_connect,
    ihealth,
    open_mhealth,
    oura,
    phone,
    polar,
    runkeeper,
    strava,
    whoop,
    withings,
)
from vegaloop.imports.adapters.readers.common.kinds import (
    DocumentReader,
    Reader,
    TableReader,
    XmlReader,
)

__all__ = ("DOCUMENTS", "TABLES", "XMLS")

_ALL: Final[tuple[Reader, ...]] = (
    *phone.READERS,  # First: its records are documents of their own, and come by the thousand.
    *beats.READERS,
    *diaries.READERS,
    *fhir.READERS,
    *fitbit.READERS,
    *garmin_connect.READERS,
    *garmin_health.READERS,
    *glucose.READERS,
    *google_fit.READERS,
    *google_health.READERS,
    *health_connect.READERS,
    *ihealth.READERS,
    *open_mhealth.READERS,
    *oura.READERS,
    *polar.READERS,
    *runkeeper.READERS,
    *strava.READERS,
    *whoop.READERS,
    *withings.READERS,
)
TABLES: Final = tuple(one for one in _ALL if isinstance(one, TableReader))
DOCUMENTS: Final = tuple(one for one in _ALL if isinstance(one, DocumentReader))
XMLS: Final[tuple[XmlReader, ...]] = apple_health.READERS
