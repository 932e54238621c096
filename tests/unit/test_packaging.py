"""What is shipped: whole, nothing besides, and every import declared."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from greencard.adapters.workbooks.read import read_workbook
from greencard.errors import Unavailable

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "greencard"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
SERVER = ("interfaces/http/", "interfaces/web/")
TABLES = ("adapters/tables/", "adapters/workbooks/", "rules/columns/")
"""Imported where a file of lines is read or written, which says plainly when the extra is missing."""


def built(root: Path, kind: str, into: Path) -> Path:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", into], cwd=root, check=True, capture_output=True
    )
    return next(into.iterdir())


def shipped() -> set[str]:
    files = (path for path in PACKAGE.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(ROOT / "src").as_posix() for path in files}


def contents(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return {name for name in archive.namelist() if ".dist-info/" not in name}


def test_the_wheel_is_whole_whether_built_from_the_tree_or_from_the_source_distribution(tmp_path: Path):
    """The root `examples` is a link into the package: a source distribution that follows it must not lose them."""
    assert contents(built(ROOT, "wheel", tmp_path / "wheel")) == shipped()
    with tarfile.open(built(ROOT, "sdist", tmp_path / "sdist")) as archive:
        archive.extractall(tmp_path / "tree", filter="data")
    tree = next((tmp_path / "tree").iterdir())
    assert contents(built(tree, "wheel", tmp_path / "again")) == shipped()
    # What the two commands of the README and the tests open is there too.
    for name in ("Makefile", "requirements.lock", "requirements-dev.lock", "README.zh.md", "examples/ceramic-mug.yaml"):
        assert (tree / name).is_file(), name
    assert not list(tree.rglob("*.pyc"))


def declared(*extras: str) -> set[str]:
    texts = list(PROJECT["dependencies"])
    for extra in extras:
        texts += PROJECT["optional-dependencies"][extra]
    return {re.split(r"[^A-Za-z0-9._-]", text)[0].lower() for text in texts}


def imported(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_bytes())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module is not None:
            yield node.module


@pytest.mark.parametrize("server", [False, True])
def test_every_import_is_of_a_declared_dependency(server: bool):
    """Without the server's two folders, the base dependencies suffice; [fast] is imported where it is there."""
    base = declared("fast", "server") if server else declared("fast")
    tables = base | declared("tables")
    owners = packages_distributions()
    missing = set()
    for file in PACKAGE.rglob("*.py"):
        name = file.relative_to(PACKAGE).as_posix()
        if name.startswith(SERVER) and not server:
            continue
        known = tables if name.startswith(TABLES) else base
        for module in {name.partition(".")[0] for name in imported(file)} - sys.stdlib_module_names - {"greencard"}:
            if not {owner.lower().replace("_", "-") for owner in owners.get(module, [])} & known:
                missing.add((name, module))
    assert not missing


def test_a_workbook_without_its_extra_is_refused_with_what_to_install(monkeypatch):
    """Before a byte of it is looked at: the bytes are no workbook at all."""
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(Unavailable) as caught:
        read_workbook(b"", "tables.xlsx")
    (fault,) = caught.value.faults
    assert fault.code == "GC-BRD-100"
    for lang in ("en", "zh"):
        assert "pip install 'digital-green-card[tables]'" in fault.remedy(lang)
