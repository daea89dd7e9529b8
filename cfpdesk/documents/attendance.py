"""The attendance sheet of the opening or the closing meeting (rule 9.5.2)."""

from cfpdesk.documents.document import (
    Block,
    Cell,
    Column,
    Document,
    Fact,
    Facts,
    Options,
    Paragraph,
    Row,
    Signed,
    Table,
    Words,
    in_line,
)
from cfpdesk.i18n import Bilingual, Text, msg
from cfpdesk.model.attendance_sheet import AttendanceSheet, SheetRow, SheetSignature
from cfpdesk.model.canonical import canonical_json
from cfpdesk.model.engagement import AssuranceLevel, Stage
from cfpdesk.model.meeting import MeetingKind, Presence
from cfpdesk.model.team import ROLE_NAMES, Side

ROW_HEIGHT = 11.6  # mm; a signature of 10 mm with air
CLAUSE = "RULE:9.5.2"

TITLES = {
    MeetingKind.OPENING: msg("Opening Meeting Attendance Sheet"),
    MeetingKind.CLOSING: msg("Closing Meeting Attendance Sheet"),
}
STAGES = {
    Stage.DOCUMENT_REVIEW: Bilingual("文件评审", "Document review"),
    Stage.STAGE_1: Bilingual("一阶段", "Stage 1"),
    Stage.STAGE_2: Bilingual("二阶段", "Stage 2"),
    Stage.SURVEILLANCE: Bilingual("监督核查", "Surveillance"),
    Stage.RECERTIFICATION: Bilingual("再认证", "Recertification"),
}
LEVELS = {
    AssuranceLevel.REASONABLE: Bilingual("合理保证", "Reasonable"),
    AssuranceLevel.LIMITED: Bilingual("有限保证", "Limited"),
}
TEAM = Bilingual("核查组", "Verification team")
PRESENCE = {
    Presence.REMOTE: msg("Remote"),
    Presence.LEFT_EARLY: msg("Left early"),
    Presence.ABSENT: msg("Absent"),
    Presence.PAPER: msg("Signed on paper"),
}

MEANING = Bilingual(
    "签名只用于证明出席，不表示同意核查结论。",
    "A signature shows attendance, not agreement with the conclusions.",
)


def build(sheet: AttendanceSheet, options: Options) -> Document:
    """Return the attendance sheet as a document."""
    blocks: list[Block] = [_facts(sheet, options), _people(sheet, options)]
    if options.agenda and sheet.points:
        blocks.append(_explained(sheet, options))
    if sheet.sheet_scan and not options.blank and not options.signing:
        blocks.append(
            Paragraph(
                msg("A scan of the paper sheet is kept: {sha256}", sha256=sheet.sheet_scan[:16]),
                quiet=True,
            )
        )
    zone = str(options.zone.tzname(None))
    blocks.append(
        Paragraph(msg("{meaning} Times are {zone}.", meaning=MEANING, zone=zone), quiet=True)
    )
    return Document(
        code=f"attendance_{sheet.kind}",
        title=TITLES[sheet.kind],
        number=sheet.document_number,
        body=sheet.body,
        blocks=tuple(blocks),
        clause=CLAUSE,
        version=sheet.version,
        content_sha256=sheet.facts_sha256,
        state_sha256=sheet.facts_sha256 if options.signing else sheet.state_sha256,
        state=sheet.facts_bytes() if options.signing else canonical_json(sheet.state()),
        journal_sha256="" if options.signing else sheet.journal_sha256,
        options=options,
    )


def _facts(sheet: AttendanceSheet, options: Options) -> Facts:
    place = " ".join(part for part in (sheet.site, sheet.place) if part)
    return Facts((
        Fact(Bilingual("委托方", "Client"), sheet.client),
        Fact(Bilingual("阶段", "Stage"), STAGES[sheet.stage]),
        Fact(Bilingual("产品", "Product"), sheet.product),
        Fact(Bilingual("声明单位", "Unit"), sheet.declared_unit),
        Fact(Bilingual("地点", "Place"), place),
        Fact(Bilingual("时间", "Time"), _time(sheet, options)),
        Fact(Bilingual("核查组长", "Lead"), sheet.lead),
        Fact(Bilingual("保证等级", "Level"), LEVELS[sheet.assurance_level]),
    ))  # fmt: skip


