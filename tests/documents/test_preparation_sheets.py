"""Competence, person-days, sites: agreed words, the same as the page, and no word lost."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from cfpdesk.documents import competence_sheet, person_day_sheet, site_sheet
from cfpdesk.documents.document import (
    DOCUMENT_LANGUAGES,
    DocumentLanguage,
    Table,
)
from cfpdesk.documents.registry import document_kind
from cfpdesk.documents.to_pdf import to_pdf
from cfpdesk.i18n import msg, text_in
from cfpdesk.model.competence import PersonCertificate, PersonFacts
from cfpdesk.model.gate import Level, Target
from cfpdesk.model.gate_maker import GateMaker
from cfpdesk.model.override import Office
from cfpdesk.model.person_days import DayPart
from cfpdesk.model.rule_list import ListCode
from cfpdesk.model.team import Person, Role, Side
from cfpdesk.model.yes_no import YesNo
from cfpdesk.steps import competence, engagement, override, person_days, site_sampling
from cfpdesk.store.rule_library import rules_of
from cfpdesk.store.session import Session
from tests import builders, paper_samples, record_samples
from tests.documents.papers import agreed_words, facts, paper, squeezed, table, text_of

CODES = ("competence", "person_days", "site_sampling")
LONG = paper_samples.LONG


@pytest.fixture
def plan(tmp_path: Path) -> Iterator[Session]:
    with record_samples.a_plan(tmp_path) as opened:
        yield opened


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with builders.a_session(tmp_path) as opened:
        builders.an_engagement(opened)
        yield opened


@pytest.mark.parametrize("language", DOCUMENT_LANGUAGES)
@pytest.mark.parametrize("code", CODES)
def test_the_words_are_the_agreed_ones(
    plan: Session, code: str, language: DocumentLanguage
) -> None:
    agreed_words(paper(plan, code), code, language)


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("language", DOCUMENT_LANGUAGES)
def test_before_anything_is_entered_it_prints(
    session: Session, code: str, language: DocumentLanguage
) -> None:
    assert text_of(to_pdf(paper(session, code), language))


@pytest.mark.parametrize("code", CODES)
def test_what_is_open_on_the_page_stands_in_the_paper(plan: Session, code: str) -> None:
    steps = {"competence": competence, "person_days": person_days, "site_sampling": site_sampling}
    blockers = steps[code].state(plan).blockers
    assert blockers
    found = table(paper(plan, code), "Open, and overridden")
    assert [row[1] for row in found] == [b.sentence.text("zh") for b in blockers]


def test_only_gaps_of_its_own_leave_holes_in_a_paper() -> None:
    kinds = {code: document_kind(code) for code in CODES}
    blocker = GateMaker("team", "engagement").at(Level.HARD, "x", "RULE:4.1", msg("x"))
    assert kinds["competence"].is_hole(blocker)
    assert not kinds["person_days"].is_hole(blocker)
    warning = GateMaker("team", "engagement").at(Level.WARNING, "x", "RULE:4.1", msg("x"))
    assert not kinds["competence"].is_hole(warning)
    assert blocker.target == Target("engagement", "", "")


# Competence -----------------------------------------------------------------------------------


def test_the_matrix_is_the_one_of_the_page(plan: Session) -> None:
    state = competence.state(plan)
    found = [row for row in table(paper(plan, "competence"), "Matrix") if row[1]]
    assert len(found) == len(state.matrix)
    by_state = {"✓": "held", "△": "partly", "✗": "missing", "–": "none", "○": "not_asked"}
    for row, line in zip(found, state.matrix, strict=True):
        assert row[0] == text_in(line.title, "zh")
        assert [by_state[cell[0]] for cell in row[2:-1]] == [cell.state for cell in line.cells]
        assert row[-1] == ("✓" if line.covered else "✗")


def test_proof_tie_and_way_of_signing_are_printed(plan: Session) -> None:
    shown = squeezed(text_of(to_pdf(paper(plan, "competence"), "zh")))
    assert "2019–2024年完成14个钢铁产品碳足迹核查" in shown
    assert "与委托方的关系：2021年曾为委托方做过一次轧机能效诊断" in shown
    assert "GHG-2023-01827" in shown
    for kind in rules_of(plan).rule_list(ListCode.STATEMENT).codes:
        assert squeezed(rules_of(plan).statement(kind).text.text("zh")) in shown


def test_an_override_is_printed_with_name_and_reason(plan: Session) -> None:
    expert = next(p for p in plan.all(Person) if p.role is Role.EXPERT)
    competence.state_conflict(plan, expert.row, "")
    competence.write_facts(plan, expert.row, "experience_years", Decimal(1))
    found = next(b for b in competence.state(plan).blockers if b.level is Level.OVERRIDABLE)
    override.write(plan, found, Office.TECHNICAL_MANAGER, "周正平", "轧机专家难找")
    shown = squeezed(text_of(to_pdf(paper(plan, "competence"), "zh")))
    assert "周正平" in shown
    assert "轧机专家难找" in shown
    assert "已放行" in shown


def test_a_team_of_fourteen_goes_below_each_other_and_loses_no_word(session: Session) -> None:
    with session.transact(msg("Team")) as change:
        for n in range(14):
            person = change.put(
                Person(
                    side=Side.TEAM, role=Role.VERIFIER, name=f"很长名字的核查员{n}完", place=n + 1
                )
            )
            change.put(
                PersonCertificate(person=person.row, kind="other", number=f"{LONG}号{n}完",
                                  issuer=f"{LONG}发{n}完")
            )  # fmt: skip
            change.put(
                PersonFacts(person=person.row, experience=f"{LONG * (60 if n == 5 else 2)}历{n}完",
                            expert_proof=f"{LONG}专{n}完", languages=f"{LONG}语{n}完")
            )  # fmt: skip
    topics = rules_of(session).rule_list(ListCode.TOPIC).codes
    people = [person for person in session.all(Person) if person.side is Side.TEAM]
    for n, person in enumerate(people):
        competence.prove_topic(session, person.row, topics[n % len(topics)], f"{LONG * 3}证{n}完")
    document = paper(session, "competence")
    matrices = [b for b in document.blocks if isinstance(b, Table) and str(b.name) == "矩阵"]
    assert [len(block.columns) - 3 for block in matrices] == [6, 6, 2]
    for language in DOCUMENT_LANGUAGES:
        shown = squeezed(text_of(to_pdf(document, language)))
        for n in range(14):
            assert all(f"{mark}{n}完" in shown for mark in ("核查员", *"号发历专语证"))


# Person-days ----------------------------------------------------------------------------------


def test_the_figures_are_those_of_the_page(plan: Session) -> None:
    state = person_days.state(plan)
    document = paper(plan, "person_days")
    days = table(document, "Planned days")
    assert [row[1] for row in days] == ["0.75", "1", "3", "1", "5.75"]
    assert len(days) == len(DayPart) + 1
    assert [row[1] for row in table(document, "Limits")] == [
        line.sentence.text("zh") for line in state.lines
    ]
    assert facts(document)["Range of the base"] == "4–6 person-days"
    assert facts(document)["Approved by the technical manager"] == "周正平 2026-03-02"
    assert person_day_sheet.summary(state).text("en") == "5.75 days"
    shared = table(document, "Shared out")
    assert shared[-1][2] == "5.25"
    assert shared[-2][3] == "不计入", "of the expert"


def test_each_contradiction_of_the_table_stands_with_its_reading(plan: Session) -> None:
    notes = table(paper(plan, "person_days"), "Read from the rules like this")
    odd = rules_of(plan).odd("RULE:A")
    assert [row[0] for row in notes] == [str(oddity.number) for oddity in odd]
    assert len(notes) == 5
    for row, oddity in zip(notes, odd, strict=True):
        assert row[1:] == [oddity.says.zh, oddity.reading.zh]


def test_the_printed_total_stands_beside_the_sum_of_the_parts(plan: Session) -> None:
    rows = table(paper(plan, "person_days"), "Rules, appendix A")
    assert [row[4:] for row in rows] == [
        ["4–6", "2–6", "✓"], ["6–8", "4–8", ""], ["逐案", "–", ""],
    ]  # fmt: skip


def test_a_limit_that_is_broken_is_marked(plan: Session) -> None:
    assert "✗" not in {row[0] for row in table(paper(plan, "person_days"), "Limits")}
    person_days.write(plan, "document_review", Decimal(2))
    assert [row[0] for row in table(paper(plan, "person_days"), "Limits")].count("✗") == 1


def test_of_long_reasons_no_word_is_lost(plan: Session) -> None:
    person_days.write(plan, "reason", f"{LONG * 30}由完")
    for n, item in enumerate(rules_of(plan).rule_list(ListCode.DAY_FACTOR).codes):
        person_days.write_factor(plan, item, f"{LONG * (70 if n == 1 else 5)}素{n}完")
    for language in DOCUMENT_LANGUAGES:
        shown = squeezed(text_of(to_pdf(paper(plan, "person_days"), language)))
        assert "由完" in shown
        assert all(f"素{n}完" in shown for n in range(5))


# Sites ----------------------------------------------------------------------------------------


def test_sites_draw_and_reasons_are_those_of_the_page(plan: Session) -> None:
    state = site_sampling.state(plan)
    document = paper(plan, "site_sampling")
    visits = table(document, "Which are visited")
    assert [row[1].split("|")[0] for row in visits] == [site.name for site, _why in state.chosen]
    words = [text_in(site_sampling.CHOSEN_WORD[why], "zh") for _site, why in state.chosen]
    assert [row[3].split("|")[0] for row in visits] == words
    assert facts(document)["Seed"] == "CFP-2026-0417|sites|4827"
    assert facts(document)["Draw stands"] == "yes"
    assert site_sheet.summary(state).text("en") == "5 of 13 visited"


def test_a_condition_against_it_means_every_site(plan: Session) -> None:
    site_sampling.judge(plan, "regional_factor", YesNo.YES)
    shown = text_of(to_pdf(paper(plan, "site_sampling"), "zh"))
    assert "每个都去" in shown or "全部" in shown
    conditions = table(paper(plan, "site_sampling"), "Conditions")
    assert [row[3] for row in conditions] == ["✓", "✓", "✓", "✗"]
    assert site_sheet.summary(site_sampling.state(plan)).text("en") == "13 of 13 visited"


def test_a_draw_from_other_sites_is_said_to_be_stale(plan: Session) -> None:
    engagement.add_site(plan, "新仓")
    assert facts(paper(plan, "site_sampling"))["Draw stands"] == "no: drawn from other sites"


def test_one_site_needs_no_sample(session: Session) -> None:
    engagement.add_site(session, "只有一处")
    shown = text_of(to_pdf(paper(session, "site_sampling"), "zh"))
    assert "不抽样" in shown
    assert "只有一处" in shown


def test_of_many_sites_with_long_names_no_word_is_lost(session: Session) -> None:
    for n in range(60):
        site = engagement.add_site(session, f"{LONG}场{n}完")
        for field, mark in (("address", "址"), ("activities", "活"), ("responsible", "责")):
            engagement.write_site(session, site.row, field, f"{LONG}{mark}{n}完")
    site_sampling.write(session, "scheme", f"{LONG * 20}保完")
    shown = squeezed(text_of(to_pdf(paper(session, "site_sampling"), "both")))
    assert "保完" in shown
    assert all(f"{mark}{n}完" in shown for n in range(60) for mark in "场址活责")


def test_summaries_before_anything_is_entered(session: Session) -> None:
    assert person_day_sheet.summary(person_days.state(session)).text("zh") == "还没排"
    assert competence_sheet.summary(competence.state(session)).text("en") == "nobody yet"
    assert site_sheet.summary(site_sampling.state(session)).text("en") == "0 of 0 visited"
