"""Errors: stable, bilingual, with place and remedy, and complete for the whole program."""

from __future__ import annotations

import importlib
import pkgutil
import re
import string

import pytest

import greencard
from greencard.errors import (
    REGISTRY,
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
