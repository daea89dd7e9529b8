"""The sample engagement: its sums, its planted errors, its scripted day, and equal bytes again."""

import io
import json
import subprocess
import sys
from collections import Counter
from datetime import datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from cfpdesk.exchange.photo_metadata import read_facts
from cfpdesk.exchange.preview import PreviewWorker
from cfpdesk.model.canonical import canonical_json
from cfpdesk.model.checklist import Verdict, applicable, outside_boundary
from cfpdesk.model.engagement import Engagement, Site
from cfpdesk.model.finding import (
    Facts,
    Finding,
    FindingKind,
    FindingState,
    Position,
    claim_total,
    forward,
    missing,
)
from cfpdesk.model.finding_gaps import Standing, gaps
from cfpdesk.model.ink import parse_ink
from cfpdesk.model.meeting import MeetingKind
from cfpdesk.model.record import Record
from cfpdesk.model.team import Person, Role, Side
from cfpdesk.resource import resource
from cfpdesk.store.checklist_library import load_checklist
from cfpdesk.store.rule_library import load_rules

SAMPLE = resource("sample")
CLAIMED, RECALCULATED = Decimal(33_702_748), Decimal(33_872_778)


def read(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((SAMPLE / name).read_text(encoding="utf-8"))
    return found


DAY, FACTS = read("day.json"), read("engagement.json")
FILES = {p.name: p for f in ("client", "photos", "interviews") for p in (SAMPLE / f).rglob("*.*")}


def engagement() -> Engagement:
    return Engagement.from_fields("", FACTS["engagement"])


@cache
def book_of(name: str, *, values: bool = True) -> Workbook:
    return load_workbook(FILES[name], data_only=values)


def sheet(name: str, title: str, *, values: bool = True) -> Worksheet:
    found: Worksheet = book_of(name, values=values)[title]
    return found


def number(value: object) -> Decimal:
    return Decimal(str(value))


def test_the_facts_fit_the_records() -> None:
    known = engagement().fields()
    given = FACTS["engagement"]
    assert {name: known[name] for name in given} == given
    assert claim_total(engagement()) == Decimal("33702720.00")
    for record, rows in ((Site, FACTS["sites"]), (Person, FACTS["people"])):
        kind: type[Record] = record
        for row in rows:
            fields = {k: v for k, v in row.items() if k != "key"}
            kept = kind.from_fields("x", fields).fields()
            assert {name: kept[name] for name in fields} == fields


def test_the_team_and_its_sections() -> None:
    people = {p["key"]: p for p in FACTS["people"]}
    assert [p["place"] for p in FACTS["people"] if p["side"] == Side.TEAM] == [1, 2, 3, 4, 5]
    assert Counter(p["role"] for p in people.values())[Role.VERIFIER] == 2
    items = applicable(load_checklist(engagement().checklist), engagement())
    share = Counter(FACTS["owners"][item.group] for item in items)
    assert share == {"su": 50, "gao": 33, "lin": 15}


def test_every_item_is_answered_and_two_people_differ_on_three() -> None:
    items = {i.id: i for i in applicable(load_checklist("cfp-2026.1"), engagement())}
    answers = {key: part["answers"] for key, part in DAY["auditors"].items()}
    asked = Counter(a["item"] for part in answers.values() for a in part)
    assert set(asked) == set(items)
    twice = {item for item, count in asked.items() if count > 1}
    assert twice == {c["item"] for c in DAY["conflicts"]}
    assert len(twice) == 3
    for conflict in DAY["conflicts"]:
        both = [
            a for who in conflict["people"] for a in answers[who] if a["item"] == conflict["item"]
        ]
        assert len({a["verdict"] for a in both}) == len({a["facts"] for a in both}) == 2
        assert conflict["reason"]


def test_answers_hold_what_their_verdict_asks_for() -> None:
    items = {i.id: i for i in load_checklist("cfp-2026.1").items}
    for part in DAY["auditors"].values():
        for answer in part["answers"]:
            verdict = Verdict(answer["verdict"])
            outside = outside_boundary(items[answer["item"]], engagement())
            assert not outside or verdict is Verdict.NOT_APPLICABLE, answer
            if verdict is Verdict.NOT_APPLICABLE:
                assert answer["reason"]
            else:
                assert answer["facts"]
                assert answer.get("evidence") or answer.get("no_evidence")
            if verdict is Verdict.FOLLOW_UP:
                assert datetime.fromisoformat(answer["ask_by"]).tzinfo
                assert answer["ask_whom"] in {p["name"] for p in FACTS["people"]}


def test_each_auditor_links_only_what_that_auditor_brought_in() -> None:
    for part in DAY["auditors"].values():
        pieces = [*part["evidence"], *part["documents"], *part["interviews"]]
        own = {piece["file"] for piece in pieces}
        assert own <= set(FILES)
        findings = part["findings"]
        used = [*part["answers"], *findings]
        linked = {name for entry in used for name in entry.get("evidence", ())}
        linked |= {name for f in findings for name in f.get("correction_evidence", ())}
        assert linked <= own


def test_the_seven_findings_add_up() -> None:
    findings = [f for part in DAY["auditors"].values() for f in part["findings"]]
    assert Counter(f["kind"] for f in findings) == {
        FindingKind.MISSTATEMENT: 2,
        FindingKind.MINOR: 2,
        FindingKind.MAJOR: 1,
        FindingKind.OBSERVATION: 1,
        FindingKind.CLARIFICATION: 1,
    }
    assert sum(Decimal(f.get("effect", 0)) for f in findings) == -356_416
    for finding in findings:
        FindingState(finding["state"])
        Position(finding["client"]["position"])
        assert finding["facts"]
        assert finding["clauses"]
    told = {d["finding"]: d["position"] for d in DAY["closing"]["decisions"]}
    assert told == {f["key"]: f["client"]["position"] for f in findings}


def test_each_finding_can_go_its_way() -> None:
    """Every move up to the state it ends in asks for nothing that the day does not give."""
    for entry in (f for part in DAY["auditors"].values() for f in part["findings"]):
        fields = {k: v for k, v in entry.items() if k in Finding().fields()} | entry["client"]
        fields["state"] = FindingState.DRAFT
        finding = Finding.from_fields("x", fields)
        facts = Facts(len(entry.get("correction_evidence", ())), Role.VERIFIER, Role.LEAD)
        while finding.state != entry["state"]:
            move = forward(finding.kind, finding.state)
            assert move is not None, entry["key"]
            assert missing(finding, move, facts) == (), (entry["key"], move.end)
            finding = finding.but(state=move.end)
        hard = list(gaps(Standing(finding, len(entry["evidence"]), signed=True)))
        assert [b.code for b in hard if b.code != "finding.open"] == [], entry["key"]


def test_meetings_follow_the_scheme() -> None:
    people = {p["key"] for p in FACTS["people"]}
    for kind in MeetingKind:
        meeting = DAY[str(kind)]
        codes = [point["code"] for point in meeting["points"]]
        assert codes == [point.code for point in load_rules().agenda(kind)]
        assert {a["person"] for a in meeting["attendance"]} <= people
        for name in ("started_at", "ended_at"):
            assert datetime.fromisoformat(meeting[name]).tzinfo
    assert DAY["opening"]["spoken"]["number"] == "4827"
    assert len(DAY["opening"]["attendance"]) == 9


@pytest.mark.parametrize("person", [p["key"] for p in FACTS["people"]])
def test_each_person_has_a_signature_that_the_program_takes(person: str) -> None:
    ink = parse_ink(canonical_json(read("signatures.json")[person]))
    assert len(ink.strokes) >= 10
    for stroke in ink.strokes:
        assert all(0 <= p.x <= ink.width and 0 <= p.y <= ink.height for p in stroke)
    times = [point.t for stroke in ink.strokes for point in stroke]
    assert times == sorted(times)


def test_the_workbook_claims_what_the_engagement_says() -> None:
    values = sheet("恒锐_CFP_2025.xlsx", "清单")
    formulas = sheet("恒锐_CFP_2025.xlsx", "清单", values=False)
    assert formulas["H13"].value == "=E13*F13*G13"
    assert (values["E13"].value, values["F13"].value, values["G13"].value) == (3_600_000, 0.5306, 1)
    assert values["G18"].value == 677
    lines = [n for n in range(7, 21) if values[f"B{n}"].value]
    codes = [values[f"B{n}"].value for n in lines]
    assert codes == ["R1", "R2", "R3", "R4", "R5", *(f"P{n}" for n in range(1, 9))]
    total = right = Decimal(0)
    for n in lines:
        parts = [number(values[f"{column}{n}"].value) for column in "EFG"]
        product = parts[0] * parts[1] * parts[2]
        assert abs(number(values[f"H{n}"].value) - product) < Decimal("0.000001")
        total += product
        parts[1] = {13: Decimal("0.5777")}.get(n, parts[1])
        parts[2] = {18: Decimal(771)}.get(n, parts[2])
        right += parts[0] * parts[1] * parts[2]
    assert round(total) == CLAIMED
    assert round(right) == RECALCULATED
    assert round(number(values["H22"].value)) == CLAIMED
    assert round(number(values["H23"].value), 2) == engagement().claimed_value


def test_it_is_a_workbook_as_people_build_them() -> None:
    book = book_of("恒锐_CFP_2025.xlsx", values=False)
    assert {"封面", "说明", "清单", "电力", "运输", "包装", "因子", "汇总"} <= set(book.sheetnames)
    assert [s.title for s in book.worksheets if s.sheet_state == "hidden"] == ["旧版_2024"]
    assert len(book["清单"].merged_cells.ranges) > 8
    assert book["清单"]["H12"].value == "=SUM(H7:H11)"
    cached = book_of("恒锐_CFP_2025.xlsx")
    for page in book.worksheets:
        for row in page.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and cell.value.startswith("="):
                    assert cached[page.title][cell.coordinate].value is not None, cell


def test_412_delivery_notes() -> None:
    rows = list(sheet("带钢入库单_2025.xlsx", "入库单").iter_rows(min_row=4, values_only=True))
    notes = [r for r in rows if str(r[0]).startswith("RK-25-")]
    assert len({r[0] for r in notes}) == 412
    assert sum(number(r[8]) for r in notes) == number(rows[-1][8]) == Decimal(12_600)
    shown = {str(r[0]): number(r[8]) for r in notes}
    assert (shown["RK-25-0146"], shown["RK-25-0212"]) == (Decimal("309.5"), Decimal("25.12"))
    interval = Decimal(29_106_000) / 47
    assert sum(weight * 2310 >= interval for weight in shown.values()) == 8


def test_1038_waybills() -> None:
    rows = list(sheet("原料运单_2025.xlsx", "运单").iter_rows(min_row=4, values_only=True))
    bills = [r for r in rows if str(r[0]).startswith("YD-25-")]
    assert len({r[0] for r in bills}) == 1038
    assert sum(number(r[6]) for r in bills) == Decimal(12_600)
    assert sum(number(r[6]) * number(r[7]) for r in bills) == Decimal(4_410_000)
    assert all(number(r[6]) > 0 and 300 < number(r[7]) < 400 for r in bills)


def test_twelve_invoices_add_up_to_the_electricity() -> None:
    import pypdfium2

    found = []
    for month in range(1, 13):
        with pypdfium2.PdfDocument(FILES[f"电费发票_2025-{month:02d}.pdf"]) as document:
            text = document[0].get_textpage().get_text_bounded()
        line = next(part for part in text.splitlines() if "kWh" in part)
        found.append(int(line.split("kWh")[1].split()[0].replace(",", "")))
        assert f"2025-{month:02d}" in text
    values = sheet("恒锐_CFP_2025.xlsx", "电力")
    assert found == [values[f"C{n}"].value for n in range(5, 17)]
    assert sum(found) == 3_600_000


def test_the_photographs_say_what_the_day_needs() -> None:
    with PreviewWorker() as worker:
        photos = {p.name: worker.facts(p) for p in sorted((SAMPLE / "photos").iterdir())}
        assert worker.preview(SAMPLE / "photos" / "IMG_4021.HEIC", side=200).width == 200
    assert len(photos) == 24
    assert {f.mime for f in photos.values()} == {"image/jpeg", "image/heic"}
    assert [n for n, f in photos.items() if not f.taken_at] == ["mmexport1773802967.jpg"]
    assert [n for n, f in photos.items() if f.orientation != 1] == ["DSC00919.JPG"]
    assert photos["DSC00919.JPG"].pixels == "1200x1600"
    assert {f.device for f in photos.values()} == {"", "ILCE-6100", "ALN-AL00", "iPhone 15 Pro"}
    days = {f.taken_at[:10] for f in photos.values() if f.taken_at}
    assert days == {"2026-03-18", "2026-03-19"}
    assert photos["IMG_4021.HEIC"].taken_at == "2026-03-18T09:20:33+08:00"


def test_the_whole_of_it_stays_small() -> None:
    assert sum(p.stat().st_size for p in SAMPLE.rglob("*") if p.is_file()) < 12_000_000


@pytest.mark.slow
def test_the_script_makes_the_same_bytes_again() -> None:
    # A process of its own: what other tests registered with reportlab would change the invoices.
    program = (
        "from pathlib import Path; from resources.sample.make.__main__ import files; "
        "print([n for n, data in files().items()"
        " if (Path('resources/sample') / n).read_bytes() != data])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=SAMPLE.parents[1],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[]"


def test_the_workbooks_are_the_same_bytes_again() -> None:
    from resources.sample.make.ledger_books import note_ledger, waybill_ledger
    from resources.sample.make.workbook import workbook

    for name, make in (
        ("恒锐_CFP_2025.xlsx", workbook),
        ("带钢入库单_2025.xlsx", note_ledger),
        ("原料运单_2025.xlsx", waybill_ledger),
    ):
        assert make() == FILES[name].read_bytes(), name


def test_facts_of_a_photo_do_not_depend_on_where_it_lies(tmp_path: Path) -> None:
    moved = tmp_path / "renamed.bin"
    moved.write_bytes(FILES["DSC00916.JPG"].read_bytes())
    assert read_facts(moved) == read_facts(io.BytesIO(moved.read_bytes()).getvalue())
