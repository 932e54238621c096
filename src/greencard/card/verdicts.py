"""The lines of a verification: what was checked, how it came out, in both languages, with the clause it rests on."""

from __future__ import annotations

from typing import Final, Literal

from greencard.errors import REGISTRY, Fault, GreencardError, NotVerified, declare
from greencard.model import Text, Value

__all__ = ["CHECKS", "Check", "CheckId", "CheckState", "Outcome", "failed", "passed", "unchecked"]

CheckId = Literal["readable", "shape", "issuer", "key", "signature", "figures", "validity", "log", "status"]
CheckState = Literal["pass", "fail", "unchecked"]
Outcome = Literal["genuine", "expired", "withdrawn", "do_not_rely", "could_not_check", "not_a_card"]
"""`expired`: genuine, outside its period · `withdrawn`: genuine, withdrawn or replaced by a newer card."""

CHECKS: Final[dict[CheckId, str]] = {
    "readable": "RFC 8259; RFC 8785 3.1",
    "shape": "VCDM 2.0 4; UNTP 0.7.0 DPP",
    "issuer": "UNTP 0.7.0 VC profile; DID Core 1.0",
    "key": "Controlled Identifiers 1.0 2.3",
    "signature": "W3C vc-di-eddsa 3.3.2",
    "figures": "UNTP 0.7.0 Claim; RFC 9052 4.4",
    "validity": "VCDM 2.0 4.9",
    "log": "RFC 6962 2.1.1; C2SP tlog-checkpoint",
    "status": "Bitstring Status List 1.0 3.2",
}
"""Every check, in the order it is made, with the clause it comes from."""

KEY_NOT_ISSUERS = declare(
    "GC-CRD-003",
    NotVerified,
    en="The key that signed this card does not belong to its issuer.",
    zh="签名所用的密钥不属于该卡的签发方。",
    remedy_en="Do not rely on it; ask the seller for a card signed by the programme.",
    remedy_zh="请勿采信；请向卖方索取由项目方签名的卡片。",
)
ISSUER_UNKNOWN = declare(
    "GC-CRD-004",
    NotVerified,
    en="The issuer {issuer} is not among those known here, so nobody here vouches for it.",
    zh="签发方 {issuer} 不在此处已知的名单中，无人为其担保。",
    remedy_en="Check the card with its issuer's own verifier, or add the issuer's published keys.",
    remedy_zh="请使用签发方的核验工具，或加入其公布的公钥。",
)
FIGURES_DIFFER = declare(
    "GC-CRD-006",
    NotVerified,
    en="Two places show different figures for the same thing: {what}.",
    zh="同一项数字在两处不一致：{what}。",
    remedy_en="Do not rely on either; ask the seller for a new card and report this one.",
    remedy_zh="两处均勿采信；请向卖方索取新卡，并举报此卡。",
)
EXPIRED = declare(
    "GC-CRD-007",
    NotVerified,
    en="The card was valid until {until}.",
    zh="该卡有效期至 {until}。",
    remedy_en="Ask the seller for the current card.",
    remedy_zh="请向卖方索取现行卡片。",
)
NOT_YET_VALID = declare(
    "GC-CRD-008",
    NotVerified,
    en="The card becomes valid on {start}.",
    zh="该卡自 {start} 起有效。",
    remedy_en="Check your clock, or wait until then.",
    remedy_zh="请核对时钟，或届时再用。",
)
REVOKED = declare(
    "GC-CRD-009",
    NotVerified,
    en="The issuer has withdrawn this card.",
    zh="签发方已撤回此卡。",
    remedy_en="Ask the seller why, and for the current card.",
    remedy_zh="请向卖方询问原因并索取现行卡片。",
)
SUPERSEDED = declare(
    "GC-CRD-010",
    NotVerified,
    en="A newer card has replaced this one.",
    zh="此卡已被新卡替换。",
    remedy_en="Ask the seller for the current card.",
    remedy_zh="请向卖方索取现行卡片。",
)
STATUS_NOT_CHECKED = declare(
    "GC-CRD-011",
    NotVerified,
    en="Whether the card was withdrawn is not checked: no current status list is at hand.",
    zh="是否被撤回未核验：手头没有现行状态列表。",
    remedy_en="Fetch {address} and check again.",
    remedy_zh="请获取 {address} 后再次核验。",
)
FILE_DIFFERS = declare(
    "GC-CRD-017",
    NotVerified,
    en="The card file names another id or digest than the card in it has.",
    zh="卡片文件所写的编号或摘要与其中的卡片不符。",
    remedy_en="Download the card again.",
    remedy_zh="请重新下载卡片。",
)
LOG_NOT_CHECKED = declare(
    "GC-CRD-024",
    NotVerified,
    en="Whether the card is in the public log is not checked: {what}.",
    zh="是否在公开日志中未核验：{what_zh}。",
    remedy_en="Use the downloaded card file with its proof, and give the log's key.",
    remedy_zh="请使用带证明的卡片文件，并提供日志公钥。",
)
TEST_AND_REAL_MIXED = declare(
    "GC-CRD-025",
    NotVerified,
    en="Made-up data must be signed by a test issuer and real data must not; this card breaks that rule.",
    zh="虚构数据须由测试签发方签名，真实数据则不得；此卡违反该规则。",
    remedy_en="Do not rely on it; report the card to the issuer.",
    remedy_zh="请勿采信；请向签发方举报此卡。",
)
NOT_REACHED = declare(
    "GC-CRD-026",
    NotVerified,
    en="Not checked: an earlier check gave nothing to go on.",
    zh="未核验：前面的核验没有可依据的内容。",
    remedy_en="See the first line that did not pass.",
    remedy_zh="请看第一项未通过的核验。",
)

