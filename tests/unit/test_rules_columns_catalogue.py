"""A catalogue through the service: slices and threads change nothing, records say what verdicts say, bad cells."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from decimal import Decimal

import pytest

from greencard.adapters.packs.rules import load_all
from greencard.errors import GreencardError, InvalidInput, Unavailable
from greencard.model import Customs, Fact, Order
from greencard.rules import columns, verdict
from greencard.services.catalogue_check import catalogue_answers, check_catalogue, check_orders
from rules_samples import fact, line, order, pack, part, product, rule

pl = pytest.importorskip("polars")

PACK = load_all()
DAY = date(2027, 2, 10)
TODAY = date(2026, 11, 23)
PLACES = ("DE", "FR", "PL", "GB", "US-CA", "SA", "UK", "GB-NIR")


def _stalls():
    """Four stalls of one container: a bamboo set, melamine with bamboo powder, PP straws, a bag of two thicknesses."""
    bamboo = product(fact("product_functions", ["stationery"]), fact("food_contact", False), fact("single_use", False))
    melamine = product(
        fact("product_functions", ["plate"]),
        code="39241000",
        bom=(line("melamine with bamboo powder", "0.2"),),
        id="plate",
    )
    straws = product(
        fact("product_functions", ["straw"]),
        fact("single_use", True),
        code="39241000",
        bom=(line("PP", "0.001"),),
        packaging=(part("PE bag", "0.002"),),
        id="straw",
    )
    bag = product(
        fact("product_functions", ["carrier_bag"]),
        fact("documents", ["EU_DOC"]),
        Fact(name="bag_thickness_um", value="49.99", unit="µm", valid_until=date(2027, 1, 31)),
        code="3923",
        bom=(line("LDPE", "0.008"),),
        id="bag",
    )
    return bamboo, melamine, straws, bag


def test_records_say_for_every_destination_what_their_verdict_says():
    days = ("2026-09-26", "2027-01-31", "2027-02-10", "2026-11-23")
    asked = [
        (good, order(on=on, quantity=quantity, documents=("DOC_DE",) if quantity > 1 else (), importer_size="small"))
        for good, on, quantity in zip(_stalls(), days, (1, 9000, 120, 5), strict=True)
    ]
    found = check_orders(asked, PLACES, rules=PACK, as_of=TODAY, statuses=True, amounts=True)
    assert found.pack == PACK.digest
    assert found.rows == len(found.answers.words) == 4
    assert found.answers.words["product"].to_list() == ["thing", "plate", "straw", "bag"]
    due = {(row, place, name): amount for row, place, name, _, amount in found.answers.charges.iter_rows()}
    seen = set()
    for n, (good, one) in enumerate(asked):
        for place in PLACES:
            whole = verdict(PACK, good, _to(one, place), as_of=TODAY)
            assert found.answers.words[place][n] == whole.overall
            seen.add(whole.overall)
            for outcome in whole.outcomes:
                assert found.answers.statuses[outcome.rule_id][n] == outcome.status
                if outcome.levy is not None and outcome.levy.amount is not None:
                    assert Decimal(due[n, place, outcome.rule_id]) == outcome.levy.amount
    assert seen == {"allowed_with_conditions", "not_allowed", "cannot_tell"}
    # Bamboo powder in melamine for food: refused in the Union whatever is brought.
    assert found.answers.words["DE"][1] == "not_allowed"


def _to(one: Order, place: str) -> Order:
    return order(place, str(one.on), quantity=one.quantity, documents=one.documents, importer_size=one.importer_size)


def _frame(rows: int):
    return pl.DataFrame(
        {
            "sku": [f"S{n}" for n in range(rows)],
            "hs_code": [("44199000", "39241000", None, "95")[n % 4] for n in range(rows)],
            "food_contact": [(True, False, None)[n % 3] for n in range(rows)],
            "materials": [(["bamboo"], ["plastic", "?"], [], None)[n % 4] for n in range(rows)],
            "pb_ppm": [(None, 90.0, 90.00000000000001, 1.0)[n % 4] for n in range(rows)],
            "product_mass_g": [str(n) for n in range(rows)],
            "order_quantity": [n * 7 for n in range(rows)],
        }
    )


@pytest.mark.parametrize(("slices", "threads"), [(1000, 1), (7, 1), (7, 2), (31, 3), (97, 2), (100, 2)])
def test_slices_and_threads_change_nothing(slices, threads):
    frame = _frame(100)
    whole = check_catalogue(frame, PLACES, rules=PACK, as_of=TODAY, on=DAY, keys=["sku"], statuses=True, amounts=True)
    for tables in (frame, frame.lazy(), [frame[:40], frame[40:40], frame[40:]], (one for one in [frame])):
        found = check_catalogue(
            tables,
            PLACES,
            rules=PACK,
            as_of=TODAY,
            on=DAY,
            keys=["sku"],
            statuses=True,
            amounts=True,
            rows_at_once=slices,
            threads=threads,
        )
        assert found.answers.words.equals(whole.answers.words)
        assert found.answers.counts == whole.answers.counts
        assert found.answers.statuses.equals(whole.answers.statuses)
        key = ["destination", "rule", "row"]
        assert found.answers.charges.sort(key).equals(whole.answers.charges.sort(key))


def test_destinations_in_any_order_and_twice_and_columns_in_any_order():
    frame = _frame(12)
    found = check_catalogue(frame, ["FR", "DE", "FR"], rules=PACK, as_of=TODAY, on=DAY, keys=["sku"]).answers.words
    assert found.columns == ["sku", "FR", "DE"]
    turned = check_catalogue(
        frame.select(reversed(frame.columns)), ["DE", "FR"], rules=PACK, as_of=TODAY, on=DAY, keys=["sku"]
    )
    assert turned.answers.words.select(found.columns).equals(found)


def test_no_table_and_a_table_without_rows():
    assert check_catalogue([], ["DE"], rules=PACK, as_of=TODAY, on=DAY).rows == 0
    none = check_catalogue(_frame(0), ["DE"], rules=PACK, as_of=TODAY, on=DAY, keys=["sku"], amounts=True)
    assert none.answers.words.columns == ["sku", "DE"]
    assert sum(none.answers.counts["DE"].values()) == none.rows == 0
    with pytest.raises(InvalidInput, match="tail"):
        check_catalogue(_frame(0).with_columns(tail=1), ["DE"], rules=PACK, as_of=TODAY, on=DAY, keys=["sku"])


def test_a_parquet_file_is_read_slice_by_slice(tmp_path):
    frame = _frame(50)
    frame.write_parquet(tmp_path / "goods.parquet")
    parts = list(
        catalogue_answers(
            pl.scan_parquet(tmp_path / "goods.parquet"),
            PLACES,
            rules=PACK,
            as_of=TODAY,
            on=DAY,
            keys=["sku"],
            rows_at_once=20,
        )
    )
    assert [len(one.words) for one in parts] == [20, 20, 10]
    whole = check_catalogue(frame, PLACES, rules=PACK, as_of=TODAY, on=DAY, keys=["sku"])
    assert columns.joined(parts).words.equals(whole.answers.words)


BAD = [
    ({"pb_pm": [1.0]}, "GC-RUL-041", "/pb_pm", "pb_ppm"),
    ({"pb_ppm": [True]}, "GC-RUL-042", "/pb_ppm", "Boolean"),
    ({"pb_ppm": pl.Series([1.0], dtype=pl.Float32)}, "GC-RUL-042", "/pb_ppm", "Float64"),
    ({"pb_ppm": [1.0, float("nan")]}, "GC-RUL-043", "/pb_ppm/1", "row 2"),
    ({"pb_ppm": [float("inf")]}, "GC-RUL-043", "/pb_ppm/0", "inf"),
    ({"pb_ppm": [1.0, 1e40]}, "GC-RUL-043", "/pb_ppm/1", "1e+40"),
    ({"pb_ppm": ["1.5", " 2 ", "2,5"]}, "GC-RUL-043", "/pb_ppm/2", "'2,5'"),
    ({"pb_ppm": ["1" * 41]}, "GC-RUL-043", "/pb_ppm/0", "mg/kg"),
    ({"food_contact": ["yes"]}, "GC-RUL-042", "/food_contact", "Boolean"),
    ({"materials": ["bamboo"]}, "GC-RUL-042", "/materials", "List"),
    ({"materials": [["bamboo"], None, ["bamboo", "bambu"]]}, "GC-RUL-043", "/materials/2", "'bambu'"),
    ({"materials": [["bamboo", None]]}, "GC-RUL-043", "/materials/0", "None"),
    ({"documents": [[], ["EU_DOC", None]]}, "GC-RUL-043", "/documents/1", "None"),
    ({"documents": [[f"d{n}" for n in range(501)]]}, "GC-RUL-043", "/documents/0", "501"),
    ({"wood_species": [["Pinus"], ["x"] * 501]}, "GC-RUL-043", "/wood_species/1", "501"),
    ({"importer_size": ["small", "tiny"]}, "GC-RUL-043", "/importer_size/1", "'tiny'"),
    ({"hs_code": ["4419", ""]}, "GC-RUL-043", "/hs_code/1", "''"),
    ({"hs_code": ["4419", "4" * 65]}, "GC-RUL-043", "/hs_code/1", "64"),
    ({"hs_code": [4419]}, "GC-RUL-042", "/hs_code", "String"),
    ({"placed_on_market_date": ["2027-02-10", "2027-2-1"]}, "GC-RUL-043", "/placed_on_market_date/1", "2027-2-1"),
    ({"placed_on_market_date": ["2027-02-30"]}, "GC-RUL-043", "/placed_on_market_date/0", "2027-02-30"),
    ({"placed_on_market_date": [None, DAY]}, "GC-RUL-044", "/placed_on_market_date/0", "#1"),
    ({"food_contact": [True]}, "GC-RUL-044", "/placed_on_market_date", "No day"),
    ({"destination": ["DE"]}, "GC-RUL-045", "/destination", "asked"),
]


@pytest.mark.parametrize(("cells", "code", "pointer", "said"), BAD)
def test_a_column_or_cell_that_cannot_be_read_is_named(cells, code, pointer, said):
    frame = pl.DataFrame(cells)
    on = None if code == "GC-RUL-044" or "placed_on_market_date" in cells else DAY
    with pytest.raises(InvalidInput) as problem:
        check_catalogue(frame, ["DE"], rules=PACK, as_of=TODAY, on=on)
    (fault,) = problem.value.faults
    assert (fault.code, fault.place.pointer) == (code, pointer)
    assert said in fault.text("en")
    for text in (fault.text("zh"), fault.remedy("zh")):
        assert any("一" <= letter <= "鿿" for letter in text)


def test_a_bad_cell_of_a_later_slice_is_named_by_its_row_in_the_whole():
    frame = pl.DataFrame({"importer_size": ["small"] * 10 + ["tiny"]})
    with pytest.raises(InvalidInput) as problem:
        check_catalogue(frame, ["DE"], rules=PACK, as_of=TODAY, on=DAY, rows_at_once=3)
    assert problem.value.faults[0].place.pointer == "/importer_size/10"


@pytest.mark.parametrize("keys", [["nothing"], ["sku", "sku"], ["DE"]])
def test_keys_are_columns_of_the_table(keys):
    with pytest.raises(InvalidInput) as problem:
        check_catalogue(_frame(1).with_columns(DE=1), ["DE"], rules=PACK, as_of=TODAY, on=DAY, keys=keys)
    assert problem.value.code == "GC-RUL-047"


def test_what_cannot_be_asked():
    for places, code in (([], "GC-SVC-060"), (["Germany"], "GC-RUL-010"), (["DE", ""], "GC-RUL-010")):
        with pytest.raises(InvalidInput) as problem:
            check_catalogue(_frame(1), places, rules=PACK, as_of=TODAY, on=DAY, keys=["sku"])
        assert problem.value.code == code
    for rows, threads in ((0, 1), (1, 0), (1, 65)):
        with pytest.raises(InvalidInput) as problem:
            check_catalogue(_frame(1), ["DE"], rules=PACK, as_of=TODAY, on=DAY, rows_at_once=rows, threads=threads)
        assert problem.value.code == "GC-SVC-061"


def test_a_fact_of_a_record_that_cannot_be_read_names_its_row():
    good = product()
    bad = product(Fact(name="pb_ppm", value="1", unit="kg"))
    with pytest.raises(GreencardError) as problem:
        check_orders([(good, order()), (bad, order())], ["DE"], rules=PACK, as_of=TODAY)
    assert problem.value.code == "GC-RUL-008"
    assert problem.value.faults[0].place.pointer.startswith("/1/facts/")


def test_a_file_that_is_cut_short_is_refused(tmp_path):
    whole = tmp_path / "goods.parquet"
    _frame(50).write_parquet(whole)
    (tmp_path / "cut.parquet").write_bytes(whole.read_bytes()[:-400])
    for name in ("cut.parquet", "none.parquet"):
        with pytest.raises(InvalidInput) as problem:
            check_catalogue(pl.scan_parquet(tmp_path / name), ["DE"], rules=PACK, as_of=TODAY, on=DAY, keys=["sku"])
        assert problem.value.code == "GC-RUL-048"


def test_the_type_of_a_column_of_texts_and_one_that_is_all_empty_change_nothing():
    cells = {
        "hs_code": ["441990", "3924", None, "95", "44"],
        "importer_size": ["small", None, "large", "micro", "medium"],
        "origin_country": ["CN", "VN", None, "HK", "Elsewhere"],
        "materials": [["bamboo"], None, ["plastic", "?"], [], ["wood"]],
        "battery_category": ["lmt", "ev", None, "portable", "industrial"],
    }
    plain = pl.DataFrame(cells)
    expected = check_catalogue(plain, PLACES, rules=PACK, as_of=TODAY, on=DAY, statuses=True).answers
    texts = [name for name in cells if name != "materials"]
    named = {n: sorted({v for v in cells[n] if v} | {"unused"}) for n in texts}
    for other in (
        plain.with_columns(pl.col(texts).cast(pl.Categorical), pl.col("materials").cast(pl.List(pl.Categorical))),
        plain.with_columns(pl.col(n).cast(pl.Enum(named[n])) for n in texts),
        plain.with_columns(pl.lit(None).alias(n) for n in ("marks", "pb_ppm", "food_contact", "coc_model")),
    ):
        found = check_catalogue(other, PLACES, rules=PACK, as_of=TODAY, on=DAY, statuses=True).answers
        assert found.words.equals(expected.words)
        assert found.statuses.equals(expected.statuses)


def test_the_day_of_an_order_decides_whatever_its_record_states():
    good = product(fact("placed_on_market_date", "2030-01-01"), fact("destination", "JP"))
    frame = columns.facts_table(PACK.vocabulary, [(good, order())])
    assert frame["placed_on_market_date"].to_list() == [DAY]


def test_an_origin_and_a_short_code_stay_what_they_are():
    good = product(code="44", customs=Customs(code="44", system="HS", origin="VN"))
    frame = columns.facts_table(PACK.vocabulary, [(good, order())])
    assert frame["hs_code"].to_list() == ["44"]
    assert frame["origin_country"].to_list() == ["VN"]
    assert "destination" not in frame.columns


def test_without_polars_the_answer_names_the_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "polars", None)
    with pytest.raises(Unavailable) as problem:
        check_catalogue(object(), ["DE"], rules=pack(rule()), as_of=TODAY, on=DAY)  # type: ignore[arg-type]
    assert problem.value.code == "GC-RUL-040"
    assert "tables" in problem.value.faults[0].remedy("en")


def test_the_rules_and_the_service_are_imported_without_polars():
    seen = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys, greencard.rules, greencard.services.catalogue_check; sys.exit('polars' in sys.modules)",
        ],
        check=False,
    )
    assert seen.returncode == 0
