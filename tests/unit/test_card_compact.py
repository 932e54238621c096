"""GC1: a COSE_Sign1 with the figures and the digest of the full card, small, deterministic, every byte of it signed."""

from __future__ import annotations

from datetime import timedelta

import cbor2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from card_samples import (
    ISSUED,
    ISSUER_ID,
    ISSUER_KEY,
    OTHER_KEY,
    STATUS_INDEX,
    UNTIL,
    assessment,
    product,
    public,
    signed,
    unsigned,
)
from greencard.card import (
    compact_text,
    decode_compact,
    digest,
    encode_compact,
    figures,
    parse_compact_text,
    verify_compact,
)
from greencard.errors import NotVerified

KEY = public(ISSUER_KEY)
DOCUMENT = signed(unsigned())
GC1 = encode_compact(DOCUMENT, public_key=KEY, sign=ISSUER_KEY.sign)


def code_of(data: bytes, key: bytes = KEY) -> str:
    with pytest.raises(NotVerified) as caught:
        verify_compact(data, key)
    return caught.value.code


def rebuilt(change, *, protected=None, tag=18, unprotected=None):
    """An honestly signed GC1 with other content."""
    parts = cbor2.loads(GC1).value
    claims = dict(cbor2.loads(parts[2]))
    claims[-70001] = dict(claims[-70001])
    change(claims)
    head = protected if protected is not None else parts[0]
    payload = cbor2.dumps(claims, canonical=True)
    signature = ISSUER_KEY.sign(cbor2.dumps(["Signature1", head, b"", payload]))
    return cbor2.dumps(cbor2.CBORTag(tag, [head, unprotected or {}, payload, signature]), canonical=True)


def test_it_says_what_the_card_says():
    card = verify_compact(GC1, KEY)
    shown = figures(DOCUMENT)
    assert card.issuer_id == ISSUER_ID
    assert card.subject == "/01/06901234567892/10/B2026-10"
    assert (card.issued, card.expires) == (ISSUED, UNTIL)
    assert card.card_digest == digest(DOCUMENT)
    assert card.status_index == STATUS_INDEX
    assert card.figures == {key: shown[key] for key in ("pcf", "lo", "hi", "meas", "pv", "trn", "rec", "plp")}


@pytest.mark.parametrize(
    ("card_id", "subject"),
    [
        ("https://cards.example/cards/abc", "/cards/abc"),
        ("http://localhost:8321/cards/abc", "/cards/abc"),
        ("urn:uuid:0192f5a0-7c1e-7b44-9a51-3f2f6a1d0c55", "urn:uuid:0192f5a0-7c1e-7b44-9a51-3f2f6a1d0c55"),
    ],
)
def test_a_product_without_gtin_is_named_by_its_card(card_id, subject):
    document = signed(unsigned(assessment(product=product(identifiers=())), card_id=card_id))
    data = encode_compact(document, public_key=KEY, sign=ISSUER_KEY.sign)
    assert verify_compact(data, KEY).subject == subject


def test_a_card_without_a_route_carries_no_transport_figure():
    document = signed(unsigned(assessment(transport=None, comparison=None)))
    data = encode_compact(document, public_key=KEY, sign=ISSUER_KEY.sign)
    assert "trn" not in verify_compact(data, KEY).figures


def test_the_wire_form_is_the_one_the_page_reads():
    # tag 18, protected {1: -19, 4: kid}, nothing unprotected, claims 1 2 4 6 and the private map -70001
    assert GC1[:1] == b"\xd2"
    protected, unprotected, payload, signature = cbor2.loads(GC1).value
    assert dict(unprotected) == {}
    assert set(cbor2.loads(protected)) == {1, 4}
    assert cbor2.loads(protected)[1] == -19
    assert list(cbor2.loads(payload)) == [1, 2, 4, 6, -70001]
    message = b"\x84\x6aSignature1" + cbor2.dumps(protected) + b"\x40" + cbor2.dumps(payload)
    assert decode_compact(GC1).message == message
    ISSUER_KEY.public_key().verify(signature, message)


def test_it_fits_a_label():
    # QR version 15-M holds 412 bytes; the address of a batch takes about 50 of them
    assert len(GC1) <= 270
    assert len("https://cards.example/01/06901234567892/10/B2026-10#" + compact_text(GC1)) <= 412


def test_text_form_alone_and_behind_an_address():
    text = compact_text(GC1)
    assert parse_compact_text(text) == parse_compact_text(f"https://cards.example/01/1#{text}") == GC1
    for bad in ("é", text + "=", text.replace("_", "/").replace("-", "+") + "/", "A" * 3000, text + "A"):
        with pytest.raises(NotVerified) as caught:
            parse_compact_text(bad)
        assert caught.value.code == "GC-CRD-016"


def test_every_flipped_bit_is_refused():
    for at in range(len(GC1)):
        for bit in (at % 8, (at + 3) % 8):
            changed = bytearray(GC1)
            changed[at] ^= 1 << bit
            assert code_of(bytes(changed)) in {"GC-CRD-002", "GC-CRD-016"}


