"""The document: figures rounded once and adding up, nothing confidential in it, addresses, identifiers, context."""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from card_samples import (
    BASE,
    CARD_ID,
    ISSUED,
    ISSUER_ID,
    ISSUER_NAME,
    SECRET_WORDS,
    STATUS_INDEX,
    UNTIL,
    assessment,
    footprint,
    product,
    signed,
    unsigned,
)
from greencard.card import (
    ThirdParty,
    build_document,
    content_of,
    context_document,
    figures,
    jcs,
    parse_document,
    product_path,
)
from greencard.card.rounding import apportioned, percent_down, quantum_for, rounded, text_ceiling, text_floor
from greencard.errors import InvalidInput, NotVerified
from greencard.model import Facility, Fact, Identifier, Stage, Text


def test_the_figures_are_those_of_the_assessment_rounded_once():
    # 1.28746 → 1.287; low down, high up: 1.11771 → 1.117, 1.51038 → 1.511; shares down: 72.929 → 72, 0.65 → 0.6;
    # transport to three digits: 192.16 g → 192, 215.47 → 215, difference of the two; plastic up: 6.01 g → 6.1
    found = figures(unsigned())
    assert {key: found[key] for key in ("pcf", "lo", "hi", "lvl", "meas", "pv", "rec", "plt", "plp")} == {
        "pcf": "1.287",
        "lo": "1.117",
        "hi": "1.511",
        "lvl": "95",
        "meas": "72",
        "pv": "27",
        "rec": "0.6",
        "plt": "6.1",
        "plp": "0",
    }
    assert (found["trn"], found["base"], found["avo"]) == ("192", "215", "23")
    assert (found["upt"], found["bcc"]) == ("-1.691", "0.461")


def test_the_published_stages_add_up_to_the_published_total():
    found = {key: Decimal(text) for key, text in figures(unsigned()).items()}
    assert sum(found[key] for key in ("raw", "inb", "prd", "pkg")) == found["pcf"]
    for key in ("raw", "inb", "prd", "pkg"):
        assert found[f"{key}_m"] + found[f"{key}_d"] == found[key]
    assert found["inb_m"] == 0


PARTS = st.lists(st.decimals(0, 10**6, places=6), min_size=1, max_size=8)


@settings(max_examples=60)
@given(parts=PARTS)
def test_apportioned_parts_add_up_and_stay_within_one_step(parts):
    total = sum(parts, Decimal(0))
    quantum = quantum_for(total, 4)
    shares = apportioned(parts, total, quantum)
    assert sum(shares) == rounded(total, quantum)
    for part, share in zip(parts, shares, strict=True):
        assert abs(share - part) < quantum
        assert part or not share


def test_parts_that_do_not_add_up_are_refused():
    for total in ("1.287", "1.2875", "2"):
        with pytest.raises(InvalidInput) as caught:
            unsigned(assessment(footprint=footprint(total_kg_co2e=Decimal(total))))
        assert caught.value.code == "GC-CRD-020"
    unsigned(assessment(footprint=footprint(total_kg_co2e=Decimal("1.28746000001"))))


def test_an_empty_footprint_is_zero():
    stages = tuple(
        Stage(id=stage.id, kg_co2e=Decimal(0), measured_kg_co2e=Decimal(0), default_kg_co2e=Decimal(0))
        for stage in footprint().stages
    )
    found = figures(unsigned(assessment(footprint=footprint(total_kg_co2e=Decimal(0), stages=stages))))
    assert found["pcf"] == found["raw"] == "0"


@settings(max_examples=60)
@given(share=st.decimals(0, 1, places=9))
def test_a_share_is_never_rounded_up(share):
    text = percent_down(share)
    assert Decimal(text) <= share * 100
    assert share * 100 - Decimal(text) < (1 if share >= Decimal("0.1") else Decimal("0.1"))
    assert "E" not in text


@pytest.mark.parametrize(
    ("share", "text"),
    [("0.2999", "29"), ("0.3", "30"), ("0.0999", "9.9"), ("0.1", "10"), ("1", "100"), ("0.0004", "0")],
)
def test_percents_at_their_edges(share, text):
    assert percent_down(Decimal(share)) == text


def test_steps_and_directions():
    assert quantum_for(Decimal("1.287"), 4) == Decimal("0.001")
    assert quantum_for(Decimal(123456), 4) == 100
    assert rounded(Decimal(123456), Decimal(100)) == 123500
    assert (text_floor(Decimal("-1.2"), Decimal(1)), text_ceiling(Decimal("-1.2"), Decimal(1))) == ("-2", "-1")


