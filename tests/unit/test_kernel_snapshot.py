"""What a snapshot accepts, how it joins exchanges, and that its digest is its content."""

from __future__ import annotations

import math

import numpy as np
import pytest

from greencard.errors import InvalidInput
from greencard.footprint.kernel import COMPONENTS, IN_TOTAL, snapshot_of

IDS = ["card", "board", "grid"]
DIRECT = np.arange(24.0).reshape(3, 8)
GOOD = {"ids": IDS, "consumers": [0, 0, 1], "providers": [1, 2, 2], "amounts": [2.0, 3.0, 4.0], "direct": DIRECT}


def made(**changes):
    return snapshot_of(**{**GOOD, **changes})


def test_the_columns():
    assert len(COMPONENTS) == 8
    assert [COMPONENTS[at] for at in IN_TOTAL] == ["fossil", "land_use_change", "land_management", "biogenic_non_co2"]
    snapshot = made()
    assert snapshot.starts.tolist() == [0, 2, 3, 3]
    assert snapshot.providers.tolist() == [1, 2, 2]
    assert snapshot.consumers.tolist() == [0, 0, 1]
    assert snapshot.amounts.tolist() == [2, 3, 4]
    assert snapshot.groups.tolist() == [0, 1, 2]
    assert snapshot.total_direct.tolist() == [6, 38, 70]
    assert not snapshot.amount_sigma.any()
    assert (snapshot.starts.dtype, snapshot.providers.dtype, snapshot.groups.dtype) == (np.int64, np.int32, np.int32)
    assert len(snapshot) == 3


def test_exchanges_come_in_any_order():
    shuffled = made(consumers=[1, 0, 0], providers=[2, 2, 1], amounts=[4.0, 3.0, 2.0], amount_sigma=[0.4, 0.3, 0.2])
    assert shuffled == made(amount_sigma=[0.2, 0.3, 0.4])
    assert shuffled != made(amount_sigma=[0.2, 0.3, 0.5])


def test_duplicates_are_added_up_and_their_spreads_combined():
    snapshot = made(
        consumers=[0, 0, 1, 0], providers=[1, 2, 2, 1], amounts=[2.0, 3.0, 4.0, 6.0], amount_sigma=[0.1, 0.3, 0.4, 0.2]
    )
    assert snapshot.amounts.tolist() == [8, 3, 4]
    # independent: sd = sqrt(0.2^2 + 1.2^2) of 8
    assert snapshot.amount_sigma.tolist() == pytest.approx([math.sqrt(0.04 + 1.44) / 8, 0.3, 0.4], rel=1e-15)


def test_zero_amounts_are_left_out():
    snapshot = made(amounts=[2.0, 0.0, 4.0], amount_sigma=[0.1, 0.2, 0.3])
    assert snapshot.starts.tolist() == [0, 1, 2, 2]
    assert snapshot.amount_sigma.tolist() == [0.1, 0.3]


def test_one_spread_for_all():
    assert made(amount_sigma=0.1, direct_sigma=0.2).amount_sigma.tolist() == [0.1] * 3
    assert made(direct_sigma=0.2).direct_sigma.tolist() == [0.2] * 3


def test_the_digest_is_stable():
    # Computed once, by hand of hashlib, from the layout that the docstring of `digest` gives.
    import hashlib
    import struct

    snapshot = made(groups=[7, 7, 0], direct_sigma=0.25)
    layout = hashlib.sha256(b"greencard snapshot 1\n")
    for part in (
        struct.pack("<3q", 4, 9, 13),
        b"cardboardgrid",
        struct.pack("<4q", 0, 2, 3, 3),
        struct.pack("<3i", 1, 2, 2),
        struct.pack("<3d", 2, 3, 4),
        struct.pack("<24d", *range(24)),
        struct.pack("<3d", 0, 0, 0),
        struct.pack("<3d", 0.25, 0.25, 0.25),
        struct.pack("<3i", 7, 7, 0),
    ):
        layout.update(len(part).to_bytes(8, "little") + part)
    assert snapshot.digest == layout.hexdigest()
    assert hash(snapshot) == hash(made(groups=[7, 7, 0], direct_sigma=0.25))


