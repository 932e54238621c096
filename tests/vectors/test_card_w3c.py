"""W3C vc-di-eddsa test vectors: eddsa-jcs-2022 reproduced bit for bit, from key and unsigned document."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from greencard.card import check_proof, decode_multikey, digest, jcs, parse_document, secure
from greencard.card.keys import decode_base58
from greencard.errors import NotVerified

VECTORS = Path(__file__).parents[2] / "../shared/vectors/w3c-vc-di-eddsa"
pytestmark = pytest.mark.skipif(not VECTORS.is_dir(), reason="shared material not beside this checkout")


def text(name: str) -> str:
    return (VECTORS / "eddsa-jcs-2022" / name).read_text(encoding="utf-8").strip()


@pytest.fixture
def pair() -> tuple[Ed25519PrivateKey, bytes]:
    keys = json.loads((VECTORS / "keyPair.json").read_text(encoding="utf-8"))
    secret = decode_base58(keys["privateKeyMultibase"][1:])
    assert secret is not None
    return Ed25519PrivateKey.from_private_bytes(secret[2:]), decode_multikey(keys["publicKeyMultibase"])


@pytest.fixture
def unsigned() -> dict[str, Any]:
    return parse_document((VECTORS / "unsigned.json").read_bytes())


def test_the_canonical_document_and_its_hash(unsigned):
    assert jcs(unsigned).decode() == text("canonDocJCS.txt")
    assert digest(unsigned).hex() == text("docHashJCS.txt")


def test_the_canonical_proof_configuration_and_its_hash():
    options = json.loads(text("proofConfigJCS.json"))
    assert jcs(options).decode() == text("proofCanonJCS.txt")
    assert digest(options).hex() == text("proofHashJCS.txt")


def test_the_signed_document_bit_for_bit(pair, unsigned):
    private, key = pair
    messages = []

    def sign(message: bytes) -> bytes:
        messages.append(message)
        return private.sign(message)

    options = json.loads(text("proofConfigJCS.json"))
    secured = secure(
        unsigned,
        sign=sign,
        verification_method=options["verificationMethod"],
        created=datetime.fromisoformat(options["created"]),
    )
    assert messages[0].hex() == text("combinedHashJCS.txt")
    assert secured["proof"]["proofValue"] == text("sigBTC58JCS.txt")
    assert secured == json.loads(text("signedJCS.json"))
    check_proof(secured, key)


def test_the_published_document_verifies_and_the_other_suite_is_refused(pair):
    _, key = pair
    check_proof(parse_document(text("signedJCS.json").encode()), key)
    rdfc = parse_document((VECTORS / "eddsa-rdfc-2022/signedDataInt.json").read_bytes())
    with pytest.raises(NotVerified) as caught:
        check_proof(rdfc, key)
    assert caught.value.code == "GC-CRD-013"
