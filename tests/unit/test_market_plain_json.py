"""The quick way through a product file against the one that keeps lines: as strict, and the same product."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from greencard.adapters.packs.examples import example_files
from greencard.catalogue import product_file
from greencard.catalogue.assembly import assemble
from greencard.catalogue.fields import RECORDS
from greencard.catalogue.plain_json import MAX_PLAIN_BYTES, NotPlain, plain_row
from greencard.errors import GreencardError
from plain_samples import BASE, DOCUMENTS, ODD, PACKS, SUSPECT, leaves_of, slowly, text_of


def quickly(data: bytes):
    try:
        return assemble(plain_row(data, PACKS.hs(), PACKS.facts()))
    except NotPlain:
        return None


@pytest.mark.parametrize("document", DOCUMENTS, ids=[path.stem for path in example_files()])
def test_every_example_is_plain_and_the_same(document):
    data = json.dumps(document, ensure_ascii=False).encode()
    quick = quickly(data)
    assert quick is not None
    assert quick == slowly(data)
    assert repr(quick) == repr(slowly(data)), "digits too: 0.10 stays 0.10"


def test_escaped_and_indented_json_is_plain_too():
    document = DOCUMENTS[1]
    for data in (json.dumps(document), json.dumps(document, indent=2), json.dumps(document, separators=(",", ":"))):
        assert quickly(data.encode()) == slowly(data.encode())


def test_chinese_keys_are_plain_too():
    record = {item.key: item.zh[0] for item in RECORDS[0].fields if item.zh}
    document = {record.get(key, key): value for key, value in DOCUMENTS[1].items()}
    data = json.dumps(document, ensure_ascii=False).encode()
    assert quickly(data) == slowly(data) == quickly(json.dumps(DOCUMENTS[1]).encode())


@pytest.mark.parametrize("text", SUSPECT)
def test_what_the_slow_reader_refuses_is_never_accepted_and_what_it_reads_is_the_same(text):
    data = text.encode("utf-8", "surrogatepass")
    quick = quickly(data)
    if quick is not None:
        assert quick == slowly(data)
        assert repr(quick) == repr(slowly(data))


@pytest.mark.parametrize("at", [0, 1, 2, 3, 4])
def test_a_key_given_twice_is_seen(at):
    data = SUSPECT[at].encode()
    assert quickly(data) is None
    with pytest.raises(GreencardError):
        product_file.read_product(data, "p.json", PACKS.hs(), PACKS.facts())


def test_bytes_that_are_no_text_and_files_that_are_long_take_the_slow_way():
    assert quickly(text_of().encode().replace(b"clay", b"cl\xffay")) is None
    long = text_of(claims=["x" * 400] * 110).encode()
    assert len(long) > MAX_PLAIN_BYTES
    assert quickly(long) is None
    assert len(product_file.read_product(long, "p.json", PACKS.hs(), PACKS.facts()).claims) == 110


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_an_odd_value_anywhere_never_makes_another_product(data):
    document = json.loads(json.dumps(data.draw(st.sampled_from(DOCUMENTS))))
    for _ in range(data.draw(st.integers(1, 2))):
        path = data.draw(st.sampled_from(leaves_of(document)))
        inner = document
        for step in path[:-1]:
            inner = inner[step]
        inner[path[-1]] = data.draw(ODD)
    text = json.dumps(document, ensure_ascii=False).encode()
    quick = quickly(text)
    if quick is not None:
        assert quick == slowly(text)


def test_the_public_reader_gives_the_lines_of_what_is_wrong():
    text = json.dumps(BASE | {"mass_kg": -1}, indent=1)
    with pytest.raises(GreencardError) as caught:
        product_file.read_product(text.encode(), "p.json", PACKS.hs(), PACKS.facts())
    line = next(number for number, row in enumerate(text.splitlines(), 1) if "mass_kg" in row)
    assert caught.value.faults[0].place.line == line


def test_numbers_keep_their_digits():
    text = text_of().replace('"net_kg": 1', '"net_kg": 1.000')
    assert str(product_file.read_product(text.encode(), "p.json", PACKS.hs()).bom[0].net_kg) == "1.000"
    assert product_file.read_product(text.encode(), "p.json", PACKS.hs()).bom[0].net_kg == Decimal(1)
