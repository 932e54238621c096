"""The pages in a real browser: both languages, phone and screen, every state of a card."""

from __future__ import annotations

import gzip
import json
from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import cbor2
import msgspec
import pytest
from msgspec.structs import replace
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from card_samples import BASE, ISSUER_ID, ISSUER_KEY, LOG_CHECK, METHOD, STATUS_INDEX, TRUSTED, issued, public
from greencard.card import (
    compact_text,
    encode_card,
    figures,
    secure,
    status_list_credential,
    verify,
    verify_compact,
)
from greencard.errors import GreencardError
from greencard.interfaces.web.card_page import card_page
from greencard.model import Text
from greencard.services.views import CardView
from http_standin import LOT_SLUG, OTHER_KEY, SLUG, StandIn, full_assessment, make_view, scenarios

WIDTHS = (390, 1280)
HEADS = {
    "genuine": "Genuine and unchanged",
    "tampered": "Do not rely on this card",
    "lying": "The card is genuine, this page was not",
    "expired": "Genuine, but no longer valid",
    "early": "Genuine, but not valid yet",
    "withdrawn": "Genuine, but withdrawn or replaced",
    "replaced": "Genuine, but withdrawn or replaced",
    "unreadable": "Not a card we can read",
    "outside": "Do not rely on this card",
    "stranger": "Do not rely on this card",
}
FAILED = {
    "genuine": {},
    "tampered": {"sig": "GC-CRD-002"},
    "lying": {"num": "GC-CRD-006"},
    "expired": {"time": "GC-CRD-007"},
    "early": {"time": "GC-CRD-008"},
    "withdrawn": {"rev": "GC-CRD-009"},
    "replaced": {"rev": "GC-CRD-010"},
    "unreadable": {"sig": "GC-CRD-016"},
    "outside": {"log": "GC-LOG-003"},
    "stranger": {"sig": "GC-CRD-003"},
}
HIDDEN = {"tampered", "unreadable", "outside", "stranger"}


@pytest.fixture(scope="module")
def cards(site: tuple[str, StandIn]) -> str:
    address, cases = site
    cases.views |= scenarios()
    cases.withdrawn, cases.replaced = {7}, {8}
    return address


def show(chrome: webdriver.Chrome, address: str, width: int) -> None:
    metrics = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500}
    chrome.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    chrome.get("about:blank")
    chrome.get(address)


def checked(chrome: webdriver.Chrome) -> dict[str, tuple[str, str]]:
    """State and sentence of every check, once the page has finished."""
    box = WebDriverWait(chrome, 10, 0.02).until(lambda d: d.find_element(By.CSS_SELECTOR, "#check[data-outcome]"))
    assert box.get_attribute("data-state") != "wait"
    script = (
        "return [...document.querySelectorAll('#steps li')].map(l => [l.dataset.check, l.dataset.state, l.innerText])"
    )
    return {name: (state, text) for name, state, text in chrome.execute_script(script)}


def text(chrome: webdriver.Chrome, selector: str) -> str:
    return str(chrome.find_element(By.CSS_SELECTOR, selector).text)


def violations(chrome: webdriver.Chrome, axe: str) -> list[str]:
    chrome.execute_script(axe)
    options = {
        "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "best-practice"]},
        # This release of axe does not know that HTML lets a div group the terms of a dl; newer ones do.
        "rules": {"dlitem": {"enabled": False}},
    }
    found = chrome.execute_async_script(
        "const done = arguments[1];"
        "axe.run(document, arguments[0]).then(r => done(r.violations), e => done(String(e)));",
        options,
    )
    assert isinstance(found, list), found
    return [f"{item['id']}: {[node['html'][:120] for node in item['nodes']]}" for item in found]


