"""One piece of evidence: caption, the three times kept apart, hash, links, who may see it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QMenu,
    QVBoxLayout,
    QWidget,
)

from cfpdesk.i18n import _
from cfpdesk.model.day import moment_text, parse_moment
from cfpdesk.model.evidence import EVIDENCE_WORD, Evidence, EvidenceKind, taken_time
from cfpdesk.model.period import parse_period, period_text
from cfpdesk.steps import evidence
from cfpdesk.steps.evidence import EvidenceText, EvidenceTick, LinkState
from cfpdesk.ui.desk import Desk
from cfpdesk.ui.fields import CheckField, Field, LineField, NoteField
from cfpdesk.ui.icons import set_icon
from cfpdesk.ui.parts.mark_list import MarkList
from cfpdesk.ui.parts.used_in import UsedIn
from cfpdesk.ui.style import role
from cfpdesk.ui.widgets.button import button
from cfpdesk.ui.widgets.chips import Choice
from cfpdesk.ui.widgets.hash_check import HashState
from cfpdesk.ui.widgets.reading_order import set_reading_order
from cfpdesk.ui.widgets.scroll_column import ScrollColumn
from cfpdesk.ui.widgets.size import size_text
from cfpdesk.ui.widgets.text import ElidedLabel, Hairline, label, row


class EvidenceDetail(ScrollColumn):
    """Emits what the page decides: go to a target, unlink, link, delete."""

    target_opened = Signal(str, str)
    unlinked = Signal(str)
    link_wanted = Signal()
    delete_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__((18, 10, 18, 12), 9)
        self._desk = desk
        column = self.column
        self._number = label("", "strong")
        self._kind = button("", self._choose_kind, kind="chip", name="kind")
        self._who = label("", "muted")
        column.addLayout(row(self._number, self._kind, None, self._who))
        self._caption(column)
        self.marks = MarkList(desk)
        column.addWidget(self.marks)
        self._interview(column)
        self._times(column)
        self._hash(column)
        self.used = UsedIn()
        self.used.opened.connect(self.target_opened)
        self.used.unlinked.connect(self.unlinked)
        column.addWidget(self.used)
        column.addWidget(button(_("Link to …"), self.link_wanted.emit, icon="link", name="link-to"))
        self._foot(column)

    # Making -----------------------------------------------------------------------------------

    def _caption(self, column: QVBoxLayout) -> None:
        self.caption = NoteField(
            self._desk, "evidence", "caption", _("What it shows"), self._text(EvidenceText.CAPTION),
            _("What it shows, where"), 2,
        )  # fmt: skip
        words = label(_("What it shows"), "label")
        words.setBuddy(self.caption.edit)
        column.addWidget(words)
        column.addWidget(self.caption.box)

    def _interview(self, column: QVBoxLayout) -> None:
        self._interview_box = QWidget()
        inside = QVBoxLayout(self._interview_box)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(6)
        self.person = self._line("interviewee", _("Person"), EvidenceText.INTERVIEWEE)
        self.role_ = self._line("interviewee_role", _("Role"), EvidenceText.INTERVIEWEE_ROLE)
        self.held = LineField(
            self._desk, "evidence", "held_at", _("Held at"), self._held, "2026-03-18 10:40"
        )
        for field in (self.person, self.role_, self.held):
            words = label(field.label, "label")
            words.setFixedWidth(56)
            words.setBuddy(field.edit)
            inside.addLayout(row(words, field.box))
        self.consent = self._check("consent", _("Agrees to be noted"), EvidenceTick.CONSENT)
        inside.addWidget(self.consent.box)
        self.notes = NoteField(
            self._desk, "evidence", "notes", _("Notes"), self._text(EvidenceText.NOTES),
            _("What was asked and answered"), 5,
        )  # fmt: skip
        words = label(_("Notes"), "label")
        words.setBuddy(self.notes.edit)
        inside.addWidget(words)
        inside.addWidget(self.notes.box)
        column.addWidget(self._interview_box)

    def _times(self, column: QVBoxLayout) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(1, 1)
        self._facts: dict[str, tuple[QWidget, ElidedLabel, QWidget]] = {}
        for name, word in (
            ("taken", _("Taken")),
            ("received", _("Received")),
            ("device", _("Device")),
            ("file", _("File")),
        ):
            self._fact(grid, name, word)
        column.addLayout(grid)
        self.period = LineField(
            self._desk, "evidence", "period", _("For period"), self._period,
            "2025-01 – 2025-12",
        )  # fmt: skip
        self.place = self._line("place", _("Place"), EvidenceText.PLACE)
        both = QGridLayout()
        both.setHorizontalSpacing(10)
        both.setVerticalSpacing(6)
        self._period_words = label(self.period.label, "muted")
        place_words = label(self.place.label, "muted")
        for at, (words, field) in enumerate(
            ((self._period_words, self.period), (place_words, self.place))
        ):
            words.setBuddy(field.edit)
            both.addWidget(words, at, 0)
            both.addWidget(field.box, at, 1)
        column.addLayout(both)

    def _fact(self, grid: QGridLayout, name: str, word: str) -> None:
        at = grid.rowCount()
        grid.addWidget(Hairline(), at, 0, 1, 3)
        words = label(word, "muted")
        words.setMinimumHeight(28)
        value = ElidedLabel("")
        after = label("", "small")
        grid.addWidget(words, at + 1, 0)
        grid.addWidget(value, at + 1, 1)
        grid.addWidget(after, at + 1, 2)
        self._facts[name] = (words, value, after)

    def _hash(self, column: QVBoxLayout) -> None:
        self._hash_box = QFrame()
        inside = QVBoxLayout(self._hash_box)
        inside.setContentsMargins(10, 7, 10, 7)
        inside.setSpacing(1)
        self._hash_icon = label()
        self._hash_word = label("", wrap=True)
        self._hash_text = label("", "mono")
        self._hash_text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._hash_text.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._hash_icon)
        head.addWidget(self._hash_word, 1)
        inside.addLayout(head)
        inside.addLayout(row(26, self._hash_text, None, spacing=0))
        column.addWidget(self._hash_box)

    def _foot(self, column: QVBoxLayout) -> None:
        self._seen_box = self._check(
            "seen_original", _("The original paper was seen"), EvidenceTick.SEEN_ORIGINAL
        )
        self._unreadable = self._check(
            "unreadable", _("What matters cannot be read"), EvidenceTick.UNREADABLE
        )
        column.addWidget(self._unreadable.box)
        column.addWidget(self._seen_box.box)
        self._for_client = Choice(_("Who may see it"))
        self._for_client.setObjectName("for_client")
        self._for_client.chosen.connect(self._client)
        column.addWidget(label(_("Who may see it"), "label"))
        column.addWidget(self._for_client)
        column.addStretch(1)
        delete = button(_("Delete …"), self.delete_wanted.emit, kind="link", name="delete")
        delete.setToolTip(_("Needs a reason; the file and its history stay"))
        column.addLayout(row(delete, None))

    def _line(self, name: str, words: str, field: EvidenceText) -> LineField:
        return LineField(self._desk, "evidence", name, words, self._text(field))

    def _check(self, name: str, words: str, field: EvidenceTick) -> CheckField:
        made: list[CheckField] = []

        def commit(on: bool) -> None:
            evidence.tick(self._desk.session, made[0].row, field, on=on)

        made.append(CheckField(self._desk, "evidence", name, words, commit))
        return made[0]

    # Committing -------------------------------------------------------------------------------

    def _text(self, field: EvidenceText) -> Callable[[str], object]:
        def commit(text: str) -> None:
            evidence.write(self._desk.session, self._field(field.value).row, field, text)

        return commit

    def _field(self, name: str) -> Field:
        fields: dict[str, Field] = {
            "caption": self.caption,
            "place": self.place,
            "notes": self.notes,
            "interviewee": self.person,
            "interviewee_role": self.role_,
        }
        return fields[name]

    def _held(self, text: str) -> None:
        zone = self._desk.now().astimezone().tzinfo
        if zone is not None:
            evidence.set_held_at(self._desk.session, self.held.row, parse_moment(text, zone))

    def _period(self, text: str) -> None:
        evidence.set_period(self._desk.session, self.period.row, *parse_period(text))

    def _client(self, key: str) -> None:
        row_ = self.caption.row
        self._desk.attempt(
            lambda: evidence.tick(
                self._desk.session, row_, EvidenceTick.FOR_CLIENT, on=key == "client"
            )
        )

    def _choose_kind(self) -> None:
        menu = QMenu(self)
        for kind in EvidenceKind:
            menu.addAction(str(EVIDENCE_WORD[kind]), self._setting(kind))
        menu.popup(self._kind.mapToGlobal(self._kind.rect().bottomLeft()))

    def _setting(self, kind: EvidenceKind) -> Callable[[], None]:
        row_ = self.caption.row
        return lambda: self._run(lambda: evidence.set_kind(self._desk.session, row_, kind))

    def _run(self, verb: Callable[[], object]) -> None:
        self._desk.attempt(verb)

    # Showing ----------------------------------------------------------------------------------

    def show_piece(
        self, piece: Evidence, links: Sequence[LinkState], who: str, state: HashState
    ) -> None:
        """Put a piece in; fields that are being typed in are left alone."""
        if piece.row != self.caption.row:
            self.verticalScrollBar().setValue(0)
        self._number.setText(piece.number)
        self._kind.setText(str(EVIDENCE_WORD[piece.kind]))
        self._kind.setAccessibleName(" ".join((_("Kind"), str(EVIDENCE_WORD[piece.kind]))))
        self._kind.setToolTip(_("Change the kind"))
        self._who.setText(who)
        interview = piece.kind is EvidenceKind.INTERVIEW
        for field, value in (
            (self.caption, piece.caption),
            (self.person, piece.interviewee),
            (self.role_, piece.interviewee_role),
            (self.held, moment_text(piece.held_at)),
            (self.consent, piece.consent),
            (self.notes, piece.notes),
            (self.period, period_text(piece.period_from, piece.period_to)),
            (self.place, piece.place),
            (self._seen_box, piece.seen_original),
            (self._unreadable, piece.unreadable),
        ):
            field.show(value, piece.row)
            field.set_read_only(read_only=self._desk.session.read_only)
        self._interview_box.setVisible(interview)
        self._unreadable.box.setVisible(not interview)
        self._period_words.setVisible(not interview)
        self.period.box.setVisible(not interview)
        self._seen_box.box.setVisible(piece.kind is EvidenceKind.DOCUMENT)
        self._show_times(piece)
        self.show_hash(piece, state)
        self.used.show_links(links)
        options = [("client", _("Client too")), ("team", _("Team only"))]
        self._for_client.set_options(options)
        self._for_client.choose("client" if piece.for_client else "team")
        set_reading_order(self)

    def _show_times(self, piece: Evidence) -> None:
        photo = piece.kind is EvidenceKind.PHOTO
        taken = taken_time(piece)
        words = _("No time taken")
        if taken:
            words = f"{taken:%Y-%m-%d %H:%M:%S}"
        self._show_fact("taken", words, "EXIF" if taken else "", shown=photo)
        role(self._facts["taken"][1], text="" if taken else "warn")
        sources = {
            "file": _("file"), "folder": _("folder"), "drag": _("dragged"), "paste": _("pasted"),
        }  # fmt: skip
        received = (
            f"{piece.received_at.astimezone():%Y-%m-%d %H:%M:%S}" if piece.received_at else ""
        )
        self._show_fact("received", received, sources.get(piece.source, ""), shown=True)
        parts = (piece.device, piece.pixels.replace("x", "×"))
        device = " · ".join(part for part in parts if part)
        self._show_fact("device", device, "", shown=bool(device))
        file = f"{piece.file.name}" if piece.file else ""
        size = size_text(piece.file.size) if piece.file else ""
        self._show_fact("file", file, size, shown=piece.file is not None)

    def _show_fact(self, name: str, value: str, after: str, *, shown: bool) -> None:
        words, shown_value, shown_after = self._facts[name]
        shown_value.setText(value)
        if isinstance(shown_after, type(words)):
            shown_after.setText(after)  # type: ignore[attr-defined]
        for widget in (words, shown_value, shown_after):
            widget.setVisible(shown)

    def show_hash(self, piece: Evidence, state: HashState) -> None:
        """Say whether the original is still what came in."""
        self._hash_box.setVisible(piece.file is not None)
        if piece.file is None:
            return
        said = {
            HashState.CHECKING: (_("Checking the original …"), "shield", "muted", "raised"),
            HashState.GOOD: (_("Original untouched, fingerprint agrees"), "shield", "ok", "raised"),
            HashState.CHANGED: (
                _("The original has changed; it is no evidence any more"),
                "shield-bad", "bad", "tint-bad",
            ),
            HashState.MISSING: (
                _("The original is missing; restore it from a backup or a package"),
                "shield-bad", "bad", "tint-bad",
            ),
        }  # fmt: skip
        words, icon, token, box = said[state]
        self._hash_word.setText(words)
        role(self._hash_word, text=token)
        set_icon(self._hash_icon, icon, token, 18)
        role(self._hash_box, box=box)
        digest = piece.file.sha256.upper()
        self._hash_text.setText(" ".join(digest[n : n + 4] for n in range(0, 20, 4)) + " …")
        self._hash_text.setToolTip(digest)

    def focus_field(self, name: str) -> None:
        """Focus a field by the name a blocker's target uses."""
        fields: dict[str, QWidget] = {
            "caption": self.caption.edit,
            "consent": self.consent.check,
            "unreadable": self._unreadable.check,
            "notes": self.notes.edit,
            "interviewee": self.person.edit,
        }
        field = fields.get(name) or self.findChild(QWidget, "link-to")
        if name and isinstance(field, QWidget):
            field.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.ensureWidgetVisible(field, 0, 40)
