"""The nine small cases on which an earlier draft of the merge failed, and a few beside them."""

import json
from pathlib import Path

import pytest

from cfpdesk.errors import UserError
from cfpdesk.i18n import msg
from cfpdesk.model.checklist import Answer, Verdict
from cfpdesk.model.evidence import Evidence, Link
from cfpdesk.store import adoption, authority, exclusion, fork, projection
from cfpdesk.store.database import transaction
from cfpdesk.store.log import Log
from cfpdesk.store.merge import merge_package
from cfpdesk.store.preview import Came as Comes
from cfpdesk.store.preview import preview_package
from cfpdesk.store.session import Session
from cfpdesk.store.state import projected_state
from cfpdesk.store.verdict import Verdict as Came
from tests.builders import FIRST, LEAD, SECOND, a_clock, a_session, give, packed, two_copies
from tests.store.histories import World
from tests.store.test_merge_properties import a_log, package, picture, take

CELL = ("t", "r0", "x")
NEW = ("t", "r0", "_new")


def told(world: World, *order: str) -> Log:
    log = a_log()
    for replica in order:
        take(log, package(world, replica, [world.views[replica][replica]]))
    return log


def values(log: Log) -> list[object]:
    cid = log.cell(*CELL)
    assert cid is not None
    return [json.loads(node.value) for node in projection.heads(log, cid)]


def begun() -> World:
    world = World()
    world.write("aa", NEW, "create", {"key": {}, "parents": []})
    return world


def answer(session: Session, item: str, verdict: Verdict, facts: str = "") -> Answer:
    with session.transact(msg("Answer {item}", item=item)) as change:
        return change.put(session.find(Answer, item=item).but(verdict=verdict, facts=facts))


# ---------------------------------------------------------------- the nine cases


@pytest.mark.parametrize("order", [("aa", "evil"), ("evil", "aa")])
def test_1_a_name_of_a_future_event_hides_nothing(order: tuple[str, str]) -> None:
    world = begun()
    world.write("evil", CELL, "set", "evil", [f"aa:3:{'0' * 32}"])
    world.write("aa", CELL, "set", "honest")
    log = told(world, *order)
    assert sorted(values(log), key=str) == ["evil", "honest"]
    assert picture(log)["conflicts"] == {CELL}


@pytest.mark.parametrize("order", [("aa", "evil"), ("evil", "aa")])
def test_2_two_events_that_name_each_other_both_stand(order: tuple[str, str]) -> None:
    world = begun()
    first = world.write("aa", CELL, "set", "one", [f"evil:2:{'0' * 32}"])
    world.write("evil", CELL, "set", "two", [first])
    log = told(world, *order)
    assert values(log) == ["two"]  # only the name that could be known counts


@pytest.mark.parametrize("order", [("aa", "evil"), ("evil", "aa")])
def test_3_seen_beyond_what_exists_hides_no_later_edit(order: tuple[str, str]) -> None:
    world = begun()
    world.write("evil", ("t", "r0", "_del"), "delete", None, seen={"aa": f"aa:9:{'0' * 32}"})
    for n in range(8):
        world.write("aa", CELL, "set", f"v{n}", world.heads("aa", CELL))
    log = told(world, *order)
    assert picture(log)["life"] == {("t", "r0"): "shown"}
    assert ("t", "r0", "_del") in picture(log)["conflicts"]


def test_4_an_edit_through_an_excluded_one_is_no_conflict() -> None:
    world = begun()
    first = world.write("aa", CELL, "set", "a")
    second = world.write("aa", CELL, "set", "b", [first])
    world.write("aa", CELL, "set", "c", [second])
    world.write("aa", ("_excl", "aa:4:4", ""), "exclude", {"from": 4}, end=second)
    log = told(world, "aa")
    assert values(log) == ["c"]
    assert picture(log)["conflicts"] == set()


def test_5_two_leads_who_exclude_each_others_exclude_change_nothing() -> None:
    world = begun()
    edit = world.write("aa", CELL, "set", "a")
    for lead in ("lead", "lead2"):
        world.deliver("aa", lead)
    place = ("_excl", "aa:3:3", "")
    ones = [world.write(lead, place, "exclude", {"from": 3}, end=edit)
            for lead in ("lead", "lead2")]  # fmt: skip
    world.write("lead", ("_excl", "lead2:2:2", ""), "exclude", {"from": 2}, end=ones[1])
    world.write("lead2", ("_excl", "lead:2:2", ""), "exclude", {"from": 2}, end=ones[0])
    log = told(world, "aa", "lead", "lead2")
    assert values(log) == []
    assert picture(log)["ranges"] == {("aa", 3, 3), ("lead", 2, 2), ("lead2", 2, 2)}


def test_6_a_row_stays_whose_first_create_is_excluded() -> None:
    world = begun()
    other = world.write("bb", NEW, "create", {"key": {}, "parents": []})
    first = world.views["aa"]["aa"][1]
    world.write("aa", ("_excl", "aa:2:2", ""), "exclude", {"from": 2}, end=first)
    log = told(world, "aa", "bb")
    assert other
    assert picture(log)["life"] == {("t", "r0"): "shown"}