@settings(max_examples=60)
@given(data=st.binary(max_size=80))
def test_any_other_bytes_are_refused(data):
    assert code_of(data) == "GC-CRD-016"
    assert code_of(GC1 + data if data else GC1[:-1]) == "GC-CRD-016"


def test_another_key_is_refused():
    assert code_of(GC1, public(OTHER_KEY)) == "GC-CRD-002"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xd2",
        b"\x5b\x7f\xff\xff\xff\xff\xff\xff\xff",
        b"\x9b\x7f\xff\xff\xff\xff\xff\xff\xff",
        b"\x81" * 900 + b"\x00",
        b"\xd2\x84\x40\xa0\x40\x40",
        bytes(2000),
        cbor2.dumps(cbor2.loads(GC1).value),
        cbor2.dumps(cbor2.CBORTag(18, [1, {}, b"", b""])),
    ],
)
def test_cbor_that_is_no_card_is_refused(data):
    assert code_of(data) == "GC-CRD-016"


def test_indefinite_and_long_forms_are_refused():
    prot, _, payload, signature = cbor2.loads(GC1).value
    head = b"\xd2\x9f" + cbor2.dumps(prot) + b"\xa0" + cbor2.dumps(payload) + cbor2.dumps(signature) + b"\xff"
    assert code_of(head) == "GC-CRD-016"
    long_tag = b"\xd8\x12" + GC1[1:]
    assert code_of(long_tag) == "GC-CRD-016"


@pytest.mark.parametrize(
    "change",
    [
        lambda c: c.update({3: "audience"}),
        lambda c: c.pop(2),
        lambda c: c.update({1: 7}),
        lambda c: c.update({2: b"path"}),
        lambda c: c.update({4: "tomorrow"}),
        lambda c: c.update({4: -1}),
        lambda c: c.update({6: 1 << 39}),
        lambda c: c.update({4: True}),
        lambda c: c.update({-70001: 1}),
        lambda c: c[-70001].pop("h"),
        lambda c: c[-70001].update(h=b"short"),
        lambda c: c[-70001].update(st="1"),
        lambda c: c[-70001].update(pcf=1.287),
        lambda c: c[-70001].update(own="claim"),
    ],
)
def test_signed_content_of_another_form_is_refused_too(change):
    assert code_of(rebuilt(change)) == "GC-CRD-016"


def test_headers_of_another_form_are_refused():
    assert verify_compact(rebuilt(lambda _: None), KEY).figures["pcf"] == "1.287"
    kid = decode_compact(GC1).key_hint
    for header in ({1: -8, 4: kid}, {1: -19}, {1: -19, 4: "kid"}, {1: -19, 4: kid, 3: 0}):
        protected = cbor2.dumps(header, canonical=True)
        assert code_of(rebuilt(lambda _: None, protected=protected)) == "GC-CRD-016"
    assert code_of(rebuilt(lambda _: None, protected=cbor2.dumps({1: -19, 4: bytes(8)}))) == "GC-CRD-002"
    assert code_of(rebuilt(lambda _: None, tag=98)) == "GC-CRD-016"
    assert code_of(rebuilt(lambda _: None, unprotected={4: b"x"})) == "GC-CRD-016"


@pytest.mark.parametrize("open_part", [0, 0.0, False, None, "", b"", []])
def test_the_unsigned_part_has_one_spelling(open_part):
    protected, _, payload, signature = cbor2.loads(GC1).value
    other = cbor2.dumps(cbor2.CBORTag(18, [protected, open_part, payload, signature]), canonical=True)
    assert code_of(other) == "GC-CRD-016"


@pytest.mark.parametrize("one", [True, 1.0])
def test_a_label_is_an_integer_and_nothing_that_equals_one(one):
    def relabelled(claims):
        claims[one] = claims.pop(1)

    kid = decode_compact(GC1).key_hint
    assert code_of(rebuilt(relabelled)) == "GC-CRD-016"
    for header in ({one: -19, 4: kid}, {1: -19.0, 4: kid}):
        assert code_of(rebuilt(lambda _: None, protected=cbor2.dumps(header, canonical=True))) == "GC-CRD-016"


@pytest.mark.parametrize(
    "change",
    [
        lambda d: d.pop("greenCard"),
        lambda d: d.pop("issuer"),
        lambda d: d.update(issuer="did:web:x"),
        lambda d: d.update(validUntil="never"),
        lambda d: d["credentialStatus"].update(statusListIndex="x"),
    ],
)
def test_a_document_that_is_no_card_has_no_compact_form(change):
    document = signed(unsigned())
    change(document)
    with pytest.raises(NotVerified) as caught:
        encode_compact(document, public_key=KEY, sign=ISSUER_KEY.sign)
    assert caught.value.code == "GC-CRD-005"


def test_period_and_status_are_the_readers_to_check():
    document = signed(unsigned(valid_until=ISSUED + timedelta(seconds=1)))
    card = verify_compact(encode_compact(document, public_key=KEY, sign=ISSUER_KEY.sign), KEY)
    assert card.expires == ISSUED + timedelta(seconds=1)
