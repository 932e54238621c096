"""Parties, facilities, products and assessments."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from typing import Any, Final

import msgspec
import rfc8785
from sqlalchemy import Table, and_, bindparam, insert, select, update

from greencard.adapters.sql.codes import BAD_DOCUMENT, NOT_FOUND
from greencard.adapters.sql.scope import Scope, instant, microseconds
from greencard.adapters.sql.tables import assessments, cards, facilities, parties, products
from greencard.adapters.sql.work import AnyRow, decoded, encoded, key, storable
from greencard.errors import Place
from greencard.model import Assessment, Facility, Party, Product
from greencard.ports import StoredProduct

__all__ = ["MAX_VERSION", "Records", "canonical"]

_PAGE: Final = 200
MAX_VERSION: Final = 2**31 - 1
"""Greatest number of product versions the column can count."""

_PARTY: Final = select(parties.c.document).where(parties.c.id == bindparam("party"))
_PUBLISHED_BY: Final = _PARTY.where(
    select(cards.c.id).where(cards.c.party == parties.c.id, cards.c.published.is_(other=True)).exists()
)
_FACILITY: Final = select(facilities.c.document).where(
    facilities.c.party == bindparam("party"), facilities.c.id == bindparam("id")
)
_PRODUCT: Final = (
    select(products.c.version, products.c.digest, products.c.stored_at, products.c.document)
    .where(products.c.party == bindparam("party"), products.c.id == bindparam("id"))
    .order_by(products.c.version.desc())
    .limit(1)
)
_PRODUCT_VERSION: Final = _PRODUCT.where(products.c.version == bindparam("version"))
_LATER: Final = products.alias("later")
_PRODUCTS: Final = (
    select(products.c.version, products.c.digest, products.c.stored_at, products.c.document, products.c.id)
    .where(
        products.c.party == bindparam("party"),
        products.c.id > bindparam("after"),
        ~select(_LATER.c.version)
        .where(
            _LATER.c.party == products.c.party,
            _LATER.c.id == products.c.id,
            _LATER.c.version > products.c.version,
        )
        .exists(),
    )
    .order_by(products.c.id)
    .limit(_PAGE)
)
_ASSESSMENT: Final = select(assessments.c.document).where(
    assessments.c.id == bindparam("id"), assessments.c.party == bindparam("party")
)
_ASSESSMENT_PUBLISHED: Final = (
    select(assessments.c.document)
    .join(cards, and_(cards.c.party == assessments.c.party, cards.c.assessment == assessments.c.id))
    .where(cards.c.assessment == bindparam("id"), cards.c.published.is_(other=True))
    .limit(1)
)
_INSERT_PRODUCT: Final = insert(products)
_INSERT_ASSESSMENT: Final = insert(assessments)


@cache
def _decoder(kind: type[Any]) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(kind)


def canonical(assessment: Assessment) -> bytes:
    """RFC 8785 canonical JSON of an assessment, decimals as text; its SHA-256 is the assessment's id.

    Raises:
        InvalidInput: it holds a number or text that JSON cannot (GC-STO-025).
    """
    try:
        return rfc8785.dumps(msgspec.to_builtins(assessment))
    except (rfc8785.CanonicalizationError, ValueError, TypeError) as error:
        raise BAD_DOCUMENT.at(what="assessment", reason=type(error).__name__) from error


class Records(Scope):
    """Everything that goes into a card, in one party's scope."""

    def _put(self, table: Table, keys: dict[str, str], document: str) -> None:
        """Replace the document under `keys`, or insert it."""
        with self._work.writing("/".join((table.name, *keys.values()))):
            found = and_(*(table.c[name] == bindparam(f"k_{name}") for name in keys))
            params = {f"k_{name}": value for name, value in keys.items()} | {"d": document}
            if not self._work.write(update(table).where(found).values(document=bindparam("d")), params):
                self._work.write(insert(table), keys | {"document": document})

    def put_party(self, party: Party) -> None:
        """Create or replace the session's own party record.

        Raises:
            Refused: it is another party's (GC-STO-010).
        """
        self._own(party.id, "/id")
        self._put(parties, {"id": party.id}, encoded(party, "party"))

    def party(self, party_id: str) -> Party | None:
        """The own record; of another party that has published a card its id, name, roles and country."""
        if not storable(party_id):
            return None
        own = party_id == self._party
        row = self._work.first(_PARTY if own else _PUBLISHED_BY, {"party": party_id})
        if row is None:
            return None
        record: Party = decoded(row.document, _decoder(Party), "a party")
        return record if own else Party(id=record.id, name=record.name, roles=record.roles, country=record.country)

    def put_facility(self, facility: Facility) -> None:
        """Create or replace a facility of the own party; its readings stay."""
        keys = {"party": self._party, "id": key(facility.id, "id")}
        self._put(facilities, keys, encoded(facility, "facility"))

    def facility(self, facility_id: str) -> Facility | None:
        """A facility of the own party; None where there is none."""
        if not storable(facility_id):
            return None
        row = self._work.first(_FACILITY, {"party": self._party, "id": facility_id})
        found: Facility | None = None if row is None else decoded(row.document, _decoder(Facility), "a facility")
        return found

    def put_product(self, product: Product, digest: str) -> StoredProduct:
        """Store a product; the digest of the newest version gives that version back."""
        name = key(product.id, "id")
        key(digest, "digest")
        document = encoded(product, "product")
        with self._work.writing(f"products/{self._party}/{name}"):
            row = self._work.first(_PRODUCT, {"party": self._party, "id": name})
            if row is not None and row.digest == digest:
                return self._stored(row)
            stored = StoredProduct(
                product=product,
                version=1 if row is None else row.version + 1,
                party=self._party,
                stored_at=instant(microseconds(self._clock.now())),
                digest=digest,
            )
            values = {
                "party": self._party,
                "id": name,
                "version": stored.version,
                "digest": digest,
                "stored_at": microseconds(stored.stored_at),
                "document": document,
            }
            self._work.write(_INSERT_PRODUCT, values)
        return stored

    def _stored(self, row: AnyRow) -> StoredProduct:
        return StoredProduct(
            product=decoded(row.document, _decoder(Product), "a product"),
            version=row.version,
            party=self._party,
            stored_at=instant(row.stored_at),
            digest=row.digest,
        )

    def product(self, product_id: str, version: int | None = None) -> StoredProduct | None:
        """A version of an own product, the newest by default."""
        if not storable(product_id) or (version is not None and not 1 <= version <= MAX_VERSION):
            return None
        params: dict[str, Any] = {"party": self._party, "id": product_id}
        if version is None:
            row = self._work.first(_PRODUCT, params)
        else:
            row = self._work.first(_PRODUCT_VERSION, params | {"version": version})
        return None if row is None else self._stored(row)

    def products(self) -> Iterator[StoredProduct]:
        """Newest version of each own product, by id; read page by page while the session is open."""
        after = ""
        while rows := self._work.rows(_PRODUCTS, {"party": self._party, "after": after}):
            yield from map(self._stored, rows)
            after = rows[-1].id

    def put_assessment(self, assessment: Assessment, product_version: int) -> str:
        """Keep an assessment of an own product version; gives its id, the SHA-256 (hex) of its canonical bytes.

        Raises:
            InvalidInput: that product version is not stored (GC-STO-011).
        """
        document = canonical(assessment)
        params = {"party": self._party, "id": hashlib.sha256(document).hexdigest()}
        with self._work.writing(f"assessments/{params['id']}"):
            self._require_version(assessment.product.id, product_version, "/product/id")
            if self._work.first(_ASSESSMENT, params) is None:
                kept = {
                    "product": assessment.product.id,
                    "product_version": product_version,
                    "document": document.decode(),
                }
                self._work.write(_INSERT_ASSESSMENT, params | kept)
        return params["id"]

    def _require_version(self, product_id: str, version: int, pointer: str) -> None:
        known = storable(product_id) and 1 <= version <= MAX_VERSION
        params = {"party": self._party, "id": product_id, "version": version}
        if not known or self._work.first(_PRODUCT_VERSION, params) is None:
            raise NOT_FOUND.at(Place(pointer), kind="product version", id=f"{ascii(product_id)[:80]}/{version}")

    def assessment(self, assessment_id: str) -> Assessment | None:
        """An own assessment, or the one behind a published card."""
        if not storable(assessment_id):
            return None
        params = {"party": self._party, "id": assessment_id}
        row = self._work.first(_ASSESSMENT, params) or self._work.first(_ASSESSMENT_PUBLISHED, params)
        if row is None:
            return None
        kept: Assessment = decoded(row.document, _decoder(Assessment), "an assessment")
        return kept
