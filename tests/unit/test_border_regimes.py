"""Which scheme a destination has; UK CBAM without published rates; the plans of Norway and Iceland."""

from datetime import date
from decimal import Decimal

import pytest

from greencard.adapters.packs.border import border_pack
from greencard.border import regimes, uk_cbam
from greencard.errors import InvalidInput

PACK = border_pack()
D = Decimal
TODAY = date(2026, 11, 23)
EU_27 = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split()  # noqa: SIM905 - a list to be read beside the Treaty


def ask(destination, cn="73181595", on=date(2026, 9, 30), **more):
    return regimes(
        PACK,
        destination=destination,
        cn=cn,
        origin="CN",
        net_mass_t=D(1),
        on=on,
        importer_tonnes=D(60),
        as_of=TODAY,
        **more,
    )


def test_the_27_member_states():
    members = {iso for iso, place in PACK.territories.items() if place.eu_cbam == "member"}
    assert members == set(EU_27)
    assert len(EU_27) == 27
    for destination in EU_27:
        (answer,) = ask(destination)
        assert (answer.regime, answer.status) == ("eu-cbam", "liable")


def test_union_territories_with_a_code_of_their_own():
    for destination in ("RE", "GP", "AX", "MC", "DE-BY"):
        assert [answer.regime for answer in ask(destination)] == ["eu-cbam"]


def test_no_scheme_elsewhere():
    for destination in ("US", "US-CA", "BR", "JP", "CH", "LI", "AE", "CN"):
        assert ask(destination) == ()


def test_a_destination_that_is_no_country():
    for destination in ("UK", "", "Germany", "ZZ"):
        with pytest.raises(InvalidInput) as caught:
            ask(destination)
        assert caught.value.code == "GC-BRD-002"


@pytest.mark.parametrize("destination", ["NO", "IS"])
def test_norway_and_iceland_state_a_plan_and_price_nothing(destination):
    (before,) = ask(destination, on=date(2026, 12, 31))
    assert (before.status, before.cost_eur) == ("not_applicable", 0)
    (after,) = ask(destination, on=date(2027, 1, 1))
    assert (after.status, after.cost_eur) == ("cannot_price", None)
    assert "plans" in after.reason.en
    assert "2027-01-01" in after.reason.zh
    (bamboo,) = ask(destination, cn="44209099", on=date(2027, 1, 1))
    assert (bamboo.status, bamboo.cost_eur) == ("not_applicable", 0)


def uk(cn="73181595", on=date(2027, 1, 1), value=None, origin="CN"):
    total = None if value is None else D(value)
    return uk_cbam(PACK, cn=cn, origin=origin, net_mass_t=D(1), on=on, as_of=TODAY, importer_value_gbp=total)


def test_uk_starts_in_2027_and_has_no_rate_yet():
    assert uk(on=date(2026, 12, 31)).status == "not_applicable"
    answer = uk()
    assert (answer.status, answer.cost_eur, answer.regime) == ("cannot_price", None, "uk-cbam")
    assert "2027-Q1" in answer.reason.en
    assert "Finance Act 2026" in answer.law[0]
    assert answer.lines[0].price_eur_per_t is None
    assert [answer.regime for answer in ask("GB")] == ["uk-cbam"]
    assert [answer.regime for answer in ask("GB-NIR")] == ["uk-cbam"]


@pytest.mark.parametrize(
    ("cn", "status"),
    [
        ("73181595", "cannot_price"),
        ("72081000", "cannot_price"),
        ("26011200", "cannot_price"),
        ("76169990", "cannot_price"),
        ("25232100", "cannot_price"),
        ("28041000", "cannot_price"),
        ("31051000", "cannot_price"),
        ("72044990", "not_applicable"),
        ("27160000", "not_applicable"),
        ("73239300", "not_applicable"),
        ("76151030", "not_applicable"),
        ("44209099", "not_applicable"),
        ("70133799", "not_applicable"),
        ("69111000", "not_applicable"),
    ],
)
def test_uk_scope(cn, status):
    answer = uk(cn)
    assert answer.status == status
    assert answer.cost_eur == (None if status == "cannot_price" else 0)
    assert any("second-hand" in text.en for text in answer.assumptions)


def test_uk_threshold_is_a_value_not_a_mass():
    assert uk(value="49999.99").status == "exempt_de_minimis"
    assert uk(value="50000").status == "cannot_price"
    assert uk(value=None).status == "cannot_price"
    assert uk(origin="GB").status == "not_applicable"
    for wrong in ("-1", "NaN"):
        with pytest.raises(InvalidInput) as caught:
            uk(value=wrong)
        assert caught.value.code == "GC-BRD-040"


def test_uk_reason_names_what_of_the_chapter_is_listed():
    pan = uk("76151010")
    assert "7615 10 10: of chapter 76" in pan.reason.en
    assert "7614, 7616" in pan.reason.en
    assert "it covers aluminium" not in pan.reason.en
    assert "7614、7616" in pan.reason.zh
    assert "7204" in uk("72044990").reason.en
    assert "it covers aluminium" in uk("44209099").reason.en


def test_the_union_as_a_whole():
    (answer,) = ask("EU")
    assert (answer.regime, answer.status) == ("eu-cbam", "liable")


def test_subdivisions_outside_the_customs_territory_of_their_state():
    for destination in ("ES-CE", "ES-ML", "FR-NC", "FR-PF", "NL-AW", "NL-CW", "NO-21"):
        assert ask(destination) == ()
    for destination in ("ES-CN", "FR-RE", "PT-20", "FI-01"):
        assert [answer.regime for answer in ask(destination)] == ["eu-cbam"]
