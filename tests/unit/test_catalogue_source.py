"""Untrusted bytes: size, encoding, syntax, bounds; each refusal with its code, its line and both languages."""

from __future__ import annotations

import json
import string
import tracemalloc
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from greencard.catalogue.source import MAX_BYTES, load, text_of
from greencard.catalogue.tree import MAX_DEPTH, MAX_NODES, Listing, Node, Scalar, Table, is_null
from greencard.errors import GreencardError, InvalidInput


def plain(node: Node) -> object:
    """The tree as Python lists, dictionaries and texts."""
    if isinstance(node, Table):
        return {key.text: plain(value) for key, value in node.entries}
    if isinstance(node, Listing):
        return [plain(item) for item in node.items]
    return node.text


def refusal(data: bytes, file: str = "p.yaml") -> tuple[str, int | None]:
    with pytest.raises(InvalidInput) as caught:
        load(data, file)
    fault = caught.value.faults[0]
    assert fault.text("en") != fault.text("zh")
    assert fault.remedy("en") != fault.remedy("zh")
    assert fault.place.file == file
    return fault.code, fault.place.line


def test_values_stay_as_they_were_written():
    root = load(b"a: 0.10\nb: 1e3\nc: 012\nd: 1:30\ne: NO\nf: 2026-09-30\ng: 0x1F\nh: 1_000\n", "p.yaml").root
    assert plain(root) == {
        "a": "0.10", "b": "1e3", "c": "012", "d": "1:30", "e": "NO", "f": "2026-09-30", "g": "0x1F", "h": "1_000",
    }  # fmt: skip


def test_every_node_keeps_its_line_and_quotes():
    root = load("# 说明\n名称: 竹盒\nbom:\n  - net_kg: '1'\n".encode(), "p.yaml").root
    assert isinstance(root, Table)
    (name, value), (_, bom) = root.entries
    assert (name, value) == (Scalar("名称", 2), Scalar("竹盒", 2))
    assert isinstance(bom, Listing)
    line = bom.items[0]
    assert isinstance(line, Table)
    assert line.entries[0] == (Scalar("net_kg", 4), Scalar("1", 4, plain=False))


@pytest.mark.parametrize("text", ["a:", "a: ~", "a: null", "{a: null}", '{"a": null}'])
def test_a_value_left_out_is_null(text: str):
    root = load(text.encode(), "p").root
    assert isinstance(root, Table)
    assert is_null(root.entries[0][1])


def test_quoted_null_is_a_text():
    root = load(b'a: "null"', "p").root
    assert isinstance(root, Table)
    assert not is_null(root.entries[0][1])


class CountingReader:
    """A source of endless bytes that counts what was asked for."""

    def __init__(self) -> None:
        self.given = 0

    def read(self, size: int, /) -> bytes:
        self.given += size
        return b"#" * size


def test_fifty_megabytes_are_refused_before_parsing():
    data = b"a: 1\n" * 10_000_000
    assert len(data) == 50_000_000
    tracemalloc.start()
    assert refusal(data) == ("GC-CAT-001", None)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 1_000_000  # neither decoded nor copied


def test_a_reader_is_asked_for_one_byte_more_than_the_limit_and_no_further():
    reader = CountingReader()
    with pytest.raises(InvalidInput) as caught:
        text_of(reader, "p.yaml")
    assert caught.value.code == "GC-CAT-001"
    assert reader.given == MAX_BYTES + 1


def test_the_limit_itself_is_read():
    assert len(text_of(b"#" * MAX_BYTES, "p")) == MAX_BYTES


@pytest.mark.parametrize("encoding", ["gb18030", "gbk"])
def test_chinese_legacy_encoding_is_named(encoding: str):
    data = "id: a\n名称: 竹木办公收纳五件套\n".encode(encoding)
    with pytest.raises(InvalidInput) as caught:
        load(data, "p.yaml")
    fault = caught.value.faults[0]
    assert (fault.code, fault.place.line) == ("GC-CAT-002", 2)
    assert "GB18030" in fault.text("en")
    assert "GB18030" in fault.text("zh")
    assert "UTF-8" in fault.remedy("zh")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf16_is_named(encoding: str):
    with pytest.raises(InvalidInput) as caught:
        load("id: a\nname: b\n".encode(encoding), "p.yaml")
    assert caught.value.code == "GC-CAT-002"
    assert caught.value.faults[0].params["looks_like"] == "UTF-16"


def test_latin1_is_not_called_chinese():
    with pytest.raises(InvalidInput) as caught:
        load("name: caf\xe9\n".encode("latin-1"), "p.yaml")
    assert "GB18030" not in caught.value.faults[0].params["looks_like"]


def test_byte_order_mark_is_read_over():
    assert plain(load(b"\xef\xbb\xbfid: a", "p").root) == {"id": "a"}
    assert plain(load(b'\xef\xbb\xbf{"id": "\\ud83d\\ude00"}', "p.json").root) == {"id": "\U0001f600"}


def test_billion_laughs_are_refused_at_the_first_anchor():
    bomb = b"a: &a [x, x, x, x, x, x, x, x, x]\n" + b"".join(
        b"%c: &%c [%s]\n" % (n, n, b", ".join([b"*%c" % (n - 1)] * 9)) for n in range(ord("b"), ord("j"))
    )
    assert refusal(bomb) == ("GC-CAT-007", 1)
    assert refusal(b"id: a\nname: *x\n") == ("GC-CAT-007", 2)


def test_a_merge_key_is_no_way_round():
    assert refusal(b"base: &b {x: 1}\na: {<<: *b}\n") == ("GC-CAT-007", 1)


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"a: !!python/object/apply:os.system ['true']\n", 1),
        (b"a: 1\nb: !secret x\n", 2),
        (b"!!map {a: 1}\n", 1),
    ],
)
def test_tags_are_refused(data: bytes, line: int):
    assert refusal(data) == ("GC-CAT-008", line)


