"""Issued cards, their place in the public status list, and the public paths under which they are found."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, Final, Literal

import msgspec
from sqlalchemy import bindparam, func, insert, or_, select, tuple_, update

from greencard.adapters.sql.codes import (
    BAD_DOCUMENT,
    CARD_EXISTS,
    INDEX_TAKEN,
    NOT_FOUND,
    NOT_IN_LOG,
    PATH_TAKEN,
    STATUS_FINAL,
)
from greencard.adapters.sql.log import SqlLog
from greencard.adapters.sql.records import MAX_VERSION, Records
from greencard.adapters.sql.scope import microseconds
from greencard.adapters.sql.tables import assessments, cards, status_entries
from greencard.adapters.sql.work import PROGRAMME, AnyRow, decoded, encoded, key, storable
from greencard.errors import Place
from greencard.model import IssuedCard
from greencard.ports import CardRecord

__all__ = ["Cards"]

Status = Literal["active", "revoked", "superseded"]

_PAGE: Final = 200
_MAX_PUBLIC_KEY: Final = 500
_FAR_FUTURE: Final = 2**62
_BECOMES: Final[dict[str, tuple[str, ...]]] = {
    "active": ("active",),
    "superseded": ("active", "superseded"),
    "revoked": ("active", "superseded", "revoked"),
}
"""Which statuses may become the key: a card is never taken back into force, for others have relied on its end."""

_CARD: Final = select(
    cards.c.document,
    cards.c.party,
    cards.c.product,
    cards.c.product_version,
    cards.c.assessment,
    cards.c.position,
    cards.c.published,
    cards.c.slug,
    cards.c.issued_at,
    status_entries.c.status,
).join(status_entries, status_entries.c.position == cards.c.position)
_VISIBLE: Final = cards.c.published.is_(other=True) | (cards.c.party == bindparam("party"))
_BY_ID: Final = _CARD.where(or_(cards.c.id == bindparam("id"), cards.c.name == bindparam("id")), _VISIBLE)
_NEWEST: Final = (cards.c.issued_at.desc(), cards.c.position.desc())
_BY_SLUG: Final = (
    _CARD.where(cards.c.slug == bindparam("slug"), cards.c.published.is_(other=True)).order_by(*_NEWEST).limit(1)
)
_PAGE_OF: Final = (
    _CARD.where(tuple_(cards.c.issued_at, cards.c.position) < tuple_(bindparam("issued"), bindparam("position")))
    .order_by(*_NEWEST)
    .limit(_PAGE)
)
_OWN_PAGE: Final = _PAGE_OF.where(cards.c.party == bindparam("party"))
_PUBLIC_PAGE: Final = _PAGE_OF.where(cards.c.published.is_(other=True))
_OWN: Final = select(cards.c.position).where(cards.c.id == bindparam("id"), cards.c.party == bindparam("party"))
_STORED: Final = select(cards.c.id).where(or_(cards.c.id == bindparam("id"), cards.c.name == bindparam("name")))
_GIVEN: Final = select(status_entries.c.position).where(
    status_entries.c.position == bindparam("position"),
    status_entries.c.party == bindparam("party"),
    ~select(cards.c.id).where(cards.c.position == status_entries.c.position).exists(),
)
_ASSESSED: Final = select(assessments.c.id).where(
    assessments.c.party == bindparam("party"),
    assessments.c.id == bindparam("assessment"),
    assessments.c.product == bindparam("product"),
    assessments.c.product_version == bindparam("version"),
)
_HELD: Final = select(cards.c.id).where(
    cards.c.slug == bindparam("slug"), cards.c.published.is_(other=True), cards.c.party != bindparam("party")
)
_FITS: Final = select(
    _STORED.exists().label("stored"),
    _ASSESSED.exists().label("assessed"),
    _GIVEN.exists().label("given"),
    _HELD.exists().label("held"),
)
_INSERT: Final = insert(cards)
_INSERT_ENTRY: Final = insert(status_entries)
_SET_STATUS: Final = (
    update(status_entries).where(status_entries.c.position == bindparam("at")).values(status=bindparam("to"))
)
_ACTIVE: Final = _CARD.where(
    cards.c.party == bindparam("party"), cards.c.product == bindparam("product"), status_entries.c.status == "active"
).order_by(*_NEWEST)
_TIMES: Final = (
    select(func.count())
    .select_from(cards)
    .where(cards.c.assessment == bindparam("assessment"), cards.c.party == bindparam("party"))
)
_LAST_POSITION: Final = select(func.max(status_entries.c.position))
_STATUS: Final = select(status_entries.c.status).where(status_entries.c.position == bindparam("position"))
_PUBLISHED_COUNT: Final = select(func.count()).select_from(cards).where(cards.c.published.is_(other=True))
_STATUSES: Final = (
    select(status_entries.c.position, status_entries.c.status)
    .join(cards, cards.c.position == status_entries.c.position)
    .order_by(status_entries.c.position)
)
_ENDED: Final = _STATUSES.where(status_entries.c.status != "active")
_STATUS_AT: Final = _STATUS.where(select(cards.c.id).where(cards.c.position == status_entries.c.position).exists())


@cache
def _decoder() -> msgspec.json.Decoder[IssuedCard]:
    return msgspec.json.Decoder(IssuedCard)


def _name(card_id: str) -> str:
    """The last segment of a card's id: what stays of it when an installation moves to another address."""
    return card_id.rpartition("/")[2]


