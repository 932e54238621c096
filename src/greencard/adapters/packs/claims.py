"""The packaged claim lexicon: families, words of five languages, read once."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources

from greencard.model.claim_words import ClaimLexicon

__all__ = ["claim_lexicon"]

_LANGS = ("de", "en", "es", "fr", "zh")


def _read(name: str) -> bytes:
    return resources.files("greencard").joinpath("data", "claims", name).read_bytes()


@lru_cache(maxsize=1)
def claim_lexicon() -> ClaimLexicon:
    """Which words make an environmental claim."""
    return ClaimLexicon(_read("families.yaml"), {f"{lang}.yaml": _read(f"{lang}.yaml") for lang in _LANGS})
