"""What a field of the product file is: its keys in two languages, its kind, unit, bounds and meaning."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import Final, Literal

from greencard.errors import Lang

__all__ = ["UNITS", "Choice", "FactKind", "FactVocabulary", "Field", "Kind", "Record"]


class Kind(Enum):
    """How the text of a value is read. YAML's own guess is never asked."""

    TEXT = "text"
    ID = "identifier"
    WORDS = "text in one or two languages"
    CUSTOMS_CODE = "customs code"
    PATH = "relative path"
    MASS = "mass"
    ELECTRICITY = "electricity"
    HEAT = "heat"
    DISTANCE = "distance"
    NUMBER = "number"
    SHARE = "share"
    PERCENT = "percentage"
    COUNT = "whole number"
    ANGLE = "degrees"
    FLAG = "yes or no"
    DATE = "date"
    COUNTRY = "country"
    CHOICE = "choice"
    CHOICES = "list of choices"
    SIZE = "three lengths"
    TEXTS = "list of texts"
    RECORD = "group"
    RECORDS = "list of groups"
    FACTS = "facts"


UNITS: Final[Mapping[Kind, Mapping[str, Decimal]]] = {
    Kind.MASS: {
        "kg": Decimal(1),
        "g": Decimal("0.001"),
        "t": Decimal(1000),
        "千克": Decimal(1),
        "公斤": Decimal(1),
        "克": Decimal("0.001"),
        "吨": Decimal(1000),
    },
    Kind.ELECTRICITY: {
        "kWh": Decimal(1),
        "Wh": Decimal("0.001"),
        "MWh": Decimal(1000),
        "度": Decimal(1),
        "千瓦时": Decimal(1),
        "瓦时": Decimal("0.001"),
        "兆瓦时": Decimal(1000),
    },
    Kind.HEAT: {
        "MJ": Decimal(1),
        "GJ": Decimal(1000),
        "kWh": Decimal("3.6"),
        "兆焦": Decimal(1),
        "吉焦": Decimal(1000),
    },
    Kind.DISTANCE: {
        "km": Decimal(1),
        "m": Decimal("0.001"),
        "nmi": Decimal("1.852"),
        "公里": Decimal(1),
        "千米": Decimal(1),
        "海里": Decimal("1.852"),
    },
    Kind.SIZE: {"cm": Decimal(1), "厘米": Decimal(1)},
}
"""Exact factors to the unit in which the model keeps the value; the first of each kind is that unit.

No electricity in MJ: 1 MJ is 1/3.6 kWh, which has no finite decimal.
"""


@dataclass(frozen=True, slots=True)
class Choice:
    """One word of a closed list: as stored, in Chinese, and what it means where that is not plain."""

    value: str
    zh: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a record. `keys` are all spellings that are read; the first two are the ones we write."""

    key: str
    zh: tuple[str, ...]
    kind: Kind
    doc: str
    doc_zh: str
    required: bool = False
    unit: str = ""
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    above: bool = False
    """The minimum itself is not allowed."""
    choices: tuple[Choice, ...] = ()
    record: Record | None = None
    target: str = ""
    """Where two fields give the same value (a share and a percentage), the name under which it is kept."""
    longest: int = 500

    @property
    def keys(self) -> tuple[str, ...]:
        """Every key that is read as this field."""
        return (self.key, *self.zh)

    @property
    def name(self) -> str:
        """Under which name the value is kept."""
        return self.target or self.key

    def key_in(self, lang: Lang) -> str:
        """The key as we write it in a language."""
        return self.zh[0] if lang == "zh" and self.zh else self.key


@dataclass(frozen=True, slots=True)
class Record:
    """A group of fields. `short` names the field a single value stands for (`evidence: E1`)."""

    name: str
    title: str
    title_zh: str
    fields: tuple[Field, ...]
    short: str = ""

    def by_key(self) -> dict[str, Field]:
        """Each spelling and its field."""
        return {key: item for item in self.fields for key in item.keys}


@dataclass(frozen=True, slots=True)
class FactKind:
    """What the vocabulary of facts says of one name. The rules own the vocabulary; a caller hands it over."""

    type: Literal["bool", "number", "text", "enum", "set", "date"]
    unit: str = ""
    allowed: frozenset[str] = frozenset()
    closed: bool = False
    """Whether other words are an error; otherwise they are a warning."""
    label_zh: str = ""
    """How the vocabulary calls it in Chinese; whoever writes that instead of the name is told the name."""


FactVocabulary = Mapping[str, FactKind]
