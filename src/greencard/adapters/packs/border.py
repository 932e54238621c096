"""The border data: those shipped with the package, or a folder that an operator has imported.

`GREENCARD_BORDER` names such a folder for a whole installation. Every answer carries the hash of the data it used.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

from greencard.border.pack import BorderPack, parse_pack
from greencard.errors import InvalidInput, Place, declare

__all__ = ["BORDER_FOLDER", "border_pack", "border_pack_in"]

BORDER_FOLDER: Final = "GREENCARD_BORDER"
"""Environment variable with the folder of an imported pack; empty or not set: the shipped one."""
_MOST_BYTES: Final = 4_000_001
"""One more than a table may have, so that the reader of tables sees that a file is too large."""
_FEW: Final = 4

NO_FOLDER = declare(
    "GC-BRD-104",
    InvalidInput,
    en="{folder} is no folder of border data: it has no manifest.csv.",
    zh="{folder} 不是边境数据文件夹：其中没有 manifest.csv。",
    remedy_en="Give a folder that `greencard border import` has written, or unset GREENCARD_BORDER to use the data that"
    " ship.",
    remedy_zh="请指定由 greencard border import 写出的文件夹；若要使用随附数据，请取消 GREENCARD_BORDER。",
)


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


class _Folder(_Packaged):
    """The same under a folder of the operator: regular files alone, and no more of one than a table may have."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self._folder = root

    def __getitem__(self, path: str) -> bytes:
        parts = path.split("/")
        file = self._folder.joinpath(*parts)
        try:
            if ".." in parts or not file.is_file():
                raise KeyError(path)
            with file.open("rb") as source:
                return source.read(_MOST_BYTES)
        except (OSError, ValueError) as error:
            raise KeyError(path) from error


def _paths(directory: Traversable, before: str) -> Iterator[str]:
    for entry in directory.iterdir():
        name = f"{before}{entry.name}"
        if entry.is_dir():
            yield from _paths(entry, f"{name}/")
        else:
            yield name


def border_pack() -> BorderPack:
    """The border data of this process, read once: the folder `GREENCARD_BORDER` names, else those that ship.

    Raises:
        InvalidInput: the folder is none of border data (GC-BRD-104); a file is missing or malformed (GC-BRD-010).
        NotVerified: a file is not the one its manifest names (GC-BRD-011).
    """
    folder = os.environ.get(BORDER_FOLDER, "").strip()
    return border_pack_in(Path(folder)) if folder else _shipped()


@cache
def _shipped() -> BorderPack:
    return parse_pack(_Packaged(files("greencard").joinpath("data", "border")))


@lru_cache(maxsize=_FEW)
def border_pack_in(folder: Path) -> BorderPack:
    """An imported pack by its folder, read once per process; default values are read per origin.

    Raises:
        InvalidInput: no manifest there (GC-BRD-104); a file is missing or malformed (GC-BRD-010).
        NotVerified: a file is not the one its manifest names (GC-BRD-011).
    """
    data = _Folder(folder)
    if data.get("manifest.csv") is None:
        raise NO_FOLDER.at(Place(file=str(folder)), folder=str(folder))
    return parse_pack(data)
