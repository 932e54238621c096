"""The packaged data on claims: words of five languages, acts, sentences; each read once."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources

from greencard.model.claim_words import ClaimLexicon
from greencard.rules.claims import ClaimActs, Sentences, parse_claim_acts, parse_sentences

__all__ = ["claim_acts", "claim_lexicon", "claim_sentences"]

_LANGS = ("de", "en", "es", "fr", "zh")


def _read(name: str) -> bytes:
    return resources.files("greencard").joinpath("data", "claims", name).read_bytes()


@lru_cache(maxsize=1)
def claim_lexicon() -> ClaimLexicon:
    """Which words make an environmental claim."""
    return ClaimLexicon(_read("families.yaml"), {f"{lang}.yaml": _read(f"{lang}.yaml") for lang in _LANGS})


@lru_cache(maxsize=1)
def claim_acts() -> ClaimActs:
    """Acts about words, beside the rules."""
    return parse_claim_acts(_read("acts.yaml"))


@lru_cache(maxsize=1)
def claim_sentences() -> Sentences:
    """What may be said of a card's figures."""
    return parse_sentences(_read("sentences.yaml"))
