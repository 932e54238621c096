"""C2SP tlog-checkpoint and signed-note: form, known and unknown keys, and every byte of a note."""

from __future__ import annotations

from base64 import b64decode, b64encode
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from card_samples import ISSUER_KEY, LOG, LOG_KEY, LOG_KEYS, OTHER_KEY, public
from greencard.errors import GreencardError, InvalidInput, NotVerified
from greencard.log import cosign, key_id, parse_checkpoint, parse_vkey, sign_checkpoint, verify_checkpoint, vkey

ROOT = sha256(b"root").digest()
WITNESS = "witness.example/w1"
NOTE = sign_checkpoint(LOG, 13, ROOT, sign=LOG_KEY.sign, public_key=public(LOG_KEY))
COSIGNED = cosign(NOTE, WITNESS, sign=OTHER_KEY.sign, public_key=public(OTHER_KEY))


def code_of(note: str, keys: dict[str, bytes] | None = None, **kwargs: str) -> str:
    with pytest.raises(NotVerified) as caught:
        verify_checkpoint(note, LOG_KEYS if keys is None else keys, **kwargs)
    return caught.value.code


def test_the_note_has_the_form_of_the_specification():
    lines = NOTE.split("\n")
    assert lines[:4] == [LOG, "13", b64encode(ROOT).decode(), ""]
    dash, name, encoded = lines[4].split(" ")
    assert (dash, name, lines[5:]) == ("—", LOG, [""])
    blob = b64decode(encoded)
    assert blob[:4] == sha256(LOG.encode() + b"\n\x01" + public(LOG_KEY)).digest()[:4]
    LOG_KEY.public_key().verify(blob[4:], "\n".join(lines[:3]).encode() + b"\n")


def test_a_signed_checkpoint_verifies():
    found = verify_checkpoint(NOTE, LOG_KEYS, origin=LOG)
    assert (found.origin, found.size, found.root, found.signers) == (LOG, 13, ROOT, (LOG,))


def test_the_vkey_example_of_the_signed_note_specification():
    # PeterNeumann is the example key of the Go package golang.org/x/mod/sumdb/note, whose format C2SP wrote down.
    text = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    name, key = parse_vkey(text)
    assert (name, len(key)) == ("PeterNeumann", 32)
    assert vkey(name, key) == text
    note = (
        "If you think cryptography is the answer to your problem,\n"
        "then you don't know what your problem is.\n\n"
        "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
    )
    signature = b64decode(note.rsplit(" ", 1)[1])
    assert signature[:4] == key_id(name, key)
    assert signature[:4].hex() == "c74f20a3"
    Ed25519PublicKey.from_public_bytes(key).verify(signature[4:], note.rpartition("\n\n")[0].encode() + b"\n")


def test_cosignatures_of_known_witnesses_are_reported_and_unknown_ones_passed_over():
    keys = LOG_KEYS | {WITNESS: public(OTHER_KEY)}
    assert verify_checkpoint(COSIGNED, keys).signers == (LOG, WITNESS)
    assert verify_checkpoint(COSIGNED, LOG_KEYS).signers == (LOG,)


def test_a_known_key_that_does_not_hold_rejects_the_note():
    keys = LOG_KEYS | {WITNESS: public(OTHER_KEY)}
    forged = NOTE + cosign(NOTE.replace("13", "14"), WITNESS, sign=OTHER_KEY.sign, public_key=public(OTHER_KEY)).split(
        "\n"
    )[-2] + "\n"  # fmt: skip
    assert code_of(forged, keys) == "GC-LOG-002"
    assert verify_checkpoint(forged, LOG_KEYS).signers == (LOG,)


def test_who_must_have_signed():
    assert code_of(NOTE, {}) == "GC-LOG-004"
    assert code_of(NOTE, {LOG: public(OTHER_KEY)}) == "GC-LOG-004"
    assert code_of(NOTE, LOG_KEYS, origin="log.example/other") == "GC-LOG-004"
    witness_only = COSIGNED.replace(NOTE.split("\n")[4] + "\n", "")
    assert code_of(witness_only, LOG_KEYS | {WITNESS: public(OTHER_KEY)}) == "GC-LOG-004"


