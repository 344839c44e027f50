"""What an import says of the person reaches the profile, with the batch it is in, on both engines."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from tests.readers import apple_export
from tests.strategies.imports import piece
from vegaloop.app.services import VegaLoop, open_vegaloop
from vegaloop.app.settings import Settings
from vegaloop.kernel.person import Profile, Sex
from vegaloop.kernel.quantity import Distance

NOON = "2024-05-01 12:00:00 +0200"
ME = {"DateOfBirth": "1988-04-25", "BiologicalSex": "HKBiologicalSexFemale"}


@pytest.fixture(params=["sqlite_url", "postgres_url"])
def vega(request: pytest.FixtureRequest) -> Iterator[VegaLoop]:
    url: str = request.getfixturevalue(request.param)
    with open_vegaloop(Settings(database_url=url)) as opened:
        yield opened


def test_who_somebody_is_comes_with_the_rest(vega: VegaLoop) -> None:
    me = vega.accounts.owner()
    said = {f"HKCharacteristicTypeIdentifier{name}": value for name, value in ME.items()}
    parts = [
        apple_export.element("Me", **said),
        apple_export.record("Height", "178", NOON, unit="cm"),
        apple_export.record("BodyMass", "70.5", NOON, unit="kg"),
    ]
    data = apple_export.export(parts)
    first = vega.imports.bring(me, "x", [piece(data, "export.xml")]).counts
    assert (first.kept, first.total) == (4, 4)
    expected = Profile(Sex.FEMALE, dt.date(1988, 4, 25), Distance(1_780))
    assert vega.accounts.profile(me) == expected
    again = vega.imports.bring(me, "x", [piece(data, "export.xml")]).counts
    assert (again.known, again.total) == (4, 4)
