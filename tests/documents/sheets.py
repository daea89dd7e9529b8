"""Attendance sheets of every kind, as the pictures show them and worse."""

import math
from datetime import UTC, datetime
from random import Random

from cfpdesk.i18n import Bilingual
from cfpdesk.model.attendance_sheet import (
    AttendanceSheet,
    SheetPoint,
    SheetRow,
    SheetSignature,
)
from cfpdesk.model.engagement import AssuranceLevel, Stage
from cfpdesk.model.ink import Ink, InkPoint
from cfpdesk.model.meeting import MeetingKind, Presence
from cfpdesk.model.team import Role, Side

PEOPLE = (
    ("林知远", "", "", Side.TEAM, Role.LEAD),
    ("苏晓岚", "", "核查员", Side.TEAM, Role.VERIFIER),
    ("高博", "", "核查员", Side.TEAM, Role.VERIFIER),
    ("何立群", "", "技术专家", Side.TEAM, Role.EXPERT),
    ("陈国栋", "恒锐带钢", "总经理", Side.CLIENT, Role.CLIENT),
    ("王建华", "恒锐带钢", "能环部经理", Side.CLIENT, Role.CLIENT),
    ("李梅", "恒锐带钢", "财务主管", Side.CLIENT, Role.CLIENT),
    ("赵勇", "恒锐带钢", "生产主管", Side.CLIENT, Role.CLIENT),
    ("周婷", "恒锐带钢", "能源管理员", Side.CLIENT, Role.CLIENT),
)
POINTS = (
    ("核查目的与准则", "Purpose and criteria"),
    ("保证等级", "Level of assurance"),
    ("重要性阈值", "Materiality threshold"),
)
LONG_NAME = "阿卜杜热西提·买买提江·阿不都克里木·吐尔逊"
LONG_ORGANISATION = "江苏恒锐精密带钢有限公司能源与环境管理部碳排放管理中心（无锡）"
LONG_TITLE = "Vice President for Sustainability and International Certification Affairs"


def at(hour: int, minute: int) -> datetime:
    """Return a moment of the day of the visit, given in China's time."""
    return datetime(2026, 3, 18, hour - 8, minute, tzinfo=UTC)


def scribble(seed: int, strokes: int = 7) -> Ink:
    """Return ink that looks drawn; the same for a seed."""
    random = Random(seed)
    drawn = []
    t = 0
    for stroke in range(strokes):
        x, y = 60 + stroke * 60 + random.randint(-10, 10), random.randint(60, 160)
        dx, dy = random.choice([(70, -10), (20, 90), (-35, 80), (60, 30)])
        points = []
        for step in range(12):
            share = step / 11
            t += 12
            bow = 20 * math.sin(math.pi * share)
            pressure = int(350 + 500 * math.sin(math.pi * share))
            points.append(InkPoint(int(x + dx * share + bow), int(y + dy * share), t, pressure))
        drawn.append(tuple(points))
    return Ink(560, 240, tuple(drawn))


def person(number: int, **changes: object) -> SheetRow:
    """Return the participant of that number, who has signed."""
    name, organisation, title, side, role = PEOPLE[number % len(PEOPLE)]
    values: dict[str, object] = {
        "person": f"person-{number}",
        "name": name,
        "organisation": organisation,
        "title": title,
        "side": side,
        "role": role,
        "signature": SheetSignature(
            ink=scribble(number), signed_at=at(9, 6 + number % 50), ink_sha256=f"{number:064x}"
        ),
    }
    return SheetRow(**{**values, **changes})  # type: ignore[arg-type]


def sheet(rows: tuple[SheetRow, ...] | None = None, **changes: object) -> AttendanceSheet:
    """Return the opening meeting of the pictures, all nine signed."""
    values: dict[str, object] = {
        "number": "CFP-2026-0417",
        "body": "嘉泰检验认证有限公司 CICC",
        "client": "江苏恒锐精密带钢有限公司",
        "product": "精密冷轧带钢 SPCC 0.5–2.0 mm",
        "declared_unit": "1 t",
        "stage": Stage.STAGE_2,
        "assurance_level": AssuranceLevel.REASONABLE,
        "site": "无锡一厂",
        "place": "二楼会议室",
        "lead": "林知远",
        "kind": MeetingKind.OPENING,
        "meeting": "meeting-1",
        "started_at": at(9, 5),
        "ended_at": at(9, 47),
        "points": tuple(SheetPoint(Bilingual(*p), done_at=at(9, 8)) for p in POINTS),
        "rows": rows if rows is not None else tuple(person(n) for n in range(9)),
        "version": 3,
        "journal_sha256": "5b3f22d1" * 8,
    }
    return AttendanceSheet(**{**values, **changes})  # type: ignore[arg-type]


def many(count: int = 60) -> AttendanceSheet:
    """Return a sheet of that many people, each of their own name."""
    return sheet(tuple(person(n, name=f"第{n + 1:02d}位") for n in range(count)))


def hard() -> AttendanceSheet:
    """Return a sheet with everything that is not plain: long, refused, remote, absent, paper."""
    typed = SheetSignature(typed=LONG_NAME, signed_at=at(9, 20), version=2, facts_sha256="0" * 64)
    refused = SheetSignature(declined=True, reason="我只旁听", signed_at=at(9, 30))
    return sheet(
        (
            person(0),
            person(
                4,
                name=LONG_NAME,
                organisation=LONG_ORGANISATION,
                title=LONG_TITLE,
                presence=Presence.REMOTE,
                signature=typed,
            ),
            person(5, name="𠮷野𰻝子", organisation="CO₂ 气体公司 m³ ↵ −5", signature=refused),
            person(6, name="\ue123王", presence=Presence.ABSENT, reason="出差", signature=None),
            person(7, presence=Presence.PAPER, signature=None),
            person(8, presence=Presence.LEFT_EARLY),
            person(3, signature=SheetSignature(ink_sha256="f" * 64, signed_at=at(9, 31))),
        )
    )
