"""Holding rule files to their form: what is wrong, at which line, in which rule.

No rule without a source; nothing binds that was not read in a source; every act, fact and code known; both languages;
customs codes that exist; charges in one unit; and tests that hold every condition, figure and date in place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

import msgspec

from greencard.errors import GreencardError
from greencard.model.base import Text, Value
from greencard.quantity import decimal_text
from greencard.rules import terms as t
from greencard.rules.acts import Acts, When
from greencard.rules.coverage import gaps
from greencard.rules.entry import RuleEntry, RuleFile
from greencard.rules.jurisdictions import Jurisdictions
from greencard.rules.levies import levy_faults
from greencard.rules.pack import CompiledRule, compiled_group
from greencard.rules.selftest import Played, played
from greencard.rules.syntax import Binary, Call, Literal, Name, Negation, Node, Where, parse
from greencard.rules.vocabulary import Vocabulary, converted, doubled_keys

__all__ = ["Checked", "Finding", "Ground", "check_files"]

_ID: Final = re.compile(r"[A-Z0-9]{2,}(?:-[A-Za-z0-9]+)+")
_HAN: Final = re.compile(r"[\u4e00-\u9fff]")
_HEADING: Final = (2, 4, 6)


class Finding(Value, frozen=True, kw_only=True):
    """One thing that is wrong."""

    file: str
    line: int | None = None
    rule: str = ""
    text: Text


class Checked(Value, frozen=True, kw_only=True):
    """What a check looked at and found."""

    files: int
    rules: int
    tests: int
    findings: tuple[Finding, ...]


class Ground:
    """What rule files stand on: vocabulary, jurisdictions, acts, customs codes, and the rules held besides."""

    __slots__ = ("acts", "besides", "is_heading", "jurisdictions", "vocabulary")

    def __init__(
        self,
        vocabulary: Vocabulary,
        jurisdictions: Jurisdictions,
        acts: Acts,
        is_heading: Callable[[str], bool],
        *,
        besides: Iterable[CompiledRule] = (),
    ) -> None:
        self.vocabulary: Final = vocabulary
        self.jurisdictions: Final = jurisdictions
        self.acts: Final = acts
        self.is_heading: Final = is_heading
        """Whether 2, 4 or 6 digits are a chapter, heading or subheading of the Harmonized System 2022."""
        self.besides: Final = tuple(besides)


class _At:
    """Collects findings of one file, each with the line of its rule."""

    __slots__ = ("_lines", "file", "found")

    def __init__(self, file: str, raw: bytes) -> None:
        self.file: Final = file
        self.found: Final[list[Finding]] = []
        self._lines: Final = {
            match[1]: n
            for n, line in enumerate(raw.decode("utf-8", "replace").splitlines(), 1)
            if (match := re.match(r"""\s*-?\s*id:\s*['"]?([^\s'"#]+)""", line))
        }

    def say(self, rule: str, en: str, zh: str) -> None:
        self.found.append(Finding(file=self.file, line=self._lines.get(rule), rule=rule, text=Text(en=en, zh=zh)))

    def say_at(self, line: int, en: str, zh: str) -> None:
        self.found.append(Finding(file=self.file, line=line, text=Text(en=en, zh=zh)))

    def refused(self, error: GreencardError, rule: str = "") -> None:
        for fault in error.faults:
            name = rule or fault.params.get("rule", "")
            line = fault.place.line or self._lines.get(name)
            text = Text(en=f"{fault.code} {fault.text('en')}", zh=f"{fault.code} {fault.text('zh')}")
            self.found.append(Finding(file=self.file, line=line, rule=name, text=text))


def check_files(files: Mapping[str, bytes], ground: Ground) -> Checked:
    """Everything that is wrong with rule files, by name `<jurisdiction>/<law>.yaml`."""
    read: list[tuple[_At, RuleFile]] = []
    all_found: list[_At] = []
    for name, raw in files.items():
        at = _At(name, raw)
        all_found.append(at)
        try:
            read.append((at, converted(raw, RuleFile, name)))
        except GreencardError as error:
            at.refused(error)
        else:
            for line, key in doubled_keys(raw):
                zh = f"同一处重复出现 {key}，只有后一个会生效"
                at.say_at(line, f"{key} is given twice in one place: only the later would count", zh)
    _ids(read, ground)
    tests = 0
    for at, file in read:
        _placed(at, file, ground)
        for entry in file.rules:
            tests += _rule(at, file, entry, ground)
    return Checked(
        files=len(files),
        rules=sum(len(file.rules) for _, file in read),
        tests=tests,
        findings=tuple(finding for at in all_found for finding in at.found),
    )


