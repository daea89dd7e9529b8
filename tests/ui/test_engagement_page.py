"""The engagement in the real window: facts, people, keys, owners, sites, kit."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from cfpdesk.i18n import msg
from cfpdesk.model.closing import Seal
from cfpdesk.model.contract_review import Acceptance, ContractReview
from cfpdesk.model.engagement import Boundary, Engagement, Site
from cfpdesk.model.gate import Target
from cfpdesk.model.journal import Actor
from cfpdesk.model.meeting import Meeting, MeetingKind
from cfpdesk.model.plan import PlanVersion
from cfpdesk.model.team import Person, Role
from cfpdesk.steps import engagement
from cfpdesk.store.identity import Identity, create_identity
from cfpdesk.store.package_reader import read_package
from cfpdesk.store.session import Session
from cfpdesk.ui.main_window import MainWindow
from cfpdesk.ui.widgets.owner_matrix import OwnerMatrix
from cfpdesk.ui.widgets.status_icon import StatusIcon
from cfpdesk.ui.window_look import switch_language
from tests.builders import START, a_clock, an_engagement, closed, give, two_copies
from tests.flow.visit.hands import (
    choose,
    click,
    fill,
    find,
    press_button,
    press_key,
    settle,
    type_text,
    visible,
    wait_for,
)
from tests.ui.opened import a_file, focus_name, open_window

PASSPHRASE = "a long passphrase of five words"


@pytest.fixture(scope="module")
def lead(tmp_path_factory: pytest.TempPathFactory) -> Identity:
    return an_identity(tmp_path_factory.mktemp("lead"), "林珂")


@pytest.fixture(scope="module")
def gao(tmp_path_factory: pytest.TempPathFactory) -> Identity:
    return an_identity(tmp_path_factory.mktemp("gao"), "高博")


def an_identity(home: Path, name: str) -> Identity:
    return create_identity(home, name=name, organisation="", passphrase=PASSPHRASE, now=START)


@pytest.fixture
def session(tmp_path: Path, lead: Identity) -> Iterator[Session]:
    made = Session.create(tmp_path / "e", Actor("林珂", lead.key_sha256), a_clock())
    engagement.begin(made, card=lead.card_file())
    an_engagement(made)
    yield made
    made.close()


@pytest.fixture
def window(qtbot: QtBot, session: Session, lead: Identity) -> MainWindow:
    made = open_window(qtbot, session)
    made.desk.identity = lead
    made.desk.go("engagement")
    settle()
    return made


def person(session: Session, name: str) -> Person:
    return next(p for p in session.all(Person) if p.name == name)


def add_member(name: str) -> None:
    field = find(QLineEdit, "新组员")
    field.setFocus()
    type_text(field, name)
    press_key(Qt.Key.Key_Return, widget=field)


def test_facts_are_kept_when_their_field_is_left(window: MainWindow, session: Session) -> None:
    fill("声明值", "2,808.56")
    fill("数据时段起", "2025/1/1")
    fill("告知日期", "2026-03-11")
    fill("告知方式", "书面，王建华签收")
    choose("边界", "大门到大门")
    press_key(Qt.Key.Key_Return)
    kept = session.find(Engagement)
    assert kept.claimed_value == Decimal("2808.56")
    assert str(kept.period_from) == "2025-01-01"
    assert str(kept.materiality_told_on) == "2026-03-11"
    assert kept.materiality_told_how == "书面，王建华签收"
    assert kept.boundary is Boundary.GATE_TO_GATE
    from PySide6.QtWidgets import QLabel

    assert "= ±140.43 kgCO₂e/t" in [label.text() for label in visible(QLabel)]


def test_what_is_no_number_stays_at_the_field_in_words(
    window: MainWindow, session: Session
) -> None:
    fill("重要性", "500")
    field = find(QLineEdit, "重要性")
    assert field.property("state") == "bad"
    assert session.find(Engagement).materiality_pct == 5
    fill("重要性", "3")
    assert session.find(Engagement).materiality_pct == 3
    assert field.property("state") == ""


def test_people_are_added_written_and_given_a_role(window: MainWindow, session: Session) -> None:
    add_member("高博")
    assert person(session, "高博").place == 2
    fill("高博的职务", "核查员")
    choose("高博的角色", "实习核查员")
    press_key(Qt.Key.Key_Return)
    assert person(session, "高博").title == "核查员"
    assert person(session, "高博").role is Role.TRAINEE
    fill("高博的席位", "4")
    assert person(session, "高博").place == 4
    field = find(QLineEdit, "高博的姓名")
    field.setFocus()
    press_key(Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier, field)
    names = [member.person.name for member in engagement.state(session).team]
    assert names == ["高博", "林珂"]
    assert focus_name() == "高博的姓名"


def test_a_key_card_is_taken_in_shown_and_trusted(
    window: MainWindow,
    session: Session,
    gao: Identity,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    add_member("高博")
    card = a_file(tmp_path, "高博.cfid", gao.card_file())
    monkeypatch.setattr(window.desk, "open_files", lambda *_: [card])
    press_button("收高博的密钥卡")
    assert person(session, "高博").key_sha256 == gao.key_sha256
    assert focus_name() == "一样，当面看过"
    press_button("一样，念过")
    member = engagement.state(session).team[1]
    assert member.trusted
    assert member.key is not None
    assert member.key.verified_how == "read_aloud"
    press_button("高博的密钥，已核对")
    press_button("不一样")
    assert person(session, "高博").key_sha256 == ""


def test_owners_are_given_by_digits(window: MainWindow, session: Session) -> None:
    add_member("高博")
    matrix = visible(OwnerMatrix)[0]
    matrix.setFocus()
    codes = [group.code for group in engagement.state(session).groups]
    for key in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_2, Qt.Key.Key_0):
        press_key(key, widget=matrix)
    owners = [group.owner for group in engagement.state(session).groups]
    lead, other = person(session, "林珂").row, person(session, "高博").row
    assert owners[:4] == [lead, other, other, ""]
    press_key(Qt.Key.Key_Space, widget=matrix)
    assert engagement.state(session).groups[4].owner == other
    click(matrix, matrix.cell_box(codes[4], lead).center())
    assert engagement.state(session).groups[4].owner == lead
    assert codes[4] in matrix.accessibleName()


def test_sites_are_written_in_place(window: MainWindow, session: Session) -> None:
    press_button("场所")
    field = find(QLineEdit, "新场所")
    field.setFocus()
    type_text(field, "无锡一厂")
    press_key(Qt.Key.Key_Return, widget=field)
    fill("无锡一厂 起", "2026-03-18")
    fill("无锡一厂 做什么", "酸洗、轧制")
    site = session.all(Site)[0]
    assert (str(site.visit_from), site.activities) == ("2026-03-18", "酸洗、轧制")
    fill("无锡一厂 止", "三月")
    assert find(QLineEdit, "无锡一厂 止").property("state") == "bad"
    assert session.all(Site)[0].visit_to is None


def test_meetings_are_arranged(window: MainWindow, session: Session) -> None:
    fill("末次会议", "2026-03-19 16:00")
    fill("末次会议 地点", "二楼会议室")
    meeting = session.find(Meeting, kind=MeetingKind.CLOSING)
    zone = datetime.now().astimezone().tzinfo
    assert meeting.planned_at == datetime(2026, 3, 19, 16, 0, tzinfo=zone).astimezone(UTC)
    assert meeting.place == "二楼会议室"


def test_the_kit_is_written_signed_and_read_back(
    window: MainWindow,
    session: Session,
    lead: Identity,
    gao: Identity,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    add_member("高博")
    card = a_file(tmp_path, "高博.cfid", gao.card_file())
    monkeypatch.setattr(window.desk, "open_files", lambda *_: [card])
    press_button("收高博的密钥卡")
    press_button("一样，当面看过")
    target = tmp_path / "kit.cfpkg"
    monkeypatch.setattr(window.desk, "save_file", lambda *_: target)
    monkeypatch.setattr(window.desk, "signer", lambda _why: lead.unlock(PASSPHRASE))
    press_button("发任务包…")
    press_button("写任务包…")
    wait_for(target.exists, "the kit")
    settle(200)
    with read_package(target) as package:
        assert package.manifest.engagement_id == session.find(Engagement).engagement_id
    from PySide6.QtWidgets import QLabel

    assert [label for label in visible(QLabel) if "已写好并读回核对" in label.text()]


def test_everything_that_takes_focus_has_a_name_in_both_languages(window: MainWindow) -> None:
    add_member("高博")
    press_button("发任务包…")
    for _ in range(2):
        assert window.page is not None
        nameless = [
            (widget.objectName(), type(widget).__name__)
            for widget in window.page.findChildren(QWidget)
            if widget.focusPolicy() != Qt.FocusPolicy.NoFocus
            and widget.isVisible()
            and not (
                widget.accessibleName()
                or (isinstance(widget, QAbstractButton) and widget.text())
                or isinstance(widget.parent(), QComboBox)
            )
        ]
        assert not nameless
        switch_language(window)
        settle()


def test_after_the_seal_a_change_asks_for_its_reason(
    window: MainWindow, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_member("高博")
    with session.transact(msg("Seal")) as change:
        change.put(Seal(sealed_at=change.now))
    settle()
    monkeypatch.setattr(window.desk, "ask_reason", lambda _prompt, then: then("写错了"))
    fill("产品", "别的带钢")
    fill("高博的职务", "核查员")
    settle()
    assert session.find(Engagement).product == "别的带钢"
    assert person(session, "高博").title == "核查员"
    assert session.operations(1)[0].reason == "写错了"


def test_a_disputed_fact_is_flagged_at_its_field(qtbot: QtBot, tmp_path: Path) -> None:
    mine, theirs = two_copies(tmp_path)
    engagement.write(mine, "product", "热轧钢带")
    engagement.write(theirs, "product", "精密带钢")
    give(theirs, mine)
    window = open_window(qtbot, mine)
    window.desk.go("engagement")
    settle()
    flags = [icon for icon in visible(StatusIcon) if "热轧钢带" in icon.toolTip()]
    assert len(flags) == 1
    assert "精密带钢" in flags[0].toolTip()
    window.close_session()  # or its timers ask an engagement that is closed under it
    closed((theirs,))


def test_the_title_says_how_far_contract_and_plan_are_and_prints_the_plan(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = window.desk.session
    assert window.page is not None
    assert "合同未决定 · 计划还没发出" in window.page.state_line()
    with session.transact(msg("x")) as change:
        review = session.find(ContractReview).but(decision=Acceptance.ACCEPTED)
        change.put(review.but(decided_on=date(2026, 2, 27)))
        change.put(PlanVersion(number=2))
    assert window.page.state_line().startswith("合同评审 2026-02-27 通过 · 计划第 2 版")
    found: list[Target] = []
    monkeypatch.setattr(window, "go", found.append)
    press_button("打印计划")
    assert found == [Target("document", "plan")]
