"""The rules of many destinations for a catalogue of many goods: the same terms as `evaluate`, worked out in columns.

`Asked` is a question made ready (destinations, day, what to say); it answers tables whose columns are named after
facts. `facts_table` makes such a table from product records and orders. Needs polars, the extra `tables`; importing
`greencard.rules` does not load it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from greencard.rules.columns.codes import NO_POLARS

if TYPE_CHECKING:
    from greencard.rules.columns.answers import STATUSES, WORDS, Answers, Asked, Counts
    from greencard.rules.columns.charges import totals
    from greencard.rules.columns.reasons import Behind, words_with_rules
    from greencard.rules.columns.records import facts_table
    from greencard.rules.columns.tables import Tables, joined, slices

__all__ = [
    "STATUSES",
    "WORDS",
    "Answers",
    "Asked",
    "Behind",
    "Counts",
    "Tables",
    "facts_table",
    "joined",
    "slices",
    "totals",
    "words_with_rules",
]

_HOME = {
    "Behind": "reasons",
    "words_with_rules": "reasons",
    "facts_table": "records",
    "totals": "charges",
    "Tables": "tables",
    "joined": "tables",
    "slices": "tables",
}


def __getattr__(name: str) -> Any:
    """A public name, from its module.

    Raises:
        Unavailable: polars is not installed (GC-RUL-040).
    """
    if name not in __all__:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    try:
        import_module("polars")
    except ImportError as problem:
        raise NO_POLARS.at() from problem
    return getattr(import_module(f"{__name__}.{_HOME.get(name, 'answers')}"), name)
