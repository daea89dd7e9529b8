"""Items of one's own, and another version of the library: seen before it is taken."""

import json
from pathlib import Path
from typing import Any

import pytest

from cfpdesk.errors import UserError
from cfpdesk.i18n import msg
from cfpdesk.model.checklist import Answer, Verdict
from cfpdesk.model.checklist_change import ItemPart
from cfpdesk.model.engagement import Engagement, Stage
from cfpdesk.model.gate import Level
from cfpdesk.model.own_item import OWN_GROUP, ChecklistVersion, OwnItem, next_own_number
from cfpdesk.resource import resource
from cfpdesk.steps import checklist, checklist_library, engagement
from cfpdesk.store.checklist_library import checklist_of, checklist_versions, load_checklist
from cfpdesk.store.session import Session
from tests.builders import a_session, closed, give, reopened, two_copies

RUNNING = checklist_versions()[-1]


@pytest.fixture
def session(tmp_path: Path) -> Session:
    made = a_session(tmp_path)
    engagement.begin(made)
    return made


def a_version(version: str = "cfp-2027.1", **changes: Any) -> bytes:
    """The library that comes with the program under another name, with some items changed."""
    data = json.loads(resource("checklists", f"{RUNNING}.json").read_text(encoding="utf-8"))
    data["version"] = version
    removed = changes.pop("removed", ())
    data["items"] = [item for item in data["items"] if item["id"] not in removed]
    for item in data["items"]:
        item.update(changes.get(item["id"].replace("-", "_"), {}))
    data["items"] += changes.get("added", [])
    return json.dumps(data, ensure_ascii=False).encode()


ADDED = {
    "id": "ELEC-09",
    "stages": ["S2"],
    "lifecycle_stage": "production",
    "risk": "H",
    "clauses": ["ISO14067:6.4.9.4"],
    "question": {"zh": "绿证是否注销？", "en": "Are certificates cancelled?"},
    "evidence": {"zh": "注销凭证", "en": "proof of cancellation"},
}


# The 120 items by stage -----------------------------------------------------------------------


def test_items_are_asked_in_their_stages_as_the_library_says(session: Session) -> None:
    library = load_checklist()
    assert len(library.items) == 120
    for stage in Stage:
        engagement.write(session, "stage", stage)
        shown = {item.item.id for item in checklist.state(session).items}
        assert shown == {item.id for item in library.items if stage in item.stages}, stage
        assert shown


def test_the_library_is_the_one_of_the_scheme(shared: Path) -> None:
    given = json.loads((shared / "rules" / "checklist.json").read_text(encoding="utf-8"))
    kept = {item.id: item for item in load_checklist().items}
    assert {item["id"] for item in given} == set(kept)
    for item in given:
        assert tuple(item["stage"]) == kept[item["id"]].stages, item["id"]
        assert item["lifecycle_stage"] == kept[item["id"]].lifecycle_stage, item["id"]


# Own items ------------------------------------------------------------------------------------


def test_an_own_item_is_asked_like_any_other(session: Session) -> None:
    before = len(checklist.state(session).items)
    made = checklist_library.add_own(session, "  酸洗线废酸去向？ ", "转移联单", "H")
    assert made.number == "OWN-101"
    now = checklist.state(session)
    (own,) = [item for item in now.items if item.item.group == OWN_GROUP]
    assert len(now.items) == before + 1
    assert own.item.question.zh == own.item.question.en == "酸洗线废酸去向？"
    assert [str(piece) for piece in own.item.expected] == ["转移联单"]
    assert own.high_risk
    checklist.answer(session, [made.number], Verdict.NOT_APPLICABLE)
    found = [b.code for b in checklist.blockers(session) if b.target.row == made.number]
    assert found == ["checklist.no_reason"]
    checklist.answer(session, [made.number], Verdict.NOT_APPLICABLE, reason="没有酸洗")
    assert not [b for b in checklist.blockers(session) if b.target.row == made.number]


def test_an_own_item_belongs_to_its_stage(session: Session) -> None:
    engagement.write(session, "stage", Stage.STAGE_1)
    made = checklist_library.add_own(session, "边界图谁画的？")
    engagement.write(session, "stage", Stage.STAGE_2)
    assert made.number not in {item.item.id for item in checklist.state(session).items}
    assert made.number in {item.id for item in checklist_of(session).items}


def test_own_numbers_are_given_once_and_hold_the_place(session: Session) -> None:
    first = checklist_library.add_own(session, "一")
    session.undo()
    second = checklist_library.add_own(session, "二")
    assert (first.number, second.number) == ("OWN-101", "OWN-102")
    assert next_own_number(2, ["OWN-101", "OWN-102"]) == "OWN-201"
    assert next_own_number(12, ["OWN-101"]) == "OWN-1201"
    assert next_own_number(1, ["OWN-1201", "OWN-1xx", "nonsense", ""]) == "OWN-101"
    with pytest.raises(UserError):
        next_own_number(1, [f"OWN-1{n:02d}" for n in range(1, 100)])


@pytest.mark.parametrize(("question", "risk"), [("", "M"), ("  ", "M"), ("问", "X")])
def test_an_own_item_needs_a_question_and_a_risk(
    session: Session, question: str, risk: str
) -> None:
    with pytest.raises(UserError):
        checklist_library.add_own(session, question, "", risk)
    assert session.all(OwnItem) == ()


