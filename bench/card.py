"""Card issue and verify against the raw Ed25519 of the same library, in turns, CPU time of one process.

Issue: build the proof and write canonical bytes. Verify: read the bytes strictly and check the proof. Two sizes: the
card as it is issued, and one cut to the 3 kB that the design's bar names. `full` is `verify` with every check.
"""

from __future__ import annotations

import gc
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from nacl.bindings import crypto_sign, crypto_sign_open, crypto_sign_seed_keypair

from card_samples import ISSUED, ISSUER_KEY, LOG_CHECK, METHOD, NOW, TRUSTED, issued, public, unsigned
from greencard.card import check_proof, encode_card, secured_bytes, verify
from greencard.card.canonical import read_document

ROUNDS, TIMES = 7, 300
_, SECRET = crypto_sign_seed_keypair(b"\x11" * 32)
KEY = public(ISSUER_KEY)


def sign(message: bytes) -> bytes:
    return crypto_sign(message, SECRET)[:64]


def cut(document: dict[str, Any]) -> dict[str, Any]:
    """The document with what UNTP asks of a product left out: 3 kB secured."""
    content = {name: value for name, value in document["greenCard"].items() if name not in {"transport", "refresh"}}
    return {**document, "credentialSubject": {}, "greenCard": content}


def rate(run: Callable[[], object]) -> float:
    gc.collect()
    began = time.process_time()
    for _ in range(TIMES):
        run()
    return TIMES / (time.process_time() - began)


def issue(document: dict[str, Any]) -> bytes:
    return secured_bytes(document, sign=sign, verification_method=METHOD, created=ISSUED)[1]


def check(data: bytes) -> None:
    document, plain = read_document(data)
    check_proof(document, KEY, plain=plain)


def main() -> None:
    message = b"x" * 64
    signature = crypto_sign(message, SECRET)
    whole, small = unsigned(), cut(unsigned())
    data, small_data, file = issue(whole), issue(small), encode_card(issued())
    runs: dict[str, Callable[[], object]] = {
        "raw sign": lambda: sign(message),
        "raw verify": lambda: crypto_sign_open(signature, KEY),
        f"issue {len(small_data)} B": lambda: issue(small),
        f"issue {len(data)} B": lambda: issue(whole),
        f"verify {len(small_data)} B": lambda: check(small_data),
        f"verify {len(data)} B": lambda: check(data),
        f"full {len(file)} B": lambda: verify(file, at=NOW, trusted=TRUSTED, log_check=LOG_CHECK),
    }
    found: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(ROUNDS):
        for name, run in runs.items():
            found[name].append(rate(run))
    print(f"{'work':<16}{'per second':>12}{'of raw':>9}")
    for name, rates in found.items():
        raw = "raw sign" if name.startswith(("raw sign", "issue")) else "raw verify"
        ratios = [a / b for a, b in zip(rates, found[raw], strict=True)]
        print(f"{name:<16}{statistics.median(rates):>12,.0f}{statistics.median(ratios):>9.2f}")


if __name__ == "__main__":
    main()
