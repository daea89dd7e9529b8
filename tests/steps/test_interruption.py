"""A lost focus is an event: no amendment after the seal, and no undo."""

from pathlib import Path

from cfpdesk.i18n import msg
from cfpdesk.model.closing import Seal
from cfpdesk.model.engagement import Engagement
from cfpdesk.model.interruption import Interruption
from cfpdesk.steps import closing, interruption
from tests.builders import a_session, an_engagement


def test_it_is_written_after_the_seal_too_and_is_no_amendment(tmp_path: Path) -> None:
    with a_session(tmp_path) as session:
        an_engagement(session)
        with session.transact(msg("Seal")) as change:
            change.put(Seal(sealed_at=change.now, heads=session.heads()))
        interruption.note(session, "row", "李梅", "Attendance sheet", "9C1E 47A0")
        (kept,) = session.all(Interruption)
        assert (kept.name, kept.document, kept.fingerprint) == (
            "李梅",
            "Attendance sheet",
            "9C1E 47A0",
        )
        assert closing.state(session).amendments == ()


def test_undo_passes_over_it(tmp_path: Path) -> None:
    with a_session(tmp_path) as session:
        an_engagement(session)
        with session.transact(msg("Change the product")) as change:
            change.put(session.find(Engagement).but(product="别的带钢"))
        interruption.note(session, "row", "李梅", "Attendance sheet", "")
        undone = session.undo()
        assert undone.name == msg("Change the product")
        assert session.find(Engagement).product != "别的带钢"
        assert len(session.all(Interruption)) == 1
