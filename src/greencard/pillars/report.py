"""The three pillars of one declared unit together, with a buyer's answer and the gap list where one was asked."""

from __future__ import annotations

from typing import Final

import msgspec

from greencard.model import PillarReport, Product, Text
from greencard.pillars.gaps import gaps
from greencard.pillars.given import Given
from greencard.pillars.measures import Measured
from greencard.pillars.parameters import Parameters
from greencard.pillars.profile import BuyerProfile, buyer_answer

__all__ = ["NOT_SAID", "pillar_report"]

NOT_SAID: Final = (
    Text(
        en="These figures are for business between firms. Nothing here is a claim for goods, packs or listings.",
        zh="以上数字供企业之间使用，不能作为商品、包装或页面上的宣称。",
    ),
    Text(
        en="The three pillars are not added up, no person is scored, and sites are not ranked.",
        zh="三项指标不相加，不给个人评分，也不给工厂排名。",
    ),
    Text(
        en="Weights, caps, anchors and costs marked “ours” are choices of this project, not of a standard.",
        zh="标注“我方”的权重、上限、锚点和费用是本项目的选择，不是标准规定。",
    ),
)


def pillar_report(
    product: Product, given: Given, parameters: Parameters, profile: BuyerProfile | None = None
) -> PillarReport:
    """Recycled content, work and community, plastic; with a profile also its answer and what would close each gap.

    Raises:
        InvalidInput: an indicator outside its range (GC-PIL-003).
    """
    if profile is not None and profile.reference is not None:
        given = msgspec.structs.replace(given, reference=profile.reference)
    found = Measured(given, parameters)
    return PillarReport(
        product_id=product.id,
        name=product.name,
        declared_unit=product.declared_unit,
        as_of=given.on,
        recycled=found.recycled,
        social=found.social,
        plastic=found.plastic,
        destinations=given.destinations,
        buyer=None if profile is None else buyer_answer(profile, found),
        gaps=() if profile is None else gaps(profile, given, found, parameters),
        not_said=NOT_SAID,
        parameters=f"{parameters.version} sha256:{parameters.digest}",
        illustrative=product.illustrative,
    )
