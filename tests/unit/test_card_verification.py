"""Outcomes that look different: genuine, expired, withdrawn, do not rely, could not check, not a card."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import cbor2
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from card_samples import (
    BASE,
    CARD_ID,
    ISSUED,
    ISSUER_ID,
    ISSUER_KEY,
    ISSUER_NAME,
    LOG_CHECK,
    METHOD,
    NOW,
    OTHER_KEY,
    STATUS_INDEX,
    TRUSTED,
    UNTIL,
    assessment,
    issued,
    product,
    public,
    signed,
    unsigned,
)
from greencard.card import (
    CHECKS,
    TrustedIssuer,
    did_key,
    encode_card,
    encode_compact,
    figures,
    jcs,
    status_list_credential,
    verification_method,
    verify,
)
from greencard.errors import REGISTRY, InvalidInput
from greencard.log import publication_check
from greencard.model import Text

CARD = issued()
FILE = encode_card(CARD)
GC1 = encode_compact(CARD.document, public_key=public(ISSUER_KEY), sign=ISSUER_KEY.sign)


def run(data=FILE, **changes):
    arguments: dict[str, Any] = {"at": NOW, "trusted": TRUSTED, "log_check": LOG_CHECK}
    return verify(data, **(arguments | changes))


def code(found, check_id):
    return found.check(check_id).code


def states(found):
    return {check.id: check.state for check in found.checks}


def status_list(purpose="revocation", *, indices=(), key=ISSUER_KEY, method=METHOD, **changes: Any) -> bytes:
    arguments: dict[str, Any] = {
        "list_url": f"{BASE}/status/{purpose}",
        "issuer_id": ISSUER_ID,
        "purpose": purpose,
        "set_indices": indices,
        "valid_from": ISSUED,
        "valid_until": UNTIL,
    }
    return jcs(signed(status_list_credential(**(arguments | changes)), key, method))


def reissued(change) -> bytes:
    """A card changed before it was signed and logged: everything mathematical holds."""
    document = unsigned()
    change(document)
    return encode_card(issued(signed(document)))


def test_a_genuine_card():
    found = run(compact=GC1, status_lists=[status_list(), status_list("refresh")])
    assert found.outcome == "genuine"
    assert [check.id for check in found.checks] == list(CHECKS)
    assert set(states(found).values()) == {"pass"}
    assert found.card_id == CARD_ID
    assert found.digest == CARD.digest
    assert (found.issuer_id, found.issuer_name) == (ISSUER_ID, ISSUER_NAME)
    assert (found.valid_from, found.valid_until, found.checked_at) == (ISSUED, UNTIL, NOW)
    assert (found.log_index, found.log_size) == (9, 13)
    assert found.illustrative
    assert found.figures == figures(CARD.document)
    for check in found.checks:
        assert check.text.en
        assert check.text.zh
        assert check.spec
        assert (check.code, check.remedy) == ("", Text())


def test_a_value_is_checked_like_its_file():
    assert run(CARD) == run(FILE) == run(bytearray(FILE))


def test_any_spelling_of_the_same_json_is_the_same_card():
    spelled = json.dumps(json.loads(FILE), indent=2).encode()
    assert run(spelled) == run(FILE)


def test_unknown_withdrawal_is_shown_and_does_not_deny_genuineness():
    found = run()
    assert (found.outcome, states(found)["status"], code(found, "status")) == ("genuine", "unchecked", "GC-CRD-011")


def test_each_failure_has_its_own_code():
    flipped = bytearray(FILE)
    flipped[FILE.index(b"Anji")] ^= 1
    other_key = issued(signed(unsigned(), OTHER_KEY, verification_method(ISSUER_ID, public(OTHER_KEY))))
    moved = msgspec.structs.replace(CARD, log=msgspec.structs.replace(CARD.log, index=8))
    found = {
        "changed": code(run(jcs({**CARD.document, "name": "x"})), "signature"),
        "flipped": code(run(bytes(flipped)), "signature"),
        "key": code(run(encode_card(other_key)), "key"),
        "expired": code(run(at=UNTIL), "validity"),
        "early": code(run(at=ISSUED - timedelta(seconds=1)), "validity"),
        "revoked": code(run(status_lists=[status_list(indices=[STATUS_INDEX])]), "status"),
        "superseded": code(run(statuses={STATUS_INDEX: "superseded"}), "status"),
        "log": code(run(moved), "log"),
        "file": code(run(msgspec.structs.replace(CARD, digest="0" * 64)), "shape"),
        "issuer": code(run(trusted={}), "issuer"),
    }
    assert found == {
        "changed": "GC-CRD-002",
        "flipped": "GC-CRD-002",
        "key": "GC-CRD-003",
        "expired": "GC-CRD-007",
        "early": "GC-CRD-008",
        "revoked": "GC-CRD-009",
        "superseded": "GC-CRD-010",
        "log": "GC-LOG-003",
        "file": "GC-CRD-017",
        "issuer": "GC-CRD-004",
    }
    for name in set(found.values()):
        assert REGISTRY[name].zh
        assert REGISTRY[name].remedy_zh


@pytest.mark.parametrize(
    ("at", "outcome"),
    [
        (ISSUED - timedelta(microseconds=1), "expired"),
        (ISSUED, "genuine"),
        (UNTIL - timedelta(microseconds=1), "genuine"),
        (UNTIL, "expired"),
    ],
)
def test_the_period_of_validity_at_its_edges(at, outcome):
    assert run(at=at).outcome == outcome


def test_an_expired_card_stays_readable():
    found = run(at=UNTIL)
    assert states(found)["signature"] == "pass"
    assert found.figures == figures(CARD.document)


def test_a_proof_that_ends_earlier_ends_the_card():
    document = unsigned()
    proof = signed(document)["proof"] | {"expires": "2026-11-20T00:00:00Z"}
    del proof["proofValue"]
    from hashlib import sha256

    from greencard.card.keys import encode_base58

    message = sha256(jcs(proof)).digest() + sha256(jcs(document)).digest()
    proof["proofValue"] = "z" + encode_base58(ISSUER_KEY.sign(message))
    found = run(encode_card(issued({**document, "proof": proof})))
    assert (found.outcome, code(found, "validity")) == ("expired", "GC-CRD-007")


@pytest.mark.parametrize(
    ("lists", "outcome", "state", "expected"),
    [
        ((), "genuine", "unchecked", "GC-CRD-011"),
        ((status_list(),), "genuine", "pass", ""),
        ((status_list(indices=[STATUS_INDEX - 1, STATUS_INDEX + 1]),), "genuine", "pass", ""),
        ((status_list(indices=[STATUS_INDEX]),), "withdrawn", "fail", "GC-CRD-009"),
        ((status_list("refresh"),), "genuine", "unchecked", "GC-CRD-011"),
        ((status_list("refresh", indices=[STATUS_INDEX]),), "withdrawn", "fail", "GC-CRD-010"),
        (
            (status_list("refresh", indices=[STATUS_INDEX]), status_list(indices=[STATUS_INDEX])),
            "withdrawn",
            "fail",
            "GC-CRD-009",
        ),
        ((status_list(key=OTHER_KEY),), "genuine", "unchecked", "GC-CRD-002"),
        (
            (status_list(key=OTHER_KEY, method=verification_method(ISSUER_ID, public(OTHER_KEY))),),
            "genuine",
            "unchecked",
            "GC-CRD-003",
        ),
        ((status_list(list_url=f"{BASE}/status/other"),), "genuine", "unchecked", "GC-CRD-012"),
        ((status_list(issuer_id="did:web:other.example"),), "genuine", "unchecked", "GC-CRD-012"),
        ((status_list(valid_until=NOW),), "genuine", "unchecked", "GC-CRD-012"),
        ((status_list(valid_from=NOW + timedelta(seconds=1)),), "genuine", "unchecked", "GC-CRD-012"),
        ((b"{}",), "genuine", "unchecked", "GC-CRD-012"),
        ((b"nonsense",), "genuine", "unchecked", "GC-CRD-001"),
        ((b"nonsense", status_list(indices=[STATUS_INDEX])), "withdrawn", "fail", "GC-CRD-009"),
        ((status_list(indices=[STATUS_INDEX]), b"nonsense"), "withdrawn", "fail", "GC-CRD-009"),
        ((status_list(indices=[STATUS_INDEX]), status_list()), "withdrawn", "fail", "GC-CRD-009"),
    ],
)
def test_withdrawal_is_read_from_signed_current_lists_of_the_same_issuer(lists, outcome, state, expected):
    found = run(status_lists=lists)
    assert (found.outcome, states(found)["status"], code(found, "status")) == (outcome, state, expected)


def test_a_forged_list_cannot_withdraw_a_card():
    forged = json.loads(status_list())
    forged["credentialSubject"]["encodedList"] = json.loads(status_list(indices=[STATUS_INDEX]))["credentialSubject"][
        "encodedList"
    ]
    assert run(status_lists=[jcs(forged)]).outcome == "genuine"


def test_nothing_is_said_of_a_newer_card_when_only_the_withdrawal_list_is_at_hand():
    one = run(status_lists=[status_list()]).check("status").text
    both = run(status_lists=[status_list(), status_list("refresh")]).check("status").text
    assert "replaced" in both.en
    assert "替换" in both.zh
    assert "replaced" not in one.en
    assert "替换" not in one.zh


@pytest.mark.parametrize(
    ("statuses", "outcome", "expected"),
    [
        ({STATUS_INDEX: "active"}, "genuine", ""),
        ({STATUS_INDEX: "revoked"}, "withdrawn", "GC-CRD-009"),
        ({STATUS_INDEX: "superseded"}, "withdrawn", "GC-CRD-010"),
        ({}, "genuine", "GC-CRD-011"),
    ],
)
def test_withdrawal_as_the_issuers_own_store_knows_it(statuses, outcome, expected):
    found = run(statuses=statuses)
    assert (found.outcome, code(found, "status")) == (outcome, expected)


def test_without_log_proof_or_log_key_nothing_is_called_genuine():
    bare = run(jcs(CARD.document))
    assert (bare.outcome, states(bare)["log"], code(bare, "log")) == ("could_not_check", "unchecked", "GC-CRD-024")
    no_key = run(log_check=None)
    assert (no_key.outcome, states(no_key)["log"]) == ("could_not_check", "unchecked")
    unproved = run(msgspec.structs.replace(CARD, log=None))
    assert unproved.outcome == "could_not_check"
    other_log = run(log_check=publication_check({"log.example/other": public(OTHER_KEY)}))
    assert (other_log.outcome, code(other_log, "log")) == ("do_not_rely", "GC-LOG-004")


def test_an_expired_bare_credential_is_called_expired():
    assert run(jcs(CARD.document), at=UNTIL).outcome == "expired"
    assert run(jcs(CARD.document), statuses={STATUS_INDEX: "revoked"}).outcome == "withdrawn"


def test_an_unknown_issuer_is_not_a_forger_and_not_trusted():
    found = run(trusted={"did:web:other.example": public(OTHER_KEY)})
    assert found.outcome == "could_not_check"
    assert states(found)["issuer"] == states(found)["key"] == states(found)["signature"] == "unchecked"
    assert not found.figures


def did_key_card(key, **changes):
    issuer = did_key(public(key))
    document = unsigned(issuer_id=issuer, **changes)
    return encode_card(issued(signed(document, key, verification_method(issuer))))


def test_a_did_key_card_by_a_stranger_holds_but_is_vouched_for_by_nobody():
    found = run(did_key_card(OTHER_KEY))
    assert found.outcome == "could_not_check"
    assert (states(found)["key"], states(found)["signature"], states(found)["issuer"]) == ("pass", "pass", "unchecked")
    assert not found.figures
    known = run(did_key_card(OTHER_KEY), trusted={did_key(public(OTHER_KEY)): public(OTHER_KEY)})
    assert known.outcome == "genuine"
    assert known.issuer_name == Text(en=ISSUER_NAME.en)


@pytest.mark.parametrize("status", ["active", "revoked", "superseded"])
def test_our_store_says_nothing_of_a_strangers_card_with_the_same_index(status):
    found = run(did_key_card(OTHER_KEY), statuses={STATUS_INDEX: status})
    assert (states(found)["status"], code(found, "status")) == ("unchecked", "GC-CRD-011")


def test_a_did_key_card_signed_by_another_key_is_a_forgery():
    issuer = did_key(public(ISSUER_KEY))
    document = signed(unsigned(issuer_id=issuer), OTHER_KEY, verification_method(did_key(public(OTHER_KEY))))
    found = run(encode_card(issued(document)))
    assert (found.outcome, code(found, "key")) == ("do_not_rely", "GC-CRD-003")


def test_signing_with_ones_own_key_under_the_issuers_name_is_a_forgery():
    for method, check_id, expected in (
        (METHOD, "signature", "GC-CRD-002"),
        (verification_method(ISSUER_ID, public(OTHER_KEY)), "key", "GC-CRD-003"),
        (verification_method(did_key(public(OTHER_KEY))), "key", "GC-CRD-003"),
    ):
        found = run(encode_card(issued(signed(unsigned(), OTHER_KEY, method))))
        assert (found.outcome, code(found, check_id)) == ("do_not_rely", expected)
        assert not found.figures


def test_test_issuers_sign_made_up_data_and_only_those():
    real = encode_card(issued(signed(unsigned(assessment(product=product(illustrative=False))))))
    strict = {ISSUER_ID: TrustedIssuer(name=ISSUER_NAME, keys={METHOD: public(ISSUER_KEY)}, test=False)}
    for data, trusted, outcome in (
        (FILE, TRUSTED, "genuine"),
        (real, strict, "genuine"),
        (real, TRUSTED, "do_not_rely"),
        (FILE, strict, "do_not_rely"),
        (FILE, {ISSUER_ID: public(ISSUER_KEY)}, "genuine"),
    ):
        found = run(data, trusted=trusted)
        assert found.outcome == outcome
        assert code(found, "issuer") == ("" if outcome == "genuine" else "GC-CRD-025")
    assert not run(real, trusted=strict).illustrative


def claims(document):
    return document["credentialSubject"]["performanceClaim"]


def lower(claim):
    """A second claim of the same metric that says less."""
    other = json.loads(json.dumps(claim))
    other["claimedPerformance"][0]["measure"]["value"] = 0.29
    return other


@pytest.mark.parametrize(
    "change",
    [
        lambda d: claims(d)[0]["claimedPerformance"][0]["measure"].update(value=0.29),
        lambda d: claims(d)[1]["claimedPerformance"][0]["measure"].update(value=30),
        lambda d: claims(d).pop(0),
        lambda d: claims(d).insert(0, lower(claims(d)[0])),
        lambda d: claims(d)[0]["claimedPerformance"].insert(0, lower(claims(d)[0])["claimedPerformance"][0]),
        lambda d: claims(d)[0]["claimedPerformance"][0]["measure"].update(unit="TNE"),
        lambda d: claims(d)[1]["claimedPerformance"][0]["measure"].update(unit="KGM"),
        lambda d: d["greenCard"]["footprint"].update(kgCO2e="0.29"),
    ],
)
def test_figures_that_differ_within_the_card_are_refused(change):
    found = run(reissued(change))
    assert (found.outcome, code(found, "figures")) == ("do_not_rely", "GC-CRD-006")


@pytest.mark.parametrize(
    ("claim", "value"),
    [(1, "did:web:other.example"), (-70001, {"pcf": "0.29"}), (-70001, {"h": bytes(32)})],
)
def test_a_label_that_the_issuer_signed_for_something_else_is_refused(claim, value):
    protected, _, payload, _ = cbor2.loads(GC1).value
    claims = dict(cbor2.loads(payload))
    claims[claim] = dict(claims[claim]) | value if isinstance(value, dict) else value
    payload = cbor2.dumps(claims, canonical=True)
    signature = ISSUER_KEY.sign(cbor2.dumps(["Signature1", protected, b"", payload]))
    other = cbor2.dumps(cbor2.CBORTag(18, [protected, {}, payload, signature]), canonical=True)
    found = run(compact=other)
    assert (found.outcome, code(found, "figures")) == ("do_not_rely", "GC-CRD-006")


def test_a_label_that_shows_other_figures_is_refused():
    cheaper = signed(unsigned())
    cheaper["greenCard"]["footprint"]["kgCO2e"] = "0.29"
    lying = encode_compact(cheaper, public_key=public(ISSUER_KEY), sign=ISSUER_KEY.sign)
    foreign = encode_compact(CARD.document, public_key=public(OTHER_KEY), sign=OTHER_KEY.sign)
    earlier = encode_compact(
        signed(unsigned(valid_until=UNTIL + timedelta(days=1))), public_key=public(ISSUER_KEY), sign=ISSUER_KEY.sign
    )
    for compact, expected in (
        (lying, "GC-CRD-006"),
        (earlier, "GC-CRD-006"),
        (foreign, "GC-CRD-002"),
        (GC1[:-1], "GC-CRD-016"),
    ):
        found = run(compact=compact)
        assert (found.outcome, code(found, "figures")) == ("do_not_rely", expected)


@pytest.mark.parametrize(
    "change",
    [
        lambda d: d.pop("validUntil"),
        lambda d: d.update(validFrom="2026-11-01T06:00:00"),
        lambda d: d["issuer"].pop("name"),
        lambda d: d.pop("credentialStatus"),
        lambda d: d["credentialStatus"].update(statusPurpose="refresh"),
        lambda d: d["greenCard"]["refresh"].update(statusPurpose="revocation"),
        lambda d: d["@context"].append("https://evil.example"),
        lambda d: d["@context"].pop(),
        lambda d: d["@context"].reverse(),
        lambda d: d["type"].append("Extra"),
        lambda d: d["type"].remove("DigitalProductPassport"),
        lambda d: d.pop("greenCard"),
        lambda d: d["credentialSubject"].pop("performanceClaim"),
    ],
)
def test_a_card_of_another_shape_is_not_relied_on_though_its_signature_holds(change):
    found = run(reissued(change))
    assert (found.outcome, states(found)["signature"]) == ("do_not_rely", "pass")
    assert code(found, "shape") == "GC-CRD-005"
    assert states(found)["figures"] == states(found)["validity"] == states(found)["status"] == "unchecked"
    assert code(found, "figures") == "GC-CRD-026"


def test_an_index_as_text_is_read_as_bitstring_status_list_writes_it():
    data = reissued(lambda d: d["credentialStatus"].update(statusListIndex=str(STATUS_INDEX)))
    assert run(data, status_lists=[status_list(indices=[STATUS_INDEX])]).outcome == "withdrawn"


@pytest.mark.parametrize("issuer", ["did:web:issuer.example", 7, None, {"id": 7}, []])
def test_an_issuer_of_another_form_never_raises(issuer):
    document = signed({**unsigned(), "issuer": issuer})
    assert run(jcs(document)).outcome == "do_not_rely"


def test_a_context_added_behind_the_signed_ones_is_refused_in_a_card():
    document = {**CARD.document, "@context": [*CARD.document["@context"], "https://evil.example"]}
    found = run(jcs(document))
    assert (found.outcome, code(found, "shape"), states(found)["signature"]) == ("do_not_rely", "GC-CRD-005", "pass")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x89PNG\r\n",
        b"HC1:6BFOXN",
        b"[]",
        b"{}",
        b'{"type":"GreenCard"}',
        b'{"type":["VerifiableCredential"],"issuer":"x"}',
        b'{"document":{}}',
        b'{"document":{},"id":"x","digest":"","issued_at":"2026-11-01T06:00:00","log":null}',
        b'{"document":[],"id":"x","digest":"","issued_at":"2026-11-01T06:00:00Z","log":null}',
        FILE[:-1],
        FILE + b"x",
        FILE.replace(b'"id":', b'"id":"twice","id":', 1),
        b"[" * 100_000,
        bytes(2 << 20),
    ],
)
def test_what_is_no_card_is_called_so(data):
    found = run(data)
    assert found.outcome == "not_a_card"
    assert {check.id for check in found.checks} == set(CHECKS)
    assert "pass" not in {check.state for check in found.checks if check.id != "readable"}


@settings(max_examples=60)
@given(data=st.binary(max_size=200))
def test_no_bytes_ever_raise(data):
    assert run(data).outcome == "not_a_card"
    assert run(data, status_lists=[data], compact=data).outcome == "not_a_card"
    assert run(FILE, compact=data, status_lists=[data]).outcome == "do_not_rely"


@settings(max_examples=60)
@given(
    path=st.sampled_from(
        ["@context", "type", "id", "issuer", "validFrom", "credentialStatus", "credentialSubject", "greenCard", "proof"]
    ),
    value=st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=3) | st.lists(st.none(), max_size=2)
    | st.dictionaries(st.text(max_size=3), st.none(), max_size=2),
)  # fmt: skip
def test_no_member_of_any_form_ever_raises_or_passes(path, value):
    document = json.loads(jcs(CARD.document)) | {path: value}
    for data in (jcs(document), encode_card(msgspec.structs.replace(CARD, document=document))):
        assert run(data).outcome in {"do_not_rely", "not_a_card", "could_not_check"}


def test_texts_from_a_stranger_are_kept_short():
    document = {**CARD.document, "issuer": {"id": "did:web:" + "x" * 5000, "name": "x"}, "greenCard": {"y" * 5000: 1}}
    for check in run(jcs(document)).checks:
        assert len(check.text.en) < 400
        assert len(check.text.zh) < 400


def test_the_caller_is_told_of_its_own_mistakes():
    with pytest.raises(InvalidInput) as caught:
        run(at=datetime(2026, 11, 23))  # noqa: DTZ001 - the mistake
    assert caught.value.code == "GC-CRD-022"
    with pytest.raises(InvalidInput) as caught:
        run(trusted={ISSUER_ID: b"no key"})
    assert caught.value.code == "GC-CRD-015"
