"""What an export looks at: originals, signatures, journal; sizes; copies."""

from pathlib import Path

import pytest

from cfpdesk.i18n import msg
from cfpdesk.model.gate import Blocker, Level, Mark, Target
from cfpdesk.model.meeting import MeetingKind
from cfpdesk.model.package import PackageKind
from cfpdesk.model.xray import Outcome, xray
from cfpdesk.steps import attendance, evidence, package
from cfpdesk.store.export import export_package
from cfpdesk.store.session import Session
from cfpdesk.store.signature import Given
from tests.builders import a_session
from tests.visits import Visit


def outcome(session: Session, code: str) -> Outcome:
    checks = xray(package.examine(package.survey(session, ())))
    return next(check.outcome for check in checks if check.code == code)


def photograph(session: Session) -> evidence.Taken:
    (taken,) = evidence.take_in(
        session,
        [evidence.Incoming(b"\xff\xd8 photo", "a.jpg", "image/jpeg", evidence.Source.FILE)],
    )
    return taken


def sign_in(session: Session) -> None:
    attendance.add_attendee(session, MeetingKind.OPENING, "李梅")
    from cfpdesk.store.attendance_query import attendance_sheet

    sheet = attendance_sheet(session, MeetingKind.OPENING)
    given = Given(typed="李梅")
    attendance.sign(session, sheet.rows[-1].person, sheet, given)


def test_a_changed_or_missing_original_blocks(visit: Visit) -> None:
    taken = photograph(visit.session)
    assert taken.evidence.file is not None
    path = visit.session.evidence.path(taken.evidence.file)
    assert outcome(visit.session, "evidence") is Outcome.PASSES
    path.write_bytes(b"other")
    assert outcome(visit.session, "evidence") is Outcome.BLOCKS
    path.unlink()
    assert outcome(visit.session, "evidence") is Outcome.BLOCKS


def test_a_signature_for_an_earlier_sheet_warns_and_a_lost_content_blocks(visit: Visit) -> None:
    session = visit.session
    sign_in(session)
    assert outcome(session, "signatures") is Outcome.PASSES
    attendance.add_attendee(session, MeetingKind.OPENING, "后来的人")
    assert outcome(session, "signatures") is Outcome.WARNS
    from cfpdesk.model.meeting import Signature

    facts = session.all(Signature)[0].facts
    assert facts is not None
    session.evidence.path(facts).unlink()
    assert outcome(session, "signatures") is Outcome.BLOCKS


def test_the_survey_tells_its_progress_and_can_be_stopped(visit: Visit) -> None:
    photograph(visit.session)
    told: list[int] = []
    package.examine(package.survey(visit.session, ()), lambda done, _t, _w: told.append(done))
    assert told

    def stop(_done: int, _total: int, _what: object) -> None:
        raise LookupError

    with pytest.raises(LookupError):
        package.examine(package.survey(visit.session, ()), stop)


def test_sizes_are_by_kind_and_recipients_are_the_others(visit: Visit) -> None:
    photograph(visit.session)
    now = package.state(visit.session)
    assert now.kind is PackageKind.CONSOLIDATED
    assert now.contents.photos == 8
    assert now.contents.total > now.contents.records
    assert {r.name for r in now.recipients} == {"苏晓岚", "高博"}


def test_the_status_follows_export_and_work(visit: Visit, tmp_path: Path) -> None:
    session = visit.session
    assert package.status(session).mark is Mark.NOT_STARTED  # a kit hands work out
    photograph(session)
    export_package(session, tmp_path / "x.cfpkg", visit.signer())
    assert package.status(session).mark is Mark.DONE
    attendance.add_attendee(session, MeetingKind.OPENING, "李梅")
    assert package.status(session).mark is Mark.IN_PROGRESS
    export_package(session, tmp_path / "y.cfpkg", visit.signer())
    assert package.status(session).mark is Mark.DONE
    assert package.blockers(session) == ()


def test_what_others_hold_does_not_block_an_auditor(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared = Blocker(
        "opening.not_started",
        Level.HARD,
        "RULE:9.5.2",
        msg("The opening meeting has not begun."),
        msg("Begin"),
        Target("opening"),
    )
    own = Blocker(
        "checklist.no_reason",
        Level.HARD,
        "RULE:9.6",
        msg("A reason is missing."),
        msg("Fill in"),
        Target("checklist"),
    )
    levels = {}
    with a_session(tmp_path) as session:
        for kind in (PackageKind.CONSOLIDATED, PackageKind.AUDITOR):
            monkeypatch.setattr(package, "default_kind", lambda _session, kind=kind: kind)
            seen = package.survey(session, (shared, own)).seen.standing
            levels[kind] = tuple(blocker.level for blocker in seen)
    assert levels[PackageKind.CONSOLIDATED] == (Level.HARD, Level.HARD)
    assert levels[PackageKind.AUDITOR] == (Level.WARNING, Level.HARD)


def test_a_kit_is_no_export_of_work(visit: Visit, tmp_path: Path) -> None:
    assert package.state(visit.session).last is None  # the kit of the sample went before
    export_package(visit.session, tmp_path / "own.cfpkg", visit.signer())
    own = package.state(visit.session).last
    assert own is not None
    export_package(visit.session, tmp_path / "kit.cfpkg", visit.signer(), PackageKind.KIT)
    assert package.state(visit.session).last == own
