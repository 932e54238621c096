"""Trade measures told beside the verdict: matched by code, origin, place and day; never in the word."""

from __future__ import annotations

from datetime import date
from typing import cast

import pytest

from greencard.adapters.packs import rules as packaged
from greencard.adapters.packs.border import border_pack
from greencard.adapters.packs.measures import trade_measures
from greencard.errors import InvalidInput
from greencard.model import Customs
from greencard.rules import parse_measures
from greencard.services.check import check_product_order
from greencard.services.packs import Packs
from rules_samples import line, order, product

MEASURES = trade_measures()
DE = ("EU", "DE")


def _ids(chain: tuple[str, ...], code: str, origin: str, on: str) -> list[tuple[str, bool]]:
    found = MEASURES.notices(chain, code, origin, date.fromisoformat(on))
    return [(one.id, one.sure) for one in found if one.kind != "duty"]


@pytest.mark.parametrize(
    ("code", "origin", "on", "found"),
    [
        # the old duty to its last day, the new one from its first (OJ L 2026/274: the day after 6 February 2026)
        ("69120023", "CN", "2026-02-06", [("EU-AD-CERAMIC-2019", True)]),
        ("69120023", "CN", "2026-02-07", [("EU-AD-CERAMIC-2026", True)]),
        ("69120023", "CN", "2019-07-15", []),
        # another origin, another code
        ("69120023", "VN", "2027-01-01", []),
        ("69120081", "CN", "2027-01-01", []),
        ("69131000", "CN", "2027-01-01", []),
        # a short code or no origin: it may apply
        ("6912", "CN", "2027-01-01", [("EU-AD-CERAMIC-2026", False)]),
        ("69120023", "", "2027-01-01", [("EU-AD-CERAMIC-2026", False)]),
        ("", "CN", "2027-01-01", []),
        # steel screws by steel
        ("73181595", "CN", "2026-12-01", [("EU-AD-FASTENERS-2022", True)]),
        ("73181410", "CN", "2026-12-01", [("EU-AD-STAINLESS-2012", True)]),
    ],
)
def test_which_measures_may_meet_the_goods(code: str, origin: str, on: str, found: list[tuple[str, bool]]):
    assert _ids(DE, code, origin, on) == found


def test_a_provisional_measure_ends():
    assert _ids(("MX",), "76042100", "CN", "2026-04-29") == [("MX-AD-ALUMINIUM", True)]
    assert _ids(("MX",), "76042100", "CN", "2026-04-30") == []
    assert _ids(("US",), "76042100", "CN", "2026-01-15") == []


def test_every_row_has_a_source_both_languages_and_says_whether_it_was_read():
    for row in MEASURES.rows:
        assert row.source
        assert row.title.zh
        assert row.goods.zh
        assert row.citation
        if row.trust == "recall":
            assert row.note.en
            assert row.note.zh
        if row.kind == "duty":
            assert row.trust == "recall"  # second-hand rates are never told as read


class _Packs:
    rules = staticmethod(packaged.load_pack)
    border = staticmethod(border_pack)
    measures = staticmethod(trade_measures)
    destinations = staticmethod(packaged.destinations)


def test_a_mug_is_told_of_79_percent_and_its_word_does_not_hear_it():
    packs = cast("Packs", _Packs())
    goods = product(bom=(line("stoneware"),), customs=Customs(code="69120023", system="CN", origin="CN"))
    other = product(bom=(line("stoneware"),), customs=Customs(code="69120023", system="CN", origin="TR"))
    day = date(2026, 11, 23)
    answer, free = (check_product_order(one, order("DE"), packs=packs, as_of=day) for one in (goods, other))
    assert [(one.id, one.rate) for one in answer.information] == [("EU-AD-CERAMIC-2026", "79.0 % for all producers")]
    assert free.information == ()
    assert (answer.overall, answer.outcomes) == (free.overall, free.outcomes)
    assert "22 measures" in answer.not_covered[0].en
    assert "22 项措施" in answer.not_covered[0].zh


HEAD = (
    "id,kind,importer,origin,hs_prefixes,applies_from,applies_until,rate,title_en,title_zh,goods_en,goods_zh,citation,"
    "status,trust,source,note_en,note_zh,checked_on\n"
)
ROW = "A,quota,EU,CN,4419,2026-01-01,,5 t,T,题,G,货,Law,in_force,seen,page,,,2026-11-22\n"


def test_a_row_as_it_should_be():
    (row,) = parse_measures((HEAD + ROW).encode()).rows
    assert (row.kind, row.hs_prefixes, row.applies_until) == ("quota", ("4419",), None)


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"x" * 1_000_001, "more than"),
        (b"\xff\xfe", "not a CSV"),
        (b"", "columns"),
        (b"a,b\n", "columns"),
        ((HEAD + ROW + ROW).encode(), "twice"),
        ((HEAD + ROW.replace("quota", "wish")).encode(), "kind"),
        ((HEAD + ROW.replace("4419", "44a9")).encode(), "hs_prefixes"),
        ((HEAD + ROW.replace("4419", "")).encode(), "hs_prefixes"),
        ((HEAD + ROW.replace(",EU,", ",Europe,")).encode(), "two capitals"),
        ((HEAD + ROW.replace("2026-01-01", "soon")).encode(), "date"),
        ((HEAD + ROW.replace(",page,", ",,")).encode(), "source is empty"),
        ((HEAD + ROW.replace("seen", "guessed")).encode(), "trust"),
        ((HEAD + ROW.replace("2026-11-22", "")).encode(), "checked_on is empty"),
        ((HEAD + 'A,"quota,EU\n').encode(), "CSV"),
    ],
)
def test_a_table_that_cannot_be_read_says_where(raw: bytes, says: str):
    with pytest.raises(InvalidInput) as caught:
        parse_measures(raw, "m.csv")
    assert caught.value.code == "GC-RUL-050"
    assert says in caught.value.faults[0].text("en")
    assert caught.value.faults[0].place.file == "m.csv"
