"""Phrases an auditor uses again and again, inserted with Ctrl+T; content, in both languages."""

from cfpdesk.i18n import Bilingual

FACT_PHRASES: tuple[Bilingual, ...] = (
    Bilingual("现场见", "Seen on site: "),
    Bilingual("查阅", "Read: "),
    Bilingual("访谈", "Asked "),
    Bilingual("抽查 … 份，均一致。", "Checked … of them, all agree."),
    Bilingual("抽查 … 份，… 份不一致：", "Checked … of them, … differ: "),
    Bilingual("计算表 … 单元格的值为 …，原始凭证为 …。", "Cell … says …, the source says …."),
    Bilingual(
        "由核查员从原始记录独立复算，差异 …。", "Recomputed from source records, differs by …."
    ),
    Bilingual("铭牌与台账一致。", "The nameplate agrees with the ledger."),
    Bilingual("检定有效期至 …。", "Calibration is valid until …."),
    Bilingual("未见到记录。", "No record was seen."),
)

NOT_APPLICABLE_PHRASES: tuple[Bilingual, ...] = (
    Bilingual(
        "摇篮到大门，本阶段在边界之外（ISO 14067 6.3.4）。",
        "Cradle to gate: this stage lies outside the boundary (ISO 14067 6.3.4).",
    ),
    Bilingual("企业没有此类活动。", "The company has no such activity."),
    Bilingual("未主张此项。", "The client does not claim this."),
    Bilingual("单一场所。", "There is a single site."),
    Bilingual("本阶段不作此项检查。", "Not part of this stage."),
)
