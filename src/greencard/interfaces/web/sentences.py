"""Every sentence of the pages, in English and Simplified Chinese.

A sentence may hold `{name}` for a value and the tags `<b>` and `<sub>`.
"""

# ruff: noqa: E501 - one sentence stands on one line, however long

from __future__ import annotations

from typing import Final

from greencard.interfaces.web.verifier_sentences import VERIFIER_MESSAGES

__all__ = ["MESSAGES"]

MESSAGES: Final[dict[str, tuple[str, str]]] = {
    # frame
    "site": ("Carbon footprint card", "产品碳足迹卡"),
    "skip": ("Skip to the content", "跳到正文"),
    "nav.cards": ("Published cards", "已发布的卡片"),
    "nav.verify": ("Check a card", "核验卡片"),
    "nav.log": ("Public log", "公开日志"),
    "nav.method": ("How this is calculated", "计算方法"),
    "nav.contact": ("Report a mistake", "报告错误"),
    "nav.api": ("Interface for programs", "程序接口"),
    "nav.label": ("More pages", "更多页面"),
    "illustrative": (
        "<b>Illustrative.</b> Made-up product, firms and figures, signed by a test issuer. The check is real.",
        "<b>示例。</b>商品、企业、数据均为虚构，由测试机构签名；核验过程是真实的。",
    ),
    "withdrawn.banner": (
        "<b>Withdrawn.</b> The issuer has withdrawn this card. Ask the seller for the current one.",
        "<b>已撤回。</b>签发机构已撤回此卡，请向卖方索取现行卡片。",
    ),
    "superseded.banner": (
        "<b>Replaced.</b> A newer card stands in for this one. Ask the seller for it.",
        "<b>已替换。</b>此卡已有新版，请向卖方索取。",
    ),
    # list of cards
    "home.title": ("Carbon footprint cards", "产品碳足迹卡"),
    "home.what": (
        (
            "Each card is a signed statement of one product’s carbon footprint: how many kilograms of CO<sub>2</sub>e it took"
            " to make, what was counted, and what the figure rests on. Anyone can check a card without asking us."
        ),
        (
            "每张卡是一份签名声明，说明一件产品的碳足迹：生产它排放了多少千克 CO<sub>2</sub>e、计入了什么、数字依据何在。"
            "任何人都可以不经我们自行核验。"
        ),
    ),
    "home.published": ("Published cards", "已发布的卡片"),
    "home.none": ("No card has been published here yet.", "这里还没有已发布的卡片。"),
    "home.count.one": ("{count} card, newest first.", "共 {count} 张，最新的在前。"),
    "home.count.part": ("{count} cards; the {shown} newest are listed.", "共 {count} 张，列出最新的 {shown} 张。"),
    "home.count.many": ("{count} cards, newest first.", "共 {count} 张，最新的在前。"),
    "home.product": ("Product", "商品"),
    "home.figure": ("kg CO<sub>2</sub>e", "kg CO<sub>2</sub>e"),
    "home.measured": ("Measured", "实测"),
    "home.valid": ("Valid until", "有效期至"),
    "home.state": ("State", "状态"),
    "home.illustrative": ("illustrative", "示例"),
    "state.active": ("current", "有效"),
    "state.revoked": ("withdrawn", "已撤回"),
    "state.superseded": ("replaced", "已替换"),
    "state.expired": ("expired", "已过期"),
    # The card, first sheet
    "card.batch": ("Batch {lot}", "批次 {lot}"),
    "card.made": ("made in {place}", "{place}制造"),
    "card.per": ("per {unit}", "每{unit}"),
    "card.range": (
        (
            "Very likely ({level} %) between {low} and {high} kg. {measured} % of it rests on measurements, the rest on"
            " published averages."
        ),
        "很可能（{level}%）介于 {low} 与 {high} kg。其中 {measured}% 来自实测，其余为公开平均值。",
    ),
    "card.counted": (
        "<b>Counted:</b> raw material to factory gate (ISO 14067).",
        "<b>计入：</b>从原材料到出厂（ISO 14067）。",
    ),
    "card.not_counted.route": (
        "<b>Not counted:</b> shipping, use, disposal. Shipping is shown below on its own.",
        "<b>未计入：</b>运输、使用、废弃。运输在下方单独列出。",
    ),
    "card.not_counted": (
        "<b>Not counted:</b> shipping, use, disposal.",
        "<b>未计入：</b>运输、使用、废弃。",
    ),
    "card.checked_by": (
        "<b>Checked by:</b> {name}, against {standard}, {date}.",
        "<b>核查方：</b>{name}，依据 {standard}，{date}。",
    ),
    "card.checked_by.nobody": (
        "<b>Checked by:</b> no independent body. Calculated and signed by {issuer}, {date}.",
        "<b>核查方：</b>无独立机构。由{issuer}计算并签名，{date}。",
    ),
    # The card, its check
    "check.label": ("Verification", "核验"),
    "check.waiting": ("Checking…", "核验中…"),
    "check.noscript": (
        "This page cannot check the card without JavaScript. Download it below and use another verifier.",
        "未启用 JavaScript，本页无法核验。请在下方下载卡片，用其他工具核验。",
    ),
    "check.not_run": ("Not checked in this browser", "此浏览器未核验"),
    "check.what": ("What was checked", "核验了什么"),
    "check.ask": ("Check the file here", "在此核验文件"),
    "check.report": ("Report this card", "举报此卡"),
    # The card, stages
    "stages.title": ("Where it comes from", "排放来自哪里"),
    "stages.lead": ("kg CO<sub>2</sub>e per {unit}", "每{unit} kg CO<sub>2</sub>e"),
    "stages.measured": ("measured at the source", "现场实测"),
    "stages.default": ("published average (default)", "公开平均值（缺省）"),
    "stages.stage": ("Stage", "阶段"),
    "stages.bar": ("Bar", "图"),
    "stages.basis": ("Basis", "依据"),
    "stages.total": ("Total to the factory gate", "出厂合计"),
    "stages.both": ("{measured} measured + {default} default", "{measured} 实测 + {default} 缺省"),
    "stages.all_default": ("all default", "全部缺省"),
    "stages.all_measured": ("all measured", "全部实测"),
    "stages.none": ("nothing in this stage", "此阶段为零"),
    "stages.biogenic": (
        (
            "The plant material holds about {kg} kg of CO<sub>2</sub> that grew into it. It is reported here, apart, and"
            " <b>not subtracted</b>: it returns when the product is burnt or rots."
        ),
        "植物材料中固定了约 {kg} kg CO<sub>2</sub>。此处单独列示，<b>不作扣减</b>：产品焚烧或腐烂时将释放。",
    ),
    "stages.also": (
        (
            "Not counted either: machines and buildings, and the way of the packaging to the factory. Recycled material"
            " carries its recycling only (cut-off)."
        ),
        "另未计入：机器与厂房、包装运入工厂的运输。再生料仅计其再生过程（截断法）。",
    ),
    # The card, electricity
    "power.title.roof": ("Electricity: own roof, interval by interval", "用电：屋顶光伏，逐时段匹配"),
    "power.title.grid": ("Electricity", "用电"),
    "power.roof": (
        (
            "{share} % of the electricity came from the roof in the very interval it was used. Power sold to the grid is not"
            " counted."
        ),
        "{share}% 的用电来自屋顶光伏，且发电与用电在同一时段。上网电量不计入。",
    ),
    "power.grid": (
        "All {kwh} kWh per {unit} are counted as grid power.",
        "每{unit} {kwh} kWh 全部按电网电力计入。",
    ),
    "power.uncounted": (
        "Roof power is not counted here: all {kwh} kWh per {unit} stand as grid power.",
        "此处不计屋顶光伏：每{unit} {kwh} kWh 全部按电网电力计入。",
    ),
    "power.load": ("factory use", "工厂用电"),
    "power.pv": ("roof output", "光伏出力"),
    "power.match": ("counted: both at once", "计入：同时发生的部分"),
    "power.day": (
        "{day}, the clearest day: {matched} of {load} kWh used came from the roof.",
        "{day}，最晴的一天：用电 {load} kWh，其中 {matched} kWh 来自屋顶。",
    ),
    "power.certificates.not_issued": ("No certificates were issued for it.", "未申领绿证。"),
    "power.certificates.kept": ("Its certificates were kept, not sold.", "绿证自留，未出售。"),
    "power.certificates.sold": ("Its certificates were sold.", "绿证已出售。"),
    "power.certificates.unknown": ("What became of its certificates is not known.", "绿证去向未知。"),
    "power.certificates.part": (
        "Only the part whose certificates were not sold counts as own.",
        "仅绿证未出售的部分计为自用光伏。",
    ),
    "power.no_readings": (
        "There are no interval readings; a stated yearly share does not stand in for them.",
        "没有分时读数；声明的年度比例不能代替读数。",
    ),
    "power.not_supported": (
        "The meter readings do not support counting it.",
        "电表读数不足以支持计入。",
    ),
    "power.residual": (
        (
            "{kwh} of {of} kWh per {unit} are roof power whose certificates were sold. Their buyer counts them, so here they"
            " stand at the residual mix, {kg} kg CO<sub>2</sub>e per kWh."
        ),
        (
            "每{unit} {of} kWh 中有 {kwh} kWh 为绿证已出售的屋顶光伏，由证书买方计入，"
            "此处按剩余电力组合 {kg} kg CO<sub>2</sub>e/kWh 计。"
        ),
    ),
    "power.certified": (
        (
            "{kwh} of {of} kWh per {unit} are grid power covered by certificates bought and cancelled, {kg} kg"
            " CO<sub>2</sub>e per kWh."
        ),
        "每{unit} {of} kWh 中有 {kwh} kWh 电网电力由已购买并注销的绿证覆盖，按 {kg} kg CO<sub>2</sub>e/kWh 计。",
    ),
    # The card, journey
    "route.title": ("Journey to {place}", "运往{place}"),
    "route.lead": (
        "Not part of the figure above. g CO<sub>2</sub>e per {unit}, fuel production included (ISO 14083).",
        "不计入上方数字。每{unit} g CO<sub>2</sub>e，含燃料生产（ISO 14083）。",
    ),
    "route.this": ("This route", "本次路线"),
    "route.compared": ("Compared with: {name}", "对照：{name}"),
    "route.less": (
        "<b>{amount} g less</b> than the comparison ({percent} %).",
        "比对照<b>少 {amount} g</b>（{percent}%）。",
    ),
    "route.more": (
        "<b>{amount} g more</b> than the comparison ({percent} %).",
        "比对照<b>多 {amount} g</b>（{percent}%）。",
    ),
    "route.same": ("As much as the comparison.", "与对照相同。"),
    "route.shared": ("The same in both: {modes}.", "两者相同的部分：{modes}。"),
    "route.alone": ("No comparison is made, so no saving is claimed.", "未作对照，因此不声称任何减排。"),
    # The card, evidence
    "evidence.title": ("What supports each statement", "每项陈述的依据"),
    "evidence.footprint": ("Footprint", "碳足迹"),
    "evidence.footprint.source": (
        "calculated from the seller’s records, {date}; {measured} % measured",
        "依据卖方记录计算，{date}；{measured}% 为实测",
    ),
    "evidence.audited": ("verified by {name}, {date}", "由{name}核查，{date}"),
    "evidence.power": ("Electricity and solar readings", "用电与光伏读数"),
    "evidence.power.none": ("Electricity per {unit}", "每{unit}用电"),
    "evidence.power.source": ("meter readings, {start} to {end}", "电表读数，{start} 至 {end}"),
    "evidence.power.missing": (
        "meter readings, {start} to {end}; {missing} intervals missing, counted as grid power",
        "电表读数，{start} 至 {end}；缺 {missing} 个时段，按电网电力计入",
    ),
    "evidence.power.stated": ("as recorded by the seller", "卖方记录"),
    "evidence.recycled": ("Recycled content", "再生料含量"),
    "evidence.recycled.source": ("by mass of the product (ISO 14021)", "按产品质量计（ISO 14021）"),
    "evidence.plastic": ("Plastic in the packaging", "包装中的塑料"),
    "evidence.plastic.source": ("the seller’s packing list", "商户装箱单"),
    "evidence.labour": ("Working conditions", "劳动条件"),
    "evidence.unknown": ("Unknown", "未知"),
    "evidence.none": ("no evidence given", "未提供证据"),
    "evidence.none_found": ("none", "无"),
    "evidence.hours": ("{hours} h", "{hours} 小时"),
    # The card, own check
    "own.title": ("Check it without us", "不靠我们也能核验"),
    "own.lead": (
        "A page can lie about itself. The card cannot: take it elsewhere.",
        "网页可能作假，卡片本身不能：带到别处去验。",
    ),
    "own.code": (
        "This code holds the signed card itself ({bytes} bytes). It can be checked with no network.",
        "此码内含签名卡片本身（{bytes} 字节），断网也能核验。",
    ),
    "own.qr": ("QR code that holds the signed card", "内含签名卡片的二维码"),
    "own.download": ("Download the signed card", "下载签名原件"),
    "own.other": ("Use another verifier", "用其他工具核验"),
    "own.by_hand": ("By the command line, with this issuer’s key known there:", "命令行（已知该签发机构公钥时）："),
    # The card, limits
    "not.title": ("What this card does not say", "这张卡没有说什么"),
    "not.climate": (
        "that the product is good for the climate, or better than another",
        "本产品有益于气候，或优于其他产品",
    ),
    "not.law": (
        "that it may be sold in your country: ask for a check by destination",
        "可在贵国销售（请按目的国另行查询）",
    ),
    "not.true": (
        "that every input is true: the log proves who said what, and when",
        "每个输入都为真：日志只证明谁在何时说了什么",
    ),
    "meta.gtin": ("GTIN", "GTIN"),
    "meta.sku": ("Item number", "货号"),
    "meta.lot": ("Batch", "批次"),
    "meta.seller": ("Seller", "商户"),
    "meta.issuer": ("Issuer", "签发机构"),
    "meta.card": ("Card", "卡号"),
    "meta.digest": ("Digest", "摘要"),
    "meta.data": ("Data and rules", "数据与规则"),
    "side.label": ("About this card", "关于此卡"),
    # verify page
    "verify.title": ("Check a card", "核验卡片"),
    "verify.lead": (
        "Give the file or the text of a card. It is checked line by line and not kept.",
        "请提供卡片文件或文本。逐项核验，不作保存。",
    ),
    "verify.file": ("Card file", "卡片文件"),
    "verify.drop": ("Choose a file, or drop it here.", "选择文件，或拖放到此处。"),
    "verify.text": ("Or paste the text of the card file", "或粘贴卡片文件的文本"),
    "verify.go": ("Check", "核验"),
    "verify.nothing": ("Nothing chosen yet.", "尚未选择。"),
    "verify.problem": ("There is a problem", "有问题需要处理"),
    "verify.elsewhere": (
        "This server checks with the keys it knows. To depend on nobody, run the verifier with keys compared elsewhere:",
        "本服务器用其已知的公钥核验。若不想依赖任何人，请使用开源核验工具，并与签发方核对公钥：",
    ),
    "verify.state.pass": ("passed", "通过"),
    "verify.state.fail": ("failed", "未通过"),
    "verify.state.unchecked": ("not checked", "未核验"),
    "verify.clause": ("after {spec}", "依据 {spec}"),
    "verify.sub.genuine": (
        "Every check below was made and passed.",
        "以下各项均已核验并通过。",
    ),
    "verify.sub.expired": ("Ask the seller for the current card.", "请向卖方索取现行卡片。"),
    "verify.sub.withdrawn": ("Ask the seller for the current card.", "请向卖方索取现行卡片。"),
    "verify.sub.do_not_rely": (
        "A check failed. None of the figures of this card are shown.",
        "有核验未通过，因此不显示此卡的任何数据。",
    ),
    "verify.sub.could_not_check": (
        "At least one check could not be made, so this is not a pass.",
        "至少有一项无法核验，因此不能算通过。",
    ),
    "verify.sub.not_a_card": (
        "It may be another system’s code or a damaged file.",
        "可能是其他系统的码，或文件已损坏。",
    ),
    # log page
    "log.title": ("Public log", "公开日志"),
    "log.lead": (
        (
            "Every card leaves one entry here: a salted commitment, no data. The log proves who said what, and when; it does"
            " not prove that it is true."
        ),
        "每张卡在此留有一条记录：加盐承诺，不含数据。日志证明谁在何时说了什么，不证明所说为真。",
    ),
    "log.name": ("Log", "日志"),
    "log.size": ("Entries under the newest checkpoint", "最新检查点的条目数"),
    "log.root": ("Root", "根"),
    "log.cards": ("Cards published here", "此处已发布的卡片"),
    "log.lag": ("Published cards not yet under the checkpoint", "尚未纳入检查点的已发布卡片"),
    "log.witnesses": ("Other signatures on it", "其他签名"),
    "log.no_witness": ("none: no independent witness has confirmed it", "无：尚无独立见证方确认"),
    "log.note": ("Signed checkpoint", "签名检查点"),
    "log.empty": (
        "The log is empty: no checkpoint has been signed yet. That is not the same as a card that is missing from it.",
        "日志为空：尚未签署检查点。这与“日志中缺少某张卡”不是一回事。",
    ),
    "log.raw": ("Checkpoint as text", "检查点原文"),
    **VERIFIER_MESSAGES,
    # errors
    "error.title": ("There is a problem", "有问题需要处理"),
    "error.code": ("Code {code}", "代码 {code}"),
    "error.home": ("To the published cards", "返回已发布的卡片"),
}
