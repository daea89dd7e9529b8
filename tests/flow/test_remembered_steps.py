"""What the rail and the pages show after a write is what would be computed anew."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from cfpdesk.flow import STEPS
from cfpdesk.i18n import msg
from cfpdesk.model.checklist import Verdict
from cfpdesk.model.engagement import Engagement
from cfpdesk.model.evidence import Evidence
from cfpdesk.model.finding import FindingKind, FindingState
from cfpdesk.model.population import SampleItem
from cfpdesk.model.rule_list import ListCode
from cfpdesk.model.team import Person
from cfpdesk.steps import (
    checklist,
    closing,
    engagement,
    evidence,
    finding,
    inventory,
    merge,
    opening,
    plan,
    sampling,
    sampling_edit,
    team,
)
from cfpdesk.steps.finding import FindingText
from cfpdesk.store.session import Session
from tests.sampling_samples import checked, drawn, slips_population
from tests.visits import Visit, take_in

STATES = (checklist, closing, engagement, finding, inventory, merge, opening, sampling)


def shown(session: Session) -> list[object]:
    """Return all that rail, side panel and pages are made of."""
    found: list[object] = [(step.status(session), step.blockers(session)) for step in STEPS]
    hash(tuple(found))  # the side panel finds its rows again by what they say
    found += [step.state(session) for step in STATES]
    pieces = evidence.state(session)  # how much the disk has left is nobody's write
    return [*found, (pieces.items, pieces.total_bytes)]


def edits(session: Session) -> list[Callable[[], object]]:
    """Return writes into many tables, each beside what the others are made of."""
    drawn_items = session.all(SampleItem)
    numbered = finding.create(session, FindingKind.MINOR, "ELEC-01")
    photo = evidence.add_interview(session)
    targets = {target.code: target for target in evidence.targets(session)}
    late = session.now() - timedelta(hours=1)
    point = opening.state(session).points[1]

    def facts() -> None:
        with session.transact(msg("Edit the engagement")) as change:
            change.put(session.find(Engagement).but(materiality_pct=Decimal(3)))

    return [
        lambda: checklist.answer(session, ["ELEC-02"], Verdict.FOLLOW_UP),
        lambda: checklist.ask_by(session, "ELEC-02", late),
        lambda: evidence.write(session, photo.row, evidence.EvidenceText.CAPTION, "访谈"),
        lambda: evidence.link(session, [photo.row], targets["ELEC-01"]),
        lambda: evidence.link(session, [photo.row], targets[numbered.number]),
        session.undo,
        lambda: finding.write(session, numbered.row, FindingText.TITLE, "倍率未计"),
        lambda: finding.write(session, numbered.row, FindingText.FACTS, "见照片"),
        lambda: finding.set_clauses(session, numbered.row, ["RULE:9.7"]),
        lambda: finding.move(session, numbered.row, FindingState.RAISED),
        session.undo,
        session.redo,
        lambda: opening.tick(session, point.row, done=True),
        lambda: plan.write_item(session, ListCode.PLAN, "members", "按规则"),
        lambda: team.write_person(session, session.all(Person)[1].row, "title", "核查员"),
        lambda: closing.set_place(session, "二楼会议室"),
        lambda: sampling_edit.note(session, drawn_items[0].population, drawn_items[0].item, "清"),
        lambda: sampling_edit.verify(
            session, drawn_items[0].population, drawn_items[0].item, Decimal(1)
        ),
        lambda: sampling_edit.edit_settings(session, performance_pct=Decimal(60)),
        facts,
        lambda: evidence.delete(session, session.all(Evidence)[-1].row, "不属于本次核查"),
        session.undo,
    ]


@pytest.fixture
def session(visit: Visit) -> Session:
    """A lead's engagement with a conflict, the client's slips, and a sample half checked."""
    session = visit.session
    for package in visit.packages:
        take_in(session, package)
    slips = slips_population(session)
    drawn(session, slips.row)
    checked(session, slips.row, {3: Decimal("-0.5")}, leave=6)
    return session


def test_after_each_write_it_is_what_would_be_computed_anew(
    session: Session, tmp_path: Path
) -> None:
    assert session.conflicts()
    shown(session)
    for number, edit in enumerate(edits(session)):
        edit()
        kept = shown(session)
        session.forget()
        anew = shown(session)
        for ours, theirs in zip(kept, anew, strict=True):
            assert ours == theirs, f"edit {number}: {type(ours).__name__}"


def test_a_package_that_comes_in_changes_what_is_remembered(visit: Visit) -> None:
    session = visit.session
    for package in visit.packages:
        shown(session)
        take_in(session, package)
        kept = shown(session)
        session.forget()
        assert kept == shown(session)
    assert session.conflicts()