def _ids(read: list[tuple[_At, RuleFile]], ground: Ground) -> None:  # noqa: C901 - two passes over the same rules
    """Ids are unique, also against those a rule had before; a rule that is replaced exists and is of a wider law."""
    where: dict[str, str] = {}
    for one in ground.besides:
        where[one.rule.id] = one.rule.jurisdiction
        where |= dict.fromkeys(one.rule.formerly, one.rule.jurisdiction)
    for at, file in read:
        for entry in file.rules:
            if not _ID.fullmatch(entry.id):
                at.say(entry.id, f"{entry.id!r} is no id such as BD-BAG-3", f"{entry.id!r} 不是 BD-BAG-3 这样的编号")
            for name in (entry.id, *entry.formerly):
                if name in where:
                    at.say(entry.id, f"the id {name} is taken", f"编号 {name} 已被使用")
                where[name] = entry.jurisdiction or file.jurisdiction
    for at, file in read:
        for entry in file.rules:
            own = entry.jurisdiction or file.jurisdiction
            for name in entry.overrides:
                if name not in where or where[name] == own or where[name] not in _chain(own, ground):
                    at.say(
                        entry.id,
                        f"it replaces {name}, which is no rule of a wider jurisdiction",
                        f"所替代的 {name} 不是上级辖区的规则",
                    )


def _chain(code: str, ground: Ground) -> tuple[str, ...]:
    try:
        return ground.jurisdictions.chain(code)
    except GreencardError:
        return ()


def _placed(at: _At, file: RuleFile, ground: Ground) -> None:
    """The folder is the jurisdiction, and its name is known in both languages."""
    folder = at.file.replace("\\", "/").split("/")[-2] if "/" in at.file else ""
    for code in dict.fromkeys((file.jurisdiction, *(entry.jurisdiction or file.jurisdiction for entry in file.rules))):
        if folder and folder != code.lower():
            at.say("", f"the folder is {folder}, the jurisdiction {code}", f"所在文件夹为 {folder}，辖区却是 {code}")
        names = ground.jurisdictions.names.get(code)
        if names is None or not names.en or not names.zh:
            at.say("", f"jurisdictions.yaml does not name {code}", f"jurisdictions.yaml 中没有 {code} 的名称")
    if not file.law.strip():
        at.say("", "the law has no short name", "没有写明法律简称")


def _rule(at: _At, file: RuleFile, entry: RuleEntry, ground: Ground) -> int:
    """Everything about one rule; how many tests were played."""
    alone = msgspec.structs.replace(file, rules=(entry,))
    try:
        versions = compiled_group(alone, ground.vocabulary, at.file, ground.acts).rules
    except GreencardError as error:
        at.refused(error, entry.id)
        return 0
    _languages(at, entry)
    _standing(at, entry, versions)
    _figures(at, entry, ground)
    _headings(at, entry, versions, ground)
    for one in versions:
        for text in levy_faults(entry, one, ground.vocabulary):
            at.say(entry.id, text.en, text.zh)
    try:
        cases = list(played(alone, ground.vocabulary, ground.acts))
    except GreencardError as error:
        at.refused(error, entry.id)
        return 0
    for case in cases:
        if not case.holds:
            _failed(at, entry, case)
    if not versions:
        return 0  # its act came so late that it ends before it starts
    for gap in gaps(entry, versions, cases):
        at.say(entry.id, gap.what.en, gap.what.zh)
    return len(cases)


def _languages(at: _At, entry: RuleEntry) -> None:
    texts = {"title": entry.title, "remedy": entry.remedy}
    if entry.levy is not None:
        texts["levy note"] = entry.levy.note
    for name, text in texts.items():
        if bool(text.en.strip()) != bool(text.zh.strip()):
            at.say(entry.id, f"{name} stands in one language only", f"{name} 只有一种语言")
        if _HAN.search(text.en) or (text.zh and text.zh != text.en and not _HAN.search(text.zh)):
            at.say(entry.id, f"{name}: a language stands in the other's place", f"{name}：中英文位置不对")


def _standing(at: _At, entry: RuleEntry, versions: tuple[CompiledRule, ...]) -> None:
    """What binds was read in a source and is adopted law; status and dates say the same."""
    first = versions[0].rule if versions else None
    waits = isinstance(entry.applies_from, When)
    if entry.trust == "seen" and entry.source.strip().lower().startswith("recall"):
        at.say(entry.id, "trust is `seen`, the source says recall", "trust 为 seen，来源却写 recall")
    if entry.status == "adopted_pending_act" and not waits:
        at.say(
            entry.id,
            "it waits for an act, so applies_from must name the act (not_before, or_after)",
            "状态为待实施细则，applies_from 须写明法案（not_before、or_after）",
        )
    if waits and entry.status not in {"in_force", "adopted_future"}:
        at.say(
            entry.id,
            "status must say what it is once the act is in force: in_force or adopted_future",
            "status 应写法案生效后的状态：in_force 或 adopted_future",
        )
    if entry.applies_from is None and entry.status in {"in_force", "adopted_future"}:
        at.say(entry.id, "adopted law has a first day", "已通过的法律须有起始日")
    if first is None or waits or first.applies_from is None:
        return
    if entry.status == "in_force" and first.applies_from > entry.checked_on:
        at.say(
            entry.id,
            f"in force only from {first.applies_from}, after it was checked: adopted_future",
            f"起始日 {first.applies_from} 晚于核对日，状态应为 adopted_future",
        )
    if entry.status == "adopted_future" and first.applies_from <= entry.checked_on:
        at.say(
            entry.id,
            f"in force since {first.applies_from}: in_force",
            f"自 {first.applies_from} 起已生效，状态应为 in_force",
        )


