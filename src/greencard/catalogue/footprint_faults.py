"""Error codes of the fields that only the footprint reads."""

from __future__ import annotations

from typing import Final

from greencard.errors import InvalidInput, declare

__all__: list[str] = []

TWO_SOURCES: Final = declare(
    "GC-CAT-060",
    InvalidInput,
    en="{material} has two sources for its footprint: {first} and {second}.",
    zh="{material} 的碳足迹有两个来源：{first} 和 {second}。",
    remedy_en="Keep one: the supplier's figure, the supplier's card, or the product it is made of.",
    remedy_zh="请只保留一个：供应商数据、供应商绿卡或自产商品。",
)
MADE_OF_ITSELF: Final = declare(
    "GC-CAT-061",
    InvalidInput,
    en="The product {product} names itself as its material.",
    zh="商品 {product} 把自己填成了材料。",
    remedy_en="Give the gross mass with the scrap that is melted again; own scrap needs no line.",
    remedy_zh="请在毛用量中计入回炉料；自产废料无需单列。",
)
NO_ALLOCATION: Final = declare(
    "GC-CAT-062",
    InvalidInput,
    en="The process {process} has co-products but no allocation.",
    zh="工序 {process} 有联产品，但没有填写分配方法。",
    remedy_en="Add allocation with a method: mass first; energy for fuels; economic where mass says nothing.",
    remedy_zh="请填写分配方法：优先质量；燃料用热值；质量不能说明问题时用经济价值。",
)
NOTHING_TO_ALLOCATE: Final = declare(
    "GC-CAT-063",
    InvalidInput,
    en="The process {process} has an allocation but no co-products; it changes nothing.",
    zh="工序 {process} 填写了分配方法，但没有联产品，不起作用。",
    remedy_en="Name the co-products, or remove the allocation.",
    remedy_zh="请填写联产品，或删除分配方法。",
)
ALLOCATION_NEEDS: Final = declare(
    "GC-CAT-064",
    InvalidInput,
    en="Allocation by {method} of the process {process} needs {missing}.",
    zh="工序 {process} 按 {method} 分配，需要填写 {missing_zh}。",
    remedy_en="Add it, or allocate by mass.",
    remedy_zh="请补充，或改按质量分配。",
)
PRODUCED_BACKWARDS: Final = declare(
    "GC-CAT-065",
    InvalidInput,
    en="The certificate's production ends on {end}, before it begins on {start}.",
    zh="该绿证的发电截止日 {end} 早于起始日 {start}。",
    remedy_en="Exchange the two dates.",
    remedy_zh="请对调两个日期。",
)
CERTIFICATE_TWICE: Final = declare(
    "GC-CAT-066",
    InvalidInput,
    en="The certificate {scheme} {id} stands twice.",
    zh="绿证 {scheme} {id} 重复填写。",
    remedy_en="A certificate counts once; remove the second entry.",
    remedy_zh="一张证书只能使用一次；请删除重复的一条。",
)
CERTIFICATE_OF_NO_PLANT: Final = declare(
    "GC-CAT-067",
    InvalidInput,
    en="The certificate {id} is kept or sold, but the factory has no plant that could have made it.",
    zh="绿证 {id} 标为保留或出售，但工厂没有可核发绿证的电站。",
    remedy_en="Describe the plant under rooftop_solar, or say that the certificate was bought.",
    remedy_zh="请在 屋顶光伏 中填写电站，或注明该证书为购入。",
)
SHARES_NOT_WHOLE: Final = declare(
    "GC-CAT-068",
    InvalidInput,
    en="The shares of disposal sum to {sum} %, not to 100 %.",
    zh="各处置方式比例合计为 {sum}%，不是 100%。",
    remedy_en="Correct the shares.",
    remedy_zh="请更正比例。",
)
