"""Joins rule files, packaged or a person's own, to the check that holds them to their form."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from greencard.rules.check import Checked

__all__ = ["check"]


def check(folder: Path | None) -> Checked:
    """Everything that is wrong with the packaged rules, or with those of a folder beside the packaged ones.

    Raises:
        InvalidInput: no rule files there (GC-RUL-024), or a table of the folder cannot be used (GC-RUL-005, -023).
    """
    from greencard.adapters.packs.hs import hs_codes  # noqa: PLC0415 - a verb loads only what it asks for
    from greencard.adapters.packs.rules import (  # noqa: PLC0415 - same  # noqa: PLC0415 - same
        acts,
        jurisdictions,
        load_all,
        own_tables,
        packaged_files,
        read_directory,
        read_packaged,
        vocabulary,
    )
    from greencard.rules.check import Ground, check_files  # noqa: PLC0415 - same

    is_heading = hs_codes().contains
    if folder is None:
        files = {name: read_packaged(name) for name in packaged_files()}
        return check_files(files, Ground(vocabulary(), jurisdictions(), acts(), is_heading))
    own = read_directory(folder)
    words, table, register, laws = own_tables(own)
    return check_files(laws, Ground(words, table, register, is_heading, besides=load_all().rules()))
