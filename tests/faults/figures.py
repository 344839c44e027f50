"""What is counted where vendors behave badly."""

from __future__ import annotations

import datetime as dt
from typing import Final, final

from msgspec import Struct

from vegaloop.device_sync.adapters.calling import Limits

QUICK: Final = Limits(connect_s=1.0, read_s=0.3, call_s=0.6, bytes_most=1_000_000)
DAY: Final = dt.timedelta(days=1)
HOUR: Final = dt.timedelta(hours=1)


@final
class Figures(Struct, frozen=True):
    """What was counted, and whether it is as promised."""

    line: str
    is_kept: bool