def _time(sheet: AttendanceSheet, options: Options) -> str:
    """Return the meeting's time; its end is no part of what is signed for."""
    if sheet.started_at is None:
        return ""
    start = options.moment(sheet.started_at)
    if sheet.ended_at is None or options.signing:
        return start
    same_day = options.day(sheet.ended_at) == options.day(sheet.started_at)
    end = options.clock(sheet.ended_at)
    return f"{start}–{end}" if same_day else f"{start} – {options.day(sheet.ended_at)} {end}"


def _people(sheet: AttendanceSheet, options: Options) -> Table:
    rows = [_row(number, row, sheet, options) for number, row in enumerate(sheet.rows, start=1)]
    rows += [
        Row((Words(str(number), quiet=True), *(Words("") for _ in range(5))))
        for number in range(len(rows) + 1, len(rows) + 1 + options.blank_rows)
    ]
    return Table(
        name=Bilingual("签到", "Attendance"),
        columns=(
            Column(Bilingual("序", "No."), 13),
            Column(Bilingual("姓名", "Name"), 28, strong=True),
            Column(Bilingual("单位", "Organisation"), 42),
            Column(Bilingual("职务", "Title"), 32),
            Column(Bilingual("签名", "Signature"), 37),
            Column(Bilingual("时间", "Time"), 22),
        ),
        rows=tuple(rows),
        row_height=ROW_HEIGHT,
    )


def _row(number: int, row: SheetRow, sheet: AttendanceSheet, options: Options) -> Row:
    presence = "" if options.blank or options.signing else PRESENCE.get(row.presence, "")
    signature, time = _signature(row, sheet, options)
    shown = row.presence in (Presence.REMOTE, Presence.LEFT_EARLY)
    return Row(
        (
            Words(str(number), quiet=True),
            Words(row.name, note=presence if shown else ""),
            Words(row.organisation or (TEAM if row.side is Side.TEAM else "")),
            Words(row.title or (ROLE_NAMES[row.role] if row.side is Side.TEAM else "")),
            signature,
            time,
        ),
        ringed=bool(options.signing) and row.person == options.signing,
    )


def _signature(row: SheetRow, sheet: AttendanceSheet, options: Options) -> tuple[Cell, Cell]:
    """Return the cells of signature and time."""
    signed = row.signature
    if options.blank:
        return Words(""), Words("")
    if options.signing:
        if row.person == options.signing:
            return Words(msg("please sign beside this page"), call=True), Words("")
        shown = signed is not None and not signed.declined
        return Words(msg("signed") if shown else "", quiet=True), Words("")
    if signed is None:
        if row.presence in (Presence.ABSENT, Presence.PAPER):
            return Words(PRESENCE[row.presence], note=row.reason, quiet=True), Words("")
        return Words(""), Words("")
    time = Words(options.clock(signed.signed_at), note=_other_day(signed, sheet, options))
    if signed.declined:
        return Words(msg("does not sign"), note=signed.reason), time
    if signed.ink is None and not signed.typed:
        return Words(msg("signed"), note=msg("the drawing is missing")), time
    bound_elsewhere = bool(signed.facts_sha256) and signed.facts_sha256 != sheet.facts_sha256
    note: Text = msg("to version {n}", n=signed.version) if bound_elsewhere else ""
    at = options.moment(signed.signed_at)
    return Signed(ink=signed.ink, typed=signed.typed, at=at, note=note), time


def _other_day(signed: SheetSignature, sheet: AttendanceSheet, options: Options) -> str:
    """Return the date where it is not the meeting's own."""
    day = options.day(signed.signed_at)
    return "" if day == options.day(sheet.started_at) else day


def _explained(sheet: AttendanceSheet, options: Options) -> Paragraph:
    """Return the agenda: all points before the meeting and for signing, else the told ones."""
    told = [point.title for point in sheet.points if point.done_at is not None]
    if options.blank or options.signing or not told:
        return Paragraph(_joined([point.title for point in sheet.points]), label=msg("Agenda:"))
    if len(told) == len(sheet.points):
        return Paragraph(_joined(told), label=msg("Explained:"))
    label = msg("Explained {n} of {total}:", n=len(told), total=len(sheet.points))
    return Paragraph(_joined(told), label=label)


def _joined(titles: list[Bilingual]) -> Bilingual:
    return Bilingual(
        " · ".join(in_line(title, "zh") for title in titles),
        " · ".join(in_line(title, "en") for title in titles),
    )
