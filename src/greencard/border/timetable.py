"""The dates of the border carbon schemes, and where a code stands in each of their lists."""

from __future__ import annotations

from datetime import date
from typing import Final, Literal

from greencard.border import answers, law
from greencard.border.commodity import CN_DIGITS, commodity_code, spaced
from greencard.border.pack import BorderPack
from greencard.border.question import calendar_day
from greencard.border.records import EventState
from greencard.border.scope import ScopeAnswer, ScopeBranch, in_scope, proposal_for
from greencard.border.uk import uk_reason, uk_scope
from greencard.errors import Place
from greencard.model import Text, Value

__all__ = ["CalendarEvent", "ProposedScope", "ScopeReport", "calendar", "proposed_extension", "scope_of"]

PROCEDURE: Final = Text(
    en="COM(2025) 989 (2025/0419(COD)): Council general approach 2026-06-12, Parliament position 2026-09-15; no"
    " agreement was reported by 2026-11-22. Neither default values nor benchmarks exist for the goods it names: no cost"
    " can be given.",
    zh="COM(2025) 989（2025/0419(COD)）：理事会 2026-06-12 形成总体立场，议会 2026-09-15 通过立场；"
    "截至 2026-11-22 未见达成协议。其所列货物尚无默认值和基准值，无法给出金额。",
)


class CalendarEvent(Value, frozen=True, kw_only=True):
    """A dated event: how many days off, under which act, and whether it is law."""

    day: date
    days_away: int
    """Days from the day of asking; negative: past."""
    regime: str
    state: EventState
    what: Text
    law: str


class ProposedScope(Value, frozen=True, kw_only=True):
    """What the proposal COM(2025) 989 would make of a code. NOT LAW."""

    stamp: Text
    verdict: Literal["already_in", "added", "added_if_steel_or_aluminium", "some_codes", "not_named"]
    prefix: str = ""
    description: str = ""
    carve_outs: tuple[str, ...] = ()
    applies_from: date | None = None
    procedure: Text = PROCEDURE


class ScopeReport(Value, frozen=True, kw_only=True):
    """Where a code stands: EU CBAM today with the matched rule, the proposal, and UK CBAM, each apart."""

    cn: str
    verdict: Literal["in", "out", "depends"]
    rule: str
    category: str
    ghg: tuple[str, ...]
    indirect: bool
    reason: Text
    branches: tuple[tuple[str, str], ...]
    """Each way a short code can go on: the prefix (empty: every other) and `in` or `out`."""
    law: tuple[str, ...]
    proposed: ProposedScope
    uk_verdict: Literal["in", "out", "depends"]
    uk_reason: Text
    dataset: str


def calendar(pack: BorderPack, on: date, *, regime: str = "") -> tuple[CalendarEvent, ...]:
    """All dated events of the schemes, or of one of them, by day, as seen from `on`.

    Raises:
        InvalidInput: `on` is not a day (GC-BRD-004).
    """
    calendar_day(on, "/on")
    return tuple(
        CalendarEvent(
            day=event.day,
            days_away=(event.day - on).days,
            regime=event.regime,
            state=event.state,
            what=event.what,
            law=event.law,
        )
        for event in pack.events
        if not regime or event.regime == regime
    )


def proposed_extension(pack: BorderPack, cn: str) -> ProposedScope:
    """What COM(2025) 989 would add from 2028-01-01, stamped as no law; it changes no answer and prices nothing.

    Raises:
        InvalidInput: not a commodity code (GC-BRD-001).
    """
    code = commodity_code(cn, Place("/cn"))
    stamp = Text(en=f"NOT LAW: {law.PROPOSAL}", zh="非法律：COM(2025) 989（提案）")
    if in_scope(pack, code, pack.parameters.eu_obligation_from).verdict == "in":
        return ProposedScope(stamp=stamp, verdict="already_in")
    found = proposal_for(pack, code)
    if found is None:
        return ProposedScope(stamp=stamp, verdict="not_named")
    below = len(found.prefix) > len(code) or (
        len(code) < CN_DIGITS and any(out.startswith(code) for out in found.carve_outs)
    )
    return ProposedScope(
        stamp=stamp,
        verdict="some_codes" if below else "added_if_steel_or_aluminium" if found.ex else "added",
        prefix=found.prefix,
        description=found.description,
        carve_outs=found.carve_outs,
        applies_from=pack.parameters.eu_proposed_goods_from,
    )


def scope_of(pack: BorderPack, cn: str) -> ScopeReport:
    """Where a commodity code stands in EU CBAM, in the proposed extension and in UK CBAM.

    Raises:
        InvalidInput: not a commodity code (GC-BRD-001).
    """
    code = commodity_code(cn, Place("/cn"))
    answer = in_scope(pack, code, pack.parameters.eu_obligation_from)
    uk = uk_scope(pack, code)
    return ScopeReport(
        cn=code,
        verdict=answer.verdict,
        rule=answer.rule,
        category=answer.category or "",
        ghg=answer.ghg,
        indirect=answer.indirect,
        reason=_reason(pack, answer),
        branches=tuple(_branch(branch) for branch in answer.branches),
        law=(law.ANNEX_I,),
        proposed=proposed_extension(pack, code),
        uk_verdict=uk.verdict,
        uk_reason=uk_reason(pack, code),
        dataset=pack.dataset,
    )


def _reason(pack: BorderPack, answer: ScopeAnswer) -> Text:
    if answer.verdict == "out":
        return answers.outside_annex_i(pack, answer)
    if answer.verdict == "depends":
        return Text(
            en=f"{spaced(answer.cn)} alone does not decide: Annex I lists some of its codes and not others.",
            zh=f"{spaced(answer.cn)} 不足以判定：附件一仅列其部分编码。",
        )
    category = law.CATEGORY[answer.category] if answer.category else Text()
    counts = "direct and indirect" if answer.indirect else "direct"
    counts_zh = "直接与间接排放" if answer.indirect else "仅直接排放"
    return Text(
        en=f"{spaced(answer.cn)} is in Annex I of Regulation (EU) 2023/956 by {spaced(answer.rule)} ({category.en});"
        f" {counts} emissions count.",
        zh=f"{spaced(answer.cn)} 属 (EU) 2023/956 附件一 {spaced(answer.rule)}（{category.zh}）；计入{counts_zh}。",
    )


def _branch(branch: ScopeBranch) -> tuple[str, str]:
    return branch.code, branch.verdict
