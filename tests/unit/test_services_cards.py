"""Issuing, replacing, withdrawing: one transaction, one log, one party's scope."""

from __future__ import annotations

import json
from base64 import b64decode
from datetime import timedelta
from decimal import Decimal

import msgspec
import pytest

from greencard.adapters.keys import MemoryKeys
from greencard.adapters.sql import SqlSession
from greencard.card import encode_card, figures, verify
from greencard.energy import Site, parse_readings
from greencard.errors import InvalidInput, NotVerified, Refused
from greencard.log import publication_check
from greencard.model import Order, Party, Text
from greencard.services import Greencard, Settings, publish
from service_samples import EXAMPLES, LOU, NOW, OTHER, SETTINGS, Bench


@pytest.fixture
def bench():
    made = Bench()
    yield made
    made.close()


def _states(verification):
    return {check.id: check.state for check in verification.checks}


def test_an_issued_card_is_genuine_and_every_check_ran(bench):
    bench.stored("bamboo-desk-organiser")
    record = bench.app.issue_card(LOU, "bamboo-desk-organiser")
    answer = bench.app.verify_card(encode_card(record.card))
    assert answer.outcome == "genuine"
    assert set(_states(answer).values()) == {"pass"}
    assert record.card.log.index == 0
    assert bench.app.log_head().size == 1


def test_a_double_click_issues_one_card(bench):
    bench.stored("ceramic-mug")
    first = bench.app.issue_card(LOU, "ceramic-mug")
    assert bench.app.issue_card(LOU, "ceramic-mug") == first
    assert bench.app.log_head().size == 1


def test_a_newer_card_supersedes_the_older_one_and_both_stay_readable(bench):
    bench.stored("ceramic-mug")
    old = bench.app.issue_card(LOU, "ceramic-mug")
    bench.clock.advance(timedelta(days=1))
    new = bench.app.issue_card(LOU, "ceramic-mug")
    assert new.card.id != old.card.id
    assert (new.card.log.index, new.card.log.size) == (1, 2)
    assert bench.app.verify_card(encode_card(new.card)).outcome == "genuine"
    answer = bench.app.verify_card(encode_card(old.card))
    assert answer.outcome == "withdrawn"
    assert _states(answer)["status"] == "fail"
    assert bench.app.card_view(old.card.id).record.status == "superseded"
    # The batch's GS1 path, printed on the goods, leads to the newest card; the card's own name to that card.
    assert old.slug == new.slug == "01/09521234500100/10/2026-10"
    assert bench.app.card_view(old.slug) == bench.app.card_view(new.card.id)
    assert bench.app.card_view(old.card.id.rpartition("/")[2]) == bench.app.card_view(old.card.id)


def test_a_withdrawn_card_says_so_and_the_public_list_too(bench):
    bench.stored("ceramic-mug")
    record = bench.app.issue_card(LOU, "ceramic-mug")
    bench.app.withdraw_card(LOU, record.card.id)
    assert bench.app.verify_card(encode_card(record.card)).outcome == "withdrawn"
    with pytest.raises(Refused) as caught:
        bench.app.withdraw_card(LOU, record.card.id)
    assert caught.value.code == "GC-SVC-005"
    # A stranger with the issuer's keys, the log's key and the list as downloaded comes to the same answer.
    trusted = {name: b64decode(key) for name, key in bench.app.public_keys().issuers.items()}
    logs = {name: b64decode(key) for name, key in bench.app.public_keys().logs.items()}
    lists = [json.dumps(bench.app.status_list(purpose, test=True)).encode() for purpose in ("revocation", "refresh")]
    answer = verify(
        encode_card(record.card), at=NOW, trusted=trusted, log_check=publication_check(logs), status_lists=lists
    )
    assert answer.outcome == "withdrawn"


def test_another_partys_records_do_not_exist(bench):
    bench.stored("ceramic-mug")
    record = bench.app.issue_card(LOU, "ceramic-mug")
    for call in (
        lambda: bench.app.product(OTHER, "ceramic-mug"),
        lambda: bench.app.issue_card(OTHER, "ceramic-mug"),
        lambda: bench.app.assess_stored(OTHER, "ceramic-mug"),
        lambda: bench.app.check_order(
            OTHER, "ceramic-mug", Order(product_id="", destination="DE", on=NOW.date(), quantity=1)
        ),
    ):
        with pytest.raises(InvalidInput) as caught:
            call()
        assert caught.value.code == "GC-SVC-002"
    with pytest.raises(InvalidInput) as caught:
        bench.app.withdraw_card(OTHER, record.card.id)
    assert caught.value.code == "GC-SVC-003"
    assert bench.app.products(OTHER) == []
    assert bench.app.card_view(record.slug) is not None, "what is published is public"


