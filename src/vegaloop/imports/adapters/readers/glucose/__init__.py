"""Glucose: sensors, pumps, and the tables people and researchers make of them."""

from typing import Final

from vegaloop.imports.adapters.readers.common.kinds import Reader
from vegaloop.imports.adapters.readers.glucose.clarity import Clarity
from vegaloop.imports.adapters.readers.glucose.dexcom import DexcomApi, DexcomShare
from vegaloop.imports.adapters.readers.glucose.libre import Libre
from vegaloop.imports.adapters.readers.glucose.macros import CgMacros
from vegaloop.imports.adapters.readers.glucose.nightscout import NightscoutLines, NightscoutReport
from vegaloop.imports.adapters.readers.glucose.nightscout_json import NightscoutDocuments
from vegaloop.imports.adapters.readers.glucose.plain import PlainGlucose
from vegaloop.imports.adapters.readers.glucose.pumps import CareLink, Tandem

__all__ = ("READERS",)

READERS: Final[tuple[Reader, ...]] = (
    Libre(),
    Clarity(),
    DexcomShare(),
    DexcomApi(),
    NightscoutLines(),
    NightscoutReport(),
    NightscoutDocuments(),
    CareLink(),
    Tandem(),
    CgMacros(),
    PlainGlucose(),
)
