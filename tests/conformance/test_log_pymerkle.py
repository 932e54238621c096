"""Roots and proofs against pymerkle 7, an independent RFC 6962 tree."""

from __future__ import annotations

import pytest

from card_samples import Nodes
from greencard.log import consistency_path, inclusion_path, leaf_hash, root, verify_consistency, verify_inclusion

pymerkle = pytest.importorskip("pymerkle")
SIZES = (1, 2, 3, 7, 8, 9, 31, 64, 65, 100)


@pytest.fixture(scope="module")
def trees():
    entries = [b"entry %d" % i for i in range(max(SIZES))]
    other = pymerkle.InmemoryTree(algorithm="sha256")
    other.append_entries(entries)
    ours = Nodes()
    ours.append(0, [leaf_hash(entry) for entry in entries])
    return entries, other, ours


def test_the_roots_agree(trees):
    _, other, ours = trees
    for size in SIZES:
        assert root(size, ours.fetch) == other.get_root(size)


def test_pymerkle_accepts_our_leaves_and_roots_with_its_proofs(trees):
    entries, other, ours = trees
    for size in SIZES:
        top = root(size, ours.fetch)
        for index in range(0, size, 5):
            pymerkle.verify_inclusion(leaf_hash(entries[index]), top, other.prove_inclusion(index + 1, size))
        for old in range(1, size + 1, 7):
            pymerkle.verify_consistency(root(old, ours.fetch), top, other.prove_consistency(old, size))


def test_our_inclusion_paths_are_the_hashes_of_its_proofs(trees):
    entries, other, ours = trees
    for size in SIZES:
        for index in range(0, size, 5):
            leaf = leaf_hash(entries[index])
            path = inclusion_path(index, size, ours.fetch)
            # pymerkle lists the hashes from left to right with the leaf among them
            assert sorted([leaf, *path]) == sorted(other.prove_inclusion(index + 1, size).path)
            assert verify_inclusion(leaf, index, size, path, other.get_root(size))


def test_our_consistency_paths_hold_between_its_states(trees):
    _, other, ours = trees
    for size in SIZES:
        for old in range(1, size + 1, 7):
            path = consistency_path(old, size, ours.fetch)
            assert verify_consistency(old, size, path, other.get_root(old), other.get_root(size))
