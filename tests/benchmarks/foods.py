"""Print how fast 200,000 foods are taken in and found: `python -m tests.benchmarks.foods`.

The foods are made up, their words drawn as words of a language are: few often, most seldom.
"""

from __future__ import annotations

import itertools
import os
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import BinaryIO, Final

from msgspec import structs

from tests.benchmarks.food_files import FORMATS, write_files
from tests.postgres import running_postgres
from tests.support import good
from vegaloop.infrastructure.database import Database, open_database
from vegaloop.infrastructure.migrate import upgrade
from vegaloop.infrastructure.system import keep_for_good
from vegaloop.nutrition.adapters.catalogue.starter import starter_foods
from vegaloop.nutrition.adapters.catalogue_sql import SqlCatalogue
from vegaloop.nutrition.adapters.foods import StarterCatalogue
from vegaloop.nutrition.adapters.readers.beside import FoodsReadBeside
from vegaloop.nutrition.adapters.readers.food_files import FoodFileReader
from vegaloop.nutrition.application.food_ports import FoodFiles
from vegaloop.nutrition.application.food_shelf import FoodShelf
from vegaloop.nutrition.domain.food import FoodId
from vegaloop.nutrition.domain.food_record import FoodFound, FoodRecord, StatedFood, decide_food
from vegaloop.nutrition.domain.nutrients import Nutrient
from vegaloop.nutrition.domain.spelling import folded

FOODS: Final = 200_000
VOCABULARY: Final = 40_000
BRANDS: Final = 5_000
_SYLLABLES: Final = [
    "ba", "be", "bi", "bo", "bu", "ca", "ce", "chi", "cho", "co", "da", "de", "di", "do",
    "fa", "fe", "fi", "fo", "ga", "ge", "gi", "go", "la", "le", "li", "lo", "ma", "me", "mi",
    "mo", "na", "ne", "ni", "no", "pa", "pe", "pi", "po", "ra", "re", "ri", "ro", "sa", "se",
    "si", "so", "sha", "she", "ta", "te", "ti", "to", "tra", "tre", "va", "ve", "vi", "vo",
    "za",
]  # fmt: skip


def made_up(count: int, seed: int = 1) -> Iterator[StatedFood]:
    """Make up so many foods, the same ones for the same seed."""
    chance = random.Random(seed)  # Repeatable, not secret.
    words, weights = _vocabulary(chance)
    brands = [" ".join(chance.choices(words[200:], k=2)).title() for _ in range(BRANDS)]
    held = tuple(n for n in Nutrient if n is not Nutrient.WATER)
    for number in range(count):
        name = " ".join(chance.choices(words, cum_weights=weights, k=chance.randint(2, 6)))
        protein, fat, carbohydrate = (chance.random() * 33 for _ in range(3))
        main = (
            (Nutrient.PROTEIN, protein * 1e9),
            (Nutrient.FAT, fat * 1e9),
            (Nutrient.CARBOHYDRATE, carbohydrate * 1e9),
        )
        others = ((one, chance.random() * 1e6) for one in chance.sample(held, 8))
        yield StatedFood(
            id=FoodId(f"off:{number:013}"),
            name=name.title(),
            brand=brands[int(chance.random() ** 3 * BRANDS)],
            code=f"{5_000_000_000_000 + number * 7}",
            servings=(("1 portion", 30.0),),
            energy_kcal=4 * protein + 9 * fat + 4 * carbohydrate,
            amounts_ng=tuple((dict(others) | dict(main)).items()),
            published_s=1_700_000_000 + number,
            standing=min(9, int(chance.expovariate(0.7))),
        )


def _vocabulary(chance: random.Random) -> tuple[list[str], list[float]]:
    known = {word for food in starter_foods() for word in folded(food.name).split()}
    words = ["milk", "chocolate", "cheese", "yogurt", "chicken", *sorted(known)]
    seen = set(words)
    while len(words) < VOCABULARY:
        word = "".join(chance.choices(_SYLLABLES, k=chance.choice((2, 3, 3, 4, 4, 5))))
        if word not in seen:
            seen.add(word)
            words.append(word)
    weights = itertools.accumulate(1 / (rank + 10) for rank in range(len(words)))
    return words, list(weights)


