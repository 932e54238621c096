"""An order against rules and border together: one destination for both, and what the rules held cannot know."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from typing import Any, cast

import pytest
from rich.console import Console

from greencard.adapters.packs import rules as packaged
from greencard.adapters.packs.border import border_pack
from greencard.adapters.packs.measures import trade_measures
from greencard.errors import InvalidInput
from greencard.interfaces.cli.show_verdict import show_verdict
from greencard.interfaces.cli.terminal import Terminal
from greencard.model import Customs, Product, Verdict
from greencard.services.check import check_product_order
from greencard.services.packs import Packs
from rules_samples import fact, line, order, product

TODAY = date(2026, 11, 23)


class _Packs:
    rules = staticmethod(packaged.load_pack)
    border = staticmethod(border_pack)
    measures = staticmethod(trade_measures)
    destinations = staticmethod(packaged.destinations)


def check(goods: Product, destination: str, on: str = "2027-02-10", **more: Any) -> Verdict:
    return check_product_order(goods, order(destination, on, **more), packs=cast("Packs", _Packs()), as_of=TODAY)


def screws() -> Product:
    return product(bom=(line("stainless steel"),), customs=Customs(code="73181410", system="CN"), mass_kg=Decimal(1))


@pytest.mark.parametrize(("written", "meant"), [("UK", "GB"), ("EL", "GR"), ("UK-ENG", "GB-ENG")])
def test_a_code_in_common_use_is_the_same_place_for_rules_and_border(written: str, meant: str):
    one, other = check(screws(), written), check(screws(), meant)
    assert one.overall == other.overall
    assert one.summary == other.summary
    assert one.border == other.border
    assert one.border


def test_the_union_as_a_whole_and_places_outside_it():
    assert [cost.regime for cost in check(screws(), "EU").border] == ["eu-cbam"]
    overseas = check(screws(), "FR-NC")
    assert (overseas.overall, overseas.border) == ("cannot_tell", ())


def test_a_place_that_does_not_exist_is_refused():
    with pytest.raises(InvalidInput):
        check(screws(), "XX")


@pytest.mark.parametrize(
    ("on", "words"),
    [
        ("2010-01-01", "ended before that day"),
        ("2026-11-21", "ended before that day"),
        ("2026-11-22", ""),
        ("2028-11-30", ""),
        ("2028-12-01", "law made between"),
        ("9999-12-31", "law made between"),
    ],
)
def test_an_order_of_another_time_is_told_of_which_day_the_rules_are(on: str, words: str):
    answer = check(screws(), "DE", on)
    said = [text for text in answer.not_covered if "read on 2026-11-22" in text.en]
    assert len(said) == bool(words)
    for text in said:
        assert words in text.en
        assert "2026-11-22" in text.zh


def test_a_destination_without_rules_has_no_day_of_reading():
    assert len(check(screws(), "BD", "2010-01-01").not_covered) == 1


def shown(answer: Verdict, lang: Any = "en") -> str:
    written = io.StringIO()
    show_verdict(Terminal(lang=lang), Console(file=written, width=400), answer)
    return written.getvalue()


def test_no_question_is_asked_about_goods_that_are_banned():
    bag = product(fact("product_functions", ["carrier_bag"]), bom=(line("PLA"),), code="39232990")
    fork = product(
        fact("product_functions", ["cutlery"]), fact("single_use", True), bom=(line("PLA"),), code="39241000"
    )
    banned = check(fork, "DE")
    assert banned.overall == "not_allowed"
    assert banned.missing
    assert "Next question" not in shown(banned)
    assert "Next question" in shown(check(bag, "DE"))


def test_one_rule_is_one_rule():
    assert "(settles 1 rule; " in shown(check(screws(), "BR"))


def test_a_planned_scheme_is_named_as_a_plan():
    assert "CBAM of Norway (planned): no figure" in shown(check(screws(), "NO"))
    assert "冰岛 CBAM（计划中）：无金额" in shown(check(screws(), "IS"), "zh")


def test_the_last_line_promises_only_what_is_printed():
    assert "出处见 --json" in shown(check(screws(), "DE"), "zh")


def test_money_is_named_as_a_charge_with_its_rate():
    # 10 000 cups of 12 g of PP: 120 kg x 1.236 EUR = 148.32 EUR into the German single-use plastics fund
    uses = (fact("product_functions", ["cup"]), fact("single_use", True))
    cups = product(*uses, bom=(line("PP"),), code="39241000", mass_kg=Decimal("0.012"))
    answer = check(cups, "DE", quantity=10_000)
    printed = io.StringIO()
    show_verdict(Terminal(lang="en"), Console(file=printed, width=400), answer, most=None)
    assert "Charge on this order: 148.32 EUR (1.236 EUR / kg)" in printed.getvalue()
