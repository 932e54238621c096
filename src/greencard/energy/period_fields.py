"""Fields of a facility period file: English and Chinese names, what each holds, which must be there."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

__all__ = [
    "CERTIFICATE",
    "FUEL",
    "KEY",
    "MASS",
    "PERIOD",
    "REGISTER",
    "REST",
    "RUN",
    "SOLAR",
    "SUB_METER",
    "Kind",
    "Named",
    "Spec",
]


class Kind(Enum):
    """What a field holds."""

    TEXT = auto()
    WORDS = auto()
    TEXTS = auto()
    AMOUNT = auto()
    SHARE = auto()
    WH = auto()
    UNITS = auto()
    FLAG = auto()
    PATH = auto()
    DEGREES = auto()
    COUNTRY = auto()
    CHOICE = auto()
    DAY = auto()
    DAYS = auto()
    PERIOD = auto()
    INSTANT = auto()
    RUNS = auto()
    KEYS = auto()
    MASSES = auto()
    FUELS = auto()
    SUB_METERS = auto()
    REGISTERS = auto()
    CERTIFICATES = auto()
    REST = auto()
    SOLAR = auto()


@dataclass(frozen=True, slots=True)
class Named:
    """A field: its English name, its Chinese ones, and what is expected of it in both languages."""

    name: str
    zh: tuple[str, ...]
    kind: Kind
    expected: str
    expected_zh: str
    required: bool = False
    choices: tuple[tuple[str, ...], ...] = ()
    """Each a value with its other spellings."""

    def choice(self, text: str) -> str:
        """The value that `text` spells.

        Raises:
            ValueError: none.
        """
        for choice in self.choices:
            if text.casefold() in {spelling.casefold() for spelling in choice}:
                return choice[0]
        raise ValueError(text)


@dataclass(frozen=True, slots=True)
class Spec:
    """The fields of one table."""

    title: str
    title_zh: str
    fields: tuple[Named, ...]

    def named(self, key: str) -> Named | None:
        """The field that is written `key`."""
        return next((one for one in self.fields if key == one.name or key in one.zh), None)

    @property
    def known(self) -> str:
        """English names, for a message."""
        return ", ".join(one.name for one in self.fields)

    @property
    def known_zh(self) -> str:
        """Chinese names, for a message."""
        return "、".join(one.zh[0] for one in self.fields)


def _choice(name: str, zh: str, expected: str, expected_zh: str, *choices: str, required: bool = False) -> Named:
    return Named(
        name,
        (zh,),
        Kind.CHOICE,
        expected,
        expected_zh,
        required,
        tuple(tuple(choice.split("|")) for choice in choices),
    )


_INSTANT: Final = "a time such as 2026-10-09T08:00, of the facility's zone unless it has its own"
_INSTANT_ZH: Final = "时刻，例如 2026-10-09T08:00（不写时区则按工厂所在地）"
_SPLITS: Final = ("key|比例", "mass|质量", "units|件数", "hours|工时", "electricity|用电量")

REGISTER: Final = Spec(
    "a register reading with `at` and `kwh`",
    "含时刻和表码的一次读数",
    (
        Named("at", ("时刻",), Kind.INSTANT, _INSTANT, _INSTANT_ZH, required=True),
        Named("kwh", ("表码",), Kind.WH, "what the register showed, kWh", "表码，千瓦时", required=True),
    ),
)
SUB_METER: Final = Spec(
    "a sub-meter with `id` and `readings` or `registers`",
    "含编号以及读数文件或表码的分表",
    (
        Named("id", ("编号",), Kind.TEXT, "an id", "编号", required=True),
        Named("name", ("名称",), Kind.WORDS, "what it measures", "所测设备"),
        Named("readings", ("读数",), Kind.PATH, "a CSV file beside this one", "与本文件同目录的 CSV 文件"),
        Named("registers", ("表码",), Kind.REGISTERS, "a list of register readings", "表码列表"),
    ),
)
RUN: Final = Spec(
    "a run with `product` and `units`, or a list [product, units, from, to, sub_meter]",
    "含产品和产量的生产批次，或列表 [产品, 产量, 开始, 结束, 分表]",
    (
        Named("product", ("产品",), Kind.TEXT, "a product's id", "产品编号", required=True),
        Named("units", ("产量", "件数"), Kind.UNITS, "good units, a whole number", "合格品数量，整数", required=True),
        Named("from", ("开始",), Kind.INSTANT, _INSTANT, _INSTANT_ZH),
        Named("to", ("结束",), Kind.INSTANT, _INSTANT, _INSTANT_ZH),
        Named("sub_meter", ("分表",), Kind.TEXT, "the id of a sub-meter", "分表编号"),
    ),
)
KEY: Final = Spec(
    "a share with `product` and `share`",
    "含产品和比例的一项",
    (
        Named("product", ("产品",), Kind.TEXT, "a product's id", "产品编号", required=True),
        Named("share", ("比例",), Kind.SHARE, "a share from 0 to 1, or with %", "0 到 1 的比例，或带 %", required=True),
        Named("reason", ("依据",), Kind.WORDS, "why this share", "依据"),
    ),
)
MASS: Final = Spec(
    "a mass with `product` and `kg`",
    "含产品和千克数的一项",
    (
        Named("product", ("产品",), Kind.TEXT, "a product's id", "产品编号", required=True),
        Named("kg", ("千克",), Kind.AMOUNT, "net mass of one unit, kg", "单件净质量，千克", required=True),
    ),
)
FUEL: Final = Spec(
    "a fuel with `fuel`, its amount and `split_by`",
    "含燃料、用量和分摊方式的一项",
    (
        Named("fuel", ("燃料",), Kind.TEXT, "the fuel's name", "燃料名称", required=True),
        Named("mj", ("能量_MJ",), Kind.AMOUNT, "MJ of net calorific value", "低位热值能量，MJ"),
        Named("amount", ("用量",), Kind.AMOUNT, "an amount of zero or more", "不小于零的用量"),
        _choice("unit", "单位", "kg, m3 or l", "kg、m3 或 l", "kg|千克", "m3|立方米", "l|升"),
        Named("mj_per_unit", ("热值",), Kind.AMOUNT, "net calorific value, MJ per unit", "低位热值，MJ/单位"),
        Named("metered", ("已计量",), Kind.FLAG, "true or false", "是或否"),
        _choice(
            "split_by",
            "分摊方式",
            "key, mass, units, hours or electricity",
            "比例、质量、件数、工时或用电量",
            *_SPLITS,
            required=True,
        ),
        Named("products", ("产品",), Kind.TEXTS, "ids of the products that use it", "使用该燃料的产品编号"),
    ),
)
REST: Final = Spec(
    "the rule for the rest: `by`, with a reason where it stays",
    "剩余用电的规则：分摊方式；若留在工厂需说明原因",
    (
        _choice(
            "by",
            "分摊方式",
            "key, mass, units, hours, electricity or stays",
            "比例、质量、件数、工时、用电量或留存",
            *_SPLITS,
            "stays|留存",
            required=True,
        ),
        Named("reason", ("原因", "依据"), Kind.WORDS, "why", "原因"),
    ),
)
SOLAR: Final = Spec(
    "the rooftop plant with `kwp` and `certificates`",
    "含装机容量和绿证去向的光伏电站",
    (
        Named("kwp", ("装机_kWp", "装机"), Kind.AMOUNT, "rated power, kWp", "装机容量，kWp"),
        _choice(
            "certificates",
            "绿证",
            "not_issued, kept, sold or unknown",
            "未核发、保留、已出售或不明",
            "not_issued|未核发",
            "kept|保留",
            "sold|已出售",
            "unknown|不明",
        ),
    ),
)
CERTIFICATE: Final = Spec(
    "an energy certificate",
    "绿证",
    (
        _choice(
            "scheme",
            "类型",
            "GEC, I-REC or GO",
            "绿证、国际绿证或来源担保",
            "GEC|绿证",
            "I-REC|国际绿证",
            "GO|来源担保",
            required=True,
        ),
        Named("id", ("编号",), Kind.TEXT, "its number", "证书编号", required=True),
        Named(
            "energy_kwh",
            ("电量_kWh", "电量"),
            Kind.WH,
            "a multiple of 1 000 kWh",
            "1000 千瓦时的整数倍",
            required=True,
        ),
        _choice(
            "technology",
            "发电类型",
            "pv, wind, hydro, biomass, nuclear or other",
            "光伏、风电、水电、生物质、核电或其他",
            "pv|光伏",
            "wind|风电",
            "hydro|水电",
            "biomass|生物质",
            "nuclear|核电",
            "other|其他",
            required=True,
        ),
        Named(
            "country",
            ("国家",),
            Kind.COUNTRY,
            "where it was made, two letters",
            "发电所在国家，两位字母",
            required=True,
        ),
        Named(
            "produced",
            ("生产期间",),
            Kind.DAYS,
            "days such as 2026-01-01..2026-03-31",
            "日期，例如 2026-01-01..2026-03-31",
            required=True,
        ),
        _choice(
            "fate",
            "去向",
            "kept, sold, bought or cancelled_for_self",
            "保留、已出售、购入或自用注销",
            "kept|保留",
            "sold|已出售",
            "bought|购入",
            "cancelled_for_self|自用注销",
            required=True,
        ),
        Named("cancelled_on", ("注销日期",), Kind.DAY, "the day it was cancelled for this use", "为本次使用注销的日期"),
    ),
)
PERIOD: Final = Spec(
    "a facility period file",
    "工厂期间文件",
    (
        _choice(
            "schema",
            "格式",
            "greencard/facility-period/1",
            "greencard/facility-period/1",
            "greencard/facility-period/1",
            required=True,
        ),
        Named("illustrative", ("示例",), Kind.FLAG, "true or false", "是或否"),
        Named("facility", ("工厂",), Kind.TEXT, "the facility's id", "工厂编号", required=True),
        Named("country", ("国家",), Kind.COUNTRY, "two letters; CN if left out", "两位字母；不填为 CN"),
        Named("latitude", ("纬度",), Kind.DEGREES, "degrees north", "北纬度数"),
        Named("longitude", ("经度",), Kind.DEGREES, "degrees east", "东经度数"),
        Named(
            "period",
            ("期间",),
            Kind.PERIOD,
            "days such as 2026-10-01..2026-10-31, both included",
            "日期，例如 2026-10-01..2026-10-31（含首末日）",
            required=True,
        ),
        Named("readings", ("读数",), Kind.PATH, "the main meter's CSV file", "总表的 CSV 文件", required=True),
        Named("rooftop_solar", ("屋顶光伏",), Kind.SOLAR, "the rooftop plant", "屋顶光伏电站"),
        Named("certificates", ("绿证",), Kind.CERTIFICATES, "a list of certificates", "绿证列表"),
        Named("sub_meters", ("分表",), Kind.SUB_METERS, "a list of sub-meters", "分表列表"),
        Named("runs", ("生产批次",), Kind.RUNS, "a list of production runs", "生产批次列表", required=True),
        Named("keys", ("分摊比例",), Kind.KEYS, "a list of shares", "分摊比例列表"),
        Named("masses", ("单位质量",), Kind.MASSES, "a list of unit masses", "单位质量列表"),
        Named("fuels", ("燃料",), Kind.FUELS, "a list of fuels", "燃料列表"),
        Named(
            "rest",
            ("剩余用电",),
            Kind.REST,
            "how load that no run took is spread: hours, units, mass, electricity, key, or stays with a reason",
            "无批次的用电如何分摊：工时、件数、质量、用电量、比例，或留存（需说明原因）",
            required=True,
        ),
    ),
)
