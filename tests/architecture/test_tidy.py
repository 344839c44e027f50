"""Style that matters is a test: each rule with a planted violation."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Final

import pytest

from tests.architecture.source import ROOT, Module, module_of, modules

LINES_MOST: Final = 300
Rule = Callable[[Module], Iterator[ast.AST | int]]


def no_exceptions(module: Module) -> Iterator[ast.AST]:
    """Domain and application raise nothing but ValueError in `__post_init__`, and catch nothing."""
    if not module.is_inner:
        return
    asserted = {
        id(node)
        for function in ast.walk(module.tree)
        if isinstance(function, ast.FunctionDef) and function.name == "__post_init__"
        for node in ast.walk(function)
        if isinstance(node, ast.Raise) and _called(node.exc) == "ValueError"
    }
    for node in ast.walk(module.tree):
        if isinstance(node, (ast.Try, ast.TryStar)) or (
            isinstance(node, ast.Raise) and id(node) not in asserted
        ):
            yield node


def one_importer_of_returns(module: Module) -> Iterator[ast.AST]:
    """Only `kernel/result.py` imports `returns`."""
    if module.name == "vegaloop.kernel.result":
        return
    for node in ast.walk(module.tree):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        source = (node.module or "") if isinstance(node, ast.ImportFrom) else ""
        if any(name.split(".")[0] == "returns" for name in [*names, source]):
            yield node


def no_as_on_results(module: Module) -> Iterator[ast.AST]:
    """A Success or Failure is matched by its payload, never bound with `as`."""
    for node in ast.walk(module.tree):
        pattern = node.pattern if isinstance(node, ast.MatchAs) else None
        if isinstance(pattern, ast.MatchClass) and _name(pattern.cls) in {"Success", "Failure"}:
            yield pattern


def no_wildcard_on_results(module: Module) -> Iterator[ast.AST]:
    """A match on a Result has both arms, and no `case _`."""
    if module.name == "vegaloop.kernel.result":  # `both` joins the arms of two results.
        return
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Match):
            patterns = [case.pattern for case in node.cases]
            about_results = any(
                isinstance(part, ast.MatchClass) and _name(part.cls) in {"Success", "Failure"}
                for pattern in patterns
                for part in ast.walk(pattern)
            )
            wild = [p for p in patterns if isinstance(p, ast.MatchAs) and p.pattern is None]
            if about_results:
                yield from wild


def no_ways_around_types(module: Module) -> Iterator[ast.AST | int]:
    """No cast, no TYPE_CHECKING, no explicit Any; an ignore names its code and its reason."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ImportFrom) and node.module in {"typing", "typing_extensions"}:
            if {alias.name for alias in node.names} & {"cast", "TYPE_CHECKING", "Any"}:
                yield node
        elif isinstance(node, ast.Attribute) and node.attr == "TYPE_CHECKING":
            yield node
    for number, line in enumerate(module.text.splitlines(), start=1):
        _, mark, rest = line.partition("# type:" + " ignore")
        if mark and not re.match(r"\[[a-z-]+(, ?[a-z-]+)*\]  # \S", rest):
            yield number


def bounded_texts(module: Module) -> Iterator[ast.AST]:
    """A text that comes in with a body has a length, and no NUL: never a bare `str`."""
    if module.room != "adapters":
        return
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ClassDef) and any(
            keyword.arg == "forbid_unknown_fields" for keyword in node.keywords
        ):
            for field in node.body:
                if isinstance(field, ast.AnnAssign) and _is_bare_text(field.annotation):
                    yield field


def instants_are_made_in_one_place(module: Module) -> Iterator[ast.AST]:
    """An Instant is built in `kernel/time.py` and in the infrastructure only."""
    if module.name == "vegaloop.kernel.time" or module.place == "infrastructure":
        return
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and _name(node.func) == "Instant":
            yield node


def short_files(module: Module) -> Iterator[int]:
    """A file has at most 300 lines."""
    lines = module.text.count("\n")
    if lines > LINES_MOST:
        yield lines


def no_print(module: Module) -> Iterator[ast.AST]:
    """Nothing prints but the console of the app."""
    if module.name.startswith("vegaloop.app."):
        return
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and _name(node.func) == "print":
            yield node


def _called(node: ast.expr | None) -> str:
    return _name(node.func) if isinstance(node, ast.Call) else ""


def _name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _is_bare_text(node: ast.expr) -> bool:
    if isinstance(node, ast.Name):
        return node.id == "str"
    if isinstance(node, ast.BinOp):
        return _is_bare_text(node.left) or _is_bare_text(node.right)
    if isinstance(node, ast.Subscript) and _name(node.value) != "Annotated":
        inside = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        return _name(node.value) != "Literal" and any(map(_is_bare_text, inside))
    return False