def test_every_single_character_of_a_note_matters():
    for at in range(len(NOTE)):
        for other in ("0" if NOTE[at] != "0" else "1", "\n", "é"):
            if other == NOTE[at]:
                continue
            with pytest.raises(NotVerified):
                verify_checkpoint(NOTE[:at] + other + NOTE[at + 1 :], LOG_KEYS)


@pytest.mark.parametrize(
    "note",
    [
        "",
        "\n\n",
        LOG,
        NOTE[:-1],
        NOTE + "\n",
        NOTE.replace("\n13\n", "\n013\n"),
        NOTE.replace("\n13\n", "\n+13\n"),
        NOTE.replace("\n13\n", "\n13 \n"),
        NOTE.replace("\n13\n", "\n99999999999999999999\n"),
        NOTE.replace("\n13\n", "\n9223372036854775808\n"),
        NOTE.replace("— ", "- "),
        NOTE.replace(LOG + " ", "  "),
        NOTE.replace("\n", "\r\n"),
        "\n" + NOTE,
        NOTE + "— a AAAA\n",
        NOTE + "x" * 70_000,
        NOTE + NOTE.split("\n")[4].join(["", "\n"]) * 64,
    ],
)
def test_malformed_notes_are_refused_with_their_code(note):
    assert code_of(note) == "GC-LOG-001"
    with pytest.raises(NotVerified):
        parse_checkpoint(note)


def test_stray_base64_bits_are_refused():
    encoded = NOTE.split("\n")[2]
    assert encoded.endswith("=")
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    loose = encoded[:-2] + letters[letters.index(encoded[-2]) + 1] + "="
    assert b64decode(loose) == ROOT
    assert code_of(NOTE.replace(encoded, loose)) == "GC-LOG-001"


def test_extension_lines_are_signed_and_kept():
    body = f"{LOG}\n13\n{b64encode(ROOT).decode()}\nextra line\n"
    blob = b64encode(key_id(LOG, public(LOG_KEY)) + LOG_KEY.sign(body.encode())).decode()
    assert verify_checkpoint(f"{body}\n— {LOG} {blob}\n", LOG_KEYS).extensions == ("extra line",)
    assert code_of(f"{body.replace('extra', 'other')}\n— {LOG} {blob}\n") == "GC-LOG-002"


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\u2028b", "a\u00a0b", "a\tb"])
def test_names_that_no_note_can_carry_are_refused(name):
    with pytest.raises(InvalidInput) as caught:
        sign_checkpoint(name, 1, ROOT, sign=LOG_KEY.sign, public_key=public(LOG_KEY))
    assert caught.value.code == "GC-LOG-010"


@pytest.mark.parametrize(("size", "top"), [(-1, ROOT), (2**63, ROOT), (1, ROOT[:-1])])
def test_sizes_and_roots_that_no_checkpoint_can_state_are_refused(size, top):
    with pytest.raises(InvalidInput) as caught:
        sign_checkpoint(LOG, size, top, sign=LOG_KEY.sign, public_key=public(LOG_KEY))
    assert caught.value.code == "GC-LOG-012"


def test_every_character_of_a_vkey_matters():
    text = vkey(LOG, public(ISSUER_KEY))
    assert parse_vkey(text) == (LOG, public(ISSUER_KEY))
    for at in range(len(text)):
        for other in ("A" if text[at] != "A" else "B", "é", "+"):
            if other == text[at]:
                continue
            with pytest.raises(GreencardError) as caught:
                parse_vkey(text[:at] + other + text[at + 1 :])
            assert caught.value.code == "GC-LOG-008"
    with pytest.raises(InvalidInput):
        parse_vkey("")
    with pytest.raises(InvalidInput):
        vkey(LOG, b"short")
