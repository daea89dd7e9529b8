"""Evidence: bring in, prove and link what was seen."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from cfpdesk.i18n import _, current_language, msg, text_in
from cfpdesk.model.clause import clause_text
from cfpdesk.model.evidence import PACKAGE_LIMIT_BYTES, Evidence, EvidenceKind
from cfpdesk.model.gate import Target
from cfpdesk.steps import evidence
from cfpdesk.steps.evidence import EvidenceState, Source, Taken
from cfpdesk.ui import intake
from cfpdesk.ui.desk import Desk
from cfpdesk.ui.page import Guidance, Page, PageAction
from cfpdesk.ui.parts.evidence_detail import EvidenceDetail
from cfpdesk.ui.parts.folder_intake import FolderWatch
from cfpdesk.ui.parts.marking import Marking
from cfpdesk.ui.parts.shared_pictures import pictures_of
from cfpdesk.ui.style import role
from cfpdesk.ui.widgets.button import button
from cfpdesk.ui.widgets.empty_state import EmptyState
from cfpdesk.ui.widgets.evidence_strip import Thumb
from cfpdesk.ui.widgets.evidence_viewer import EvidenceViewer
from cfpdesk.ui.widgets.flow_layout import FlowLayout
from cfpdesk.ui.widgets.hash_check import HashCheck, HashState
from cfpdesk.ui.widgets.panes import Panes
from cfpdesk.ui.widgets.thumb_grid import ThumbGrid, half_day_order


class Show(StrEnum):
    """What the grid is narrowed to."""

    ALL = "all"
    PHOTOS = "photos"
    DOCUMENTS = "documents"
    INTERVIEWS = "interviews"
    UNLINKED = "unlinked"


_KINDS = {
    Show.PHOTOS: EvidenceKind.PHOTO,
    Show.DOCUMENTS: EvidenceKind.DOCUMENT,
    Show.INTERVIEWS: EvidenceKind.INTERVIEW,
}


class EvidencePage(Page):
    """See the module text."""

    NOUN = "evidence"
    WATCHES = frozenset({"evidence", "photo_mark", "link", "answer", "finding", "person"})
    LAYOUT = "work"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._show = Show.ALL
        self._text = ""
        self._current = ""
        self._thumbs: dict[str, Thumb] = {}  # hundreds of them, asked for after each change
        self._state = evidence.state(desk.session)
        self._checks = HashCheck(self)
        self._checks.known.connect(self._hash_known)
        self._folder = FolderWatch(desk, self, self._taken)
        self.setAcceptDrops(True)

    # Building ---------------------------------------------------------------------------------

    def build(self) -> None:
        """Make grid, viewer and detail."""
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        pictures = pictures_of(self.desk)
        self._viewer = EvidenceViewer(pictures)
        self._grid = ThumbGrid(pictures)
        role(self._grid, box="pane")
        self._grid.current_changed.connect(self._choose)
        self._grid.entered_row.connect(lambda _row: self._viewer.focus_view())
        self._grid.keys[Qt.Key.Key_Delete] = self._unlink_last
        self._detail = EvidenceDetail(self.desk)
        self._marking = Marking(self.desk, self._viewer, self._detail.marks)
        self._detail.target_opened.connect(self._go_to_target)
        self._detail.unlinked.connect(
            lambda row: self.desk.attempt(lambda: evidence.unlink(self.session, row))
        )
        self._detail.link_wanted.connect(self._link)
        self._detail.delete_wanted.connect(self._delete)
        self._panes = Panes(
            "evidence",
            self.desk.settings,
            [(self._left(), 286), (self._viewer, 560), (self._detail, 290)],
            grow=1,
        )
        empty = _("There is no evidence yet. Plug in the phone, or choose files.")
        clause = text_in(clause_text("RULE:9.8.3"), current_language())
        self._nothing = EmptyState(empty, _("Choose files"), self._add, icon="plus", clause=clause)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._panes)
        self._stack.addWidget(self._nothing)
        outer.addWidget(self._stack)

    def _left(self) -> QWidget:
        pane = QWidget()
        role(pane, box="pane")
        column = QVBoxLayout(pane)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        bar = QFrame()
        role(bar, box="pane", compact=True)
        chips = FlowLayout(bar, spacing=1)
        chips.setContentsMargins(6, 8, 2, 4)
        self._filters: dict[Show, QPushButton] = {}
        for show in Show:
            chip = button("", self._choosing(show), kind="chip", name=f"filter-{show.value}")
            chip.setCheckable(True)
            self._filters[show] = chip
            chips.addWidget(chip)
        column.addWidget(bar)
        self._search = QLineEdit(self._text)
        self._search.setObjectName("filter-text")
        self._search.setAccessibleName(_("Filter the evidence"))
        self._search.setPlaceholderText(_("Filter the evidence"))
        self._search.setClearButtonEnabled(True)
        self._search.setVisible(bool(self._text))
        self._search.textChanged.connect(self._search_typed)
        column.addWidget(self._search)
        column.addWidget(self._grid, 1)
        return pane

    # Showing ----------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show grid and current piece."""
        self._state = evidence.state(self.session)
        if self._state.low_disk:
            free = self._state.free_bytes // 1_000_000
            sentence = msg("Only {free} MB are free on this disk; make room first.", free=free)
            self.desk.banner("disk", sentence)
        else:
            self.desk.drop_banner("disk")
        self._show_grid()

    def _show_grid(self) -> None:
        items = self._state.items
        self._stack.setCurrentWidget(self._panes if items else self._nothing)
        self._show_filters()
        shown = [item for item in items if self._passes(item)]
        shown.sort(key=lambda item: (half_day_order(item.shown_at), item.evidence.number))
        self._grid.show_items(shown, [self._thumb(item.evidence) for item in shown])
        rows = [item.evidence.row for item in shown]
        if self._current not in rows:
            self._current = rows[0] if rows else ""
        if self._current and self._grid.current_key() != self._current:
            self._grid.set_current(self._current, quiet=True)
        self._show_current()

    def _show_filters(self) -> None:
        items = self._state.items
        words = {
            Show.ALL: _("All"),
            Show.PHOTOS: _("Photos"),
            Show.DOCUMENTS: _("Papers"),
            Show.INTERVIEWS: _("Talks"),
            Show.UNLINKED: _("Not linked"),
        }
        for show, word in words.items():
            n = sum(_in(item, show) for item in items)
            chip = self._filters[show]
            chip.setText(f"{word} {n}")
            chip.setAccessibleName(chip.text())
            chip.setChecked(show is self._show)

    def _passes(self, item: EvidenceState) -> bool:
        if not _in(item, self._show):
            return False
        piece = item.evidence
        name = piece.file.name if piece.file else ""
        parts = (piece.number, piece.caption, piece.place, piece.notes, piece.interviewee, name)
        hay = " ".join(parts).casefold()
        return all(word in hay for word in self._text.casefold().split())

    def _thumb(self, piece: Evidence) -> Thumb:
        thumb = self._thumbs.get(piece.row)
        if thumb is None or thumb.evidence is not piece:
            path = self.session.evidence.path(piece.file) if piece.file else None
            thumb = self._thumbs[piece.row] = Thumb(piece, path)
        return thumb

    def _show_current(self) -> None:
        piece = self.session.get(Evidence, self._current) if self._current else None
        self._detail.setVisible(piece is not None)
        if piece is None:
            self._viewer.clear()
            return
        thumb = self._thumb(piece)
        state = self._checks.state(piece.file, thumb.path)
        self._viewer.show_piece(thumb, damaged=state in (HashState.CHANGED, HashState.MISSING))
        links = evidence.links_of(self.session, piece.row)
        self._detail.show_piece(piece, links, self._who(piece), state)
        self._marking.show(piece)

    def _who(self, piece: Evidence) -> str:
        found = self.session.provenance(Evidence.TABLE, piece.row, "number")
        return found.person if found else ""

    def _hash_known(self, sha256: str) -> None:
        piece = self.session.get(Evidence, self._current) if self._current else None
        if self._built and piece is not None and piece.file and piece.file.sha256 == sha256:
            state = self._checks.state(piece.file, self._thumb(piece).path)
            self._detail.show_hash(piece, state)
            self._viewer.show_damage(damaged=state in (HashState.CHANGED, HashState.MISSING))

    # Doing ------------------------------------------------------------------------------------

    def _choose(self, row: str) -> None:
        if row and row != self._current:
            self._current = row
            self._show_current()
            self.desk.page_changed()

    def _choosing(self, show: Show) -> Callable[[], None]:
        return lambda: self._choose_filter(show)

    def _choose_filter(self, show: Show) -> None:
        self._show = show
        self._show_grid()

    def _search_typed(self, text: str) -> None:
        self._text = text
        self._show_grid()

    def _add(self) -> None:
        intake.choose(self.desk, then=self._taken)

    def _taken(self, taken: Sequence[Taken]) -> None:
        if taken:
            self._show, self._text = Show.ALL, ""
            self._current = taken[0].evidence.row
            self.refresh()
            self._grid.set_current(self._current, quiet=True)

    def _interview(self) -> None:
        made: list[Evidence] = []
        if self.desk.attempt(lambda: made.append(evidence.add_interview(self.session))):
            self._show = Show.ALL
            self._current = made[0].row
            self._show_grid()
            self._detail.focus_field("interviewee")

    def _link(self) -> None:
        rows = self._grid.selected_keys() or ((self._current,) if self._current else ())
        if rows:
            kinds = ("checklist", "finding", "inventory", "sampling")
            self.desk.pick(kinds, lambda target: self._put_link(rows, target))

    def _put_link(self, rows: Sequence[str], target: Target) -> None:
        found = next(
            (
                each
                for each in evidence.targets(self.session)
                if target.row in (each.row, each.code)
            ),
            None,
        )
        if found is None:
            self.desk.say(msg("It does not apply at this stage; nothing was linked."))
            return
        self.desk.attempt(lambda: evidence.link(self.session, rows, found))

    def _unlink_last(self) -> None:
        links = evidence.links_of(self.session, self._current)
        if links:
            self.desk.attempt(lambda: evidence.unlink(self.session, links[-1].row))
            self.desk.say(msg("Unlinked from {code}", code=links[-1].code), undo=True)

    def _delete(self) -> None:
        piece = self.session.get(Evidence, self._current)
        if piece is None:
            return
        row = piece.row
        prompt = msg("Why is {number} deleted? Its file and history stay.", number=piece.number)
        self.desk.ask_reason(
            prompt,
            lambda reason: self.desk.attempt(lambda: evidence.delete(self.session, row, reason)),
        )

    def _go_to_target(self, table: str, row: str) -> None:
        self.desk.go(evidence.place_of(self.session, table, row))

    # What the window asks ---------------------------------------------------------------------

    def state_line(self) -> str:
        """Return how many of each kind, and what they weigh against the package's limit."""
        items = self._state.items
        if not items:
            return ""
        kinds = [item.evidence.kind for item in items]
        counted = str(
            msg(
                "{n} {n:piece|pieces} · {photos} {photos:photo|photos}"
                " · {papers} {papers:paper|papers} · {talks} {talks:talk|talks}",
                n=len(items),
                photos=kinds.count(EvidenceKind.PHOTO),
                papers=kinds.count(EvidenceKind.DOCUMENT),
                talks=kinds.count(EvidenceKind.INTERVIEW),
            )
        )
        size = f"{self._state.total_bytes / 1_000_000:.1f} MB"
        limit = f"{PACKAGE_LIMIT_BYTES // 1_000_000} MB"
        weight = _("{size}, package limit {limit}").format(size=size, limit=limit)
        return f"{counted} · {weight}"

    def page_actions(self) -> Sequence[PageAction]:
        """Return intake, links and the photo's keys."""
        chosen = bool(self._current)
        first = _("Choose a piece first")
        return (
            PageAction("interview", _("Interview"), self._interview, icon="microphone"),
            PageAction("folder", _("From phone or folder"), self._folder.ask, icon="download"),
            PageAction("add", _("Choose files"), self._add, icon="plus", shortcut="Ctrl+E",
                       primary=True),
            PageAction("print", _("Print the index of evidence"),
                       lambda: self.desk.go("document", "evidence_index"), shortcut="Ctrl+P",
                       in_title=False),
            PageAction("link", _("Link to …"), self._link, shortcut="Ctrl+L", in_title=False,
                       enabled=chosen, why=first),
            PageAction("delete", _("Delete …"), self._delete, in_title=False, enabled=chosen,
                       why=first),
            PageAction("turn", _("Turn the view"), self._viewer.turn, in_title=False,
                       enabled=chosen, why=first),
            PageAction("save-picture", _("Save this version of the picture …"),
                       self._marking.save_copy, in_title=False, enabled=chosen, why=first),
        )  # fmt: skip

    def focus_on(self, target: Target) -> None:
        """Go to a piece of evidence by its row, and to a field of it."""
        if self.session.get(Evidence, target.row) is None:
            return
        self._show, self._text, self._current = Show.ALL, "", target.row
        self._search.clear()
        self._show_grid()
        self._grid.set_current(target.row, quiet=True)
        self._grid.setFocus()
        self._detail.focus_field(target.field)
        self.desk.page_changed()

    def guidance(self) -> Guidance:
        """Say what evidence has to be."""
        title = text_in(clause_text("RULE:9.8.3"), current_language())
        text = _(
            "Originals stay byte for byte as they came.\n"
            "Figures, time and place must be readable, and it must be linked to what it proves.\n"
            "The time taken comes from the file alone; where it says none, it has none."
        )
        return Guidance(title, text, ("RULE:9.8.3",))

    def filter_field(self) -> QWidget:
        """Show the free-text filter and return it."""
        self._search.show()
        return self._search

    def panes(self) -> Sequence[QWidget]:
        """Return grid, viewer, detail."""
        return (self._grid, self._viewer.view(), self._detail.caption.edit)

    def paste(self) -> bool:
        """Take the clipboard in."""
        return intake.paste(self.desk, then=self._taken)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Take files."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Take the files in."""
        paths = [Path(u.toLocalFile()) for u in event.mimeData().urls() if u.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            intake.take(self.desk, paths, Source.DRAG, then=self._taken)


def _in(item: EvidenceState, show: Show) -> bool:
    if show is Show.UNLINKED:
        return not item.links
    return show is Show.ALL or item.evidence.kind is _KINDS[show]
