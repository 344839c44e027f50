"""The composition root for Python callers: every service by name, no web framework."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Final, final

import msgspec

from vegaloop.accounts import AccountService
from vegaloop.activity import FORMULA_VERSION as ACTIVITY_VERSION
from vegaloop.activity import Activity, Histories, LoggedHistories, Upkeep
from vegaloop.activity.adapters.file_reader import DeviceFileReader
from vegaloop.app.bridges import (
    BodiesOfBiometrics,
    ExertionsOfActivity,
    MassesOfBiometrics,
    StrainOfActivity,
)
from vegaloop.app.join_imports import Surroundings, join_imports
from vegaloop.app.join_sync import SyncSurroundings, join_sync
from vegaloop.app.measure_book import MeasureBook
from vegaloop.app.remembered import (
    Mornings,
    RememberedHistories,
    RememberedObservations,
    RememberedProfiles,
)
from vegaloop.app.settings import Settings
from vegaloop.app.stores import Stores, memory_stores
from vegaloop.biometrics import FORMULA_VERSION as BIOMETRICS_VERSION
from vegaloop.biometrics import Biometrics, ChartObservations, Observations
from vegaloop.dashboard import Alarm, DashboardService, SectionName, Sources
from vegaloop.dashboard.adapters.from_activity import FromActivity
from vegaloop.dashboard.adapters.from_biometrics import FromBiometrics
from vegaloop.dashboard.adapters.from_goals import FromGoals
from vegaloop.dashboard.adapters.from_nutrition import FromNutrition
from vegaloop.dashboard.adapters.from_readiness import FromReadiness
from vegaloop.dashboard.adapters.guard import CatchingGuard, GuardedSignals, JournalAlarm
from vegaloop.device_sync import DeviceSync, Keys, Vendor
from vegaloop.goals import FORMULA_VERSION as GOALS_VERSION
from vegaloop.goals import Goals
from vegaloop.imports import Contexts, Imports
from vegaloop.infrastructure.logbook import Journal, open_journal
from vegaloop.infrastructure.system import RandomIds, RandomSecrets, SystemClock
from vegaloop.kernel.identity import Ids, PersonId
from vegaloop.kernel.person import Profiles
from vegaloop.kernel.signal import SignalName
from vegaloop.kernel.time import Clock
from vegaloop.nutrition import FORMULA_VERSION as NUTRITION_VERSION
from vegaloop.nutrition import FoodShelf, Nutrition
from vegaloop.nutrition.adapters.readers.beside import FoodsReadBeside
from vegaloop.nutrition.adapters.readers.food_files import FoodFileReader
from vegaloop.nutrition.adapters.reference.table import DriTable
from vegaloop.readiness import MODEL_VERSION, ReadinessService

# A board made by other formulas is another board.
FORMULA_VERSIONS: Final = (
    MODEL_VERSION,
    ACTIVITY_VERSION,
    BIOMETRICS_VERSION,
    NUTRITION_VERSION,
    GOALS_VERSION,
)

_NO_VENDORS: Final[Mapping[Vendor, Keys]] = {}

_OF_ACTIVITY: Final = (SignalName.LOAD_BALANCE, SignalName.LOAD_SPIKE, SignalName.MONOTONY)
_OF_NUTRITION: Final = (
    SignalName.ENERGY_AVAILABILITY,
    SignalName.CARBOHYDRATE,
    SignalName.PROTEIN,
)
_OF_BIOMETRICS: Final = tuple(
    name for name in SignalName if name not in (*_OF_ACTIVITY, *_OF_NUTRITION)
)


@final
class VegaLoop(msgspec.Struct, frozen=True):
    """Every service, ready to call.

    `revision` counts the changes of a person's records; `is_ready` asks the database for an answer,
    `risks` for its settings by which a power cut may take what was answered, and `is_rush` whether
    whoever can wait with writing had better do so.
    """

    accounts: AccountService
    activity: Activity
    biometrics: Biometrics
    dashboard: DashboardService
    foods: FoodShelf
    goals: Goals
    imports: Imports
    nutrition: Nutrition
    readiness: ReadinessService
    sync: DeviceSync
    clock: Clock
    revision: Callable[[PersonId], int]
    is_ready: Callable[[], bool]
    is_rush: Callable[[], bool]
    risks: Callable[[], tuple[str, ...]]


@contextmanager
def open_vegaloop(
    settings: Settings,
    *,
    clock: Clock | None = None,
    ids: Ids | None = None,
    journal: Journal | None = None,
    vendors: Mapping[Vendor, Keys] = _NO_VENDORS,
) -> Iterator[VegaLoop]:
    """Join the services over the database the settings name; its tables are made or migrated.

    `vendors` are those that are set up, by the keys we are known by there.
    """
    from vegaloop.app.stores_sql import sql_stores
    from vegaloop.device_sync.adapters.inbox import SqlInbox
    from vegaloop.infrastructure.database import open_database
    from vegaloop.infrastructure.migrate import upgrade

    database = open_database(settings.database_url)
    inbox = SqlInbox(database)
    try:
        upgrade(database)
        stores = sql_stores(database, inbox)

        def opened() -> Journal:
            return journal or open_journal(as_json=settings.log_json)

        for setting in stores.risks():
            opened().error("database.unsafe", setting=setting)
        yield _join(stores, clock or SystemClock(), ids or RandomIds(), opened, settings, vendors)
    finally:
        inbox.close()
        database.close()


def vegaloop_in_memory(
    *,
    clock: Clock,
    ids: Ids,
    journal: Journal | None = None,
    settings: Settings | None = None,
    vendors: Mapping[Vendor, Keys] = _NO_VENDORS,
) -> VegaLoop:
    """Join the services over memory, for tests and embedding."""
    return _join(
        memory_stores(),
        clock,
        ids,
        lambda: journal or open_journal(as_json=False),
        settings or Settings(),
        vendors,
    )


@final
class _Contexts(msgspec.Struct, frozen=True):
    activity: Activity
    biometrics: Biometrics
    nutrition: Nutrition
    goals: Goals
    mornings: Mornings
    readiness: ReadinessService


def _join(
    stores: Stores,
    clock: Clock,
    ids: Ids,
    journal: Callable[[], Journal],
    settings: Settings,
    vendors: Mapping[Vendor, Keys],
) -> VegaLoop:
    accounts = AccountService(stores.accounts, clock, ids, RandomSecrets())
    alarm = JournalAlarm(journal)
    histories = LoggedHistories(Upkeep(stores.activity, accounts, clock, ids))
    observations = ChartObservations(stores.charts)
    contexts = _contexts(stores, accounts, histories, observations, clock, ids, alarm)

    def sources() -> Sources:
        # One board asks for the profile, the loads and the readings many times: this call keeps them.
        profiles, loads = RememberedProfiles(accounts), RememberedHistories(histories)
        seen = RememberedObservations(observations)
        return _sources(_contexts(stores, profiles, loads, seen, clock, ids, alarm))

    shelf = FoodShelf(stores.foods, FoodsReadBeside(FoodFileReader(), os.cpu_count() or 1))
    keepers = Contexts(accounts, contexts.activity, contexts.biometrics, contexts.nutrition, shelf)
    around = Surroundings(clock, ids, journal)
    imports, telling = join_imports(stores.imports, stores.together, keepers, accounts, around)
    sync_around = SyncSurroundings(settings, vendors, clock, ids, journal)
    sync = join_sync(stores.sync, stores.together, telling, accounts, sync_around)
    dashboard = DashboardService(
        sources,
        accounts,
        stores.revision,
        stores.snapshot,
        CatchingGuard(),
        alarm,
        clock,
        FORMULA_VERSIONS,
    )
    return VegaLoop(
        accounts=accounts,
        activity=contexts.activity,
        biometrics=contexts.biometrics,
        dashboard=dashboard,
        foods=shelf,
        goals=contexts.goals,
        imports=imports,
        nutrition=contexts.nutrition,
        readiness=contexts.readiness,
        sync=sync,
        clock=clock,
        revision=stores.revision,
        is_ready=stores.is_ready,
        is_rush=stores.is_rush,
        risks=stores.risks,
    )


def _contexts(
    stores: Stores,
    profiles: Profiles,
    histories: Histories,
    observations: Observations,
    clock: Clock,
    ids: Ids,
    alarm: Alarm,
) -> _Contexts:
    biometrics = Biometrics(
        stores.charts, clock, ids, profiles, StrainOfActivity(histories), observations
    )
    masses = MassesOfBiometrics(biometrics)
    activity = Activity(
        stores.activity, profiles, DeviceFileReader(), clock, ids, histories, masses
    )
    nutrition = Nutrition(
        stores.diaries,
        stores.foods,
        DriTable(),
        profiles,
        BodiesOfBiometrics(biometrics),
        ExertionsOfActivity(activity),
        clock,
        ids,
    )
    measures = MeasureBook({"activity": activity, "biometrics": biometrics, "nutrition": nutrition})
    goals = Goals(stores.goals, measures, profiles, nutrition, clock, ids)
    mornings = Mornings(biometrics, stores.revision)
    guard = CatchingGuard()
    signals = (
        GuardedSignals(SectionName.ACTIVITY, _OF_ACTIVITY, activity, guard, alarm),
        GuardedSignals(SectionName.BIOMETRICS, _OF_BIOMETRICS, mornings, guard, alarm),
        GuardedSignals(SectionName.NUTRITION, _OF_NUTRITION, nutrition, guard, alarm),
    )
    readiness = ReadinessService(signals, profiles, mornings, clock)
    return _Contexts(activity, biometrics, nutrition, goals, mornings, readiness)


def _sources(contexts: _Contexts) -> Sources:
    return Sources(
        FromReadiness(contexts.readiness),
        FromNutrition(contexts.nutrition),
        FromActivity(contexts.activity),
        FromBiometrics(contexts.mornings.morning, contexts.biometrics),
        FromGoals(contexts.goals),
    )
