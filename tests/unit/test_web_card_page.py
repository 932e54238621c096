from __future__ import annotations

import json
import re
from base64 import urlsafe_b64decode
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
import pytest
import segno

from card_samples import SECRET_WORDS
from greencard.card import ThirdParty, figures
from greencard.interfaces.web.card_page import card_page, unit_words
from greencard.interfaces.web.stages import _nice_top
from greencard.interfaces.words import STAGE
from greencard.model import (
    Assessment,
    DataQuality,
    Disposal,
    EndOfLife,
    ExplainNode,
    Fact,
    FactorRef,
    Interval,
    LifeCycle,
    LifeStage,
    Measurement,
    Question,
    Sensitivity,
    Text,
    UseStage,
)
from http_client import app_of, get
from http_standin import (
    BY_RAIL,
    BY_ROAD,
    GRID,
    SLUG,
    StandIn,
    comparison,
    full_assessment,
    make_view,
    scenarios,
    stand_in,
)

replace = msgspec.structs.replace


def html_of(about: Assessment | None = None, lang: str = "en", **view: Any) -> str:
    cases = StandIn(views={SLUG: make_view(about, **view)})
    answer = get(app_of(cases, contact="mailto:cards@example.org"), f"/cards/{SLUG}?lang={lang}", Accept="text/html")
    assert answer.status_code == 200, answer.text
    return answer.text


