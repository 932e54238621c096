"""Errors: stable, bilingual, with place and remedy, and complete for the whole program."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import string
import sys
from pathlib import Path

import pytest

import greencard
from greencard.errors import (
    REGISTRY,
    ErrorCode,
    GreencardError,
    InvalidInput,
    NotVerified,
    Place,
    Refused,
    Unavailable,
    declare,
    raise_faults,
)


@pytest.fixture(scope="module", autouse=True)
def _every_room_is_loaded():
    for module in pkgutil.walk_packages(greencard.__path__, "greencard."):
        if ".migrations" not in module.name and not module.name.endswith("__main__"):
            importlib.import_module(module.name)


def _fields(template: str) -> set[str]:
    # A parameter that is itself words travels as a pair: `what` for the English text, `what_zh` for the Chinese.
    return {name.removesuffix("_zh") for _, name, _, _ in string.Formatter().parse(template) if name}


def test_every_code_speaks_both_languages_with_the_same_parameters():
    assert len(REGISTRY) > 50
    for code, kind in REGISTRY.items():
        assert re.fullmatch(r"GC-[A-Z]{3}-\d{3}", code), code
        assert issubclass(kind.root, (InvalidInput, Refused, NotVerified, Unavailable)), code
        for en, zh in ((kind.en, kind.zh), (kind.remedy_en, kind.remedy_zh)):
            assert en.strip(), code
            assert zh.strip(), code
            words = re.sub(r"\{\w+_zh\}", "字", zh)
            assert re.search(r"[\u4e00-\u9fff]", words), f"{code}: the Chinese text is not Chinese"
            assert _fields(en) == _fields(zh), code


def _blanks(kind: ErrorCode) -> set[str]:
    texts = (kind.en, kind.zh, kind.remedy_en, kind.remedy_zh)
    return {name for text in texts for _, name, _, _ in string.Formatter().parse(text) if name}


def _named(node: ast.expr, module: object) -> object:
    """What a name such as `NO_FILE` or `codes.NO_FILE` stands for in a module; None for anything else."""
    if isinstance(node, ast.Name):
        return getattr(module, node.id, None)
    return getattr(_named(node.value, module), node.attr, None) if isinstance(node, ast.Attribute) else None


def test_where_a_code_is_raised_every_blank_of_its_sentences_is_filled_and_no_other():
    """A blank that nobody fills would stand in the sentence as `{name}`, and only on the day the fault occurs."""
    seen, wrong = 0, []
    for name, module in sorted(sys.modules.items()):
        file = getattr(module, "__file__", None)
        if not name.startswith("greencard.") or file is None:
            continue
        for call in ast.walk(ast.parse(Path(file).read_bytes())):
            if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute)):
                continue
            kind = _named(call.func.value, module) if call.func.attr in {"at", "fault"} else None
            given = {word.arg for word in call.keywords} - {"place", "severity"}
            if not isinstance(kind, ErrorCode) or None in given:  # words handed on as a whole are filled elsewhere
                continue
            seen += 1
            if given != _blanks(kind):
                wrong.append((name, call.lineno, kind.code, given ^ _blanks(kind)))
    assert seen > 800
    assert not wrong


def test_exit_statuses_are_those_the_manual_names():
    assert [root.exit_status for root in (InvalidInput, Refused, NotVerified, Unavailable)] == [2, 3, 4, 5]


def test_a_place_reads_like_a_person_says_it():
    assert str(Place("/bom/0/net_kg", "pan.yaml", 12)) == "pan.yaml line 12 (/bom/0/net_kg)"
    assert str(Place("/bom/0")) == "/bom/0"
    assert str(Place(file="pan.yaml")) == "pan.yaml"


def test_a_code_is_declared_once():
    code = next(iter(REGISTRY))
    with pytest.raises(ValueError, match="twice"):
        declare(code, InvalidInput, en="x", zh="x", remedy_en="x", remedy_zh="x")


def test_warnings_and_questions_do_not_end_a_call():
    kind = REGISTRY["GC-QTY-001"]
    raise_faults([kind.fault(severity="warning", text="a"), kind.fault(severity="question", text="b")])
    with pytest.raises(GreencardError) as caught:
        raise_faults([kind.fault(severity="warning", text="a"), kind.fault(text="b"), kind.fault(text="c")])
    assert [fault.params["text"] for fault in caught.value.faults] == ["b", "c"]
    assert caught.value.faults[0].as_dict("zh")["detail"] == "b 不是数字。"
