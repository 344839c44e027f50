"""What a person cooks and keeps, on a screen."""

from __future__ import annotations

from vegaloop.app.console.opening import opened
from vegaloop.app.console.sheet import show
from vegaloop.app.console.terminal import Exit, fail, say
from vegaloop.infrastructure.bodies import PAGE_MOST
from vegaloop.nutrition import Food, MealKind, Order
from vegaloop.nutrition.adapters.kitchen_bodies import from_eaten_food
from vegaloop.nutrition.adapters.offset_paging import cut
from vegaloop.nutrition.adapters.translations import from_food


def own_foods(*, as_json: bool) -> None:
    """Print the foods of one's own."""
    with opened() as (vega, owner):
        _show(vega.nutrition.own_foods(owner), "no food of your own yet", as_json=as_json)


def recipes(*, as_json: bool) -> None:
    """Print the recipes, as something to eat."""
    with opened() as (vega, owner):
        _show(vega.nutrition.recipes(owner), "no recipe yet", as_json=as_json)


def favourites(*, as_json: bool) -> None:
    """Print the foods that were marked."""
    with opened() as (vega, owner):
        _show(vega.nutrition.favourites(owner), "no food is marked", as_json=as_json)


def eaten_foods(kind: str | None, *, frequent: bool, as_json: bool) -> None:
    """Print what was eaten of late."""
    kinds = tuple(one.value for one in MealKind)
    if kind is not None and kind not in kinds:
        fail(f"--kind {kind} is none of {', '.join(kinds)}", Exit.USAGE)
    order = Order.FREQUENT if frequent else Order.RECENT
    with opened() as (vega, owner):
        meals = None if kind is None else MealKind(kind)
        found = vega.nutrition.eaten_foods(owner, meals, order, PAGE_MOST)
    if not (found or as_json):
        say("nothing eaten in 90 days that is a food of the catalogue or of your own")
        return
    show(cut(tuple(map(from_eaten_food, found)), PAGE_MOST, None), as_json=as_json)


def _show(foods: tuple[Food, ...], nothing: str, *, as_json: bool) -> None:
    if not (foods or as_json):
        say(nothing)
        return
    show(cut(tuple(map(from_food, foods)), PAGE_MOST, None), as_json=as_json)
