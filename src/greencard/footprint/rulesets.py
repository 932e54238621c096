"""Rule sets for product footprints, as versioned data: what each is, which GWP table it takes, what it calls things.

The calculation reads the rule set and never asks for its name: a third one is another entry here. Clause numbers stand
only where we know them, with the trust they deserve: both standards are sold, and we quote neither.
"""

from __future__ import annotations

from typing import Final, Literal

from greencard.errors import Place
from greencard.footprint.codes import UNKNOWN_RULES
from greencard.model import Text, Value

__all__ = ["GB_T_24067", "ISO_14067", "RULE_SETS", "Clause", "RuleSet", "RuleSource", "rule_set"]


class Clause(Value, frozen=True, kw_only=True):
    """Where a rule set treats a subject."""

    topic: str
    clause: str
    trust: Literal["seen", "recall"]


class RuleSource(Value, frozen=True, kw_only=True):
    """What we know a rule set from."""

    title: str
    kind: Literal["standard", "catalogue", "news", "note"]
    reference: str
    read: bool
    """Whether the text itself was read; a standard that is sold was not."""


class RuleSet(Value, frozen=True, kw_only=True):
    """One rule set: identity, GWP table, names of boundaries, clauses, differences, and what we do not know."""

    id: str
    standard: str
    name: Text
    publisher: Text
    published: str
    gwp_set: str
    full: Text
    """What a footprint over the whole life cycle is called."""
    partial: Text
    """What a footprint of some stages is called."""
    boundaries: dict[str, Text]
    clauses: tuple[Clause, ...] = ()
    adds: tuple[Text, ...] = ()
    """What it asks for beyond ISO 14067:2018."""
    unknown: tuple[Text, ...] = ()
    """What we do not know of it, so that nobody takes silence for conformity."""
    sources: tuple[RuleSource, ...] = ()
    caution: Text | None = None
    """What a reader of any figure under this rule set must know."""

    def clause(self, topic: str) -> str:
        """The clause of a topic, or empty where we know none."""
        return next((item.clause for item in self.clauses if item.topic == topic), "")


_BOUNDARIES: Final = {
    "cradle_to_gate": Text(en="cradle to gate", zh="从摇篮到大门"),
    "cradle_to_grave": Text(en="cradle to grave", zh="从摇篮到坟墓"),
}
_RECALLED: Final = {
    "declared_unit": "6.3.3",
    "boundary": "6.3.4",
    "cut_off": "6.3.4.3",
    "data": "6.3.5",
    "time_boundary": "6.3.6",
    "use_stage": "6.3.7",
    "end_of_life": "6.3.8",
    "validation": "6.4.3",
    "allocation": "6.4.6",
    "timing": "6.4.8",
    "biogenic": "6.4.9.2",
    "carbon_content": "6.4.9.3",
    "electricity": "6.4.9.4",
    "land_use_change": "6.4.9.5",
    "land_use": "6.4.9.6",
    "aircraft": "6.4.9.7",
    "gwp": "6.5.1",
    "interpretation": "6.6",
    "report": "7",
    "review": "8",
    "comparison": "Annex B",
}

ISO_14067: Final = RuleSet(
    id="iso14067-2018",
    standard="ISO 14067:2018",
    name=Text(
        en="Carbon footprint of products: requirements and guidelines for quantification",
        zh="产品碳足迹：量化要求与指南",
    ),
    publisher=Text(en="ISO", zh="国际标准化组织"),
    published="2018-08",
    gwp_set="AR6",
    full=Text(en="carbon footprint of a product (CFP)", zh="产品碳足迹"),
    partial=Text(en="partial carbon footprint of a product (partial CFP)", zh="产品部分碳足迹"),
    boundaries=_BOUNDARIES,
    clauses=tuple(Clause(topic=topic, clause=clause, trust="recall") for topic, clause in _RECALLED.items()),
    unknown=(
        Text(
            en="The text is sold; clause numbers are recalled and to be checked against it before they are cited.",
            zh="标准文本须付费获取；条款号凭记忆给出，对外引用前须核对原文。",
        ),
        Text(
            en="ISO and the GHG Protocol are merging their product standards (announced 2025-09-09); a successor may "
            "change this set.",
            zh="ISO 与 GHG Protocol 正在合并产品标准（2025-09-09 宣布），后继标准可能改变本规则集。",
        ),
    ),
    sources=(
        RuleSource(
            title="ISO 14067:2018", kind="standard", reference="https://www.iso.org/standard/71206.html", read=False
        ),
    ),
)