@settings(max_examples=40)
@given(kg=st.decimals("0.000001", 10**7, places=9), own=st.decimals("0.00001", 100, places=6))
def test_every_published_number_is_plain_text_near_its_value(kg, own):
    stages = (Stage(id="production", kg_co2e=kg, measured_kg_co2e=kg, default_kg_co2e=Decimal(0)),)
    base = assessment()
    about = msgspec.structs.replace(
        base,
        footprint=footprint(total_kg_co2e=kg, stages=stages),
        transport=msgspec.structs.replace(base.transport, wtw_kg_co2e=own),
    )
    document = unsigned(about)
    found = figures(parse_document(jcs(document)))
    assert abs(Decimal(found["pcf"]) - kg) <= kg / 1000
    assert abs(Decimal(found["trn"]) - own * 1000) <= own * 5
    assert Decimal(found["avo"]) == Decimal(found["base"]) - Decimal(found["trn"])
    assert not any(mark in text for text in found.values() for mark in "eE+ ")


def test_nothing_confidential_is_in_the_document():
    text = jcs(unsigned()).decode()
    assert not [word for word in SECRET_WORDS if word in text]
    # not by digest of the record either, which someone who guesses it could confirm
    assert assessment().product_hash not in text
    values = [str(part) for line in assessment().product.bom for part in (line.net_kg, line.gross_kg)]
    assert not [value for value in values if f'"{value}"' in text]


def test_names_places_and_seller_stand_in_both_languages():
    content = content_of(unsigned())
    about = assessment().product
    assert content.product_name == about.name
    assert content.declared_unit == footprint().declared_unit
    assert content.place_of_making == about.facility.place
    assert (content.seller.name, content.seller.stall) == (about.seller.name, "4-1187")
    assert content.snapshot == footprint().snapshot
    assert content.assessed_on == date(2026, 10, 30)
    assert content.illustrative
    assert (content.footprint.boundary, content.footprint.rules) == ("cradle_to_gate", "iso14067-2018")
    assert content.materials.plastic_grade == content.materials.recycled_grade == "E1"


def test_plastic_without_a_fact_is_only_stated():
    assert content_of(unsigned(assessment(facts=()))).materials.plastic_grade == "E0"
    facts = [Fact(name=n, value="1", grade=g) for n, g in (("plastic_share", "E3"), ("virgin_plastic_g", "E2"))]
    other = Fact(name="materials", value=("bamboo",), grade="E0")
    weakest = content_of(unsigned(assessment(facts=(*facts, other)))).materials.plastic_grade
    assert weakest == "E2"


def test_the_card_says_whether_a_third_party_verified_it():
    assert content_of(unsigned()).verification == Text(en="Not verified by a third party.", zh="未经第三方核查。")
    body = ThirdParty(name=Text(en="Sample Body", zh="示例机构"), standard="ISO 14064-3:2019", on=date(2026, 10, 30))
    content = content_of(unsigned(third_party=body))
    assert content.third_party == body
    assert content.verification.en == "Verified by Sample Body against ISO 14064-3:2019 on 2026-10-30."
    assert "示例机构" in content.verification.zh


def test_without_a_route_or_baseline_nothing_is_said_of_them():
    no_route = figures(unsigned(assessment(transport=None, comparison=None)))
    assert not {"trn", "base", "avo"} & no_route.keys()
    no_baseline = figures(unsigned(assessment(comparison=None)))
    assert no_baseline["trn"] == "192"
    assert "avo" not in no_baseline


def test_green_stands_in_type_names_only():
    document = unsigned()
    assert document["type"] == ["DigitalProductPassport", "GreenCard", "VerifiableCredential"]

    def texts(value):
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            for name, member in value.items():
                yield from () if name in {"type", "@context"} else texts(member)
        elif isinstance(value, list):
            for member in value:
                yield from texts(member)

    words = {word for text in texts(document) for word in text.lower().replace("-", " ").split()}
    assert not {"green", "neutral", "eco", "绿色"} & words


def test_lists_and_addresses_follow_the_base_url():
    document = build_document(
        assessment(),
        issuer_id=ISSUER_ID,
        issuer_name=ISSUER_NAME,
        card_id=CARD_ID,
        valid_from=ISSUED,
        valid_until=UNTIL,
        status_index=STATUS_INDEX,
        base_url=BASE + "/",
    )
    assert document == unsigned()
    assert document["@context"][2] == f"{BASE}/contexts/greencard/v1"
    assert document["credentialStatus"]["statusListCredential"] == f"{BASE}/status/revocation"
    refresh = content_of(document).refresh
    assert (refresh.index, refresh.status_list_credential) == (STATUS_INDEX, f"{BASE}/status/refresh")
    other = unsigned(status_list_url="https://a.example/r", refresh_list_url="https://a.example/f")
    assert other["credentialStatus"]["statusListCredential"] == "https://a.example/r"
    assert content_of(other).refresh.status_list_credential == "https://a.example/f"


@pytest.mark.parametrize(
    "changes",
    [{"base_url": "javascript:x"}, {"card_id": "x"}, {"status_list_url": "ftp://a"}, {"status_index": -1}],
)
def test_addresses_and_indices_that_are_none_are_refused(changes):
    with pytest.raises(InvalidInput) as caught:
        unsigned(**changes)
    assert caught.value.code == "GC-CRD-019"


