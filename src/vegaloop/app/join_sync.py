"""Joining device sync: over the imports that keep what comes, and the vendors that are set up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import final

import msgspec

from vegaloop.accounts import AccountService
from vegaloop.app.settings import Settings
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
    Seal,
    SyncBooks,
    Vendor,
    Working,
)
from vegaloop.device_sync.adapters.guard import CatchingGuard
from vegaloop.device_sync.adapters.late import LateCaller, LateSeal, StandIn
from vegaloop.device_sync.adapters.phone import PhoneReads
from vegaloop.imports import Telling, Together
from vegaloop.infrastructure.logbook import Journal
from vegaloop.infrastructure.system import RandomSecrets, chance, monotonic_s, random_bytes
from vegaloop.kernel.identity import Ids
from vegaloop.kernel.result import Failure, Success
from vegaloop.kernel.time import Clock

__all__ = ("CannotSeal", "SyncStores", "SyncSurroundings", "join_sync")


class CannotSeal(Exception):
    """The keys that seal the tokens of vendors cannot be had."""


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
        seal=LateSeal(lambda: _seal(around.settings)),
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
        Working(parts),
    )


def _caller(settings: Settings) -> Caller:
    from vegaloop.device_sync.adapters.calling import HttpCaller
    from vegaloop.device_sync.adapters.reach import Reach

    at = settings.vendors_at
    if at is None:
        return HttpCaller(Reach(HOSTS), monotonic_s)
    return StandIn(HttpCaller(Reach(HOSTS, frozenset({at})), monotonic_s), at, HOSTS)


def _seal(settings: Settings) -> Seal:
    from vegaloop.device_sync.adapters.key_file import keys_beside
    from vegaloop.device_sync.adapters.sealing import AesSeal, keys_of

    if settings.sync_keys is not None:
        match keys_of(settings.sync_keys):
            case Success(keys):
                return AesSeal(keys, random_bytes)
            case Failure(error):
                raise CannotSeal(f"VEGALOOP_SYNC_KEYS: key {error.number} has no {error.why}")
    file = settings.database_file
    if file is None:
        raise CannotSeal("VEGALOOP_SYNC_KEYS is missing: nobody else knows the keys")
    match keys_beside(file, random_bytes):
        case Success(keys):
            return AesSeal(keys, random_bytes)
        case Failure(problem):
            raise CannotSeal(f"the keys beside {file.name}: {type(problem).__name__}")