def text_of(html: str) -> str:
    body = re.sub(r"<(script|svg)\b.*?</\1>", "", html, flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", body))


def with_route(project: Any, baseline: Any) -> Assessment:
    return full_assessment(transport=project, comparison=comparison(project, baseline))


def test_every_marked_figure_is_the_published_one():
    view = make_view()
    shown = figures(view.record.card.document)
    marked = re.findall(r'data-claim="(\w+)">([^<]*)<', html_of())
    assert {name for name, _ in marked} == {"pcf", "lo", "hi", "meas", "pv", "trn", "rec", "plp"}
    for name, text in marked:
        assert text == shown[name], name


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_nothing_of_suppliers_recipe_or_facility_is_on_the_page(lang: str):
    html = html_of(lang=lang)
    for word in SECRET_WORDS:
        assert word not in html


def test_stages_stand_largest_first_and_add_up_to_the_total():
    html = html_of()
    stages = re.findall(r'<th scope="row">([^<]*)</th>.*?class="kg num">([0-9.]+)<', html)
    assert [name for name, _ in stages] == [
        STAGE[name].en for name in ("raw_materials", "production", "packaging", "inbound_transport")
    ]
    assert sum(Decimal(kg) for _, kg in stages) == Decimal("1.287")
    assert "0.589 measured + 0.17 default" in html
    assert "all default" in html
    assert "0.939 measured + 0.348 default" in html


def test_biogenic_carbon_is_told_apart_and_left_out_where_there_is_none():
    assert "about 1.691 kg of CO2 that grew into it" in text_of(html_of())
    base = full_assessment()
    parts = replace(base.footprint.components, biogenic_uptake=Decimal(0), biogenic_carbon_content_kg=Decimal(0))
    assert "grew into it" not in html_of(replace(base, footprint=replace(base.footprint, components=parts)))


@pytest.mark.parametrize(
    ("lang", "project", "baseline", "said"),
    [
        ("en", BY_RAIL, BY_ROAD, "24 g less than the comparison (−11 %). The same in both: sea, lorry."),
        ("en", BY_ROAD, BY_RAIL, "24 g more than the comparison (+12 %)."),
        ("en", BY_RAIL, BY_RAIL, "As much as the comparison."),
        ("zh", BY_ROAD, BY_RAIL, "比对照多 24 g（+12%）。"),
    ],
)
def test_the_difference_keeps_its_sign_in_honest_words(lang: str, project: Any, baseline: Any, said: str):
    assert said in text_of(html_of(with_route(project, baseline), lang))


def test_a_route_without_baseline_claims_no_saving_and_no_route_shows_no_journey():
    alone = html_of(full_assessment(comparison=None))
    assert "No comparison is made, so no saving is claimed." in alone
    assert "than the comparison" not in alone
    base = full_assessment(transport=None, comparison=None)
    none = html_of(replace(base, product=replace(base.product, route=None)))
    assert "Journey to" not in none
    assert "Shipping is shown below" not in none
    assert 'data-claim="trn"' not in none


def test_the_day_is_shown_where_it_is_known_and_words_where_not():
    assert "14 May 2026, the clearest day: 946 of 1351 kWh used came from the roof." in html_of()
    assert "Its certificates were kept, not sold." in html_of()
    base = full_assessment()
    power = replace(
        base.footprint.electricity,
        treatment="grid_only",
        match=None,
        solar_share=Decimal(0),
        reason=Text(en="No meter.", zh="没有电表。"),
    )
    grid = html_of(replace(base, footprint=replace(base.footprint, electricity=power)))
    assert "All 0.80 kWh per set are counted as grid power." in text_of(grid)
    assert "dayplot" not in grid
    assert "in the very interval" not in grid


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_notes_and_reasons_name_recipe_and_output_and_stay_with_the_merchant(lang: str):
    """Notes tell "15500 units in 31 days" and whose board it was: nothing for a public page."""
    base = full_assessment()
    told = Text(en="Hidden Bamboo Mill: 15500 units in 31 days", zh="Hidden Bamboo Mill：31 天 15500 件")
    question = Question(code="x", about=told.en, text=told, kg_co2e_at_stake=Decimal(1))
    next_one = Measurement(label=told, about="factor", variance_share=Decimal(1), kg_co2e=Decimal(1))
    power = replace(base.footprint.electricity, treatment="solar_not_counted", reason=told)
    footprint = replace(
        base.footprint, notes=(told,), questions=(question,), next_measurements=(next_one,), electricity=power
    )
    html = html_of(replace(base, footprint=footprint), lang)
    assert "Hidden" not in html
    assert "15500" not in html
    said = "The meter readings do not support counting it." if lang == "en" else "电表读数不足以支持计入。"
    assert said in html


@pytest.mark.parametrize(
    ("certificates", "match", "said"),
    [
        ("sold", True, "Its certificates were sold."),
        ("unknown", True, "What became of its certificates is not known."),
        ("kept", False, "There are no interval readings; a stated yearly share does not stand in for them."),
        ("kept", True, "The meter readings do not support counting it."),
    ],
)
def test_why_own_solar_does_not_count_is_said_in_closed_words(certificates: Any, match: bool, said: str):
    base = full_assessment()
    solar = base.product.facility.solar
    assert solar is not None
    facility = replace(base.product.facility, solar=replace(solar, certificates=certificates))
    power = base.footprint.electricity
    power = replace(power, treatment="solar_not_counted", match=power.match if match else None)
    about = replace(
        base,
        product=replace(base.product, facility=facility),
        footprint=replace(base.footprint, electricity=power),
    )
    assert f"Roof power is not counted here: all 0.80 kWh per set stand as grid power. {said}" in text_of(
        html_of(about)
    )


def test_kwh_whose_certificates_went_or_came_are_told_with_their_factor():
    base = full_assessment()
    residual = replace(GRID, id="sample/residual", value=Decimal("0.6637"))
    wind = replace(GRID, id="sample/wind", value=Decimal("0.0336"))
    power = replace(
        base.footprint.electricity,
        residual_kwh=Decimal("0.2"),
        residual_factor=residual,
        certified_kwh=Decimal("0.1"),
        certified_factor=wind,
    )
    page = text_of(html_of(replace(base, footprint=replace(base.footprint, electricity=power))))
    assert "Only the part whose certificates were not sold counts as own." in page
    sold = "0.20 of 0.80 kWh per set are roof power whose certificates were sold. Their buyer counts them, so here they"
    assert f"{sold} stand at the residual mix, 0.6637 kg CO2e per kWh." in page
    bought = "0.10 of 0.80 kWh per set are grid power covered by certificates bought and cancelled, 0.0336 kg CO2e"
    assert bought in page
    all_sold = replace(power, treatment="solar_not_counted")
    page = text_of(html_of(replace(base, footprint=replace(base.footprint, electricity=all_sold))))
    assert sold in page
    assert "stand as grid power" not in page


def test_what_stands_beside_the_figure_is_told_and_never_marked_as_signed():
    base = full_assessment()
    card = FactorRef(
        id="supplier-card/urn:x", name="Hidden Bamboo Mill", value=Decimal(1), unit="kg", region="CN", year=2026,
        gwp="AR6 GWP100", source="Hidden Bamboo Mill", licence="own",
    )  # fmt: skip
    leaf = ExplainNode(
        label=Text(en="board"), kg_co2e=base.footprint.total_kg_co2e / 4, basis="measured", factor=card, grade="E3"
    )
    cycle = LifeCycle(
        total_kg_co2e=Decimal("2.5"),
        stages=(
            LifeStage(id="use", kg_co2e=Decimal("0.9"), scenario=Text(en="Hidden words of the seller")),
            LifeStage(id="end_of_life", kg_co2e=Decimal("0.31254"), scenario=Text(en="Hidden words")),
        ),
        left_out=("distribution",),
        interval=Interval(low=Decimal(2), high=Decimal(4), level=Decimal("0.95"), method="m"),
        explain=leaf,
    )
    ways = (Disposal(route="recycling", share=Decimal("0.6")), Disposal(route="landfill", share=Decimal("0.4")))
    product = replace(
        base.product,
        use=UseStage(
            scenario=Text(en="Hidden"), years=Decimal(5), electricity_kwh_per_year=Decimal("1.2"), country="DE"
        ),
        end_of_life=EndOfLife(scenario=Text(en="Hidden"), disposal=ways),
    )
    total = base.footprint.total_kg_co2e
    footprint = replace(
        base.footprint,
        explain=replace(base.footprint.explain, children=(*base.footprint.explain.children, leaf)),
        life_cycle=cycle,
        quality=DataQuality(technological=Decimal("4.04"), geographical=Decimal("1.9"), temporal=Decimal("3.26")),
        sensitivities=(
            Sensitivity(id="electricity/location-based", label=Text(en="x"), total_kg_co2e=Decimal("1.4")),
            Sensitivity(id="allocation/mass", label=Text(en="x"), total_kg_co2e=Decimal("1.5")),
            Sensitivity(id="allocation/economic", label=Text(en="x"), total_kg_co2e=total),
            Sensitivity(id="allocation/secret-lamination", label=Text(en="Hidden"), total_kg_co2e=Decimal(3)),
        ),
    )
    view = make_view(replace(base, product=product, footprint=footprint))
    rows = {str(row.label): row for row in card_page(view, "en").beside}
    assert list(rows) == [
        "With the stages after the gate",
        "All electricity at the grid’s average",
        "Co-products shared by mass",
        "From suppliers’ own signed cards",
        "Data quality, 1 best to 5",
        "Warming potentials",
        "Land-use change",
    ]
    life = rows["With the stages after the gate"]
    assert life.value == "2.500 kg"
    assert str(life.source) == (
        "by the seller’s scenarios, very likely between 2.000 and 4.000 kg; of it use 0.900 kg (1.2 kWh a year for 5 "
        "years), disposal 0.313 kg (60 % recycled, 40 % landfill). Not a full footprint: without shipping."
    )
    assert rows["From suppliers’ own signed cards"].value == "25 %"
    assert rows["Data quality, 1 best to 5"].value == "4.0 · 1.9 · 3.3"
    assert rows["Land-use change"].value == "Unknown"
    html = html_of(view.assessment)
    assert "Hidden" not in html
    section = html[html.index('id="h-by"') :]
    assert "data-claim" not in section[: section.index("</section>")]
    chinese = text_of(html_of(view.assessment, "zh"))
    assert "其中使用 0.900 kg（每年 1.2 kWh，共 5 年）、废弃 0.313 kg（60% 再生利用、40% 填埋）。" in chinese
    assert "不是完整足迹：不含运输。" in chinese


def test_missing_intervals_are_said_and_the_period_ends_on_its_last_day():
    assert "1 Oct 2025 to 30 Sep 2026; 41 intervals missing, counted as grid power" in html_of()
    assert "8\u202f760 h" in html_of()


def test_evidence_is_the_weakest_of_what_a_statement_rests_on():
    rows = {str(row.label): row for row in card_page(make_view(), "en").evidence}
    assert rows["Footprint"].grade == "E1"
    assert rows["Electricity and solar readings"].grade == "E3"
    assert rows["Recycled content"].grade == "E1"
    assert rows["Working conditions"].grade is None
    html = html_of()
    assert '<span class="ev q">no evidence given</span>' in html
    assert "Unknown" in html


def test_an_audit_of_working_conditions_is_named_with_its_grade():
    fact = Fact(name="social_audit", value=("SA8000",), grade="E2", source="certificate 12")
    rows = {str(row.label): row for row in card_page(make_view(full_assessment(facts=(fact,))), "en").evidence}
    assert (rows["Working conditions"].value, rows["Working conditions"].grade) == ("SA8000", "E2")


def test_who_checked_is_never_left_open():
    assert "no independent body. Calculated and signed by Test programme issuer" in html_of()
    body = Text(en="Sample Verification Body", zh="示例核查机构")
    third = ThirdParty(name=body, standard="ISO 14064-3", on=date(2026, 10, 30))
    html = text_of(html_of(third_party=third))
    assert "Checked by: Sample Verification Body, against ISO 14064-3, 30 Oct 2026." in html
    assert "E2 audited" in html


def test_illustrative_data_are_marked_and_kept_out_of_search_engines():
    html = html_of()
    assert "<b>Illustrative.</b>" in html
    assert '<meta name="robots" content="noindex">' in html
    base = full_assessment()
    real = html_of(replace(base, product=replace(base.product, illustrative=False)))
    assert "Illustrative." not in real
    assert "noindex" not in real


@pytest.mark.parametrize(("status", "said"), [("revoked", "Withdrawn."), ("superseded", "Replaced.")])
def test_the_server_says_itself_what_became_of_the_card(status: str, said: str):
    assert f"<b>{said}</b>" in html_of(status=status)
    assert f"<b>{said}</b>" not in html_of()


def test_names_are_text_and_never_markup():
    base = full_assessment()
    nasty = "</script><img src=x onerror=alert(1)>&\u2028"
    made = replace(base.product, name=Text(en=nasty, zh=nasty))
    html = html_of(replace(base, product=made))
    assert "<img" not in html
    assert "&lt;/script&gt;&lt;img" in html


def test_the_data_for_the_browser_cannot_leave_their_element():
    cases = StandIn(views={SLUG: replace(make_view(), issuer_name=Text(en="</script><b>&", zh="x"))})
    html = get(app_of(cases), f"/cards/{SLUG}", Accept="text/html").text
    block = re.search(r'id="given">(.*?)</script>', html, re.DOTALL)
    assert block is not None
    assert json.loads(block[1])["issuer"] == "</script><b>&"


def test_the_code_holds_the_address_and_the_signed_card_itself():
    view = make_view()
    made = card_page(view, "en")
    address, _, fragment = made.url.partition("#")
    assert address == f"https://cards.example/cards/{SLUG}"
    assert urlsafe_b64decode(fragment + "=" * (-len(fragment) % 4)) == view.compact
    expected = segno.make(made.url, error="m", boost_error=False, micro=False)
    assert str(made.qr) == expected.svg_inline(border=2, dark="#17202b", light="#fff", omitsize=True)
    assert expected.version <= 16
    gs1 = card_page(make_view(slug="01/06901234567892/10/B2026-10"), "en")
    assert gs1.url.startswith("https://cards.example/01/06901234567892/10/B2026-10#")


def test_without_javascript_the_page_says_that_nothing_was_checked():
    html = html_of()
    noscript = " ".join(re.findall(r"<noscript>(.*?)</noscript>", html))
    assert "Not checked in this browser" in noscript
    assert "use another verifier" in noscript
    assert 'data-state="wait"' in html
    assert "Genuine and unchanged" not in text_of(html)


@pytest.mark.parametrize(
    ("unit", "words"),
    [
        ("1 set", "set"),
        ("set", "set"),
        ("1 sales unit as named", "sales unit as named"),
        ("100 g", "100 g"),
        ("1", "1"),
    ],
)
def test_a_unit_follows_per(unit: str, words: str):
    assert unit_words(Text(en=unit, zh="套"), "en") == words


@pytest.mark.parametrize(
    ("peak", "top"), [("180", "200"), ("0.07", "0.08"), ("100", "100"), ("101", "150"), ("9.1", "10"), ("0", "1")]
)
def test_the_upper_edge_of_a_picture_is_a_plain_number(peak: str, top: str):
    assert _nice_top(Decimal(peak)) == Decimal(top)


def test_the_list_links_every_card_with_its_state():
    cases = stand_in(views={key: scenarios()[key] for key in ("genuine", "expired", "withdrawn")})
    html = get(app_of(cases), "/?lang=en", Accept="text/html").text
    assert html.count(f'href="/cards/{SLUG}"') == 3
    states = re.findall(r'data-label="State">(\w+)<', html)
    assert states == ["current", "expired", "withdrawn"]
    assert "3 cards, newest first." in html
    empty = get(app_of(StandIn()), "/?lang=en", Accept="text/html").text
    assert "No card has been published here yet." in empty


def test_the_log_page_tells_size_lag_and_the_lack_of_witnesses():
    state = get(app_of(), "/log", Accept="application/json").json()
    assert (state["name"], state["size"], state["lag"], state["cosigners"]) == ("log.example/2026h2", 13, 0, [])
    html = get(app_of(), "/log?lang=en", Accept="text/html").text
    assert "none: no independent witness has confirmed it" in html
    empty = get(app_of(stand_in(note=None)), "/log?lang=en", Accept="text/html").text
    assert "no checkpoint has been signed yet" in empty
    broken = get(app_of(stand_in(note="nonsense")), "/log", Accept="application/json").json()
    assert (broken["size"], broken["lag"]) == (0, 2)
