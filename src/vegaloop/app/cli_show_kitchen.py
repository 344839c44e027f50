"""`vegaloop show`, about what a person cooks and keeps."""

from __future__ import annotations

from typing import Annotated

import typer

from vegaloop.app.cli_show import Json, show_cli

__all__ = ("show_cli",)


@show_cli.command()
def own_foods(as_json: Json = False) -> None:
    """The foods of your own."""
    from vegaloop.app.console.show_kitchen import own_foods as run

    run(as_json=as_json)


@show_cli.command()
def recipes(as_json: Json = False) -> None:
    """Your recipes, as something to eat; `show food` tells all of one."""
    from vegaloop.app.console.show_kitchen import recipes as run

    run(as_json=as_json)


@show_cli.command()
def favourites(as_json: Json = False) -> None:
    """The foods and recipes you marked."""
    from vegaloop.app.console.show_kitchen import favourites as run

    run(as_json=as_json)


@show_cli.command()
def eaten_foods(
    kind: Annotated[str | None, typer.Option(help="Of one kind of meal, as lunch.")] = None,
    frequent: Annotated[bool, typer.Option(help="The most frequent first, not the last.")] = False,
    as_json: Json = False,
) -> None:
    """What you ate in 90 days, with the last portion and in how many meals."""
    from vegaloop.app.console.show_kitchen import eaten_foods as run

    run(kind, frequent=frequent, as_json=as_json)
