"""`vegaloop show`: what the records add up to, as lines or as JSON."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import typer

show_cli = typer.Typer(help="Show what the records add up to.", no_args_is_help=True)

Json = Annotated[bool, typer.Option("--json", help="Print JSON, for machines.")]
Day = Annotated[
    dt.datetime | None,
    typer.Argument(metavar="DATE", formats=["%Y-%m-%d"], help="YYYY-MM-DD; today if left out."),
]


def date_of(given: dt.datetime | None) -> dt.date | None:
    """The date of what was typed."""
    return None if given is None else given.date()


@show_cli.command()
def form(date: Day = None, as_json: Json = False) -> None:
    """Fitness, fatigue and form on the morning of a day."""
    from vegaloop.app.console.show_activity import form as run

    run(date_of(date), as_json=as_json)
