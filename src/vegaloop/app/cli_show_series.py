"""`vegaloop show` of series: what devices write all day, and whose word counts."""

from __future__ import annotations

from typing import Annotated

import typer

from vegaloop.app.cli_show import Day, Days, Json, date_of
from vegaloop.app.cli_show_kitchen import show_cli

__all__ = ("show_cli",)


@show_cli.command()
def series(
    metric: Annotated[
        str | None, typer.Argument(metavar="METRIC", help="Such as steps; all if left out.")
    ] = None,
    date: Day = None,
    days: Days = 28,
    as_json: Json = False,
) -> None:
    """The days of a series such as steps or heart_rate, or every series of a day."""
    from vegaloop.app.console.show_series import series as run

    run(metric, date_of(date), days, as_json=as_json)


@show_cli.command()
def samples(
    metric: Annotated[str, typer.Argument(metavar="METRIC", help="Such as heart_rate.")],
    date: Day = None,
    as_json: Json = False,
) -> None:
    """The samples of a series on a day, and which of them count."""
    from vegaloop.app.console.show_series import samples as run

    run(metric, date_of(date), as_json=as_json)


@show_cli.command()
def source_priority(as_json: Json = False) -> None:
    """The sources your series come from, and the order you gave them."""
    from vegaloop.app.console.show_series import source_priority as run

    run(as_json=as_json)
