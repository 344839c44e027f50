"""Device sync: the calls other code may make."""

from __future__ import annotations

from typing import final

from msgspec import Struct

from vegaloop.device_sync.application.accepting import Accepting
from vegaloop.device_sync.application.connecting import Connecting
from vegaloop.device_sync.application.overseeing import Overseeing
from vegaloop.device_sync.application.resealing import Resealing
from vegaloop.device_sync.application.working import Working

__all__ = ("DeviceSync",)


@final
class DeviceSync(Struct, frozen=True):
    """What vendors and phones send: accepted, worked at, connected, overseen, and kept sealed."""

    accepting: Accepting
    connecting: Connecting
    overseeing: Overseeing
    resealing: Resealing
    working: Working