def test_7_undo_of_one_of_two_edits_leaves_no_conflict(tmp_path: Path) -> None:
    lead, auditor = two_copies(tmp_path)
    with lead, auditor:
        answer(lead, "ELEC-01", Verdict.CONFORM)
        answer(auditor, "ELEC-01", Verdict.NOT_CONFORM)
        give(auditor, lead)
        assert len(lead.conflicts()) == 1
        auditor.undo()
        give(auditor, lead)
        assert lead.conflicts() == ()
        assert lead.find(Answer, item="ELEC-01").verdict is Verdict.CONFORM


def test_8_deleting_a_child_of_a_deleted_parent_is_no_conflict(tmp_path: Path) -> None:
    lead, auditor = two_copies(tmp_path)
    with lead, auditor:
        with lead.transact(msg("Add")) as change:
            photo = change.put(Evidence(number="E-1-001"))
            found = change.put(Answer(item="ELEC-01"))
            link = change.put(Link(evidence=photo.row, target_table="answer", target=found.row))
        give(lead, auditor)
        with lead.transact(msg("Delete")) as change:
            change.remove(photo)
        with auditor.transact(msg("Delete")) as change:
            change.remove(link)
        give(auditor, lead)
        assert lead.conflicts() == ()
        assert lead.all(Link) == ()
        assert lead.all(Evidence) == ()


def test_9_a_relayed_fork_leaves_the_relays_other_chains_alone() -> None:
    world = begun()
    world.write("bb", CELL, "set", "b")
    world.deliver("aa", "lead")
    world.deliver("bb", "lead")
    world._fork("aa", CELL, 1)
    log = a_log()
    take(log, package(world, "aa", [world.stories[0]]))
    relayed = [story for _replica, story in sorted(world.views["lead"].items())]
    take(log, package(world, "lead", relayed))
    assert values(log) == ["b"]
    assert [(f.replica, f.seq) for f in fork.forks(log)] == [("aa", 2)]


# ---------------------------------------------------------------- undo, un-merge, fork


def test_undo_is_refused_after_a_newer_edit_and_says_whose(tmp_path: Path) -> None:
    lead, auditor = two_copies(tmp_path)
    with lead, auditor:
        answer(lead, "ELEC-01", Verdict.CONFORM)
        give(lead, auditor)
        answer(auditor, "ELEC-01", Verdict.NOT_CONFORM)
        give(auditor, lead)
        with pytest.raises(UserError, match="高博") as refused:
            lead.undo()
        assert "ELEC-01" in refused.value.message.text("en")
        assert lead.find(Answer, item="ELEC-01").verdict is Verdict.NOT_CONFORM


def test_undo_beside_another_edit_is_done_and_redo_after_one_is_refused(tmp_path: Path) -> None:
    lead, auditor = two_copies(tmp_path)
    with lead, auditor:
        answer(lead, "ELEC-01", Verdict.CONFORM)
        answer(auditor, "ELEC-01", Verdict.NOT_CONFORM)
        give(auditor, lead)
        lead.undo()
        assert lead.find(Answer, item="ELEC-01").verdict is Verdict.NOT_CONFORM
        assert lead.conflicts() == ()
        with pytest.raises(UserError, match="高博"):
            lead.redo()


def test_undo_does_not_cross_an_export(tmp_path: Path) -> None:
    with a_session(tmp_path) as session:
        answer(session, "ELEC-01", Verdict.CONFORM)
        chain = session.log.chain(session.replica)
        assert chain is not None
        with transaction(session.connection):
            session.log.set_meta(f"exported:{session.replica}", str(chain.max_seq))
        assert session.undoable() is None
        answer(session, "ELEC-02", Verdict.CONFORM)
        session.undo()
        assert session.undoable() is None


def test_a_package_is_taken_back_and_brought_back(tmp_path: Path) -> None:
    lead, auditor = two_copies(tmp_path)
    with lead, auditor:
        with lead.paused():
            _trust_the_lead(lead)
        answer(auditor, "ELEC-01", Verdict.NOT_CONFORM, "x")
        sent = packed(auditor)
        merge_package(lead.folder, sent, lead.now())
        lead.reload()
        answer(lead, "ELEC-02", Verdict.CONFORM)
        with pytest.raises(UserError):
            exclusion.take_back(lead, sent.root, "")
        exclusion.take_back(lead, sent.root, "Wrong site")
        assert [a.item for a in lead.all(Answer)] == ["ELEC-02"]
        (record,) = exclusion.packages(lead)
        assert record.taken_back
        assert lead.undoable() is None
        exclusion.bring_back(lead, sent.root, "Right after all")
        assert {a.item for a in lead.all(Answer)} == {"ELEC-01", "ELEC-02"}
        assert not exclusion.packages(lead)[0].taken_back
        assert lead.verify().problems == ()


def test_only_a_lead_takes_back(tmp_path: Path) -> None:
    lead, auditor = two_copies(tmp_path)
    with lead, auditor:
        root = exclusion.packages(auditor)[0].root
        with pytest.raises(UserError):
            exclusion.take_back(auditor, root, "because")


