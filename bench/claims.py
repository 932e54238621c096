"""Claims: precision and recall on the vectors by language, and characters per CPU second against regular expressions.

Run: `python bench/claims.py`. The yardstick is what the lexicon replaced: one alternation per family, searched over the
same text in the same run. `tuned` phrases were used while the lexicon was written; `held out` ones were written
afterwards (61 of 74 were right before anything in them was mended), so their figure says more about texts to come.
"""

from __future__ import annotations

import json
import re
import statistics
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from greencard.adapters.packs.claims import claim_lexicon

ROOT = Path(__file__).parents[1]
OLD = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        (
            r"carbon[- ]?(?:neutral|positive|negative|offset|free)|(?:zero|net[- ]?zero)[- ]?(?:carbon|emission)"
            r"|climate[- ]?(?:neutral|positive)|零碳|碳中和|碳中性|净零|零排放|碳抵消|气候中[和性]"
        ),
        r"bio-?degradable|可(?:生物)?降解",
        r"compostable|可堆肥",
        r"plastic[- ]free|无塑|不含塑料",
        r"recyclable|可回收",
        r"recycled|再生(?!能源)|回收料",
        r"bamboo (?:fib(?:re|er)|fabric)|竹纤维",
        (
            r"eco[- ]?friendly|environment(?:ally)?[- ]friendly|sustainable|(?<![a-z])green(?! card)(?![a-z])"
            r"|环保|绿色|可持续|低碳"
        ),
        r"(?:by|until) 20[3-5]\d|20[3-5]\d ?年",
    )
)
MADE = {"asserted", "ambiguous", "name"}


def counted(cases: Iterable[dict[str, Any]], claims: Callable[[str], list[str]]) -> tuple[int, int, int]:
    """Families rightly found, wrongly found, missed."""
    hit = false = missed = 0
    for case in cases:
        wanted = [one["family"] for one in case["expect"] if one["use"] in MADE]
        for family in claims(case["text"]):
            if family in wanted:
                wanted.remove(family)
                hit += 1
            else:
                false += 1
        missed += len(wanted)
    return hit, false, missed


def old_claims(text: str) -> list[str]:
    names = ("neutrality", "biodegradable", "compostable", "plastic_free", "recyclable", "recycled", "bamboo_textile")
    return [name for name, pattern in zip((*names, "generic", "future"), OLD, strict=True) if pattern.search(text)]


def row(name: str, cases: list[dict[str, Any]], claims: Callable[[str], list[str]]) -> None:
    hit, false, missed = counted(cases, claims)
    precision, recall = hit / max(1, hit + false), hit / max(1, hit + missed)
    print(f"{name:<28} {len(cases):>4} phrases   precision {precision:6.1%}   recall {recall:6.1%}")


def seconds(call: Callable[[], object], rounds: int = 5) -> float:
    def once() -> float:
        start = time.process_time()
        call()
        return time.process_time() - start

    return statistics.median(once() for _ in range(rounds))


def main() -> None:
    start = time.perf_counter()
    lexicon = claim_lexicon()
    lines = sum(lexicon.phrases.lines.values())
    print(f"lexicon: {lines} lines read and grown in {(time.perf_counter() - start) * 1e3:.0f} ms")
    cases = json.loads((ROOT / "tests" / "vectors" / "claims.json").read_text("utf-8"))["cases"]

    def ours(text: str) -> list[str]:
        return [one.family for one in lexicon.find(text) if one.use in MADE]

    for lang in ("en", "zh", "de", "fr", "es"):
        row(f"{lang}, tuned", [c for c in cases if c["lang"] == lang and not c.get("held_out")], ours)
    held = [c for c in cases if c.get("held_out")]
    row("all, held out", held, ours)
    row("held out, old word lists", held, old_claims)
    texts = {
        "English": "We make bamboo desk sets in Yiwu and ship them by sea to Hamburg; 28 % recycled. " * 2_000,
        "Chinese": "我们在义乌生产竹制桌面套装，经海运发往汉堡；产品质量的百分之二十八为再生料。" * 5_000,
        "hostile: green …": "green " * 33_000,
        "hostile: 碳 …": "碳" * 200_000,
    }
    for name, text in texts.items():
        mine, plain = seconds(lambda t=text: lexicon.find(t)), seconds(lambda t=text: [len(p.findall(t)) for p in OLD])
        print(
            f"{name:<20} {len(text):>7} characters: {len(text) / mine / 1e6:5.2f} M/s, nine regular expressions "
            f"{len(text) / plain / 1e6:5.2f} M/s, ratio {mine / plain:.1f}"
        )


if __name__ == "__main__":
    main()