INNER: Final = "vegaloop.goals.domain.planted"
HTTP: Final = "vegaloop.goals.adapters.http"
PLANTED: Final[list[tuple[Rule, str, str]]] = [
    (no_exceptions, INNER, "try:\n    x = 1\nexcept KeyError:\n    pass"),
    (no_exceptions, INNER, "def f():\n    raise ValueError('no')"),
    (no_exceptions, INNER, "class A:\n    def __post_init__(self):\n        raise KeyError('no')"),
    (one_importer_of_returns, INNER, "from returns.result import Success"),
    (one_importer_of_returns, HTTP, "import returns"),
    (no_as_on_results, INNER, "match x:\n    case Failure() as failed:\n        pass"),
    (
        no_wildcard_on_results,
        INNER,
        "match x:\n    case Success():\n        1\n    case _:\n        2",
    ),
    (
        no_wildcard_on_results,
        INNER,
        "match x:\n    case Failure(e):\n        1\n    case y:\n        2",
    ),
    (no_ways_around_types, INNER, "from typing import cast"),
    (no_ways_around_types, INNER, "from typing import TYPE_CHECKING"),
    (no_ways_around_types, INNER, "import typing\nif typing.TYPE_CHECKING:\n    pass"),
    (no_ways_around_types, INNER, "from typing import Any"),
    (no_ways_around_types, INNER, "x = 1  # type:" + " ignore"),
    (no_ways_around_types, INNER, "x = 1  # type:" + " ignore[misc]"),
    (bounded_texts, HTTP, "class B(Struct, forbid_unknown_fields=True):\n    a: str"),
    (bounded_texts, HTTP, "class B(Struct, forbid_unknown_fields=True):\n    a: str | None = None"),
    (bounded_texts, HTTP, "class B(Struct, forbid_unknown_fields=True):\n    a: tuple[str, ...]"),
    (instants_are_made_in_one_place, HTTP, "x = Instant(y)"),
    (short_files, INNER, "\n" * 301),
    (no_print, INNER, "print('x')"),
]
RULES: Final = tuple(dict.fromkeys(rule for rule, _, _ in PLANTED))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_every_module_keeps_the_rule(rule: Rule) -> None:
    broken = [
        f"{module.name}:{place if isinstance(place, int) else place.lineno}"
        for module in modules()
        for place in rule(module)
    ]
    assert broken == [], rule.__doc__


@pytest.mark.parametrize(("rule", "name", "text"), PLANTED)
def test_a_planted_violation_is_caught(rule: Rule, name: str, text: str) -> None:
    assert list(rule(module_of(name, text)))


# ---- rules and their tests ----

_RULE: Final = re.compile(r"^- \*\*([A-Z]+)-(\d+)\.\*\* (.+)$", re.MULTILINE)


def rules_in(text: str) -> list[tuple[str, str]]:
    """Each rule of a document: the class that must hold it, and the sentence it must quote."""
    return [
        (f"Test{kind.capitalize()}{number}", f"{kind}-{number}. {sentence}")
        for kind, number, sentence in _RULE.findall(text)
    ]


def classes_in(text: str) -> list[tuple[str, str]]:
    """Each test class that is numbered like a rule, and the sentence it quotes."""
    return [
        (node.name, (ast.get_docstring(node) or "").splitlines()[0] if node.body else "")
        for node in ast.parse(text).body
        if isinstance(node, ast.ClassDef) and re.fullmatch(r"Test[A-Z][a-z]+\d+", node.name)
    ]


def unmatched(rules: list[tuple[str, str]], classes: list[tuple[str, str]]) -> list[str]:
    """What is a rule without exactly one test class, or a class without exactly one rule."""
    wanted, found = Counter(set(rules)), Counter(classes)
    return sorted(f"{name}: {text}" for name, text in ((wanted - found) + (found - wanted)))


def _documents() -> str:
    return (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")


def test_each_rule_has_one_test_class_and_each_class_a_rule() -> None:
    classes = [
        found
        for path in sorted((ROOT / "tests").rglob("test_*.py"))
        for found in classes_in(path.read_text(encoding="utf-8"))
    ]
    assert unmatched(rules_in(_documents()), classes) == []


def test_no_two_rules_have_one_number() -> None:
    numbers = Counter(name for name, _ in set(rules_in(_documents())))
    assert [name for name, count in numbers.items() if count > 1] == []


@pytest.mark.parametrize(
    "planted",
    [
        "",
        'class TestXyz1:\n    """XYZ-1. Another sentence."""',
        'class TestXyz2:\n    """XYZ-2. A sentence."""',
        'class TestXyz1:\n    """XYZ-1. A sentence."""\n' * 2,
    ],
)
def test_a_rule_without_its_class_is_caught(planted: str) -> None:
    rules = rules_in("- **XYZ-1.** A sentence.\n")
    assert unmatched(rules, classes_in('class TestXyz1:\n    """XYZ-1. A sentence."""')) == []
    assert unmatched(rules, classes_in(planted)) != []
