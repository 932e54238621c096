"""The words of a producer's file for the border: its keys in Chinese, and what each group of fields is called."""

from __future__ import annotations

from typing import Final

from greencard.model import Text

__all__ = ["IN_ENGLISH", "RECORDS"]

IN_ENGLISH: Final[dict[str, str]] = {
    "示例": "illustrative",
    "备注": "note",
    "声明": "statement",
    "工序": "processes",
    "所用工序": "process",
    "碳价": "carbon_price",
    "直接排放": "direct_t_per_t",
    "间接排放": "indirect_t_per_t",
    "已分开": "split_stated",
    "前体": "precursors",
    "路线": "route",
    "核查": "verification",
    "按上限": "upper_bound",
    "设施": "installation",
    "核查机构": "verifier",
    "报告编号": "report",
    "年份": "year",
    "编码": "cn",
    "原产国": "origin",
    "每吨用量": "mass_t_per_t",
    "隐含排放": "see_t_per_t",
    "已核查": "verified",
    "免费配额调整": "sefa_t_per_t",
    "排放": "emissions",
    "国家": "country",
    "每吨欧元": "eur_per_t_product",
    "证据": "evidence",
    "产量": "activity_level_t",
    "源流": "streams",
    "其他气体": "gases",
    "输入热": "heat_in",
    "输出热": "heat_out",
    "输入废气": "waste_gas_in",
    "输出废气": "waste_gas_out",
    "用电": "electricity_in",
    "发电": "electricity_produced",
    "名称": "name",
    "运营者": "operator",
    "地址": "address",
}
"""Keys in Chinese, for those that are written by hand most."""
RECORDS: Final[dict[str, Text]] = {
    "BorderStatementFile": Text(en="the file", zh="文件"),
    "ActualEmissions": Text(en="a statement", zh="声明"),
    "Precursor": Text(en="a precursor", zh="前体"),
    "Operator": Text(en="the operator", zh="运营者"),
    "Installation": Text(en="the installation", zh="设施"),
    "Address": Text(en="an address", zh="地址"),
    "Verification": Text(en="a verification", zh="核查"),
    "CarbonPricePaid": Text(en="a carbon price", zh="碳价"),
    "ProcessData": Text(en="a process", zh="工序"),
    "SourceStream": Text(en="a source stream", zh="源流"),
    "OtherGas": Text(en="a gas", zh="气体"),
    "HeatFlow": Text(en="a heat flow", zh="热流"),
    "WasteGasFlow": Text(en="a waste gas flow", zh="废气流"),
    "ElectricityUse": Text(en="electricity", zh="电力"),
    "ConsumedPrecursor": Text(en="a precursor consumed", zh="消耗的前体"),
}
