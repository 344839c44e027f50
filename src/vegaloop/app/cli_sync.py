"""`vegaloop sync`: vendors connected and parted from, what came of them, and what is missing."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal, TypeAlias
from uuid import UUID

import typer

from vegaloop.app.cli_show import Json, date_of

sync_cli = typer.Typer(help="What vendors and phones send.", no_args_is_help=True)

# The words themselves: to load what knows them takes longer than many a command.
VendorName: TypeAlias = Literal[
    "fitbit", "garmin", "google", "oura", "phone", "polar", "strava", "whoop", "withings"
]
StateName: TypeAlias = Literal["waiting", "done", "dead", "dismissed"]
OneVendor: TypeAlias = Annotated[VendorName | None, typer.Option("--vendor", help="Only this one.")]
# What a command acts on stands after it; what it chooses by, among all there is, is named.
TheVendor: TypeAlias = Annotated[
    VendorName, typer.Argument(metavar="VENDOR", help="With whom.", show_choices=True)
]
OneState: TypeAlias = Annotated[
    StateName | None, typer.Option("--state", help="Only what is in this state.")
]
Since: TypeAlias = Annotated[
    dt.datetime | None,
    typer.Option(
        "--since",
        metavar="TIME",
        formats=["%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%dT%H:%M%z"],
        help="Received since then, with its offset: 2026-03-28T07:30:00+01:00.",
    ),
]


@sync_cli.command()
def status(as_json: Json = False) -> None:
    """How it stands with every vendor: the last success, what waits, what failed and why."""
    from vegaloop.app.console.show_sync import status as run

    run(as_json=as_json)


@sync_cli.command()
def gaps(vendor: OneVendor = None, as_json: Json = False) -> None:
    """The days of which something is missing, by vendor and kind of data."""
    from vegaloop.app.console.show_sync import gaps as run

    run(vendor, as_json=as_json)


@sync_cli.command()
def retry(vendor: OneVendor = None, as_json: Json = False) -> None:
    """Try now what failed, what was put off and what is missing."""
    from vegaloop.app.console.syncing import retry as run

    run(vendor, as_json=as_json)


@sync_cli.command()
def deliveries(
    vendor: OneVendor = None, since: Since = None, state: OneState = None, as_json: Json = False
) -> None:
    """What came last, the newest first: its id, how far it is, and what stood in its way."""
    from vegaloop.app.console.syncing import Which
    from vegaloop.app.console.syncing import deliveries as run

    run(Which(None, vendor, since, state, everybody=False), as_json=as_json)


@sync_cli.command()
def replay(
    id: Annotated[UUID | None, typer.Argument(metavar="ID", help="Only this delivery.")] = None,
    vendor: OneVendor = None,
    since: Since = None,
    state: OneState = None,
    everybody: Annotated[bool, typer.Option("--everybody", help="Of all people here.")] = False,
    as_json: Json = False,
) -> None:
    """Let what came be worked at again, all of it or some; what is known changes nothing."""
    from vegaloop.app.console.syncing import Which
    from vegaloop.app.console.syncing import replay as run

    run(Which(id, vendor, since, state, everybody), as_json=as_json)


@sync_cli.command()
def dismiss(
    id: Annotated[UUID, typer.Argument(metavar="ID", help="A delivery that is dead.")],
    as_json: Json = False,
) -> None:
    """Let what can never be read count as failed no more; it is kept, and can be replayed by its id."""
    from vegaloop.app.console.syncing import dismiss as run

    run(id, as_json=as_json)


@sync_cli.command()
def connect(
    vendor: TheVendor,
    redirect: Annotated[
        str | None,
        typer.Option(
            metavar="URL", help="Where the vendor sends you afterwards, as registered there."
        ),
    ] = None,
    since: Annotated[
        dt.datetime | None,
        typer.Option(
            metavar="DATE",
            formats=["%Y-%m-%d"],
            help="Ask for what happened since, YYYY-MM-DD; 60 days if left out.",
        ),
    ] = None,
    answer: Annotated[
        str | None, typer.Option(metavar="URL", help="The address you were sent to afterwards.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Connect with a vendor: open the address, consent, and give the one you are sent to."""
    from vegaloop.app.console.consenting import connect as run

    run(vendor, redirect, date_of(since), answer, as_json=as_json)


@sync_cli.command()
def disconnect(vendor: TheVendor, as_json: Json = False) -> None:
    """Take a consent back; what came stays, and nothing more is taken."""
    from vegaloop.app.console.consenting import disconnect as run

    run(vendor, as_json=as_json)


@sync_cli.command()
def reseal(as_json: Json = False) -> None:
    """Seal the tokens of everybody with the first key, so that those after it can be let go."""
    from vegaloop.app.console.syncing import reseal as run

    run(as_json=as_json)
