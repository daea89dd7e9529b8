"""Evidence: originals stay as they are, duplicates link, links and deletions are operations."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from cfpdesk.errors import UserError
from cfpdesk.model.checklist import Answer
from cfpdesk.model.evidence import Evidence, EvidenceKind, Link
from cfpdesk.model.gate import Mark
from cfpdesk.steps import evidence
from cfpdesk.steps.evidence import EvidenceText, EvidenceTick, Incoming, LinkTarget, Source
from cfpdesk.store.session import Session
from tests.builders import a_session, a_team, an_engagement


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    made = a_session(tmp_path)
    an_engagement(made)
    a_team(made)
    yield made
    made.close()


def photo(tmp_path: Path, name: str, shade: int = 90) -> Incoming:
    path = tmp_path / name
    Image.new("RGB", (40, 30), (shade, 80, 70)).save(path, "JPEG")
    return Incoming(path, name, "image/jpeg", Source.FILE, taken_at="2026-03-18T10:41:07")


def target(session: Session, code: str = "ELEC-01") -> LinkTarget:
    return next(t for t in evidence.targets(session) if t.code == code)


def test_the_original_is_kept_byte_for_byte(session: Session, tmp_path: Path) -> None:
    coming = photo(tmp_path, "meter.jpg")
    (taken,) = evidence.take_in(session, [coming])
    assert not taken.known
    piece = taken.evidence
    assert (piece.number, piece.kind, piece.source) == ("E-1-001", EvidenceKind.PHOTO, "file")
    assert piece.file is not None
    assert piece.file.name == "meter.jpg"
    assert session.evidence.read(piece.file) == (tmp_path / "meter.jpg").read_bytes()
    assert piece.taken_at == "2026-03-18T10:41:07"
    assert piece.received_at is not None


def test_the_same_bytes_again_link_and_do_not_copy(session: Session, tmp_path: Path) -> None:
    first = photo(tmp_path, "a.jpg")
    again = photo(tmp_path, "other-name.jpg")
    (one,) = evidence.take_in(session, [first])
    n = len(session.operations())
    (two,) = evidence.take_in(session, [again])
    assert two.known
    assert two.evidence.row == one.evidence.row
    assert len(session.operations()) == n
    evidence.take_in(session, [again], target(session))
    assert len(session.all(Evidence)) == 1
    assert [link.evidence for link in session.all(Link)] == [one.evidence.row]


def test_a_batch_is_one_operation_and_one_undo(session: Session, tmp_path: Path) -> None:
    n = len(session.operations())
    files = [photo(tmp_path, f"{i}.jpg", 10 * i) for i in range(4)]
    taken = evidence.take_in(session, [*files, files[0]])
    assert [t.known for t in taken] == [False, False, False, False, True]
    assert [e.number for e in session.all(Evidence)] == [f"E-1-00{i}" for i in range(1, 5)]
    assert len(session.operations()) == n + 1
    session.undo()
    assert not session.all(Evidence)


def test_linking_to_an_unanswered_item_shows_at_once(session: Session, tmp_path: Path) -> None:
    (taken,) = evidence.take_in(session, [photo(tmp_path, "a.jpg")], target(session))
    (link,) = evidence.links_of(session, taken.evidence.row)
    assert (link.code, link.target_table) == ("ELEC-01", Answer.TABLE)
    evidence.unlink(session, link.row)
    assert not evidence.links_of(session, taken.evidence.row)
    evidence.link(session, [taken.evidence.row], target(session))
    assert evidence.links_of(session, taken.evidence.row)


def test_what_was_linked_last_is_offered_first(session: Session, tmp_path: Path) -> None:
    evidence.take_in(session, [photo(tmp_path, "a.jpg")], target(session, "RAW-03"))
    assert evidence.targets(session)[0].code == "RAW-03"


def test_numbers_of_deleted_evidence_are_not_given_again(session: Session, tmp_path: Path) -> None:
    (taken,) = evidence.take_in(session, [photo(tmp_path, "a.jpg")])
    with pytest.raises(UserError):
        evidence.delete(session, taken.evidence.row, "  ")
    evidence.delete(session, taken.evidence.row, "wrong plant")
    assert not session.all(Evidence)
    (other,) = evidence.take_in(session, [photo(tmp_path, "b.jpg", 200)])
    assert other.evidence.number == "E-1-002"


def test_bringing_deleted_bytes_back_makes_a_new_piece(session: Session, tmp_path: Path) -> None:
    (taken,) = evidence.take_in(session, [photo(tmp_path, "a.jpg")])
    evidence.delete(session, taken.evidence.row, "wrong")
    (again,) = evidence.take_in(session, [photo(tmp_path, "a.jpg")])
    assert not again.known


def test_the_three_times_stay_apart(session: Session, tmp_path: Path) -> None:
    (taken,) = evidence.take_in(session, [photo(tmp_path, "a.jpg")])
    row = taken.evidence.row
    evidence.set_period(session, row, date(2025, 1, 1), date(2025, 12, 31))
    with pytest.raises(UserError):
        evidence.set_period(session, row, date(2025, 2, 1), date(2025, 1, 1))
    kept = session.get(Evidence, row)
    assert kept is not None
    assert kept.taken_at == "2026-03-18T10:41:07"
    assert kept.period_to == date(2025, 12, 31)
    assert kept.received_at == taken.evidence.received_at


def test_a_photo_without_time_has_none_and_is_named(session: Session, tmp_path: Path) -> None:
    path = tmp_path / "x.jpg"
    Image.new("RGB", (4, 4)).save(path, "JPEG")
    evidence.take_in(session, [Incoming(path, "x.jpg", "image/jpeg", Source.PASTE)])
    (item,) = evidence.state(session).items
    assert not item.taken
    assert "evidence.time" in {b.code for b in evidence.blockers(session)}


def test_texts_and_ticks(session: Session, tmp_path: Path) -> None:
    (taken,) = evidence.take_in(session, [photo(tmp_path, "a.jpg")])
    row = taken.evidence.row
    evidence.write(session, row, EvidenceText.CAPTION, " 2# 变电所 ")
    evidence.tick(session, row, EvidenceTick.FOR_CLIENT, on=False)
    n = len(session.operations())
    evidence.tick(session, row, EvidenceTick.FOR_CLIENT, on=False)
    assert len(session.operations()) == n
    kept = session.get(Evidence, row)
    assert kept is not None
    assert (kept.caption, kept.for_client) == ("2# 变电所", False)


def test_an_interview_is_held_now_and_wants_consent(session: Session) -> None:
    made = evidence.add_interview(session)
    assert (made.number, made.kind, made.file) == ("E-1-001", EvidenceKind.INTERVIEW, None)
    assert made.held_at == made.received_at
    assert "evidence.consent" in {b.code for b in evidence.blockers(session)}
    evidence.tick(session, made.row, EvidenceTick.CONSENT, on=True)
    assert "evidence.consent" not in {b.code for b in evidence.blockers(session)}


def test_new_files_are_those_not_here_yet(session: Session, tmp_path: Path) -> None:
    folder = tmp_path / "phone"
    folder.mkdir()
    first = photo(folder, "a.jpg")
    photo(folder, "b.jpg", 200)
    (folder / ".hidden").write_text("x")
    (folder / "empty.jpg").touch()
    assert len(evidence.new_files(session, folder.iterdir())) == 2
    evidence.take_in(session, [first])
    assert [p.name for p in evidence.new_files(session, folder.iterdir())] == ["b.jpg"]


def test_status_counts_what_is_linked(session: Session, tmp_path: Path) -> None:
    assert evidence.status(session).mark is Mark.NOT_STARTED
    evidence.take_in(session, [photo(tmp_path, "a.jpg")])
    assert evidence.status(session).mark is Mark.IN_PROGRESS
    evidence.take_in(session, [photo(tmp_path, "a.jpg")], target(session))
    assert evidence.status(session).mark is Mark.DONE


def test_a_file_that_cannot_be_read_takes_nothing_in(session: Session, tmp_path: Path) -> None:
    good = photo(tmp_path, "a.jpg")
    gone = Incoming(tmp_path / "gone.jpg", "gone.jpg", "image/jpeg", Source.FILE)
    with pytest.raises(UserError):
        evidence.take_in(session, [good, gone])
    assert not session.all(Evidence)


def test_what_cannot_be_read_is_to_be_taken_again(session: Session, tmp_path: Path) -> None:
    (taken,) = evidence.take_in(session, [photo(tmp_path, "dark.jpg")])
    row = taken.evidence.row
    assert "evidence.unreadable" not in {b.code for b in evidence.blockers(session)}
    evidence.tick(session, row, EvidenceTick.UNREADABLE, on=True)
    (found,) = [b for b in evidence.blockers(session) if b.code == "evidence.unreadable"]
    assert found.sentence.text("zh") == "1 件要紧的地方看不清，要重拍"
    assert found.target.row == row
    evidence.tick(session, row, EvidenceTick.UNREADABLE, on=False)
    assert "evidence.unreadable" not in {b.code for b in evidence.blockers(session)}
