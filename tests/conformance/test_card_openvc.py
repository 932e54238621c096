"""Proofs and status lists against openvc-core, an independent implementation."""

from __future__ import annotations

from base64 import urlsafe_b64encode

import pytest

from card_samples import ISSUED, ISSUER_KEY, METHOD, NOW, OTHER_KEY, public, signed, unsigned
from greencard.card import check_proof, decode_list, encode_list, jcs, parse_document, status_bit

data_integrity = pytest.importorskip("openvc.proof.di_jcs")
bitstring = pytest.importorskip("openvc.status.bitstring")
errors = pytest.importorskip("openvc.errors")


def jwk(key):
    x = urlsafe_b64encode(public(key)).rstrip(b"=").decode()
    return {"kty": "OKP", "crv": "Ed25519", "x": x}


def test_openvc_accepts_our_card():
    suite = data_integrity.EddsaJcsProofSuite()
    card = parse_document(jcs(signed(unsigned())))
    suite.verify(card, public_key_jwk=jwk(ISSUER_KEY), now=NOW)
    with pytest.raises(errors.OpenvcError):
        suite.verify({**card, "name": "x"}, public_key_jwk=jwk(ISSUER_KEY), now=NOW)
    with pytest.raises(errors.OpenvcError):
        suite.verify(card, public_key_jwk=jwk(OTHER_KEY), now=NOW)


class ForeignKey:
    """A signing key as openvc asks for one."""

    alg = "EdDSA"
    kid = METHOD

    def public_jwk(self):
        return jwk(ISSUER_KEY)

    def sign(self, message: bytes) -> bytes:
        return ISSUER_KEY.sign(message)


def test_both_sign_the_same_bytes():
    suite = data_integrity.EddsaJcsProofSuite()
    theirs = suite.add_proof(unsigned(), signing_key=ForeignKey(), verification_method=METHOD, created=ISSUED)
    # openvc signs the context within the proof options but leaves it out of what it writes; the specification
    # (vc-di-eddsa 3.3.1 step 2) and its vectors write it. With it in place the two are the same document.
    theirs["proof"]["@context"] = theirs["@context"]
    check_proof(theirs, public(ISSUER_KEY))
    assert theirs == signed(unsigned())


def test_status_lists_are_read_both_ways():
    ours = bitstring.decode_bitstring(encode_list([0, 7, 4711]))
    assert [index for index in range(131_072) if bitstring.get_status_bit(ours, index)] == [0, 7, 4711]
    bits = bitstring.new_bitstring(131_072)
    bitstring.set_status_bit(bits, 4711, 1)
    theirs = decode_list(bitstring.encode_bitstring(bytes(bits)))
    assert [index for index in range(131_072) if status_bit(theirs, index)] == [4711]
