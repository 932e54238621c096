"""Every sentence of the checks made in the browser; they go to the page as JSON and are shown as plain text, no tags."""

# ruff: noqa: E501 - one sentence stands on one line, however long

from __future__ import annotations

from typing import Final

__all__ = ["BROWSER_MESSAGES"]

BROWSER_MESSAGES: Final[dict[str, tuple[str, str]]] = {
    "passed": ("passed", "通过"),
    "failed": ("failed", "未通过"),
    "unchecked": ("not checked", "未核验"),
    "head.genuine": ("Genuine and unchanged", "真实且未被改动"),
    "sub.genuine": (
        "Checked here, in your browser, in {ms} ms.",
        "已在您的浏览器中核验，用时 {ms} 毫秒。",
    ),
    "sub.genuine_offline": (
        "Checked here, in your browser, in {ms} ms. Withdrawal not checked.",
        "已在您的浏览器中核验，用时 {ms} 毫秒；撤回状态尚未核验。",
    ),
    "head.lied": ("The card is genuine, this page was not", "卡片真实，但本页曾显示不同数字"),
    "sub.lied": (
        "The signed figures are shown now; the rest of the page is hidden. Please report this address.",
        "现显示签名数字，页面其余内容已隐藏。请举报此网址。",
    ),
    "head.expired": ("Genuine, but no longer valid", "真实，但已过有效期"),
    "head.early": ("Genuine, but not valid yet", "真实，但尚未生效"),
    "head.withdrawn": ("Genuine, but withdrawn or replaced", "真实，但已被撤回或替换"),
    "sub.expired": ("Ask the seller for the current card.", "请向卖方索取现行卡片。"),
    "sub.early": ("Look at the date and time of this device.", "请检查本设备的日期和时间。"),
    "sub.withdrawn": ("Ask the seller for the current card.", "请向卖方索取现行卡片。"),
    "head.bad": ("Do not rely on this card", "请勿采信此卡"),
    "sub.bad": (
        "A check failed, so this page shows none of its figures.",
        "有核验未通过，因此本页不显示任何数据。",
    ),
    "head.unsure": ("Could not check just now", "暂时无法核验"),
    "sub.unsure": (
        "The figures on this page are what this website says. Use another verifier before relying on them.",
        "本页数字仅为本网站所述，采信前请用其他工具核验。",
    ),
    "head.unreadable": ("Not a card we can read", "这不是可读取的卡"),
    "sub.unreadable": (
        "The bytes in this page or code are no card of the form GC1, so no figures are shown.",
        "本页或二维码中的内容不是 GC1 卡片，因此不显示任何数据。",
    ),
    "sig.pass": (
        "Signed by {issuer}; not one byte changed since {date}.",
        "由{issuer}签名；自 {date} 起未改动一个字节。",
    ),
    "sig.fail": (
        "The signature does not fit these bytes ({code}). Someone changed the card after it was signed, or it was damaged.",
        "签名与内容不符（{code}）：卡片签发后被改动或已损坏。",
    ),
    "sig.key": (
        "The card names another key than the one of {issuer} ({code}).",
        "卡片所示密钥不是{issuer}的密钥（{code}）。",
    ),
    "sig.unreadable": ("The card cannot be read ({code}).", "卡片无法读取（{code}）。"),
    "sig.unsupported": (
        "This browser cannot check Ed25519 signatures. Use another verifier below.",
        "此浏览器不支持 Ed25519 验签，请用下方其他工具。",
    ),
    "num.pass": (
        "The marked figures on this page are the signed ones.",
        "本页标注的数字与签名内容一致。",
    ),
    "num.fail": (
        "This page showed other figures than were signed ({code}); the signed ones are shown now.",
        "本页原显示的数字与签名不一致（{code}），现已改为签名数字。",
    ),
    "num.unchecked": (
        "Figures on this page: not checked, nothing to compare them with.",
        "本页数字：未核验，没有可比对的签名内容。",
    ),
    "num.other": (
        "The code you scanned holds another card than this page shows.",
        "您扫描的码内含的卡片与本页所示不是同一张。",
    ),
    "time.pass": ("Valid until {date}.", "有效期至 {date}。"),
    "time.expired": ("Expired on {date} ({code}).", "已于 {date} 过期（{code}）。"),
    "time.early": ("Signed for a time that has not come: {date} ({code}).", "签名时间尚未到来：{date}（{code}）。"),
    "time.unchecked": ("Period of validity: not checked.", "有效期：未核验。"),
    "log.pass": (
        "Entry {index} of {size} in the public log {name}. No independent witness has confirmed the log yet.",
        "公开日志 {name} 第 {index} 条（共 {size} 条）；尚无独立见证方确认该日志。",
    ),
    "log.cosigned": (
        "Entry {index} of {size} in the public log {name}. {others} other signatures stand on it; they were not checked here.",
        "公开日志 {name} 第 {index} 条（共 {size} 条）；另有 {others} 个签名，此处未核验。",
    ),
    "log.fail": (
        "Not in the public log under this checkpoint ({code}).",
        "此检查点的公开日志中没有这张卡（{code}）。",
    ),
    "log.unchecked": ("Public log: not checked.", "公开日志：未核验。"),
    "rev.pass": ("Not withdrawn, by the signed list of {date}.", "未被撤回（依据 {date} 的签名名单）。"),
    "rev.fail": ("Withdrawn by the issuer ({code}).", "已被签发机构撤回（{code}）。"),
    "rev.replaced": ("Replaced by a newer card ({code}).", "已被新卡替换（{code}）。"),
    "rev.skipped": ("Withdrawn? Not checked.", "是否被撤回：未核验。"),
    "rev.unchecked": (
        "Withdrawn? Not checked: the signed list could not be had or did not hold.",
        "是否被撤回：未核验（未能取得有效的签名名单）。",
    ),
    "verify.sending": ("Checking…", "核验中…"),
    "verify.failed": ("The server did not answer. Try again.", "服务器没有应答，请重试。"),
}
