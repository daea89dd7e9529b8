"""How the items of a group are verified, in our own words; shown beside the item (F1)."""

from cfpdesk.i18n import Bilingual
from cfpdesk.model.checklist import CheckItem

_B = Bilingual

HOW: dict[str, Bilingual] = {
    "ENG": _B(
        "对照申请表、合同和计划三份文件逐项看是否一致；有变化先看合同变更评审。",
        "Lay application, contract and plan beside each other; where they differ, look "
        "for the review of the change.",
    ),
    "TEAM": _B(
        "看证书有效期是否覆盖每个现场日，声明是否本人签署并早于进场。",
        "See that certificates cover every day on site, and that statements were signed "
        "in person before it.",
    ),
    "GOAL": _B(
        "拿报告里的产品名称、型号和单位去对铭牌、产品标准和实物。",
        "Hold name, model and unit of the report against nameplate, product standard and "
        "the product itself.",
    ),
    "BND": _B(
        "带着边界图走一遍产线，看到而图上没有的、图上有而没看到的都记下来。",
        "Walk the line with the boundary chart; note what is seen and not drawn, and "
        "drawn and not seen.",
    ),
    "DATA": _B(
        "选一个重要数据，从最终值一步步追到原始凭证；每一步拍下编号和单位。",
        "Take one important figure and trace it step by step to its source; photograph "
        "number and unit at each step.",
    ),
    "RAW": _B(
        "用 BOM、领用和采购三套数互相核对，差异问清库存和损耗。",
        "Check bill of materials, issues and purchases against one another; ask stock and"
        " loss about the difference.",
    ),
    "PROD": _B(
        "先看产量口径，再看燃料、过程和逸散排放有没有漏项；至少自己复算一个重要源。",
        "First what the output counts, then whether fuels, process and fugitive emissions"
        " are complete; recompute one important source yourself.",
    ),
    "ELEC": _B(
        "打开因子出处原文，看口径（只含 CO₂ 还是生命周期）、年份和地域，再看电表倍率。",
        "Open the source of the factor: CO₂ only or life cycle, year, region; then the "
        "ratio of the meter.",
    ),
    "DIST": _B(
        "抽几张运单看起讫点、方式和吨位，和加权距离对一遍。",
        "Draw waybills; hold origin, destination, mode and tonnes against the weighted distance.",
    ),
    "USE": _B(
        "问假设从哪来：标准、统计还是实测；没有来源的当作假设记下。",
        "Ask where each assumption comes from: standard, statistics, measurement; one "
        "without a source is noted as such.",
    ),
    "EOL": _B(
        "看回收方法和投入端再生料口径是否同一套，避免两头计利。",
        "See that the recycling method and the recycled input follow one logic, so that "
        "nothing is credited twice.",
    ),
    "ALL": _B(
        "把各产品分摊量加起来，应等于分摊前总量；再问为什么选这个基准。",
        "Add up the shares: they equal the total before; then ask why this basis was chosen.",
    ),
    "GHG": _B(
        "看化石、生物源、土地利用和清除是否分列，抵消是否完全没有计入。",
        "See fossil, biogenic, land use and removals apart, and that no offset was counted.",
    ),
    "EF": _B(
        "逐个因子看级别、年份、地域和边界；有更高级别而没用的，要写明理由。",
        "For each factor: rank, year, region, boundary; where a better rank was not used,"
        " the reason is written.",
    ),
    "CALC": _B(
        "用自己的工具从活动数据×因子×GWP 重算，不改客户的表。",
        "Recompute from activity × factor × GWP with your own tool; leave the client's "
        "workbook alone.",
    ),
    "UNC": _B(
        "先找贡献最大的几条，再看不确定度和敏感性是否真的落在这几条上。",
        "Find the largest contributions, then see whether uncertainty and sensitivity "
        "look at them.",
    ),
    "REP": _B(
        "拿必备项清单逐条对报告和证书草稿，数值、单位、时段三处一致。",
        "Go through the required items in report and draft certificate; value, unit and "
        "period agree.",
    ),
    "SYS": _B(
        "跟着一个数据从车间走到汇总表，每一步找复核痕迹。",
        "Follow one figure from shop floor to summary; look for a trace of review at each step.",
    ),
    "SMP": _B(
        "先勾稽总体再抽样；种子由客户说出，结果可以重现。",
        "Reconcile the population before drawing; the client says the seed, and the draw "
        "can be repeated.",
    ),
    "MTG": _B(
        "看签到表、计划确认和上次问题清单，逐项有日期和签名。",
        "See attendance sheets, confirmation of the plan and the earlier issues, each "
        "dated and signed.",
    ),
    "SUR": _B(
        "和上一周期并排看：能源、产量、单位值；变化要有原因和证据。",
        "Lay the last cycle beside this one: energy, output, value; a change has a reason"
        " and evidence.",
    ),
}


def how_to_verify(item: CheckItem) -> tuple[Bilingual, ...]:
    """Return how an item is verified: what to look at first, then how its group is checked."""
    look = Bilingual(f"先看：{item.evidence.zh}。", f"Look at: {item.evidence.en}.")
    how = HOW.get(item.group)
    return (look, how) if how else (look,)
