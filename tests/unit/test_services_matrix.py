"""Products against destinations: each cell is the verdict's own word; bounds, blockers, twice-named things."""

from __future__ import annotations

import sys
from datetime import date

import msgspec
import pytest

from greencard.adapters.packs.shipped import ShippedPacks
from greencard.errors import GreencardError
from greencard.interfaces.wiring import example_files, load_product
from greencard.model import Order, Product
from greencard.services import matrix as room
from greencard.services.check import check_product_order
from greencard.services.matrix import check_matrix

PACKS = ShippedPacks()
TODAY = date(2026, 11, 23)
PRODUCTS = [load_product(file) for file in example_files()]


def _orders(*places: str, on: date = date(2027, 2, 10)) -> list[Order]:
    return [Order(product_id="", destination=place, on=on, quantity=500) for place in places]


def test_every_cell_is_the_word_of_its_verdict():
    orders = [*_orders("DE", "US-CA", "SA"), *_orders("FR", on=date(2026, 9, 1)), *_orders("KE", on=date(2031, 1, 1))]
    found = check_matrix(PRODUCTS, orders, packs=PACKS, as_of=TODAY)
    assert len(found.cells) == len(PRODUCTS) * 5
    by_id = {product.id: product for product in PRODUCTS}
    for cell in found.cells:
        order = Order(product_id=cell.product_id, destination=cell.destination, on=cell.on, quantity=500)
        answer = check_product_order(by_id[cell.product_id], order, packs=PACKS, as_of=TODAY)
        assert (cell.overall, cell.pack) == (answer.overall, answer.pack)
        open_ = {one.rule_id for one in answer.outcomes if one.status in {"fail", "unknown"}}
        assert {*cell.barring, *cell.undecided, *cell.conditions} <= open_
        assert (cell.overall == "not_allowed") == bool(cell.barring)


def test_whole_verdicts_on_request():
    found = check_matrix(PRODUCTS[:2], _orders("DE"), packs=PACKS, as_of=TODAY, full=True, explain=True)
    for cell in found.cells:
        assert cell.verdict is not None
        assert cell.verdict.overall == cell.overall
        assert cell.verdict.plan


def test_blockers_are_counted_over_cells():
    kitchenware = next(one for one in PRODUCTS if one.id == "bamboo-fibre-kitchenware")
    found = check_matrix([kitchenware], _orders("DE", "FR", "GB", "US-CA"), packs=PACKS, as_of=TODAY)
    counts = {one.rule_id: (one.barring, one.undecided) for one in found.blockers}
    assert counts["EU-FCM-BAMBOO"] == (2, 0)
    assert counts["GB-FCM-BAMBOO"] == (1, 0)
    assert found.blockers[0].rule_id == "EU-FCM-BAMBOO"


@pytest.mark.parametrize(
    ("products", "places", "code"),
    [
        ([], ["DE"], "GC-SVC-031"),
        (PRODUCTS[:1], [], "GC-SVC-031"),
        ([PRODUCTS[0], PRODUCTS[0]], ["DE"], "GC-SVC-032"),
        (PRODUCTS[:1], ["DE", "DE"], "GC-SVC-032"),
        (PRODUCTS[:1], ["GB", "UK"], "GC-SVC-032"),  # one place by two names
        (PRODUCTS[:1], ["XYZ"], "GC-RUL-010"),
        (PRODUCTS[:1], ["DE", "ZZ"], "GC-SVC-080"),
    ],
)
def test_what_is_refused(products: list[Product], places: list[str], code: str):
    with pytest.raises(GreencardError) as caught:
        check_matrix(products, _orders(*places), packs=PACKS, as_of=TODAY)
    assert caught.value.code == code


def test_too_many_cells_are_refused_before_any_is_answered(monkeypatch):
    monkeypatch.setattr(room, "MAX_CELLS", 3)
    with pytest.raises(GreencardError) as caught:
        check_matrix(PRODUCTS[:2], _orders("DE", "FR"), packs=PACKS, as_of=TODAY)
    assert caught.value.code == "GC-SVC-030"
    with pytest.raises(GreencardError) as caught:
        check_matrix(PRODUCTS[:2], _orders("DE"), packs=PACKS, as_of=TODAY, limit=1)
    assert caught.value.code == "GC-SVC-030"


def test_an_impossible_quantity_is_refused_in_a_matrix_too():
    bad = [Order(product_id="", destination="DE", on=TODAY, quantity=0)]
    with pytest.raises(GreencardError) as caught:
        check_matrix(PRODUCTS[:1], bad, packs=PACKS, as_of=TODAY)
    assert caught.value.code == "GC-SVC-004"


# -- many cells at once ------------------------------------------------------------------------------------------------


def _claiming(*words: str) -> Product:
    return msgspec.structs.replace(PRODUCTS[0], id="claiming", claims=words)


def test_claims_in_words_are_read_in_a_matrix_as_in_a_verdict():
    product = _claiming("climate neutral mug", "kompostierbar")
    (cell,) = check_matrix([product], _orders("DE"), packs=PACKS, as_of=TODAY).cells
    answer = check_product_order(
        product, msgspec.structs.replace(_orders("DE")[0], product_id="claiming"), packs=PACKS, as_of=TODAY
    )
    failed = {one.rule_id for one in answer.outcomes if one.status == "fail"}
    assert "EU-ECGT-4c" in failed
    assert "EU-ECGT-4c" in {*cell.barring, *cell.conditions}


def test_columns_give_the_same_matrix_to_the_last_rule(monkeypatch):
    pytest.importorskip("polars")
    later = msgspec.structs.replace(
        _orders("DE", on=date(2031, 1, 1))[0], destination="AT", importer_size="small", documents=("eu_doc",)
    )
    orders = [*_orders("DE", "FR", "US-CA", "SA", "GB-ENG", "NG", "XK"), *_orders("IT", on=date(2020, 1, 1)), later]
    products = [*PRODUCTS, _claiming("climate neutral", "biodegradable"), _claiming_nothing()]
    one_by_one = check_matrix(products, orders, packs=PACKS, as_of=TODAY)
    monkeypatch.setattr(room, "_COLUMNS_FROM", 1)
    assert check_matrix(products, orders, packs=PACKS, as_of=TODAY) == one_by_one
    assert len({cell.overall for cell in one_by_one.cells}) >= 3


def _claiming_nothing() -> Product:
    bare = msgspec.structs.replace(PRODUCTS[0], id="bare", facts=(), claims=())
    return msgspec.structs.replace(bare, customs=msgspec.structs.replace(bare.customs, code=""))


def test_a_large_matrix_is_answered_without_polars_too(monkeypatch):
    monkeypatch.setitem(sys.modules, "polars", None)
    monkeypatch.setattr(room, "_COLUMNS_FROM", 1)
    assert len(check_matrix(PRODUCTS[:2], _orders("DE"), packs=PACKS, as_of=TODAY).cells) == 2
