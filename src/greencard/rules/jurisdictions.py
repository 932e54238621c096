"""Which law a destination is under: Union, state, subdivision; and the places to which it does not simply extend."""

from __future__ import annotations

import re
from typing import Final, Literal

import msgspec

from greencard.errors import Place
from greencard.model.base import Text, Value
from greencard.rules.codes import BAD_DESTINATION
from greencard.rules.vocabulary import converted

__all__ = ["Jurisdictions", "parse_jurisdictions"]

_DESTINATION: Final = re.compile(r"[A-Z]{2}(?:-[A-Z0-9]{1,3})?")


class Jurisdictions(Value, frozen=True, kw_only=True):
    """Which law a destination is under."""

    schema: Literal["greencard/jurisdictions/1"]
    names: dict[str, Text]
    eu_members: tuple[str, ...] = ()
    aliases: dict[str, str] = msgspec.field(default_factory=dict)
    """Codes in common use for an ISO code: UK for GB, EL for GR."""
    outside: tuple[str, ...] = ()
    """Subdivisions to which the country's rules do not simply apply, so that nothing is answered for them."""

    def chain(self, destination: str) -> tuple[str, ...]:
        """Jurisdictions whose law binds at the destination, widest first: EU, then the state, then the subdivision.

        Raises:
            InvalidInput: not an ISO 3166 code (GC-RUL-010).
        """
        if not _DESTINATION.fullmatch(destination):
            raise BAD_DESTINATION.at(Place("/destination"), destination=repr(destination[:20]))
        country = self.aliases.get(destination[:2], destination[:2])
        code = country + destination[2:]
        if code in self.outside:
            return (code,)
        above = ("EU",) if country in self.eu_members else ()
        return (*above, country) if code == country else (*above, country, code)

    def name(self, code: str) -> Text:
        """Name of a jurisdiction as it stands in a sentence."""
        return self.names.get(code) or Text(en=code, zh=code)

    def joined(self, more: Jurisdictions) -> Jurisdictions:
        """This table with an operator's own names and places added; on the same code the operator's word counts."""
        return Jurisdictions(
            schema=self.schema,
            names=self.names | more.names,
            eu_members=tuple(dict.fromkeys((*self.eu_members, *more.eu_members))),
            aliases=self.aliases | more.aliases,
            outside=tuple(dict.fromkeys((*self.outside, *more.outside))),
        )


def parse_jurisdictions(raw: bytes, file: str = "jurisdictions.yaml") -> Jurisdictions:
    """The table of jurisdictions in `raw`.

    Raises:
        InvalidInput: unreadable (GC-RUL-005).
    """
    return converted(raw, Jurisdictions, file)
