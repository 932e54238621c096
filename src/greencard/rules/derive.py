"""Facts that follow from the product record and the order, each with the place it was read from.

Nothing is derived from silence. A laboratory value, a use or a legal property that nobody stated stays unknown; so do
the documents, marks and registrations of an order that names none (an order that names some names all it has). What is
derived is what the record says in other words: masses times quantity, materials of the bill of materials, ground bamboo
in a melamine part as plant filler in plastic, tableware of heading 3924 10 as made for food. Stated facts win; but a
bare "no" to what the materials say by name contradicts the record, and then neither counts.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Final, Protocol

from msgspec import structs

from greencard.model.claim_words import ClaimLexicon
from greencard.model.fact import Fact, FactValue, Grade
from greencard.model.product import BomLine, PackagingPart, Product
from greencard.model.verdict import Order
from greencard.quantity import decimal_of, decimal_text
from greencard.rules.interpret import EXACT
from greencard.rules.materials import Reading, read_material
from greencard.rules.sheet import AND_MORE

__all__ = ["claim_codes", "contradicted", "order_facts"]

_TRACE: Final = Decimal("0.001")
"""Materials at or below 0.1 % of the product's mass are not listed (vocabulary: materials)."""
_PLANTS: Final = frozenset({"bamboo", "wood", "rattan"})
_TABLEWARE: Final = ("392410", "4419", "691110", "8215")
"""Headings whose text is tableware, kitchenware or cutlery (HS 2022)."""
_EATEN_FROM: Final = frozenset(
    {
        "plate",
        "cutlery",
        "chopsticks",
        "straw",
        "stirrer",
        "cup",
        "food_container",
        "beverage_container",
        "cookware",
        "tableware",
        "kitchenware",
    }
)
_SAID_BY_NAME: Final = frozenset({"plant_filler_in_plastic", "composite_wood", "has_battery"})
"""Facts that materials and functions say by their very names."""
_ADDED_UP: Final = frozenset({"documents", "registrations", "marks", "claims"})
_GRADES: Final[dict[str | None, Grade]] = {"broker": "E1", "binding_ruling": "E2"}
_TAXED_BELOW: Final = Decimal("0.3")
"""Recycled share below which a plastic packaging component is taxed (Finance Act 2021 Part 2), each by itself."""
_PACK_MASS: Final = ("paper", "wood", "steel", "aluminium")
_PACK_CODES: Final = frozenset(
    {
        "aluminium",
        "bamboo",
        "board",
        "eps",
        "glass",
        "paper",
        "pe",
        "pet",
        "plastic",
        "pp",
        "ps",
        "pvc",
        "steel",
        "wood",
    }
)
_TEXTILES: Final = frozenset({"cotton", "polyester", "polyamide", "viscose", "elastane"})


class _Put(Protocol):
    """Collects one derived fact."""

    def __call__(self, name: str, value: FactValue, source: str, grade: Grade = "E0") -> None: ...


def order_facts(product: Product, order: Order, lexicon: ClaimLexicon | None = None) -> tuple[Fact, ...]:
    """Facts of the order: derived ones first, then the product's stated facts, which replace derived ones.

    Documents, marks, registrations and claims add up instead: the record's and the order's are all held.

    Masses are for the whole order, in kg; shares are kg/kg. A derived fact has grade E0, or that of its evidence.
    Claims in words are read with `lexicon`; without one they leave the set open.
    """
    facts: dict[str, Fact] = {}

    def put(name: str, value: FactValue, source: str, grade: Grade = "E0") -> None:
        facts[name] = Fact(name=name, value=value, source=source, grade=grade)

    _from_order(order, put)
    _from_customs(product, put)
    _from_materials(product, put)
    _from_packaging(product, order, put)
    if product.claims:
        put("claims", claim_codes(product.claims, lexicon), "/claims")
    _from_functions(product, put)
    for fact in product.facts:
        derived = facts.pop(fact.name, None)
        if derived is not None and _contradicts(fact, derived):
            continue
        facts[fact.name] = fact if derived is None or fact.name not in _ADDED_UP else _together(derived, fact)
    return tuple(facts.values())


def contradicted(product: Product) -> dict[str, str]:
    """Facts the record denies and affirms at once, each with the part of the record that affirms it."""
    denied = [fact for fact in product.facts if fact.name in _SAID_BY_NAME and fact.value is False]
    if not denied:
        return {}
    facts: dict[str, Fact] = {}

    def put(name: str, value: FactValue, source: str, grade: Grade = "E0") -> None:
        facts[name] = Fact(name=name, value=value, source=source, grade=grade)

    _from_materials(product, put)
    _from_functions(product, put)
    return {
        fact.name: facts[fact.name].source
        for fact in denied
        if fact.name in facts and _contradicts(fact, facts[fact.name])
    }


