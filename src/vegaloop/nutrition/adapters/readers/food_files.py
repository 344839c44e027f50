"""Which reader a file of foods is for, told by its first bytes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import BinaryIO, Final, final

import msgspec
from msgspec import Struct

from vegaloop.infrastructure.formats.fault import ReadFault
from vegaloop.kernel.formats import TooDeep, UnknownFormat
from vegaloop.nutrition.adapters.readers.amounts import food_item, refusal
from vegaloop.nutrition.adapters.readers.fdc_csv import FdcTables, fdc_table_of
from vegaloop.nutrition.adapters.readers.fdc_json import FdcFood, stated_by_fdc
from vegaloop.nutrition.adapters.readers.json_items import JSON_DEPTH_MOST, items_of
from vegaloop.nutrition.adapters.readers.lines import header_of, open_table
from vegaloop.nutrition.adapters.readers.off_product import OffProduct, named, stated_by_product
from vegaloop.nutrition.adapters.readers.tables import table_reader_of
from vegaloop.nutrition.application.food_ports import FoodFiles, FoodReader
from vegaloop.nutrition.domain.food_record import FoodItem, FoodPlace, FoodRefused

__all__ = ("FoodFileReader",)

HEAD_BYTES: Final = 64 * 1024
# Members no other JSON has: of a record of FoodData Central, and of Open Food Facts.
_FDC: Final = re.compile(rb'"(?:foodNutrients|fdcId|FoundationFoods|SRLegacyFoods)"\s*:')
_OFF: Final = re.compile(
    rb'"(?:nutriments|product_name(?:_[a-z]{2})?|nutrition_data_per|aggregated_set)"\s*:'
)
_JSON: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*[\[{]")


@final
class _Answer(Struct, frozen=True):
    """An answer of either interface, with its records in it."""

    foods: tuple[msgspec.Raw, ...] = ()
    products: tuple[msgspec.Raw, ...] = ()
    product: msgspec.Raw = msgspec.Raw()


_ANSWER: Final = msgspec.json.Decoder(_Answer)
_FDC_FOOD: Final = msgspec.json.Decoder(FdcFood)
_OFF_PRODUCT: Final = msgspec.json.Decoder(OffProduct)


@final
class FoodFileReader(FoodReader):
    """Reads FoodData Central, SR28, INFOODS tables and Open Food Facts."""

    def recognises(self, head: bytes, name: str) -> bool:
        """Tell by its first bytes whether a file is one of foods; its name proves nothing."""
        if _JSON.match(head):
            return bool(_FDC.search(head) or _OFF.search(head))
        header = header_of(head)
        return fdc_table_of(header) is not None or table_reader_of(header) is not None

    def read(self, files: FoodFiles) -> Iterator[FoodItem]:
        """Read every food in some files, one at a time."""
        downloads: dict[str, dict[str, tuple[str, Callable[[], BinaryIO]]]] = {}
        for name, opened in sorted(files.items()):
            head = _head(opened)
            kind = None if _JSON.match(head) else fdc_table_of(header_of(head))
            if kind is None:
                yield from _guarded(name, _of_file(name, head, opened))
            else:
                downloads.setdefault(name.rpartition("/")[0], {})[kind] = name, opened
        for tables in downloads.values():
            if "food" in tables:
                name, _ = tables["food"]
                yield from _guarded(name, FdcTables(tables).read())


def _of_file(name: str, head: bytes, opened: Callable[[], BinaryIO]) -> Iterator[FoodItem]:
    with opened() as stream:
        if _JSON.match(head):
            is_fdc = _FDC.search(head) is not None
            for item in items_of(stream):
                place = FoodPlace(name, item.line, item.item)
                yield from _of_json(item.text, place, is_fdc=is_fdc)
            return
        reader = table_reader_of(header_of(head))
        if reader is None:
            raise ReadFault(UnknownFormat(head[:4].hex(), len(head)))
        yield from reader(open_table(stream), name)


def _guarded(name: str, items: Iterator[FoodItem]) -> Iterator[FoodItem]:
    """Give what can be read, and the fault where a file stops making sense."""
    last: FoodPlace | None = None
    try:
        for item in items:
            last = item.place
            yield item
    except ReadFault as fault:
        yield FoodRefused(last or FoodPlace(name), fault.fact)


def _of_json(text: bytes | str, place: FoodPlace, *, is_fdc: bool) -> Iterator[FoodItem]:
    try:
        # A record read at once is read once: what it is not is seen of what it has not.
        item = _of_fdc(text, place) if is_fdc else _of_off(text, place)
        if item is None:
            yield from _of_answer(text, place)
        else:
            yield item
    except RecursionError:
        yield FoodRefused(place, TooDeep(JSON_DEPTH_MOST, place.line or 1))
    except (msgspec.DecodeError, UnicodeError) as error:
        yield refusal(place, _path_in(str(error)), str(error))


def _of_fdc(text: bytes | str, place: FoodPlace) -> FoodItem | None:
    food = _FDC_FOOD.decode(text)
    return None if food.fdc_id is None else food_item(place, stated_by_fdc(food))


def _of_off(text: bytes | str, place: FoodPlace) -> FoodItem | None:
    product = _OFF_PRODUCT.decode(text)
    return _of_product(product, text, place) if product.is_one else None


def _of_product(product: OffProduct, text: bytes | str, place: FoodPlace) -> FoodItem:
    code = "" if product.code is None else str(product.code).strip()
    if not code.isascii() or not code.isdecimal():
        return refusal(place, "code", code)
    return food_item(place, stated_by_product(code, named(product, text)))


def _of_answer(text: bytes | str, place: FoodPlace) -> Iterator[FoodItem]:
    answer = _ANSWER.decode(text)
    inner = [*answer.foods, *answer.products]
    if bytes(answer.product):
        inner.append(answer.product)
    if not inner:
        yield _of_fdc(text, place) or _of_product(_OFF_PRODUCT.decode(text), text, place)
    for number, one in enumerate(inner, 1):
        within = FoodPlace(place.file, place.line, number)
        yield from _of_json(bytes(one), within, is_fdc=bool(answer.foods))


def _path_in(said: str) -> str:
    _, _, path = said.partition("`$")
    return path.partition("`")[0].lstrip(".") or "record"


def _head(opened: Callable[[], BinaryIO]) -> bytes:
    with opened() as stream:
        return stream.read(HEAD_BYTES)
