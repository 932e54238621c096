"""Parameters and profiles as plain trees: YAML of bounded size, every scalar as it was written, no key twice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import yaml

from greencard.errors import GreencardError, Place
from greencard.pillars.codes import BAD_DATA

__all__ = ["MAX_BYTES", "read_tree"]

MAX_BYTES: Final = 200_000
"""Largest file of parameters or of a profile that is read."""
_MAX_NODES: Final = 20_000
_MAX_DEPTH: Final = 12
_LOADER: Final[Any] = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@dataclass(slots=True)
class _Reading:
    file: str
    what: str
    what_zh: str
    nodes: int = 0

    def refuse(self, problem: str, mark: Any = None) -> GreencardError:
        line = None if mark is None else mark.line + 1
        place = Place(file=self.file, line=line)
        return BAD_DATA.at(place, what=self.what, what_zh=self.what_zh, problem=problem)

    def plain(self, node: yaml.Node, depth: int = 0) -> Any:
        """A node as mapping, list or text."""
        self.nodes += 1
        if self.nodes > _MAX_NODES or depth > _MAX_DEPTH:
            raise self.refuse("too many or too deep entries", node.start_mark)
        if isinstance(node, yaml.ScalarNode):
            return node.value
        if isinstance(node, yaml.SequenceNode):
            return [self.plain(entry, depth + 1) for entry in node.value]
        found: dict[str, Any] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode) or key.value in found:
                raise self.refuse(f"the key {str(key.value)[:60]!r} twice or no text", key.start_mark)
            found[key.value] = self.plain(value, depth + 1)
        return found


def read_tree(raw: bytes, file: str, what: str, what_zh: str) -> Any:
    """Mappings, lists and texts; numbers stay text, so that 0.30 is what the file says.

    Raises:
        InvalidInput: too large, not YAML, an anchor, a key twice, or too deep (GC-PIL-002).
    """
    reading = _Reading(file, what, what_zh)
    if len(raw) > MAX_BYTES:
        raise reading.refuse(f"more than {MAX_BYTES} bytes")
    try:
        for event in yaml.parse(raw, Loader=_LOADER):
            if isinstance(event, yaml.AliasEvent):
                raise reading.refuse("YAML anchors and aliases are not used here", event.start_mark)
        node = yaml.compose(raw, Loader=_LOADER)
        if not isinstance(node, yaml.MappingNode):
            raise reading.refuse("no group of keys")
        return reading.plain(node)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise reading.refuse("not YAML", getattr(error, "problem_mark", None)) from None
