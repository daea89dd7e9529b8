"""Where the visit stands, seen by the lead and by an auditor of the team."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from cfpdesk.i18n import msg
from cfpdesk.model.gate import Level, Mark
from cfpdesk.model.package import PackageKind
from cfpdesk.model.team import Person, Role
from cfpdesk.steps import merge
from cfpdesk.store.session import Session
from cfpdesk.ui.overview import Overview, overview
from cfpdesk.ui.rail import Rail, RailRow
from tests.builders import a_session, an_engagement


def as_role(session: Session, role: Role) -> None:
    assert session.actor is not None
    with session.transact(msg("Take the role")) as change:
        change.put(Person(name="我", role=role, key_sha256=session.actor.key_sha256, place=9))


def seen(session: Session) -> Overview:
    return overview(session, session.now(), "home", {}, {})


@pytest.mark.parametrize(("role", "hard"), [(Role.LEAD, True), (Role.VERIFIER, False)])
def test_plan_and_meetings_stand_in_the_way_of_the_lead_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, role: Role, *, hard: bool
) -> None:
    kind = PackageKind.CONSOLIDATED if hard else PackageKind.AUDITOR  # what they would hand on
    monkeypatch.setattr("cfpdesk.store.export.default_kind", lambda _session: kind)
    session = a_session(tmp_path)
    an_engagement(session)
    as_role(session, role)
    found = seen(session)
    levels = {b.level for b in found.blockers("engagement")}
    assert (Level.HARD in levels) is hard
    assert found.next.target.page == ("engagement" if hard else "checklist")
    session.close()


def test_a_kit_is_no_merge_for_an_auditor(tmp_path: Path) -> None:
    session = a_session(tmp_path)
    an_engagement(session)
    as_role(session, Role.VERIFIER)
    assert merge.status(session).mark is Mark.NOT_STARTED
    session.close()


@pytest.mark.parametrize(("role", "figure"), [(Role.LEAD, ""), (Role.VERIFIER, "组长")])
def test_the_rail_says_whose_page_merging_is(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, role: Role, figure: str
) -> None:
    kind = PackageKind.AUDITOR if figure else PackageKind.CONSOLIDATED
    monkeypatch.setattr("cfpdesk.store.export.default_kind", lambda _session: kind)
    session = a_session(tmp_path)
    an_engagement(session)
    as_role(session, role)
    rail = Rail(lambda: None, lambda: None)
    qtbot.addWidget(rail)
    rail.show_overview(seen(session))
    merging = rail.findChild(RailRow, "rail-merge")
    assert isinstance(merging, RailRow)
    assert merging.accessibleDescription() == "，".join(part for part in ("未开始", figure) if part)
    session.close()