_PASSED: Final[dict[CheckId, tuple[str, str]]] = {
    "readable": ("The file is one card, readable in one way only.", "文件是一张卡，且只有一种读法。"),
    "shape": ("Everything a Green Card must hold is there.", "绿色卡片必备的内容齐全。"),
    "issuer": ("The issuer is {issuer}, known here.", "签发方为 {issuer_zh}，在此处已知名单中。"),
    "key": ("The key belongs to the issuer.", "密钥属于该签发方。"),
    "signature": ("Not one byte changed since it was signed on {created}.", "自 {created} 签名起未改动一个字节。"),
    "figures": ("The figures agree wherever the card shows them.", "卡片各处的数字一致。"),
    "validity": ("Valid from {start} until {until}.", "有效期自 {start} 至 {until}。"),
    "log": ("Entry {index} of {size} in the public log {origin}.", "公开日志 {origin} 第 {index} 条（共 {size} 条）。"),
    "status": ("Not withdrawn and not replaced, as of {when}.", "截至 {when}，未被撤回或替换。"),
}
_NOT_WITHDRAWN: Final = ("Not withdrawn, as of {when}.", "截至 {when}，未被撤回。")


class Check(Value, frozen=True, kw_only=True):
    """One line. `code` and `remedy` are empty when it passed; unchecked is never a pass."""

    id: CheckId
    state: CheckState
    code: str
    text: Text
    remedy: Text
    spec: str


def passed(check_id: CheckId, part: Literal["", "revocation"] = "", **params: object) -> Check:
    """A line that held; `part`: only the withdrawal list was at hand, so nothing is said of a newer card."""
    en, zh = _NOT_WITHDRAWN if part else _PASSED[check_id]
    text = Text(en=en.format_map(params), zh=zh.format_map(params))
    return Check(id=check_id, state="pass", code="", text=text, remedy=Text(), spec=CHECKS[check_id])


def failed(check_id: CheckId, why: GreencardError | Fault) -> Check:
    """A line that did not hold, with the code that says why."""
    return _line(check_id, "fail", why)


def unchecked(check_id: CheckId, why: GreencardError | Fault) -> Check:
    """A line nobody could check, with the code that says why."""
    return _line(check_id, "unchecked", why)


def _line(check_id: CheckId, state: CheckState, why: GreencardError | Fault) -> Check:
    fault = why.faults[0] if isinstance(why, GreencardError) else why
    assert fault.code in REGISTRY  # noqa: S101 - every fault is made from a declared code
    return Check(
        id=check_id,
        state=state,
        code=fault.code,
        text=Text(en=fault.text("en"), zh=fault.text("zh")),
        remedy=Text(en=fault.remedy("en"), zh=fault.remedy("zh")),
        spec=CHECKS[check_id],
    )
