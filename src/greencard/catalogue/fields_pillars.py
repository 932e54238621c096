"""Fields of what the pillars rest on: recycled content with its evidence, and social audits of the site."""

from __future__ import annotations

from typing import Final

from greencard.catalogue.field_kinds import EVIDENCE, choices, described
from greencard.catalogue.schema import Kind, Record

__all__ = ["AUDIT", "RECYCLED"]

RECYCLED: Final = Record(
    "recycled",
    "recycled content",
    "再生料",
    (
        described(
            "share_pct",
            "百分比",
            Kind.PERCENT,
            "Recycled part of the line's net mass, per cent (ISO 14021:2016 7.8).",
            "该材料净用量中再生料的百分比（ISO 14021:2016 7.8）。",
            unit="%",
            target="share",
            required=True,
        ),
        described(
            "share",
            "份额",
            Kind.SHARE,
            "The same as a share of one; give one of the two.",
            "同上，以 0 到 1 表示；两者填一。",
        ),
        described(
            "kind",
            "来源",
            Kind.CHOICE,
            "Waste from consumers or from factories.",
            "消费后或消费前。",
            choices=choices("pre_consumer|消费前", "post_consumer|消费后", "unspecified|未说明"),
        ),
        described(
            "post_consumer_pct",
            "消费后百分比",
            Kind.PERCENT,
            "Where both kinds are in it: the post-consumer part, per cent of the line's net mass; the rest of the "
            "share is pre-consumer. Leave `kind` out.",
            "两种来源都有时：消费后再生料占该材料净用量的百分比，其余为消费前；此时不填“来源”。",
            unit="%",
            target="post_consumer_share",
        ),
        described(
            "post_consumer_share",
            "消费后份额",
            Kind.SHARE,
            "The same as a share of one; give one of the two.",
            "同上，以 0 到 1 表示；两者填一。",
        ),
        described(
            "rework_pct",
            "厂内回用百分比",
            Kind.PERCENT,
            "Regrind and scrap of the same process, beside the share; it is no recycled content.",
            "同一工序的回用料和边角料，另列于份额之外；不算再生料。",
            unit="%",
            target="rework_share",
        ),
        described(
            "rework_share",
            "厂内回用份额",
            Kind.SHARE,
            "The same as a share of one; give one of the two.",
            "同上，以 0 到 1 表示；两者填一。",
        ),
        described(
            "scheme",
            "认证体系",
            Kind.CHOICE,
            "Certification scheme of the recycled content.",
            "再生料的认证体系。",
            choices=choices(
                "GRS",
                "RCS",
                "MMS|Materials Matter",
                "EN15343|EN 15343",
                "RecyClass",
                "SCS",
                "FSC_Recycled|FSC再生",
                "UL2809|UL 2809",
            ),
        ),
        described(
            "transaction_certificate",
            "交易证书号|交易证书",
            Kind.TEXT,
            "Number of the paper for this delivery: transaction certificate, or invoice with the scheme's claim.",
            "覆盖本批货的文件编号：交易证书，或带认证声明的发票。",
        ),
        described(
            "records",
            "记录",
            Kind.CHOICE,
            "Where there is no certificate: laboratory report or mass-balance records.",
            "没有证书时：检测报告或质量平衡记录。",
            choices=choices("laboratory|检测报告", "mass_balance|质量平衡记录"),
        ),
        described(
            "chain_of_custody",
            "监管链",
            Kind.CHOICE,
            "Chain-of-custody model behind the figure (ISO 22095:2020); book and claim is no content of the goods.",
            "该数值采用的产销监管链模式（ISO 22095:2020）；账册声明不代表货物中的含量。",
            choices=choices(
                "identity_preserved|身份保持",
                "segregated|隔离",
                "controlled_blending|受控混合",
                "mass_balance|质量平衡",
                "book_and_claim|账册声明",
            ),
        ),
        described(
            "evidence",
            "证据",
            Kind.RECORD,
            "What supports it: certificate, transaction certificate.",
            "依据：证书、交易证书。",
            record=EVIDENCE,
        ),
    ),
    short="share",
)

AUDIT: Final = Record(
    "audits",
    "a social audit",
    "社会责任审核",
    (
        described(
            "scheme",
            "体系",
            Kind.CHOICE,
            "Which audit; SMETA by its number of pillars.",
            "哪一种审核；SMETA 按支柱数填写。",
            required=True,
            choices=choices(
                "SA8000",
                "SMETA_4|SMETA四支柱|SMETA 四支柱|SMETA 4-pillar|SMETA 4",
                "SMETA_2|SMETA两支柱|SMETA 两支柱|SMETA 2-pillar|SMETA 2",
                "BSCI|amfori BSCI",
                "SLCP",
                "RBA",
                "WCA",
                "self_assessment|自评",
            ),
        ),
        described("on", "日期", Kind.DATE, "Day of the audit or certificate.", "审核或发证日期。", required=True),
        described(
            "rating",
            "评级",
            Kind.CHOICE,
            "Overall rating, where the scheme gives one (amfori BSCI: A to E).",
            "总评级，如体系给出（amfori BSCI：A 至 E）。",
            choices=choices("A", "B", "C", "D", "E"),
        ),
        described(
            "findings",
            "违反公约",
            Kind.CHOICES,
            "ILO conventions the report finds broken: C029, C105 forced labour; C138, C182 child labour; C087, C098; "
            "C100, C111; C155, C187.",
            "报告认定违反的国际劳工公约：C029、C105 强迫劳动；C138、C182 童工；C087、C098；C100、C111；C155、C187。",
            choices=choices("C029", "C105", "C087", "C098", "C100", "C111", "C138", "C182", "C155", "C187"),
        ),
        described(
            "evidence",
            "证据",
            Kind.RECORD,
            "The report or certificate: issuer, number, validity.",
            "报告或证书：出具方、编号、有效期。",
            record=EVIDENCE,
        ),
    ),
)
