"""Which rules in force ban this product's format as a plastic one, from the rules room for the pillars.

A ban of a format looks at what the article is: its function, its materials, whether it is used once, how thick it is.
A limit of a substance in a plastic is no ban of a format, and a rule whose source was not read bans nothing here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from greencard.model import FormatBan
from greencard.rules import binds, missing, order_facts, prepare, truth

if TYPE_CHECKING:
    from collections.abc import Sequence

    from greencard.model import Order, Product
    from greencard.rules import RulePack

__all__ = ["format_bans", "format_rules"]

_FORMAT: Final = frozenset(
    {
        "product_functions",
        "materials",
        "single_use",
        "oxo_degradable",
        "bag_thickness_um",
        "bag_area_cm2",
        "home_compostable",
        "compostable_cert",
        "recycled_pcr_share",
        "plastic_share",
        "pack_types",
        "pack_materials",
        "pack_annex_v_format",
        "pack_eps_loose_fill",
        "documents",
        "marks",
        "hs_code",
    }
)
"""What a ban of a format may look at."""
_PLASTIC: Final = frozenset(
    {
        "materials",
        "single_use",
        "oxo_degradable",
        "bag_thickness_um",
        "bag_area_cm2",
        "plastic_share",
        "pack_materials",
        "pack_annex_v_format",
        "pack_eps_loose_fill",
    }
)
"""What at least one of its facts is."""


def format_rules(pack: RulePack) -> tuple[str, ...]:
    """Ids of the rules that ban a plastic format, in the order of the pack."""
    return tuple(one.rule.id for one in pack.rules() if _bans_format(one.rule.consequence, one.names))


def format_bans(pack: RulePack, product: Product, order: Order, destinations: Sequence[str]) -> tuple[FormatBan, ...]:
    """Bans in force on the day of the order that reach the product, or may: for each, what is missing to say.

    Raises:
        InvalidInput: a destination that is no ISO 3166 code (GC-RUL-010).
    """
    reached = {code for destination in destinations for code in pack.jurisdictions.chain(destination)}
    known = prepare(pack.vocabulary, order_facts(product, order, pack.lexicon), order.on).known
    found = []
    for one in pack.rules():
        rule = one.rule
        if not (binds(one) and one.in_time(order.on) and _bans_format(rule.consequence, one.names)):
            continue
        if destinations and rule.jurisdiction not in reached:
            continue
        reach, kept = truth(one.reach, known), truth(one.require, known)
        if reach is False or kept is True:
            continue
        certain = reach is True and kept is False
        names = () if certain else (*missing(one.reach, known), *missing(one.require, known))
        found.append(
            FormatBan(
                rule_id=rule.id,
                jurisdiction=rule.jurisdiction,
                title=rule.title,
                citation=rule.citation,
                certain=certain,
                missing_facts=tuple(dict.fromkeys(names)),
            )
        )
    return tuple(found)


def _bans_format(consequence: str, names: Sequence[str]) -> bool:
    return consequence == "prohibited" and _FORMAT.issuperset(names) and not _PLASTIC.isdisjoint(names)
