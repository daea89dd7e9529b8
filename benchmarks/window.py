"""How long each page holds the window up at a large engagement: opened, come back to, edited.

What counts is the time of the window's own thread, without what it waits for: opening with the
modules there, as they are some seconds after the start (`ui.warm_up`); coming back; an edit until
it is painted; and by itself the overview of all steps that follows each of them.
"""

import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.large import clock, copy_of_large
from benchmarks.measure import Row
from cfpdesk.i18n import msg, set_language
from cfpdesk.model.checklist import Verdict
from cfpdesk.model.engagement import Engagement
from cfpdesk.model.evidence import Evidence
from cfpdesk.model.finding import Finding, FindingState
from cfpdesk.model.gate import Target
from cfpdesk.model.population import Population
from cfpdesk.steps import (
    checklist,
    closing,
    evidence,
    finding,
    inventory,
    inventory_edit,
    opening,
    sampling,
    sampling_edit,
)
from cfpdesk.steps.checklist import AnswerText
from cfpdesk.steps.evidence import EvidenceText
from cfpdesk.steps.finding import FindingText
from cfpdesk.steps.inventory_edit import LineFigure, LineRef
from cfpdesk.store.session import Session

if TYPE_CHECKING:
    from cfpdesk.ui.main_window import MainWindow

EDIT_S, OPEN_S, SEARCH_S = 0.05, 0.1, 0.08
RUNS = 5
Act = Callable[[int], object]


class _Hands:
    """Acts in the window and takes the time of its thread."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window

    def settle(self, seconds: float = 0.15) -> None:
        """Let what follows happen: the overview, jobs, widgets that go."""
        from PySide6.QtCore import QCoreApplication, QEvent

        end = time.monotonic() + seconds
        while time.monotonic() < end or self._window.desk.jobs.running:
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            QCoreApplication.processEvents()
            time.sleep(0.005)

    def once(self, act: Callable[[], object]) -> float:
        """Return the seconds of one action, what it paints included."""
        from PySide6.QtCore import QCoreApplication

        begin = time.thread_time()
        act()
        QCoreApplication.sendPostedEvents()
        taken = time.thread_time() - begin
        self.settle()
        return taken

    def row(self, what: str, act: Act, aim: float = EDIT_S, runs: int = RUNS) -> Row:
        """Return the median of several runs but for the first, which may find it done already."""
        taken = [self.once(lambda n=n: act(n)) for n in range(runs)]  # type: ignore[misc]
        middle = statistics.median(taken[1:] or taken)
        return Row(f"window: {what}", middle, f"{aim * 1000:.0f} ms", aim, 1.0)


def rows() -> Iterator[Row]:
    """Do everything in the real window, offscreen, on the large engagement."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as name:
        os.environ["CFPDESK_HOME"] = str(Path(name) / "home")
        folder, actor = copy_of_large(Path(name) / "e")
        session = Session.open(folder, actor, clock)
        window = _window(session)
        hands = _Hands(window)
        hands.settle(1)
        yield from _pages(window, hands)
        yield from _edits(window, session, hands)
        yield from _whole(window, hands)
        yield from _search(session, hands)
        window.close()


def _window(session: Session) -> "MainWindow":
    from cfpdesk import app
    from cfpdesk.ui.drop_zones import DropZones
    from cfpdesk.ui.main_window import MainWindow
    from cfpdesk.ui.theme import theme
    from cfpdesk.ui.tokens import Mode
    from cfpdesk.ui.warm_up import WarmUp
    from cfpdesk.ui.window_services import Services

    app.application()
    set_language("zh")
    theme().choose(Mode.LIGHT, large=False)
    window = MainWindow(clock)
    window.kept = (Services(window), DropZones(window))
    window.resize(1366, 768)
    window.open_session(session)
    window.show()
    warm = WarmUp(window)
    while warm.step():
        pass
    return window


def _pages(window: "MainWindow", hands: _Hands) -> Iterator[Row]:
    from cfpdesk.ui.page_registry import PAGES

    nouns = [page.noun for page in PAGES]
    for noun in nouns:
        yield hands.row(f"open {noun}", lambda _n, to=noun: window.go(Target(to)), OPEN_S, 1)  # type: ignore[misc]
    taken: dict[str, list[float]] = {noun: [] for noun in nouns}
    for _turn in range(RUNS):
        for noun in nouns:
            taken[noun].append(hands.once(lambda to=noun: window.go(Target(to))))  # type: ignore[misc]
    for noun in nouns:
        middle = statistics.median(taken[noun])
        yield Row(f"window: back to {noun}", middle, "50 ms", EDIT_S, 1.0)


