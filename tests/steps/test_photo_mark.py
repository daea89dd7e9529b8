"""Marks on photos: each stroke is an operation, the original stays, two people's marks unite."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from cfpdesk.errors import UserError
from cfpdesk.model.evidence import Evidence
from cfpdesk.model.photo_mark import MarkColour, MarkKind, PhotoMark, PictureVersion, Point
from cfpdesk.steps import evidence, photo_mark
from cfpdesk.steps.evidence import Incoming, Source
from cfpdesk.store.session import Session
from tests.builders import a_session, a_team, an_engagement, give, two_copies

BOX = (Point(0.2, 0.2), Point(0.6, 0.5))


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    made = a_session(tmp_path)
    an_engagement(made)
    a_team(made)
    yield made
    made.close()


@pytest.fixture
def piece(session: Session, tmp_path: Path) -> Evidence:
    path = tmp_path / "meter.jpg"
    Image.new("RGB", (40, 30), (90, 80, 70)).save(path, "JPEG")
    (taken,) = evidence.take_in(session, [Incoming(path, path.name, "image/jpeg", Source.FILE)])
    return taken.evidence


def kinds(session: Session, piece: Evidence) -> list[str]:
    return [mark.kind.value for mark in photo_mark.marks_of(session, piece.row)]


def test_each_stroke_is_undone_by_itself(session: Session, piece: Evidence) -> None:
    photo_mark.draw(session, piece.row, MarkKind.ARROW, BOX)
    photo_mark.draw(session, piece.row, MarkKind.BAR, BOX)
    assert kinds(session, piece) == ["arrow", "bar"]
    assert "E-1-001：画遮蔽" in str(session.undo().name)
    assert kinds(session, piece) == ["arrow"]
    session.undo()
    assert kinds(session, piece) == []
    session.redo()
    assert kinds(session, piece) == ["arrow"]


def test_the_original_is_as_it_came(session: Session, piece: Evidence) -> None:
    assert piece.file is not None
    before = session.evidence.path(piece.file).read_bytes()
    photo_mark.draw(session, piece.row, MarkKind.BAR, BOX)
    photo_mark.draw(session, piece.row, MarkKind.CROP, BOX)
    assert session.evidence.read(piece.file) == before
    assert session.get(Evidence, piece.row) == piece


def test_versions_say_what_there_is_and_who_drew_last(session: Session, piece: Evidence) -> None:
    def found() -> list[tuple[PictureVersion, int]]:
        return [(v.version, v.marks) for v in photo_mark.versions_of(session, piece.row)]

    assert found() == [(PictureVersion.ORIGINAL, 0)]
    arrow = photo_mark.draw(session, piece.row, MarkKind.ARROW, BOX)
    assert found() == [(PictureVersion.ORIGINAL, 0), (PictureVersion.REPORT, 1)]
    photo_mark.draw(session, piece.row, MarkKind.BAR, BOX)
    assert found()[1:] == [(PictureVersion.REPORT, 2), (PictureVersion.CLIENT, 1)]
    last = photo_mark.versions_of(session, piece.row)[1]
    assert last.by == "林珂"
    assert last.at is not None
    photo_mark.remove(session, arrow.row)
    assert found()[1:] == [(PictureVersion.REPORT, 1), (PictureVersion.CLIENT, 1)]


def test_a_page_has_one_crop(session: Session, piece: Evidence) -> None:
    first = photo_mark.draw(session, piece.row, MarkKind.CROP, BOX)
    again = photo_mark.draw(session, piece.row, MarkKind.CROP, (Point(0, 0), Point(0.5, 0.5)))
    assert again.row == first.row
    assert kinds(session, piece) == ["crop"]


def test_marks_are_moved_noted_coloured_and_removed(session: Session, piece: Evidence) -> None:
    drawn = photo_mark.draw(session, piece.row, MarkKind.ELLIPSE, BOX)
    photo_mark.reshape(session, drawn.row, (Point(0.1, 0.1), Point(0.4, 0.4)))
    photo_mark.write(session, drawn.row, " 变比 1200/5 ")
    photo_mark.recolour(session, drawn.row, MarkColour.YELLOW)
    (kept,) = photo_mark.marks_of(session, piece.row)
    assert (kept.points, kept.text, kept.colour) == ("1000,1000 4000,4000", "变比 1200/5", "yellow")
    n = len(session.operations())
    photo_mark.recolour(session, drawn.row, MarkColour.YELLOW)
    assert len(session.operations()) == n
    photo_mark.remove(session, drawn.row)
    photo_mark.remove(session, drawn.row)
    assert kinds(session, piece) == []


def test_nothing_drawn_is_refused(session: Session, piece: Evidence) -> None:
    with pytest.raises(UserError, match="什么也没画上"):
        photo_mark.draw(session, piece.row, MarkKind.BAR, (Point(0.2, 0.2), Point(0.2, 0.9)))
    with pytest.raises(UserError, match="什么也没画上"):
        photo_mark.draw(session, piece.row, MarkKind.TEXT, (Point(0.2, 0.2),), text="  ")
    drawn = photo_mark.draw(session, piece.row, MarkKind.TEXT, (Point(0.2, 0.2),), text="×240")
    with pytest.raises(UserError, match="不能留空"):
        photo_mark.write(session, drawn.row, "")
    talk = evidence.add_interview(session)
    with pytest.raises(UserError, match="没有可画的图"):
        photo_mark.draw(session, talk.row, MarkKind.ARROW, BOX)


def test_marks_go_and_come_with_their_piece(session: Session, piece: Evidence) -> None:
    photo_mark.draw(session, piece.row, MarkKind.ARROW, BOX)
    evidence.delete(session, piece.row, "拍重了")
    assert session.all(PhotoMark) == ()
    session.undo()
    assert kinds(session, piece) == ["arrow"]


def test_the_grid_knows_what_is_derived(session: Session, piece: Evidence) -> None:
    def derived() -> tuple[bool, bool]:
        (item,) = evidence.state(session).items
        return item.marked, item.redacted

    assert derived() == (False, False)
    photo_mark.draw(session, piece.row, MarkKind.BAR, BOX)
    assert derived() == (False, True)
    photo_mark.draw(session, piece.row, MarkKind.PEN, BOX)
    assert derived() == (True, True)


def test_the_marks_of_two_people_unite(tmp_path: Path) -> None:
    lead, auditor = two_copies(tmp_path)
    with lead, auditor:
        path = tmp_path / "meter.jpg"
        Image.new("RGB", (40, 30), (90, 80, 70)).save(path, "JPEG")
        (taken,) = evidence.take_in(lead, [Incoming(path, path.name, "image/jpeg", Source.FILE)])
        row = taken.evidence.row
        give(lead, auditor)
        photo_mark.draw(lead, row, MarkKind.ARROW, BOX)
        photo_mark.draw(auditor, row, MarkKind.BAR, BOX)
        give(auditor, lead)
        assert sorted(m.kind.value for m in photo_mark.marks_of(lead, row)) == ["arrow", "bar"]
        assert lead.conflicts() == ()
        photo_mark.recolour(auditor, photo_mark.marks_of(auditor, row)[0].row, MarkColour.WHITE)
        give(auditor, lead)
        assert {m.colour for m in photo_mark.marks_of(lead, row)} == {
            MarkColour.RED,
            MarkColour.WHITE,
        }
