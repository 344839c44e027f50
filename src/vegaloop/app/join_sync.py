"""Joining device sync: over the imports that keep what comes, and the vendors that are set up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import final

import msgspec

from vegaloop.accounts import AccountService
from vegaloop.app.settings import Settings
from vegaloop.app.sync_keys import seal_of
from vegaloop.app.vendors import HOSTS, set_up
from vegaloop.device_sync import (
    Accepting,
    Caller,
    Connecting,
    Consents,
    DeviceSync,
    Gates,
    Inbox,
    Keys,
    Overseeing,
    Parts,
    Resealing,
    SyncBooks,
    Vendor,
    Working,
    is_anything_sealed,
)
from vegaloop.device_sync.adapters.guard import CatchingGuard
from vegaloop.device_sync.adapters.late import LateCaller, LateSeal, StandIn
from vegaloop.device_sync.adapters.phone import PhoneReads
from vegaloop.imports import Telling, Together
from vegaloop.infrastructure.logbook import Journal
from vegaloop.infrastructure.system import RandomSecrets, chance, monotonic_s
from vegaloop.kernel.identity import Ids
from vegaloop.kernel.time import Clock

__all__ = ("SyncStores", "SyncSurroundings", "join_sync")


@final
class SyncStores(msgspec.Struct, frozen=True):
    """Where device sync keeps what it has, and what is raised where that is lost."""

    books: SyncBooks
    inbox: Inbox
    gates: Gates
    consents: Consents
    lost: tuple[type[Exception], ...] = ()


@final
class SyncSurroundings(msgspec.Struct, frozen=True):
    """Settings, time and chance, and who is told what broke."""

    settings: Settings
    keys: Mapping[Vendor, Keys]
    clock: Clock
    ids: Ids
    journal: Callable[[], Journal]


def join_sync(
    stores: SyncStores,
    together: Together,
    telling: Telling,
    accounts: AccountService,
    around: SyncSurroundings,
) -> DeviceSync:
    """Join device sync over its stores and whoever keeps what comes."""
    vendors = set_up(around.settings, around.keys)
    parts = Parts(
        books=stores.books,
        gates=stores.gates,
        keeper=telling,
        together=together,
        vendors=vendors,
        reads={Vendor.PHONE: PhoneReads(), **{name: one.driver for name, one in vendors.items()}},
        caller=LateCaller(lambda: _caller(around.settings)),
        seal=LateSeal(lambda: seal_of(around.settings, lambda: is_anything_sealed(stores.books))),
        profiles=accounts,
        guard=CatchingGuard(around.journal, stores.lost),
        clock=around.clock,
        ids=around.ids,
        chance=chance,
    )
    return DeviceSync(
        Accepting(stores.inbox, vendors, around.clock, around.ids),
        Connecting(parts, stores.consents, RandomSecrets()),
        Overseeing(parts),
        Resealing(parts),
        Working(parts),
    )


def _caller(settings: Settings) -> Caller:
    from vegaloop.device_sync.adapters.calling import HttpCaller
    from vegaloop.device_sync.adapters.reach import Reach

    at = settings.vendors_at
    if at is None:
        return HttpCaller(Reach(HOSTS), monotonic_s)
    return StandIn(HttpCaller(Reach(HOSTS, frozenset({at})), monotonic_s), at, HOSTS)