def test_made_up_data_are_signed_by_the_test_issuer_and_real_ones_are_not(bench):
    product = bench.stored("ceramic-mug")
    test_card = bench.app.issue_card(LOU, product.id)
    real = msgspec.structs.replace(product, id="real-mug", illustrative=False)
    bench.app.put_product(LOU, real)
    real_card = bench.app.issue_card(LOU, "real-mug")
    issuers = [record.card.document["issuer"] for record in (test_card, real_card)]
    assert issuers[0]["id"] != issuers[1]["id"]
    assert "illustrative" in issuers[0]["name"].lower()
    assert test_card.card.document["greenCard"]["illustrative"] is True
    assert bench.app.verify_card(encode_card(real_card.card)).outcome == "genuine"
    # Who trusts the real issuer does not thereby trust the test issuer.
    only_real = {issuers[1]["id"]: b64decode(bench.app.public_keys().issuers[issuers[1]["id"]])}
    logs = {name: b64decode(key) for name, key in bench.app.public_keys().logs.items()}
    answer = verify(encode_card(test_card.card), at=NOW, trusted=only_real, log_check=publication_check(logs))
    assert answer.outcome != "genuine"


@pytest.mark.parametrize("broken", ["put_card", "put_assessment", "next_status_index"])
def test_a_fault_between_two_writes_leaves_nothing(bench, monkeypatch, broken):
    bench.stored("ceramic-mug")
    with bench.store.session(LOU) as session:
        kind = type(session)
    monkeypatch.setattr(kind, broken, _fail)
    with pytest.raises(RuntimeError, match="power cut"):
        bench.app.issue_card(LOU, "ceramic-mug")
    monkeypatch.undo()
    assert bench.app.log_head().size == 0
    assert bench.app.log_head().checkpoint is None
    assert bench.app.published_cards() == []
    assert bench.app.issue_card(LOU, "ceramic-mug").card.log.index == 0


def _fail(*_args, **_kwargs):
    raise RuntimeError("power cut")


def test_a_hash_that_went_wrong_before_signing_signs_nothing(bench, monkeypatch):
    bench.stored("ceramic-mug")
    signed = []
    true_root = publish.root
    monkeypatch.setattr(
        publish, "root", lambda size, fetch: bytes([true_root(size, fetch)[0] ^ 1]) + true_root(size, fetch)[1:]
    )
    monkeypatch.setattr(publish, "sign_checkpoint", lambda *args, **_named: signed.append(args))
    with pytest.raises(NotVerified) as caught:
        bench.app.issue_card(LOU, "ceramic-mug")
    assert caught.value.code == "GC-SVC-001"
    assert signed == []
    assert bench.app.log_head().size == 0


def test_a_log_is_never_continued_with_another_key(bench):
    """Keys lost, or two machines on one store with keys of their own: silence would make one log two."""
    bench.stored("ceramic-mug")
    bench.stored("cotton-socks")
    first = bench.app.issue_card(LOU, "ceramic-mug")
    checkpoint = bench.app.log_checkpoint()
    stranger = Greencard(
        store=bench.store, keys=MemoryKeys(b"other"), clock=bench.clock, packs=bench.packs, settings=SETTINGS
    )
    with pytest.raises(Refused) as caught:
        stranger.issue_card(LOU, "cotton-socks")
    assert caught.value.code == "GC-SVC-008"
    assert bench.app.log_checkpoint() == checkpoint
    assert bench.app.issue_card(LOU, "cotton-socks").card.log.index == 1
    assert bench.app.verify_card(encode_card(first.card)).outcome == "genuine"


def test_the_same_content_issued_again_after_a_withdrawal_is_a_new_card(bench):
    bench.stored("ceramic-mug")
    given = []
    for _ in range(3):
        given.append(bench.app.issue_card(LOU, "ceramic-mug"))
        bench.app.withdraw_card(LOU, given[-1].card.id)
    assert len({record.card.id for record in given}) == 3
    assert len({record.assessment_id for record in given}) == 1


def test_the_list_of_cards_says_what_each_card_says(bench):
    for name in ("ceramic-mug", "power-bank"):
        bench.stored(name)
    records = [bench.app.issue_card(LOU, name) for name in ("ceramic-mug", "power-bank")]
    bench.app.withdraw_card(LOU, records[0].card.id)
    lines = bench.app.published_cards()
    assert bench.app.published_cards(1) == lines[:1]
    assert bench.app.published_count() == len(lines)
    assert [line.id for line in lines] == [record.card.id for record in reversed(records)]
    assert [line.status for line in lines] == ["active", "revoked"]
    for line, record in zip(reversed(lines), records, strict=True):
        said = figures(record.card.document)
        assert (str(line.total_kg_co2e), line.measured_share * 100) == (said["pcf"], Decimal(said["meas"]))
        assert line.name == bench.app.product(LOU, record.product_id).product.name
        assert line.valid_until == NOW.date() + timedelta(days=365)
        assert line.illustrative


