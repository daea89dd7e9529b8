"""The words by which clients name the columns of their tables, in Chinese and English.

A word carries a weight, which stands behind it: how much it says that a column has the role. The
heaviest that fits counts, so that "因子来源" is the source of a factor although it also holds the
word "因子". Chinese words are found anywhere in a header, English ones only as whole words.
"""

import re
from functools import cache

from cfpdesk.model.dataset import ColumnRole, DatasetKind
from cfpdesk.model.header_text import squeezed

_NUMBERED = (
    "编号 8 序号 4 代码 6 编码 8 物料编码 11 行号 4 no 7 no. 7 id 8 code 6 ref 5 # 4 item no 9"
)
_NAMED = (
    "名称 8 物料名称 11 材料名称 11 能源名称 11 项目 6 材料 6 物料 6 原料 5 能源 6 品种 5 种类 4 "
    "能源种类 8 燃料 5 设备 4 输入 4 投入 4 "
    "name 7 item 6 material 6 input 5 fuel 5 description 5 flow 6 substance 6"
)
_REMARKED = "备注 11 说明 7 附注 9 remark 11 remarks 11 note 8 notes 8 comment 9 comments 9"
_FACTOR = (
    "排放因子 10 排放系数 10 碳足迹因子 11 因子值 10 因子 7 系数 7 缺省值 5 碳强度 6 "
    "emission factor 10 emission factors 10 factor 7 ef 9 carbon intensity 7 emission coefficient 9"
)
_FACTOR_UNIT = (
    "因子单位 13 系数单位 13 排放因子单位 14 factor unit 13 ef unit 13 unit of factor 13 "
    "emission factor unit 14"
)
_FACTOR_SOURCE = (
    "因子来源 13 系数来源 13 排放因子来源 14 来源 8 出处 8 数据库 8 参考文献 8 依据 5 "
    "factor source 13 ef source 13 source of factor 13 emission factor source 14 reference 8 "
    "references 8 data source 7 database 8 source of ef 13"
)
_RANK = (
    "级别 9 等级 9 因子级别 13 因子等级 13 质量等级 9 数据等级 9 层级 7 rank 9 grade 8 tier 8 "
    "level 6 quality level 9"
)
_GAS = "气体 9 温室气体 9 气体种类 10 gas 9 ghg 7 greenhouse gas 9"
_GWP = "gwp 12 gwp100 12 全球变暖潜势 12 全球增温潜势 12 全球升温潜势 12 warming potential 12"
_DATE = (
    "日期 10 月份 9 时间 6 期间 7 年月 8 开票日期 12 入库日期 12 date 10 month 9 period 7 "
    "time 5 day 4 月 4"
)
_UNIT = "单位 8 计量单位 10 unit 8 units 8 uom 10"

