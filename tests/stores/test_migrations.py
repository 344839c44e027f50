"""Migrations: what they make is what the code needs, and half of one never stays."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import msgspec
import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine, event, insert, inspect, text

from tests.device_sync.phones import batch, read
from tests.strategies.biometrics import biometrics_over
from tests.strategies.device_sync import a_delivery
from tests.strategies.series import BEGIN_MS, DAY, MINUTE, PHONE, columns_of, local_day, series
from tests.support import NOW, at, good, somebody
from vegaloop.accounts.adapters.sql import SqlAccounts
from vegaloop.accounts.domain.home import homes_of
from vegaloop.app.tables import METADATA
from vegaloop.biometrics import Metric, NewReading, ReadingQuery
from vegaloop.biometrics import Outcome as Became
from vegaloop.biometrics.adapters.sql import SqlCharts
from vegaloop.biometrics.domain.series.blocks import blocks_of
from vegaloop.device_sync.adapters.books import SqlSyncBooks
from vegaloop.device_sync.adapters.rows import delivery_row
from vegaloop.device_sync.adapters.tables import BODIES, DELIVERIES
from vegaloop.device_sync.application.ports import Known
from vegaloop.device_sync.domain.progress import Fate, Landed, Outcome
from vegaloop.device_sync.domain.record import Edition, Name
from vegaloop.device_sync.domain.vendor import Vendor
from vegaloop.imports import HeldSamples
from vegaloop.infrastructure.database import Database, open_database
from vegaloop.infrastructure.migrate import DatabaseGone, NewerDatabase, head, is_current, upgrade
from vegaloop.infrastructure.migrations.runner import configured, is_compared
from vegaloop.kernel.identity import SourceId
from vegaloop.kernel.person import Home, Profile, Sex
from vegaloop.kernel.quantity import Mass
from vegaloop.kernel.time import UTC_ZONE, LocalDate, TimeZone, days_after, epoch_us, moment_in
from vegaloop.nutrition.adapters.catalogue_sql import SqlCatalogue
from vegaloop.nutrition.adapters.foods import StarterCatalogue
from vegaloop.nutrition.domain.food import FoodId
from vegaloop.nutrition.domain.food_flags import FoodFlag
from vegaloop.nutrition.domain.nutrients import Nutrient


class PowerCut(Exception):
    """The machine went dark."""


@pytest.fixture(params=["sqlite", "postgres"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database without a table, on each engine."""
    if request.param == "sqlite":
        opened = open_database(f"sqlite:///{tmp_path / 'empty.db'}")
        yield opened
        opened.close()
        return
    with a_postgres_database(request.getfixturevalue("postgres_url")) as opened:
        yield opened


@contextmanager
def a_postgres_database(server: str) -> Iterator[Database]:
    name = f"empty_{uuid4().hex}"
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    opened = open_database(server.replace("/postgres?", f"/{name}?"))
    try:
        yield opened
    finally:
        opened.close()
        with admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        admin.dispose()


def tables(database: Database) -> set[str]:
    with database.transaction(writing=False) as connection:
        return set(inspect(connection).get_table_names())


def test_they_make_what_the_code_needs(empty: Database) -> None:
    assert tables(empty) == set()
    assert not is_current(empty)
    upgrade(empty)
    assert is_current(empty)
    upgrade(empty)
    with empty.transaction(writing=False) as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "include_name": is_compared}
        )
        assert compare_metadata(context, METADATA) == []


def test_a_profile_from_before_homes_had_days_is_kept(empty: Database) -> None:
    me = somebody()
    values = {"me": me.hex if empty.engine.dialect.name == "sqlite" else me, "born": "1990-02-28"}
    with empty.transaction(writing=True) as connection:
        command.upgrade(configured(connection), "0002")
        connection.execute(
            text(
                "INSERT INTO account_person (person_id, since, sex, birth_date, home_zone)"
                " VALUES (:me, 1577836800000000, 'female', :born, 'Europe/Paris')"
            ),
            values,
        )
    upgrade(empty)
    paris = TimeZone("Europe/Paris")
    known = SqlAccounts(empty).read(me, lambda account: account.person())
    assert known is not None
    assert known.profile == Profile(Sex.FEMALE, dt.date(1990, 2, 28), None, paris)
    assert homes_of(known) == (Home(LocalDate(dt.date(2020, 1, 1)), paris),)


