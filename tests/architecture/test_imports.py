"""Who may import whom: the syntax tree says it all, and a planted violation shows that it does."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

import pytest

from tests.architecture.source import Module, module_of, modules

CONTEXTS: Final = frozenset({"nutrition", "activity", "biometrics", "goals", "accounts"})
STOREYS: Final = {
    "kernel": 0,
    "infrastructure": 1,
    **dict.fromkeys(CONTEXTS, 2),
    "readiness": 3,
    "imports": 3,
    "device_sync": 4,
    "dashboard": 5,
    "app": 6,
}
ROOMS: Final = ("domain", "application", "adapters")
INNER: Final = frozenset({"domain", "formulas", "application"})
HOUSES: Final = CONTEXTS | {"readiness", "device_sync", "imports", "dashboard"}
IMPURE: Final = frozenset({"random", "secrets", "time", "os", "socket", "threading"})
FRAMEWORKS: Final = frozenset(
    {"litestar", "sqlalchemy", "structlog", "alembic", "numpy", "granian", "typer", "rich"}
)
# Fast sums, typed without Any (ADR 17).
NUMBERS: Final = frozenset(
    {
        ("vegaloop.kernel.arrays", "numpy"),
        ("vegaloop.kernel.nesting", "numpy"),
        ("vegaloop.kernel.sample_days", "numpy"),
        ("vegaloop.kernel.sample_parts", "numpy"),
        ("vegaloop.kernel.samples", "numpy"),
        ("vegaloop.kernel.settling", "numpy"),
        ("vegaloop.kernel.sharing", "numpy"),
    }
)


def imported(module: Module) -> Iterator[str]:
    """Every module it imports, also inside functions; `from a import b` may import `a.b`."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module.name}: relative imports hide who imports whom"
            base = node.module or ""
            yield base
            known = {one.name for one in modules()}
            yield from (n for a in node.names if (n := f"{base}.{a.name}") in known)


def refused(module: str, target: str) -> str | None:
    """The rule this import breaks, or None."""
    _, place, room = (*module.split("."), "", "")[:3]
    top, t_place, t_room = (*target.split("."), "", "")[:3]
    inner = place == "kernel" or (place in HOUSES and room in INNER)
    if (module, top) in NUMBERS:
        return None
    if top != "vegaloop":
        return _refused_outside(place, top, inner=inner)
    if STOREYS.get(t_place, 9) > STOREYS.get(place, 9):
        return "what stands below does not know what stands above"
    if place != t_place:
        return _refused_across(place, room, t_place, t_room, inner=inner)
    both_rooms = place in HOUSES and room in ROOMS and t_room in ROOMS
    if both_rooms and ROOMS.index(room) < ROOMS.index(t_room):
        return "inner rooms do not know outer rooms"
    return None


def _refused_outside(place: str, top: str, *, inner: bool) -> str | None:
    if top == "returns":
        return None if place == "kernel" else "only the kernel names the containers"
    if inner and top in FRAMEWORKS:
        return "kernel, domain and application know no framework"
    if inner and top in IMPURE:
        return "time and chance are handed in"
    return None


def _refused_across(place: str, room: str, t_place: str, t_room: str, *, inner: bool) -> str | None:
    if STOREYS.get(t_place) == STOREYS.get(place):
        return "neighbours of one storey do not know each other"
    if inner and t_place == "infrastructure":
        return "only adapters touch the infrastructure"
    if t_place in HOUSES and t_room in ROOMS:
        if place == "app" and t_room == "adapters":
            return None
        return "a package is entered by its __init__"
    return None


def broken(found: tuple[Module, ...]) -> list[str]:
    """Every import that breaks a rule."""
    return [
        f"{module.name} imports {target}: {rule}"
        for module in found
        for target in sorted(set(imported(module)))
        if (rule := refused(module.name, target))
    ]


def test_every_import_is_allowed() -> None:
    assert broken(modules()) == []


def test_every_package_has_its_storey() -> None:
    places = {module.place for module in modules()} - {""}
    assert places <= set(STOREYS), f"no storey for {places - set(STOREYS)}"


@pytest.mark.parametrize("context", sorted(CONTEXTS))
def test_no_room_is_empty(context: str) -> None:
    rooms = {module.room for module in modules() if module.place == context}
    assert set(ROOMS) <= rooms


PLANTED = [
    *((f"vegaloop.{c}.domain.x", f"vegaloop.{c}.application.ports") for c in sorted(HOUSES)),
    *((f"vegaloop.{c}.application.x", f"vegaloop.{c}.adapters.sql") for c in sorted(HOUSES)),
    *((f"vegaloop.{c}.domain.x", "litestar.di") for c in sorted(HOUSES)),
    *((f"vegaloop.{c}.application.x", "sqlalchemy") for c in sorted(HOUSES)),
    *((f"vegaloop.{c}.domain.x", "numpy") for c in sorted(HOUSES)),
    *((f"vegaloop.{c}.formulas", "litestar.di") for c in sorted(HOUSES)),
    *((f"vegaloop.{c}.domain.x", "returns.result") for c in sorted(HOUSES)),
    *((f"vegaloop.{c}.application.x", "time") for c in sorted(HOUSES)),
    *((f"vegaloop.{c}.domain.x", "vegaloop.infrastructure.system") for c in sorted(HOUSES)),
    *((f"vegaloop.{c}", "vegaloop.app.services") for c in sorted(HOUSES)),
    *(
        (f"vegaloop.{one}.adapters.x", f"vegaloop.{two}")
        for one in sorted(CONTEXTS)
        for two in sorted(CONTEXTS - {one})
    ),
    *((f"vegaloop.{c}.application.x", "vegaloop.readiness") for c in sorted(CONTEXTS)),
    *(("vegaloop.readiness.domain.x", f"vegaloop.{c}.domain.x") for c in sorted(CONTEXTS)),
    *(("vegaloop.dashboard.adapters.x", f"vegaloop.{c}.adapters.sql") for c in sorted(CONTEXTS)),
    *(("vegaloop.app.x", f"vegaloop.{c}.domain.x") for c in sorted(HOUSES)),
    ("vegaloop.readiness.adapters.x", "vegaloop.device_sync"),
    ("vegaloop.readiness.application.x", "vegaloop.dashboard"),
    ("vegaloop.kernel.x", "vegaloop.infrastructure.system"),
    ("vegaloop.kernel.x", "random"),
    ("vegaloop.kernel.x", "numpy"),
    ("vegaloop.infrastructure.x", "vegaloop.accounts"),
]


@pytest.mark.parametrize(("module", "target"), PLANTED)
def test_a_planted_violation_is_caught(module: str, target: str) -> None:
    assert refused(module, target) is not None


def test_an_import_inside_a_function_is_seen() -> None:
    planted = module_of(
        "vegaloop.goals.domain.x",
        "def f():\n    from vegaloop.goals import adapters\n    import os",
    )
    inner = "inner rooms do not know outer rooms"
    assert broken((planted,)) == [
        "vegaloop.goals.domain.x imports os: time and chance are handed in",
        f"vegaloop.goals.domain.x imports vegaloop.goals.adapters: {inner}",
    ]
