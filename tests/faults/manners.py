"""Let vendors behave badly, each in its way, and print what becomes of it (RELIABILITY, V1 to V11).

`python -m tests.faults.manners` prints a line each, and leaves with 1 where one is not as promised.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tests.faults import manners_backfill as backfill
from tests.faults import manners_pressed as pressed
from tests.faults import manners_told as told
from tests.faults import manners_unanswered as unanswered
from tests.faults.figures import Trial, leave, on_both_engines

MANNERS: Final[Mapping[str, Trial]] = {
    "V1 429": unanswered.v1,
    "V2 no answer": unanswered.v2,
    "V3 slow": unanswered.v3,
    "V4 malformed": unanswered.v4,
    **on_both_engines("V5 breaker", unanswered.v5),
    **on_both_engines("V6 refresh", pressed.v6),
    "V7 consent": pressed.v7,
    "V8 one workout": told.v8,
    **on_both_engines("V8 five years", backfill.v8_backfill),
    "V9 paging": told.v9,
    "V10 addresses": pressed.v10,
    **on_both_engines("V11 quota", pressed.v11),
    "after an outage": pressed.drained,
}


if __name__ == "__main__":
    leave(MANNERS)
