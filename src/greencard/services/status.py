"""The programme's status list: as verification reads it, and as the signed credential that others read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from greencard.card import secure, status_list_credential, verification_method
from greencard.services.publish import issuer_for, status_list_url

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from greencard.card import StatusPurpose
    from greencard.ports import Keys, StoreSession
    from greencard.services.settings import Settings

__all__ = ["StatusList", "signed_status_list"]

_LIFE: Final = timedelta(days=1)
"""A status list older than this tells nothing about now."""


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


def signed_status_list(
    statuses: Iterable[tuple[int, str]],
    purpose: StatusPurpose,
    keys: Keys,
    settings: Settings,
    *,
    now: datetime,
    test: bool,
) -> dict[str, Any]:
    """The Bitstring Status List credential of a purpose, signed by the issuer, or by the test issuer with `test`."""
    meant = "revoked" if purpose == "revocation" else "superseded"
    issuer = issuer_for(illustrative=test, keys=keys, settings=settings)
    document = status_list_credential(
        list_url=status_list_url(settings, purpose, test=test),
        issuer_id=issuer.id,
        purpose=purpose,
        set_indices=[index for index, status in statuses if status == meant],
        valid_from=now,
        valid_until=now + _LIFE,
    )
    return secure(
        document,
        sign=lambda message: keys.sign(issuer.key, message),
        verification_method=verification_method(issuer.id),
        created=now,
    )
