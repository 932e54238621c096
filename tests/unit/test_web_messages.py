from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from string import Formatter

import pytest

from greencard.interfaces import web
from greencard.interfaces.web.browser_sentences import BROWSER_MESSAGES
from greencard.interfaces.web.messages import browser_words, format_date, format_instant, say
from greencard.interfaces.web.sentences import MESSAGES
from greencard.interfaces.words import OUTCOME

ROOT = Path(web.__file__).parent
TABLE = {**MESSAGES, **{f"js.{key}": texts for key, texts in BROWSER_MESSAGES.items()}}
CHINESE = re.compile(r"[\u4e00-\u9fff]")
SAME_IN_BOTH = {"meta.gtin", "home.figure"}


def _names(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("key", sorted(TABLE))
def test_every_sentence_stands_in_both_languages_with_the_same_values(key: str):
    en, zh = TABLE[key]
    assert en.strip()
    assert zh.strip()
    assert _names(en) == _names(zh)
    assert not CHINESE.search(en)
    assert CHINESE.search(zh) or key in SAME_IN_BOTH
    assert set(re.findall(r"<[^>]*>", en + zh)) <= {"<b>", "</b>", "<sub>", "</sub>"}
    assert "₂" not in en + zh, "U+2082 is missing in the Chinese font"


def test_the_browsers_sentences_hold_no_markup():
    assert not any("<" in text for pair in BROWSER_MESSAGES.values() for text in pair)
    assert browser_words("zh").keys() == browser_words("en").keys() == BROWSER_MESSAGES.keys()


def test_every_sentence_a_template_or_module_asks_for_is_in_the_table():
    asked: set[str] = set()
    for template in (ROOT / "templates").glob("*.html"):
        asked |= set(re.findall(r"\bt\('([a-z_.0-9]+)'", template.read_text(encoding="utf-8")))
    for module in ROOT.glob("*.py"):
        asked |= set(re.findall(r'say\(\s*\w+(?:\.\w+)?,\s*"([a-z_.0-9]+)"', module.read_text(encoding="utf-8")))
    assert len(asked) > 100
    assert {key for key in asked if not key.endswith(".")} <= MESSAGES.keys()


def test_the_script_asks_only_for_sentences_of_the_table():
    verifier = (ROOT / "static/verifier.js").read_text(encoding="utf-8")
    card = (ROOT / "static/card.js").read_text(encoding="utf-8")
    lines = {f"{m[0]}.{m[2] or m[1]}" for m in re.findall(r"line\('(\w+)', '(\w+)'(?:, '(\w+)')?", verifier)}
    assert lines >= {"sig.pass", "num.other", "time.early", "rev.replaced", "log.unchecked"}
    assert lines <= BROWSER_MESSAGES.keys()
    looks = re.search(r"const LOOK = {([^}]*)}", card)
    assert looks is not None
    for outcome in re.findall(r"(\w+):", looks[1]):
        assert {f"head.{outcome}", f"sub.{outcome}"} <= BROWSER_MESSAGES.keys()
    assert {f"verify.sub.{outcome}" for outcome in OUTCOME} <= MESSAGES.keys()


def test_values_are_escaped_and_markup_of_the_table_is_not():
    text = say("en", "card.checked_by", name="<img src=x>", standard="A&B", date="1 Nov 2026")
    assert text.startswith("<b>Checked by:</b> &lt;img src=x&gt;, against A&amp;B")


def test_dates_are_written_as_their_readers_write_them():
    assert format_date(date(2026, 10, 3), "en") == "3 Oct 2026"
    assert format_date(date(2026, 10, 3), "zh") == "2026-10-03"
    at = datetime(2026, 11, 23, 1, 5, tzinfo=timezone(timedelta(hours=8)))
    assert format_instant(at, "en") == "22 Nov 2026 17:05 UTC"
    assert format_instant(at.astimezone(UTC), "zh") == "2026-11-22 17:05 UTC"


def test_our_own_pages_make_no_claim_that_we_refuse_to_others():
    for en, zh in TABLE.values():
        plain = en.lower().replace("calls a product green", "").replace("“carbon neutral”", "")
        assert not re.search(r"\bgreen\b|eco-?friendly|carbon.neutral|climate.positive|sustainable", plain)
        assert not re.search(r"环保|低碳产品|零碳", zh)
