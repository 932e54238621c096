"""RFC 6962 2.1 trees: known roots, then properties over every size up to 200."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from card_samples import Nodes
from greencard.errors import InvalidInput, Unavailable
from greencard.log import (
    EMPTY_ROOT,
    append_nodes,
    consistency_path,
    inclusion_path,
    leaf_hash,
    node_hash,
    root,
    verify_consistency,
    verify_inclusion,
)

# Inputs and roots of the Certificate Transparency reference implementation's Merkle tree tests.
CT_LEAVES = ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
CT_ROOTS = (
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)

MOST = 200
LEAVES = [leaf_hash(b"leaf %d" % i) for i in range(MOST)]


def by_definition(leaves: list[bytes]) -> bytes:
    """MTH of RFC 6962 2.1, word for word."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return node_hash(by_definition(leaves[:k]), by_definition(leaves[k:]))


ROOTS = [by_definition(LEAVES[:size]) for size in range(MOST + 1)]


@pytest.fixture(scope="module")
def nodes() -> Nodes:
    kept = Nodes()
    kept.append(0, LEAVES)
    return kept


def test_roots_of_the_certificate_transparency_vectors():
    kept = Nodes()
    assert root(0, kept.fetch).hex() == CT_ROOTS[0] == EMPTY_ROOT.hex()
    for size, text in enumerate(CT_LEAVES):
        kept.append(size, [leaf_hash(bytes.fromhex(text))])
        assert root(size + 1, kept.fetch).hex() == CT_ROOTS[size + 1]


def test_every_size_up_to_200_has_the_root_of_the_definition(nodes):
    assert [root(size, nodes.fetch) for size in range(MOST + 1)] == ROOTS


def test_every_inclusion_path_up_to_200_holds_and_is_no_longer_than_needed(nodes):
    for size in range(1, MOST + 1, 3):
        for index in range(size):
            path = inclusion_path(index, size, nodes.fetch)
            assert len(path) <= (size - 1).bit_length()
            assert verify_inclusion(LEAVES[index], index, size, path, ROOTS[size])


def test_every_consistency_path_up_to_200_holds(nodes):
    for new in range(MOST + 1):
        for old in range(new % 2, new + 1, 2):
            path = consistency_path(old, new, nodes.fetch)
            assert verify_consistency(old, new, path, ROOTS[old], ROOTS[new])


@settings(max_examples=60)
@given(sizes=st.lists(st.integers(0, 40), max_size=6))
def test_appending_in_any_batches_gives_the_same_nodes(sizes):
    whole, parts = Nodes(), Nodes()
    total = sum(sizes)
    leaves = [leaf_hash(b"%d" % i) for i in range(total)]
    whole.append(0, leaves)
    at = 0
    for count in sizes:
        before = parts.asked
        parts.append(at, leaves[at : at + count])
        at += count
        assert parts.asked - before <= at.bit_length()
    assert parts.kept == whole.kept
    assert root(total, parts.fetch) == by_definition(leaves)


def test_a_log_of_a_million_entries_needs_few_hashes():
    asked: list[tuple[int, int]] = []

    def fetch(ids):
        asked.extend(ids)
        return [sha256(repr(node).encode()).digest() for node in ids]

    size = 1_000_003
    value = root(size, fetch)
    path = inclusion_path(123_456, size, fetch)
    assert len(asked) < 60
    assert len(path) == 20
    assert len(value) == 32


@settings(max_examples=60)
@given(data=st.data(), size=st.integers(1, MOST))
def test_a_changed_inclusion_proof_is_refused(nodes, data, size):
    index = data.draw(st.integers(0, size - 1))
    path = inclusion_path(index, size, nodes.fetch)
    leaf, top = LEAVES[index], ROOTS[size]
    other = data.draw(st.integers(0, MOST).filter(lambda i: i != index))
    assert not verify_inclusion(leaf, other, size, path, top)
    assert not verify_inclusion(leaf, index, size, [*path, path[-1] if path else leaf], top)
    assert not verify_inclusion(leaf_hash(b"other"), index, size, path, top)
    assert not verify_inclusion(leaf, index, size, path, leaf_hash(b"other"))
    if path:
        at = data.draw(st.integers(0, len(path) - 1))
        bad = bytearray(path[at])
        bad[data.draw(st.integers(0, 31))] ^= 1 << data.draw(st.integers(0, 7))
        assert not verify_inclusion(leaf, index, size, [*path[:at], bytes(bad), *path[at + 1 :]], top)
        assert not verify_inclusion(leaf, index, size, path[:-1], top)
        assert not verify_inclusion(leaf, index, size, [path[0][:-1], *path[1:]], top)


