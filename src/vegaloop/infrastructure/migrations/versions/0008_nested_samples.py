"""What one source says twice of one time counts once: the days that are kept are added up anew.

They are added up by the code that adds up new ones, so that a day is told the same whenever it came.
"""

from __future__ import annotations

import zlib

import sqlalchemy as sa
from alembic import op

from vegaloop.kernel.sample_days import days_of_samples, samples_of

revision = "0008"
down_revision = "0007"

_SUMS = (
    "steps",
    "pushes",
    "strokes",
    "floors",
    "distance",
    "active_energy",
    "resting_energy",
    "exercise_time",
    "intensity_time",
    "standing_time",
)
_COLUMNS = (
    "person_id",
    "metric",
    "source",
    "local_date",
    "n",
    "whole",
    "total",
    "spilled",
    "day_total",
    "first_ms",
    "packed",
)
_DAY_TOTAL_MS = 23 * 3_600_000


def upgrade() -> None:
    """Make room for the total of a day, and put it where it is."""
    op.add_column(
        "biometrics_series",
        sa.Column("day_total", sa.BigInteger(), nullable=False, server_default="0"),
    )
    connection = op.get_bind()
    series = sa.table("biometrics_series", *map(sa.column, _COLUMNS))
    c = series.c
    may_differ = c.metric.in_(_SUMS) & ((c.n > 1) | c.whole)
    of_series = (c.person_id, c.metric, c.source)
    for name in connection.execute(sa.select(*of_series).where(may_differ).distinct()).all():
        own = sa.and_(*(column == value for column, value in zip(of_series, name, strict=True)))
        query = sa.select(c.local_date, c.first_ms, c.packed).where(own, may_differ)
        for local_date, first_ms, packed in connection.execute(query).all():
            samples = samples_of([(first_ms, zlib.decompress(packed))])
            (day,) = days_of_samples(samples, _DAY_TOTAL_MS)
            told = {"total": day.total, "spilled": day.spilled, "day_total": day.day_total}
            connection.execute(
                sa.update(series).where(own, c.local_date == local_date).values(told)
            )
    op.drop_column("biometrics_series", "whole")
