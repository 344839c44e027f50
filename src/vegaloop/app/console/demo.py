"""Bringing the demo athlete in, with a bar while it lives its 120 days."""

from __future__ import annotations

import sys

from vegaloop.activity import ActivityQuery
from vegaloop.app.console.opening import opened
from vegaloop.app.console.terminal import Exit, fail, print_json, say
from vegaloop.app.demo.athlete import Brought, bring_in
from vegaloop.app.services import VegaLoop
from vegaloop.kernel.identity import PersonId


def demo(*, as_json: bool) -> None:
    """Bring the demo athlete in, if the owner has no records of their own."""
    with opened() as (vega, owner):
        brought = bring_demo_in(vega, owner)
    if brought is None:
        fail("the owner has activities already; the demo athlete would mix with them", Exit.REFUSED)
    if as_json:
        print_json(brought)
    else:
        say(
            f"The demo athlete is here: {brought.days} days, {brought.activities} activities, "
            f"{brought.meals} meals, {brought.readings} readings, {brought.goals} goals."
        )


def bring_demo_in(vega: VegaLoop, owner: PersonId) -> Brought | None:
    """Bring the demo athlete in; None where the owner trains already."""
    from rich.console import Console
    from rich.progress import Progress

    if vega.activity.activities(owner, ActivityQuery(most=1)):
        return None
    with Progress(console=Console(file=sys.stderr), transient=True) as bar:
        task = bar.add_task("Living 120 days")
        return bring_in(vega, owner, lambda n, of: bar.update(task, completed=n, total=of))
