"""The packaged starter files: a product file to begin with, explained line by line, in each language."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from greencard.errors import Lang

__all__ = ["report_starter", "starter_text"]


@cache
def starter_text(lang: Lang) -> str:
    """The commented product file `greencard init` writes, with English or Chinese keys."""
    name = "product.zh.yaml" if lang == "zh" else "product.en.yaml"
    return files("greencard").joinpath("data", "starter", name).read_text(encoding="utf-8")


@cache
def report_starter(lang: Lang) -> str:
    """The commented operator's report `greencard border report new` writes; keys and texts are English by law."""
    name = "operator-report.zh.yaml" if lang == "zh" else "operator-report.en.yaml"
    return files("greencard").joinpath("data", "starter", name).read_text(encoding="utf-8")