def test_periods_that_are_none_are_refused():
    for until, code in ((ISSUED, "GC-CRD-021"), (UNTIL.replace(tzinfo=None), "GC-CRD-022")):
        with pytest.raises(InvalidInput) as caught:
            unsigned(valid_until=until)
        assert caught.value.code == code
    assert unsigned(valid_until=ISSUED + timedelta(seconds=1))["validUntil"] == "2026-11-01T06:00:01Z"


@pytest.mark.parametrize(
    ("identifiers", "path"),
    [
        ((("gtin", "6901234567892"),), "01/06901234567892"),
        ((("gtin", "6901234567892"), ("lot", "A/1 b")), "01/06901234567892/10/A%2F1%20b"),
        ((("gtin", "6901234567892"), ("lot", "竹-1.0_~")), "01/06901234567892/10/%E7%AB%B9-1.0_~"),
        ((("gtin", "96385074"),), "01/00000096385074"),
        ((("gtin", "6901234567893"),), ""),
        ((("gtin", "690123456789"),), ""),
        ((("gtin", "٦٩٠١٢٣٤٥٦٧٨٩٢"),), ""),
        ((("sku", "X-1"), ("lot", "1")), ""),
        ((), ""),
    ],
)
def test_the_gs1_path_needs_a_valid_gtin(identifiers, path):
    about = product(identifiers=tuple(Identifier(scheme=scheme, value=value) for scheme, value in identifiers))
    assert product_path(about) == path
    subject = unsigned(assessment(product=about))["credentialSubject"]
    assert subject["id"] == (f"{BASE}/{path}" if path else f"{CARD_ID}#product")


def test_the_claims_repeat_the_published_figures():
    document = unsigned()
    found = figures(document)
    claims = document["credentialSubject"]["performanceClaim"]
    measures = [claim["claimedPerformance"][0]["measure"] for claim in claims]
    assert [(repr(m["value"]), m["unit"]) for m in measures] == [(found["pcf"], "KGM"), (found["rec"], "P1")]


def test_the_facility_is_named_by_its_place():
    about = product(facility=Facility(id="f", name=Text(en="Factory X"), place=Text(zh="浙江安吉")))
    facility = unsigned(assessment(product=about))["credentialSubject"]["producedAtFacility"]
    assert facility["name"] == "浙江安吉"


def test_the_context_defines_every_term_untp_and_vcdm_lack():
    terms = context_document(BASE)["@context"]
    document = signed(unsigned())
    assert set(document["type"]) - {"VerifiableCredential"} <= terms.keys()
    assert terms["greenCard"]["@type"] == "@json"
    assert terms["GreenCard"] == f"{BASE}/contexts/greencard/v1#GreenCard"
    assert json.dumps(terms)


@pytest.mark.parametrize(
    "change",
    [
        lambda c: c.pop("snapshot"),
        lambda c: c.update(extra=1),
        lambda c: c["footprint"].update(kgCO2e=1.287),
        lambda c: c["footprint"].update(kgCO2e="1,287"),
        lambda c: c["footprint"].update(kgCO2e="1e3"),
        lambda c: c["footprint"].update(kgCO2e="01"),
        lambda c: c["footprint"].update(kgCO2e="1.287\n"),
        lambda c: c["footprint"].update(kgCO2e="9" * 41),
        lambda c: c["footprint"].update(boundary="cradle_to_grave"),
        lambda c: c["footprint"]["stages"][0].update(id="use"),
        lambda c: c.update(version="2"),
        lambda c: c["refresh"].update(statusListIndex="-1"),
        lambda c: c["refresh"].update(statusListIndex=-1),
        lambda c: c["refresh"].update(statusListIndex="1\n"),
        lambda c: c["refresh"].update(statusListIndex="1" * 13),
    ],
)
def test_content_of_another_shape_is_refused(change):
    document = json.loads(jcs(unsigned()))
    change(document["greenCard"])
    for read in (content_of, figures):
        with pytest.raises(NotVerified) as caught:
            read(document)
        assert caught.value.code == "GC-CRD-005"


def test_a_document_without_content_is_refused():
    for document in ({}, {"greenCard": None}, {"greenCard": []}):
        with pytest.raises(NotVerified):
            content_of(document)


def test_the_document_equals_what_is_read_back_from_its_bytes():
    assert parse_document(jcs(unsigned())) == unsigned()


def test_a_small_baseline_keeps_its_digits_beside_a_large_journey():
    made = assessment()
    flown = msgspec.structs.replace(made.transport, wtw_kg_co2e=Decimal("7.14930"))
    sailed = msgspec.structs.replace(made.comparison, baseline_kg_co2e=Decimal("0.33712"))
    found = figures(unsigned(msgspec.structs.replace(made, transport=flown, comparison=sailed)))
    assert (found["trn"], found["base"], found["avo"]) == ("7149", "337", "-6812")
