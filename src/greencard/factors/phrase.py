"""Words as they are compared: one case, one width, simplified characters, British and American spellings alike."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["MAX_WORDS", "Index", "Span", "normalise", "words_of"]

MAX_WORDS: Final = 300
"""Longest text that is searched, in characters; what comes after is not read."""

_SEPARATORS: Final = re.compile(r"[^0-9a-z.\u3400-\u9fff]+|(?<![0-9])\.|\.(?![0-9])")
_CJK_WEIGHT: Final = 3
"""One Chinese character says about as much as three Latin letters."""
_TRADITIONAL: Final = (
    "鋼鋁銅鐵鋅錫鎳鎂銀鉛鈦鉻鏽銹鍍鑄鍛壓熱軋紙膠樹環滌綸錦紗絲線繩纖維織紡絨氈蠶帶龍燈電鋰氫鹼矽陽組離醯"
    "發纜瓏漿標籤顏塗軟縫紉蠟釘緊鉚黃廢無製貼裝層質實櫸樺楓強鋯隻與複錠顆單雙馬達機鈕釦條圓頭齊親亞剋羥鋪"
    "盤鑽銲葦稈麥澱幾倉門鎖車輪貨産產業園軸攪閥塊張專網飾鏈鍊錶鐘鍋壺盃蓋筆書繡襪褲領"
)
_SIMPLIFIED: Final = (
    "钢铝铜铁锌锡镍镁银铅钛铬锈锈镀铸锻压热轧纸胶树环涤纶锦纱丝线绳纤维织纺绒毡蚕带龙灯电锂氢碱硅阳组离酰"
    "发缆珑浆标签颜涂软缝纫蜡钉紧铆黄废无制贴装层质实榉桦枫强锆只与复锭颗单双马达机钮扣条圆头齐亲亚克羟铺"
    "盘钻焊苇秆麦淀几仓门锁车轮货产产业园轴搅阀块张专网饰链链表钟锅壶杯盖笔书绣袜裤领"
)
_TO_SIMPLIFIED: Final = str.maketrans(_TRADITIONAL, _SIMPLIFIED)
"""Characters of materials and goods, traditional to simplified; others stay as they are."""
_SPELLINGS: Final = (
    ("fibre", "fiber"),
    ("mould", "mold"),
    ("aluminium", "aluminum"),
    ("galvanised", "galvanized"),
    ("anodised", "anodized"),
    ("vulcanised", "vulcanized"),
    ("enamelled", "enameled"),
    ("colour", "color"),
    ("tyre", "tire"),
    ("grey", "gray"),
    ("sulphur", "sulfur"),
)
_T = TypeVar("_T")


def normalise(words: str) -> str:
    """Lower case, simplified characters, compatibility forms folded (NFKC), everything else a single space.

    At most `MAX_WORDS` characters are read.
    """
    head = words[:MAX_WORDS]
    if not head.isascii():
        head = unicodedata.normalize("NFKC", head).translate(_TO_SIMPLIFIED)
    return _SEPARATORS.sub(" ", head.casefold()).strip()


def _normalised(names: list[str]) -> list[str]:
    """`normalise` of many names, folded as one text: line ends neither compose nor fold."""
    joined = "\n".join(name[:MAX_WORDS].replace("\n", " ") for name in names)
    folded = unicodedata.normalize("NFKC", joined).translate(_TO_SIMPLIFIED).casefold()
    return [_SEPARATORS.sub(" ", name).strip() for name in folded.split("\n")] if names else []


def words_of(listed: str) -> tuple[str, ...]:
    """The names in a list written with bars: `"polypropylene | PP"`."""
    return tuple(word.strip() for word in listed.split("|") if word.strip())


@dataclass(frozen=True, slots=True)
class Span:
    """Where a name stands in a normalised text, and how much it says."""

    start: int
    end: int
    weight: int

    def inside(self, other: Span) -> bool:
        """Whether this span lies within a longer one."""
        longer = other.end - other.start > self.end - self.start
        return longer and other.start <= self.start and self.end <= other.end


def _latin(character: str) -> bool:
    return "a" <= character <= "z" or "0" <= character <= "9"


class Index(Generic[_T]):
    """Names and what they mean, found in a text in one pass over it: a tree of characters.

    Latin names match whole words with a plural ending, Chinese names anywhere. The branch of a first character grows
    when a text first holds that character: few of them ever do.
    """

    __slots__ = ("_root", "_waiting")

    def __init__(self, names: Iterable[tuple[str, _T]]) -> None:
        self._root: dict[str, object] = {}
        self._waiting: dict[str, list[tuple[str, _T]]] = {}
        listed = list(names)
        for text, (_, meaning) in zip(_normalised([name for name, _ in listed]), listed, strict=True):
            if text:
                self._waiting.setdefault(text[0], []).append((text, meaning))

    def _branch(self, first: str) -> dict[str, object] | None:
        """The tree below a first character, grown on first sight; None where no name begins with it."""
        names = self._waiting.get(first)
        if names is not None:
            grown: dict[str, object] = {}
            for text, meaning in names:
                _add(grown, text, meaning)
                if text.isascii():
                    for british, american in _SPELLINGS:
                        if british in text:
                            _add(grown, text.replace(british, american), meaning)
            # Whole before it is seen, and forgotten last: another thread may grow the same branch, to the same end.
            self._root[first] = grown[first]
            self._waiting.pop(first, None)
        return self._root.get(first)  # type: ignore[return-value]

    def exact(self, name: str) -> bool:
        """Whether a normalised text is a name here."""
        node: object = self._branch(name[:1])
        for character in name[1:]:
            node = node.get(character) if isinstance(node, dict) else None
            if node is None:
                return False
        return isinstance(node, dict) and "" in node

    def find(self, text: str) -> list[tuple[Span, _T]]:
        """Every name in a normalised text with its place, the longer spans hiding those inside them."""
        found: list[tuple[Span, _T]] = []
        size, before = len(text), " "
        for start, first in enumerate(text):
            if first != " " and not (_latin(first) and _latin(before)):
                node = self._branch(first)
                at, weight = start + 1, 1 if first < "\u3400" else _CJK_WEIGHT
                while node is not None:
                    ends: list[_T] | None = node.get("")  # type: ignore[assignment]
                    if ends is not None and (end := _end(text, at, size)):
                        found.extend((Span(start, end, weight), meaning) for meaning in ends)
                    if at == size:
                        break
                    character = text[at]
                    node = node.get(character)  # type: ignore[assignment]
                    at, weight = at + 1, weight + (1 if character < "\u3400" else _CJK_WEIGHT)
            before = first
        if len(found) > 1:
            spans = {span for span, _ in found}
            found = [(span, m) for span, m in found if not any(span.inside(other) for other in spans)]
        return found


def _add(node: dict[str, object], text: str, meaning: object) -> None:
    """Hang a name into a tree of characters."""
    for character in text:
        below: dict[str, object] | None = node.get(character)  # type: ignore[assignment]
        if below is None:
            below = node[character] = {}
        node = below
    meanings: list[object] = node.setdefault("", [])  # type: ignore[assignment]
    if meaning not in meanings:
        meanings.append(meaning)


def _end(text: str, at: int, size: int) -> int:
    """Where a name that was read up to `at` ends, its plural included; 0 where a word goes on."""
    if not _latin(text[at - 1]) or at == size or not _latin(text[at]):
        return at
    for ending in ("s", "es"):
        after = at + len(ending)
        if text.startswith(ending, at) and (after == size or not _latin(text[after])):
            return after
    return 0