def fits(chrome: webdriver.Chrome) -> bool:
    return bool(chrome.execute_script("return document.documentElement.scrollWidth <= innerWidth"))


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(("lang", "head"), [("en", "Genuine and unchanged"), ("zh", "真实且未被改动")])
def test_a_genuine_card_is_checked_in_the_browser(
    chrome: webdriver.Chrome, cards: str, axe_source: str, width: int, lang: str, head: str
):
    show(chrome, f"{cards}/cards/genuine?lang={lang}", width)
    lines = checked(chrome)
    assert [state for state, _ in lines.values()] == ["pass"] * 5, lines
    assert list(lines) == ["sig", "num", "time", "log", "rev"]
    assert text(chrome, "#check-head") == head
    assert chrome.find_element(By.CSS_SELECTOR, "details").get_attribute("open") == ("true" if width > 900 else None)
    marked = chrome.execute_script(
        "return [...document.querySelectorAll('[data-claim]')].map(e => [e.dataset.claim, e.textContent, e.className])"
    )
    shown = figures(make_view().record.card.document)
    assert len(marked) >= 10
    assert all(value == shown[name] and "signed" in css for name, value, css in marked)
    assert fits(chrome)
    assert violations(chrome, axe_source) == []


@pytest.mark.parametrize("name", HEADS)
def test_each_state_has_its_own_words_and_look(chrome: webdriver.Chrome, cards: str, axe_source: str, name: str):
    show(chrome, f"{cards}/cards/{name}?lang=en", 390)
    lines = checked(chrome)
    assert text(chrome, "#check-head") == HEADS[name]
    assert {check for check, (state, _) in lines.items() if state == "fail"} == set(FAILED[name])
    for check, code in FAILED[name].items():
        assert code in chrome.execute_script(f"return document.querySelector('[data-check={check}]').textContent")
    hero = chrome.find_element(By.CSS_SELECTOR, ".hero")
    assert hero.is_displayed() is (name not in HIDDEN)
    assert chrome.find_element(By.CSS_SELECTOR, ".body").is_displayed() is (name not in HIDDEN | {"lying"})
    assert fits(chrome)
    if name in {"tampered", "lying", "expired"}:  # one of each look; the rest differ in words
        assert violations(chrome, axe_source) == []


def test_a_page_that_lied_shows_the_signed_figures_now(chrome: webdriver.Chrome, cards: str):
    show(chrome, f"{cards}/cards/lying?lang=en", 1280)
    checked(chrome)
    assert text(chrome, ".big b") == "1.287"
    assert not chrome.find_element(By.CSS_SELECTOR, ".stages").is_displayed()


@pytest.mark.parametrize("position", [20, 120, -70, -1])
def test_a_changed_byte_anywhere_is_never_genuine(
    chrome: webdriver.Chrome, site: tuple[str, StandIn], cards: str, position: int
):
    good = scenarios()["genuine"]
    data = bytearray(good.compact)
    data[position] ^= 0x20
    site[1].views["changed"] = replace(good, compact=bytes(data))
    show(chrome, f"{cards}/cards/changed?lang=en", 390)
    assert checked(chrome)["sig"][0] == "fail"
    assert not chrome.find_element(By.CSS_SELECTOR, ".hero").is_displayed()


def test_a_browser_without_ed25519_says_so_and_passes_nothing(chrome: webdriver.Chrome, cards: str):
    broken = (
        "const real = crypto.subtle.importKey.bind(crypto.subtle);"
        "crypto.subtle.importKey = (f, k, a, ...r) => a === 'Ed25519'"
        " ? Promise.reject(new DOMException('', 'NotSupportedError')) : real(f, k, a, ...r);"
    )
    added = chrome.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": broken})
    try:
        show(chrome, f"{cards}/cards/genuine?lang=en", 390)
        lines = checked(chrome)
    finally:
        chrome.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", {"identifier": added["identifier"]})
    assert {state for state, _ in lines.values()} == {"unchecked"}
    assert text(chrome, "#check-head") == "Could not check just now"
    assert "cannot check Ed25519" in lines["sig"][1]
    assert chrome.find_element(By.CSS_SELECTOR, "#check").get_attribute("data-state") == "unk"