def _record(row: AnyRow) -> CardRecord:
    return CardRecord(
        card=decoded(row.document, _decoder(), "a card"),
        party=row.party,
        product_id=row.product,
        product_version=row.product_version,
        assessment_id=row.assessment,
        status_index=row.position,
        published=row.published,
        status=row.status,
        slug=row.slug,
    )


class Cards(Records):
    """Cards of the own party, and published ones of everyone."""

    log: SqlLog

    def lock_programme(self) -> None:
        """Wait for every other session that issues or withdraws, and keep them waiting until this one ends.

        Raises:
            Unavailable: another session took longer than the store waits (GC-STO-002).
        """
        with self._work.writing(PROGRAMME):
            pass

    def next_status_index(self) -> int:
        """A fresh position in the programme's status list.

        It is given when the session commits: a card that names it must not leave the house before.
        """
        with self._work.writing(PROGRAMME):
            row = self._work.first(_LAST_POSITION)
            position = 0 if row is None or row[0] is None else row[0] + 1
            entry = {"position": position, "party": self._party, "status": "active"}
            self._work.write(_INSERT_ENTRY, entry)
        return int(position)

    def put_card(self, record: CardRecord) -> None:
        """Store an issued card of the own party.

        Raises:
            Refused: the card is another party's (GC-STO-010), is stored already (GC-STO-012), takes a public path on
                which another party has published (GC-STO-022) or a status position not its own (GC-STO-023).
            InvalidInput: its product version, assessment or leaf is not stored (GC-STO-011, GC-STO-019), or it has no
                instant of issue with a time zone (GC-STO-025).
        """
        self._own(record.party, "/party")
        card = record.card
        if card.issued_at.tzinfo is None:
            raise BAD_DOCUMENT.at(Place("/card/issued_at"), what="card", reason="issued_at has no time zone")
        values = {
            "id": key(card.id, "id", _MAX_PUBLIC_KEY),
            "name": _name(card.id),
            "party": self._party,
            "product": record.product_id,
            "product_version": record.product_version,
            "assessment": record.assessment_id,
            "position": record.status_index,
            "published": record.published,
            "slug": key(record.slug, "slug", _MAX_PUBLIC_KEY),
            "issued_at": microseconds(card.issued_at),
            "leaf": None if card.log is None else card.log.index,
            "digest": key(card.digest, "digest"),
            "document": encoded(card, "card"),
        }
        with self._work.writing(PROGRAMME):
            self._require(record)
            self._work.write(_INSERT, values)
            if record.status != "active":
                self._set(record.status_index, record.status)

    def _require(self, record: CardRecord) -> None:
        """Refuse a card that does not fit what is stored: one query, then the first rule it breaks."""
        card, position = record.card, record.status_index
        # What no column can hold is not there; asking for it must not be the driver's error.
        asked = {
            "party": self._party,
            "id": card.id,
            "name": _name(card.id),
            "assessment": record.assessment_id if storable(record.assessment_id) else "",
            "product": record.product_id if storable(record.product_id) else "",
            "version": record.product_version if 0 < record.product_version <= MAX_VERSION else 0,
            "position": position if 0 <= position < _FAR_FUTURE else -1,
            "slug": record.slug,
        }
        fits = self._work.first(_FITS, asked)
        assert fits is not None  # noqa: S101 - a query without FROM gives one row; narrows the type
        if fits.stored:
            raise CARD_EXISTS.at(Place("/card/id"), id=card.id)
        if not fits.assessed:
            self._require_version(record.product_id, record.product_version, "/product_id")
            raise NOT_FOUND.at(Place("/assessment_id"), kind="assessment", id=ascii(record.assessment_id)[:80])
        if not fits.given:
            raise INDEX_TAKEN.at(Place("/status_index"), index=position)
        if card.log is not None and not 0 <= card.log.index < self.log.size():
            raise NOT_IN_LOG.at(Place("/card/log/index"), size=self.log.size(), what=f"leaf {card.log.index}")
        if record.published and fits.held:
            raise PATH_TAKEN.at(Place("/slug"), slug=record.slug)

    def card(self, card_id: str) -> CardRecord | None:
        """A card of the own party, or any published one, by its id or the last segment of its id."""
        if not storable(card_id, _MAX_PUBLIC_KEY):
            return None
        row = self._work.first(_BY_ID, {"id": card_id, "party": self._party})
        return None if row is None else _record(row)

    def card_by_slug(self, slug: str) -> CardRecord | None:
        """The newest published card under a public path, whatever its status."""
        if not storable(slug, _MAX_PUBLIC_KEY):
            return None
        row = self._work.first(_BY_SLUG, {"slug": slug})
        return None if row is None else _record(row)

    def cards(self, *, published_only: bool = False) -> Iterator[CardRecord]:
        """Own cards, newest first; with `published_only`, all published cards of everyone. Read page by page."""
        page: dict[str, Any] = {"issued": _FAR_FUTURE, "position": 0}
        if not published_only:
            page["party"] = self._party
        while rows := self._work.rows(_PUBLIC_PAGE if published_only else _OWN_PAGE, page):
            yield from map(_record, rows)
            page |= {"issued": rows[-1].issued_at, "position": rows[-1].position}

    def active_cards(self, product_id: str) -> list[CardRecord]:
        """Own cards of a product that are neither withdrawn nor superseded, newest first."""
        if not storable(product_id):
            return []
        return [_record(row) for row in self._work.rows(_ACTIVE, {"party": self._party, "product": product_id})]

    def times_issued(self, assessment_id: str) -> int:
        """Number of own cards that say what this assessment says, whatever their status."""
        if not storable(assessment_id):
            return 0
        row = self._work.first(_TIMES, {"party": self._party, "assessment": assessment_id})
        return 0 if row is None else int(row[0])

    def set_card_status(self, card_id: str, status: Status) -> None:
        """Withdraw or supersede an own card; a withdrawn card stays withdrawn.

        Raises:
            InvalidInput: no such own card (GC-STO-011).
            Refused: the change would take a card back into force (GC-STO-021).
        """
        with self._work.writing(PROGRAMME):
            row = None
            if storable(card_id, _MAX_PUBLIC_KEY):
                row = self._work.first(_OWN, {"id": card_id, "party": self._party})
            if row is None:
                raise NOT_FOUND.at(Place("/id"), kind="card", id=ascii(card_id)[:80])
            entry = self._work.first(_STATUS, {"position": row.position})
            now = "active" if entry is None else entry.status
            if now not in _BECOMES[status]:
                raise STATUS_FINAL.at(Place("/status"), id=card_id, status=now, wanted=status)
            self._set(row.position, status)

    def _set(self, position: int, status: Status) -> None:
        self._work.write(_SET_STATUS, {"at": position, "to": status})

    def published_count(self) -> int:
        """How many cards are published, of everyone."""
        row = self._work.first(_PUBLISHED_COUNT)
        return 0 if row is None else int(row[0])

    def statuses(self, *, ended_only: bool = False) -> list[tuple[int, str]]:
        """(status index, status) of every card ever issued, by index; or of those withdrawn or superseded."""
        return [(row.position, row.status) for row in self._work.rows(_ENDED if ended_only else _STATUSES)]

    def status_at(self, index: int) -> str | None:
        """Status of the card at a position of the status list; None where no card was issued."""
        if not 0 <= index < _FAR_FUTURE:
            return None
        row = self._work.first(_STATUS_AT, {"position": index})
        return None if row is None else str(row.status)
