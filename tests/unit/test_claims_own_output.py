"""Our own pages, reports and command line say nothing that the strictest destinations forbid.

Names of products are the merchant's words: they are given as names and may ask, as they do for any merchant. The one
thing our pages state that wants evidence is the recycled share, and there the percentage and its grade stand beside it.
"""

from __future__ import annotations

import html
import re
from datetime import date
from pathlib import Path

import pytest

from greencard.adapters.packs.examples import example_files
from greencard.interfaces.report_markdown import report_markdown
from greencard.interfaces.web.messages import MESSAGES
from greencard.services.claims import check_claims, product_figures, text_of
from greencard.services.report import report_of
from http_client import app_of, get
from service_samples import LOU, Bench
from walk import Shell

STRICTEST = ("FR", "DE", "US-CA", "GB", "AU", "CA", "CN")
ON = date(2026, 11, 23)
NAMES = [file.stem for file in example_files()]
EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture(scope="module")
def bench():
    made = Bench()
    yield made
    made.close()


def told(bench, text, *, names=(), product=None, figures=None, audience="consumer"):
    """What a reader of the text would be told that needs an answer: (standing, family, words, share)."""
    report = check_claims(
        re.sub(r"\s+", " ", text),
        packs=bench.packs,
        destinations=STRICTEST,
        on=ON,
        audience=audience,
        figures=figures,
        product=product,
        names=names,
    )
    quiet = {"no_claim", "may_be_said"}
    return [
        (one.standing, one.family, one.words, one.share_percent)
        for one in report.findings
        if one.standing not in quiet and one.use not in {"name", "ambiguous"}
    ]


def only_recycled_figures(found):
    return all(
        standing == "evidence" and family == "recycled" and share is not None for standing, family, _, share in found
    )


def names_of(bench):
    products = [bench.product(name) for name in NAMES]
    texts = [text for product in products for text in (product.name, product.declared_unit)]
    ids = [identifier.value for product in products for identifier in product.identifiers]
    return [*ids, *(words for text in texts for words in (text.en, text.zh) if words)]


@pytest.mark.parametrize("name", NAMES)
def test_card_pages_say_nothing_forbidden(bench, name):
    product = bench.stored(name)
    record = bench.app.issue_card(LOU, product.id)
    view = bench.app.card_view(record.slug)
    assert view is not None
    figures = product_figures(view.assessment)
    names = [words for text in (product.name, product.declared_unit) for words in (text.en, text.zh) if words]
    app = app_of(bench.app)
    short = record.card.id.rsplit("/", 1)[-1]
    for lang in ("en", "zh"):
        answer = get(app, f"/cards/{short}?lang={lang}", Accept="text/html")
        assert answer.status_code == 200
        page = html.unescape(text_of(answer.content, "card.html"))
        assert len(page.split()) > 100
        found = told(bench, page, names=names, product=product, figures=figures)
        assert only_recycled_figures(found), found
        assert len(found) <= 1


@pytest.mark.parametrize("path", ["/", "/method", "/verify", "/log"])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_other_pages_claim_nothing(bench, path, lang):
    answer = get(app_of(bench.app), f"{path}?lang={lang}", Accept="text/html")
    assert answer.status_code == 200
    assert told(bench, html.unescape(text_of(answer.content, "page.html")), names=names_of(bench)) == []


def test_sentences_of_the_pages_claim_nothing_by_themselves(bench):
    """Each sentence alone, as an error page or a new template may show it; a label of a figure is no claim."""
    label = {"evidence.recycled"}
    denied_by_its_heading = {"not.climate"}
    for key, (en, zh) in MESSAGES.items():
        for text in (en, zh):
            plain = re.sub(r"<[^>]*>", "", text)
            if key in label | denied_by_its_heading:
                continue
            assert told(bench, plain) == [], key


@pytest.mark.parametrize("name", NAMES)
def test_reports_say_nothing_forbidden(bench, name):
    """A report names materials and methods ("recycled aluminium", "own solar electricity"); merit it claims none."""
    product = bench.stored(name)
    assessment = bench.app.assess_stored(LOU, product.id, on=ON)
    names = names_of(bench)
    for lang in ("en", "zh"):
        text = report_markdown(report_of(assessment), product.name, lang)
        found = told(bench, text, names=names, product=product)
        families = bench.packs.claims().families
        assert all(standing == "evidence" and families[family].provable for standing, family, *_ in found), found


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_the_command_line_prints_says_nothing_forbidden(bench, monkeypatch, capfdbinary, tmp_path, lang):
    shell = Shell(monkeypatch, capfdbinary, tmp_path, lang)
    toy, bauble = (str(EXAMPLES / f"{name}.yaml") for name in ("wooden-toy", "christmas-ornament"))
    card = str(tmp_path / "toy.card.json")
    calls = [
        ("assess", toy, "--on", "2026-11-23"),
        ("compare", toy, bauble, "--on", "2026-11-23"),
        ("card", "issue", toy, "--on", "2026-11-23", "--out", card),
        ("card", "verify", card),
        ("--help",),
    ]
    for call in calls:
        said = shell(*call)
        assert said.out.strip(), call
        found = [one for one in told(bench, said.out, names=names_of(bench)) if one[0] == "forbidden"]
        assert found == [], call


def test_the_linter_would_see_a_claim_on_such_a_page(bench):
    """The tests above can fail: the same page with one more sentence is refused."""
    answer = get(app_of(bench.app), "/method?lang=en", Accept="text/html")
    page = answer.text.replace("</main>", "<p>Our cards make your goods climate neutral.</p></main>")
    assert page != answer.text
    found = told(bench, html.unescape(text_of(page.encode(), "page.html")))
    assert [one[:2] for one in found] == [("forbidden", "neutrality")]