def test_own_items_and_versions_travel(tmp_path: Path) -> None:
    lead, auditor = two_copies(tmp_path)
    checklist_library.add_own(lead, "谁的？")
    offered = checklist_library.look_at(lead, a_version(added=[ADDED]))
    checklist_library.take(lead, offered, "新版发布")
    give(lead, auditor)
    auditor.reload()
    ids = {item.id for item in checklist_of(auditor).items}
    assert {"ELEC-09", "OWN-101"} <= ids
    assert checklist_library.add_own(auditor, "我的").number == "OWN-201"
    closed((lead, auditor))


# Versions -------------------------------------------------------------------------------------


def test_a_version_is_shown_as_a_difference_and_nothing_is_written(session: Session) -> None:
    checklist.answer(session, ["ENG-01"], Verdict.CONFORM)
    events = session.heads()
    changed = {"question": {"zh": "新问法？", "en": "New wording?"}, "risk": "M"}
    offered = checklist_library.look_at(
        session, a_version(removed=("ENG-01", "ENG-02"), added=[ADDED], ELEC_01=changed)
    )
    change = offered.change
    assert [item.id for item in change.added] == ["ELEC-09"]
    assert [item.id for item in change.removed] == ["ENG-01", "ENG-02"]
    assert change.orphaned == ("ENG-01",)
    assert [(c.after.id, c.parts) for c in change.changed] == [
        ("ELEC-01", (ItemPart.QUESTION, ItemPart.RISK))
    ]
    assert change.same == 117
    assert session.heads() == events


def test_answers_stay_by_the_id_of_their_item(session: Session) -> None:
    own = checklist_library.add_own(session, "自加")
    checklist.answer(session, ["ELEC-01", "ENG-01", own.number], Verdict.CONFORM)
    version = a_version(removed=("ENG-01",), ELEC_01={"question": {"zh": "新", "en": "new"}})
    offered = checklist_library.look_at(session, version)
    assert own.number not in {item.id for item in offered.change.removed}
    checklist_library.take(session, offered, "新版发布")
    items = {item.item.id: item for item in checklist.state(session).items}
    assert items["ELEC-01"].answer.verdict is Verdict.CONFORM
    assert items["ELEC-01"].item.question.zh == "新"
    assert "ENG-01" not in {item.id for item in checklist_of(session).items}
    assert session.find(Answer, item="ENG-01").verdict is Verdict.CONFORM  # kept in the record
    assert items[own.number].answer.verdict is Verdict.CONFORM
    assert session.find(Engagement).checklist == "cfp-2027.1"
    session.undo()
    assert session.find(Engagement).checklist == RUNNING
    assert "ENG-01" in {item.id for item in checklist_of(session).items}


def test_a_version_that_was_taken_opens_again(session: Session) -> None:
    offered = checklist_library.look_at(session, a_version(added=[ADDED]))
    checklist_library.take(session, offered, "新版发布")
    again = reopened(session)
    assert "ELEC-09" in {item.item.id for item in checklist.state(again).items}
    assert again.all(ChecklistVersion)[0].version == "cfp-2027.1"
    again.close()


def test_going_back_to_a_version_of_the_program_works(session: Session) -> None:
    checklist_library.take(session, checklist_library.look_at(session, a_version()), "新版")
    shipped = resource("checklists", f"{RUNNING}.json").read_bytes()
    checklist_library.take(session, checklist_library.look_at(session, shipped), "退回")
    assert session.find(Engagement).checklist == RUNNING
    assert len(session.all(ChecklistVersion)) == 1


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe\x00",
        b"[]",
        b"{}",
        b"[" * 100_000,
        b'{"version": "x"}',
        a_version(version="Bad Version!"),
        a_version(added=[ADDED, ADDED]),
        a_version(added=[{**ADDED, "id": "OWN-01"}]),
        a_version(added=[{**ADDED, "stages": ["S9"]}]),
        a_version(added=[{**ADDED, "risk": "X"}]),
        a_version(added=[{**ADDED, "question": {"zh": "只有中文"}}]),
        b" " * 8_000_001,
    ],
)
def test_a_file_that_is_no_checklist_is_refused_with_a_sentence(
    session: Session, data: bytes
) -> None:
    with pytest.raises(UserError) as caught:
        checklist_library.look_at(session, data)
    assert str(caught.value.message)
    assert session.find(Engagement).checklist == RUNNING


def test_the_running_version_and_a_false_name_are_refused(session: Session) -> None:
    with pytest.raises(UserError):
        checklist_library.look_at(session, a_version(RUNNING))
    checklist_library.take(session, checklist_library.look_at(session, a_version()), "新版")
    with pytest.raises(UserError):
        checklist_library.look_at(session, a_version(RUNNING, added=[ADDED]))


def test_a_version_needs_a_reason_and_the_state_that_was_looked_at(session: Session) -> None:
    offered = checklist_library.look_at(session, a_version())
    with pytest.raises(UserError):
        checklist_library.take(session, offered, " ")
    other = checklist_library.look_at(session, a_version("cfp-2027.2"))
    checklist_library.take(session, other, "先取这一版")
    with pytest.raises(UserError):
        checklist_library.take(session, offered, "晚了")


def test_items_left_open_count_with_a_new_version_too(session: Session) -> None:
    offered = checklist_library.look_at(session, a_version(added=[ADDED]))
    checklist_library.take(session, offered, "新版")
    with session.transact(msg("Answer")) as change:
        change.put(Answer(item="ELEC-09", verdict=Verdict.NOT_APPLICABLE))
    hard = [b for b in checklist.blockers(session) if b.level is Level.HARD]
    assert [b.target.row for b in hard] == ["ELEC-09"]
