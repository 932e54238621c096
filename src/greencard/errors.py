"""The four ways a call can end badly, each with a stable code, a place and a remedy.

* `InvalidInput`: correct your data (exit status 2).
* `Refused`: evidence or authority is missing (exit status 3).
* `NotVerified`: bytes, signature, proof or status do not hold (exit status 4).
* `Unavailable`: try again (exit status 5).

A room declares its codes once, in both languages, and raises them by name:

    NEGATIVE_MASS = declare(
        "GC-CAT-026", InvalidInput,
        en="{field} is {value}; a mass cannot be negative.", zh="{field} 为 {value}，质量不能为负。",
        remedy_en="Give the mass in kg as a number of zero or more.", remedy_zh="请填写不小于 0 的千克数。",
    )
    raise NEGATIVE_MASS.at(Place("/bom/0/net_kg", file="pan.yaml", line=12), field="net_kg", value="-3")

A legal verdict is a value with its reasons, never an exception.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = [
    "REGISTRY",
    "ErrorCode",
    "Fault",
    "GreencardError",
    "InvalidInput",
    "Lang",
    "NotFound",
    "NotVerified",
    "Place",
    "Refused",
    "Severity",
    "Unavailable",
    "declare",
    "raise_faults",
]

Lang = Literal["en", "zh"]
Severity = Literal["error", "warning", "question"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a fault is: JSON pointer (RFC 6901) inside the input, and file and line where the input was a file."""

    pointer: str = ""
    file: str = ""
    line: int | None = None

    def __str__(self) -> str:
        return self.in_lang("en")

    def in_lang(self, lang: Lang) -> str:
        """File, line and pointer as one phrase; empty where nothing is known."""
        where = self.file
        if self.line is not None:
            where = f"{where} {f'第 {self.line} 行' if lang == 'zh' else f'line {self.line}'}".strip()
        if self.pointer:
            pointer = f"（{self.pointer}）" if lang == "zh" else f" ({self.pointer})"
            where = f"{where}{pointer}" if where else self.pointer
        return where


NOWHERE: Final = Place()


class GreencardError(Exception):
    """One or more faults that ended a call. `code` and `exit_status` are those of the first fault."""

    exit_status: ClassVar[int] = 1
    http_status: ClassVar[int] = 500

    def __init__(self, *faults: Fault) -> None:
        if not faults:
            msg = "a GreencardError carries at least one fault"
            raise ValueError(msg)
        super().__init__(*faults)
        self.faults: tuple[Fault, ...] = faults

    @property
    def code(self) -> str:
        """Stable code of the first fault, such as `GC-INP-011`."""
        return self.faults[0].code

    def __str__(self) -> str:
        return "; ".join(fault.text("en") for fault in self.faults)


class InvalidInput(GreencardError):
    """The data given are wrong; correcting them is enough."""

    exit_status = 2
    http_status = 422


class NotFound(InvalidInput):
    """What is named is not there, or not in the caller's scope; the two are never told apart."""

    http_status = 404


class Refused(GreencardError):
    """Evidence or authority is missing; the same data with more evidence may pass."""

    exit_status = 3
    http_status = 403


class NotVerified(GreencardError):
    """Bytes, signature, proof or status do not hold."""

    exit_status = 4
    http_status = 409


class Unavailable(GreencardError):
    """A part this call needs does not answer; trying again may help."""

    exit_status = 5
    http_status = 503


@dataclass(frozen=True, slots=True)
class ErrorCode:
    """A declared code: its root, its sentence and its remedy in both languages (`str.format` templates)."""

    code: str
    root: type[GreencardError]
    en: str
    zh: str
    remedy_en: str
    remedy_zh: str

    def fault(self, place: Place = NOWHERE, *, severity: Severity = "error", **params: object) -> Fault:
        """One fault of this code, to be collected; nothing is raised."""
        return Fault(self.code, place, {k: str(v) for k, v in params.items()}, severity)

    def at(self, place: Place = NOWHERE, **params: object) -> GreencardError:
        """An exception of this code's root, ready to be raised."""
        return self.root(Fault(self.code, place, {k: str(v) for k, v in params.items()}))


REGISTRY: Final[dict[str, ErrorCode]] = {}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong at one place. Text is made on demand, in the reader's language."""

    code: str
    place: Place = NOWHERE
    params: Mapping[str, str] = field(default_factory=dict)
    severity: Severity = "error"

    def text(self, lang: Lang = "en") -> str:
        """The sentence, without code, place or remedy."""
        kind = REGISTRY[self.code]
        return (kind.zh if lang == "zh" else kind.en).format_map(self.params)

    def remedy(self, lang: Lang = "en") -> str:
        """What the person can do next."""
        kind = REGISTRY[self.code]
        return (kind.remedy_zh if lang == "zh" else kind.remedy_en).format_map(self.params)

    def as_dict(self, lang: Lang = "en") -> dict[str, object]:
        """Machine form: code, severity, detail, remedy, pointer, file, line."""
        return {
            "code": self.code,
            "severity": self.severity,
            "detail": self.text(lang),
            "remedy": self.remedy(lang),
            "pointer": self.place.pointer,
            "file": self.place.file,
            "line": self.place.line,
        }


def declare(code: str, root: type[GreencardError], *, en: str, zh: str, remedy_en: str, remedy_zh: str) -> ErrorCode:
    """Register a stable code; a code is declared once in the whole program."""
    if code in REGISTRY:
        msg = f"{code} is declared twice"
        raise ValueError(msg)
    REGISTRY[code] = ErrorCode(code, root, en, zh, remedy_en, remedy_zh)
    return REGISTRY[code]


def raise_faults(faults: Iterable[Fault]) -> None:
    """Raise one exception carrying every fault of severity `error`, of the first one's root; none: return."""
    errors = [fault for fault in faults if fault.severity == "error"]
    if errors:
        raise REGISTRY[errors[0].code].root(*errors)
