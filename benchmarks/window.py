"""What the window's own thread does at a large visit: 120 answers, 500 pieces of evidence.

The reference of each row is no other program but what a person does not notice: 50 ms for leaving
a field until its page shows it, 80 ms for a search. Painting is included.
"""

import os
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.measure import Row, seconds
from cfpdesk.i18n import msg
from cfpdesk.model.checklist import Verdict
from cfpdesk.model.evidence import Evidence, Link
from cfpdesk.model.gate import Target
from cfpdesk.model.journal import Actor
from cfpdesk.steps import checklist, evidence, sample
from cfpdesk.steps.checklist import AnswerText
from cfpdesk.steps.evidence import EvidenceText, Incoming, Source
from cfpdesk.store.session import Session

PIECES, RUNS = 500, 9
FIELD_S, SEARCH_S = 0.05, 0.08


def _clock() -> datetime:
    return datetime.now(UTC)


def rows() -> Iterator[Row]:
    """Do each action several times in the real window, offscreen, and give the shortest."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as name:
        os.environ["CFPDESK_HOME"] = str(Path(name) / "home")
        session = Session.create(Path(name) / "e", Actor("苏晓岚", "5" * 64), _clock)
        sample.prepare(session)
        pieces = _fill(session)
        yield from _measure(session, pieces)


def _measure(session: Session, pieces: list[Evidence]) -> Iterator[Row]:
    from PySide6.QtWidgets import QApplication

    from cfpdesk import app
    from cfpdesk.ui.main_window import MainWindow
    from cfpdesk.ui.search_index import SearchIndex, session_hits
    from cfpdesk.ui.theme import theme
    from cfpdesk.ui.tokens import Mode

    application = app.application()
    theme().choose(Mode.LIGHT, large=False)
    window = MainWindow(_clock)
    window.resize(1366, 768)
    window.open_session(session)
    window.show()

    def shown(action: Callable[[int], object]) -> float:
        times = []
        for n in range(RUNS):

            def act(n: int = n) -> None:
                action(n)
                QApplication.sendPostedEvents()
                window.repaint()

            times.append(seconds(act))
            application.processEvents()  # what waits for a pause, the overview, comes now
        return min(times)  # what else the machine does is not the window's

    item = checklist.state(session).items[3].item.id
    verdicts = (Verdict.CONFORM, Verdict.OBSERVATION)

    def row(
        what: str, action: Callable[[int], object], page: str = "", aim: float = FIELD_S
    ) -> Row:
        if page:
            window.go(Target(page))
            application.processEvents()
        return Row(what, shown(action), f"{aim * 1000:.0f} ms", aim, 1.0)

    yield row(
        "window: answer an item",
        lambda n: checklist.answer(session, [item], verdicts[n % 2]),
        "checklist",
    )
    yield row(
        "window: leave a note", lambda n: checklist.write(session, item, AnswerText.NOTE, f"{n}")
    )
    yield row(
        "window: leave a caption",
        lambda n: evidence.write(session, pieces[7].row, EvidenceText.CAPTION, f"第 {n} 张"),
        "evidence",
    )
    yield row(
        "window: an answer while home is shown",
        lambda n: checklist.answer(session, [item], verdicts[n % 2]),
        "home",
    )
    yield row("window: overview of all steps", lambda _n: window.refresh_overview())
    pages = ("checklist", "evidence", "home", "finding")
    yield row("window: go to another page", lambda n: window.go(Target(pages[n % 4])))
    index = SearchIndex()
    index.add(session_hits(session, "zh"))
    yield row(
        "search, the index made",
        lambda n: index.find(("电力", "dl", "ELEC")[n % 3]),
        aim=SEARCH_S,
    )

    def anew(_n: int) -> None:
        fresh = SearchIndex()
        fresh.add(session_hits(session, "zh"))
        fresh.find("电力")

    yield row("search, first after a change", anew, aim=SEARCH_S)
    window.close()


def _fill(session: Session) -> list[Evidence]:
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
    return [piece.evidence for piece in taken]
