"""Environmental claims in text: the lexicon, and what is found by it."""

from greencard.model.claim_words.lexicon import MOST_FOUND, ClaimFound, ClaimLexicon
from greencard.model.claim_words.phrases import ClaimFamily, ClaimLang
from greencard.model.claim_words.use import ClaimUse

__all__ = ["MOST_FOUND", "ClaimFamily", "ClaimFound", "ClaimLang", "ClaimLexicon", "ClaimUse"]