@pytest.mark.parametrize(
    "changes",
    [
        {"ids": ["card", "board", "grit"]},
        {"ids": ["car", "dboard", "grid"]},
        {"amounts": [2.0, 3.0, 4.000000000000001]},
        {"providers": [1, 2, 0]},
        {"consumers": [0, 1, 1]},
        {"direct": DIRECT + np.eye(3, 8)},
        {"amount_sigma": [0, 0, 0.1]},
        {"direct_sigma": [0, 0, 0.1]},
        {"groups": [0, 0, 2]},
    ],
)
def test_any_change_changes_the_digest(changes):
    assert made(**changes).digest != made().digest


def test_minus_zero_is_zero():
    assert made(direct=DIRECT * -0.0) == made(direct=DIRECT * 0.0)


def test_nothing_at_all_is_a_system_too():
    empty = snapshot_of([], [], [], [], [])
    assert len(empty) == 0
    assert empty.digest


@pytest.mark.parametrize(
    ("changes", "code", "words"),
    [
        ({"ids": ["card", "grid", "grid"]}, "GC-FPT-104", "grid"),
        ({"consumers": [0, 0]}, "GC-FPT-100", "providers"),
        ({"amounts": [1.0]}, "GC-FPT-100", "amounts"),
        ({"amounts": ["x", 1, 2]}, "GC-FPT-100", "amounts"),
        ({"amounts": [[1.0, 2.0, 3.0]]}, "GC-FPT-100", "amounts"),
        ({"direct": DIRECT[:, :7]}, "GC-FPT-100", "direct"),
        ({"direct": DIRECT[:2]}, "GC-FPT-100", "direct"),
        ({"amount_sigma": [0.1]}, "GC-FPT-100", "amount_sigma"),
        ({"direct_sigma": [0.1]}, "GC-FPT-100", "direct_sigma"),
        ({"groups": [0, 1]}, "GC-FPT-100", "groups"),
        ({"consumers": [0, 0, 3]}, "GC-FPT-103", "3"),
        ({"providers": [0, 0, -1]}, "GC-FPT-103", "-1"),
        ({"providers": [0.0, 0.0, 1.0]}, "GC-FPT-100", "providers"),
        ({"groups": [0, 0, -1]}, "GC-FPT-103", "-1"),
        ({"groups": [0, 0, 2**40]}, "GC-FPT-103", "groups"),
        ({"amounts": [1.0, np.nan, 1.0]}, "GC-FPT-101", "card"),
        ({"amounts": [1.0, 1.0, np.inf]}, "GC-FPT-101", "board"),
        ({"amounts": [1.0, 1.0, -0.5]}, "GC-FPT-102", "board"),
        ({"direct": DIRECT * np.nan}, "GC-FPT-101", "card"),
        ({"amount_sigma": [0, 0, -0.1]}, "GC-FPT-102", "board"),
        ({"amount_sigma": [0, np.inf, 0]}, "GC-FPT-101", "card"),
        ({"direct_sigma": [0, 0, -0.1]}, "GC-FPT-102", "grid"),
        ({"direct_sigma": [0, np.nan, 0]}, "GC-FPT-101", "board"),
        (
            {"consumers": [0, 0, 1], "providers": [1, 1, 2], "amounts": [1.7e308, 1.7e308, 1.0]},
            "GC-FPT-101",
            "card",
        ),
    ],
)
def test_what_is_wrong_is_named(changes, code, words):
    with pytest.raises(InvalidInput) as caught:
        made(**changes)
    assert caught.value.code == code
    assert words in str(caught.value)
    assert caught.value.faults[0].text("zh")
