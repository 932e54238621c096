"""A text as words that can be compared: case, width, accents and characters folded, each with its place in the text.

One pass over the text, one look-back of a single character: the time is proportional to the length, whatever is in it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

__all__ = ["COMMA", "END", "JOINED", "QUOTE", "WORD", "ClaimText", "Word", "fold", "read_text"]

JOINED: Final = 0
"""Spaces, hyphens, the end of a line: words belong together."""
QUOTE: Final = 1
COMMA: Final = 2
END: Final = 3

_HAN: Final = "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_UNSEEN: Final = "\u00ad\u034f\u200b-\u200d\u2060\ufe00-\ufe0f\ufeff"
"""Soft hyphens, joiners and variation selectors: in a text, unseen by whoever reads it."""
WORD: Final = re.compile(rf"[{_HAN}]|(?:[^\W{_HAN}]|[\u0300-\u036f{_UNSEEN}])+")
"""A run of letters and figures, or one Chinese character."""
_DROPPED: Final = re.compile(rf"[{_UNSEEN}]")
_QUOTE: Final = re.compile(r"[“”„‟\"«»‹›「」『』《》＂]")
_COMMA: Final = re.compile(r"[,，、()（）\[\]【】|/／–—―…·•;；:：]|\.(?=\S)|\r?\n")
_SENTENCE: Final = re.compile(r"[!?！？。．｡\x0b\x0c\u2028\u2029]|\.(?!\S)|\n\s*\n|\n\s*[-*#>|]")
_SHORT_OF: Final = frozenset({"co", "ltd", "inc", "no", "nr", "art", "approx", "ca", "e", "g", "i", "z", "b", "u", "d"})
"""Words whose full stop does not end a sentence."""
_TRADITIONAL: Final = (
    "綠環續氣淨負無膠認證標籤實現達過減廢產選擇態類質對纖維潔節電陽漿紙終壽責資護愛樂適優廠業國際來於將會為說稱傳僅歐規關係統評獎誌識別單個這們種處復發燈鋼鐵銅鋁顏藍絲絨繩織紡綿襪飾飲廳貨車間東亞複製後從與"
    "並儲備劑藥純號樣廣闊點熱壓軟鬆緊黃檢驗測試據內總積極簡約惡響應變溫帶補償債碼獲準則貼買賣開"
)
_SIMPLIFIED: Final = (
    "绿环续气净负无胶认证标签实现达过减废产选择态类质对纤维洁节电阳浆纸终寿责资护爱乐适优厂业国际来于将会为说称传仅欧规关系统评奖志识别单个这们种处复发灯钢铁铜铝颜蓝丝绒绳织纺绵袜饰饮厅货车间东亚复制后从与"
    "并储备剂药纯号样广阔点热压软松紧黄检验测试据内总积极简约恶响应变温带补偿债码获准则贴买卖开"
)
_HAN_FOLD: Final = dict(zip(_TRADITIONAL, _SIMPLIFIED, strict=True))
"""Characters of claims and their surroundings, traditional to simplified; others stay as they are."""
_LONGEST_WORD: Final = 60
"""No word of a claim is longer; of a longer run only its beginning is looked at."""


class Word(NamedTuple):
    """One word, or one Chinese character."""

    form: str
    """Folded."""
    start: int
    end: int
    gap: int
    """What lies before it: `JOINED`, a `QUOTE` mark, a `COMMA` or bracket, or the `END` of a sentence."""


@dataclass(frozen=True, slots=True)
class ClaimText:
    """A text and its words, in order."""

    text: str
    words: tuple[Word, ...]


def fold(word: str) -> str:
    """One form of a word: lower case, compatibility forms (NFKD) without accents, simplified characters."""
    if len(word) == 1 and "\u3400" <= word <= "\u9fff":
        return _HAN_FOLD.get(word, word)
    return _fold(word[:_LONGEST_WORD])


@lru_cache(maxsize=16_384)
def _fold(word: str) -> str:
    if word.isascii():
        return word.lower().strip("_")
    plain = unicodedata.normalize("NFKD", _DROPPED.sub("", word).casefold())
    bare = "".join(char for char in plain if not unicodedata.combining(char)).casefold().strip("_")
    return _HAN_FOLD.get(bare, bare)


def read_text(text: str) -> ClaimText:
    """The words of a text, in one pass."""
    words: list[Word] = []
    last = 0
    previous = ""
    for found in WORD.finditer(text):
        start, end = found.span()
        form = fold(found[0])
        if form:
            gap = JOINED if start == last else _gap(text, last, start, previous)
            words.append(Word(form, start, end, gap))
            last, previous = end, form
    return ClaimText(text, tuple(words))


def _gap(text: str, start: int, end: int, previous: str) -> int:
    if end - start == 1 and text[start] in " -'’_%":
        return JOINED
    between = text[start:end]
    if _SENTENCE.search(between):
        return COMMA if previous in _SHORT_OF and between[:1] == "." and "\n" not in between else END
    if _COMMA.search(between) and not _wrapped(between):
        return COMMA
    return QUOTE if _QUOTE.search(between) else JOINED


def _wrapped(between: str) -> bool:
    """Whether words are parted by the ends of lines alone, as a printed text breaks; an empty line ends a sentence."""
    return not between.strip(" \t\r\n-\u2010\u2011%％")