def test_a_status_list_that_does_not_hold_leaves_withdrawal_unchecked(
    chrome: webdriver.Chrome, site: tuple[str, StandIn], cards: str
):
    site[1].status_key = OTHER_KEY
    try:
        show(chrome, f"{cards}/cards/withdrawn?lang=en", 390)
        lines = checked(chrome)
    finally:
        site[1].status_key = ISSUER_KEY
    assert lines["rev"][0] == "unchecked"
    assert text(chrome, "#check-head") == "Genuine and unchanged"
    assert text(chrome, "#check-sub").endswith("Withdrawal not checked.")


def _labels(view: CardView) -> dict[str, bytes]:
    """GC1 codes that the issuer's own key has signed, most of them in a form no reader may take."""
    protected, _, payload, _ = cbor2.loads(view.compact).value
    kid, claims = cbor2.loads(protected)[4], dict(cbor2.loads(payload))

    def label(head: Any = None, said: Any = None, open_part: Any = None, *, sort: bool = True) -> bytes:
        first = protected if head is None else cbor2.dumps(head, canonical=True)
        second = payload if said is None else cbor2.dumps(said, canonical=sort)
        signature = ISSUER_KEY.sign(cbor2.dumps(["Signature1", first, b"", second]))
        parts = [first, {} if open_part is None else open_part, second, signature]
        return cbor2.dumps(cbor2.CBORTag(18, parts), canonical=True)

    def shown(**changes: Any) -> bytes:
        return label(said={**claims, -70001: {**claims[-70001], **changes}})

    return {
        "good": label(),
        "open part": label(open_part=0),
        "more headers": label(head={1: -19, 3: 0, 4: kid}),
        "true as label": label(head={True: -19, 4: kid}),
        "more claims": label(said={**claims, 7: 1}),
        "no issuer": label(said={name: value for name, value in claims.items() if name != 1}),
        "issuer a number": label(said={**claims, 1: 5}),
        "signed before 1970": label(said={**claims, 6: -5}),
        "ends after all days": label(said={**claims, 4: 2**50}),
        "keys out of order": label(said=dict(reversed(claims.items())), sort=False),
        "figure a number": shown(pcf=1),
        "unknown figure": shown(own="1"),
        "status index negative": shown(st=-1),
        "digest short": shown(h=b"a"),
    }


def _lists() -> dict[str, dict[str, Any]]:
    """Lists of withdrawn cards that the issuer's own key has signed; only the first is one for this card now."""
    now, day = datetime.now(UTC), timedelta(days=1)

    def listed(change: Any = None, **changes: Any) -> dict[str, Any]:
        given: dict[str, Any] = {
            "list_url": f"{BASE}/status/revocation",
            "issuer_id": ISSUER_ID,
            "purpose": "revocation",
            "set_indices": (),
            "valid_from": now - day,
            "valid_until": now + day,
        }
        document = status_list_credential(**(given | changes))
        if change is not None:
            change(document)
        return secure(document, sign=ISSUER_KEY.sign, verification_method=METHOD, created=now)

    short = "u" + urlsafe_b64encode(gzip.compress(bytes(1000))).decode().rstrip("=")
    return {
        "good": listed(),
        "withdrawn": listed(set_indices=[STATUS_INDEX]),
        "other address": listed(list_url=f"{BASE}/status/other"),
        "other issuer": listed(issuer_id="did:web:other.example"),
        "other purpose": listed(purpose="refresh"),
        "of the past": listed(valid_from=now - 3 * day, valid_until=now - day),
        "of the future": listed(valid_from=now + day, valid_until=now + 3 * day),
        "without end": listed(lambda d: d.pop("validUntil")),
        "without start": listed(lambda d: d.pop("validFrom")),
        "end without zone": listed(lambda d: d.update(validUntil="2099-01-01")),
        "end no time": listed(lambda d: d.update(validUntil="later")),
        "few cards": listed(lambda d: d["credentialSubject"].update(encodedList=short)),
    }