@pytest.mark.parametrize("opener", [b"[", b"{a: ", b'{"a":'])
def test_deep_nesting_is_refused_without_deep_recursion(opener: bytes):
    assert refusal(opener * 100_000)[0] == "GC-CAT-006"


def test_depth_up_to_the_bound_is_read():
    load(b"[" * MAX_DEPTH + b"]" * MAX_DEPTH, "p")
    assert refusal(b"[" * (MAX_DEPTH + 1) + b"]" * (MAX_DEPTH + 1)) == ("GC-CAT-006", 1)


def test_too_many_entries_are_refused_at_the_line_of_the_first_one_too_many():
    load(b"- x\n" * (MAX_NODES - 1), "p")
    assert refusal(b"- x\n" * (MAX_NODES + 5)) == ("GC-CAT-006", MAX_NODES)
    assert refusal(json.dumps(["x"] * (MAX_NODES + 5)).encode()) == ("GC-CAT-006", 1)


@pytest.mark.parametrize(
    ("data", "pointer"),
    [
        (b"id: a\nbom:\n  - net_kg: 1\n    origin: X\n    net_kg: 2\n", "/bom/0/net_kg"),
        (b'{"id": "a",\n"bom":\n[{"net_kg": 1,\n"origin": "X",\n"net_kg": 2}]}', "/bom/0/net_kg"),
    ],
)
def test_a_key_given_twice_is_refused_with_both_lines_and_the_first_kept(data: bytes, pointer: str):
    source = load(data, "p")
    (fault,) = source.faults
    assert fault.code == "GC-CAT-009"
    assert (fault.params["first_line"], fault.params["second_line"]) == ("3", "5")
    assert (fault.place.pointer, fault.place.line) == (pointer, 5)
    assert plain(source.root) == {"id": "a", "bom": [{"net_kg": "1", "origin": "X"}]}


def test_a_full_width_colon_is_explained():
    with pytest.raises(InvalidInput) as caught:
        load("编号: a\n品牌：竹盒\n净重: 1\n".encode(), "p.yaml")
    fault = caught.value.faults[0]
    assert (fault.code, fault.place.line) == ("GC-CAT-004", 2)
    assert "品牌: " in fault.remedy("zh")


def test_a_tab_is_explained():
    assert refusal(b"bom:\n\t- net_kg: 1\n") == ("GC-CAT-005", 2)


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"a: 1\nb: [1, 2\nc: 3\n", 2),
        (b"a: 'x\n", 1),
        (b"a: 1\nb: 2\n\x00", 3),
        (b"a: 1\n  b: 2\n", 2),
        (b"a: \x01\n", 1),
    ],
)
def test_broken_yaml_names_its_line(data: bytes, line: int):
    assert refusal(data) == ("GC-CAT-003", line)


@pytest.mark.parametrize("data", [b"", b"   \n", b"# nothing but a comment\n"])
def test_an_empty_file_is_no_product(data: bytes):
    assert refusal(data) == ("GC-CAT-010", 1)


def test_two_documents_are_refused():
    assert refusal(b"a: 1\n---\nb: 2\n") == ("GC-CAT-010", 2)


def test_json_with_tabs_escapes_and_no_spaces():
    data = '\t{\t"名称":"\\u7af9\\ud83d\\ude00\\/",\r\n\t"n":[1,-0.50,1E+3,true,null,""],"o":{},"l":[]}\n'.encode()
    assert plain(load(data, "p.json").root) == {
        "名称": "竹\U0001f600/", "n": ["1", "-0.50", "1E+3", "true", "null", ""], "o": {}, "l": [],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b'{"a": 1,}', 1),
        (b'{"a": 1\n"b": 2}', 2),
        (b'{"a": 01}', 1),
        (b'{"a": "\\ud800"}', 1),
        (b'{"a": "\n"}', 1),
        (b'{"a": 1}\n\nx', 3),
        (b'{"a": [1,]}', 1),
        (b'{"a" 1}', 1),
        (b"{'a': 1}", 1),
        (b'{"a": NaN}', 1),
        (b'{"a": 1', 1),
        (b"[1 2]", 1),
        (b'{"a": 1]', 1),
        (b'{1: "a"}', 1),
    ],
)
def test_broken_json_in_a_json_file_is_refused(data: bytes, line: int):
    assert refusal(data, "p.json") == ("GC-CAT-003", line)


def test_a_yaml_file_may_begin_with_a_brace():
    assert plain(load(b"{a: 1, b: [x, y]}  # comment\n", "p.yaml").root) == {"a": "1", "b": ["x", "y"]}


def test_a_key_is_a_word():
    assert refusal(b"? [a, b]\n: 1\n") == ("GC-CAT-023", 1)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=20,
)


def as_text(value: object) -> object:
    if isinstance(value, dict):
        return {key: as_text(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [as_text(inner) for inner in value]
    return value if isinstance(value, str) else json.dumps(value)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.text(max_size=5), json_values, max_size=4), st.sampled_from([None, 1, "\t"]), st.booleans())
def test_json_means_what_the_standard_library_says(
    value: dict[str, object], indent: int | str | None, ascii_only: bool
):
    data = json.dumps(value, indent=indent, ensure_ascii=ascii_only).encode()
    assert plain(load(data, "p.json").root) == as_text(value)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300) | st.text(alphabet=string.printable + "：竹　\ufeff", max_size=300).map(str.encode))
def test_arbitrary_bytes_raise_nothing_foreign(data: bytes):
    with suppress(GreencardError):
        assert load(data, "p").root is not None
