"""What the auditors wrote: the checklists of the sample answered, its opening meeting held."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import cycle
from pathlib import Path

from cfpdesk.i18n import msg
from cfpdesk.model.checklist import Answer, Verdict
from cfpdesk.model.engagement import Site
from cfpdesk.model.evidence import Evidence, Link
from cfpdesk.model.finding import Finding, FindingKind, FindingState
from cfpdesk.model.meeting import AgendaPoint, Meeting, MeetingKind
from cfpdesk.model.rule_list import ListCode
from cfpdesk.model.site_sample import CONDITIONS
from cfpdesk.model.team import Person, Role
from cfpdesk.steps import (
    attendance,
    checklist,
    competence,
    engagement,
    opening,
    person_days,
    sample,
    site_sampling,
)
from cfpdesk.steps.checklist import AnswerText
from cfpdesk.steps.site_sampling import Chosen
from cfpdesk.store.rule_library import rules_of
from cfpdesk.store.session import Session
from tests import builders
from tests.kept import continued

VISIT = datetime(2026, 3, 18, 1, 0, tzinfo=UTC)
NOTE = "只给核查组看：财务部的说法前后不一"
_FACTS = (
    "查看 2025 年 12 张电费发票，电量合计 3,600,000 kWh，与清单 P1 一致",
    "抽查 4 个月用气结算单，与 DCS 抄表相差 0.4 %，由结算日与抄表日不同造成",
    "2# 变电所分表 3# 的检定证书已于 2025-08-31 到期，至今未送检",
    "现场看到酸再生由外协单位完成，清单无该工序；询问生产部王建华，称由外协方核算",
    "文件 QM-07 第 4 版规定了数据的收集、复核与批准，2025 年 3 月起执行",
)
_NOT_APPLICABLE = "边界为摇篮到大门，不含该阶段；分销、使用和生命末期不在声明范围内"


def a_day(tmp_path: Path) -> Session:
    """Return the sample engagement with its opening meeting held and its checklists answered."""
    session = a_sample(tmp_path)
    meet(session)
    answer(session)
    return session


def answer(session: Session) -> None:
    """Answer what is within the boundary, each kind of answer somewhere."""
    facts = cycle(_FACTS)
    verdicts = cycle((Verdict.CONFORM,) * 7 + (Verdict.OBSERVATION,))
    number = 0
    for state in checklist.state(session).items:
        item = state.item.id
        if state.outside:
            checklist.answer(session, [item], Verdict.NOT_APPLICABLE, reason=_NOT_APPLICABLE)
            continue
        if state.item.group in ("UNC", "REP"):
            continue
        checklist.answer(session, [item], next(verdicts))
        checklist.write(session, item, AnswerText.FACTS, next(facts))
        number += 1
        if number % 3:
            link(session, item, f"E-2-{number:03}")
        checklist.tick_expected(session, item, 0, seen=True)
    _one_of_each(session)


def _one_of_each(session: Session) -> None:
    first, second, third = [s.item.id for s in checklist.state(session).items if not s.outside][:3]
    checklist.answer(session, [first], Verdict.NOT_CONFORM)
    raise_finding(session, first)
    checklist.answer(session, [second], Verdict.FOLLOW_UP)
    checklist.write(session, second, AnswerText.ASK_WHOM, "设备部李工，带检定证书原件")
    checklist.ask_by(session, second, datetime(2026, 3, 19, 8, 0, tzinfo=UTC))
    checklist.write(session, third, AnswerText.NO_EVIDENCE, "口头说明，现场无书面记录")
    checklist.write(session, third, AnswerText.NOTE, NOTE)


def link(session: Session, item: str, number: str) -> None:
    """Link a piece of evidence of that number to an answer."""
    with session.transact(msg("Link evidence")) as change:
        piece = change.put(Evidence(number=number, caption="凭证"))
        row = change.put(session.find(Answer, item=item)).row
        change.put(Link(evidence=piece.row, target_table=Answer.TABLE, target=row))


def raise_finding(session: Session, item: str) -> None:
    """Raise a finding from an answer."""
    with session.transact(msg("Raise a finding")) as change:
        change.put(
            Finding(number="NC-2-01", kind=FindingKind.MINOR, state=FindingState.TOLD, item=item)
        )


def meet(session: Session) -> None:
    """Hold the opening meeting: everything explained, most signed, a number said."""
    kind = MeetingKind.OPENING
    opening.begin(session)
    opening.set_place(session, "办公楼 302 会议室")
    own = opening.add_point(session, "轧机区佩戴护目镜，跨行车通道走人行桥")
    attendance.add_attendee(session, kind, "王建华", title="生产部部长", organisation="恒锐")
    for point in opening.state(session).points:
        opening.tick(session, point.row, done=True)
    with session.transact(msg("Remark")) as change:
        kept = session.get(AgendaPoint, own.row)
        assert kept is not None
        change.put(kept.but(note="客户请求核查组 17:00 前离开轧机区"))
    opening.say_number(session, "4827", "王建华")
    with session.transact(msg("End")) as change:
        change.put(session.find(Meeting, kind=kind).but(ended_at=change.now))


def a_sample(tmp_path: Path) -> Session:
    """Return the sample engagement as it is handed to the team, at nine o'clock of the visit."""
    return continued("the sample handed out", tmp_path, _handed_out)


