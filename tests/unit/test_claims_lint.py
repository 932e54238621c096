"""What acts say of claims: where, from which day, for whom, with which evidence; what the card lets one say instead."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from importlib.resources import files
from pathlib import Path

import msgspec
import pytest
import yaml

from greencard.adapters.packs.claims import claim_acts, claim_lexicon, claim_sentences
from greencard.adapters.packs.rules import load_all
from greencard.adapters.packs.shipped import ShippedPacks
from greencard.errors import InvalidInput
from greencard.interfaces.wiring import load_product
from greencard.model import Fact, Order, Product, Text
from greencard.model.claims import ClaimFigures, ClaimReport
from greencard.rules.claims import MAX_CHARACTERS, MAX_DESTINATIONS, lint, parse_claim_acts, parse_sentences
from greencard.rules.claims.desk import WORST_FIRST
from greencard.services.check import check_product_order
from greencard.services.claims import check_claims, destinations_of, text_of
from greencard.services.products import read_product_file
from service_samples import EXAMPLES

PACKS = ShippedPacks()
TODAY = date(2026, 11, 30)
FIGURES = ClaimFigures(
    source="urn:uuid:1",
    product_name=Text(en="Desk set", zh="桌面套装"),
    declared_unit=Text(en="1 set", zh="1 套"),
    kg_co2e=Decimal("1.31"),
    low_kg_co2e=Decimal("0.9"),
    high_kg_co2e=Decimal("1.9"),
    level_percent=Decimal(95),
    rules="ISO 14067:2018",
    year=2026,
    verification=Text(en="Not verified by a third party.", zh="未经第三方核查。"),
    verified_by=Text(),
    recycled_percent=Decimal("28.4"),
    recycled_grade="E2",
    product_plastic_g=Decimal(0),
    packaging_plastic_g=Decimal(12),
    plastic_grade="E1",
    solar_percent=Decimal(27),
)


def report(text: str, *to: str, on: date = TODAY, **more) -> ClaimReport:
    return check_claims(text, packs=PACKS, destinations=to, on=on, **more)


def example(name: str) -> Product:
    file = EXAMPLES / f"{name}.yaml"
    return read_product_file(file.read_bytes(), file.name, PACKS)


def effects(found: ClaimReport) -> dict[str, str]:
    """The worst effect of each rule or act over all findings."""
    worst: dict[str, str] = {}
    for finding in found.findings:
        for ruling in finding.rulings:
            before = worst.get(ruling.rule, "allowed")
            worst[ruling.rule] = min(before, ruling.effect, key=WORST_FIRST.index)
    return worst


# -- the law, by day and place ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "effect"),
    [(date(2026, 9, 26), "later"), (date(2026, 9, 27), "forbidden"), (date(2030, 1, 1), "forbidden")],
)
def test_neutrality_is_forbidden_in_the_union_from_27_september_2026(on, effect):
    found = report("climate neutral mug", "NL", on=on)
    assert effects(found) == {"EU-ECGT-4c": effect}
    (ruling,) = found.findings[0].rulings
    assert (ruling.since, ruling.jurisdiction, ruling.trust) == (date(2026, 9, 27), "EU", "seen")
    assert "4c" in ruling.citation
    assert found.standing == effect


def test_the_same_words_differ_by_place():
    found = report("biodegradable", "FR", "DE", "US", "US-CA", "CN", "BR")
    says = {(ruling.destination, ruling.rule): ruling.effect for ruling in found.findings[0].rulings}
    assert says[("FR", "FR-AGEC-13")] == "forbidden"
    assert says[("DE", "EU-ECGT-4a")] == "evidence"
    assert says[("US", "claims/us/260.8")] == "evidence"
    assert ("US", "claims/us-ca/prc-42357") not in says
    assert says[("US-CA", "claims/us-ca/prc-42357")] == "forbidden"
    assert says[("CN", "claims/cn/ad-law")] == "evidence"
    assert not any(to == "BR" for to, _ in says)
    assert report("biodegradable", "BR").standing == "nothing_held"


def test_the_french_ban_on_a_word_has_its_own_first_day():
    assert effects(report("biodégradable", "FR", on=date(2022, 4, 30)))["FR-AGEC-13"] == "later"
    assert effects(report("biodégradable", "FR", on=date(2022, 5, 1)))["FR-AGEC-13"] == "forbidden"


def test_an_ecolabel_turns_a_general_word_into_one_that_may_be_said():
    fact = Fact(name="claim_excellence_recognised", value=True, grade="E2", source="EU Ecolabel DE/029/012")
    lexicon, acts, sentences = claim_lexicon(), claim_acts(), claim_sentences()
    common = {"lexicon": lexicon, "acts": acts, "sentences": sentences, "packs": {"NL": PACKS.rules("NL")}, "on": TODAY}
    assert lint("eco-friendly", **common).standing == "evidence"
    assert lint("eco-friendly", facts={"NL": [fact]}, **common).standing == "may_be_said"
    refused = msgspec.structs.replace(fact, value=False)
    assert lint("eco-friendly", facts={"NL": [refused]}, **common).standing == "forbidden"


def test_bamboo_for_viscose_is_judged_by_the_goods():
    """16 CFR 303.7 is about textiles: viscose socks may not be called bamboo, a bamboo box is none of its business."""
    socks = example("cotton-socks")
    viscose = msgspec.structs.replace(
        socks,
        facts=(
            *(f for f in socks.facts if f.name not in {"materials", "product_functions"}),
            Fact(name="materials", value=("viscose",)),
            Fact(name="product_functions", value=("apparel",)),
        ),
    )
    assert effects(report("bamboo socks", "US", product=viscose))["US-FTC-BAMBOO"] == "forbidden"
    box = example("bamboo-desk-organiser")
    assert "US-FTC-BAMBOO" not in effects(report("bamboo fibre box", "US", product=box))


def test_an_act_for_consumers_warns_a_trade_text_and_others_bind_it():
    consumer, business = (effects(report("klimaneutral", "DE", audience=who)) for who in ("consumer", "business"))
    assert consumer == {"EU-ECGT-4c": "forbidden", "claims/de/uwg-5": "evidence"}
    assert business == {"EU-ECGT-4c": "warn", "claims/de/uwg-5": "evidence"}  # the case was a trade magazine
    assert effects(report("biodegradable", "FR", audience="business"))["FR-AGEC-13"] == "forbidden"


def test_what_was_not_read_only_warns():
    for act in claim_acts().acts:
        if act.trust == "recall":
            to = "NL" if act.jurisdiction == "EU" else act.jurisdiction
            for family in act.families:
                code = {"neutrality": "carbon neutral", "plastic_free": "plastic-free"}.get(family)
                if code:
                    assert effects(report(code, to))[act.id] in {"warn", "later"}


def test_words_with_a_plain_sense_ask_and_never_forbid():
    for text in ("a green gadget", "Green Oak Trading Co., Ltd", "一件绿色物品"):
        found = report(text, "FR", "NL")
        assert found.standing == "warn", text
        assert found.findings[0].note.en
        assert found.findings[0].note.zh


def test_denied_and_mentioned_words_are_no_claims():
    found = report("Not climate neutral. The word “biodegradable” is forbidden in France.", "FR", "US-CA")
    assert [finding.standing for finding in found.findings] == ["no_claim", "no_claim"]
    assert found.standing == "no_claim"
    assert all(not finding.rulings and not finding.instead for finding in found.findings)


# -- the card's figures -----------------------------------------------------------------------------------------------


def test_a_share_up_to_the_cards_may_be_said_and_a_greater_one_may_not():
    """The card says 28.4 %, audited: 28.4 % may be said in the United States (16 CFR 260.13), 30 % may not anywhere."""
    proven = report("28.4 % recycled material", "US", figures=FIGURES)
    assert (proven.standing, effects(proven)) == ("may_be_said", {"claims/us/260.13": "allowed"})
    more = report("30 % recycled material", "US", figures=FIGURES)
    assert effects(more)["claims/own-figures"] == "forbidden"
    assert more.standing == "forbidden"
    assert "28.4 %" in more.findings[0].note.en
    stated = msgspec.structs.replace(FIGURES, recycled_grade="E0")
    assert report("20 % recycled material", "US", figures=stated).standing == "evidence"
    assert report("20 % recycled material", "US").standing == "evidence"


def test_a_part_said_of_the_whole_is_point_4b():
    found = report("made of recycled material", "NL", figures=FIGURES)
    assert effects(found)["claims/eu/4b"] == "forbidden"
    assert "claims/eu/4b-open" not in effects(found)
    whole = msgspec.structs.replace(FIGURES, recycled_percent=Decimal(100))
    assert effects(report("made of recycled material", "NL", figures=whole))["claims/eu/4b-open"] == "allowed"
    assert effects(report("made of recycled material", "NL"))["claims/eu/4b-open"] == "evidence"


def test_plastic_free_is_held_against_the_grams():
    assert (
        effects(report("plastic-free", "NL", figures=FIGURES))["claims/eu/4b"] == "forbidden"
    )  # 12 g in the packaging
    none = msgspec.structs.replace(FIGURES, packaging_plastic_g=Decimal(0))
    assert report("plastic-free", "US", figures=none).standing == "may_be_said"
    some = msgspec.structs.replace(FIGURES, product_plastic_g=Decimal("0.1"))
    assert effects(report("无塑", "US", figures=some))["claims/own-figures"] == "forbidden"


def test_packaging_is_not_held_against_the_figures_of_the_product():
    found = report("Packaging made of 90 % recycled board", "US", figures=FIGURES)
    assert "claims/own-figures" not in effects(found)
    assert "packaging" in found.findings[0].note.en
    glass = msgspec.structs.replace(FIGURES, product_plastic_g=Decimal(80), packaging_plastic_g=Decimal(0))
    assert report("plastic-free packaging", "US", figures=glass).standing == "may_be_said"
    assert effects(report("plastic-free", "US", figures=glass))["claims/own-figures"] == "forbidden"
    assert effects(report("无塑包装", "US", figures=FIGURES))["claims/own-figures"] == "forbidden"  # 12 g around it


def test_own_solar_carries_its_share_and_denies_no_certificate():
    assert report("27 % solar energy, made with solar energy", "US", figures=FIGURES).standing == "evidence"
    assert effects(report("27 % made with solar energy", "US", figures=FIGURES)) == {"claims/us/260.15": "allowed"}
    assert effects(report("100 % renewable energy", "US", figures=FIGURES)) == {"claims/us/260.15": "evidence"}


def test_a_footprint_carries_no_claim_of_merit():
    for text in ("climate neutral", "eco-friendly", "lower carbon footprint"):
        assert report(text, "NL", "US", figures=FIGURES).standing in {"forbidden", "evidence"}


@pytest.mark.parametrize(
    ("text", "lang", "sentence"),
    [
        (
            "climate neutral",
            "en",
            (
                "Carbon footprint: 1.31 kg CO2e per set, from raw material to factory gate (ISO 14067:2018, 2026; 95 % "
                "range 0.9 to 1.9 kg). Use and disposal are not included; climate change only. Not verified by a third "
                "party."
            ),
        ),
        (
            "环保",
            "zh",
            (
                "碳足迹：每套 1.31 kg CO2e，从原材料到出厂（ISO 14067:2018，2026 年；95% 区间 0.9 至 1.9 kg）。"
                "未含使用和废弃；仅涉及气候变化。未经第三方核查。"
            ),
        ),
        (
            "recycelt",
            "de",
            "28,4 % Recyclingmaterial, bezogen auf die Masse des Produkts (ISO 14021), Nachweis: von Dritten geprüft.",
        ),
        ("sans plastique", "fr", "Plastique : 0 g dans le produit et 12 g dans l’emballage, par “set”."),
        (
            "100 % energía solar",
            "es",
            (
                "El 27 % de la electricidad de fabricación procedió del tejado de la propia fábrica, en el mismo "
                "intervalo de medición (2026). Es un atributo de la energía, no una compensación."
            ),
        ),
    ],
)
def test_what_may_be_said_instead_in_the_language_of_the_claim(text, lang, sentence):
    (finding,) = report(text, "NL", figures=FIGURES).findings
    assert [(one.lang, one.sentence) for one in finding.instead] == [(lang, sentence)]


def test_no_figure_is_made_up():
    assert all(not finding.instead for finding in report("climate neutral, 30 % recycled", "NL").findings)
    grid = msgspec.structs.replace(FIGURES, solar_percent=None)
    (finding,) = report("made with solar power", "NL", figures=grid).findings
    assert finding.instead == ()
    assert finding.advice.en


def test_what_we_offer_passes_the_linter_itself():
    """A sentence offered in place of a claim must not be one, in any language and for the strictest places."""
    lexicon, sentences = claim_lexicon(), claim_sentences()
    for family in lexicon.families:
        for lang in ("en", "zh", "de", "fr", "es"):
            for one in sentences.instead(family, FIGURES, lang):
                found = report(one.sentence, "FR", "DE", "US-CA", "GB", "CN", "AU", figures=FIGURES)
                assert all(f.standing in {"may_be_said", "no_claim", "warn", "evidence"} for f in found.findings)
                assert all(f.family == "recycled" for f in found.findings if f.standing == "evidence"), one.sentence


def test_a_verifier_is_named():
    by = msgspec.structs.replace(FIGURES, verified_by=Text(en="TÜV", zh="莱茵"))
    for lang, said in (("en", "Verified by TÜV."), ("zh", "由莱茵核查。"), ("de", "Geprüft von TÜV.")):
        (one,) = claim_sentences().instead("generic", by, lang)
        assert one.sentence.endswith(said)


# -- places in the text -----------------------------------------------------------------------------------------------


def test_lines_and_columns_count_from_one():
    found = report("plain\n  绿色产品\n\nx eco-friendly", "NL")
    assert [(f.line, f.column, f.words) for f in found.findings] == [(2, 3, "绿色产品"), (4, 3, "eco-friendly")]


# -- the data ---------------------------------------------------------------------------------------------------------


def test_every_act_stands_on_known_families_places_and_sources():
    lexicon, table = claim_lexicon(), load_all().jurisdictions
    sources = yaml.safe_load(files("greencard").joinpath("data", "SOURCES.d", "claims.yaml").read_bytes())
    assert len(claim_acts().acts) >= 25
    for act in claim_acts().acts:
        assert set(act.families) <= set(lexicon.families), act.id
        assert act.jurisdiction == "EU" or table.chain(act.jurisdiction), act.id
        assert act.applies_from < act.checked_on
    known = {one["id"] for one in sources}
    for lang in ("en", "zh", "de", "fr", "es"):
        words = yaml.safe_load(files("greencard").joinpath("data", "claims", f"{lang}.yaml").read_bytes())
        assert set(words["sources"]) <= known, lang


def test_codes_of_families_are_those_of_the_fact_vocabulary():
    codes = set(PACKS.rules("DE").vocabulary.kinds["claims"].codes)
    assert set(claim_lexicon().by_code) == codes


def test_notes_are_about_rules_that_the_packs_hold():
    held = {one.rule.id: one for one in load_all().rules()}
    for rule, note in claim_acts().rules.items():
        assert "claims" in held[rule].names
        assert set(note.also) <= set(claim_lexicon().families)


def test_every_rule_about_claims_can_be_reached_by_words():
    """A rule that no family leads to would be law that the linter never shows."""
    lexicon = claim_lexicon()
    for one in load_all().rules():
        if one.rule.consequence == "claim_prohibited":
            text = f"{one.rule.scope} {one.rule.require}"
            assert any(f"'{code}'" in text for code in lexicon.by_code), one.rule.id


@pytest.mark.parametrize(
    "raw", [b"\xff", b"schema: x", b"schema: greencard/claim-acts/1\nrules: {}\nacts:\n- {id: a}\n", b"a: &x 1"]
)
def test_acts_that_cannot_be_read_are_refused(raw):
    with pytest.raises(InvalidInput) as refused:
        parse_claim_acts(raw)
    assert refused.value.code == "GC-CLM-002"


def test_an_act_without_needs_or_given_twice_is_refused():
    raw = yaml.safe_load(files("greencard").joinpath("data", "claims", "acts.yaml").read_bytes())
    twice = {**raw, "acts": [raw["acts"][0], raw["acts"][0]]}
    silent = {**raw, "acts": [{**raw["acts"][0], "needs": {"en": "", "zh": ""}}]}
    for bad in (twice, silent):
        with pytest.raises(InvalidInput) as refused:
            parse_claim_acts(yaml.safe_dump(bad, allow_unicode=True).encode())
        assert refused.value.code == "GC-CLM-002"


def test_sentences_without_a_language_are_refused():
    raw = yaml.safe_load(files("greencard").joinpath("data", "claims", "sentences.yaml").read_bytes())
    del raw["sentences"]["plastic"]["es"]
    with pytest.raises(InvalidInput) as refused:
        parse_sentences(yaml.safe_dump(raw, allow_unicode=True).encode())
    assert refused.value.code == "GC-CLM-002"


# -- bad input --------------------------------------------------------------------------------------------------------


def test_no_place_a_wrong_place_and_too_many():
    for to, code in (((), "GC-CLM-005"), (("Germany",), "GC-RUL-010"), (("de",), "GC-RUL-010")):
        with pytest.raises(InvalidInput) as refused:
            report("green", *to)
        assert refused.value.code == code
    many = [f"US-{a}{b}" for a in "ABCDEFGH" for b in "ABCDEFGH"][: MAX_DESTINATIONS + 1]
    with pytest.raises(InvalidInput) as refused:
        report("green", *many)
    assert refused.value.code == "GC-CLM-004"
    assert destinations_of("de, FR，us-ca  de") == ("DE", "FR", "US-CA")


def test_a_text_too_long_is_refused_before_it_is_read():
    with pytest.raises(InvalidInput) as refused:
        report("x" * (MAX_CHARACTERS + 1), "NL")
    assert refused.value.code == "GC-CLM-003"


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"\x89PNG\r\n\x1a\n\x00\x00", "GC-SVC-075"), (b"\xff\xfe\x00", "GC-SVC-075"), (b"a" * 1_000_001, "GC-SVC-076")],
)
def test_bytes_that_are_no_text_are_refused(data, code):
    with pytest.raises(InvalidInput) as refused:
        text_of(data, "x.txt")
    assert refused.value.code == code


def test_encodings_and_markup():
    assert text_of("绿色产品".encode("gb18030"), "a.txt") == "绿色产品"
    assert text_of("绿色".encode("utf-16"), "a.txt") == "绿色"
    assert text_of("\ufeffeco".encode(), "a.txt") == "eco"
    page = "<p>eco<b>-friendly</b></p>\n<script>carbon neutral</script><style>green</style> x"
    plain = text_of(page.encode(), "a.html")
    assert len(plain) == len(page)
    assert plain.split() == ["eco", "-friendly", "x"]
    assert plain.index("eco") == page.index("eco")
    assert text_of(page.encode(), "a.txt") == page
    hostile = "<script>" * 50_000
    assert len(text_of(hostile.encode(), "a.html")) == len(hostile)


def test_the_document_names_every_family_and_every_act():
    text = (Path(__file__).parents[2] / "docs" / "claims.md").read_text("utf-8")
    for family in claim_lexicon().families.values():
        assert f"| `{family.id}`: {family.title.en} | {family.title.zh} |" in text
    for act in claim_acts().acts:
        assert f"| {act.id.removeprefix('claims/')} | {act.citation} | {act.applies_from} |" in text


@pytest.mark.parametrize("place", ["DE", "FR", "GB", "US-CA", "IN"])
@pytest.mark.parametrize(
    "words", ["carbon neutral", "biodegradable", "eco-friendly", "made of recycled plastic", "碳中和"]
)
def test_the_linter_and_a_verdict_say_the_same_of_a_claim(place: str, words: str):
    """What a rule of the pack forbids in a record with the claim, `claims` forbids by the same rule in a text."""
    packs, on = ShippedPacks(), date(2027, 2, 10)
    goods = load_product(EXAMPLES / "ceramic-mug.yaml")
    goods = msgspec.structs.replace(
        goods, claims=(words,), facts=tuple(one for one in goods.facts if one.name != "claims")
    )
    order = Order(product_id=goods.id, destination=place, on=on, quantity=1)
    verdict = check_product_order(goods, order, packs=packs, as_of=date(2026, 11, 23))
    about = {one.rule.id for one in packs.rules(place).view(place).rules if "claims" in one.names}
    barred = {
        one.rule_id
        for one in verdict.outcomes
        if one.rule_id in about and one.status == "fail" and one.severity in {"block", "fix"}
    }
    bare = msgspec.structs.replace(goods, claims=())
    report = check_claims(words, packs=packs, destinations=(place,), on=on, product=bare)
    rulings = [ruling for found in report.findings for ruling in found.rulings if ruling.rule in about]
    assert {ruling.rule for ruling in rulings if ruling.effect == "forbidden"} == barred
