"""eddsa-jcs-2022: what is signed, what a proof must be, and each way it can fail."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from card_samples import ISSUED, ISSUER_KEY, METHOD, OTHER_KEY, public, signed
from greencard.card import check_proof, secure, secured_bytes
from greencard.card.canonical import read_document
from greencard.card.keys import decode_base58, encode_base58
from greencard.card.proof import instant, timestamp
from greencard.errors import InvalidInput, NotVerified

KEY = public(ISSUER_KEY)
PLAIN = {
    "@context": ["https://www.w3.org/ns/credentials/v2"],
    "id": "urn:x",
    "name": "竹",
    "n": 1.5,
    "deep": {"a": [1]},
}
SECURED = signed(PLAIN)


def code_of(document, key=KEY, **kwargs):
    with pytest.raises(NotVerified) as caught:
        check_proof(document, key, **kwargs)
    return caught.value.code


def with_proof(**changes):
    proof = {**SECURED["proof"], **changes}
    return {**SECURED, "proof": {name: value for name, value in proof.items() if value is not None}}


def resigned(document, **options):
    """A proof with other options, signed honestly over them."""
    proof = {**SECURED["proof"], **options}
    proof = {name: value for name, value in proof.items() if value is not None and name != "proofValue"}
    plain = {name: value for name, value in document.items() if name != "proof"}
    message = sha256(rfc8785.dumps(proof)).digest() + sha256(rfc8785.dumps(plain)).digest()
    return {**plain, "proof": {**proof, "proofValue": "z" + encode_base58(ISSUER_KEY.sign(message))}}


def test_the_message_is_the_hash_of_the_options_then_of_the_document():
    proof = SECURED["proof"]
    options = {name: value for name, value in proof.items() if name != "proofValue"}
    message = sha256(rfc8785.dumps(options)).digest() + sha256(rfc8785.dumps(PLAIN)).digest()
    signature = decode_base58(proof["proofValue"][1:])
    ISSUER_KEY.public_key().verify(signature, message)
    assert options == {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-jcs-2022",
        "created": "2026-11-01T06:00:00Z",
        "verificationMethod": METHOD,
        "proofPurpose": "assertionMethod",
        "@context": PLAIN["@context"],
    }


def test_signing_leaves_the_document_alone():
    before = rfc8785.dumps(PLAIN)
    signed(PLAIN)
    assert rfc8785.dumps(PLAIN) == before
    check_proof(SECURED, KEY)


@pytest.mark.parametrize("document", [PLAIN, {"id": "urn:x"}, {**PLAIN, "n": 2.0, "\U00010000": 1, "\uffff": 2}])
def test_the_bytes_given_with_a_secured_document_are_its_canonical_bytes(document):
    arguments = {"sign": ISSUER_KEY.sign, "verification_method": METHOD, "created": ISSUED}
    secured, data = secured_bytes(document, **arguments)
    assert secured == secure(document, **arguments)
    assert data == rfc8785.dumps(secured)
    read, plain = read_document(data)
    check_proof(read, KEY, plain=plain)
    check_proof(read, KEY)


def test_a_document_without_context_is_signed_without_one():
    bare = signed({"id": "urn:x"})
    assert "@context" not in bare["proof"]
    check_proof(bare, KEY)
    assert code_of({**bare, "@context": ["https://evil.example"]}) == "GC-CRD-002"


def test_another_key_does_not_hold():
    assert code_of(SECURED, public(OTHER_KEY)) == "GC-CRD-002"
    assert code_of(SECURED, bytes(32)) == "GC-CRD-002"


@pytest.mark.parametrize(
    "changes",
    [{"name": "木"}, {"n": 1.6}, {"extra": None}, {"deep": {"a": [1, 1]}}, {"id": "urn:y"}, {"deep": {"a": [1.5]}}],
)
def test_a_changed_document_does_not_hold(changes):
    assert code_of({**SECURED, **changes}) == "GC-CRD-002"


@pytest.mark.parametrize(
    "changes",
    [
        {"created": "2026-11-01T06:00:01Z"},
        {"created": None},
        {"expires": "2030-01-01T00:00:00Z"},
        {"id": "urn:proof"},
        {"verificationMethod": METHOD + "x"},
    ],
)
def test_changed_options_do_not_hold(changes):
    assert code_of(with_proof(**changes)) == "GC-CRD-002"


@pytest.mark.parametrize(
    "changes",
    [
        {"type": "Ed25519Signature2020"},
        {"type": None},
        {"cryptosuite": "eddsa-rdfc-2022"},
        {"proofPurpose": "authentication"},
        {"proofPurpose": None},
        {"verificationMethod": None},
        {"verificationMethod": {"id": METHOD}},
        {"created": "yesterday"},
        {"created": "2026-11-01T06:00:00"},
        {"created": "2026-13-01T06:00:00Z"},
        {"created": 0},
        {"expires": "never"},
        {"challenge": "x"},
        {"proofValue": None},
        {"proofValue": 7},
        {"proofValue": SECURED["proof"]["proofValue"][1:]},
        {"proofValue": "u" + SECURED["proof"]["proofValue"][1:]},
        {"proofValue": SECURED["proof"]["proofValue"] + "1"},
        {"proofValue": "z" + "1" * 64 + "l"},
        {"proofValue": "z" * 10_000},
        {"@context": ["https://evil.example"]},
        {"@context": [*PLAIN["@context"], "https://evil.example"]},
        {"@context": {"a": "b"}},
    ],
)
def test_proofs_of_another_form_are_refused(changes):
    assert code_of(with_proof(**changes)) == "GC-CRD-013"


@pytest.mark.parametrize("proof", [None, [], [SECURED["proof"]], "x", {}])
def test_there_must_be_exactly_one_proof(proof):
    assert code_of({**SECURED, "proof": proof}) == "GC-CRD-013"
    assert code_of(PLAIN) == "GC-CRD-013"


def test_contexts_may_follow_the_signed_ones_as_the_specification_says():
    longer = {**SECURED, "@context": [*PLAIN["@context"], "https://later.example"]}
    check_proof(longer, KEY)
    before = {**SECURED, "@context": ["https://first.example", *PLAIN["@context"]]}
    assert code_of(before) == "GC-CRD-013"


def test_expiry_is_asked_only_with_a_time():
    dated = resigned(SECURED, expires="2027-01-01T00:00:00Z")
    check_proof(dated, KEY)
    check_proof(dated, KEY, at=datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC))
    assert code_of(dated, at=datetime(2027, 1, 1, tzinfo=UTC)) == "GC-CRD-023"


def test_a_document_without_canonical_form_is_refused_as_a_bad_proof():
    assert code_of({**SECURED, "n": float("nan")}) == "GC-CRD-013"


def test_signing_twice_or_without_zone_is_refused():
    for document, created in ((SECURED, ISSUED), (PLAIN, ISSUED.replace(tzinfo=None))):
        with pytest.raises(InvalidInput) as caught:
            secure(document, sign=ISSUER_KEY.sign, verification_method=METHOD, created=created)
        assert caught.value.code == "GC-CRD-022"


@settings(max_examples=40)
@given(at=st.datetimes(min_value=datetime(1970, 1, 2), timezones=st.just(timezone(timedelta(hours=8)))))  # noqa: DTZ001 - the strategy adds the zone
def test_timestamps_come_back_to_the_second(at):
    assert instant(timestamp(at)) == at.replace(microsecond=0)
    assert timestamp(at).endswith("Z")
