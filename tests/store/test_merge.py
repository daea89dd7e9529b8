"""Union of journals: what two people did stands side by side, in any order of arrival."""

import hashlib
import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from cfpdesk.i18n import msg
from cfpdesk.model.checklist import Answer, Verdict
from cfpdesk.model.engagement import Engagement
from cfpdesk.model.evidence import Evidence, Link
from cfpdesk.model.journal import Event, hlc_time
from cfpdesk.model.team import Person
from cfpdesk.store import authority, database
from cfpdesk.store.intake import MergeRefusedError
from cfpdesk.store.merge import merge_package
from cfpdesk.store.session import Session
from cfpdesk.store.verdict import Verdict as Came
from tests.builders import (
    FIRST,
    LEAD,
    SECOND,
    TickingClock,
    a_package,
    a_session,
    give,
    packed,
    two_copies,
)


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


def test_a_merge_that_is_stopped_leaves_nothing(tmp_path: Path) -> None:
    lead, auditor = two_copies(tmp_path)
    with lead, auditor:
        for n in range(900):
            answer(auditor, f"ELEC-{n}", Verdict.CONFORM)
        before = lead.heads()

        def stop(done: int, _total: int, _what: object) -> None:
            if done:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            merge_package(lead.folder, packed(auditor), lead.now(), tell=stop)
        lead.reload()
        assert lead.heads() == before
        assert lead.verify().problems == ()
        assert give(auditor, lead).verdict is Came.MERGED


def test_a_clock_far_ahead_is_taken_in_but_not_followed(tmp_path: Path) -> None:
    lead, auditor = two_copies(tmp_path)
    with lead, auditor:
        assert isinstance(auditor.clock, TickingClock)
        now = auditor.clock.at
        auditor.clock.at = now + timedelta(days=400)
        answer(auditor, "ELEC-01", Verdict.CONFORM)
        auditor.clock.at = now
        assert give(auditor, lead).verdict is Came.MERGED
        mine = answer(lead, "ELEC-02", Verdict.CONFORM)
        entry = lead.provenance("answer", mine.row, "verdict")
        assert entry is not None
        assert hlc_time(entry.hlc) < now + timedelta(days=1)


def test_a_package_of_another_engagement_or_another_key_is_refused(tmp_path: Path) -> None:
    lead, auditor = two_copies(tmp_path)
    with lead, auditor:
        answer(auditor, "ELEC-01", Verdict.CONFORM)
        package = packed(auditor)
        sheet = package.manifest
        for other in (
            replace(sheet, engagement_id="0" * 36),
            replace(sheet, key_sha256="9" * 64),
        ):
            package.manifest = other
            with pytest.raises(MergeRefusedError):
                merge_package(lead.folder, package, lead.now())
        with database.transaction(lead.connection):
            authority.set_leads(lead.log, 1, {LEAD.key_sha256})
        third = a_session(tmp_path, "third", actor=SECOND, replica="second")
        with third:
            give(auditor, third)
            relayed = packed(third, everything=True)
            with pytest.raises(MergeRefusedError):  # only a lead carries what others wrote
                merge_package(lead.folder, relayed, lead.now())


def test_a_package_of_a_newer_version_is_kept_and_sent_on_unchanged(tmp_path: Path) -> None:
    lead, auditor = two_copies(tmp_path)
    with lead, auditor:
        answer(auditor, "ELEC-01", Verdict.CONFORM)
        lines = packed(auditor).lines
        last = json.loads(lines[-1])
        newer = Event(
            "a", hashlib.sha256(lines[-1]).hexdigest(), "first", len(lines) + 1, "new_field",
            last["h"], "newkind", (), "r", 7, "new_table", {"any": ["thing"]},
        ).line()  # fmt: skip
        told = a_package([*lines, newer], replica="first", key=FIRST.key_sha256)
        result = merge_package(lead.folder, told, lead.now())
        assert any("newer" in note.text("en") for note in result.notes)
        lead.reload()
        assert lead.made_by_newer
        assert newer in packed(lead, everything=True).lines
        assert lead.verify().problems == ()
