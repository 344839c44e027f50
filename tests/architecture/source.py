"""The source as modules with their syntax trees, parsed once a run."""

from __future__ import annotations

import ast
import functools
from pathlib import Path
from typing import Final

from msgspec import Struct

ROOT: Final = Path(__file__).parents[2]
SRC: Final = ROOT / "src"


class Module(Struct, frozen=True):
    """A module of the package, or one planted by a test."""

    name: str
    text: str
    tree: ast.Module

    @property
    def place(self) -> str:
        """The package it lives in: a context, `kernel`, `app` …; empty for the root itself."""
        return (*self.name.split("."), "", "")[1]

    @property
    def room(self) -> str:
        """`domain`, `application`, `adapters`, or whatever comes after the place."""
        return (*self.name.split("."), "", "")[2]

    @property
    def is_inner(self) -> bool:
        """Whether it is in a domain or an application."""
        return self.room in {"domain", "application"}


def module_of(name: str, text: str) -> Module:
    """Parse a module."""
    return Module(name, text, ast.parse(text))


@functools.cache
def modules() -> tuple[Module, ...]:
    """Every module of the package."""
    return tuple(_read(path) for path in sorted((SRC / "vegaloop").rglob("*.py")))


def _read(path: Path) -> Module:
    parts = path.relative_to(SRC).with_suffix("").parts
    name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
    return module_of(name, path.read_text(encoding="utf-8"))
