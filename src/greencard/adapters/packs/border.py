"""The border data shipped with the package: scope, default values, benchmarks, prices."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from greencard.border.pack import BorderPack, parse_pack

__all__ = ["border_pack"]


class _Packaged(Mapping[str, bytes]):
    """Files under a packaged directory by relative path, read when asked for."""

    def __init__(self, root: Traversable) -> None:
        self._root = root

    def __getitem__(self, path: str) -> bytes:
        try:
            return self._root.joinpath(*path.split("/")).read_bytes()
        except OSError as error:
            raise KeyError(path) from error

    def __iter__(self) -> Iterator[str]:
        return iter(_paths(self._root, ""))

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _paths(directory: Traversable, before: str) -> Iterator[str]:
    for entry in directory.iterdir():
        name = f"{before}{entry.name}"
        if entry.is_dir():
            yield from _paths(entry, f"{name}/")
        else:
            yield name


@cache
def border_pack() -> BorderPack:
    """The packaged border data, read once per process; default values are read per origin.

    Raises:
        InvalidInput: a file is missing or malformed (GC-BRD-010).
        NotVerified: a file was changed after release (GC-BRD-011).
    """
    return parse_pack(_Packaged(files("greencard").joinpath("data", "border")))
