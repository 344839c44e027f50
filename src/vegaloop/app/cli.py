"""The command line: `vegaloop --help`."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from vegaloop.app.cli_show import Day, Json, date_of
from vegaloop.app.cli_show_series import show_cli
from vegaloop.app.cli_sync import sync_cli

cli = typer.Typer(
    help="The backend of a wellness platform: every record kept, every number explained.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
database_cli = typer.Typer(help="Look after the database.", no_args_is_help=True)
cli.add_typer(database_cli, name="db")
cli.add_typer(show_cli, name="show")
cli.add_typer(sync_cli, name="sync")


@cli.command()
def serve(
    demo: Annotated[bool, typer.Option(help="Load the demo athlete into a new database.")] = False,
) -> None:
    """Answer requests until told to stop."""
    from vegaloop.app.console.serve import serve as run

    run(demo=demo)


@cli.command()
def worker(
    lanes: Annotated[
        int | None,
        typer.Option(min=1, max=64, help="How many people's records at once; VEGALOOP_LANES."),
    ] = None,
    beside: Annotated[bool, typer.Option("--beside", hidden=True)] = False,
) -> None:
    """Take what was brought and what vendors sent, until told to stop; `serve` has one beside it."""
    from vegaloop.app.console.work import work

    work(lanes, beside=beside)


@cli.command()
def token(
    label: Annotated[str, typer.Option(help="What to call it.")] = "command line",
    as_json: Json = False,
) -> None:
    """Make a bearer token for the HTTP API; its secret is shown this once."""
    from vegaloop.app.console.opening import opened
    from vegaloop.app.console.terminal import print_json, say

    with opened() as (vega, owner):
        issued = vega.accounts.issue_token(owner, label)
        if as_json:
            print_json({"id": issued.token.id, "label": label, "secret": issued.secret})
        else:
            say(issued.secret)


@cli.command()
def home(
    zone: Annotated[str, typer.Argument(metavar="ZONE", help="Europe/Berlin, say.")],
    start: Annotated[
        dt.datetime | None,
        typer.Option("--from", metavar="DATE", formats=["%Y-%m-%d"], help="Today if left out."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Say where you are at home from a day on; what was recorded stays where it is."""
    from vegaloop.app.console.home import set_home

    set_home(zone, date_of(start), as_json=as_json)


@cli.command("import")
def import_paths(
    paths: Annotated[list[Path], typer.Argument(help="Archives, files of any kind, and folders.")],
    start: Annotated[
        dt.datetime | None,
        typer.Option(
            metavar="TIME",
            formats=["%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%dT%H:%M%z"],
            help="When it began, for files that do not know: 2026-03-28T07:30:00+01:00.",
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Import what another system gave you; importing twice changes nothing."""
    from vegaloop.app.console.importing import import_paths as run

    run(paths, start, as_json=as_json)


@cli.command()
def inspect(
    file: Annotated[Path, typer.Argument(help="A FIT, GPX or TCX file, plain or gzip.")],
    as_json: Json = False,
) -> None:
    """Say what is in an activity file, or what is wrong with it and where."""
    from vegaloop.app.console.inspecting import inspect as run

    run(file, as_json=as_json)


@cli.command()
def readiness(date: Day = None, as_json: Json = False) -> None:
    """Say how ready you are to train, and why; ends with 3 where the evidence is too thin."""
    from vegaloop.app.console.readiness_report import show_readiness

    show_readiness(date_of(date), as_json=as_json)


@cli.command()
def dashboard(date: Day = None, as_json: Json = False) -> None:
    """Show one morning over everything that is recorded."""
    from vegaloop.app.console.board_report import show_board

    show_board(date_of(date), as_json=as_json)


@cli.command()
def demo(as_json: Json = False) -> None:
    """Bring in the demo athlete: 120 days of a believable life."""
    from vegaloop.app.console.demo import demo as run

    run(as_json=as_json)


@database_cli.command("upgrade")
def upgrade_database() -> None:
    """Bring the tables to what this version needs."""
    from vegaloop.app.console.opening import opened
    from vegaloop.app.console.terminal import say

    with opened():
        say("The database is current.")


def main() -> None:
    """Run the command line."""
    cli()


if __name__ == "__main__":
    main()
