"""A product system as arrays: one process per output, one per leaf, and the share of each output kept apart.

An output's row is the process's exchanges times its share over its amount. Only the shares differ between allocation
rules, so another rule is another share column over the same arrays.

In the kernel a process with several outputs is a node of its own, one unit being its whole batch, and so is an input
line with several sources (a fuel burnt and supplied): what is one amount in the record is one exchange there, with one
random number, however many outputs share it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from greencard.footprint.kernel import COMPONENTS, IN_TOTAL, Kernel, Snapshot, compile_snapshot, snapshot_of
from greencard.footprint.system.source import BIOGENIC_CO2, PACKAGING, UPTAKE
from greencard.model import Grade, StageId, Text

if TYPE_CHECKING:
    from greencard.factors import GwpSet
    from greencard.footprint.doubt.data_quality import Rater
    from greencard.footprint.system.source import Leaf
    from greencard.model import FactorRef, Output, ProductSystem, Question, UnitProcess

__all__ = ["ACCOUNTS", "BuiltSystem", "Emission", "Floats", "Ints", "Take"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
STAGES: Final[tuple[StageId, ...]] = ("raw_materials", "inbound_transport", "production", "packaging")
ACCOUNTS: Final = tuple((stage, measured) for stage in STAGES for measured in (True, False))
"""What the second sweep carries instead of components: each stage, measured and default."""


@dataclass(frozen=True, slots=True)
class Take:
    """One exchange of a unit process, before allocation."""

    process: int
    provider: int
    """Place among the outputs, or after them among the leaves."""
    amount: Decimal
    """Of the provider's unit, in the whole period or batch."""
    sigma: float
    stage: StageId
    measured: float
    """Part of its emission that rests on measurement; 0 for what another process of the system yields."""
    grade: Grade
    label: Text
    pointer: str
    only_for: int = -1
    """Place of the one output it serves; -1: shared."""


@dataclass(frozen=True, slots=True)
class Emission:
    """A gas let out by a process itself, before allocation."""

    process: int
    gas: str
    kg: Decimal
    column: int
    factor: FactorRef
    """Its global warming potential, kg CO2e per kg."""
    stage: StageId
    pointer: str

    @property
    def kg_co2e(self) -> float:
        """Weighed by the GWP, in the whole period or batch."""
        return float(self.kg) * float(self.factor.value)


