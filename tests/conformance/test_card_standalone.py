"""Checking a card needs msgspec, cryptography, cbor2, rfc8785 and the standard library, and nothing else."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from card_samples import ISSUER_ID, ISSUER_KEY, LOG, LOG_KEY, NOW, issued, public
from greencard.card import encode_card, encode_compact

# `_openssl` is the binding inside cryptography, `_cffi_backend` the part of cffi it is built on.
ALLOWED = {"greencard", "msgspec", "cryptography", "_openssl", "cffi", "_cffi_backend", "cbor2", "_cbor2", "rfc8785"}
FAST = {"nacl", "orjson"}

PROGRAM = """
import sys

ALLOWED = set(sys.argv[1].split(","))


class Blocker:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] not in ALLOWED | sys.stdlib_module_names:
            raise ImportError(f"{name} is blocked")
        return None


# What the interpreter itself loaded at start (site hooks of editable installs) is not ours to judge.
before = set(sys.modules)
sys.meta_path.insert(0, Blocker())

from datetime import datetime
from pathlib import Path

from greencard.card import canonical, ed25519, verify, verify_compact
from greencard.log import publication_check

folder = Path(sys.argv[2])
keys = {name: (folder / name).read_bytes() for name in ("issuer", "log")}
found = verify(
    (folder / "card.json").read_bytes(),
    at=datetime.fromisoformat(sys.argv[3]),
    trusted={sys.argv[4]: keys["issuer"]},
    log_check=publication_check({sys.argv[5]: keys["log"]}),
    compact=(folder / "card.gc1").read_bytes(),
)
assert verify_compact((folder / "card.gc1").read_bytes(), keys["issuer"]).figures["pcf"] == found.figures["pcf"]
loaded = {name.partition(".")[0] for name in set(sys.modules) - before} - sys.stdlib_module_names
rooms = {name for name in sys.modules if name.startswith("greencard.") and name.count(".") == 1}
fast = (canonical._fast is not None, ed25519._open is not None)
print(found.outcome, found.digest, *fast, sorted(loaded), sorted(rooms), sep="\\n")
"""


@pytest.fixture
def folder(tmp_path) -> Path:
    card = issued()
    compact = encode_compact(card.document, public_key=public(ISSUER_KEY), sign=ISSUER_KEY.sign)
    (tmp_path / "card.json").write_bytes(encode_card(card))
    (tmp_path / "card.gc1").write_bytes(compact)
    (tmp_path / "issuer").write_bytes(public(ISSUER_KEY))
    (tmp_path / "log").write_bytes(public(LOG_KEY))
    return tmp_path


def run(folder: Path, allowed: set[str]) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, ",".join(sorted(allowed)), str(folder), NOW.isoformat(), ISSUER_ID, LOG],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_a_card_is_verified_with_nothing_but_the_four_libraries(folder):
    outcome, digest, orjson, nacl, loaded, rooms = run(folder, ALLOWED)
    assert (outcome, digest) == ("genuine", issued().digest)
    assert (orjson, nacl) == ("False", "False")
    assert set(eval(loaded)) <= ALLOWED  # noqa: S307 - a list of names printed by the program above
    assert set(eval(rooms)) == {  # noqa: S307 - same
        "greencard.card",
        "greencard.errors",
        "greencard.log",
        "greencard.model",
        "greencard.quantity",
    }


def test_the_fast_libraries_change_nothing_but_speed(folder):
    pytest.importorskip("orjson")
    pytest.importorskip("nacl")
    slow, fast = run(folder, ALLOWED), run(folder, ALLOWED | FAST)
    assert fast[2:4] == ["True", "True"]
    assert fast[:2] == slow[:2]


def test_the_blocker_blocks(folder):
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, "greencard,msgspec", str(folder), NOW.isoformat(), ISSUER_ID, LOG],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 1
    assert "is blocked" in done.stderr
