"""Make a database ready: its tables, its owner, a token shown once, and the demo athlete if asked."""

from __future__ import annotations

import sys

from vegaloop.app.console.terminal import opened, say


def main(*, demo: bool) -> None:
    """Prepare the database the settings name."""
    with opened() as (vega, owner):
        if demo:
            from vegaloop.app.console.demo import bring_demo_in

            bring_demo_in(vega, owner)
        if not vega.accounts.tokens(owner):
            secret = vega.accounts.issue_token(owner, "first start").secret
            say(f"Your sign-in token, shown this once: {secret}")


if __name__ == "__main__":
    main(demo="--demo" in sys.argv)
