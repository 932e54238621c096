"""What a key that is none here was meant to be: another word of the trade, a unit in the key, two entries in one."""

from __future__ import annotations

from typing import Any, Final

from greencard.catalogue.faults import NEAR_KEY, NO_SPACE, UNIT_IN_KEY, WIDE_MARK
from greencard.catalogue.schema import UNITS, Record
from greencard.catalogue.syntax import LANG_KEYS
from greencard.errors import Fault, Place

__all__ = ["key_slip"]

_MEANT: Final = (
    ("重量|单重|净含量|克重|weight|net_weight|weight_kg", "净重|净用量|质量|箱重|mass_kg|net_kg"),
    ("毛重|投料量|用料量|gross_weight", "毛用量|gross_kg"),
    ("原料|原材料|配料|用料|材质|成分", "材料清单|材料"),
    ("产品名称|商品名称|商品名|产品名|name_zh", "名称"),
    ("产品编号|产品号|货品编号", "编号"),
    ("型号|款号|产品型号|article", "货号|sku"),
    ("HS编码|HS|hs|税号|税则号|商品编码|hs_code", "编码|海关|code|customs"),
    ("厂家|生产厂家|厂名|加工厂", "工厂"),
    ("卖家|公司|店铺|商家|供货商", "卖方"),
    ("用电量|耗电|耗电量|度数|电", "电量"),
    ("距离|里程|路程|公里数", "运距|公里"),
    ("出发地|始发地|起运地|起运港|发货地", "起点"),
    ("到达地|目的港|卸货港|收货地", "终点|目的地"),
    ("运输方式", "方式"),
    ("装箱数|装箱量|数量|件数", "每箱件数|订单数量"),
    ("箱规|规格|体积|长宽高", "尺寸"),
    ("单价|价钱", "金额|价格"),
    ("货币|币别", "币种"),
    ("比例|含量|占比", "百分比|再生料"),
    ("回收料|再生比例|再生含量|再生材料", "再生料"),
    ("原产地|产地国", "原产国"),
    ("产量|年产", "年产量"),
    ("条形码|条码号", "条码"),
)
"""Words as they are written, and the keys they stand for; the first that the record has is the one that is meant."""
_TORN: Final = {"：": ": ", "，": ", ", "、": ", "}
_EXAMPLE: Final = {"g": "500", "克": "500", "Wh": "400", "m": "800"}


def key_slip(key: str, shown: str, record: Record, place: Place) -> tuple[Fault, bool] | None:
    """A fault that names the slip, and whether the key is in truth several entries; None: no slip that is known."""
    known = record.by_key()
    for mark, half in _TORN.items():
        if mark in key and key.split(mark, maxsplit=1)[0].strip() in {*known, *LANG_KEYS}:
            return WIDE_MARK.fault(place, mark=mark, half=half), True
    if ":" in key and key.split(":", maxsplit=1)[0].strip() in known:
        return NO_SPACE.fault(place, mark=":"), True
    names: dict[str, Any] = {"key": shown, "record": record.title, "record_zh": record.title_zh}
    for base, item in known.items():
        rest = key.removeprefix(base)
        unit = rest.strip(" _()（）[]【】:：/").strip()
        if rest != key and any(unit.casefold() == name.casefold() for name in UNITS.get(item.kind, ())):
            example = f"{_EXAMPLE.get(unit, '0.5')} {unit}"
            return UNIT_IN_KEY.fault(place, **names, near=base, example=example), False
    for written, meant in _MEANT:
        if key in written.split("|"):
            near = next((word for word in meant.split("|") if word in known), "")
            if near:
                return NEAR_KEY.fault(place, **names, near=near), False
    return None
