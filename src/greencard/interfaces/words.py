"""Words for the closed vocabularies of the model, in both languages; every door uses these."""

from __future__ import annotations

import errno
from typing import Final

from greencard.model import Text

__all__ = [
    "BORDER_STATUS",
    "BUYER_ANSWER",
    "CARD_STATUS",
    "CHAIN_OF_CUSTODY",
    "CLAIM_EFFECT",
    "CLAIM_STANDING",
    "DISPOSAL",
    "GATE",
    "GATE_ANSWER",
    "GATE_FACT",
    "GRADE",
    "LAW_STATUS",
    "LIFE_STAGE",
    "LINE_STATUS",
    "MODE",
    "NOTICE_KIND",
    "OTHER_COST",
    "OUTCOME",
    "OVERALL",
    "RECYCLED_BASIS",
    "REGIME",
    "RULE_SET",
    "RULE_STATUS",
    "SEVERITY",
    "STAGE",
    "STEP_KIND",
    "WHY_ZH",
]

STAGE: Final = {
    "raw_materials": Text(en="Raw materials", zh="原材料"),
    "inbound_transport": Text(en="Transport to the factory", zh="运入工厂"),
    "production": Text(en="Making: electricity, heat", zh="生产：电力与热力"),
    "packaging": Text(en="Packaging", zh="包装"),
}

LIFE_STAGE: Final = {
    "distribution": Text(en="shipping", zh="运输"),
    "use": Text(en="use", zh="使用"),
    "end_of_life": Text(en="disposal", zh="废弃"),
}

DISPOSAL: Final = {
    "recycling": Text(en="recycled", zh="再生利用"),
    "landfill": Text(en="landfill", zh="填埋"),
    "energy_recovery": Text(en="burnt for energy", zh="焚烧能量回收"),
    "composting": Text(en="composted", zh="堆肥"),
}

MODE: Final = {
    "road_hgv": Text(en="lorry", zh="卡车"),
    "road_van": Text(en="van", zh="厢式车"),
    "rail": Text(en="rail", zh="铁路"),
    "sea_container": Text(en="sea", zh="海运"),
    "air_belly": Text(en="air (passenger aircraft)", zh="航空（客机腹舱）"),
    "air_freighter": Text(en="air (freighter)", zh="航空（货机）"),
    "inland_waterway": Text(en="inland waterway", zh="内河"),
}

GRADE: Final = {
    "E0": Text(en="stated", zh="自述"),
    "E1": Text(en="document", zh="有文件"),
    "E2": Text(en="audited", zh="经核查"),
    "E3": Text(en="signed at source", zh="源头签名"),
}

RULE_SET: Final = {"iso14067-2018": "ISO 14067:2018", "gbt24067-2024": "GB/T 24067-2024"}
"""How a rule set is named beside a boundary; another id stands as it is."""

RULE_STATUS: Final = {
    "pass": Text(en="met", zh="符合"),
    "fail": Text(en="not met", zh="不符合"),
    "unknown": Text(en="unknown", zh="未知"),
    "not_applicable": Text(en="does not apply", zh="不适用"),
}

OVERALL: Final = {
    "allowed": Text(en="Allowed", zh="可进"),
    "allowed_with_conditions": Text(en="Allowed with conditions", zh="有条件可进"),
    "not_allowed": Text(en="Not allowed", zh="不可进"),
    "cannot_tell": Text(en="Cannot tell yet", zh="还不能判断"),
}

NOTICE_KIND: Final = {
    "anti_dumping": Text(en="Anti-dumping duty", zh="反倾销税"),
    "countervailing": Text(en="Countervailing duty", zh="反补贴税"),
    "safeguard": Text(en="Safeguard", zh="保障措施"),
    "quota": Text(en="Quota", zh="配额"),
    "import_ban": Text(en="Import ban", zh="进口禁令"),
    "duty": Text(en="Customs duty", zh="关税"),
}

LAW_STATUS: Final = {
    "in_force": Text(en="in force", zh="现行"),
    "adopted_future": Text(en="adopted, not yet applied", zh="已通过，未实施"),
    "adopted_pending_act": Text(en="adopted, waits for an act", zh="已通过，待细则"),
    "contested": Text(en="contested", zh="有争议"),
    "proposal": Text(en="proposal", zh="提案"),
}

SEVERITY: Final = {
    "block": Text(en="may bar", zh="可禁止"),
    "fix": Text(en="to mend", zh="须补正"),
    "cost": Text(en="charge", zh="费用"),
    "warn": Text(en="warns", zh="提示"),
    "info": Text(en="information", zh="信息"),
    "watch": Text(en="to watch", zh="关注"),
}

BORDER_STATUS: Final = {
    "not_applicable": Text(en="does not apply", zh="不适用"),
    "exempt_origin": Text(en="exempt: origin", zh="免除：原产地"),
    "exempt_de_minimis": Text(en="exempt: not above the importer's threshold", zh="免除：未超过进口商门槛"),
    "liable": Text(en="liable", zh="应缴"),
    "threshold_unknown": Text(en="depends on the importer's yearly tonnage", zh="取决于进口商全年吨数"),
    "cannot_price": Text(en="cannot be priced yet", zh="暂不能定价"),
}

