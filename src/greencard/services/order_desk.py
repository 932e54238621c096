"""The questions about an installation's own products: may an order enter, the pillars, what a text may say of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from greencard.services.check import check_product_order
from greencard.services.claims import card_figures, check_claims
from greencard.services.matrix import MAX_SERVED_CELLS, check_matrix
from greencard.services.pillars import pillars_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from greencard.card import Verification
    from greencard.model import Matrix, Order, PillarReport, Verdict
    from greencard.model.claims import ClaimReport
    from greencard.ports import Principal, StoredProduct
    from greencard.services.claims import ClaimsAsked
    from greencard.services.packs import Packs

__all__ = ["OrderDesk"]


class OrderDesk:
    """What the law of a destination says of own products; `Greencard` brings the products, the packs and the day."""

    _packs: Packs

    def today(self) -> date:
        """The installation's date."""
        raise NotImplementedError

    def product(self, principal: Principal, product_id: str) -> StoredProduct:
        """Newest version of an own product."""
        raise NotImplementedError

    def verify_card(self, data: bytes, *, at: datetime | None = None) -> Verification:
        """Check a card against this installation."""
        raise NotImplementedError

    def check_order(self, principal: Principal, product_id: str, order: Order, *, explain: bool = False) -> Verdict:
        """May an order of an own product enter, and what will carbon cost on arrival; `explain` lays reasons open.

        Raises:
            InvalidInput: unknown product, no destination code or an impossible quantity (GC-SVC-002, -004, -005).
        """
        product = self.product(principal, product_id).product
        order = msgspec.structs.replace(order, product_id=product.id)
        elsewhere = self._packs.destinations() if explain else ()
        return check_product_order(
            product, order, packs=self._packs, as_of=self.today(), explain=explain, compare=elsewhere
        )

    def check_orders(
        self, principal: Principal, product_ids: Sequence[str], orders: Sequence[Order], *, full: bool = False
    ) -> Matrix:
        """One word for each own product under each order; see `greencard.services.matrix.check_matrix`."""
        products = [self.product(principal, one).product for one in product_ids]
        limit = MAX_SERVED_CELLS if full else None
        return check_matrix(products, orders, packs=self._packs, as_of=self.today(), full=full, limit=limit)

    def pillars_stored(self, principal: Principal, product_id: str, /, **asked: Any) -> PillarReport:
        """The three pillars of an own product; what may be asked: `greencard.services.pillars.pillars_of`."""
        product = self.product(principal, product_id).product
        return pillars_of(product, packs=self._packs, **({"on": self.today()} | asked))

    def check_claims(self, asked: ClaimsAsked) -> ClaimReport:
        """What a text claims, which act forbids it where, and what the card's figures let one say instead.

        Raises:
            InvalidInput: no or too many destinations, none that is a code, a text too long (GC-CLM-003 to 005,
                GC-RUL-010).
            NotVerified: the card given does not hold (GC-SVC-077, 078).
        """
        figures = None
        if asked.card is not None:
            data = msgspec.json.encode(asked.card)
            figures = card_figures(data, self.verify_card(data))
        return check_claims(
            asked.text,
            packs=self._packs,
            destinations=asked.destinations,
            on=asked.on or self.today(),
            audience=asked.audience,
            figures=figures,
        )
