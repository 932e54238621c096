"""Our document against the UNTP 0.7.0 Digital Product Passport schema."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from card_samples import assessment, issued, product, signed, unsigned
from greencard.card.content import content_of
from greencard.card.document import UNTP_CONTEXT, VCDM_CONTEXT, claimed_values, context_document

UNTP = Path(__file__).parents[2] / "../shared/vectors/untp-0.7.0"
pytestmark = pytest.mark.skipif(not UNTP.is_dir(), reason="shared material not beside this checkout")


@pytest.fixture(scope="module")
def validator():
    jsonschema_rs = pytest.importorskip("jsonschema_rs")
    schema = json.loads((UNTP / "schema/v0.7.0/dpp/DigitalProductPassport.json").read_text(encoding="utf-8"))
    return jsonschema_rs.validator_for(schema, validate_formats=True)


@pytest.mark.parametrize(
    "document",
    [
        signed(unsigned()),
        unsigned(),
        issued().document,
        unsigned(assessment(product=product(identifiers=()), transport=None, comparison=None)),
    ],
)
def test_the_document_is_valid(validator, document):
    assert [error.message for error in validator.iter_errors(document)] == []


def test_the_schema_would_notice(validator):
    document = unsigned()
    document["credentialSubject"]["carbon"] = 1
    assert not validator.is_valid(document)
    document = unsigned()
    del document["credentialSubject"]["producedAtFacility"]
    assert not validator.is_valid(document)


def test_metrics_and_topics_are_terms_of_the_untp_vocabularies():
    def terms(name):
        graph = json.loads((UNTP / f"vocabularies/{name}/{name}.jsonld").read_text(encoding="utf-8"))
        prefix, base = next((k, v) for k, v in graph["@context"].items() if k == name.removeprefix("untp-"))
        return {node["@id"].replace(f"{prefix}:", base) for node in graph["@graph"]}

    document = unsigned()
    claims = document["credentialSubject"]["performanceClaim"]
    assert {claim["conformityTopic"][0]["id"] for claim in claims} <= terms("untp-topics")
    metrics = {claim["claimedPerformance"][0]["metric"]["id"] for claim in claims}
    assert metrics == set(claimed_values(content_of(document))) <= terms("untp-metrics")


def test_our_context_defines_the_types_that_the_untp_context_does_not():
    context = json.loads((UNTP / "contexts/v0.7.0/untp-context.jsonld").read_text(encoding="utf-8"))["@context"]
    terms = context_document("https://cards.example")["@context"]
    missing = {name for name in terms if name.startswith("Digital")}
    assert missing
    assert not missing & context.keys()
    assert unsigned()["@context"][:2] == [VCDM_CONTEXT, UNTP_CONTEXT]
