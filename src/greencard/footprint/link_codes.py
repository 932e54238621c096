"""Error codes of products made of other products."""

from __future__ import annotations

from greencard.errors import InvalidInput, NotFound, Refused, declare

__all__ = [
    "LINKED",
    "LINK_APART",
    "LINK_CYCLE",
    "LINK_MISSING",
    "LINK_REFUSED",
    "TWICE",
    "UNKNOWN_PRODUCT",
]

LINK_MISSING = declare(
    "GC-FPT-060",
    Refused,
    en="“{material}” is made of the product {linked}, which is not in this folder or market.",
    zh="“{material}”由商品 {linked} 制成，而该商品不在此文件夹或市场中。",
    remedy_en="Add the file of {linked}, or remove `product` from the line: a published average then stands for it.",
    remedy_zh="请加入 {linked} 的商品文件；或从该行移除 product，改用公布的平均值。",
)
LINK_CYCLE = declare(
    "GC-FPT-061",
    Refused,
    en="The products take more of each other than they yield: {cycle}, gain {gain}.",
    zh="这些商品相互消耗，多于产出：{cycle}，增益 {gain}。",
    remedy_en="Correct the gross masses, or the masses per declared unit: somewhere one unit takes more than itself.",
    remedy_zh="请检查毛用量和各声明单位的净重：其中有一件消耗了多于自身的量。",
)
TWICE = declare(
    "GC-FPT-062",
    InvalidInput,
    en="The id {product} stands for two products: {first} has it already.",
    zh="编号 {product} 用于两个商品：{first} 已使用该编号。",
    remedy_en="Give each product an id of its own.",
    remedy_zh="请为每个商品填写不同的编号。",
)
LINK_REFUSED = declare(
    "GC-FPT-063",
    Refused,
    en="“{material}” is made of the product {linked}, which could not be assessed itself.",
    zh="“{material}”由商品 {linked} 制成，而该商品本身未能核算。",
    remedy_en="Correct {linked} first; its own fault says how.",
    remedy_zh="请先改正 {linked}，其自身的错误信息说明了方法。",
)
LINK_APART = declare(
    "GC-FPT-064",
    Refused,
    en="The product is made of other products and also gives {feature}; the two are not yet calculated together.",
    zh="该商品由其他商品制成，同时又填写了 {feature}；两者目前不能一并核算。",
    remedy_en="Give one of the two, or describe the making as a product system (greencard/system/1).",
    remedy_zh="请只保留其一，或以产品系统（greencard/system/1）描述生产过程。",
)
UNKNOWN_PRODUCT = declare(
    "GC-FPT-065",
    NotFound,
    en="There is no product {product} in this market.",
    zh="此市场中没有商品 {product}。",
    remedy_en="Name a product by the id in its file.",
    remedy_zh="请使用商品文件中的编号。",
)
LINKED = declare(
    "GC-FPT-066",
    Refused,
    en="“{material}” is made of the product {linked}; by itself this record does not say what that emits.",
    zh="“{material}”由商品 {linked} 制成；仅凭本记录无法得知其排放。",
    remedy_en="Assess the folder that holds both (greencard assess FOLDER), or remove `product` from the line.",
    remedy_zh="请核算同时包含两者的文件夹（greencard assess 文件夹），或从该行移除 product。",
)