GB_T_24067: Final = RuleSet(
    id="gbt24067-2024",
    standard="GB/T 24067-2024",
    name=Text(
        en="Greenhouse gases: carbon footprint of products: requirements and guidelines for quantification",
        zh="温室气体 产品碳足迹 量化要求和指南",
    ),
    publisher=Text(en="SAMR and SAC (proposed by MEE)", zh="市场监管总局、国家标准委（生态环境部提出）"),
    published="2024-08-23",
    gwp_set="AR6",
    full=Text(en="carbon footprint of a product", zh="产品碳足迹"),
    partial=Text(en="partial carbon footprint of a product", zh="产品部分碳足迹"),
    boundaries=_BOUNDARIES,
    adds=(
        Text(
            en="a formula: the footprint is the sum over gases of activity data times emission factor times GWP",
            zh="计算公式：碳足迹为各温室气体的活动数据乘以排放因子再乘以全球变暖潜势之和",
        ),
        Text(en="reference values of global warming potentials", zh="全球变暖潜势（GWP）参考值"),
        Text(en="a template for the report of the study", zh="产品碳足迹研究报告模板"),
        Text(
            en="a framework for standards of particular products, advice on the geographic boundary of data, a "
            "declaration and a critical review",
            zh="具体产品碳足迹标准编制框架、数据地理边界信息建议、产品碳足迹声明与鉴定性评审",
        ),
    ),
    unknown=(
        Text(
            en="We have not read its text: clause numbers are left out rather than taken over from ISO 14067.",
            zh="未取得标准原文：不套用 ISO 14067 的条款号，条款号一律留空。",
        ),
        Text(
            en="Which IPCC report its GWP values repeat is not known to us; AR6 is used, as the newest one.",
            zh="其 GWP 参考值取自哪份 IPCC 报告尚不清楚；本处采用最新的 AR6。",
        ),
        Text(
            en="Public notices disagree on the day it took effect (2024-10-01 or 2025-03-01).",
            zh="公开消息对实施日期说法不一（2024-10-01 或 2025-03-01）。",
        ),
        Text(
            en="The report template is not reproduced; our report follows ISO 14067 clause 7.",
            zh="未采用其报告模板；本软件的报告按 ISO 14067 第 7 章编排。",
        ),
    ),
    sources=(
        RuleSource(
            title="GB/T 24067-2024", kind="standard", reference="national standards notice 2024 No. 17", read=False
        ),
        RuleSource(
            title="GB/T 24067-2024, bibliographic record (scope, dates, publishers)",
            kind="catalogue",
            reference="https://sdtdata.com/fx/fcv1/tsLibCard/198047.html",
            read=True,
        ),
        RuleSource(
            title="MEE on the publication of GB/T 24067-2024 (what it adds to ISO 14067)",
            kind="news",
            reference="https://hbsb.xwboo.com/news/151213.html",
            read=True,
        ),
    ),
    caution=Text(
        en="By GB/T 24067-2024 as far as public notices tell it: its text was not read, and conformity with it is not "
        "claimed.",
        zh="按 GB/T 24067-2024 的公开信息核算：未取得标准原文，不声明符合该标准。",
    ),
)

RULE_SETS: Final = {found.id: found for found in (ISO_14067, GB_T_24067)}


def rule_set(rules: str) -> RuleSet:
    """The rule set of an id.

    Raises:
        InvalidInput: no such rule set (GC-FPT-030).
    """
    found = RULE_SETS.get(rules)
    if found is None:
        raise UNKNOWN_RULES.at(Place(), rules=repr(rules[:40]), known=", ".join(RULE_SETS))
    return found
