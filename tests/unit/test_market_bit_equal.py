"""The quick ways of a market give the bits of the plain ones, which stand here as they were first written."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from greencard.adapters.packs.examples import example_files
from greencard.adapters.packs.shipped import ShippedPacks
from greencard.catalogue import typed_json
from greencard.catalogue.plain_json import NotPlain
from greencard.footprint.kernel.snapshot import _rows
from greencard.footprint.market import Draft, Recipes, block_of, joined, taken_apart
from greencard.footprint.market.template import _columns
from greencard.services.assess import assess_product
from greencard.services.products import read_product_file
from greencard.transport import inbound_road

sys.path.insert(0, str(Path(__file__).parents[2] / "bench"))
from products import generated

ON = date(2026, 11, 23)
PACKS = ShippedPacks()


def records():
    made = [json.dumps(one, ensure_ascii=False).encode() for one in generated(60, linked=0.2)]
    return [read_product_file(data, "p.json", PACKS) for data in made] + [
        read_product_file(path.read_bytes(), path.name, PACKS) for path in example_files()
    ]


def recipes():
    intensities = PACKS.intensities()
    return Recipes(PACKS.factors(), inbound=lambda country: inbound_road(intensities, country), on=ON)


def single(product):
    return assess_product(product, readings=None, packs=PACKS, on=ON).footprint


def block(products, kept):
    draft = Draft()
    for product in products:
        taken_apart(product, kept, draft, single=single)
    return block_of(draft, kept)


def test_columns_that_grew_block_by_block_are_those_made_at_once():
    products = records()
    grown, whole = recipes(), recipes()
    parts = joined([block(products[at : at + 9], grown) for at in range(0, len(products), 9)])
    once = joined([block(products, whole)])
    assert parts.ids == once.ids
    assert len(parts.use_product) > 500
    for name in ("mass_kg", "uptake", "biogenic_co2", "asked_product"):
        assert getattr(parts, name).tobytes() == getattr(once, name).tobytes(), name
    # a block has what no recipe covers behind the rest; product by product the order is the same
    at, there = (np.argsort(one.use_product, kind="stable") for one in (parts, once))
    for name in ("use_product", "use_stage", "use_amount", "use_sigma", "use_measured"):
        assert getattr(parts, name)[at].tobytes() == getattr(once, name)[there].tobytes(), name
    assert [parts.leaves[k] for k in parts.use_leaf[at]] == [once.leaves[k] for k in once.use_leaf[there]]
    assert parts.asked_kg.tobytes() == once.asked_kg.tobytes()
    assert [parts.questions[k] for k in parts.asked_key] == [once.questions[k] for k in once.asked_key]
    for table, rows in ((grown.use_columns()[1], grown._uses), (grown.asked_columns()[1], grown._asked)):
        again = _columns(rows, [column.dtype.type for column in table])
        assert [column.tobytes() for column in table] == [column.tobytes() for column in again]


def rows_at_once(size, taker, giver, amount, spread):
    """Exchanges added up as first written: all of them sorted by size, not only those that are added."""
    kept = np.flatnonzero(amount)
    taker, giver, amount, spread = taker[kept], giver[kept], amount[kept], spread[kept]
    key = taker * size + giver
    order = np.lexsort((spread, amount, key))
    key, amount, spread = key[order], amount[order], spread[order]
    first = np.flatnonzero(np.concatenate(([True], key[1:] != key[:-1])))
    lengths = np.diff(np.append(first, key.size))
    added = np.add.reduceat(amount, first)
    part = amount / np.repeat(added, lengths)
    joint = np.sqrt(np.add.reduceat((part * spread) ** 2, first))
    return key[first], added, np.where(lengths == 1, spread[first], joint)


@given(st.integers(0, 2**32 - 1), st.integers(1, 12), st.integers(1, 200))
def test_only_shared_exchanges_are_sorted_and_the_sums_are_the_same_bits(seed, size, count):
    chance = np.random.default_rng(seed)
    taker, giver = chance.integers(0, size, (2, count))
    amount = chance.choice(np.array([0.1, 0.2, 0.3, 1e9, 1e-9, 7.7]), count)
    spread = chance.choice(np.array([0.05, 0.1, 0.3]), count)
    starts, found, sums, spreads = _rows(size, taker, giver, amount, spread)
    key, wanted, wanted_spread = rows_at_once(size, taker, giver, amount, spread)
    assert (np.repeat(np.arange(size), np.diff(starts)) * size + found).tolist() == key.tolist()
    assert sums.tobytes() == wanted.tobytes()
    assert spreads.tobytes() == wanted_spread.tobytes()


LETTERS = st.one_of(st.characters(codec="utf-8"), st.sampled_from('\x7f\u200b\u3000\ue000é竹\x1f\\" '))


@given(st.text(LETTERS, min_size=1, max_size=8))
def test_what_cannot_be_printed_is_seen_without_reading_the_ascii(text):
    data = json.dumps({"k": text}, ensure_ascii=False).encode()
    data = data.replace(b'": "', b'":"')
    plain = data.decode().isprintable() and not any(mark in data for mark in (b"\\", b'" ', b' "', b'""'))
    if plain:
        typed_json._written_plainly(data, data)
    else:
        with pytest.raises(NotPlain):
            typed_json._written_plainly(data, data)
