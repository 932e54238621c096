"""Which output of which process answers to an id."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from greencard.model import Output, ProductSystem, UnitProcess

__all__ = ["Index", "Provider"]


@dataclass(frozen=True, slots=True)
class Provider:
    """An output, the process that yields it, and where the two stand."""

    output: Output
    process: UnitProcess
    position: int
    """Of the process within the system."""


class Index:
    """Outputs of a system by id, in the order written, and the ids that stand twice."""

    def __init__(self, system: ProductSystem) -> None:
        self.outputs: dict[str, Provider] = {}
        self.twice: list[tuple[str, str, str]] = []
        """Pointer, id and pointer of the first."""
        self._system = system
        places: dict[str, str] = {}
        processes: dict[str, str] = {}
        for i, process in enumerate(system.processes):
            pointer = f"/processes/{i}"
            if process.id in processes:
                self.twice.append((f"{pointer}/id", process.id, processes[process.id]))
            processes.setdefault(process.id, pointer)
            for j, output in enumerate(process.outputs):
                here = f"{pointer}/outputs/{j}"
                if output.id in places:
                    self.twice.append((f"{here}/id", output.id, places[output.id]))
                    continue
                places[output.id] = here
                self.outputs[output.id] = Provider(output, process, i)

    def taken(self) -> frozenset[str]:
        """Ids that some process of the system takes."""
        return frozenset(x.output for process in self._system.processes for x in process.inputs if x.output)

    def wanted(self) -> tuple[str, ...]:
        """Outputs whose footprints are asked for; without a list, every product that no other process takes."""
        if self._system.products:
            return tuple(dict.fromkeys(self._system.products))
        taken: set[str] = set()
        for process in self._system.processes:
            own = {output.id for output in process.outputs}
            taken.update(entry.output for entry in process.inputs if entry.output and entry.output not in own)
        return tuple(
            name for name, found in self.outputs.items() if found.output.kind == "product" and name not in taken
        )
