"""Reading the packaged factor data: CSV and YAML, bounded, each fault with its file and line."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any, Final, TypeVar

import msgspec
import yaml

from greencard.errors import Place
from greencard.factors.codes import BAD_DATA

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["MAX_BYTES", "records", "shaped", "text_of", "tree"]

MAX_BYTES: Final = 4 * 1024 * 1024
_T = TypeVar("_T")
_STRING: Final = "tag:yaml.org,2002:str"
_MAPPING: Final = "tag:yaml.org,2002:map"
_SEQUENCE: Final = "tag:yaml.org,2002:seq"
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def text_of(files: Mapping[str, bytes], name: str) -> str:
    """The UTF-8 text of one file, without a byte order mark.

    Raises:
        InvalidInput: missing, larger than 4 MiB or no UTF-8 (GC-FAC-001).
    """
    raw = files.get(name)
    if raw is None:
        raise BAD_DATA.at(Place(file=name), reason=f"{name} is missing")
    if len(raw) > MAX_BYTES:
        raise BAD_DATA.at(Place(file=name), reason=f"{name} is larger than {MAX_BYTES} bytes")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BAD_DATA.at(Place(file=name), reason=f"{name} is not UTF-8") from error


def tree(files: Mapping[str, bytes], name: str) -> Any:
    """The YAML document in one file, plain values only.

    Raises:
        InvalidInput: no YAML (GC-FAC-001).
    """
    try:
        loader = _LOADER(text_of(files, name))
        try:
            node = loader.get_single_node()
            return None if node is None else _plain(loader, node)
        finally:
            loader.dispose()
    except (yaml.YAMLError, ValueError, TypeError, RecursionError) as error:
        raise BAD_DATA.at(Place(file=name), reason=f"{name} is not YAML") from error


def _plain(loader: Any, node: yaml.Node) -> Any:
    """A node as plain values; mappings, lists and texts in one pass, whatever else as the safe loader makes it."""
    tag = node.tag
    if tag == _STRING:
        return node.value
    if tag == _MAPPING and all(key.tag == _STRING for key, _ in node.value):
        return {key.value: _plain(loader, value) for key, value in node.value}
    if tag == _SEQUENCE:
        return [_plain(loader, value) for value in node.value]
    return loader.construct_object(node, deep=True)


def records(files: Mapping[str, bytes], name: str) -> Iterator[tuple[Place, dict[str, str]]]:
    """The rows of one CSV file, each with its place; empty fields are left out.

    Raises:
        InvalidInput: no CSV, or a row of another width than the header (GC-FAC-001).
    """
    reader = csv.reader(io.StringIO(text_of(files, name), newline=""), strict=True)
    try:
        header = next(reader, [])
        for row in reader:
            if not row:
                continue  # an empty line
            place = Place(file=name, line=reader.line_num)
            if len(row) != len(header):
                raise BAD_DATA.at(place, reason="a row of another width than the header")
            yield place, {field: value for field, value in zip(header, row, strict=True) if value}
    except csv.Error as error:
        raise BAD_DATA.at(Place(file=name, line=reader.line_num), reason="not CSV") from error


def shaped(data: object, kind: type[_T], place: Place) -> _T:
    """`data` as `kind`; texts become numbers where the type wants one.

    Raises:
        InvalidInput: the data do not have that shape (GC-FAC-001).
    """
    try:
        return msgspec.convert(data, kind, strict=False)
    except (msgspec.ValidationError, ArithmeticError, RecursionError) as error:
        raise BAD_DATA.at(place, reason=str(error)) from error