def queries(records: list[FoodRecord], seed: int = 2) -> dict[str, list[str]]:
    """Choose what people type: a hundred of each kind."""
    chance = random.Random(seed)  # idem
    chosen = chance.sample(records, 100)
    names = [record.name.lower().split() for record in chosen]
    long_words = [max(*words, "chocolate"[:5], key=len) for words in names]
    pairs = [chance.sample(words, 2) for words in names]
    return {
        "common word": ["milk", "chocolate", "cheese", "yogurt", "chicken"] * 20,
        "one word": [chance.choice(words) for words in names],
        "two words": [" ".join(pair) for pair in pairs],
        "prefix": [words[0][: chance.randint(2, 5)] for words in names],
        "whole name": [record.name for record in chosen],
        "brand": [record.brand or "" for record in chosen],
        "barcode": [record.barcode or "" for record in chosen],
        "typo": [_mistyped(word, chance) for word in long_words],
        "two words with one typo": [
            f"{_mistyped(max(*words, 'chocolate'[:5], key=len), chance)} {words[0]}"
            for words in pairs
        ],
        "two words of two foods": [
            f"{one[0]} {other[1]}" for one, other in itertools.pairwise([*pairs, pairs[0]])
        ],
        "joined": ["".join(pair) for pair in pairs],
        "unknown word": [f"{one} qzxxj {other}" for one, other in pairs],
        "nothing": ["".join(chance.choices("qxzjk", k=9)) for _ in range(100)],
    }


def _mistyped(word: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(word) - 1)
    kind = chance.randrange(3)
    if kind == 0:
        return word[:at] + word[at + 1 :]
    if kind == 1:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return f"{word[:at]}x{word[at + 1 :]}"


def measure(name: str, database: Database, count: int) -> None:
    """Take so many foods in and look them up, and print how long that took."""
    catalogue = SqlCatalogue(database, StarterCatalogue())
    shelf = FoodShelf(catalogue, FoodsReadBeside(FoodFileReader(), os.cpu_count() or 1))
    chosen = [
        good(decide_food(one)) for one in itertools.islice(made_up(count), 0, None, count // 100)
    ]
    with tempfile.TemporaryDirectory() as folder:
        files = files_of(write_files(made_up(count), "off.tsv", Path(folder)))
        _say(f"{name}: import {count:,} foods, the whole way", _imported(shelf, files))
        _say(f"{name}: the same again", _imported(shelf, files))
    every: list[float] = []
    for kind, asked in queries(chosen).items():
        for query in asked[:5]:
            catalogue.search(query, 21)
        began = time.process_time()
        waits = [_timed(partial(catalogue.search, query, 21)) * 1e3 for query in asked]
        busy = (time.process_time() - began) / len(asked) * 1e3
        every += waits
        _say(f"{name}: {kind}", f"{_waits(waits)}, {busy:.2f} ms of our CPU time")
    _say(f"{name}: the mix of all", _waits(every))


def read_all(count: int) -> None:
    """Read and judge so many foods in each format, and print how long that took."""
    for kind in FORMATS:
        with tempfile.TemporaryDirectory() as folder:
            files = files_of(write_files(made_up(count), kind, Path(folder)))
            began, busy = time.perf_counter(), time.process_time()
            found = sum(isinstance(one, FoodFound) for one in FoodFileReader().read(files))
            took, used = time.perf_counter() - began, time.process_time() - busy
        assert found == count, (kind, found)
        _say(f"read and judge {kind}", f"{_rate(count, took)} ({_rate(count, used)} of CPU time)")


def files_of(paths: list[Path]) -> FoodFiles:
    """The files as a reader opens them."""
    return {path.name: partial(_opened, path) for path in paths}


def _opened(path: Path) -> BinaryIO:
    return path.open("rb")


def _imported(shelf: FoodShelf, files: FoodFiles) -> str:
    began, busy = time.perf_counter(), time.process_time()
    taken = 0
    for one in shelf.fill(files):
        assert not one.refused
        taken += sum(structs.astuple(one.stocked))
    took, used = time.perf_counter() - began, time.process_time() - busy
    return f"{_rate(taken, took)} ({_rate(taken, used)} of our CPU time)"


def _rate(count: int, seconds: float) -> str:
    return f"{count / seconds:,.0f} foods/s"


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _waits(waits: list[float]) -> str:
    p95 = statistics.quantiles(waits, n=20)[18]
    return f"p50 {statistics.median(waits):.2f} ms, p95 {p95:.2f} ms"


def _say(what: str, figure: str) -> None:
    sys.stdout.write(f"{what:<48} {figure}\n")
    sys.stdout.flush()


def main() -> None:
    """Print every figure, on both engines."""
    keep_for_good()  # As every process of the product does once it is open.
    print_figures(int(sys.argv[1]) if len(sys.argv) > 1 else FOODS)


def print_figures(count: int) -> None:
    """Print how fast so many foods are read, taken in and found, on both engines."""
    read_all(count)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "foods.db"
        _on(f"sqlite:///{file}", "SQLite", count)
        _say("SQLite: on the disk", f"{file.stat().st_size / 1e6:.0f} MB")
    with running_postgres() as url:
        _on(url, "PostgreSQL", count)
    peak_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    _say("most memory of this process", f"{peak_kb / 1024:.0f} MB RSS")


def _on(url: str, name: str, count: int) -> None:
    database = open_database(url)
    try:
        upgrade(database)
        measure(name, database, count)
    finally:
        database.close()


if __name__ == "__main__":
    main()