def test_foods_that_were_in_columns_are_kept(empty: Database) -> None:
    with empty.transaction(writing=True) as connection:
        command.upgrade(configured(connection), "0003")
        for column in ("name", "brand", "category", "flags"):
            connection.execute(text(f"ALTER TABLE food ADD COLUMN {column} VARCHAR(300)"))
        connection.execute(text("ALTER TABLE food ADD COLUMN standing SMALLINT"))
        row = {
            "place": 7,
            "food_id": "off:1",
            "barcode": None,
            "folded": "zwieback",
            "published_s": 5,
            "fingerprint": 0,
            "packed": msgspec.msgpack.encode(((("slice", 10),), 1_000, {"protein": 3}, None)),
            "name": "Zwieback",
            "brand": None,
            "category": "breads",
            "flags": "no-macronutrients",
            "standing": 3,
        }
        names = ", ".join(row)
        given = ", ".join(f":{name}" for name in row)
        connection.execute(text(f"INSERT INTO food ({names}) VALUES ({given})"), row)
    upgrade(empty)
    (food,) = SqlCatalogue(empty, StarterCatalogue()).foods([FoodId("off:1")])
    assert (food.name, food.category, food.servings[0].name) == ("Zwieback", "breads", "slice")
    assert food.per_100_g.amounts == ((Nutrient.PROTEIN, Mass(3)),)
    assert food.flags == (FoodFlag.NO_MACRONUTRIENTS,)


def test_what_phones_told_is_named_with_its_platform(empty: Database) -> None:
    me, long = somebody(), "n" * 128
    platforms = ("apple_health", "health_connect")
    samples = [
        HeldSamples(Metric.STEPS, SourceId(f"{one}/Ada"), at(NOW), at(NOW), b"")
        for one in platforms
    ]
    known = {
        "a": Known(Edition(at(NOW), False, 1), (samples[0],)),
        long: Known(Edition(at(NOW), False, 2), (samples[1],)),
        "gone": Known(Edition(at(NOW), True, 3)),
    }
    with empty.transaction(writing=True) as connection:
        command.upgrade(configured(connection), "0004")
    books = SqlSyncBooks(empty)
    before = {("steps", name): one for name, one in known.items()}
    books.write(me, lambda book: book.learn(Vendor.PHONE, before))
    books.write(me, lambda book: book.learn(Vendor.OURA, before))
    upgrade(empty)
    names = {one: [phone_name(one, name) for name in known] for one in platforms}
    asked = {name for some in names.values() for name in some} | before.keys()
    found = books.read(me, lambda book: book.known(Vendor.PHONE, asked))
    apple, others = names.values()
    assert found == {
        apple[0]: known["a"],
        others[1]: known[long],
        apple[2]: known["gone"],
        others[2]: known["gone"],
    }
    assert books.read(me, lambda book: book.known(Vendor.OURA, asked)) == before


def test_what_came_when_no_body_was_with_its_delivery_is_kept(empty: Database) -> None:
    me, one = somebody(), a_delivery(7)
    with empty.transaction(writing=True) as connection:
        command.upgrade(configured(connection), "0005")
        connection.execute(insert(DELIVERIES).values(delivery_row(me, one)))
        body = {"person_id": me, "delivery_id": one.id, "body": b"raw"}
        connection.execute(insert(BODIES).values(body))
    upgrade(empty)
    books, became = SqlSyncBooks(empty), Outcome((Landed("activity", "1", Fate.KEPT),))
    assert books.read(me, lambda book: book.body(one.id)) == b"raw"
    books.write(me, lambda book: book.put(one, became))
    assert books.read(me, lambda book: (book.body(one.id), book.outcome(one.id))) == (
        b"raw",
        became,
    )


