"""The readers of food files: each format by the rules, the real files, and files that are damaged."""

from __future__ import annotations

import gzip
import io
import json
import random
import time
from collections.abc import Callable
from typing import BinaryIO, Final

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.readers.food_agreement import FILES, OFF_TABLE, items_of, shelved
from tests.support import SHARED, needs_shared_data
from vegaloop.kernel.formats import Damaged, TooDeep, TooLarge
from vegaloop.nutrition.adapters.readers.food_files import FoodFileReader
from vegaloop.nutrition.adapters.readers.json_items import items_of as items_of_json
from vegaloop.nutrition.domain.food import Food, FoodCategory
from vegaloop.nutrition.domain.food_record import FoodFound, FoodItem, FoodPlace, FoodRefused
from vegaloop.nutrition.domain.nutrients import Nutrient

READER: Final = FoodFileReader()


def read(**files: str | bytes) -> list[FoodItem]:
    def opener(text: str | bytes) -> Callable[[], BinaryIO]:
        data = text.encode() if isinstance(text, str) else text
        return lambda: io.BytesIO(data)

    return list(READER.read({name: opener(text) for name, text in files.items()}))


def foods(items: list[FoodItem]) -> list[Food]:
    return [item.record.food for item in items if isinstance(item, FoodFound)]


def only(items: list[FoodItem]) -> Food:
    (food,) = foods(items)
    assert len(items) == 1
    return food


def grams(food: Food, nutrient: Nutrient) -> float | None:
    mass = food.per_100_g.of(nutrient)
    return None if mass is None else mass.grams


def a_food(fdc_id: int = 1, *figures: dict[str, object], **more: object) -> dict[str, object]:
    return {"fdcId": fdc_id, "description": "Oats", "foodNutrients": list(figures), **more}


def figure(number: int, value: float, unit: str = "G") -> dict[str, object]:
    return {"nutrientId": number, "value": value, "unitName": unit}


ENERGIES: Final = {1008: 100.0, 2048: 101.0, 2047: 102.0, 1062: 103.0 * 4.184}


class TestNut140:
    """NUT-140. The energy of a record is the one it states in kilocalories, else the one by Atwater factors, else the one in kilojoules."""

    @given(there=st.sets(st.sampled_from(sorted(ENERGIES))), data=st.data())
    def test_of_fooddata_central(self, there: set[int], data: st.DataObject) -> None:
        order = data.draw(st.permutations(sorted(there)))
        units = {1062: "kJ"}
        given_ = [figure(one, ENERGIES[one], units.get(one, "KCAL")) for one in order]
        energy = only(read(a=json.dumps(a_food(1, *given_)))).per_100_g.energy
        best = next((ENERGIES[one] for one in (1008, 2048, 2047) if one in there), None)
        if best is None and there:
            best = 103.0
        assert (None if energy is None else round(energy.kcal, 3)) == best

    @pytest.mark.parametrize(
        ("cells", "kcal"),
        [("100\t\t900", 100), ("\t418.4\t900", 100), ("\t\t418.4", 100), ("\t\t", None)],
    )
    def test_of_open_food_facts(self, cells: str, kcal: float | None) -> None:
        header = "code\tproduct_name\tenergy-kcal_100g\tenergy-kj_100g\tenergy_100g"
        energy = only(read(a=f"{header}\n4012345678901\tOats\t{cells}\n")).per_100_g.energy
        assert (None if energy is None else round(energy.kcal, 3)) == kcal


class TestNut141:
    """NUT-141. An amount in a unit that is no mass is left out, but for vitamin D, of which 40 units are a microgram."""

    @pytest.mark.parametrize(
        ("number", "value", "unit", "nutrient", "expected"),
        [
            (1110, 400.0, "IU", Nutrient.VITAMIN_D, 10e-6),
            (1104, 400.0, "IU", Nutrient.VITAMIN_A_RAE, None),
            (1109, 400.0, "IU", Nutrient.VITAMIN_E_ALPHA_TOCOPHEROL, None),
            (1087, 120.0, "MG", Nutrient.CALCIUM, 0.12),
            (1087, 0.12, "g", Nutrient.CALCIUM, 0.12),
            (1103, 5.0, "µg", Nutrient.SELENIUM, 5e-6),
            (1087, 5.0, "MG_GAE", Nutrient.CALCIUM, None),
        ],
    )
    def test_it_is(
        self, number: int, value: float, unit: str, nutrient: Nutrient, expected: float | None
    ) -> None:
        food = only(read(a=json.dumps(a_food(1, figure(number, value, unit)))))
        assert grams(food, nutrient) == expected

    def test_micrograms_of_vitamin_d_count_before_units(self) -> None:
        pair = (figure(1110, 400.0, "IU"), figure(1114, 9.0, "UG"))
        for given_ in (pair, pair[::-1]):
            assert grams(only(read(a=json.dumps(a_food(1, *given_)))), Nutrient.VITAMIN_D) == 9e-6


