"""Strict reading and canonical writing; the fast path and the reference give the same bytes and verdicts."""

from __future__ import annotations

import json
import struct

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from greencard.card import canonical, jcs, parse_document
from greencard.errors import InvalidInput, NotVerified

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
KEYS = TEXT | st.text(st.sampled_from("a\ud7ff\ue000\uffff\U00010000\U0010ffff"), max_size=3)
NUMBERS = (
    st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from([0.0, -0.0, 1.0, 1e21, 1e-7, 1e-6, 123456789012345.6, 1e15, 0.0001, 0.00009999, 5e-324, 1e22])
)


def values(numbers):
    return st.recursive(
        st.none() | st.booleans() | numbers | TEXT,
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
        max_leaves=20,
    )


VALUES = values(NUMBERS)
# JCS writes a whole double without exponent up to 1e21; beyond 2**53 such text is an integer that readers may change.
READABLE = values(NUMBERS.filter(lambda n: abs(n) < 2**53 or abs(n) >= 1e21))


@settings(max_examples=60)
@given(value=VALUES)
def test_jcs_gives_the_bytes_of_the_reference(value):
    assert jcs(value) == rfc8785.dumps(value)


@settings(max_examples=60)
@given(bits=st.lists(st.binary(min_size=8, max_size=8), min_size=40, max_size=40))
def test_jcs_writes_every_double_as_the_reference_does(bits):
    doubles = [value for (value,) in (struct.unpack(">d", item) for item in bits) if value - value == 0]
    assert jcs(doubles) == rfc8785.dumps(doubles)


def test_the_number_samples_of_rfc_8785_appendix_b():
    samples = {
        "0000000000000000": "0",
        "8000000000000000": "0",
        "0000000000000001": "5e-324",
        "8000000000000001": "-5e-324",
        "7fefffffffffffff": "1.7976931348623157e+308",
        "4340000000000000": "9007199254740992",
        "c340000000000000": "-9007199254740992",
        "4430000000000000": "295147905179352830000",
        "44b52d02c7e14af5": "9.999999999999997e+22",
        "44b52d02c7e14af6": "1e+23",
        "444b1ae4d6e2ef4e": "999999999999999700000",
        "444b1ae4d6e2ef50": "1e+21",
        "3eb0c6f7a0b5ed8c": "9.999999999999997e-7",
        "3eb0c6f7a0b5ed8d": "0.000001",
        "41b3de4355555553": "333333333.3333332",
        "41b3de4355555557": "333333333.33333343",
        "becbf647612f3696": "-0.0000033333333333333333",
        "43143ff3c1cb0959": "1424953923781206.2",
    }
    for bits, text in samples.items():
        assert jcs(struct.unpack(">d", bytes.fromhex(bits))[0]).decode() == text


@pytest.mark.parametrize("number", [0.0, -0.0, 1.0, -7.0, 100.0, 1e15, 2.0**52, 1e16, 1e21, 1e300, 1e-5, -1e-7, 5e-324])
def test_numbers_that_the_fast_writer_spells_otherwise(number):
    assert jcs({"a": number}) == rfc8785.dumps({"a": number})


@settings(max_examples=60)
@given(number=st.floats(1e14, 2.0**53) | st.floats(1e-8, 1e-2))
def test_numbers_near_the_edges_of_plain_notation(number):
    assert jcs([number, -number]) == rfc8785.dumps([number, -number])


def test_depth_is_bounded_before_anything_is_parsed():
    canonical._check_depth(b"[" * 64 + b"]" * 64)
    canonical._check_depth(b"[]" * 200)
    canonical._check_depth(b'{"[[\\"[[":"' + b"[" * 100 + b'"}')
    for data in (b"[" * 65, b'{"a":' * 65, b'"\\"' + b'"' + b"[" * 65):
        with pytest.raises(NotVerified):
            canonical._check_depth(data)


def test_the_sorting_sample_of_rfc_8785():
    value = {"\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\U0001f600": 5, "\u0080": 6, "\u00f6": 7}
    assert list(json.loads(jcs(value)).values()) == [2, 4, 6, 7, 1, 5, 3]


@settings(max_examples=60)
@given(value=st.dictionaries(KEYS, VALUES, max_size=4), indent=st.sampled_from([None, 1]), ascii_only=st.booleans())
def test_reading_gives_what_was_written_in_any_spelling(value, indent, ascii_only):
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    assert jcs(parse_document(text.encode())) == jcs(value)