def _figures(at: _At, entry: RuleEntry, ground: Ground) -> None:
    """A figure of the law is a parameter with its unit; every parameter is used."""
    used = {entry.levy.rate, entry.levy.cap_per_unit} if entry.levy is not None else set()
    for part, text in (("scope", entry.scope), ("require", entry.require)):
        node = parse(text, Where(entry.id, part))
        used |= set(_names(node))
        for value in _bare(node, ground.vocabulary):
            at.say(
                entry.id,
                f"{part}: the figure {value} should be a parameter with unit and source",
                f"{part}：数值 {value} 应写成带单位和来源的参数",
            )
    if entry.levy is not None and entry.levy.base:
        used |= set(_names(parse(entry.levy.base, Where(entry.id, "levy base"))))
    for name in entry.parameters:
        if name not in used:
            at.say(entry.id, f"parameter {name} is not used", f"参数 {name} 未被使用")


def _names(node: Node) -> Iterator[str]:
    match node:
        case Name(name):
            yield name
        case Negation(operand):
            yield from _names(operand)
        case Binary(left=left, right=right):
            yield from _names(left)
            yield from _names(right)
        case Call(args=args):
            for arg in args:
                yield from _names(arg)
        case _:
            return


def _bare(node: Node, vocabulary: Vocabulary) -> Iterator[str]:
    """Figures other than zero compared with a fact that has a unit."""
    match node:
        case Binary(op="&&" | "||", left=left, right=right):
            yield from _bare(left, vocabulary)
            yield from _bare(right, vocabulary)
        case Negation(operand):
            yield from _bare(operand, vocabulary)
        case Binary(op="<" | "<=" | ">" | ">=" | "==" | "!=", left=left, right=right):
            facts = {name for name in _names(node) if name in vocabulary.kinds}
            if any(vocabulary.kinds[name].unit for name in facts):
                yield from (*_literals(left), *_literals(right))
        case _:
            return


def _literals(node: Node) -> Iterator[str]:
    match node:
        case Literal(value) if not isinstance(value, bool | str) and value != 0:
            yield format(value, "f")
        case Binary(left=left, right=right):
            yield from _literals(left)
            yield from _literals(right)
        case _:
            return


def _headings(at: _At, entry: RuleEntry, versions: tuple[CompiledRule, ...], ground: Ground) -> None:
    """Customs prefixes exist in the Harmonized System, as far as it goes: two, four and six digits."""
    prefixes = dict.fromkeys(entry.hs)
    for one in versions[:1]:
        prefixes |= dict.fromkeys(prefix for term in (one.scope, one.require) for prefix in _prefixes(term))
    for prefix in prefixes:
        cut = prefix[: max((n for n in _HEADING if n <= len(prefix)), default=0)]
        if len(prefix) < max(_HEADING) and len(prefix) not in _HEADING:
            at.say(
                entry.id,
                f"customs prefix {prefix}: give 2, 4, 6 or more digits",
                f"海关编码前缀 {prefix} 应为 2、4、6 位或更长",
            )
        elif not ground.is_heading(cut):
            at.say(entry.id, f"HS 2022 has no {cut}", f"HS 2022 中没有 {cut}")


def _prefixes(term: t.Term) -> Iterator[str]:
    match term:
        case t.HsIn(prefixes):
            yield from prefixes
        case t.Not(inner):
            yield from _prefixes(inner)
        case t.All(terms) | t.Any(terms):
            for part in terms:
                yield from _prefixes(part)
        case _:
            return


def _failed(at: _At, entry: RuleEntry, case: Played) -> None:
    why = f" ({case.case.why})" if case.case.why else ""
    got = case.generated if case.generated == case.interpreted else f"{case.generated} / {case.interpreted}"
    if case.case.due is not None and case.generated == case.case.expect:
        got = f"{got}, due {'nothing' if case.due is None else decimal_text(case.due)}"
        wanted = f"{case.case.expect}, due {decimal_text(case.case.due)}"
    else:
        wanted = case.case.expect
    at.say(
        entry.id,
        f"test {case.number} on {case.on}{why}: the law says {wanted}, the rule says {got}",
        f"测试 {case.number}（{case.on}）{why}：应为 {wanted}，规则得出 {got}",
    )