DOWNLOAD: Final = {
    "d/food.csv": "fdc_id,data_type,description,food_category_id,publication_date\n"
    '7,foundation_food,"Oats, ""rolled""",20,2020-04-01\n8,sub_sample_food,Sample,20,2020-04-01\n'
    "9,branded_food,COLA,,2021-10-28\n",
    "d/nutrient.csv": "id,name,unit_name,nutrient_nbr\n1003,Protein,G,203\n1093,Sodium,MG,307\n",
    "d/food_nutrient.csv": "id,fdc_id,nutrient_id,amount\n1,9,1093,12\n2,7,1003,13.5\n3,9,1003,\n"
    "4,7,1093,2\n5,8,1003,99\n6,7,2047,380\n",
    "d/branded_food.csv": "fdc_id,brand_owner,brand_name,gtin_upc,serving_size,serving_size_unit,"
    "household_serving_fulltext\n9,The Maker,COLA BRAND,049000042566,240,ml,1 can\n",
    "d/food_portion.csv": "id,fdc_id,amount,modifier,gram_weight\n1,7,0.5,cup,40\n",
    "d/food_category.csv": "id,code,description\n20,2000,Cereal Grains and Pasta\n",
}


class TestNut142:
    """NUT-142. A file of foods is known by what is in it, whatever its name, and its columns may stand in any order."""

    @given(data=st.data())
    def test_a_download_of_tables(self, data: st.DataObject) -> None:
        shuffled = {name: _shuffled(text, data) for name, text in DOWNLOAD.items()}
        oats, cola = foods(read(**{f"d/{n}": text for n, text in enumerate(shuffled.values())}))
        assert (oats.id, oats.name, oats.category) == (
            "fdc:7",
            'Oats, "rolled"',
            FoodCategory.GRAINS,
        )
        assert (grams(oats, Nutrient.PROTEIN), grams(oats, Nutrient.SODIUM)) == (13.5, 0.002)
        assert oats.per_100_g.energy is not None
        assert [(one.name, one.mass.grams) for one in oats.servings] == [("0.5 cup", 40)]
        assert (cola.brand, cola.barcode) == ("COLA BRAND", "00049000042566")
        assert grams(cola, Nutrient.PROTEIN) is None
        assert [(one.name, one.mass.grams) for one in cola.servings] == [("1 can", 240)]

    @pytest.mark.parametrize(
        "wrap",
        [
            lambda food: {"FoundationFoods": [food]},
            lambda food: {"SRLegacyFoods": [food]},
            lambda food: {"totalHits": 1, "foods": [food]},
            lambda food: [food],
            lambda food: food,
        ],
    )
    @pytest.mark.parametrize("indent", [None, 1])
    def test_json_of_fooddata_central(
        self, wrap: Callable[[dict[str, object]], object], indent: int | None
    ) -> None:
        inner = {"nutrient": {"id": 1003, "number": "203", "unitName": "g"}, "amount": 13.5}
        by_number = {"number": "307", "amount": 2, "unitName": "MG"}
        food = a_food(7, inner, by_number, dataType="Foundation", publicationDate="4/1/2019")
        found = only(read(anything=json.dumps(wrap(food), indent=indent)))
        assert (grams(found, Nutrient.PROTEIN), grams(found, Nutrient.SODIUM)) == (13.5, 0.002)

    @pytest.mark.parametrize(
        "wrap",
        [lambda one: one, lambda one: {"status": 1, "code": "x", "product": one},
         lambda one: {"count": 1, "products": [one]}],
    )  # fmt: skip
    def test_json_of_open_food_facts(self, wrap: Callable[[object], object]) -> None:
        figures = {"salt_100g": "1.25", "fat_100g": 3, "fat_unit": "g", "energy_100g": 418.4}
        product = {"code": "0049000042566", "product_name": "Cola", "nutriments": figures}
        food = only(read(a=json.dumps(wrap(product | {"brands": "Coke, Other"}))))
        assert (food.id, food.brand, food.barcode) == (
            "off:0049000042566",
            "Coke",
            "00049000042566",
        )
        assert (grams(food, Nutrient.SODIUM), grams(food, Nutrient.FAT)) == (0.5, 3.0)

    @given(
        st.dictionaries(st.sampled_from(["fat", "salt", "vitamin-c"]), st.integers(0, 30)),
        st.sampled_from(["g", "mg", "µg"]),
        st.sampled_from(["100g", "100ml", "serving"]),
        st.booleans(),
    )
    def test_either_schema_of_open_food_facts(
        self, held: dict[str, int], unit: str, per: str, sold: bool
    ) -> None:
        per_g = {"g": 1, "mg": 1_000, "µg": 1_000_000}[unit]
        amounts = {tag: {"value": one * per_g, "unit": unit} for tag, one in held.items()}
        amounts |= {"energy-kcal": {"value": 100, "unit": "kcal"}, "sugars": {"value": None}}
        state = "as_sold" if sold else "prepared"
        chosen = {"per": per, "preparation": state, "nutrients": amounts}
        told = {"code": "0049000042566", "product_name": "Cola"}
        newer = only(read(a=json.dumps({**told, "nutrition": {"aggregated_set": chosen}})))
        figures = {f"{tag}_100g": one for tag, one in held.items()} | {"energy-kcal_100g": 100}
        there = sold and per != "serving"
        older = only(read(a=json.dumps({**told, "nutriments": figures if there else {}})))
        assert newer.per_100_g == older.per_100_g

    @given(
        st.dictionaries(st.sampled_from(["fr", "en", "de"]), st.sampled_from(["", " ", "Cola"])),
        st.sampled_from(["", "Drink"]),
        st.booleans(),
    )
    def test_a_product_without_a_name_but_in_some_language(
        self, names: dict[str, str], generic: str, has_field: bool
    ) -> None:
        product = {f"product_name_{one}": f"{name}{one}" for one, name in names.items() if name}
        product |= {"generic_name_fr": generic, "abbreviated_product_name": "Dr", "lang": "fr"}
        product |= {"product_name": ""} if has_field else {}
        (food,) = foods(read(a=json.dumps({"code": "49000042566", "nutriments": {}, **product})))
        own = (names[one].strip() + one for one in ("fr", "en", "de") if names.get(one))
        assert food.name == next(own, generic or "Dr")

    @given(data=st.data())
    def test_release_28(self, data: st.DataObject) -> None:
        table = (
            "NDB_No,Shrt_Desc,Energ_Kcal,Protein_(g),Copper_mg),Selenium_(µg),Vit_D_IU,Vit_D_µg,GmWt_1,"
            'GmWt_Desc1\n1001,"BUTTER,WITH SALT",717,0.85,0.5,1,60,1.5,5,"1 pat,  (1"" sq)"\n'
        )
        food = only(read(a="\ufeff" + _shuffled(table, data)))
        assert (food.id, food.name) == ("sr28:01001", "BUTTER,WITH SALT")
        held = (Nutrient.PROTEIN, Nutrient.COPPER, Nutrient.SELENIUM, Nutrient.VITAMIN_D)
        assert [grams(food, one) for one in held] == [0.85, 5e-4, 1e-6, 1.5e-6]
        assert [(one.name, one.mass.grams) for one in food.servings] == [('1 pat, (1" sq)', 5)]

    @pytest.mark.parametrize("number", ["1001", "01001", "001001"])
    def test_a_number_of_sr28_is_one_however_many_zeros_it_has(self, number: str) -> None:
        food = only(read(a=f"NDB_No,Shrt_Desc,Energ_Kcal\n{number},BUTTER,717\n"))
        assert food.id == "sr28:01001"

    @pytest.mark.parametrize(
        "head",
        [b"", b"{", b'{"a": 1}', b"a,b\n1,2\n", b"\x00" * 50, b"date,weight\n", b"[[[[", b"\xff"],
    )
    def test_what_is_none_of_them(self, head: bytes) -> None:
        assert not READER.recognises(head, "food.csv")
        assert foods(read(a=head)) == []

    @needs_shared_data
    @pytest.mark.parametrize("file", FILES)
    def test_the_real_files_are_recognised(self, file: str) -> None:
        with gzip.open(SHARED / file, "rb") as stream:
            assert READER.recognises(stream.read(65_536), "whatever")


