"""A large visit stays fluid: every check item answered, 500 pieces of evidence."""

import time
from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication

from cfpdesk.i18n import msg
from cfpdesk.model.checklist import Verdict
from cfpdesk.model.evidence import Evidence, Link
from cfpdesk.steps import checklist, evidence
from cfpdesk.steps.evidence import EvidenceText, Incoming, Source
from cfpdesk.ui.main_window import MainWindow
from cfpdesk.ui.pages.checklist_page import ChecklistPage
from cfpdesk.ui.pages.evidence_page import EvidencePage

PIECES = 500
# The design asks for 50 ms; the test leaves room for a machine that does other things as well.
LIMIT_MS = 150.0


def best(action: Callable[[int], object]) -> float:
    """Return the shortest of seven runs in milliseconds, painting included."""
    times = []
    for n in range(7):
        start = time.perf_counter()
        action(n)
        QApplication.sendPostedEvents()
        times.append((time.perf_counter() - start) * 1000)
    return min(times)


@pytest.fixture
def large(window: MainWindow) -> MainWindow:
    """The window on a visit with every item answered and all the evidence linked."""
    session = window.desk.session
    ids = [item.item.id for item in checklist.state(session).items]
    checklist.answer(session, ids, Verdict.CONFORM)
    files = [Incoming(b"%d" % n, f"{n}.txt", "text/plain", Source.FOLDER) for n in range(PIECES)]
    taken = evidence.take_in(session, files)
    targets = {target.code: target for target in evidence.targets(session)}
    with session.transact(msg("Link")) as change:
        for n, piece in enumerate(taken):
            target = targets[ids[n % len(ids)]]
            change.put(
                Link(evidence=piece.evidence.row, target_table=target.table, target=target.row)
            )
    return window


@pytest.mark.slow
def test_an_answer_does_not_stop_the_window(large: MainWindow) -> None:
    large.desk.go("checklist")
    page = large.page
    assert isinstance(page, ChecklistPage)
    verdicts = (Verdict.NOT_CONFORM, Verdict.OBSERVATION)
    assert best(lambda n: page._answer(verdicts[n % 2])) < LIMIT_MS


@pytest.mark.slow
def test_the_grid_and_its_fields_do_not_stop_the_window(large: MainWindow) -> None:
    large.desk.go("evidence")
    page = large.page
    assert isinstance(page, EvidencePage)
    rows = [piece.row for piece in large.desk.session.all(Evidence)]
    assert best(lambda n: page._grid.set_current(rows[n * 31])) < LIMIT_MS
    session = large.desk.session
    write = evidence.write
    assert best(lambda n: write(session, rows[0], EvidenceText.CAPTION, f"{n}")) < LIMIT_MS