def _notes(view: CardView) -> dict[str, str]:
    """The checkpoint of the card, and spellings that no reader of signed notes may take."""
    log = view.record.card.log
    assert log is not None
    note = log.checkpoint
    return {
        "good": note,
        "one more": f"{note}— other.example YWFhYWFhYQ==\n",
        "other lines": f"{note}garbage\n",
        "without end": note[:-1],
        "other line ends": note.replace("\n", "\r\n"),
        "blank end": f"{note}\n",
        "short": f"{note}— other.example YWFhYQ==\n",
    }


def test_the_browser_takes_nothing_that_the_command_line_refuses(chrome: webdriver.Chrome, cards: str):
    view, at = make_view(), datetime.now(UTC)
    card, labels, lists, notes = view.record.card, _labels(view), _lists(), _notes(view)
    assert card.log is not None
    script = """
        const [given, done] = arguments;
        import('/static/verifier.js').then(async ({ verify, base64 }) => {
          const state = (found, id) => found.lines.find(l => l.id === id).state;
          const check = (bytes, list, note) => verify({ ...given, bytes: base64(bytes), key: base64(given.key),
            proof: { ...given.proof, note }, now: Date.now() / 1000,
            statusOf: async purpose => { if (purpose !== 'revocation') throw new Error('none'); return list; } });
          const { labels, listed, notes } = given, out = { labels: {}, lists: {}, notes: {} };
          const all = async (name, part, each) => { for (const n in part) out[name][n] = await each(part[n]); };
          await all('labels', labels, async v => state(await check(v, listed.good, notes.good), 'sig'));
          await all('lists', listed, async v => state(await check(labels.good, v, notes.good), 'rev'));
          await all('notes', notes, async v => state(await check(labels.good, listed.good, v), 'log'));
          done(out);
        }).catch(e => done(String(e)));
    """
    given = {
        **json.loads(msgspec.json.encode(card_page(view, "en").browser)),
        "labels": {name: compact_text(data) for name, data in labels.items()},
        "listed": lists,
        "notes": notes,
        "shown": {},
    }
    chrome.get(f"{cards}/method")
    found = chrome.execute_async_script(script, given)
    assert isinstance(found, dict), found

    def label_held(data: bytes) -> str:
        try:
            verify_compact(data, public(ISSUER_KEY))
        except GreencardError:
            return "fail"
        return "pass"

    def by_python(check: Any, proof: Any = card.log, listed: Any = lists["good"]) -> str:
        return verify(
            replace(card, log=proof),
            at=at,
            trusted=TRUSTED,
            log_check=LOG_CHECK,
            status_lists=[json.dumps(listed).encode()],
        ).check(check).state  # fmt: skip

    assert found["labels"] == {name: label_held(data) for name, data in labels.items()}
    assert found["lists"] == {name: by_python("status", listed=data) for name, data in lists.items()}
    assert found["notes"] == {
        name: by_python("log", replace(card.log, checkpoint=note)) for name, note in notes.items()
    }
    assert [name for name, state in found["labels"].items() if state == "pass"] == ["good"]
    assert [name for name, state in found["lists"].items() if state == "pass"] == ["good"]
    assert [name for name, state in found["notes"].items() if state == "pass"] == ["good", "one more"]


def test_a_scanned_code_is_checked_instead_of_the_page(chrome: webdriver.Chrome, cards: str):
    own, other = compact_text(make_view().compact), compact_text(scenarios()["expired"].compact)
    forged = compact_text(scenarios()["tampered"].compact)
    show(chrome, f"{cards}/cards/{SLUG}?lang=en#{other}", 390)
    lines = checked(chrome)
    assert lines["num"] == ("unchecked", "The code you scanned holds another card than this page shows.")
    assert lines["time"][0] == "fail"
    show(chrome, f"{cards}/cards/{SLUG}?lang=en#{forged}", 390)
    assert checked(chrome)["sig"][0] == "fail"
    show(chrome, f"{cards}/{LOT_SLUG}?lang=en#main", 390)
    assert checked(chrome)["sig"][0] == "pass"
    assert own != other


