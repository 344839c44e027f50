"""What a formula says of itself is a test: its book item, its rule, its source, and no `None`.

A docstring of a formula that a context exports has
- an item of the formula book, of the section of its context: A, B, N or G with its number;
- the id of a rule of its context that is in docs/rules.md;
- a source: a year, or one of the words that stand for one (`SOURCE`).
What a formula returns is never a number or None: a Result says why there is no number.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from typing import Final

import pytest
from msgspec import Struct

from tests.architecture.source import ROOT, Module, module_of, modules


class Section(Struct, frozen=True):
    """What the formulas of a context refer to: a section of the book, and a kind of rule."""

    letter: str
    items: int
    kind: str


SECTIONS: Final = {
    "activity": Section("A", 24, "ACT"),
    "biometrics": Section("B", 14, "BIO"),
    "nutrition": Section("N", 15, "NUT"),
    "goals": Section("G", 5, "GOAL"),
}
# A year of publication; the book's "own proposal"; arithmetic; or what is cited without a year.
SOURCE: Final = re.compile(
    r"\b(1[89]\d\d|20\d\d)\b"
    r"|\bVegaLoop's own\b"
    r"|\b[Dd]efinition\b"
    r"|\b(Allen & Coggan|Friel|GoldenCheetah|Intervals|21 CFR 101\.9)\b.*\bundated\b"
)
RULES: Final = frozenset(
    re.findall(
        r"^- \*\*([A-Z]+-\d+)\.\*\*",
        (ROOT / "docs" / "rules.md").read_text(encoding="utf-8"),
        re.MULTILINE,
    )
)


def names_an_item(section: Section, formula: ast.FunctionDef) -> bool:
    """The docstring names an item of the book that there is."""
    numbers = re.findall(rf"\b{section.letter}(\d{{1,2}})\b", _docstring(formula))
    return any(1 <= int(number) <= section.items for number in numbers)


def names_a_rule(section: Section, formula: ast.FunctionDef) -> bool:
    """The docstring names a rule of its context, and none that is not in docs/rules.md."""
    named = set(re.findall(rf"\b{section.kind}-\d+\b", _docstring(formula)))
    return bool(named) and named <= RULES


def names_a_source(_: Section, formula: ast.FunctionDef) -> bool:
    """The docstring says where the formula is from."""
    return SOURCE.search(_docstring(formula)) is not None


def returns_no_none(_: Section, formula: ast.FunctionDef) -> bool:
    """The formula returns no number or None, neither by itself nor inside of a Result."""
    return formula.returns is not None and not _may_be_none(formula.returns)


Demand = Callable[[Section, ast.FunctionDef], bool]
DEMANDS: Final[tuple[Demand, ...]] = (
    names_an_item,
    names_a_rule,
    names_a_source,
    returns_no_none,
)


def formulas_of(context: str) -> Iterator[tuple[str, ast.FunctionDef | None]]:
    """Every function the door of a context exports, or None where its source is not found."""
    door = next(m for m in modules() if m.name == f"vegaloop.{context}.formulas")
    homes = {
        alias.name: node.module or ""
        for node in door.tree.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    found = {module.name: _functions(module) for module in modules()}
    for name in _exported(door):
        if name.islower():  # The rest are classes and constants.
            yield name, found.get(homes.get(name, ""), {}).get(name)


def _exported(door: Module) -> tuple[str, ...]:
    return tuple(
        constant.value
        for node in door.tree.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
        for constant in ast.walk(node.value)
        if isinstance(constant, ast.Constant) and isinstance(constant.value, str)
    )


def _functions(module: Module) -> dict[str, ast.FunctionDef]:
    return {node.name: node for node in module.tree.body if isinstance(node, ast.FunctionDef)}


def _docstring(formula: ast.FunctionDef) -> str:
    return " ".join((ast.get_docstring(formula) or "").split())


def _may_be_none(annotation: ast.expr) -> bool:
    match annotation:
        case ast.Constant(value=None):
            return True
        case ast.BinOp(left=left, right=right):
            return _may_be_none(left) or _may_be_none(right)
        case ast.Subscript(value=outer, slice=inner):
            parts = inner.elts if isinstance(inner, ast.Tuple) else [inner]
            name = ast.unparse(outer).rpartition(".")[2]
            return name == "Optional" or (
                name in {"Union", "Result"} and any(map(_may_be_none, parts))
            )
        case _:
            return False


@pytest.mark.parametrize("context", SECTIONS)
@pytest.mark.parametrize("demand", DEMANDS, ids=lambda demand: demand.__name__)
def test_every_formula_meets_the_demand(demand: Demand, context: str) -> None:
    broken = [
        name
        for name, formula in formulas_of(context)
        if formula is not None and not demand(SECTIONS[context], formula)
    ]
    assert broken == [], demand.__doc__


@pytest.mark.parametrize("context", SECTIONS)
def test_every_exported_formula_is_read(context: str) -> None:
    found = list(formulas_of(context))
    assert len(found) > 20
    assert [name for name, formula in found if formula is None] == []


GOOD: Final = '''
def planted(mass_kg: float) -> Result[float, NoNumber]:
    """Weigh a kilogram, kg, of any mass above 0 (Quetelet 1832; A1, ACT-1)."""
'''


def _planted(text: str) -> ast.FunctionDef:
    return _functions(module_of("vegaloop.activity.domain.formulas.planted", text))["planted"]


@pytest.mark.parametrize("demand", DEMANDS, ids=lambda demand: demand.__name__)
@pytest.mark.parametrize(
    "source",
    [
        "Boer 1984",
        "VegaLoop's own",
        "VegaLoop's\n    own",
        "Source: definition",
        "Definition",
        "Friel, undated",
        "Allen & Coggan,\n    undated",
    ],
)
def test_a_formula_that_says_all_is_let_through(demand: Demand, source: str) -> None:
    text = GOOD.replace("Quetelet 1832", source)
    assert demand(SECTIONS["activity"], _planted(text))


@pytest.mark.parametrize(
    ("demand", "old", "new"),
    [
        (names_an_item, "A1, ", ""),
        (names_an_item, "A1, ", "B1, "),
        (names_an_item, "A1, ", "A0, "),
        (names_an_item, "A1, ", "A25, "),
        (names_a_rule, ", ACT-1)", ")"),
        (names_a_rule, "ACT-1)", "BIO-1)"),
        (names_a_rule, "ACT-1)", "ACT-9999)"),
        (names_a_rule, "ACT-1)", "ACT-1, ACT-9999)"),
        (names_a_source, "Quetelet 1832; ", ""),
        (names_a_source, "Quetelet 1832", "Quetelet"),
        (names_a_source, "Quetelet 1832", "the person's own"),
        (names_a_source, "Quetelet 1832", "35:1703; as in A1"),
        (names_a_source, "Quetelet 1832", "somebody, undated"),
        (returns_no_none, "Result[float, NoNumber]", "float | None"),
        (returns_no_none, "Result[float, NoNumber]", "None | float"),
        (returns_no_none, "Result[float, NoNumber]", "Optional[float]"),
        (returns_no_none, "Result[float, NoNumber]", "typing.Optional[float]"),
        (returns_no_none, "Result[float, NoNumber]", "Union[float, None]"),
        (returns_no_none, "Result[float, NoNumber]", "Result[float | None, NoNumber]"),
        (returns_no_none, " -> Result[float, NoNumber]", ""),
    ],
)
def test_a_formula_that_says_less_is_caught(demand: Demand, old: str, new: str) -> None:
    assert old in GOOD
    planted = _planted(GOOD.replace(old, new))
    assert [one for one in DEMANDS if not one(SECTIONS["activity"], planted)] == [demand]


@pytest.mark.parametrize("demand", DEMANDS[:3], ids=lambda demand: demand.__name__)
def test_a_formula_without_a_docstring_is_caught(demand: Demand) -> None:
    assert not demand(SECTIONS["activity"], _planted("def planted() -> float:\n    return 1.0"))
