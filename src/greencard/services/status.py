"""The programme's status list as verification reads it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from greencard.ports import StoreSession

__all__ = ["StatusList"]


class StatusList(Mapping[int, str]):
    """The programme's status list as a mapping that asks the store: a verification needs one position of very many."""

    def __init__(self, session: StoreSession) -> None:
        self._session = session

    def __getitem__(self, index: int) -> str:
        found = self._session.status_at(index)
        if found is None:
            raise KeyError(index)
        return found

    def __iter__(self) -> Iterator[int]:
        return (index for index, _ in self._session.statuses())

    def __len__(self) -> int:
        return len(self._session.statuses())
