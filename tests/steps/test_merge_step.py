"""Conflicts by record, the owner's version suggested, decisions with their reason."""

from pathlib import Path

import pytest

from cfpdesk.errors import UserError
from cfpdesk.i18n import msg, text_in
from cfpdesk.model.checklist import Answer, Verdict
from cfpdesk.model.choice import Choice, Side, chosen_value
from cfpdesk.model.engagement import Engagement
from cfpdesk.model.field_word import field_word
from cfpdesk.model.gate import Level, Mark
from cfpdesk.model.statement import PackageError
from cfpdesk.model.team import Person
from cfpdesk.model.trust import TrustList
from cfpdesk.model.value_word import value_text
from cfpdesk.steps import engagement, merge
from cfpdesk.store.exclusion import packages
from cfpdesk.store.reception import (
    UntrustedAuthorError,
    look,
    receive,
    set_aside,
    set_aside_packages,
)
from cfpdesk.store.session import Session
from cfpdesk.store.trust_state import current_trust
from tests.builders import a_session, an_engagement
from tests.visits import Visit, now, take_in


def take_all(visit: Visit) -> None:
    for path in visit.packages:
        take_in(visit.session, path)


def person(visit: Visit, name: str) -> Person:
    return next(p for p in visit.session.all(Person) if p.name == name)


def test_nothing_waits_before_a_merge(visit: Visit) -> None:
    assert merge.state(visit.session).conflicts == ()
    assert merge.status(visit.session).mark is Mark.NOT_STARTED
    waiting = merge.blockers(visit.session)
    assert {blocker.code for blocker in waiting} == {"merge.not_in"}
    assert {blocker.level for blocker in waiting} == {Level.WARNING}
    assert any("苏晓岚" in blocker.sentence.text("zh") for blocker in waiting)


def test_conflicts_stand_by_record_with_names_and_what_was(visit: Visit) -> None:
    take_all(visit)
    (record,) = merge.state(visit.session).conflicts
    assert record.name == "ELEC-01"
    assert [field.field for field in record.fields] == ["verdict", "facts"]
    assert {v.person for v in record.fields[0].versions} == {"苏晓岚", "高博"}
    assert record.fields[0].was is None
    (blocker,) = [b for b in merge.blockers(visit.session) if b.code == "merge.conflict"]
    assert not [b for b in merge.blockers(visit.session) if b.code == "merge.not_in"]
    assert blocker.level is Level.HARD
    assert "ELEC-01" in blocker.sentence.text("zh")
    assert merge.status(visit.session).mark is Mark.IN_PROGRESS


def test_the_owner_of_the_group_is_suggested(visit: Visit) -> None:
    take_all(visit)
    owner = person(visit, "高博")
    engagement.own(visit.session, "ELEC", owner.row)
    (record,) = merge.state(visit.session).conflicts
    choice = record.suggestions["verdict"]
    assert record.fields[0].versions[choice.version].person == "高博"


def test_a_decision_needs_a_reason_and_clears_the_conflict(visit: Visit) -> None:
    take_all(visit)
    (record,) = merge.state(visit.session).conflicts
    verdict, facts = record.fields
    pairs = [(verdict, Choice(Side.THEIRS, 0)), (facts, Choice(Side.BOTH))]
    with pytest.raises(UserError):
        merge.settle(visit.session, pairs, " ", record.name)
    merge.settle(visit.session, pairs, "同一件事", record.name)
    assert merge.state(visit.session).conflicts == ()
    kept = visit.session.find(Answer, item="ELEC-01")
    assert kept.verdict is Verdict(str(verdict.versions[0].value))
    assert kept.facts == "苏晓岚：苏晓岚看到的\n高博：高博看到的"
    assert visit.session.operations(1)[0].reason == "同一件事"


