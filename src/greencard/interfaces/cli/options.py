"""Options that several verbs share, said once: what stands beside a product file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from greencard.interfaces.cli.terminal import say

__all__ = ["EnergyFile", "FactorsFile", "OwnRules", "ReadingsFile", "RuleSet", "TrustFile"]

ReadingsFile = Annotated[
    Path | None,
    Parameter(
        help=say("Meter readings (CSV); default: the file the product names.", "电表读数（CSV）；默认用商品文件所写。")
    ),
]
EnergyFile = Annotated[
    Path | None,
    Parameter(
        help=say(
            "Facility period file: what it allocates to the product stands for the energy the record states.",
            "工厂期间文件：分摊到该商品的用能代替记录中填写的用能。",
        )
    ),
]
FactorsFile = Annotated[
    Path | None,
    Parameter(
        help=say(
            "Your own emission factors (CSV), beside those that ship; see: greencard factors check.",
            "自有排放因子（CSV），与自带因子并用；校验见 greencard factors check。",
        )
    ),
]
OwnRules = Annotated[
    Path | None,
    Parameter(help=say("A folder of your own rules (docs/rules.md).", "自有规则目录（见 docs/rules.md）。")),
]
TrustFile = Annotated[
    Path | None,
    Parameter(
        help=say(
            "Keys that suppliers' cards beside the file are verified with (JSON); default: this installation's.",
            "核验文件旁供应商绿卡所用的公钥（JSON）；默认为本机密钥。",
        )
    ),
]
RuleSet = Annotated[Literal["iso14067-2018", "gbt24067-2024"], Parameter(help=say("Rule set.", "规则集。"))]
