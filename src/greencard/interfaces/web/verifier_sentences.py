"""Sentences a verifier reads: what stands beside a card's figure, and the page of the method. Form as in `sentences`."""

# ruff: noqa: E501 - one sentence stands on one line, however long

from __future__ import annotations

from typing import Final

__all__ = ["VERIFIER_MESSAGES"]

VERIFIER_MESSAGES: Final[dict[str, tuple[str, str]]] = {
    # The card, beside the figure
    "beside.title": ("Beside the figure, for a verifier", "数字之外，供核查参考"),
    "beside.lead": (
        "Calculated by the issuer from the same records. Not part of the figure above, and not of the signed card.",
        "由签发机构依据同一记录计算，不计入上方数字，也不属于签名内容。",
    ),
    "beside.life": ("With the stages after the gate", "计入出厂后各阶段"),
    "beside.life.source": (
        "by the seller’s scenarios, very likely between {low} and {high} kg; of it {parts}.",
        "按卖方情景，很可能介于 {low} 与 {high} kg；其中{parts}。",
    ),
    "beside.life.use": ("{kwh} kWh a year for {years} years", "每年 {kwh} kWh，共 {years} 年"),
    "beside.life.route": ("the planned route", "计划路线"),
    "beside.life.left_out": (
        "Not a full footprint: without {stages}.",
        "不是完整足迹：不含{stages}。",
    ),
    "beside.other.electricity.location-based": ("All electricity at the grid’s average", "全部用电按电网平均计"),
    "beside.other.electricity.source": (
        "own solar and certificates left out of account (ISO 14067:2018, 6.4.9.4)",
        "不考虑自用光伏和绿证（ISO 14067:2018，6.4.9.4）",
    ),
    "beside.other.allocation.mass": ("Co-products shared by mass", "联产品按质量分配"),
    "beside.other.allocation.energy": ("Co-products shared by energy content", "联产品按热值分配"),
    "beside.other.allocation.economic": ("Co-products shared by economic value", "联产品按经济价值分配"),
    "beside.other.allocation.source": (
        "another way of dividing what one process yields, which the standard allows (6.4.6)",
        "标准允许的另一种联产品分配方法（6.4.6）",
    ),
    "beside.cards": ("From suppliers’ own signed cards", "来自供应商的签名卡片"),
    "beside.cards.source": (
        "share of the figure; each card was checked before it was counted",
        "占数字的比例；每张卡在计入前均已核验",
    ),
    "beside.quality": ("Data quality, 1 best to 5", "数据质量，1 最好至 5"),
    "beside.quality.source": (
        "technology · place · time, weighted by contribution (PACT v3)",
        "技术 · 地域 · 时间，按贡献加权（PACT v3）",
    ),
    "beside.gases": ("Warming potentials", "增温潜势"),
    "beside.gases.source": ("over 100 years, IPCC.", "100 年，IPCC。"),
    "beside.gases.other": (
        "Published averages on another or no stated basis are added as published.",
        "部分公开平均值采用其他依据或未注明依据，按公布值相加。",
    ),
    "beside.land": ("Land-use change", "土地利用变化"),
    "beside.land.source": ("in the figure, and shown apart", "已计入数字，并单独列示"),
    "beside.land.none": (
        "plant material is in the product; no sourced figure was at hand, so none is in the figure",
        "产品含植物材料；没有可引用的数值，因此未计入",
    ),
    # method page
    "method.title": ("How this is calculated", "计算方法"),
    "method.footprint": ("The figure", "数字"),
    "method.footprint.1": (
        (
            "One declared unit of the product, from raw material to factory gate, after ISO 14067:2018: material, inbound"
            " transport, electricity and heat, packaging."
        ),
        "以一个声明单位计，从原材料到出厂，依据 ISO 14067:2018：材料、运入、电力与热力、包装。",
    ),
    "method.footprint.2": (
        (
            "Measured data come from meters and suppliers; where there are none, a published average stands in and is"
            " hatched in every picture."
        ),
        "实测数据来自电表与供应商；没有时用公开平均值代替，并在所有图中以斜线标出。",
    ),
    "method.footprint.3": (
        (
            "The range is computed from the uncertainty of every input; inputs that rest on the same factor move together."
            " CO<sub>2</sub> held in plant material is reported apart and never subtracted."
        ),
        "区间由各输入的不确定度计算；依据同一因子的输入同向变动。植物材料所含 CO<sub>2</sub> 单独列示，从不扣减。",
    ),
    "method.footprint.4": (
        (
            "A process that yields something else that is sold shares its burden by mass, energy content or economic value; the total"
            " by another of these ways stands beside the figure. Recycled material carries its recycling only, and what"
            " leaves for recycling earns no credit."
        ),
        (
            "一道工序同时产出其他可售产品时，按质量、热值或经济价值分配负担，另一种方法的结果并列示出。"
            "再生料仅计其再生过程，送去再生的物料不获抵减。"
        ),
    ),
    "method.footprint.5": (
        (
            "A supplier’s signed card is checked before its figure counts. Use and disposal, by the seller’s scenarios, stand"
            " beside the figure and never change it."
        ),
        "供应商的签名卡片经核验后方可计入。使用与废弃按卖方情景另行列示，从不改变该数字。",
    ),
    "method.power": ("Electricity", "用电"),
    "method.power.1": (
        (
            "Roof power counts only where it was made and used in the same metering interval, at the life-cycle factor of"
            " the panels. Power sold to the grid is in another ledger. If its certificates were sold, its buyer counts it and"
            " here it stands at the residual mix."
        ),
        (
            "屋顶光伏仅在同一计量时段内自发自用的部分计入，按光伏全生命周期因子计算。上网电量另立账目；"
            "绿证已出售的由买方计入，此处按剩余电力组合计。"
        ),
    ),
    "method.power.2": (
        (
            "Bought certificates count once they are cancelled, from the same market, for grid power alone. Where solar or"
            " certificates count, the total at the grid’s average stands beside the figure."
        ),
        "购入的绿证须来自同一市场且已注销，仅用于电网电力。计入光伏或绿证时，另列示全部按电网平均计的结果。",
    ),
    "method.journey": ("The journey", "运输"),
    "method.journey.1": (
        (
            "Transport after ISO 14083:2023, fuel production included, beside the footprint and never inside it. A saving is"
            " shown only beside the route it is measured against, and keeps its sign."
        ),
        "运输依据 ISO 14083:2023，含燃料生产，与碳足迹并列，从不并入。减排只与所对照的路线同时显示，并保留正负号。",
    ),
    "method.evidence": ("Evidence", "依据"),
    "method.evidence.1": (
        (
            "E0 stated · E1 document · E2 audited by a third party · E3 verifiable credential or signed reading. No evidence"
            " is written as unknown, never as zero."
        ),
        "E0 自述 · E1 有文件 · E2 第三方核查 · E3 可验证凭证或签名读数。没有依据写作“未知”，绝不写作零。",
    ),
    "method.not": ("What we do not do", "我们不做什么"),
    "method.not.1": (
        "No rating, no colour grade, no label that calls a product green.",
        "不评级、不用颜色分等、不称产品“绿色”。",
    ),
    "method.not.2": ("No offsets, and no “carbon neutral”.", "不抵消，不说“碳中和”。"),
    "method.not.3": (
        "No comparison of products whose figures count different things.",
        "不比较计算范围不同的产品。",
    ),
    "method.not.4": (
        "No tracking: this site loads nothing from elsewhere and keeps one cookie, the language.",
        "不跟踪：本站不加载外部内容，只保存语言一个 Cookie。",
    ),
    "method.not.5": (
        (
            "No land-use change without a sourced figure, no machines and buildings, no critical review: a verifier does"
            " that, and the card says who."
        ),
        "没有可引用的数值时不计土地利用变化；不计机器与厂房；不代替专家评审：评审由核查方进行，卡片写明是谁。",
    ),
    "method.access": ("Accessibility", "无障碍"),
    "method.access.1": (
        (
            "Pages are tested by machine against WCAG 2 (A and AA) in both languages; every picture stands beside the same numbers"
            " as text. Screen readers have not been tried by hand yet."
        ),
        "页面以机器按 WCAG 2（A 与 AA）中英文测试；每幅图旁都有相同数字的文字。尚未用读屏软件人工测试。",
    ),
}