@settings(max_examples=60)
@given(value=st.dictionaries(KEYS, READABLE, max_size=4))
def test_fast_and_strict_reading_agree(value):
    data = jcs(value)
    assert jcs(canonical._parse_strict(data)) == jcs(parse_document(data)) == data


REFUSED = {
    "not JSON": b"{",
    "empty": b"",
    "list": b"[]",
    "text": b'"a"',
    "duplicate": b'{"a":1,"a":1}',
    "duplicate after escape": b'{"a":1,"\\u0061":2}',
    "duplicate inside": b'{"x":[{"a":1,"a":2}]}',
    "lone surrogate": b'{"a":"\\ud800"}',
    "lone surrogate key": b'{"\\udc00":1}',
    "reversed surrogates": b'{"a":"\\udc00\\ud800"}',
    "raw surrogate": b'{"a":"\xed\xa0\x80"}',
    "latin-1": b'{"a":"\xe9"}',
    "byte order mark": b'\xef\xbb\xbf{"a":1}',
    "NaN": b'{"a":NaN}',
    "Infinity": b'{"a":-Infinity}',
    "overflow": b'{"a":1e999}',
    "2**53": b'{"a":9007199254740992}',
    "-2**53": b'{"a":-9007199254740992}',
    "2**64": b'{"a":18446744073709551616}',
    "long integer": b'{"a":' + b"9" * 5000 + b"}",
    "trailing": b'{"a":1}x',
    "two values": b'{"a":1}{"a":1}',
    "control character": b'{"a":"\x01"}',
    "comment": b'{"a":1/**/}',
    "trailing comma": b'{"a":1,}',
    "single quotes": b"{'a':1}",
    "deep lists": b'{"a":' + b"[" * 64 + b"]" * 64 + b"}",
    "deep objects": b'{"a":' * 65 + b"1" + b"}" * 65,
    "very deep": b"[" * 500_000,
    "too long": b'{"a":"' + b"x" * (1 << 20) + b'"}',
}


@pytest.mark.parametrize("data", REFUSED.values(), ids=REFUSED.keys())
def test_what_two_readers_might_see_differently_is_refused(data):
    with pytest.raises(NotVerified) as caught:
        parse_document(data)
    assert caught.value.code == "GC-CRD-001"
    assert caught.value.faults[0].text("zh").startswith("卡片无法读取")


@pytest.mark.parametrize("data", REFUSED.values(), ids=REFUSED.keys())
def test_it_is_refused_without_the_fast_path_too(data, monkeypatch):
    monkeypatch.setattr(canonical, "_fast", None)
    with pytest.raises(NotVerified) as caught:
        parse_document(data)
    assert caught.value.code == "GC-CRD-001"


@settings(max_examples=30)
@given(value=VALUES)
def test_writing_without_the_fast_path_gives_the_same_bytes(value):
    kept, canonical._fast = canonical._fast, None
    try:
        slow = jcs(value)
    finally:
        canonical._fast = kept
    assert jcs(value) == slow


def test_the_limits_are_reached_exactly():
    assert parse_document(b'{"a":' + b"[" * 63 + b"]" * 63 + b"}")
    assert parse_document(b'{"a":9007199254740991,"b":-9007199254740991}') == {"a": 2**53 - 1, "b": 1 - 2**53}
    assert parse_document(b'{"a":"' + b"x" * ((1 << 20) - 8) + b'"}')
    assert parse_document(b'{"a":"[[[[\\"[[[["}') == {"a": '[[[["[[[['}
    brackets = b"[" * 100
    assert parse_document(b'{ "a":"' + brackets + b'"}') == {"a": brackets.decode()}


@pytest.mark.parametrize(
    "value",
    [
        {1: "a"},
        {"a": object()},
        {"a": b"bytes"},
        {"a": float("nan")},
        {"a": float("-inf")},
        {"a": 2**53},
        {"a": "\ud800"},
        {"\udfff": 1},
        {"a": {1, 2}},
    ],
)
def test_values_without_a_canonical_form_are_refused(value):
    with pytest.raises(InvalidInput) as caught:
        jcs(value)
    assert caught.value.code == "GC-CRD-014"


def test_a_value_that_contains_itself_is_refused():
    value: dict[str, object] = {}
    value["a"] = value
    with pytest.raises(InvalidInput):
        jcs(value)


def test_a_whole_double_beyond_2_53_is_written_by_the_rule_and_refused_when_read():
    assert jcs({"a": 1e20}) == b'{"a":100000000000000000000}'
    assert parse_document(b'{"a":1e20}') == {"a": 1e20}
    with pytest.raises(NotVerified):
        parse_document(b'{"a":100000000000000000000}')