def test_readings_from_before_they_had_names_are_kept(empty: Database) -> None:
    me, now = somebody(), epoch_us(at(NOW))
    is_sqlite = empty.engine.dialect.name == "sqlite"
    row = {
        "person_id": me.hex if is_sqlite else me,
        "reading_id": me.hex if is_sqlite else me,
        "kind": "resting_heart_rate",
        "source": "watch",
        "began_at": now,
        "at": now,
        "utc_offset_s": 0,
        "local_date": "2026-03-20",
        "recorded_at": now,
        "standing": "accepted",
        "amount": 50_000,
        "beats": 0,
        "artefacts": 0,
    }
    with empty.transaction(writing=True) as connection:
        command.upgrade(configured(connection), "0006")
        names = ", ".join(row)
        given = ", ".join(f":{name}" for name in row)
        connection.execute(text(f"INSERT INTO biometrics_reading ({names}) VALUES ({given})"), row)
    upgrade(empty)
    biometrics = biometrics_over(SqlCharts(empty))
    (before,) = biometrics.readings(me, ReadingQuery(9))
    assert (before.external_id, before.left) == (None, ())
    moment, source = before.moment, before.source
    known = NewReading(moment, before.value, source, external_id="a")
    assert good(biometrics.record(me, known)).outcome is Became.SEEN
    later = NewReading(
        moment_in(at(NOW - dt.timedelta(hours=1)), UTC_ZONE), before.value, source, external_id="a"
    )
    assert good(biometrics.record(me, later)).outcome is Became.AMENDED
    (now_,) = biometrics.readings(me, ReadingQuery(9))
    assert now_.moment == later.moment


def test_samples_that_lie_within_each_other_are_added_up_anew(empty: Database) -> None:
    me = somebody()
    is_sqlite = empty.engine.dialect.name == "sqlite"
    until_noon = (BEGIN_MS, 720 * MINUTE, 6_000, 0)
    first = local_day(until_noon)
    rows = {
        first: [until_noon, (BEGIN_MS + MINUTE, MINUTE, 90, 0), (BEGIN_MS, DAY, 7_000, 0)],
        days_after(first, 1): [(BEGIN_MS + DAY, DAY, 8_000, 0)],
    }
    with empty.transaction(writing=True) as connection:
        command.upgrade(configured(connection), "0007")
        for day, of in rows.items():
            (block,) = blocks_of(Metric.STEPS, PHONE, columns_of(sorted(of)))
            brief, amount = block.brief, block.brief.amount
            row = {
                "person_id": me.hex if is_sqlite else me,
                "metric": "steps",
                "local_date": str(day),
                "source": PHONE,
                "n": amount.n,
                "total": sum(row[2] for row in of),
                "spilled": brief.spilled,
                "least": amount.least,
                "most": amount.most,
                "last": amount.last,
                "first_ms": block.packed.first_ms,
                "last_ms": amount.last_ms,
                "whole": True,
                "packed": block.packed.data,
            }
            names, given = ", ".join(row), ", ".join(f":{name}" for name in row)
            connection.execute(
                text(f"INSERT INTO biometrics_series ({names}) VALUES ({given})"), row
            )
    upgrade(empty)
    biometrics = biometrics_over(SqlCharts(empty))
    days = biometrics.series.days(me, Metric.STEPS, first, days_after(first, 9))
    assert [one.amount.total for one in days] == [7_000, 8_000]
    good(biometrics.record_samples(me, [series(Metric.STEPS, PHONE, rows[first])]))
    assert biometrics.series.days(me, Metric.STEPS, first, days_after(first, 9)) == days


def phone_name(platform: str, id: str) -> Name:
    """The name the ledger has for what a phone tells of."""
    (record,) = read(batch({"id": id, "type": "steps"}, source=platform))
    return record.name


def test_one_that_is_cut_off_leaves_nothing(empty: Database) -> None:
    seen, cut_at = 0, 0

    def cut(*_: object) -> None:
        nonlocal seen
        seen += 1
        if seen == cut_at:
            raise PowerCut

    event.listen(empty.engine, "before_cursor_execute", cut)
    upgrade_statements = 400
    for cut_at in (3, 5, 8, 12, 20, 30):
        seen = 0
        with pytest.raises(PowerCut):
            upgrade(empty)
        seen = -upgrade_statements
        assert tables(empty) == set(), cut_at
    seen = -upgrade_statements
    upgrade(empty)
    seen = -upgrade_statements
    assert is_current(empty)


def test_a_database_from_the_future_is_refused(empty: Database) -> None:
    upgrade(empty)
    with empty.transaction(writing=True) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert not is_current(empty)
    with pytest.raises(NewerDatabase, match="9999"):
        upgrade(empty)


def test_a_file_taken_away_is_noticed(tmp_path: Path) -> None:
    opened = open_database(f"sqlite:///{tmp_path / 'here.db'}")
    upgrade(opened)
    (tmp_path / "here.db").unlink()
    with pytest.raises(DatabaseGone):
        is_current(opened)
    opened.close()


def test_there_is_one_head() -> None:
    assert head() is not None
