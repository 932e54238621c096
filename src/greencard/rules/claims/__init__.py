"""The claims linter: what a text claims, which act forbids it where and from when, what may be said instead."""

from greencard.rules.claims.acts import ClaimActs, parse_claim_acts
from greencard.rules.claims.codes import TOO_MANY_DESTINATIONS
from greencard.rules.claims.instead import Sentences, parse_sentences
from greencard.rules.claims.lint import MAX_CHARACTERS, MAX_DESTINATIONS, lint

__all__ = [
    "MAX_CHARACTERS",
    "MAX_DESTINATIONS",
    "TOO_MANY_DESTINATIONS",
    "ClaimActs",
    "Sentences",
    "lint",
    "parse_claim_acts",
    "parse_sentences",
]