def test_without_javascript_nothing_is_claimed(chrome: webdriver.Chrome, cards: str):
    chrome.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        show(chrome, f"{cards}/cards/genuine?lang=en", 390)
        tree = chrome.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"]
    finally:
        chrome.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
    said = [node["name"]["value"] for node in tree if node.get("role", {}).get("value") == "StaticText"]
    assert "Not checked in this browser" in said
    assert "1.287" in said
    assert not any("Genuine" in words or "Checking" in words for words in said)


def test_long_names_and_small_figures_still_fit(chrome: webdriver.Chrome, site: tuple[str, StandIn], cards: str):
    base = full_assessment()
    name = Text(en="Extraordinarily-long-compound-name-without-a-single-space-" * 3, zh="竹木办公收纳五件套" * 12)
    site[1].views["long"] = make_view(replace(base, product=replace(base.product, name=name)))
    for lang in ("en", "zh"):
        show(chrome, f"{cards}/cards/long?lang={lang}", 320)
        checked(chrome)
        assert fits(chrome)


@pytest.mark.parametrize("path", ["/", "/verify", "/log", "/method", "/nothing"])
def test_the_other_pages_fit_and_are_accessible(chrome: webdriver.Chrome, cards: str, axe_source: str, path: str):
    show(chrome, f"{cards}{path}?lang=en", 1280)
    assert fits(chrome)
    show(chrome, f"{cards}{path}?lang=zh", 320)
    assert fits(chrome)
    assert violations(chrome, axe_source) == []


def test_dark_colours_keep_their_contrast(chrome: webdriver.Chrome, cards: str, axe_source: str):
    dark = {"features": [{"name": "prefers-color-scheme", "value": "dark"}]}
    chrome.execute_cdp_cmd("Emulation.setEmulatedMedia", dark)
    try:
        for name in ("genuine", "tampered"):
            show(chrome, f"{cards}/cards/{name}?lang=zh", 390)
            checked(chrome)
            assert violations(chrome, axe_source) == []
    finally:
        chrome.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


def test_a_chosen_file_is_checked_in_place(chrome: webdriver.Chrome, cards: str, axe_source: str, tmp_path: Path):
    file = tmp_path / "card.json"
    file.write_bytes(encode_card(issued()))
    show(chrome, f"{cards}/verify?lang=en", 390)
    chrome.find_element(By.ID, "file").send_keys(str(file))
    done = WebDriverWait(chrome, 10, 0.02)
    done.until(lambda d: d.find_element(By.CSS_SELECTOR, "#result[data-outcome=genuine]"))
    assert text(chrome, "#result-head") == "Genuine and unchanged"
    states: list[Any] = chrome.execute_script(
        "return [...document.querySelectorAll('#result-steps li')].map(l => l.dataset.state)"
    )
    assert states.count("pass") == 8
    assert states.count("unchecked") == 1
    assert violations(chrome, axe_source) == []


def test_pasted_nonsense_is_not_a_card(chrome: webdriver.Chrome, cards: str):
    show(chrome, f"{cards}/verify?lang=zh", 390)
    chrome.find_element(By.ID, "text").send_keys(json.dumps({"hello": "world"}))
    chrome.find_element(By.CSS_SELECTOR, "button[type=submit]").click()
    done = WebDriverWait(chrome, 10, 0.02)
    done.until(lambda d: d.find_element(By.CSS_SELECTOR, "#result[data-outcome=not_a_card]"))
    assert text(chrome, "#result-head") == "这不是可读取的卡"


def test_pages_ask_this_host_alone_and_log_no_complaint(chrome: webdriver.Chrome, cards: str):
    show(chrome, f"{cards}/cards/genuine?lang=en", 1280)
    checked(chrome)
    asked = chrome.execute_script("return performance.getEntriesByType('resource').map(e => e.name)")
    assert asked
    assert all(name.startswith(cards) for name in asked)
    severe = [entry for entry in chrome.get_log("browser") if "Content Security Policy" in entry["message"]]
    assert severe == []