@settings(max_examples=60)
@given(data=st.data(), new=st.integers(2, MOST))
def test_a_changed_consistency_proof_is_refused(nodes, data, new):
    old = data.draw(st.integers(1, new - 1))
    path = consistency_path(old, new, nodes.fetch)
    before, after = ROOTS[old], ROOTS[new]
    assert not verify_consistency(old, new, path, after, after)
    assert not verify_consistency(old, new, path, before, before)
    assert not verify_consistency(old, new, path[:-1], before, after)
    assert not verify_consistency(old, new, [*path, path[-1]], before, after)
    at = data.draw(st.integers(0, len(path) - 1))
    bad = bytearray(path[at])
    bad[data.draw(st.integers(0, 31))] ^= 1
    assert not verify_consistency(old, new, [*path[:at], bytes(bad), *path[at + 1 :]], before, after)


def test_the_edges_of_consistency():
    assert verify_consistency(0, 5, [], EMPTY_ROOT, ROOTS[5])
    assert not verify_consistency(0, 5, [], ROOTS[1], ROOTS[5])
    assert not verify_consistency(0, 5, [ROOTS[1]], EMPTY_ROOT, ROOTS[5])
    assert verify_consistency(0, 0, [], EMPTY_ROOT, EMPTY_ROOT)
    assert not verify_consistency(0, 0, [], ROOTS[1], ROOTS[1])
    assert not verify_consistency(4, 4, [], ROOTS[4], ROOTS[5])
    assert not verify_consistency(5, 4, [], ROOTS[5], ROOTS[4])
    assert not verify_consistency(4, 5, [], ROOTS[4], ROOTS[5])


def test_a_proof_of_another_size_is_refused_though_its_hashes_add_up(nodes):
    assert not verify_inclusion(LEAVES[0], 0, 2, [], LEAVES[0])
    assert not verify_inclusion(LEAVES[0], 0, 4, inclusion_path(0, 8, nodes.fetch), ROOTS[8])
    assert not verify_inclusion(LEAVES[0], 0, 8, inclusion_path(0, 4, nodes.fetch), ROOTS[4])
    assert not verify_consistency(3, 4, consistency_path(3, 8, nodes.fetch), ROOTS[3], ROOTS[8])
    assert not verify_consistency(3, 8, consistency_path(3, 4, nodes.fetch), ROOTS[3], ROOTS[4])
    # Hashes cannot tell sizes apart whose proofs have one shape (4 to 5, 4 to 8): the signed checkpoint binds them.
    assert verify_consistency(4, 8, consistency_path(4, 5, nodes.fetch), ROOTS[4], ROOTS[5])


def test_a_hash_beyond_the_root_is_refused_though_it_leads_to_the_claimed_one(nodes):
    # roots made to fit: what a verifier that does not stop at the root would accept
    extra = leaf_hash(b"extra")
    assert not verify_inclusion(LEAVES[0], 0, 1, [extra], node_hash(extra, LEAVES[0]))
    path = inclusion_path(3, 4, nodes.fetch)
    assert not verify_inclusion(LEAVES[3], 3, 4, [*path, extra], node_hash(extra, ROOTS[4]))
    path = consistency_path(3, 4, nodes.fetch)
    old, new = node_hash(extra, ROOTS[3]), node_hash(extra, ROOTS[4])
    assert not verify_consistency(3, 4, [*path, extra], old, new)


def test_a_node_is_not_a_leaf():
    left, right = LEAVES[:2]
    assert leaf_hash(left + right) != node_hash(left, right)
    assert not verify_inclusion(leaf_hash(left + right), 0, 1, [], node_hash(left, right))


@pytest.mark.parametrize(("index", "size"), [(3, 3), (-1, 3), (0, 0), (0, 2**63)])
def test_an_index_outside_the_log_is_refused(nodes, index, size):
    with pytest.raises(InvalidInput) as caught:
        inclusion_path(index, size, nodes.fetch)
    assert caught.value.code == "GC-LOG-006"
    assert not verify_inclusion(LEAVES[0], index, size, [], LEAVES[0])


def test_a_consistency_path_backwards_is_refused(nodes):
    with pytest.raises(InvalidInput):
        consistency_path(5, 4, nodes.fetch)
    with pytest.raises(InvalidInput):
        append_nodes(-1, [LEAVES[0]], nodes.fetch)


def test_a_store_that_loses_hashes_is_noticed(nodes):
    with pytest.raises(Unavailable) as caught:
        root(5, lambda ids: nodes.fetch(ids)[:-1])
    assert caught.value.code == "GC-LOG-007"
    with pytest.raises(Unavailable):
        root(5, lambda ids: [value[:-1] for value in nodes.fetch(ids)])
    with pytest.raises(Unavailable):
        append_nodes(5, [LEAVES[5]], lambda _: [])
