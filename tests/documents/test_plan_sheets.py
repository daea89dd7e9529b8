"""Programme and plan: agreed words, the schedule day by day, versions, and no word lost."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from cfpdesk.documents import plan_sheet, programme_sheet
from cfpdesk.documents.document import (
    DOCUMENT_LANGUAGES,
    DocumentLanguage,
)
from cfpdesk.documents.to_pdf import to_pdf
from cfpdesk.i18n import msg, text_in
from cfpdesk.model.plan import PlanVersion
from cfpdesk.model.rule_list import ListCode
from cfpdesk.model.schedule import BlockKind, ScheduleBlock
from cfpdesk.model.team import Person, Role, Side
from cfpdesk.steps import engagement, plan
from cfpdesk.store.rule_library import rules_of
from cfpdesk.store.session import Session
from tests import builders, paper_samples, record_samples
from tests.documents.papers import agreed_words, paper, squeezed, table, text_of

CODES = ("programme", "plan")
LONG = paper_samples.LONG


@pytest.fixture
def planned(tmp_path: Path) -> Iterator[Session]:
    with record_samples.a_sample(tmp_path) as opened:
        yield opened


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with builders.a_session(tmp_path) as opened:
        builders.an_engagement(opened)
        yield opened


@pytest.mark.parametrize("language", DOCUMENT_LANGUAGES)
@pytest.mark.parametrize("code", CODES)
def test_the_words_are_the_agreed_ones(
    planned: Session, code: str, language: DocumentLanguage
) -> None:
    agreed_words(paper(planned, code), code, language)


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("language", DOCUMENT_LANGUAGES)
def test_before_anything_is_written_it_prints(
    session: Session, code: str, language: DocumentLanguage
) -> None:
    assert text_of(to_pdf(paper(session, code), language))
    assert plan_sheet.summary(plan.state(session)).text("zh") == "还没发出"
    assert programme_sheet.summary(plan.state(session)).text("en") == "0 of 6 written"


def test_every_block_stands_once_under_its_day_in_order(planned: Session) -> None:
    rows = table(paper(planned, "plan"), "Schedule")
    blocks = planned.all(ScheduleBlock)
    assert sum("–" in row[0] for row in rows) == len(blocks) > 5
    days = [row[0] for row in rows if "–" not in row[0]]
    assert days == sorted({str(block.day) for block in blocks})
    for day in days:
        start = [row[0] for row in rows].index(day) + 1
        times = []
        for row in rows[start:]:
            if "–" not in row[0]:
                break
            times.append(row[0])
        assert times == sorted(times)


def test_the_group_of_a_block_is_the_teams_own_affair(planned: Session) -> None:
    person = planned.all(Person)[0]
    with planned.transact(msg("Block")) as change:
        change.put(
            ScheduleBlock(
                day=date(2026, 3, 18), start=1200, end=1260, people=(person.row,),
                kind=BlockKind.WORK, title="夜班巡检", group="GEHEIM",
            )
        )  # fmt: skip
    state = paper(planned, "plan").state.decode()
    assert "夜班巡检" in state
    assert "20:00–21:00" in state
    assert "GEHEIM" not in state


def test_versions_stand_with_sending_and_confirmation(planned: Session) -> None:
    assert plan_sheet.summary(plan.state(planned)).text("en") == "version 1 confirmed"
    (row,) = table(paper(planned, "plan"), "Versions and notices")
    (kept,) = planned.all(PlanVersion)
    assert row[0] == "1"
    assert kept.sent_how in row[1]
    assert kept.confirmed_by in row[2]
    plan.write_item(planned, ListCode.PLAN_IF_NEEDED, "logistics", "改为自驾")
    assert plan_sheet.summary(plan.state(planned)).text("en") == "changed since version 1"
    assert "与第1版不同" in squeezed(text_of(to_pdf(paper(planned, "plan"), "zh")))


def test_a_replaced_verifier_is_named_with_the_reason(planned: Session) -> None:
    (kept,) = planned.all(PlanVersion)
    row = next(p.row for p in planned.all(Person) if p.role is Role.VERIFIER)
    assert row in kept.verifiers
    came = next(p for p in planned.all(Person) if p.role is Role.VERIFIER and p.row != row)
    plan.replace_member(planned, row, "into", came.row)
    plan.replace_member(planned, row, "reason", "突发急病住院")
    person = planned.get(Person, row)
    assert person is not None
    with planned.transact(msg("Away")) as change:
        change.put(person.but(role=Role.EXPERT))
    shown = squeezed(text_of(to_pdf(paper(planned, "plan"), "zh")))
    assert came.name in shown
    assert "突发急病住院" in shown


def test_the_client_is_not_shown_what_is_open_within_the_team(planned: Session) -> None:
    plan.write_item(planned, ListCode.PLAN_IF_NEEDED, "logistics", "改为自驾")
    assert "待办与放行" in text_of(to_pdf(paper(planned, "plan"), "zh"))
    assert "待办与放行" not in text_of(to_pdf(paper(planned, "plan", for_client=True), "zh"))


def test_for_the_pen_the_programme_has_room(planned: Session) -> None:
    blank = paper(planned, "programme", blank=True)
    title = text_in(rules_of(planned).rule_list(ListCode.PROGRAMME).title, "en")
    assert {row[2] for row in table(blank, title)} == {""}


def test_what_is_written_beside_a_known_fact_is_printed_too(planned: Session) -> None:
    plan.write_item(planned, ListCode.PLAN, "criteria", "另按客户集团标准 Q/HR 12")
    title = text_in(rules_of(planned).rule_list(ListCode.PLAN).title, "en")
    found = {row[1]: row[2] for row in table(paper(planned, "plan"), title)}
    assert any("ISO 14067" in text and "Q/HR 12" in text for text in found.values())


def test_of_a_long_plan_no_word_is_lost(session: Session) -> None:
    with session.transact(msg("Long")) as change:
        rows = [
            change.put(Person(side=Side.TEAM, role=Role.VERIFIER, name=f"{LONG}人{n}完")).row
            for n in range(10)
        ]
        for n in range(120):
            change.put(
                ScheduleBlock(
                    day=date(2026, 3, 1 + n // 8), start=480 + 30 * (n % 8), end=505 + 30 * (n % 8),
                    people=tuple(rows), title=f"{LONG * (30 if n == 60 else 2)}块{n}完",
                )
            )  # fmt: skip
    for code in (ListCode.PROGRAMME, ListCode.PLAN, ListCode.PLAN_IF_NEEDED):
        for n, item in enumerate(rules_of(session).rule_list(code).codes):
            plan.write_item(session, code, item, f"{LONG * (60 if n == 2 else 4)}项{n}完")
    engagement.add_site(session, f"{LONG}场完")
    for language in DOCUMENT_LANGUAGES:
        shown = squeezed(text_of(to_pdf(paper(session, "plan"), language)))
        assert all(f"块{n}完" in shown for n in range(120))
        assert all(f"人{n}完" in shown for n in range(10))
        assert all(shown.count(f"项{n}完") >= 2 for n in range(5))
        assert "场完" in shown
        programme = squeezed(text_of(to_pdf(paper(session, "programme"), language)))
        assert all(f"项{n}完" in programme for n in range(6))
