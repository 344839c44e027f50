"""`vegaloop show`: what the records add up to, as lines or as JSON."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal
from uuid import UUID

import typer

show_cli = typer.Typer(help="Show what the records add up to.", no_args_is_help=True)

Json = Annotated[bool, typer.Option("--json", help="Print JSON, for machines.")]
Duplicates = Annotated[bool, typer.Option(help="What recorded the same training, and why.")]
Day = Annotated[
    dt.datetime | None,
    typer.Argument(metavar="DATE", formats=["%Y-%m-%d"], help="YYYY-MM-DD; today if left out."),
]

Days = Annotated[
    int, typer.Option(min=1, max=366, help="How many days, up to that one and with it.")
]


def date_of(given: dt.datetime | None) -> dt.date | None:
    """The date of what was typed."""
    return None if given is None else given.date()


@show_cli.command()
def training(date: Day = None, as_json: Json = False) -> None:
    """Fitness, fatigue, form, monotony and ratios of load, each with its method and window."""
    from vegaloop.app.console.show_activity import training as run

    run(date_of(date), as_json=as_json)


@show_cli.command()
def capacity(date: Day = None, as_json: Json = False) -> None:
    """Critical power and speed, VDOT with races, and VO2max, by your bests of 90 days."""
    from vegaloop.app.console.show_activity import capacity as run

    run(date_of(date), as_json=as_json)


@show_cli.command()
def zones(date: Day = None, as_json: Json = False) -> None:
    """Zones of power, heart rate and pace by what you were capable of on a day."""
    from vegaloop.app.console.show_activity import zones as run

    run(date_of(date), as_json=as_json)


@show_cli.command()
def activity(id: UUID, duplicates: Duplicates = False, as_json: Json = False) -> None:
    """Everything an activity tells: power, zones, best efforts, W′, ground and energy."""
    from vegaloop.app.console.show_activity import activity as run

    run(id, duplicates=duplicates, as_json=as_json)


@show_cli.command()
def goals(as_json: Json = False) -> None:
    """Your open goals with how they stand, and their ids."""
    from vegaloop.app.console.show_goals import goals as run

    run(as_json=as_json)


@show_cli.command()
def goal(id: UUID, date: Day = None, as_json: Json = False) -> None:
    """A goal with its pace against what is safe, its chance, and how reliably it is kept."""
    from vegaloop.app.console.show_goals import goal as run

    run(id, date_of(date), as_json=as_json)


@show_cli.command()
def form(date: Day = None, as_json: Json = False) -> None:
    """Fitness, fatigue and form on the morning of a day."""
    from vegaloop.app.console.show_activity import form as run

    run(date_of(date), as_json=as_json)


@show_cli.command()
def energy_availability(date: Day = None, as_json: Json = False) -> None:
    """What training left of the food of the week before a morning."""
    from vegaloop.app.console.show_nutrition import energy_availability as run

    run(date_of(date), as_json=as_json)


@show_cli.command()
def expenditure(date: Day = None, as_json: Json = False) -> None:
    """What a day costs, by equations and by your own intake and weight."""
    from vegaloop.app.console.show_nutrition import expenditure as run

    run(date_of(date), as_json=as_json)


@show_cli.command()
def weight_forecast(
    delta: Annotated[float, typer.Option(help="kcal eaten more a day than spent.")],
    days: Annotated[int, typer.Option(help="How far to look ahead.")] = 180,
    as_json: Json = False,
) -> None:
    """Where your weight goes if you eat so much more or less from today on."""
    from vegaloop.app.console.show_nutrition import weight_forecast as run

    run(delta, days, as_json=as_json)


@show_cli.command()
def sleep(date: Day = None, as_json: Json = False) -> None:
    """The night that ended on a day, what is owed, and how regular your sleep is."""
    from vegaloop.app.console.show_biometrics_body import sleep as run

    run(date_of(date), as_json=as_json)


@show_cli.command()
def weight(date: Day = None, days: Days = 28, as_json: Json = False) -> None:
    """The trend of your weight, by both methods, and how fast it goes."""
    from vegaloop.app.console.show_biometrics_body import weight as run

    run(date_of(date), days, as_json=as_json)


@show_cli.command()
def body(date: Day = None, as_json: Json = False) -> None:
    """BMI, body fat and fat-free mass on a day."""
    from vegaloop.app.console.show_biometrics_body import body as run

    run(date_of(date), as_json=as_json)


@show_cli.command()
def blood_pressure(date: Day = None, days: Days = 28, as_json: Json = False) -> None:
    """Your mean blood pressure, and the published ranges it lies in."""
    from vegaloop.app.console.show_biometrics_body import blood_pressure as run

    run(date_of(date), days, as_json=as_json)


@show_cli.command()
def glucose(date: Day = None, days: Days = 14, as_json: Json = False) -> None:
    """What the glucose readings of some days add up to."""
    from vegaloop.app.console.show_biometrics_body import glucose as run

    run(date_of(date), days, as_json=as_json)


@show_cli.command()
def adequacy(date: Day = None, as_json: Json = False) -> None:
    """What you ate of every nutrient in the last full days, beside what is advised."""
    from vegaloop.app.console.show_nutrition import adequacy as run

    run(date_of(date), as_json=as_json)


@show_cli.command()
def hydration(
    date: Day = None,
    before_kg: Annotated[float | None, typer.Option(help="Your weight before a session.")] = None,
    after_kg: Annotated[float | None, typer.Option(help="Your weight after it, dried.")] = None,
    fluid_l: Annotated[float | None, typer.Option(help="What you drank in it.")] = None,
    urine_l: Annotated[float | None, typer.Option(help="What you passed in it.")] = None,
    hours: Annotated[float | None, typer.Option(help="How long it lasted.")] = None,
    as_json: Json = False,
) -> None:
    """The water of a day; with five figures also what a session sweated."""
    from vegaloop.app.console.show_nutrition import hydration as run

    run(
        date_of(date),
        before_kg=before_kg,
        after_kg=after_kg,
        fluid_l=fluid_l,
        urine_l=urine_l,
        hours=hours,
        as_json=as_json,
    )


@show_cli.command()
def glycaemic_load(date: Day = None, as_json: Json = False) -> None:
    """The glycaemic load of a day and its meals, as far as indices are known."""
    from vegaloop.app.console.show_nutrition import glycaemic_load as run

    run(date_of(date), as_json=as_json)


@show_cli.command()
def fuelling_guide(date: Day = None, as_json: Json = False) -> None:
    """What to eat before, during and after the training of a day, and at each meal."""
    from vegaloop.app.console.show_nutrition import fuelling_guide as run

    run(date_of(date), as_json=as_json)


@show_cli.command()
def food(id: str, as_json: Json = False) -> None:
    """A food of the catalogue: nutrients, Nutri-Score and glycaemic load."""
    from vegaloop.app.console.show_nutrition import food as run

    run(id, as_json=as_json)


@show_cli.command()
def preferences(as_json: Json = False) -> None:
    """What you chose about your nutrition."""
    from vegaloop.app.console.show_nutrition import preferences as run

    run(as_json=as_json)


@show_cli.command()
def home_zones(as_json: Json = False) -> None:
    """Where you were at home from which day on: what a time without a zone is read in."""
    from vegaloop.app.console.show_accounts import home_zones as run

    run(as_json=as_json)


@show_cli.command()
def hrv(date: Day = None, days: Days = 28, as_json: Json = False) -> None:
    """Your heart rate variability against your usual."""
    from vegaloop.app.console.show_biometrics_heart import hrv as run

    run(date_of(date), days, as_json=as_json)


@show_cli.command()
def resting_heart_rate(date: Day = None, days: Days = 28, as_json: Json = False) -> None:
    """Your resting heart rate against your usual."""
    from vegaloop.app.console.show_biometrics_heart import resting_heart_rate as run

    run(date_of(date), days, as_json=as_json)


@show_cli.command()
def night(date: Day = None, as_json: Json = False) -> None:
    """Oxygen, breath and skin temperature of a night."""
    from vegaloop.app.console.show_biometrics_heart import night as run

    run(date_of(date), as_json=as_json)


@show_cli.command()
def illness_pattern(date: Day = None, as_json: Json = False) -> None:
    """What of a night is outside your usual; it is no diagnosis."""
    from vegaloop.app.console.show_biometrics_heart import illness_pattern as run

    run(date_of(date), as_json=as_json)


@show_cli.command()
def baseline_changes(as_json: Json = False) -> None:
    """What became of your baselines when they changed all at once."""
    from vegaloop.app.console.show_biometrics_heart import baseline_changes as run

    run(as_json=as_json)


@show_cli.command("imports")
def list_imports(as_json: Json = False) -> None:
    """What you brought, newest first, and how far it is."""
    from vegaloop.app.console.show_imports import imports as run

    run(as_json=as_json)


@show_cli.command("import")
def show_import(
    id: Annotated[UUID, typer.Argument(metavar="ID")],
    fate: Annotated[
        Literal["kept", "known", "merged", "replaced", "refused", "unsupported"] | None,
        typer.Option(help="Only what became so."),
    ] = None,
    as_json: Json = False,
) -> None:
    """The receipt of an import: what became of everything in it."""
    from vegaloop.app.console.show_imports import receipt as run

    run(id, fate, as_json=as_json)
