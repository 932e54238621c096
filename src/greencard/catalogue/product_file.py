"""One product file: read, check, write, and the canonical bytes by which a product is known."""

from __future__ import annotations

import hashlib
import json
from decimal import Decimal
from typing import Any, Final

import msgspec

from greencard.catalogue.assembly import assemble
from greencard.catalogue.checks import check_rows
from greencard.catalogue.faults import FULL_WIDTH_COLON, NOT_ONE_PRODUCT
from greencard.catalogue.fields import PRODUCT
from greencard.catalogue.hs import HsCodes
from greencard.catalogue.plain_json import NotPlain, plain_row
from greencard.catalogue.rows import Reading, Row, TooManyFaults
from greencard.catalogue.schema import FactVocabulary
from greencard.catalogue.source import ByteReader, load
from greencard.catalogue.syntax import full_width_key
from greencard.catalogue.tree import Scalar, Table
from greencard.catalogue.typed_json import typed_product
from greencard.errors import Fault, GreencardError, Place, raise_faults
from greencard.model import Product
from greencard.model.claim_words import ClaimLexicon
from greencard.quantity import decimal_text

__all__ = ["canonical_product", "check_product", "product_digest", "read_product"]

_LAST: Final = 2**31
"""A fault without a line (too many of them) stands last."""


def read_product(data: bytes | ByteReader, file: str, hs: HsCodes, vocabulary: FactVocabulary | None = None) -> Product:
    """The product in a YAML or JSON file with English or Chinese keys; kg, kWh, MJ, km, and shares from 0 to 1.

    `vocabulary` (name of a fact to its kind) makes the facts typed; without it they keep the form they were written in.

    Raises:
        InvalidInput: one exception with every error found, each with file, line and JSON pointer (GC-CAT-nnn).
    """
    if isinstance(data, bytes) and data.lstrip()[:1] == b"{":
        for quickly in (typed_product, _plain_product):
            try:
                return quickly(data, hs, vocabulary)
            except NotPlain:
                pass  # read again, in the end with lines, for the message or for what is unusual
    row, faults = _read(data, file, hs, vocabulary)
    raise_faults(faults)
    if row is None:  # unreachable: without a row there is an error; says so to the type checker
        raise NOT_ONE_PRODUCT.at(Place("", file), found="nothing", found_zh="空文件")
    return assemble(row)


def _plain_product(data: bytes, hs: HsCodes, vocabulary: FactVocabulary | None) -> Product:
    return assemble(plain_row(data, hs, vocabulary))


def check_product(
    data: bytes | ByteReader,
    file: str,
    hs: HsCodes,
    vocabulary: FactVocabulary | None = None,
    lexicon: ClaimLexicon | None = None,
) -> tuple[Fault, ...]:
    """Every error, warning and question about the file, in the order of its lines. Nothing is raised for bad data.

    `lexicon` reads the claims in it; without one they are not looked at.
    """
    return _read(data, file, hs, vocabulary, lexicon)[1]


def _read(
    data: bytes | ByteReader,
    file: str,
    hs: HsCodes,
    vocabulary: FactVocabulary | None,
    lexicon: ClaimLexicon | None = None,
) -> tuple[Row | None, tuple[Fault, ...]]:
    reading = Reading(file, vocabulary)
    row = None
    try:
        source = load(data, file)
        for fault in source.faults:
            reading.add(fault)
        if isinstance(source.root, Table):
            row = reading.row(PRODUCT, source.root, "")
        else:
            place = Place("", file, source.root.line)
            key = full_width_key(source.root.text) if isinstance(source.root, Scalar) else ""
            single = isinstance(source.root, Scalar)
            found, found_zh = ("a single text", "一段文字") if single else ("a list", "一个列表")
            reading.add(
                FULL_WIDTH_COLON.fault(place, key=key)
                if key
                else NOT_ONE_PRODUCT.fault(place, found=found, found_zh=found_zh)
            )
        if row is not None:
            check_rows(reading, row, hs, lexicon)
    except TooManyFaults:
        row = None
    except GreencardError as error:
        return None, error.faults
    return row, tuple(sorted(reading.faults, key=lambda fault: fault.place.line or _LAST))


def canonical_product(product: Product) -> bytes:
    """Deterministic UTF-8 JSON of a product: keys sorted, no spaces, decimals as plain text without trailing zeros.

    Two products that are equal have the same bytes, whichever way their numbers were written.
    """
    plain = _plain(msgspec.to_builtins(product, builtin_types=(Decimal,)))
    return json.dumps(plain, sort_keys=True, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def product_digest(product: Product) -> str:
    """SHA-256 (hex) of `canonical_product`."""
    return hashlib.sha256(canonical_product(product)).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return decimal_text(value) if isinstance(value, Decimal) else value