def _shuffled(table: str, data: st.DataObject) -> str:
    import csv

    rows = list(csv.reader(io.StringIO(table)))
    order = data.draw(st.permutations(range(len(rows[0]))))
    out = io.StringIO()
    csv.writer(out).writerows([[row[n] for n in order] for row in rows])
    return out.getvalue()


LINE: Final = json.dumps(a_food(1, figure(1003, 10.0)))


class TestNut143:
    """NUT-143. Of a damaged file every food that can be read is read, and the rest is refused with its place and the reason."""

    @given(whole=st.lists(st.booleans(), min_size=1, max_size=9))
    def test_lines(self, whole: list[bool]) -> None:
        text = "\n".join(LINE if one else LINE[: len(LINE) // 2] for one in [True, *whole]) + "\n"
        items = read(a=text)
        assert [isinstance(item, FoodFound) for item in items] == [True, *whole]
        assert [item.place for item in items] == [
            FoodPlace("a", line=n + 1) for n in range(len(items))
        ]

    @given(
        records=st.lists(
            st.dictionaries(
                st.sampled_from("ab"), st.sampled_from(('}, {"a": 1', [{"a": [1]}], None))
            ),
            max_size=9,
        ),
        between=st.sampled_from((",", ", ", " ,\n", ",\n\n")),
        begin=st.sampled_from(("[", '{"Foods": [', " [ ")),
    )
    def test_an_array_is_taken_apart_where_its_records_end(
        self, records: list[dict[str, object]], between: str, begin: str
    ) -> None:
        text = begin + between.join(map(json.dumps, records)) + " ]"
        read = [
            (one.item, json.loads(one.text)) for one in items_of_json(io.BytesIO(text.encode()))
        ]
        assert read == list(enumerate(records, 1))

    @given(count=st.integers(1, 5), left=st.integers(1, len(LINE) - 1))
    def test_an_array_that_ends_early(self, count: int, left: int) -> None:
        text = '{"SRLegacyFoods": [' + ",\n".join([LINE] * count) + ", " + LINE[:left]
        *found, last = read(a=text)
        assert len(foods(found)) == count
        assert isinstance(last, FoodRefused)
        assert isinstance(last.reason, Damaged)
        assert str(count + 1) in last.reason.what

    def test_limits(self) -> None:
        deep = '{"fdcId": 1, "foodNutrients": ' + "[" * 100_000
        (refused,) = read(a=deep)
        assert isinstance(refused, FoodRefused)
        (nested,) = read(a='{"FoundationFoods": [' + '{"a":' * 100_000)
        assert isinstance(nested, FoodRefused)
        assert isinstance(nested.reason, TooDeep)
        (wide,) = read(a="code,product_name,energy_100g\n" + "," * 5_000 + "\n")
        assert isinstance(wide, FoodRefused)
        assert isinstance(wide.reason, TooLarge)
        (long,) = read(a="code\tproduct_name\tenergy_100g\n" + "x" * 1_000_001)
        assert isinstance(long, FoodRefused)
        assert isinstance(long.reason, TooLarge)

    def test_a_table_that_is_missing_a_part(self) -> None:
        broken = DOWNLOAD | {
            "d/food_nutrient.csv": "fdc_id,nutrient_id,amount\n7,1003," + "9" * 2**20
        }
        items = read(**broken)
        assert len(foods(items)) == 2
        assert [item.place.file for item in items if isinstance(item, FoodRefused)] == [
            "d/food_nutrient.csv"
        ]

    @pytest.mark.parametrize("seed", range(6))
    def test_whatever_is_done_to_a_file(self, seed: int) -> None:
        chance, slowest = random.Random(seed), 0.0
        files = [text.encode() for text in (LINE + "\n" + LINE, f"[{LINE},{LINE}]", *SEEDS)]
        for _ in range(150):
            data = bytearray(chance.choice(files))
            for _ in range(chance.randint(1, 12)):
                _damage(data, chance)
            began = time.perf_counter()
            items = read(a=bytes(data), **{"d/food.csv": DOWNLOAD["d/food.csv"]})
            msgspec.json.encode(items)
            slowest = max(slowest, time.perf_counter() - began)
        assert slowest < 2


SEEDS: Final = (
    "code\tproduct_name\tenergy_100g\tfat_100g\n4012345678901\tOats\t1500\t7\n",
    "NDB_No,Shrt_Desc,Energ_Kcal,Protein_(g)\n01001,BUTTER,717,0.85\n",
    "code,name,category,enerc,procnt\n321358,Hummus,Legumes,960000,7.35\n",
    *DOWNLOAD.values(),
)


def _damage(data: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(data) + 1)
    kind = chance.randrange(4)
    if kind == 0:
        del data[at : at + chance.randint(1, 20)]
    elif kind == 1:
        data[at:at] = bytes(chance.choices(b'\x00\xff"[]{},:\n\\e-9', k=chance.randint(1, 9)))
    elif kind == 2 and at < len(data):
        data[at] ^= 1 << chance.randrange(8)
    else:
        data[at:at] = data[at : at + 30]


@needs_shared_data
class TestTheRealFiles:
    """What the oddities of the files come to; what the values are compared with, test_agreements says."""

    def test_leading_zeros_make_one_of_two(self) -> None:
        items = items_of(OFF_TABLE)
        done = shelved(items)
        assert (len(items), done.stocked.kept + done.stocked.merged + len(done.refused)) == (
            1_000,
            1_000,
        )
        assert done.stocked.merged > 20