_WORDS: dict[DatasetKind, dict[ColumnRole, str]] = {
    DatasetKind.INVENTORY: {
        ColumnRole.ID: _NUMBERED,
        ColumnRole.STAGE: (
            "阶段 10 生命周期 9 环节 7 工序 5 类别 5 分类 5 模块 5 范围 4 stage 10 life cycle 9 "
            "life cycle stage 12 phase 8 category 5 module 5 scope 4"
        ),
        ColumnRole.SOURCE: (
            f"{_NAMED} 排放源 11 源汇 9 源/汇 9 源和汇 9 清单项 8 活动 4 emission source 12 "
            "source 7 sources 7 process 5 activity 5 emission sources 12 source or sink 12 "
            "车间 6 部门 5 产线 5 装置 5 workshop 6 department 5 production line 6"
        ),
        ColumnRole.ACTIVITY: (
            "活动数据 10 活动水平 10 活动量 10 数量 8 用量 9 消耗 7 消耗量 9 使用量 9 耗用量 9 "
            "投入量 9 年用量 10 重量 6 质量 5 净重 7 周转量 7 电量 7 消费量 9 activity data 10 "
            "activity level 10 amount 8 quantity 8 qty 8 consumption 8 usage 8 activity 6 ad 8 "
            "mass 6 weight 6 合计 5 总计 5 全年 6 年合计 8 total 5 annual total 8"
        ),
        ColumnRole.ACTIVITY_UNIT: (
            f"{_UNIT} 活动数据单位 13 数量单位 12 用量单位 12 activity unit 12 "
            "unit of activity 12 unit of activity data 13"
        ),
        ColumnRole.FACTOR: _FACTOR,
        ColumnRole.FACTOR_UNIT: _FACTOR_UNIT,
        ColumnRole.GWP: _GWP,
        ColumnRole.GAS: _GAS,
        ColumnRole.EMISSIONS: (
            "排放量 11 排放 7 碳排放 9 碳排放量 11 碳足迹 8 温室气体排放 10 温室气体排放量 12 "
            "二氧化碳当量 8 排放结果 9 总排放 11 合计 5 total 5 co2e 6 emission 8 "
            "emissions 11 ghg emissions 12 "
            "total emissions 11 carbon footprint 9 result 4 pcf 8 cfp 8"
        ),
        ColumnRole.RANK: _RANK,
        ColumnRole.FACTOR_SOURCE: _FACTOR_SOURCE,
        ColumnRole.BUCKET: (
            "排放类型 8 碳类型 9 化石/生物 10 化石 6 生物源 7 生物质 6 biogenic 8 fossil 7 "
            "emission type 8"
        ),
        ColumnRole.REMARK: _REMARKED,
    },
    DatasetKind.POPULATION: {
        ColumnRole.ITEM_ID: (
            "单号 10 入库单号 12 出库单号 12 运单号 12 发票号 12 发票号码 13 凭证号 12 送货单号 12 "
            "领料单号 12 订单号 8 合同号 6 磅单号 7 票号 10 单据号 11 单据编号 11 流水号 9 批号 6 "
            "表号 9 电表 6 表计 6 meter 6 meter no 10 "
            "编号 9 编码 6 代码 5 序号 4 id 10 no 7 no. 7 number 7 invoice 8 invoice no 12 "
            "invoice no. 12 invoice number 12 voucher 9 voucher no 12 delivery note 10 ticket 9 "
            "ticket no 11 waybill 10 document no 11 document 7 receipt 8 reference 6 ref 7"
        ),
        ColumnRole.DATE: _DATE,
        ColumnRole.AMOUNT: (
            "净重 12 净量 11 数量 9 实收数量 12 实发数量 12 重量 9 吨位 9 电量 12 气量 11 用量 10 "
            "领用量 11 消耗量 11 使用量 10 周转量 12 体积 8 方量 9 用电量 13 用气量 13 金额 6 "
            "排放量 8 实重 10 毛重 4 里程 3 amount 9 quantity 10 qty 10 weight 9 net weight 12 "
            "gross weight 4 consumption 11 volume 8 kwh 9 energy 7 tonne-kilometres 12 tkm 12 "
            "mass 9 net 8 emissions 8 合计 6 总计 6 全年 7 年合计 9 total 6 annual total 9"
        ),
        ColumnRole.UNIT: _UNIT,
        ColumnRole.PARTNER: (
            "供应商 11 供货商 11 客户 10 承运人 11 承运商 11 运输公司 10 供货单位 12 收货单位 11 "
            "发货单位 11 往来单位 12 销售方 10 购方 9 单位名称 12 厂家 9 承运单位 12 supplier 11 "
            "vendor 11 customer 10 carrier 11 seller 10 buyer 9 company 7 haulier 11"
        ),
        ColumnRole.TEXT: (
            "摘要 9 品名 10 货物 9 货物名称 11 牌号规格 8 规格 6 名称 8 物料 8 物料名称 10 项目 6 "
            "材料 8 用途 6 内容 7 description 9 goods 9 item 7 material 8 product 8 name 6 "
            "particulars 9 text 7"
        ),
        ColumnRole.REMARK: _REMARKED,
    },
    DatasetKind.FACTORS: {
        ColumnRole.ID: f"{_NUMBERED} 产品id 10",
        ColumnRole.NAME: (
            f"{_NAMED} 因子名称 12 产品名称 11 排放源 10 emission source 11 factor name 12 "
            "产品 7 品名 8 product 7 product name 11 source 5"
        ),
        ColumnRole.FACTOR: f"{_FACTOR} 碳足迹 9 数值 7 value 8 gwp100 5 carbon footprint 9",
        ColumnRole.FACTOR_UNIT: _FACTOR_UNIT,
        ColumnRole.UNIT: _UNIT,
        ColumnRole.GAS: _GAS,
        ColumnRole.RANK: _RANK,
        ColumnRole.FACTOR_SOURCE: (
            f"{_FACTOR_SOURCE} 来源 10 source 8 数据来源 11 企业名称 10 企业 7 文献 8 publisher 8 "
            "company 7"
        ),
        ColumnRole.YEAR: "年份 9 年度 8 数据年份 11 年 4 year 9 base year 10 reference year 10",
        ColumnRole.REGION: "地域 9 地区 9 区域 9 国家 8 省份 9 region 9 geography 9 country 8",
        ColumnRole.BOUNDARY: "边界 9 核算边界 11 系统边界 11 boundary 9 system boundary 11",
        ColumnRole.VERSION: "版本 10 version 10 edition 7",
        ColumnRole.UNCERTAINTY: "不确定度 10 不确定性 10 不确定 8 uncertainty 10",
        ColumnRole.GWP_SET: "gwp 9 gwp版本 11 gwp set 11 评估报告 9 ipcc 8",
        ColumnRole.DATA_TYPE: "数据类型 11 类型 7 类别 7 kind 7 type 7 category 7",
        ColumnRole.LOW_CARBON: "是否低碳 12 低碳 8 low carbon 9 low-carbon 9",
        ColumnRole.REMARK: _REMARKED,
    },
}

EXACT, START = 2.0, 1.0
_LONGEST_HEADER = 40


@cache
def _words(kind: DatasetKind, role: ColumnRole) -> tuple[tuple[str, float], ...]:
    """Return word and weight pairs; a word may hold spaces, a weight never does."""
    found = re.finditer(r"(\S+(?: \D\S*)*?) (\d+)(?: |$)", _WORDS[kind][role])
    return tuple((pair[1], float(pair[2])) for pair in found)


@cache
def _whole_word(word: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![a-z0-9]){re.escape(word)}(?![a-z0-9])")


def word_weight(kind: DatasetKind, role: ColumnRole, text: str) -> tuple[float, str]:
    """Return how much a header's name speaks for a role, and the word that says so, else (0, "").

    A name that is the word and nothing else, or begins with it, says more.
    """
    plain = squeezed(text)
    best, said = 0.0, ""
    for word, weight in _words(kind, role):
        at = _place(word, plain)
        if at < 0:
            continue
        value = weight + (EXACT if word == plain else START if at == 0 else 0.0)
        if value > best:
            best, said = value, word
    return best, said


def _place(word: str, plain: str) -> int:
    if word.isascii():
        found = _whole_word(word).search(plain)
        return found.start() if found else -1
    return plain.find(word)


@cache
def is_header_word(text: str) -> bool:
    """Tell whether a text reads like the name of a column of any kind of table."""
    if not text or len(text) > _LONGEST_HEADER:
        return False
    return any(
        word_weight(kind, role, text)[0] >= _STRONG
        for kind, roles in _WORDS.items()
        for role in roles
    )


_STRONG = 7.0
