"""What the schemas promise is what the program prints: outputs validate, and a value outside the schema does not."""

from __future__ import annotations

import jsonschema_rs
import pytest

from greencard.model.schemas import PUBLISHED, json_schema
from service_samples import EXAMPLES
from walk import Shell


@pytest.fixture
def shell(monkeypatch, capfdbinary, tmp_path):
    return Shell(monkeypatch, capfdbinary, tmp_path)


def _validator(name):
    schema = json_schema(next(value for value in PUBLISHED if value.__name__ == name))
    jsonschema_rs.meta.validate(schema)
    return jsonschema_rs.validator_for(schema)


@pytest.mark.parametrize("name", sorted(path.stem for path in EXAMPLES.glob("*.yaml")))
def test_assessments_and_verdicts_of_every_example_validate(shell, name):
    file = str(EXAMPLES / f"{name}.yaml")
    assessment = shell("assess", file, "--json").json
    _validator("Assessment").validate(assessment)
    _validator("Product").validate(assessment["product"])
    verdict = shell("check", file, "--to", "DE", "--on", "2027-02-10", "--quantity", "10", "--json").json
    _validator("Verdict").validate(verdict)
    for broken in (assessment | {"credits": 1}, {k: v for k, v in assessment.items() if k != "footprint"}):
        assert not _validator("Assessment").is_valid(broken)


def test_a_card_file_validates(shell, tmp_path):
    shell("card", "issue", str(EXAMPLES / "ceramic-mug.yaml"), "--out", "mug.json")
    import json

    card = json.loads((tmp_path / "mug.json").read_bytes())
    _validator("IssuedCard").validate(card)
    assert not _validator("IssuedCard").is_valid(card | {"status": "fine"})


@pytest.mark.parametrize("value", PUBLISHED, ids=lambda value: value.__name__)
def test_every_schema_is_one(value):
    jsonschema_rs.meta.validate(json_schema(value))