@dataclass(frozen=True, eq=False)
class BuiltSystem:
    """A checked system with every source found; `ids` are its outputs, its leaves, its `batches` and `bundles`."""

    system: ProductSystem
    gwp: GwpSet
    outputs: tuple[Output, ...]
    """Products, and scrap that some process takes."""
    owner: tuple[int, ...]
    """Process of each output."""
    leaves: tuple[Leaf, ...]
    takes: tuple[Take, ...]
    emissions: tuple[Emission, ...]
    shares: Floats
    """Of each output in its process under the rule of the record; zero for scrap (cut-off)."""
    carbon_shares: Floats
    """Of each output in the biogenic carbon of its process; what left with scrap nobody takes, or waste, is missing."""
    wanted: tuple[int, ...]
    release_sigma: float
    questions: tuple[tuple[int, Question], ...]
    """With the take whose emission rests on each; -1: none."""
    notes: tuple[Text, ...]
    digest: str
    """SHA-256 over everything the result depends on."""
    rater: Rater
    """Data quality of the leaves, in the country of the system."""

    @cached_property
    def amounts(self) -> Floats:
        """Amount of each output in its batch."""
        return np.array([float(output.amount) for output in self.outputs], dtype=np.float64)

    @cached_property
    def _members(self) -> tuple[tuple[int, ...], ...]:
        members: list[list[int]] = [[] for _ in self.system.processes]
        for place, process in enumerate(self.owner):
            members[process].append(place)
        return tuple(tuple(found) for found in members)

    def outputs_of(self, process: int) -> tuple[int, ...]:
        """Places of a process's outputs."""
        return self._members[process]

    @cached_property
    def rows(self) -> tuple[Ints, Ints, Ints, NDArray[np.bool_]]:
        """Of each exchange after allocation: output that takes, node it takes from, its take, whether it is shared."""
        consumer: list[int] = []
        take: list[int] = []
        for i, entry in enumerate(self.takes):
            members = self._members[entry.process] if entry.only_for < 0 else (entry.only_for,)
            consumer.extend(members)
            take.extend([i] * len(members))
        taken = np.array(take, dtype=np.int64)
        provider = np.array([entry.provider for entry in self.takes], dtype=np.int64)
        shared = np.array([entry.only_for < 0 for entry in self.takes], dtype=np.bool_)
        return np.array(consumer, dtype=np.int64), provider[taken], taken, shared[taken]

    def z(self, shares: Floats) -> Floats:
        """Amount of each row, units of the provider per unit of the consumer."""
        consumer, _, take, shared = self.rows
        whole = np.array([float(entry.amount) for entry in self.takes], dtype=np.float64)
        return whole[take] * np.where(shared, shares[consumer], 1.0) / self.amounts[consumer]

    @cached_property
    def batches(self) -> dict[int, int]:
        """Node of each process with several outputs; one unit of it is the whole batch."""
        first = len(self.outputs) + len(self.leaves)
        several = (process for process, members in enumerate(self._members) if len(members) > 1)
        return {process: first + i for i, process in enumerate(several)}

    @cached_property
    def bundles(self) -> dict[str, int]:
        """Node of each input line with several sources, by its pointer; one unit of it is the line's whole amount."""
        first = len(self.outputs) + len(self.leaves) + len(self.batches)
        several = (pointer for pointer, count in Counter(e.pointer for e in self.takes).items() if count > 1)
        return {pointer: first + i for i, pointer in enumerate(several)}

    @cached_property
    def _exchanges(self) -> tuple[NDArray[Any], NDArray[Any]]:
        """The kernel's exchanges, and beside them the amount per batch and its ln-spread.

        An exchange is consumer, provider, take (-1: none), output by whose amount is divided (-1: none), and whether
        the share of that output applies.
        """
        places: list[tuple[int, int, int, int, bool]] = []
        values: list[tuple[float, float]] = []
        seen: set[str] = set()
        for i, entry in enumerate(self.takes):
            shared = entry.only_for < 0
            batch = self.batches.get(entry.process) if shared else None
            per = -1 if batch is not None else self._members[entry.process][0] if shared else entry.only_for
            consumer = per if batch is None else batch
            bundle = self.bundles.get(entry.pointer)
            if bundle is None:
                places.append((consumer, entry.provider, i, per, shared))
                values.append((float(entry.amount), entry.sigma))
                continue
            if entry.pointer not in seen:
                seen.add(entry.pointer)
                places.append((consumer, bundle, i, per, shared))
                values.append((1.0, entry.sigma))
            places.append((bundle, entry.provider, -1, -1, False))
            values.append((float(entry.amount), 0.0))
        for process, batch in self.batches.items():
            for place in self._members[process]:
                places.append((place, batch, -1, place, True))
                values.append((1.0, 0.0))
        return np.array(places, dtype=np.int64).reshape(-1, 5), np.array(values, dtype=np.float64).reshape(-1, 2)

    @cached_property
    def leaf_direct(self) -> Floats:
        """Kg CO2e per unit of each leaf, by component."""
        return np.array([leaf.direct for leaf in self.leaves], dtype=np.float64).reshape(-1, len(COMPONENTS))

    def released(self, shares: Floats) -> Floats:
        """Kg CO2e let out by itself, per unit of every node but the leaves', by component: outputs, then batches."""
        batch = np.zeros((len(self.system.processes), len(COMPONENTS)))
        for emission in self.emissions:
            batch[emission.process, emission.column] += emission.kg_co2e
            if emission.stage == "packaging" and emission.column in IN_TOTAL:
                batch[emission.process, PACKAGING] += emission.kg_co2e
        alone = np.array([process not in self.batches for process in self.owner])
        each: Floats = batch[np.array(self.owner, dtype=np.int64)] * (alone * shares / self.amounts)[:, None]
        return np.vstack([each, batch[list(self.batches)], np.zeros((len(self.bundles), len(COMPONENTS)))])

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """Names of the nodes in the kernel: outputs by their ids, leaves by their factors, batches, bundles."""
        return (
            *(output.id for output in self.outputs),
            *(f"leaf {i}: {leaf.factor.id}" for i, leaf in enumerate(self.leaves)),
            *(f"[{self.system.processes[process].id}]" for process in self.batches),
            *(f"[{pointer}]" for pointer in self.bundles),
        )

    def snapshot(self, shares: Floats) -> Snapshot:
        """The columns under a share column; one random number per factor, whoever uses it."""
        places, values = self._exchanges
        consumer, provider, _, per, shared = places.T
        divided = np.where(shared, shares[per], 1.0) / self.amounts[per]
        size, leaves = len(self.outputs), len(self.leaves)
        groups: dict[str, int] = {}
        behind = [groups.setdefault(leaf.factor.id, size + len(groups)) for leaf in self.leaves]
        own = self.released(shares)
        more = len(own) - size
        return snapshot_of(
            self.ids,
            consumer,
            provider,
            values[:, 0] * np.where(per < 0, 1.0, divided),
            np.vstack([own[:size], self.leaf_direct, own[size:]]),
            amount_sigma=values[:, 1],
            direct_sigma=np.array(
                [self.release_sigma] * size + [leaf.sigma for leaf in self.leaves] + [self.release_sigma] * more
            ),
            groups=np.array([*range(size), *behind, *range(size + leaves, size + leaves + more)], dtype=np.int64),
        )

    @cached_property
    def kernel(self) -> Kernel:
        """The system under the rules of the record.

        Raises:
            Refused: a cycle eats as much as it yields (GC-FPT-105, 106).
        """
        return compile_snapshot(self.snapshot(self.shares))

    @cached_property
    def components(self) -> Floats:
        """Kg CO2e per unit of each output, by component; uptake and biogenic CO2 follow the carbon, not the rule."""
        found = np.array(self.kernel.intensities()[: len(self.outputs)], dtype=np.float64)
        columns = [BIOGENIC_CO2, UPTAKE]
        has_carbon = bool(self.leaf_direct[:, columns].any()) or any(e.column in columns for e in self.emissions)
        if has_carbon and not np.array_equal(self.carbon_shares, self.shares):
            carbon = compile_snapshot(self.snapshot(self.carbon_shares)).intensities()
            found[:, columns] = carbon[: len(self.outputs)][:, columns]
        return found

    @cached_property
    def totals(self) -> Floats:
        """Kg CO2e per unit of each output, without biogenic CO2 and uptake."""
        result: Floats = self.components[:, : len(IN_TOTAL)].sum(axis=1)
        return result

    @cached_property
    def leaf_total(self) -> Floats:
        """Kg CO2e per unit of each leaf."""
        result: Floats = self.leaf_direct[:, : len(IN_TOTAL)].sum(axis=1)
        return result

    @cached_property
    def row_kg(self) -> Floats:
        """Kg CO2e per unit of the consumer that each row from a leaf adds; zero for rows from another output."""
        _, provider, _, _ = self.rows
        size = len(self.outputs)
        emission = np.concatenate([np.zeros(size), self.leaf_total])
        result: Floats = self.z(self.shares) * emission[provider]
        return result

    @cached_property
    def accounts(self) -> Floats:
        """Kg CO2e per unit of each output by stage, measured and default, columns as `ACCOUNTS`."""
        consumer, _, take, _ = self.rows
        size = len(self.outputs)
        own = np.zeros((size, len(ACCOUNTS)))
        stage = np.array([2 * STAGES.index(entry.stage) for entry in self.takes], dtype=np.int64)[take]
        measured = np.array([entry.measured for entry in self.takes], dtype=np.float64)[take]
        np.add.at(own, (consumer, stage), self.row_kg * measured)
        np.add.at(own, (consumer, stage + 1), self.row_kg * (1.0 - measured))
        weight = self.shares / self.amounts
        for emission in self.emissions:
            if emission.column in IN_TOTAL:
                for place in self._members[emission.process]:
                    own[place, 2 * STAGES.index(emission.stage) + 1] += emission.kg_co2e * weight[place]
        whole = np.vstack([own, np.zeros((len(self.ids) - size, len(ACCOUNTS)))])
        return self.kernel.sweep(whole)[:size]

    @cached_property
    def first_take(self) -> dict[tuple[int, int], int]:
        """The first take behind each pair of consumer and provider, which the kernel adds up."""
        found: dict[tuple[int, int], int] = {}
        for j, i, k, _, _ in self._exchanges[0].tolist():
            if k >= 0:
                found.setdefault((j, i), k)
        return found

    @cached_property
    def release_groups(self) -> tuple[tuple[int, int], ...]:
        """Group number in the snapshot and process, of everything that can let out gases by itself."""
        alone = ((place, process) for place, process in enumerate(self.owner) if process not in self.batches)
        return (*alone, *((node, process) for process, node in self.batches.items()))

    @cached_property
    def factor_groups(self) -> tuple[tuple[str, Text, int], ...]:
        """Each factor with its name and the group number the snapshot gives it."""
        groups = self.kernel.snapshot.groups.tolist()[len(self.outputs) : len(self.outputs) + len(self.leaves)]
        seen: dict[int, tuple[str, Text, int]] = {}
        for leaf, group in zip(self.leaves, groups, strict=True):
            seen.setdefault(group, (leaf.factor.id, Text(en=leaf.factor.name, zh=leaf.factor.name_zh), group))
        return tuple(seen.values())

    def process(self, place: int) -> UnitProcess:
        """The process that yields an output."""
        return self.system.processes[self.owner[place]]