def _contradicts(stated: Fact, derived: Fact) -> bool:
    """Whether a statement without a document denies what the record's own materials say by name."""
    denies = stated.value is False and stated.grade == "E0"
    return denies and derived.value is True and stated.name in _SAID_BY_NAME


def _together(derived: Fact, stated: Fact) -> Fact:
    """Codes of both: papers of the order beside those of the record, claims in words beside those given as codes.

    The statement says whether the set is complete, so words that were not recognised do not open it again.
    """
    if not isinstance(derived.value, tuple) or not isinstance(stated.value, tuple):
        return stated
    found = (code for code in derived.value if code != AND_MORE)
    value = tuple(dict.fromkeys((*stated.value, *found)))
    if value == stated.value:
        return stated
    return structs.replace(stated, value=value, grade=min(stated.grade, derived.grade))


def claim_codes(claims: Iterable[str], lexicon: ClaimLexicon | None = None) -> tuple[str, ...]:
    """Codes of claims given as codes or in words; words that say nothing known leave the set open (`?`).

    What stands among the claims is meant as one: a word with a plain sense besides ("green") counts, a denied or
    mentioned one does not. Claims of families that the rules have no code for leave the set open too.
    """
    codes: dict[str, None] = {}
    for claim in claims:
        found = (AND_MORE,) if lexicon is None else _codes(claim, lexicon)
        codes.update(dict.fromkeys(found))
    return tuple(codes)


def _codes(claim: str, lexicon: ClaimLexicon) -> tuple[str, ...]:
    if claim in lexicon.by_code:
        return (claim,)
    uses = {"asserted", "ambiguous", "name"}
    found = (lexicon.families[one.family].code or AND_MORE for one in lexicon.find(claim) if one.use in uses)
    return tuple(dict.fromkeys(found)) or (AND_MORE,)


def _from_order(order: Order, put: _Put) -> None:
    put("destination", order.destination, "/order/destination")
    put("placed_on_market_date", order.on.isoformat(), "/order/on")
    put("order_quantity", str(order.quantity), "/order/quantity")
    if order.importer_size is not None:
        put("importer_size", order.importer_size, "/order/importer_size")
    if order.sales_channel:
        put("sales_channel", order.sales_channel, "/order/sales_channel")
    for name in ("documents", "registrations", "marks"):
        held: tuple[str, ...] = getattr(order, name)
        if held:
            put(name, held, f"/order/{name}")


def _from_customs(product: Product, put: _Put) -> None:
    customs = product.customs
    grade = _GRADES.get(customs.confirmed_by, "E0")
    if customs.origin:
        put("origin_country", customs.origin, "/customs/origin")
    if customs.code:
        put("hs_code", customs.code, "/customs/code", grade)
        if customs.code.startswith(_TABLEWARE):
            put("food_contact", True, "/customs/code", grade)


def _share(part: Decimal, whole: Decimal) -> str:
    return decimal_text(decimal_of(float(part / whole)))


def _from_materials(product: Product, put: _Put) -> None:
    """Materials above 0.1 % of the net mass, and what they imply by definition."""
    total = sum((line.net_kg for line in product.bom), Decimal(0))
    put("product_mass_g", decimal_text(EXACT.multiply(product.mass_kg, Decimal(1000))), "/mass_kg")
    if total <= 0:
        return
    lines = [(line, read_material(line.material)) for line in product.bom if line.net_kg > _TRACE * total]
    codes = {code for line, reading in lines for code in _line_codes(line, reading)}
    complete = all(reading.known for _, reading in lines)
    put("materials", (*sorted(codes), *(() if complete else (AND_MORE,))), "/bom")
    if complete:
        plastic_kg = sum(
            (line.net_kg for line, reading in lines if "plastic" in _line_codes(line, reading)), Decimal(0)
        )
        put("plastic_share", _share(plastic_kg, total), "/bom")
    if any(reading.battery for _, reading in lines):
        put("has_battery", value=True, source="/bom")
    if any(reading.composite_wood for _, reading in lines):
        put("composite_wood", value=True, source="/bom")
    elif complete and codes.isdisjoint(_PLANTS):
        put("composite_wood", value=False, source="/bom")
    if "plastic" in codes and any(reading.plant_filler for _, reading in lines):
        put("plant_filler_in_plastic", value=True, source="/bom")
    elif complete and "plastic" not in codes:
        put("plant_filler_in_plastic", value=False, source="/bom")
    _recycled(product.bom, put)


def _line_codes(line: BomLine, reading: Reading) -> frozenset[str]:
    return reading.codes | {"plastic"} if line.plastic else reading.codes