def _trust_the_lead(session: Session) -> None:
    with transaction(session.connection):
        authority.set_leads(session.log, 1, {LEAD.key_sha256})


def test_who_leads_decides_which_exclude_counts() -> None:
    world = begun()
    edit = world.write("aa", CELL, "set", "a")
    world.deliver("aa", "bb")
    world.write("bb", ("_excl", "aa:3:3", ""), "exclude", {"from": 3}, end=edit)
    log = told(world, "aa", "bb")
    assert values(log) == ["a"]
    for leads, left in (({"key-bb"}, []), ({"key-lead"}, ["a"])):
        with transaction(log.conn):
            authority.set_leads(log, 2, leads)
        assert values(log) == left
        shown = picture(log)
        with transaction(log.conn):
            projection.rebuild(log)
        assert picture(log) == shown


def test_a_copied_folder_makes_a_fork_that_is_cut_and_adopted(tmp_path: Path) -> None:
    lead, auditor = two_copies(tmp_path)
    other = a_session(tmp_path, "copy", actor=FIRST, clock=a_clock(), replica="copy")
    with lead, auditor, other:
        answer(auditor, "ELEC-01", Verdict.CONFORM)
        before = packed(auditor)
        # The copy writes on under the same name, as a restored backup of an old program would.
        give(lead, other)
        merge_package(other.folder, before, other.now(), keep_backup=False)
        other.reload()
        with other.connection:
            other.log.set_meta("own_replica", "first")
        other._own.replica = "first"
        chain = other.log.chain("first")
        assert chain is not None
        other._own.close()
        other._own._note(chain.max_seq, chain.head.hex())
        answer(other, "ELEC-02", Verdict.CONFORM)
        auditor._own.close()
        mine = auditor.log.chain("first")
        assert mine is not None
        auditor._own._note(mine.max_seq, mine.head.hex())
        answer(auditor, "ELEC-03", Verdict.CONFORM)
        assert give(auditor, lead).verdict is Came.MERGED
        result = give(other, lead)
        assert result.verdict is Came.FORKED
        assert result.forks == ("first",)
        assert [a.item for a in lead.all(Answer)] == ["ELEC-01"]
        give(lead, auditor)
        assert [a.item for a in auditor.all(Answer)] == ["ELEC-01"]
        (line,) = adoption.set_aside_lines(auditor)
        adoption.adopt(auditor, line, "The laptop was restored from a backup")
        assert auditor.replica != "first"
        assert [a.item for a in auditor.all(Answer)] == ["ELEC-01", "ELEC-03"]
        assert adoption.set_aside_lines(auditor) == ()
        give(auditor, lead)
        assert {a.item for a in lead.all(Answer)} == {"ELEC-01", "ELEC-03"}
        assert lead.verify().problems == ()


# ---------------------------------------------------------------- preview and state


def test_a_preview_shows_what_would_come_and_writes_nothing(tmp_path: Path) -> None:
    lead, auditor = two_copies(tmp_path)
    with lead, auditor:
        with lead.transact(msg("Add")) as change:
            photo = change.put(Evidence(number="E-1-001"))
        answer(lead, "ELEC-01", Verdict.OPEN, "same")
        give(lead, auditor)
        answer(lead, "ELEC-02", Verdict.CONFORM)
        answer(auditor, "ELEC-02", Verdict.NOT_CONFORM)
        answer(lead, "ELEC-04", Verdict.CONFORM)
        answer(auditor, "ELEC-04", Verdict.CONFORM)
        answer(auditor, "ELEC-01", Verdict.CONFORM, "same")
        answer(auditor, "ELEC-03", Verdict.CONFORM)
        with auditor.transact(msg("Delete")) as change:
            change.remove(photo)
        before = projected_state(lead)
        preview = preview_package(lead.folder, packed(auditor), lead.now())
        assert projected_state(lead) == before
        counts = {came: preview.count(came) for came in Comes}
        assert counts == {
            Comes.NEW: 1,
            Comes.CHANGED: 1,
            Comes.SAME: 1,
            Comes.CONFLICT: 1,
            Comes.DELETED: 1,
        }
        (item,) = [i for i in preview.items if i.came is Comes.CONFLICT]
        assert (item.mine, item.theirs) == ("conform", "not_conform")
        assert {v.person for v in preview.conflicts[0].versions} == {LEAD.name, FIRST.name}
        give(auditor, lead)
        assert len(lead.conflicts()) == 1


def test_equal_journals_show_equal_states(tmp_path: Path) -> None:
    lead, auditor = two_copies(tmp_path)
    third = a_session(tmp_path, "third", actor=SECOND, replica="third")
    with lead, auditor, third:
        answer(lead, "ELEC-01", Verdict.CONFORM)
        answer(auditor, "ELEC-01", Verdict.NOT_CONFORM)
        give(auditor, third)
        give(lead, third)
        give(auditor, lead)
        give(lead, auditor, everything=True)
        assert projected_state(lead) == projected_state(auditor) == projected_state(third)
