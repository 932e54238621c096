"""Fields of who makes and sells a product, under which code, by which route and at what price."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from greencard.catalogue.field_kinds import GRADES, ZERO, choices, described
from greencard.catalogue.fields_footprint import CERTIFICATE
from greencard.catalogue.fields_pillars import AUDIT
from greencard.catalogue.schema import Kind, Record

__all__ = ["CUSTOMS", "FACILITY", "FACT", "IDENTIFIERS", "LEG", "METER", "PERIOD", "PRICE", "ROUTE", "SELLER", "SOLAR"]

LEG: Final = Record(
    "legs",
    "a leg",
    "运输段",
    (
        described(
            "mode",
            "方式",
            Kind.CHOICE,
            "Means of transport.",
            "运输方式。",
            required=True,
            choices=choices(
                "road_hgv|公路货车|卡车",
                "road_van|厢式货车|小货车",
                "rail|铁路|火车",
                "sea_container|海运集装箱|海运|轮船",
                "air_belly|客机腹舱",
                "air_freighter|货机",
                "inland_waterway|内河",
            ),
        ),
        described("from", "起点", Kind.TEXT, "Where it begins.", "从哪里出发。", required=True),
        described("to", "终点", Kind.TEXT, "Where it ends.", "到哪里。", required=True),
        described("km", "公里", Kind.DISTANCE, "Distance.", "距离。", required=True, unit="km"),
        described(
            "traction",
            "牵引",
            Kind.CHOICE,
            "Rail only: electric, diesel or mixed.",
            "仅铁路：电力、内燃或混合。",
            choices=choices("electric|电力", "diesel|内燃", "mixed|混合"),
        ),
        described("note", "备注", Kind.TEXT, "Anything a reader must know.", "读者须知。"),
    ),
)

ROUTE: Final = Record(
    "route",
    "the route",
    "路线",
    (
        described(
            "destination",
            "目的地",
            Kind.TEXT,
            "Town and country code: Hamburg, DE.",
            "城市和国家代码：Hamburg, DE。",
            required=True,
        ),
        described("incoterm", "贸易术语", Kind.TEXT, "Incoterm and place: FOB Ningbo.", "贸易术语和地点：FOB Ningbo。"),
        described(
            "legs", "运输段", Kind.RECORDS, "The legs in order.", "按顺序写各运输段。", required=True, record=LEG
        ),
        described(
            "baseline",
            "基准路线",
            Kind.RECORDS,
            "The route a saving is measured against; left out, no saving is claimed.",
            "节省量的比较基准；不填则不主张节省。",
            record=LEG,
        ),
        described(
            "baseline_name",
            "基准名称",
            Kind.WORDS,
            "What that route is; needed with a baseline.",
            "基准路线叫什么；有基准时必填。",
        ),
    ),
)

SOLAR: Final = Record(
    "rooftop_solar",
    "rooftop solar",
    "屋顶光伏",
    (
        described(
            "kwp", "装机_kWp|装机", Kind.NUMBER, "Peak power.", "峰值功率。", required=True, unit="kWp", minimum=ZERO
        ),
        described(
            "certificates",
            "绿证",
            Kind.CHOICE,
            "Fate of the green-power certificates of the electricity used on site.",
            "自用电量的绿证去向。",
            choices=choices("not_issued|未核发", "kept|保留|已保留", "sold|已出售|出售", "unknown|不清楚"),
        ),
        described(
            "self_consumption_pct",
            "自用百分比",
            Kind.PERCENT,
            "Stated part of the yearly load met by the roof; shown, never used in a calculation.",
            "自述全年用电中来自屋顶的百分比；仅展示，不参与计算。",
            unit="%",
            target="self_consumption_share",
        ),
        described(
            "self_consumption_share",
            "自用份额",
            Kind.SHARE,
            "The same as a share of one; give one of the two.",
            "同上，以 0 到 1 表示；两者填一。",
        ),
        described(
            "tilt_degrees",
            "倾角",
            Kind.ANGLE,
            "Tilt of the modules, 0 flat; makes the plausibility check sharper.",
            "组件倾角，0 为平铺；用于更准确的合理性检查。",
            unit="°",
            minimum=ZERO,
            maximum=Decimal(90),
        ),
        described(
            "azimuth_degrees",
            "方位角",
            Kind.ANGLE,
            "Direction the modules face, clockwise from north; 180 is south.",
            "组件朝向，自正北顺时针；180 为正南。",
            unit="°",
            minimum=ZERO,
            maximum=Decimal(360),
        ),
    ),
)

FACILITY: Final = Record(
    "facility",
    "the factory",
    "工厂",
    (
        described("id", "编号", Kind.ID, "Your short name for it.", "工厂编号，自己取。", required=True, longest=80),
        described("name", "名称", Kind.WORDS, "Its name.", "工厂名称。", required=True),
        described("place", "地点", Kind.WORDS, "Town and province.", "所在城市和省份。", required=True),
        described(
            "country",
            "国家",
            Kind.COUNTRY,
            "Country whose grid supplies it; CN if left out.",
            "电网所在国家；不填为 CN。",
        ),
        described(
            "latitude",
            "纬度",
            Kind.ANGLE,
            "Degrees north, for distances and sunshine.",
            "北纬度数，用于距离和日照。",
            unit="°",
            minimum=Decimal(-90),
            maximum=Decimal(90),
        ),
        described(
            "longitude",
            "经度",
            Kind.ANGLE,
            "Degrees east.",
            "东经度数。",
            unit="°",
            minimum=Decimal(-180),
            maximum=Decimal(180),
        ),
        described(
            "rooftop_solar",
            "屋顶光伏",
            Kind.RECORD,
            "Solar plant behind the factory's meter.",
            "工厂电表后的光伏电站。",
            record=SOLAR,
        ),
        described(
            "certificates",
            "绿证",
            Kind.RECORDS,
            "Energy certificates of the factory: sold, kept, bought or cancelled.",
            "工厂的绿证：出售、保留、购入或注销。",
            record=CERTIFICATE,
        ),
        described(
            "audits",
            "社会责任审核",
            Kind.RECORDS,
            "Social audits of the site.",
            "该工厂的社会责任审核。",
            record=AUDIT,
        ),
    ),
)

SELLER: Final = Record(
    "seller",
    "the seller",
    "卖方",
    (
        described(
            "id", "编号", Kind.ID, "Your short name for the business.", "商户编号，自己取。", required=True, longest=80
        ),
        described("name", "名称", Kind.WORDS, "Its name.", "商户名称。", required=True),
        described("stall", "摊位|摊位号", Kind.TEXT, "Stall in the market.", "市场摊位。"),
        described(
            "country", "国家", Kind.COUNTRY, "Country of the business; CN if left out.", "商户所在国家；不填为 CN。"
        ),
        described(
            "roles",
            "角色",
            Kind.CHOICES,
            "What the business is; merchant if left out.",
            "角色；不填为商户。",
            choices=choices(
                "merchant|商户", "factory|工厂", "buyer|买方", "operator|运营方", "verifier|核验方", "declarant|申报人"
            ),
        ),
    ),
)

CUSTOMS: Final = Record(
    "customs",
    "customs",
    "海关",
    (
        described(
            "code",
            "编码|海关编码",
            Kind.CUSTOMS_CODE,
            "HS code (6 digits) or EU CN code (8 digits).",
            "HS 编码（6 位）或欧盟 CN 编码（8 位）。",
            required=True,
        ),
        described(
            "system",
            "编码体系",
            Kind.CHOICE,
            "HS2022 or CN; read from the number of digits if left out.",
            "HS2022 或 CN；不填按位数判断。",
            choices=choices("HS2022|协调制度2022", "CN|欧盟合并编码"),
        ),
        described(
            "origin",
            "原产国",
            Kind.COUNTRY,
            "Non-preferential origin of the goods; CN if left out.",
            "非优惠原产国；不填为 CN。",
        ),
        described(
            "confirmed_by",
            "确认人",
            Kind.CHOICE,
            "Who confirmed the code.",
            "由谁确认编码。",
            choices=choices("merchant|商户", "broker|报关行", "binding_ruling|约束性裁定|归类裁定"),
        ),
        described("confirmed_on", "确认日期", Kind.DATE, "On which day.", "何时确认。"),
        described("note", "备注", Kind.TEXT, "The doubt, if there is one.", "有疑问请写明。"),
    ),
)

IDENTIFIERS: Final = Record(
    "identifiers",
    "identifiers",
    "标识",
    (
        described(
            "gtin",
            "条码",
            Kind.TEXT,
            "GTIN under the barcode: 8, 12, 13 or 14 digits with check digit.",
            "条码数字（GTIN）：8、12、13 或 14 位，含校验位。",
            longest=14,
        ),
        described("sku", "货号", Kind.TEXT, "Your own article number.", "自己的货号。", longest=80),
        described("lot", "批次", Kind.TEXT, "Batch or lot.", "批次。", longest=20),
    ),
)

PRICE: Final = Record(
    "prices",
    "a price",
    "价格",
    (
        described("amount", "金额", Kind.NUMBER, "Price of one unit.", "每件价格。", required=True, minimum=ZERO),
        described(
            "currency",
            "币种",
            Kind.TEXT,
            "ISO 4217 code: CNY, USD, EUR.",
            "ISO 4217 代码：CNY、USD、EUR。",
            required=True,
            longest=3,
        ),
        described(
            "term",
            "条件",
            Kind.CHOICE,
            "EXW, FOB or retail.",
            "出厂价、离岸价或零售价。",
            required=True,
            choices=choices("EXW|出厂价", "FOB|离岸价", "retail|零售价"),
        ),
        described(
            "order_quantity", "订单数量", Kind.COUNT, "Units in the order this price is for.", "该价格对应的订单件数。"
        ),
    ),
)

PERIOD: Final = Record(
    "period",
    "the period",
    "期间",
    (
        described("start", "开始", Kind.DATE, "First day.", "第一天。", required=True),
        described("end", "结束", Kind.DATE, "Last day.", "最后一天。", required=True),
    ),
)

METER: Final = Record(
    "meter",
    "the meter",
    "电表",
    (
        described(
            "file",
            "文件",
            Kind.PATH,
            "CSV of interval readings, beside or below this file.",
            "分时读数 CSV，与本文件同级或下级。",
            required=True,
        ),
        described(
            "period",
            "期间",
            Kind.RECORD,
            "First and last day of the year the figures stand for.",
            "数据对应的起止日期。",
            required=True,
            record=PERIOD,
        ),
    ),
)

FACT: Final = Record(
    "facts",
    "a fact",
    "事实",
    (
        described(
            "value",
            "值",
            Kind.TEXT,
            "true or false, a number, a word or a list of words, as the vocabulary asks.",
            "是或否、数字、词或词的列表，按词表要求。",
            required=True,
        ),
        described("unit", "单位", Kind.TEXT, "Unit of a number.", "数字的单位。"),
        described("grade", "等级", Kind.CHOICE, "Assurance, E0 to E3.", "保证等级 E0 到 E3。", choices=GRADES),
        described("source", "来源", Kind.TEXT, "Test report, certificate, own statement.", "检测报告、证书、自述。"),
        described("valid_from", "生效日期", Kind.DATE, "First day it holds.", "生效的第一天。"),
        described("valid_until", "失效日期", Kind.DATE, "Last day it holds.", "有效的最后一天。"),
    ),
    short="value",
)