def _handed_out(folder: Path) -> Session:
    clock = builders.TickingClock(VISIT, timedelta(seconds=15))
    session = builders.a_session(folder, clock=clock)
    sample.prepare(session, engagement_id=builders.ENGAGEMENT)
    clock.at = VISIT  # however often it was looked at before
    return session


def a_plan(tmp_path: Path) -> Session:
    """Return the sample engagement with days, sites and some papers besides those it comes with."""
    return continued("the plan", tmp_path, _planned)


def _planned(folder: Path) -> Session:
    session = a_sample(folder)
    plan_days(session)
    plan_sites(session)
    prove(session)
    return session


def plan_days(session: Session) -> None:
    """Enter the person-days: 13 sources, fewer days than the base, with the reason."""
    figures = {"sources": 13, "sinks": 0, "base": 6, "stage1": 1, "stage2": 3, "report": 1}
    for field, value in figures.items():
        person_days.write(session, field, Decimal(value))
    person_days.write(session, "document_review", Decimal("0.75"))
    person_days.write(session, "reason", "同一产品 2025 年已核查过，数据体系未变，能源台账齐全")
    person_days.write(session, "signed_by", "周正平")
    person_days.write(session, "signed_on", date(2026, 3, 2))
    for item in rules_of(session).rule_list(ListCode.DAY_FACTOR).codes[:3]:
        person_days.write_factor(session, item, "一个产品，一条轧线，主要工序在同一厂区")
    for person in session.all(Person):
        if person.role in (Role.LEAD, Role.VERIFIER):
            person_days.give_days(session, person.row, Decimal("1.75"))


def plan_sites(session: Session) -> None:
    """Allow a sample of warehouses besides the plant; draw it, choose one by judgement."""
    first = session.all(Site)[0]
    for n in range(1, 12):
        site = engagement.add_site(session, f"区域仓 {n:02}")
        engagement.write_site(session, site.row, "address", f"江苏省苏州市工业园区星港街 {n} 号")
        engagement.write_site(session, site.row, "activities", "成品存放与发运")
    for condition, wanted in CONDITIONS.items():
        site_sampling.judge(session, condition, wanted)
    site_sampling.write(session, "central", first.row)
    site_sampling.write(session, "scheme", "轧制全部在无锡一厂；各仓活动相同，运输数据来自同一系统")
    site_sampling.draw(session, "4827")
    left = [s for s, why in site_sampling.state(session).chosen if why is Chosen.LEFT_OUT]
    site_sampling.choose(session, left[0].row, on=True)


def prove(session: Session) -> None:
    """Write what shows a topic, an own key's signature, and a tie that somebody states."""
    lead = next(p for p in session.all(Person) if p.role is Role.LEAD)
    topic = rules_of(session).rule_list(ListCode.TOPIC).codes[0]
    competence.prove_topic(session, lead.row, topic, "2019–2024 年完成 14 个钢铁产品碳足迹核查")
    competence.write_facts(session, lead.row, "languages", "中文、英文")
    expert = next(p for p in session.all(Person) if p.role is Role.EXPERT)
    competence.state_conflict(session, expert.row, "2021 年曾为委托方做过一次轧机能效诊断")