def test_a_look_writes_nothing_and_tells_what_would_come(visit: Visit) -> None:
    session = visit.session
    heads = session.heads()
    arrived = look(session.folder, visit.packages[0], current_trust(session), now())
    assert session.heads() == heads
    assert packages(session)[-1].verdict == "exported"
    assert arrived.name == "苏晓岚"
    assert arrived.preview.events > 0
    assert merge.records(session, arrived.preview.conflicts) == ()


def test_a_package_is_taken_back_and_brought_back(visit: Visit) -> None:
    take_all(visit)
    record = next(p for p in merge.state(visit.session).packages if p.ranges)
    with pytest.raises(UserError):
        merge.un_merge(visit.session, record.root, "")
    merge.un_merge(visit.session, record.root, "拿错了")
    assert merge.state(visit.session).conflicts == ()
    merge.merge_again(visit.session, record.root, "没拿错")
    assert len(merge.state(visit.session).conflicts) == 1


def test_quarantine_keeps_name_and_reason_until_thrown_out(visit: Visit, tmp_path: Path) -> None:
    bad = tmp_path / "备份(1).cfpkg"
    bad.write_bytes(visit.packages[0].read_bytes()[:-1])
    with pytest.raises(PackageError) as refused:
        receive(visit.session.folder, bad, current_trust(visit.session), now())
    kept = set_aside(visit.session.folder, bad, refused.value, now())
    (found,) = merge.state(visit.session).aside
    assert (found.name, found.path) == ("备份(1).cfpkg", kept.path)
    assert str(found.reason) == str(refused.value.message)
    set_aside(visit.session.folder, kept.path, refused.value, now())
    (again,) = set_aside_packages(visit.session.folder)
    assert again.name == "备份(1).cfpkg"
    merge.throw_out(visit.session, str(kept.path))
    assert merge.state(visit.session).aside == ()


def test_values_and_fields_are_said_in_words() -> None:
    assert str(value_text("answer", "verdict", "not_conform")) == "不符合"
    assert str(value_text("answer", "facts", "")) == "空"
    assert str(value_text("evidence", "for_client", value=True)) == "是"
    assert str(field_word("answer", "facts")) == "事实"
    assert field_word("answer", "of_another_version") == "of_another_version"


def test_a_deleted_row_is_kept_or_deleted() -> None:
    from cfpdesk.model.choice import FieldConflict, Version

    versions = (
        Version({"seen": {}}, "甲", now(), "a"),
        Version("x", "乙", now(), "b"),
    )
    conflict = FieldConflict("evidence", "r", "_del", versions)
    assert chosen_value(conflict, Choice(Side.THEIRS, 0)) is True
    assert chosen_value(conflict, Choice(Side.THEIRS, 1)) is False
    assert not conflict.joinable


def test_a_valid_package_in_quarantine_waits_and_a_broken_one_does_not(visit: Visit) -> None:
    path, folder = visit.packages[0], visit.session.folder
    with pytest.raises(UntrustedAuthorError) as stranger:
        receive(
            folder, path, TrustList(engagement_id=current_trust(visit.session).engagement_id), now()
        )
    kept = set_aside(folder, path, stranger.value, now())
    status = merge.status(visit.session)
    assert (status.mark, text_in(status.figure, "en")) == (Mark.IN_PROGRESS, "1 set aside")
    merge.throw_out(visit.session, str(kept.path))
    set_aside(folder, path, PackageError(msg("The file is too short.")), now())
    assert merge.status(visit.session).mark is Mark.NOT_STARTED


def test_a_second_chain_of_ones_own_was_never_merged(tmp_path: Path) -> None:
    """A restored backup or another device of the same person begins one; nobody's part came in."""
    session = a_session(tmp_path)
    an_engagement(session)
    session.close()
    again = Session.open(session.folder, session.actor, session.clock)
    with again.transact(msg("Write on")) as change:
        change.put(again.find(Engagement).but(number="7"))
    assert merge.status(again).mark is Mark.NOT_STARTED
    again.close()