def _edits(window: "MainWindow", session: Session, hands: _Hands) -> Iterator[Row]:
    from cfpdesk.ui.window_history import step_back

    for page, what, act in _acts(session):
        window.go(Target(page))
        hands.settle()
        yield hands.row(what, act)
        yield hands.row(f"undo that ({page})", lambda _n: step_back(window))
    item = checklist.state(session).items[3].item.id
    verdicts = (Verdict.CONFORM, Verdict.OBSERVATION)
    for page in ("home", "merge", "document", "package"):
        window.go(Target(page))
        hands.settle()
        yield hands.row(
            f"an answer while {page} is shown",
            lambda n: checklist.answer(session, [item], verdicts[n % 2]),
        )

    def overview(n: int) -> None:
        window.refresh_overview()
        checklist.answer(session, [item], verdicts[n % 2])

    window.go(Target("evidence"))
    yield hands.row("overview of all steps after an answer", overview)


def _acts(session: Session) -> Iterator[tuple[str, str, Act]]:
    """Yield a page, what is done there, and the verb; each time otherwise than before."""
    item = checklist.state(session).items[3].item.id
    verdicts = (Verdict.CONFORM, Verdict.OBSERVATION)
    pieces, findings = session.all(Evidence), session.all(Finding)
    target = next(t for t in evidence.targets(session) if t.code == item)
    line = inventory.state(session).lines[9].result.line
    ref = LineRef(line.dataset, line.key, line.code)
    population = session.all(Population)[0].row
    one = sampling.state(session).find(population)
    if one is None or one.sample is None:
        raise TypeError(one)
    slip = one.sample.items[5].item
    drafts = [f.row for f in findings if f.state is FindingState.DRAFT]
    point = opening.state(session).points[2].row

    def fact(n: int) -> None:
        with session.transact(msg("Edit the engagement")) as change:
            change.put(session.find(Engagement).but(client=f"恒锐 {n}"))

    def value(n: int) -> None:
        inventory_edit.set_figure(session, ref, LineFigure.FACTOR_VALUE, Decimal(n + 1))

    def weigh(n: int) -> None:
        sampling_edit.verify(session, population, slip.id, Decimal(20 + n))

    def caption(n: int) -> None:
        evidence.write(session, pieces[7].row, EvidenceText.CAPTION, f"{n}")

    def reply(n: int) -> None:
        finding.write(session, findings[3].row, FindingText.REPLY, f"{n}")

    def answer(n: int) -> None:
        checklist.answer(session, [item], verdicts[n % 2])

    def note(n: int) -> None:
        checklist.write(session, item, AnswerText.NOTE, f"{n}")

    yield "checklist", "answer an item", answer
    yield "checklist", "leave a note", note
    yield (
        "checklist",
        "link evidence",
        lambda n: evidence.link(session, [pieces[40 + n].row], target),
    )
    yield "evidence", "leave a caption", caption
    yield "inventory", "a verified value", value
    yield "sampling", "a slip's value", weigh
    yield "finding", "leave a reply", reply
    yield (
        "finding",
        "move a finding",
        lambda n: finding.move(session, drafts[n], FindingState.RAISED),
    )
    yield "opening", "tick the agenda", lambda n: opening.tick(session, point, done=bool(n % 2))
    yield "engagement", "leave a fact", fact
    yield "closing", "leave the place", lambda n: closing.set_place(session, f"{n} 号会议室")


def _whole(window: "MainWindow", hands: _Hands) -> Iterator[Row]:
    """What concerns everything shown: language, colours, the palette."""
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from cfpdesk.ui.page_registry import PAGES
    from cfpdesk.ui.palette import open_palette
    from cfpdesk.ui.window_look import next_theme, switch_language

    for page in PAGES:
        window.go(Target(page.noun))
        hands.settle()
        what = f"the other language on {page.noun}"
        yield hands.row(what, lambda _n: switch_language(window), runs=2)
    window.go(Target("checklist"))
    hands.settle()
    yield hands.row("other colours", lambda _n: next_theme(window), runs=3)
    yield hands.row("open the palette", lambda _n: open_palette(window), runs=1)

    def key(n: int) -> None:
        field = QApplication.focusWidget()
        if field is not None:
            QTest.keyClicks(field, "ELEC-0"[n])

    yield hands.row("a key in the palette", key)


def _search(session: Session, hands: _Hands) -> Iterator[Row]:
    from cfpdesk.ui.search_index import SearchIndex, session_hits

    index = SearchIndex()
    index.add(session_hits(session, "zh"))
    typed = ("电力", "dl", "ELEC")
    yield hands.row("search, the index made", lambda n: index.find(typed[n % 3]), SEARCH_S)

    def anew(_n: int) -> None:
        fresh = SearchIndex()
        fresh.add(session_hits(session, "zh"))
        fresh.find("电力")

    yield hands.row("search, first after a change", anew, SEARCH_S)
