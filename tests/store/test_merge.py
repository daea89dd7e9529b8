"""Union of journals: what two people did stands side by side, in any order of arrival."""

from pathlib import Path

import pytest

from cfpdesk.i18n import msg
from cfpdesk.model.checklist import Answer, Verdict
from cfpdesk.model.engagement import Engagement
from cfpdesk.model.evidence import Evidence, Link
from cfpdesk.model.team import Person
from cfpdesk.store.intake import MergeRefusedError
from cfpdesk.store.merge import Verdict as Came
from cfpdesk.store.merge import merge_package
from cfpdesk.store.session import Session
from tests.builders import a_session, give, packed, two_copies


def answer(session: Session, item: str, verdict: Verdict, facts: str = "") -> Answer:
    with session.transact(msg("Answer {item}", item=item)) as change:
        return change.put(session.find(Answer, item=item).but(verdict=verdict, facts=facts))


def test_a_kit_gives_an_auditor_the_engagement(tmp_path: Path) -> None:
    lead, auditor = two_copies(tmp_path)
    with lead, auditor:
        assert auditor.find(Engagement) == lead.find(Engagement)
        assert auditor.all(Person) == lead.all(Person)
        assert auditor.me() is not None
        assert auditor.replica == "first"


def test_two_answers_to_one_item_are_a_conflict_with_both_values(tmp_path: Path) -> None:
    lead, auditor = two_copies(tmp_path)
    with lead, auditor:
        mine = answer(lead, "ELEC-01", Verdict.CONFORM)
        answer(auditor, "ELEC-01", Verdict.NOT_CONFORM, "0.5306")
        result = give(auditor, lead)
        assert (result.verdict, result.conflicts) == (Came.MERGED, 1)
        (conflict,) = lead.conflicts()
        assert (conflict.table, conflict.row, conflict.field) == ("answer", mine.row, "verdict")
        assert {(v.value, v.person) for v in conflict.versions} == {
            ("conform", "林珂"),
            ("not_conform", "高博"),
        }
        assert lead.find(Answer, item="ELEC-01").verdict is Verdict.NOT_CONFORM
        assert lead.find(Answer, item="ELEC-01").facts == "0.5306"


def test_a_resolution_settles_it_everywhere(tmp_path: Path) -> None:
    lead, auditor = two_copies(tmp_path)
    with lead, auditor:
        mine = answer(lead, "ELEC-01", Verdict.CONFORM)
        answer(auditor, "ELEC-01", Verdict.NOT_CONFORM)
        give(auditor, lead)
        with lead.transact(msg("Settle"), reason="Invoice seen") as change:
            change.resolve("answer", mine.row, "verdict", "not_conform")
        assert lead.conflicts() == ()
        give(lead, auditor)
        assert auditor.conflicts() == ()
        assert auditor.find(Answer, item="ELEC-01").verdict is Verdict.NOT_CONFORM


def test_the_same_answer_twice_is_no_conflict(tmp_path: Path) -> None:
    lead, auditor = two_copies(tmp_path)
    with lead, auditor:
        answer(lead, "ELEC-01", Verdict.CONFORM)
        answer(auditor, "ELEC-01", Verdict.CONFORM)
        assert give(auditor, lead).conflicts == 0


def test_a_package_known_already_changes_nothing(tmp_path: Path) -> None:
    lead, auditor = two_copies(tmp_path)
    with lead, auditor:
        answer(auditor, "ELEC-01", Verdict.CONFORM)
        package = packed(auditor)
        merge_package(lead.folder, package, lead.now())
        before = lead.heads()
        again = merge_package(lead.folder, package, lead.now())
        assert (again.verdict, again.events) == (Came.KNOWN, 0)
        assert lead.heads() == before


def test_files_come_along(tmp_path: Path) -> None:
    lead, auditor = two_copies(tmp_path)
    with lead, auditor:
        with auditor.transact(msg("Add")) as change:
            photo = change.put(Evidence(file=change.attach(b"photo", name="a.jpg")))
        assert give(auditor, lead).blobs == 1
        kept = lead.get(Evidence, photo.row)
        assert kept is not None
        assert kept.file is not None
        assert lead.evidence.read(kept.file) == b"photo"


def test_a_delete_beside_an_edit_is_a_conflict_and_the_row_stays(tmp_path: Path) -> None:
    lead, auditor = two_copies(tmp_path)
    with lead, auditor:
        with lead.transact(msg("Add")) as change:
            photo = change.put(Evidence(number="E-1-001"))
        give(lead, auditor)
        with lead.transact(msg("Delete")) as change:
            change.remove(photo)
        with auditor.transact(msg("Edit")) as change:
            change.put(photo.but(caption="meter"))
        give(auditor, lead)
        assert lead.get(Evidence, photo.row) is not None
        (conflict,) = lead.conflicts()
        assert conflict.field == "_del"
        with lead.transact(msg("Settle"), reason="Not needed") as change:
            change.resolve("evidence", photo.row, "_del", value=True)
        assert lead.conflicts() == ()
        assert lead.get(Evidence, photo.row) is None
        give(lead, auditor)
        assert auditor.get(Evidence, photo.row) is None


def test_a_link_to_a_row_deleted_elsewhere_holds_it_up(tmp_path: Path) -> None:
    lead, auditor = two_copies(tmp_path)
    with lead, auditor:
        with lead.transact(msg("Add")) as change:
            photo = change.put(Evidence(number="E-1-001"))
        give(lead, auditor)
        with lead.transact(msg("Delete")) as change:
            change.remove(photo)
        with auditor.transact(msg("Link")) as change:
            found = change.put(Answer(item="ELEC-01"))
            change.put(Link(evidence=photo.row, target_table="answer", target=found.row))
        give(auditor, lead)
        assert lead.get(Evidence, photo.row) is not None
        assert [c.field for c in lead.conflicts()] == ["_del"]


def test_a_row_waits_for_its_beginning(tmp_path: Path) -> None:
    lead, auditor = two_copies(tmp_path)
    third = a_session(tmp_path, "third")
    with lead, auditor, third:
        with lead.transact(msg("Add")) as change:
            photo = change.put(Evidence(number="E-1-001"))
        give(lead, auditor)
        with auditor.transact(msg("Edit")) as change:
            change.put(photo.but(caption="meter"))
        give(auditor, third)
        assert third.all(Evidence) == ()
        give(lead, third)
        assert [e.caption for e in third.all(Evidence)] == ["meter"]
        assert third.conflicts() == ()


def test_a_changed_line_is_refused_and_nothing_written(tmp_path: Path) -> None:
    lead, auditor = two_copies(tmp_path)
    with lead, auditor:
        answer(auditor, "ELEC-01", Verdict.CONFORM)
        package = packed(auditor)
        before = lead.heads()
        broken = [*package.lines[:1], *package.lines[2:]]
        for lines in (broken, [*package.lines[:-1], package.lines[-1] + b" "]):
            package.lines = lines
            with pytest.raises(MergeRefusedError):
                merge_package(lead.folder, package, lead.now())
        lead.reload()
        assert lead.heads() == before
