"""The units that activity data and factors come in, and the ways people write them.

A unit has a definition in the units library's own words; a unit of its own (a piece, a night, a
cubic metre at 0 °C) converts into nothing else. Coal equivalent: 1 kgce = 29 307.6 kJ (GB/T 2589).
Gas volumes: Nm³ at 0 °C and 101.325 kPa, m³ at 20 °C and 101.325 kPa (the conditions of Chinese
gas trade), m³ under working conditions, and m³ without conditions are different units, as is Sm³,
which means 15 °C to some and 20 °C to others.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Final


@dataclass(frozen=True, slots=True)
class UnitName:
    """One unit.

    Attributes:
        name: its name in the units library.
        symbol: how it is shown; it is also a spelling.
        definition: in terms of others, exact; `[x]` makes it the base of its own dimension.
        spellings: other ways to write it, without spaces; letters count as written, and without
            regard to case where that leaves only one meaning.
    """

    name: str
    symbol: str
    definition: str
    spellings: tuple[str, ...] = ()


NORMAL_CUBIC_METRE: Final = "normal_cubic_metre"
TRADE_CUBIC_METRE: Final = "trade_cubic_metre"

_MASS = (
    UnitName("kilogram", "kg", "[mass]", ("千克", "公斤", "kgs", "kilogram", "kilograms")),
    UnitName("gram", "g", "0.001 * kilogram", ("克", "公克", "gram", "grams")),
    UnitName("milligram", "mg", "0.001 * gram", ("毫克",)),
    UnitName(
        "tonne", "t", "1000 * kilogram",
        ("吨", "公吨", "T", "ton", "tons", "tonne", "tonnes", "metricton", "metrictons", "Mg"),
    ),
    UnitName("kilotonne", "kt", "1000000 * kilogram", ()),
    UnitName("jin", "斤", "0.5 * kilogram", ("市斤",)),
    UnitName("pound", "lb", "0.45359237 * kilogram", ("lbs", "磅")),
)  # fmt: skip
_ENERGY = (
    UnitName("joule", "J", "kilogram * metre ** 2 / second ** 2", ("焦", "焦耳")),
    UnitName("kilojoule", "kJ", "1000 * joule", ("千焦", "千焦耳")),
    UnitName("megajoule", "MJ", "1000000 * joule", ("兆焦", "兆焦耳")),
    UnitName("gigajoule", "GJ", "1000000000 * joule", ("吉焦", "吉焦耳", "百万千焦")),
    UnitName("terajoule", "TJ", "1000000000000 * joule", ("太焦", "太焦耳")),
    UnitName("watt_hour", "Wh", "3600 * joule", ("瓦时",)),
    UnitName(
        "kilowatt_hour", "kWh", "3600000 * joule",
        ("度", "度电", "千瓦时", "千瓦小时", "KW时", "kilowatthour", "kilowatthours"),
    ),
    UnitName("megawatt_hour", "MWh", "3600000000 * joule", ("兆瓦时", "兆瓦小时")),
    UnitName("gigawatt_hour", "GWh", "3600000000000 * joule", ("吉瓦时",)),
    UnitName("kilocalorie", "kcal", "4186.8 * joule", ("千卡", "大卡")),
    UnitName("megacalorie", "Mcal", "4186800 * joule", ("兆卡",)),
    UnitName("gigacalorie", "Gcal", "4186800000 * joule", ("吉卡", "百万大卡", "百万千卡")),
    UnitName("btu", "Btu", "1055.05585262 * joule", ()),
    UnitName("million_btu", "mmBtu", "1055055852.62 * joule", ("百万英热单位", "百万英热")),
    UnitName("gram_coal", "gce", "29307.6 * joule", ("克标准煤", "克标煤")),
    UnitName(
        "kilogram_coal", "kgce", "29307600 * joule",
        ("千克标准煤", "公斤标准煤", "千克标煤", "公斤标煤"),
    ),
    UnitName(
        "tonne_coal", "tce", "29307600000 * joule",
        ("吨标准煤", "吨标煤", "吨(标准煤)", "吨(标煤)"),
    ),
)  # fmt: skip
_POWER = (
    UnitName("watt", "W", "joule / second", ("瓦",)),
    UnitName("kilowatt", "kW", "1000 * watt", ("千瓦",)),
    UnitName("megawatt", "MW", "1000000 * watt", ("兆瓦",)),
)
_SPACE = (
    UnitName("metre", "m", "[length]", ("米", "meter", "metre", "meters", "metres")),
    UnitName("kilometre", "km", "1000 * metre", ("千米", "公里", "kilometer", "kilometre",
        "kilometers", "kilometres")),
    UnitName("centimetre", "cm", "0.01 * metre", ("厘米",)),
    UnitName("millimetre", "mm", "0.001 * metre", ("毫米",)),
    UnitName("nautical_mile", "n mile", "1852 * metre", ("nmile", "nmi", "海里")),
    UnitName("mile", "mile", "1609.344 * metre", ("miles", "英里")),
    UnitName("square_metre", "m²", "metre ** 2", ("m2", "平方米", "平米", "sqm")),
    UnitName("square_kilometre", "km²", "1000000 * metre ** 2", ("km2", "平方公里", "平方千米")),
    UnitName("hectare", "ha", "10000 * metre ** 2", ("公顷",)),
    UnitName("mu", "亩", "metre ** 2", ("市亩",)),  # times `THIRDS`
    UnitName("cubic_metre", "m³", "metre ** 3", ("m3", "立方米", "立方", "方", "cbm")),
    UnitName("litre", "L", "0.001 * metre ** 3", ("l", "升", "公升", "liter", "litre", "liters",
        "litres", "dm3")),
    UnitName("millilitre", "mL", "0.000001 * metre ** 3", ("毫升", "cm3")),
)  # fmt: skip
_GAS = (
    UnitName(
        NORMAL_CUBIC_METRE, "Nm³", "[normal_volume]",
        ("Nm3", "标立方米", "标准立方米", "标方", "标立方", "标立", "标准立方", "标准方"),
    ),
    UnitName(TRADE_CUBIC_METRE, "m³(20 °C)", "[trade_volume]", ()),
    UnitName("working_cubic_metre", "m³(工况)", "[working_volume]", ("工况立方米", "工况方")),
    UnitName("standard_cubic_metre", "Sm³", "[standard_volume]", ("Sm3",)),
)  # fmt: skip
_TIME = (
    UnitName("second", "s", "[time]", ("秒", "sec")),
    UnitName("minute", "min", "60 * second", ("分钟",)),
    UnitName("hour", "h", "3600 * second", ("小时", "时", "hr", "hrs", "hour", "hours")),
    UnitName("day", "d", "86400 * second", ("天", "日", "day", "days")),
    # A year has 365 or 366 days; a month 28 to 31: they are no number of seconds.
    UnitName("month", "month", "[month]", ("月", "个月", "months")),
    UnitName("year", "a", "12 * month", ("年", "yr", "year", "years")),
)
# Things that are counted: each fits only itself.
_COUNTED = (
    UnitName("piece", "件", "[piece]", ("个", "只", "pcs", "pc", "piece", "pieces", "ea", "PCE")),
    UnitName("machine", "台", "[machine]", ("台套",)),
    UnitName("suite", "套", "[suite]", ("set", "sets")),
    UnitName("vehicle", "辆", "[vehicle]", ("车辆", "vehicle", "vehicles")),
    UnitName("person", "人", "[person]", ("person", "persons", "passenger", "passengers")),
    UnitName("visit", "人次", "[visit]", ()),
    UnitName("household", "户", "[household]", ()),
    UnitName("room", "房", "[room]", ("间", "room", "rooms", "客房")),
    UnitName("night", "晚", "[night]", ("夜", "night", "nights")),
    UnitName("bottle", "瓶", "[bottle]", ("bottle", "bottles")),
    UnitName("box", "箱", "[box]", ("盒", "box", "boxes")),
    UnitName("bag", "袋", "[bag]", ("bag", "bags")),
    UnitName("barrel", "桶", "[barrel]", ()),
    UnitName("roll", "卷", "[roll]", ("roll", "rolls")),
    UnitName("sheet", "张", "[sheet]", ("片", "sheet", "sheets")),
    UnitName("block", "块", "[block]", ()),
    UnitName("rod", "根", "[rod]", ("支",)),
    UnitName("strip", "条", "[strip]", ()),
    UnitName("pair", "双", "[pair]", ("对", "pair", "pairs")),
    UnitName("head", "头", "[head]", ()),
    UnitName("plant", "株", "[plant]", ("棵",)),
    UnitName("time_done", "次", "[time_done]", ("回",)),
    UnitName("container", "TEU", "[container]", ("标准箱", "标箱")),
    UnitName("cell_of_battery", "节", "[cell_of_battery]", ()),
    UnitName("yuan", "元", "[yuan]", ("CNY", "RMB", "人民币", "¥", "元人民币")),
    UnitName("dollar", "USD", "[dollar]", ("美元", "US$")),
    UnitName("euro", "EUR", "[euro]", ("欧元", "€")),
)

UNIT_NAMES: Final = (*_MASS, *_ENERGY, *_POWER, *_SPACE, *_GAS, *_TIME, *_COUNTED)
MASS_NAMES: Final = frozenset(unit.name for unit in _MASS)
# In the order in which a product shows them: t·km, 人·km, 房·晚.
SHOWN_ORDER: Final = {
    unit.name: place
    for place, unit in enumerate((*_MASS, *_COUNTED, *_ENERGY, *_POWER, *_SPACE, *_GAS, *_TIME))
}

# Words written together that are products.
COMPOUNDS: Final[dict[str, str]] = {
    "吨公里": "t·km", "吨千米": "t·km", "公吨公里": "t·km", "公吨千米": "t·km", "tkm": "t·km",
    "tonkm": "t·km", "tonnekm": "t·km", "千克公里": "kg·km", "千克千米": "kg·km", "kgkm": "kg·km",
    "吨海里": "t·nmi", "人公里": "人·km", "人千米": "人·km", "pkm": "人·km", "车公里": "辆·km",
    "vkm": "辆·km", "间夜": "房·晚", "房晚": "房·晚", "间晚": "房·晚", "箱公里": "TEU·km",
    "标箱公里": "TEU·km",
}  # fmt: skip
# A factor that no finite decimal gives: 15 亩 are 10 000 m².
THIRDS: Final[dict[str, Fraction]] = {"mu": Fraction(10000, 15)}

# kW times h is written as one unit by others: the same thing.
JOINED: Final[dict[tuple[str, str], str]] = {
    ("hour", "watt"): "watt_hour",
    ("hour", "kilowatt"): "kilowatt_hour",
    ("hour", "megawatt"): "megawatt_hour",
}

MULTIPLES: Final[dict[str, int]] = {
    "十": 1, "百": 2, "千": 3, "万": 4, "十万": 5, "百万": 6, "千万": 7, "亿": 8,
}  # fmt: skip

# Conditions in brackets behind m³; spaces and units of pressure are taken away before.
CONDITIONS: Final[dict[str, str]] = {
    **dict.fromkeys(
        ("标况", "标准状况", "标准状态", "标态", "标", "0°C", "273K", "273.15K", "0度"),
        NORMAL_CUBIC_METRE,
    ),
    **dict.fromkeys(("20°C", "293K", "293.15K", "20度"), TRADE_CUBIC_METRE),
    **dict.fromkeys(("工况", "工作状态", "工况状态"), "working_cubic_metre"),
}
# Remarks in brackets that say nothing about the unit.
EMPTY_REMARKS: Final = frozenset({"四舍五入"})
