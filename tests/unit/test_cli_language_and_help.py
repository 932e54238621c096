"""The first thing a person meets: help at once, in their language, without loading what it does not need."""

from __future__ import annotations

import subprocess
import sys

import pytest

from greencard.interfaces.cli.terminal import language
from service_samples import EXAMPLES
from walk import Shell

HEAVY = {"numpy", "scipy", "sqlalchemy", "alembic", "starlette", "uvicorn", "jinja2", "yaml", "cryptography", "cbor2"}


@pytest.fixture
def shell(monkeypatch, capfdbinary, tmp_path):
    return Shell(monkeypatch, capfdbinary, tmp_path)


@pytest.mark.parametrize(
    ("argv", "environ", "expected"),
    [
        (["assess", "x"], {}, "en"),
        (["assess", "x"], {"LANG": "zh_CN.UTF-8"}, "zh"),
        (["assess", "x"], {"LANG": "de_DE.UTF-8"}, "en"),
        (["assess", "x"], {"LC_ALL": "en_GB", "LANG": "zh_CN"}, "en"),
        (["assess", "x"], {"GREENCARD_LANG": "zh", "LC_ALL": "en_GB"}, "zh"),
        (["assess", "--lang", "zh"], {"LANG": "en_GB"}, "zh"),
        (["assess", "--lang=en"], {"LANG": "zh_CN"}, "en"),
        (["assess", "--lang"], {"LANG": "zh_CN"}, "zh"),
    ],
)
def test_language_is_asked_for_or_the_locales(argv, environ, expected):
    assert language(argv, environ) == expected


def test_help_loads_nothing_heavy():
    code = (
        "import sys\n"
        "from greencard.interfaces.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        "print('LOADED', *sorted({name.partition('.')[0] for name in sys.modules}))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.rpartition("LOADED")[2].split())
    assert "cyclopts" in loaded
    assert not loaded & HEAVY


@pytest.mark.parametrize("verb", [("--help",), ("assess", "--help"), ("card", "verify", "--help"), ("check", "--help")])
def test_every_verb_explains_itself(shell, verb):
    done = shell(*verb)
    assert done.status == 0
    assert "greencard" in done.out


@pytest.mark.parametrize(
    ("arguments", "helped"),
    [
        (("energy", "match", "x.csv", "--bogus"), "greencard energy match --help"),
        (("energy", "allocate"), "greencard energy allocate --help"),
        (("factors", "search", "--kind", "bogus"), "greencard factors search --help"),
        (("card", "verify", "a", "b"), "greencard card verify --help"),
        (("report", "x", "--on", "bogus"), "greencard report --help"),
        (("energy", "bogus"), "greencard energy --help"),
        (("bogus",), "greencard --help"),
    ],
)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_wrong_command_line_is_sent_to_the_help_of_its_own_verb(shell, arguments, helped, lang):
    done = shell(*arguments, "--lang", lang)
    assert done.status == 2
    assert helped in done.err


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_help_lists_the_verbs_in_the_order_of_the_work(shell, lang):
    done = shell("--help", "--lang", lang)
    verbs = [words[1] for words in map(str.split, done.out.splitlines()) if words[:1] == ["│"] and words[1].islower()]
    order = ["init", "product", "energy", "factors", "assess", "report", "compare", "pillars", "card", "check"]
    order += ["claims", "rules", "border", "demo", "serve"]
    assert [verb for verb in verbs if not verb.startswith("-")] == order


@pytest.mark.parametrize("name", sorted(path.stem for path in EXAMPLES.glob("*.yaml")))
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_example_is_shown_in_both_languages(shell, name, lang):
    done = shell("assess", str(EXAMPLES / f"{name}.yaml"), "--lang", lang, "--explain")
    assert done.status == 0
    assert ("示例" if lang == "zh" else "ILLUSTRATIVE") in done.out
    assert ("出厂合计" if lang == "zh" else "Total to the factory gate") in done.out


def test_a_verdict_in_chinese(shell):
    file = str(EXAMPLES / "bamboo-fibre-kitchenware.yaml")
    done = shell(
        "check", file, "--to", "DE", "--on", "2027-02-10", "--as-of", "2026-11-23", "--quantity", "10", "--lang", "zh"
    )
    assert done.status == 0
    assert done.out.startswith("不可进")
    assert "不适用" in done.out


def test_a_reader_who_stops_reading_is_no_fault():
    command = f"{sys.executable} -m greencard product schema | head -c 10"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.stdout