def _recycled(bom: tuple[BomLine, ...], put: _Put) -> None:
    """Recycled shares, where some line states one and no line leaves open which kind it is."""
    stated = [(line, line.recycled) for line in bom if line.recycled is not None]
    if not stated or any(recycled.post_consumer is None for _, recycled in stated):
        return
    total = sum((line.net_kg for line in bom), Decimal(0))
    if total <= 0 or (len(stated) < len(bom) and not any(recycled.share > 0 for _, recycled in stated)):
        return
    grade = min(recycled.evidence.grade for _, recycled in stated)
    every = sum((line.net_kg * recycled.share for line, recycled in stated), Decimal(0))
    post = sum((line.net_kg * (recycled.post_consumer or 0) for line, recycled in stated), Decimal(0))
    put("recycled_pcr_share", _share(post, total), "/bom", grade)
    put("recycled_pre_share", _share(every - post, total), "/bom", grade)


def _from_packaging(product: Product, order: Order, put: _Put) -> None:
    """Levels, materials and masses of the packaging of the whole order, and shares of recycled plastic in it."""
    parts = product.packaging
    if not parts:
        return
    quantity = Decimal(order.quantity)
    read = [(part, read_material(part.material)) for part in parts]
    levels = {part.level for part in parts}
    total = sum((part.mass_kg for part in parts), Decimal(0)) * quantity
    carton = product.carton
    tare_apart = carton is not None and "transport" not in levels and carton.units > 0
    if carton is not None and tare_apart:
        levels.add("transport")
        total += carton.tare_kg / carton.units * quantity
    complete = all(reading.known for _, reading in read) and not tare_apart
    codes = {code for part, reading in read for code in _part_codes(part, reading)}
    put("pack_types", tuple(sorted(levels)), "/packaging")
    put("pack_materials", (*sorted(codes), *(() if complete else (AND_MORE,))), "/packaging")
    put("pack_total_kg", _mass(total), "/packaging")
    plastic = [part for part, reading in read if "plastic" in _part_codes(part, reading)]
    plastic_kg = sum((part.mass_kg for part in plastic), Decimal(0)) * quantity
    if complete:
        put("pack_plastic_kg", _mass(plastic_kg), "/packaging")
        for code in _PACK_MASS:
            mass = sum((part.mass_kg for part, reading in read if code in reading.codes), Decimal(0)) * quantity
            put(f"pack_{code}_kg", _mass(mass), "/packaging")
        if "eps" not in codes:
            put("pack_eps_loose_fill", value=False, source="/packaging")
        if not plastic and _free_of_plastic(product.bom):
            put("oxo_degradable", value=False, source="/bom /packaging")
    _recycled_packaging(plastic, put)


def _free_of_plastic(bom: tuple[BomLine, ...]) -> bool:
    """Whether every line, however small, is known and none is plastic."""
    read = [(line, read_material(line.material)) for line in bom]
    return bool(read) and all(reading.known and "plastic" not in _line_codes(line, reading) for line, reading in read)


def _part_codes(part: PackagingPart, reading: Reading) -> frozenset[str]:
    codes = reading.codes & _PACK_CODES
    if reading.codes & _TEXTILES:
        codes |= {"textile"}
    return codes | {"plastic"} if part.plastic else codes


def _recycled_packaging(plastic: list[PackagingPart], put: _Put) -> None:
    """Recycled shares of the plastic parts together; a mean over parts on both sides of a limit per part is not one."""
    total = sum((part.mass_kg for part in plastic), Decimal(0))
    stated = [(part, part.recycled) for part in plastic if part.recycled is not None]
    if total <= 0:
        return
    certified = sum((p.mass_kg * r.share for p, r in stated if _certified(r.evidence.kind)), Decimal(0))
    if len(stated) == len(plastic) or not stated:
        put("pack_plastic_certified_share", _share(certified, total), "/packaging")
    if len(stated) < len(plastic):
        return
    grade = min(recycled.evidence.grade for _, recycled in stated)
    every = sum((part.mass_kg * recycled.share for part, recycled in stated), Decimal(0))
    if len({recycled.share < _TAXED_BELOW for _, recycled in stated}) == 1:
        put("pack_plastic_recycled_share", _share(every, total), "/packaging", grade)
    if all(recycled.post_consumer is not None for _, recycled in stated):
        post = sum((p.mass_kg * (r.post_consumer or 0) for p, r in stated), Decimal(0))
        put("pack_plastic_pcr_share", _share(post, total), "/packaging", grade)


def _certified(kind: str) -> bool:
    return "15343" in kind


def _mass(value: Decimal) -> str:
    return decimal_text(decimal_of(float(value)))


def _from_functions(product: Product, put: _Put) -> None:
    """What stated functions mean by definition: a plate touches food, a power bank is a battery."""
    for fact in product.facts:
        if fact.name == "product_functions" and isinstance(fact.value, tuple):
            source = f"product_functions ({fact.source})" if fact.source else "product_functions"
            if not _EATEN_FROM.isdisjoint(fact.value):
                put("food_contact", True, source, fact.grade)
            if "power_bank" in fact.value:
                put("has_battery", True, source, fact.grade)
