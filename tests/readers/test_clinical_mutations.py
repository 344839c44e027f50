"""Nearly resources and data points: each ends in an answer, whatever stands in it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from random import Random

import pytest

from tests.readers.clinical import data_point, observation, quantity
from tests.readers.mutations import mutated
from tests.readers.test_cloud_mutations import answered, with_junk
from tests.readers.vendor_agreement_clinical import schema_of
from tests.support import SHARED, needs_shared_data


def seeds() -> Iterator[object]:
    """Every real resource, alone and in a bundle, and every real body as a data point."""
    paths = sorted((SHARED / "biometrics/fhir_observation").glob("*.json"))
    resources: list[object] = [json.loads(path.read_text()) for path in paths]
    yield from resources
    yield {"resourceType": "Bundle", "entry": [{"resource": one} for one in resources]}
    sampled = {"origin": {"value": 0, "code": "/min"}, "period": 1_000, "data": "60 E 61"}
    yield observation("8867-4", {"valueSampledData": sampled})
    yield [observation(code, quantity(90, "mm[Hg]")) for code in ("8480-6", "8462-4")]
    for path in sorted((SHARED / "biometrics/open_mhealth").rglob("*.json")):
        schema, _ = schema_of(path)
        body = json.loads(path.read_text())
        yield data_point(schema.name, schema.version, body, namespace=schema.namespace)
        yield body


def tried(times: int, seed: int) -> int:
    """Change documents so many times; how often anything was found."""
    chance, pool, found = Random(seed), list(seeds()), 0  # Not for secrets.
    for _ in range(times):
        value = chance.choice(pool)
        if chance.random() < 0.2:
            value = [chance.choice(pool) for _ in range(4)]
        data = json.dumps(value).encode()
        if chance.random() < 0.7:
            data = json.dumps(with_junk(value, chance)).encode()
        else:
            data = mutated(data, chance)
        lines = data + b"\n" + json.dumps(chance.choice(pool)).encode() + b"\n" + data
        found += answered("x.json", lines if chance.random() < 0.2 else data) > 0
    return found


@needs_shared_data
@pytest.mark.parametrize("seed", range(2))
def test_changed_documents_end_in_an_answer(seed: int) -> None:
    assert tried(200, seed) > 60