LINE_STATUS: Final = {
    "refused": Text(en="refused", zh="被拒"),
    "no_scheme": Text(en="no scheme known there", zh="该地无已知机制"),
}
"""Of a line in a file, beside `BORDER_STATUS`."""

REGIME: Final = {
    "eu-cbam": Text(en="EU CBAM", zh="欧盟 CBAM"),
    "uk-cbam": Text(en="UK CBAM", zh="英国 CBAM"),
    "no-cbam": Text(en="CBAM of Norway (planned)", zh="挪威 CBAM（计划中）"),
    "is-cbam": Text(en="CBAM of Iceland (planned)", zh="冰岛 CBAM（计划中）"),
}

OTHER_COST: Final = {
    "due": Text(en="due", zh="应缴"),
    "rate_only": Text(en="rate known, amount not yet", zh="已知费率，金额未定"),
    "reported": Text(en="as reported", zh="据报道"),
    "no_figure": Text(en="no figure", zh="无金额"),
}

OUTCOME: Final = {
    "genuine": Text(en="Genuine and unchanged", zh="真实且未被改动"),
    "expired": Text(en="Genuine, but no longer valid", zh="真实，但已过有效期"),
    "withdrawn": Text(en="Genuine, but withdrawn or replaced", zh="真实，但已被撤回或替换"),
    "do_not_rely": Text(en="Do not rely on this card", zh="请勿采信此卡"),
    "could_not_check": Text(en="Could not check just now", zh="暂时无法核验"),
    "not_a_card": Text(en="Not a card we can read", zh="这不是可读取的卡"),
}

CLAIM_EFFECT: Final = {
    "forbidden": Text(en="may not be said", zh="不得这样说"),
    "evidence": Text(en="only with evidence", zh="须有证据"),
    "later": Text(en="will be bound", zh="即将受限"),
    "warn": Text(en="look at it", zh="请留意"),
    "allowed": Text(en="may be said so", zh="可以这样说"),
}

CLAIM_STANDING: Final = {
    "forbidden": Text(en="May not be said there", zh="有不得使用的说法"),
    "evidence": Text(en="Only with evidence", zh="须有证据"),
    "warn": Text(en="Look at it", zh="请留意"),
    "later": Text(en="Will be bound later", zh="日后受限"),
    "may_be_said": Text(en="May be said so", zh="可以这样说"),
    "nothing_held": Text(en="Nothing is held about it", zh="未收录相关规定"),
    "no_claim": Text(en="No claim found", zh="未发现环保声称"),
}

CARD_STATUS: Final = {
    "active": Text(en="active", zh="有效"),
    "revoked": Text(en="withdrawn", zh="已撤回"),
    "superseded": Text(en="replaced", zh="已被替换"),
}

WHY_ZH: Final = {
    errno.ENOENT: "文件或文件夹不存在",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EISDIR: "这是文件夹",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "磁盘只读",
    errno.ENOSPC: "磁盘已满",
    errno.ENAMETOOLONG: "文件名太长",
}
"""What the operating system says, in Chinese."""

RECYCLED_BASIS: Final = {
    "certificate": Text(en="certified", zh="有证书"),
    "records": Text(en="records", zh="有记录"),
    "statement": Text(en="stated", zh="自述"),
    "silent": Text(en="not stated", zh="未说明"),
    "book_and_claim": Text(en="not counted", zh="不计入"),
}

CHAIN_OF_CUSTODY: Final = {
    "identity_preserved": Text(en="identity preserved", zh="身份保持"),
    "segregated": Text(en="segregated", zh="隔离"),
    "controlled_blending": Text(en="controlled blending", zh="受控混合"),
    "mass_balance": Text(en="mass balance", zh="质量平衡"),
    "book_and_claim": Text(en="book and claim", zh="账册声明"),
}

GATE: Final = {
    "clear": Text(en="nothing found, with a document", zh="未发现问题，有文件证明"),
    "stated": Text(en="nothing found by own statement", zh="自述未发现问题"),
    "open": Text(en="not answered, so the low end stays at 0", zh="未回答，下限保持为 0"),
    "failed": Text(en="findings", zh="有发现"),
}

GATE_FACT: Final = {
    "forced_labour_finding": Text(en="due diligence on forced labour", zh="强迫劳动尽职调查"),
    "entity_list_match": Text(en="suppliers against forced-labour lists", zh="供应商与强迫劳动名单的比对"),
}

GATE_ANSWER: Final = {
    "yes": Text(en="documented", zh="有文件证明"),
    "no": Text(en="findings", zh="有发现"),
    "unknown": Text(en="not documented", zh="尚无文件证明"),
}

BUYER_ANSWER: Final = {
    "qualifies": Text(en="qualifies", zh="符合"),
    "does_not": Text(en="does not qualify", zh="不符合"),
    "cannot_tell": Text(en="cannot tell yet", zh="还不能判断"),
}

STEP_KIND: Final = {
    "data": Text(en="data", zh="资料"),
    "evidence": Text(en="evidence", zh="证据"),
    "audit": Text(en="audit", zh="审核"),
    "practice": Text(en="practice", zh="改善"),
    "material": Text(en="material", zh="材料"),
}