def test_a_verification_asks_for_one_status_of_many(bench, monkeypatch):
    bench.stored("ceramic-mug")
    record = bench.app.issue_card(LOU, "ceramic-mug")
    monkeypatch.setattr(SqlSession, "statuses", _fail)
    assert bench.app.verify_card(encode_card(record.card)).outcome == "genuine"


@pytest.mark.parametrize(
    "wrong",
    [
        {"base_url": ""},
        {"base_url": "cards.example"},
        {"base_url": "ftp://cards.example"},
        {"base_url": "https://cards.example/"},
        {"base_url": "https://cards.example/a b"},
        {"base_url": "https://me@cards.example"},
        {"base_url": "https://cards.example?a=b"},
        {"base_url": "https://cards.example/#a"},
        {"base_url": "https://cards.example/" + "a" * 200},
        {"validity_days": 0},
        {"validity_days": 100_000_000},
        {"issuer_name": Text()},
        {"test_issuer_name": Text(zh=" ")},
        {"party": Party(id="ms-lou", name=Text())},
    ],
)
def test_settings_that_would_spoil_every_card_are_refused(wrong):
    with pytest.raises(InvalidInput) as caught:
        msgspec.structs.replace(SETTINGS, **wrong)
    assert caught.value.code == "GC-SVC-007"


def test_settings_that_people_use():
    for address in ("http://localhost:8321", "http://[::1]:8321", "https://cards.example/yiwu/green-cards"):
        assert Settings(base_url=address).base_url == address


def test_every_card_stays_provable_while_the_log_grows(bench):
    names = ("ceramic-mug", "rpet-tote", "cotton-socks", "power-bank", "wooden-toy")
    records = []
    for name in names:
        bench.stored(name)
        records.append(bench.app.issue_card(LOU, name))
    assert [record.card.log.index for record in records] == [0, 1, 2, 3, 4]
    for record in records:
        assert bench.app.verify_card(encode_card(record.card)).outcome == "genuine"


def test_the_view_carries_the_signed_figures_and_nothing_of_the_recipe(bench):
    product = bench.stored("power-bank")
    record = bench.app.issue_card(LOU, product.id)
    view = bench.app.card_view(record.slug)
    assert view.compact
    text = encode_card(record.card).decode()
    assert "Huizhou" not in text, "a supplier's place is no public claim"
    for line in product.bom:
        assert line.material not in text
        if line.supplier is not None and line.supplier.note:
            assert line.supplier.note not in text
    assert figures(record.card.document)["pcf"] in text


def test_impossible_orders_are_named(bench):
    bench.stored("ceramic-mug")
    for destination, quantity, code in (
        ("Germany", 10, "GC-RUL-010"),
        ("DE", 0, "GC-SVC-004"),
        ("DE", 10**11, "GC-SVC-004"),
    ):
        with pytest.raises(InvalidInput) as caught:
            bench.app.check_order(
                LOU, "ceramic-mug", Order(product_id="", destination=destination, on=NOW.date(), quantity=quantity)
            )
        assert caught.value.code == code


def test_readings_from_the_store_and_from_the_file_give_the_same_assessment(bench):
    product = bench.stored("bamboo-desk-organiser")
    file = EXAMPLES / product.meter.file
    site = Site.of(product.facility)
    from_file = bench.app.assess(LOU, product, readings=parse_readings(file.read_bytes(), file.name, site=site))
    from_store = bench.app.assess_stored(LOU, product.id)
    assert from_store == from_file
    # The clearest day is a day in Anji: nothing from the roof at midnight, most of it around noon.
    day = from_store.footprint.electricity.match.clearest_day
    assert day.pv_kw[0] == day.pv_kw[-1] == 0
    assert max(day.pv_kw) in day.pv_kw[10:15]


def test_readiness_asks_store_log_and_keys(bench, monkeypatch):
    bench.stored("ceramic-mug")
    bench.app.issue_card(LOU, "ceramic-mug")
    assert bench.app.ready()["log_size"] == 1
    assert bench.app.ready()["log"] == bench.app.log_head().name
    monkeypatch.setattr(type(bench.keys), "public_key", _fail)
    with pytest.raises(RuntimeError, match="power cut"):
        bench.app.ready()
