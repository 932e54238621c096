"""A command that a document shows can be typed: its verb, its options and their values are those of the program."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from cyclopts import App
from rich.cells import cell_len

from greencard.interfaces.cli import build_app
from greencard.interfaces.cli.examples import EXAMPLES

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [
    *sorted(ROOT.glob("*.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
    ROOT / "src/greencard/data/examples/README.md",
]
TYPED = re.compile(r"^\$ (?P<line>.+)$", re.MULTILINE)
NAMED = re.compile(r"(?:`|^ {4})(?P<line>greencard [^`\n]+)(?:`|$)", re.MULTILINE)


def typed(text: str) -> Iterator[list[str]]:
    """Command lines of console blocks, without the shell around them and without a remark behind them."""
    for match in TYPED.finditer(text):
        reader = shlex.shlex(match["line"], posix=True, punctuation_chars=";|&")
        reader.whitespace_split = True
        words: list[str] = []
        for word in [*reader, ";"]:
            if word.strip(";|&"):
                words.append(word)
                continue
            if words[:1] == ["greencard"]:
                yield words[1:]
            words = []


def named(text: str) -> Iterator[list[str]]:
    """Commands named in a sentence or as a usage line: a verb, perhaps options."""
    for match in NAMED.finditer(text):
        for line in match["line"].split(" | "):
            if line.startswith("greencard "):  # in a pipe, each by itself
                yield re.sub(r"[\[\]…|]", " ", line).split()[1:]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_command_shown_can_be_typed(document: Path):
    app = build_app()
    for words in typed(document.read_text(encoding="utf-8")):
        # binds every word to a parameter and reads its value; nothing is run
        app.parse_args(words, exit_on_error=False, print_error=False)
        for word in words:
            assert not word.startswith("examples/") or (ROOT / word).exists(), word


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_verb_and_option_named_exists(document: Path):
    app = build_app()
    for words in named(document.read_text(encoding="utf-8")):
        if words[:1] == ["--help"]:
            continue
        _, apps, rest = app.parse_commands(words)
        command = apps[-1]
        options = {word.partition("=")[0] for word in rest if word.startswith("--")} - {"--help", "--version"}
        if command.default_command is None:
            # not a verb yet: nothing may stand behind it
            assert not options, words
            assert all(word.startswith("--") for word in rest), words
            continue
        known = {name for argument in command.assemble_argument_collection() for name in argument.names}
        assert options <= known, (words, options - known)


def test_the_documents_do_show_commands():
    texts = [path.read_text(encoding="utf-8") for path in DOCUMENTS]
    assert sum(1 for text in texts for _ in typed(text)) >= 20
    assert sum(1 for text in texts for _ in named(text)) >= 20


def test_every_verb_has_an_example_that_can_be_typed():
    verbs = dict(leaves(build_app()))
    assert set(EXAMPLES) == set(verbs)
    for path, lines in EXAMPLES.items():
        for line in lines:
            assert cell_len(line) <= 78, line  # two blanks before it: no line of a terminal of 80 is broken
            (words,) = typed(f"$ {line}")
            assert " ".join(words).startswith(path)
            build_app().parse_args(words, exit_on_error=False, print_error=False)
            for word in words:
                assert not word.startswith("examples/") or (ROOT / word).exists(), word


def test_an_option_of_one_meaning_has_one_name():
    for path, command in leaves(build_app()):
        names = {name for argument in command.assemble_argument_collection() for name in argument.names}
        assert not names & {"--destination", "--date", "--until-day", "--end"}, path
        if "--from" in names:
            assert "--until" in names, path  # --to is a destination at every verb
        assert "--output" not in names or "--out" in names, path


OPTION = re.compile(r"`(--[a-z][a-z-]+)(?:[ =][^`]*)?`")
ELSEWHERE = {"--no-build-isolation", "--require-hashes", "--noconftest", "--durations", "--quick"}
"""Options of other programs, the benchmarks among them, that a document names."""


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_option_named_by_itself_is_one_of_the_program(document: Path):
    known = {"--help", "--version", *ELSEWHERE}
    for _, command in leaves(build_app()):
        known |= {name for argument in command.assemble_argument_collection() for name in argument.names}
    assert set(OPTION.findall(document.read_text(encoding="utf-8"))) <= known


def leaves(app: App, above: str = "") -> Iterator[tuple[str, App]]:
    """Every verb that does something, by its words."""
    for name in app:
        if name.startswith("-"):
            continue
        inner, path = app[name], f"{above} {name}".strip()
        if inner.default_command is None:
            yield from leaves(inner, path)
        else:
            yield path, inner
