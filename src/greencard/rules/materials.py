"""Material words of a bill of materials, in English and Chinese, as codes of the vocabulary.

A word that is not known leaves the set open (`?`): an unrecognised material is never read as "no plastic". Adhesives,
paints, inks and minerals are known words without a code; Directive (EU) 2019/904 Art 3(1) leaves paints, inks and
adhesives out of "plastic" too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

__all__ = ["Reading", "read_material"]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a material's words say."""

    codes: frozenset[str]
    """Material codes; empty for a known word that has none."""
    known: bool
    """Whether any word was recognised."""
    plant_filler: bool = False
    """Ground bamboo, husk, straw or the like."""
    composite_wood: bool = False
    battery: bool = False


def _words(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


def _en(words: str) -> str:
    return rf"(?<![a-z])(?:{words})(?![a-z])"


_CODES: Final[tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]] = (
    (_words(_en("bamboo"), "竹"), ("bamboo",)),
    (_words(_en("rattan|wicker"), "藤"), ("rattan",)),
    (
        _words(
            _en(
                "wood|wooden|timber|beech|pine|oak|birch|poplar|maple|walnut|acacia|paulownia|fir|spruce|rubberwood|veneer"
            ),
            _en("plywood|mdf|hdf|osb|particle ?board|chipboard|fib(?:re|er)board"),
            "木(?!薯|浆)|榉|松木|桦|橡木|杨木|胶合板|密度板|刨花板|纤维板",
        ),
        ("wood",),
    ),
    (_words(_en("melamine"), "密胺|三聚氰胺|美耐皿"), ("melamine_resin", "plastic")),
    (_words(_en("xps"), "挤塑"), ("xps", "plastic")),
    (_words(_en("eps|expanded polystyrene|thermocol|styrofoam"), "泡沫塑料|保丽龙|发泡聚苯"), ("eps", "plastic")),
    (_words(_en("ps|hips|gpps|polystyrene"), "聚苯乙烯"), ("ps", "plastic")),
    (_words(_en("pvc|polyvinyl chloride"), "聚氯乙烯"), ("pvc", "plastic")),
    (_words(_en("(?:ld|hd|lld|md)?pe|polyethylene|polythene"), "聚乙烯"), ("pe", "plastic")),
    (_words(_en("pp|opp|bopp|cpp|polypropylene"), "聚丙烯|无纺布"), ("pp", "plastic")),
    (_words(_en("r?pet|apet|petg"), "聚对苯二甲酸"), ("pet", "plastic")),
    (
        _words(
            _en("r?pet (?:woven|knitted|fabric|yarn|fib(?:re|er)|felt)|polyester|sewing thread pet|felt.*r?pet"),
            "涤纶|聚酯",
        ),
        ("polyester", "plastic"),
    ),
    (_words(_en("polyamide|nylon|pa ?66?"), "尼龙|锦纶|聚酰胺"), ("polyamide", "plastic")),
    (_words(_en("elastane|spandex|lycra"), "氨纶"), ("elastane", "plastic")),
    (
        _words(
            _en(
                "abs|pc|pla|pbat|pbs|pmma|acrylic|acetate|eva|tpe|tpu|pu|pom|polycarbonate|polyurethane|plastics?|resin"
            ),
            _en("acrylonitrile|epoxy|polyresin"),
            "塑料|塑胶|树脂|亚克力|聚氨酯|聚碳酸酯|聚乳酸|腈纶",
        ),
        ("plastic",),
    ),
    (_words(_en("silicone"), "硅胶"), ("silicone",)),
    (_words(_en("rubber|latex|neoprene"), "橡胶|乳胶"), ("rubber",)),
    (_words(_en("alumini?um"), "铝"), ("aluminium",)),
    (_words(_en("steel|stainless|iron|tinplate|wire rod"), "钢|铁|马口铁"), ("steel",)),
    (_words(_en("brass"), "黄铜"), ("brass",)),
    (_words(_en("zinc|zamak"), "锌"), ("zinc_alloy",)),
    (_words(_en("glass"), "玻璃"), ("glass",)),
    (_words(_en("ceramic|stoneware|porcelain|earthenware|terracotta|bone china"), "陶瓷|陶|瓷"), ("ceramic",)),
    (_words(_en("cotton|denim|canvas"), "棉"), ("cotton",)),
    (_words(_en("viscose|rayon|modal|lyocell"), "粘胶|人造棉|莱赛尔|莫代尔"), ("viscose",)),
    (_words(_en("leather|suede"), "皮革|牛皮(?!纸)|真皮"), ("leather",)),
    (
        _words(_en("board|cardboard|paperboard|corrugated|pulp|carton"), "纸板|瓦楞|纸箱|纸浆|卡纸|纸盒"),
        ("board", "paper"),
    ),
    (_words(_en("paper|tissue|kraft"), "纸"), ("paper",)),
)
_NOT_A_MATERIAL_OF: Final[tuple[tuple[re.Pattern[str], frozenset[str]], ...]] = (
    # the word names a source, a look or a use, not the material itself
    (_words(_en("bamboo (?:viscose|rayon)|(?:viscose|rayon).*bamboo"), "竹(?:纤维)?粘胶"), frozenset({"bamboo"})),
    (
        _words(_en("(?:pu|faux|imitation|artificial|vegan|synthetic) leather"), "人造革|仿皮|合成革"),
        frozenset({"leather"}),
    ),
    (
        _words(
            _en("bamboo board"),
            _en("(?:plywood|particle|chip|fib(?:re|er)|wood(?:en)?|mdf|hdf|osb|pc) ?board"),
            _en("(?:led|circuit) board"),
            "电路板|竹板|木板",
        ),
        frozenset({"board", "paper"}),
    ),
    (_words(_en("fib(?:re|er)glass|glass fib(?:re|er)"), "玻纤|玻璃纤维"), frozenset({"glass"})),
    (_words(_en("silicone rubber"), "硅橡胶"), frozenset({"rubber"})),
    (_words(_en("ceramic (?:coating|sol-gel)|sol-gel"), "陶瓷涂层"), frozenset({"ceramic"})),
)
_NO_CODE: Final = _words(
    _en(
        "adhesive|glue|pvac|paint|ink|pigment|dye|lacquer|varnish|finish|coating|wax|oil|lubricant|glaze|decal|starch|solder"
    ),
    _en("copper|silver|gold|tin|nickel|calcium carbonate|talc|clay|stone|marble|plaster|gypsum|pcb|led|wire|cable"),
    _en("cells?|batter(?:y|ies)|motor|magnet|electronics?|pv|wool|silk|linen|jute|hemp|sisal|flax|straw|husk|cork"),
    "胶水|胶粘|涂料|油漆|墨|颜料|染料|清漆|蜡|油|润滑|釉|花纸|淀粉|焊|铜|银|金|锡|镍|碳酸钙|滑石|石|石膏|电路板|灯珠|电线|电缆",
    "电芯|电池|电机|磁铁|电子|羊毛|真丝|亚麻|黄麻|剑麻|秸秆|稻壳|软木",
)
_GLUE: Final = _words(
    _en("adhesive|glue|paint|ink|lacquer|varnish|coating|finish|hot melt"), "胶水|胶粘|涂料|油漆|墨|清漆|热熔胶"
)
_FILLER: Final = _words(
    _en("bamboo (?:powder|fib(?:re|er)|flour)|(?:rice|coffee|oat) husks?"),
    _en("wheat straw|wood (?:powder|flour)|straw (?:powder|fib(?:re|er))"),
    "竹粉|竹纤维(?!粘胶)|稻壳|谷壳|麦秸|小麦秸秆|秸秆粉|咖啡渣|木粉",
)
_COMPOSITE: Final = _words(
    _en("plywood|mdf|hdf|osb|particle ?board|chipboard|fib(?:re|er)board"), "胶合板|密度板|刨花板|中纤板|纤维板"
)
_BATTERY: Final = _words(
    _en("batter(?:y|ies)|button cells?|coin cells?"),
    _en("(?:li-?ion|lithium|lithium polymer|nimh|ni-mh|lfp|alkaline)(?: [a-z0-9-]+)? cells?"),
    "电池|电芯|锂电",
)
_MAX_WORDS: Final = 200


@lru_cache(maxsize=4096)
def read_material(words: str) -> Reading:
    """The codes that the words of one bill-of-materials line or packaging part stand for."""
    text = words[:_MAX_WORDS]
    codes = {code for pattern, found in _CODES if pattern.search(text) for code in found}
    for pattern, dropped in _NOT_A_MATERIAL_OF:
        if pattern.search(text):
            codes -= dropped
    if _GLUE.search(text):
        codes = set()
    if "board" in codes and _COMPOSITE.search(text):
        codes -= {"board", "paper"}
    return Reading(
        codes=frozenset(codes),
        known=bool(codes) or _NO_CODE.search(text) is not None,
        plant_filler=_FILLER.search(text) is not None,
        composite_wood=_COMPOSITE.search(text) is not None,
        battery=_BATTERY.search(text) is not None,
    )
