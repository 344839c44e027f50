"""The command line: `vegaloop --help`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

cli = typer.Typer(
    help="The backend of a wellness platform: every record kept, every number explained.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
database_cli = typer.Typer(help="Look after the database.", no_args_is_help=True)
cli.add_typer(database_cli, name="db")

Json = Annotated[bool, typer.Option("--json", help="Print JSON, for machines.")]


@cli.command()
def serve(
    demo: Annotated[bool, typer.Option(help="Load the demo athlete into a new database.")] = False,
) -> None:
    """Answer requests until told to stop."""
    from vegaloop.app.console.serve import serve as run

    run(demo=demo)


@cli.command()
def token(
    label: Annotated[str, typer.Option(help="What to call it.")] = "command line",
    as_json: Json = False,
) -> None:
    """Make a bearer token for the HTTP API; its secret is shown this once."""
    from vegaloop.app.console.terminal import opened, print_json, say

    with opened() as (vega, owner):
        issued = vega.accounts.issue_token(owner, label)
        if as_json:
            print_json({"id": issued.token.id, "label": label, "secret": issued.secret})
        else:
            say(issued.secret)


@cli.command()
def inspect(
    file: Annotated[Path, typer.Argument(help="A FIT, GPX or TCX file, plain or gzip.")],
    as_json: Json = False,
) -> None:
    """Say what is in an activity file, or what is wrong with it and where."""
    from vegaloop.app.console.inspecting import inspect as run

    run(file, as_json=as_json)


@database_cli.command("upgrade")
def upgrade_database() -> None:
    """Bring the tables to what this version needs."""
    from vegaloop.app.console.terminal import opened, say

    with opened():
        say("The database is current.")


def main() -> None:
    """Run the command line."""
    cli()
