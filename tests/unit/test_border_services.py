"""Use cases of the border: several lines and their total, other carbon-related costs beside a verdict, HTTP."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import msgspec
import pytest

from greencard.adapters.packs.shipped import ShippedPacks
from greencard.border import CarbonPricePaid
from greencard.errors import GreencardError, InvalidInput
from greencard.model import Fact, Leg, Levy, Order, Route, RuleOutcome, Text
from greencard.services.border import (
    MOST_LINES,
    BorderAnswers,
    BorderQuestion,
    border_calendar,
    border_cost,
    border_costs,
)
from greencard.services.check import check_product_order
from greencard.services.other_costs import SeaLane, lane_of, plastic_levies, sea_freight
from greencard.services.products import read_product_file
from http_client import app_of, ask
from service_samples import EXAMPLES, Bench

PACKS = ShippedPacks()
PACK = PACKS.border()
AS_OF = date(2026, 11, 23)
BOLTS = BorderQuestion(cn="73181595", origin="CN", net_mass_t=Decimal(1), on=date(2026, 8, 15))
PER_T = Decimal("5.6826") * Decimal("82.32")


def line(**changes):
    return msgspec.structs.replace(BOLTS, **changes)


def test_several_lines_are_added_each_for_itself():
    asked = (
        line(importer_tonnes=Decimal(120)),
        line(net_mass_t=Decimal(2)),
        line(cn="44209099"),
        line(to="BR"),
        line(on=date(2026, 11, 15), importer_tonnes=Decimal(120)),
    )
    found = border_costs(asked, packs=PACKS, as_of=AS_OF)
    assert (found.total.due_eur, found.total.exposure_eur) == (PER_T, 2 * PER_T)
    assert found.total.statuses == {
        "liable": 1,
        "threshold_unknown": 1,
        "not_applicable": 1,
        "no_scheme": 1,
        "cannot_price": 1,
    }


def test_every_fault_of_every_line_at_its_place():
    moon = line(sea=SeaLane(from_area="Moon", to_area="Europe"))
    asked = (line(cn="x"), BOLTS, line(origin="XX"), line(to="XX"), moon)
    with pytest.raises(InvalidInput) as caught:
        border_costs(asked, packs=PACKS, as_of=AS_OF)
    places = [fault.place.pointer for fault in caught.value.faults]
    assert places == ["/lines/0/cn", "/lines/2/origin", "/lines/3/to", "/lines/4/sea/from_area"]


@pytest.mark.parametrize("count", [0, MOST_LINES + 1])
def test_lists_are_bounded(count):
    with pytest.raises(InvalidInput) as caught:
        border_costs([BOLTS] * count, packs=PACKS, as_of=AS_OF)
    assert caught.value.code == "GC-SVC-045"


@pytest.mark.parametrize(
    ("on", "as_of", "price"),
    [
        ("2026-01-01", "2026-04-07", "75.36"),
        ("2026-03-31", "2026-04-07", "75.36"),
        ("2026-03-31", "2026-04-06", None),
        ("2026-04-01", "2026-07-06", "75.28"),
        ("2026-06-30", "2026-07-06", "75.28"),
        ("2026-06-30", "2026-07-05", None),
        ("2026-07-01", "2026-10-05", "82.32"),
        ("2026-09-30", "2026-10-05", "82.32"),
        ("2026-09-30", "2026-10-04", None),
        ("2026-10-01", "2027-01-03", None),
        ("2026-12-31", "2026-12-31", None),
        ("2027-01-01", "2027-06-01", None),
    ],
)
def test_first_and_last_days_of_quarters_and_of_publication(on, as_of, price):
    asked = line(on=date.fromisoformat(on), importer_tonnes=Decimal(120))
    (cost,) = border_cost(asked, packs=PACKS, as_of=date.fromisoformat(as_of)).border
    assert cost.status == ("cannot_price" if price is None else "liable")
    assert cost.cost_eur == (None if price is None else Decimal("5.6826") * Decimal(price))


@pytest.mark.parametrize(
    ("tonnes", "status"),
    [
        ("49.999", "exempt_de_minimis"),
        ("50.000", "exempt_de_minimis"),
        ("50.001", "liable"),
        ("50.0000000001", "liable"),
    ],
)
def test_fifty_tonnes_exactly(tonnes, status):
    (cost,) = border_cost(line(importer_tonnes=Decimal(tonnes)), packs=PACKS, as_of=AS_OF).border
    assert cost.status == status
    assert cost.cost_eur == (0 if status == "exempt_de_minimis" else PER_T)


def test_calendar_within_days():
    one = border_calendar(packs=PACKS, as_of=AS_OF, first=date(2027, 2, 1), last=date(2027, 2, 1))
    assert [event.what.en for event in one] == ["Sale of certificates begins"]
    assert len(border_calendar(packs=PACKS, as_of=AS_OF)) == len(PACK.events)
    with pytest.raises(InvalidInput) as caught:
        border_calendar(packs=PACKS, as_of=AS_OF, first=date(2027, 2, 2), last=date(2027, 2, 1))
    assert caught.value.code == "GC-SVC-040"


# -- other carbon-related costs ---------------------------------------------------------------------------------------


def route(*legs):
    made = tuple(Leg(mode=mode, origin=start, destination=end, distance_km=Decimal(1)) for mode, start, end in legs)
    return Route(destination="x", legs=made)


@pytest.mark.parametrize(
    ("legs", "lane"),
    [
        ([("rail", "Yiwu", "CNNGB"), ("sea_container", "CNNGB", "DEHAM")], ("Asia", "North Europe")),
        ([("sea_container", "VNSGN", "ESVLC")], ("Asia", "Mediterranean")),
        ([("sea_container", "CNSHA", "FRLEH")], ("Asia", "North Europe")),
        ([("sea_container", "CNSHA", "FRXXX")], None),
        ([("sea_container", "CNSHA", "KEMBA")], None),
        ([("sea_container", "DEHAM", "NLRTM")], None),
        ([("sea_container", "Ningbo", "Hamburg")], None),
        ([("rail", "Yiwu", "Duisburg")], None),
    ],
)
def test_the_lane_of_a_route_by_its_ports(legs, lane):
    found = lane_of(route(*legs))
    assert (None if found is None else (found.from_area, found.to_area)) == lane
    assert lane_of(None) is None


def test_a_surcharge_is_reported_per_container_where_their_number_is_not_known():
    lane = SeaLane(from_area="Asia", to_area="North Europe")
    (one,) = sea_freight(PACK, lane, on=date(2026, 2, 1), as_of=AS_OF)
    assert (one.status, one.amount, one.currency) == ("reported", None, "USD")
    assert "168 USD per 40 ft dry" in one.rate.en
    (three,) = sea_freight(PACK, msgspec.structs.replace(lane, containers=3), on=date(2026, 2, 1), as_of=AS_OF)
    assert three.amount == 504
    (later,) = sea_freight(PACK, lane, on=date(2026, 8, 1), as_of=AS_OF)
    assert (later.status, later.amount) == ("no_figure", None)
    (unknown,) = sea_freight(PACK, None, on=date(2026, 8, 1), as_of=AS_OF)
    assert (unknown.status, unknown.rate) == ("no_figure", Text())


def test_two_carriers_are_two_costs_in_their_own_currency():
    lane = SeaLane(from_area="Asia", to_area="Europe", equipment="20 ft dry", containers=2)
    found = sea_freight(PACK, lane, on=date(2025, 2, 1), as_of=AS_OF)
    assert {(cost.amount, cost.currency) for cost in found} == {
        (Decimal(142), "EUR"),
        (Decimal(92), "EUR"),
        (Decimal(84), "EUR"),
    }


def _outcome(**changes):
    made = RuleOutcome(
        rule_id="XX-PLASTIC",
        jurisdiction="XX",
        title=Text(en="Tax on plastic packaging", zh="塑料包装税"),
        citation="Act 1",
        status="fail",
        severity="cost",
        consequence="levy",
        trust="seen",
        law_status="in_force",
        levy=Levy(rate=Decimal("0.45"), currency="EUR", unit="kg", base="pack_plastic_kg", amount=Decimal(9)),
    )
    return msgspec.structs.replace(made, **changes)


def test_plastic_levies_with_their_amount_their_rate_or_not_at_all():
    levy = _outcome().levy
    assert levy is not None
    open_ = _outcome(levy=msgspec.structs.replace(levy, amount=None), status="unknown")
    paper = _outcome(title=Text(en="Fee on paper", zh="纸"), levy=msgspec.structs.replace(levy, base="pack_paper_kg"))
    met = _outcome(levy=msgspec.structs.replace(levy, amount=None), status="pass")
    others = (paper, met, _outcome(levy=None), _outcome(status="not_applicable"))
    found = plastic_levies((_outcome(), open_, *others), AS_OF)
    said = [(cost.status, cost.amount, cost.currency) for cost in found]
    assert said == [("due", 9, "EUR"), ("rate_only", None, "EUR")]
    assert found[0].rate.en == "0.45 EUR / kg"
    assert found[1].reason.zh


def verdict(name, facts=(), **changes):
    product = read_product_file((EXAMPLES / f"{name}.yaml").read_bytes(), name, PACKS)
    product = msgspec.structs.replace(product, facts=(*product.facts, *facts))
    order = Order(product_id=product.id, destination="DE", on=date(2026, 2, 1), quantity=1000)
    return check_product_order(product, msgspec.structs.replace(order, **changes), packs=PACKS, as_of=AS_OF)


def test_a_verdict_carries_levies_and_the_surcharge_apart_from_the_border():
    spain = verdict("cotton-socks", destination="ES")
    (open_,) = (cost for cost in spain.other_costs if cost.kind == "plastic_levy")
    assert (open_.status, open_.amount, open_.rate.en) == ("rate_only", None, "0.45 EUR / kg")
    facts = (Fact(name="pack_reusable", value=False),)
    spain = verdict("cotton-socks", facts=facts, destination="ES")
    (levy,) = (cost for cost in spain.other_costs if cost.kind == "plastic_levy")
    outcome = next(one for one in spain.outcomes if one.rule_id == "ES-PLASTIC")
    assert outcome.levy is not None
    # 0.45 EUR per kg of plastic packaging that is not recycled, of 1 000 pairs
    assert (levy.status, levy.amount, levy.currency) == ("due", outcome.levy.amount, "EUR")
    assert levy.amount
    assert levy.law == ("Ley 7/2022 Arts 67-83",)
    bamboo = verdict("bamboo-desk-organiser")
    (sea,) = bamboo.other_costs
    assert (sea.status, sea.currency, sea.amount) == ("reported", "USD", None)
    assert bamboo.border[0].cost_eur == 0


def test_no_surcharge_where_nothing_sails_into_the_union():
    assert verdict("stainless-screws").other_costs == ()  # by rail to Duisburg
    assert [cost.kind for cost in verdict("bamboo-desk-organiser", destination="KE").other_costs] == []


def test_the_terminal_shows_them_under_their_own_heading(capsys):
    from greencard.interfaces.cli.show_verdict import show_verdict
    from greencard.interfaces.cli.terminal import Terminal

    for lang, words in (("en", "no part of CBAM, added to nothing"), ("zh", "不属 CBAM，不与任何金额相加")):
        terminal = Terminal(lang)
        show_verdict(terminal, terminal.console(), verdict("bamboo-desk-organiser"))
        said = capsys.readouterr().out
        assert words in " ".join(said.split())
        assert "168 USD" in said


# -- HTTP -------------------------------------------------------------------------------------------------------------

JSON = {"Content-Type": "application/json"}
TONNE = {"cn": "73181595", "origin": "CN", "net_mass_t": "1", "on": "2026-08-15"}
MIXED = {**TONNE, "importer_tonnes": "120", "actual": {"direct_t_per_t": "2", "split_stated": False}}


@pytest.fixture(scope="module")
def call():
    """A request to the server over a real installation in memory: method, path, and what goes with it."""
    bench = Bench()
    app = app_of(bench.app)

    def request(method, path, **given):
        return ask(app, method, f"/api/v1/border{path}", **given)

    yield request
    bench.close()


def test_cost_over_http_needs_no_token_and_stores_nothing(call):
    body = {"lines": [TONNE | {"importer_tonnes": "120"}]}
    answer = call("POST", "/cost", json=body)
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    found = msgspec.json.decode(answer.content, type=BorderAnswers)
    assert found.total.due_eur == PER_T
    assert found.as_of == AS_OF
    earlier = call("POST", "/cost", json=body | {"as_of": "2026-10-04"})
    assert earlier.json()["answers"][0]["border"][0]["status"] == "cannot_price"


def test_a_statement_and_a_carbon_price_go_with_a_line(call):
    paid = CarbonPricePaid(country="CN", eur_per_t_product=Decimal("2.5"))
    body = {
        "lines": [
            {
                **msgspec.to_builtins(line(importer_tonnes=Decimal(120))),
                "actual": {
                    "direct_t_per_t": "2",
                    "route": "C",
                    "verification": {"verifier": "V", "report": "R", "year": 2026},
                },
                "carbon_price": msgspec.to_builtins(paid),
            }
        ]
    }
    cost = call("POST", "/cost", json=body).json()["answers"][0]["border"][0]
    # 2 t/t less 0.975 × benchmark A of bolts, 0.038 → 1.96295 t/t at 82.32 EUR
    assert Decimal(cost["cost_eur"]) == Decimal("1.96295") * Decimal("82.32")


@pytest.mark.parametrize(
    ("lines", "status", "code", "pointer"),
    [
        ([], 422, "GC-SVC-045", "/lines"),
        ([TONNE, TONNE | {"cn": "x"}], 422, "GC-BRD-001", "/lines/1/cn"),
        ([TONNE | {"net_mass_t": "NaN"}], 422, "GC-BRD-003", "/lines/0/net_mass_t"),
        ([{"cn": "73181595"}], 422, "GC-HTP-008", "/lines/0"),
        ([TONNE | {"lca_factor": 1}], 422, "GC-HTP-008", "/lines/0"),
        ([MIXED], 403, "GC-BRD-020", "/lines/0/actual/direct_t_per_t"),
        ([MIXED, TONNE | {"cn": "x"}], 403, "GC-BRD-020", "/lines/0/actual/direct_t_per_t"),
    ],
)
def test_problems_over_http(call, lines, status, code, pointer):
    answer = call("POST", "/cost", json={"lines": lines})
    found = answer.json()
    assert (answer.status_code, found["code"], found["faults"][0]["pointer"]) == (status, code, pointer)


def test_scope_and_calendar_over_http(call):
    assert call("GET", "/scope/73181595").json()["verdict"] == "in"
    assert call("GET", "/scope/screws").json()["code"] == "GC-BRD-001"
    events = call("GET", "/calendar", params={"from": "2027-01-01", "until": "2027-01-31"}).json()["events"]
    assert {event["day"] for event in events} == {"2027-01-01", "2027-01-04"}
    assert call("GET", "/calendar", params={"from": "soon"}).json()["code"] == "GC-HTP-009"
    assert call("GET", "/calendar", params={"from": "2027-02-01", "until": "2027-01-01"}).status_code == 422
    problem = call("GET", "/scope/screws", headers={"Accept-Language": "zh"})
    assert problem.headers["content-language"] == "zh-Hans"


def test_no_body_ends_in_a_fault_of_ours(call):
    nulls = (b"null", b"[]", b'{"lines": null}', b'{"lines": [null]}', b'{"lines": [{"net_mass_t": 1e999}]}')
    for content in (b"", b"\xff", *nulls):
        answer = call("POST", "/cost", content=content, headers=JSON)
        assert answer.status_code == 422, content
    large = b'{"lines": [' + b" " * 600_000 + b"]}"
    assert call("POST", "/cost", content=large, headers=JSON).status_code == 413


def test_a_refusal_keeps_its_kind():
    with pytest.raises(GreencardError) as caught:
        border_costs((line(cn="7318", actual=None, origin="?"),), packs=PACKS, as_of=AS_OF)
    assert caught.value.exit_status == 2
