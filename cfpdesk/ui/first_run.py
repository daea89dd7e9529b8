"""First run: language → name and certificate → passphrase → key → fingerprint and recovery sheet.

Done in a minute. A lost identity comes back from its recovery file or sheet, as a new device of
the same person. The passphrase is kept nowhere.
"""

from collections.abc import Callable
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QProgressBar, QVBoxLayout, QWidget

from cfpdesk.errors import UserError
from cfpdesk.i18n import _, msg
from cfpdesk.model.trust import fingerprint_digits
from cfpdesk.store.home import home_folder
from cfpdesk.store.identity import Identity, create_identity
from cfpdesk.store.recovery_file import RECOVERY_SUFFIX, restore_identity
from cfpdesk.ui.chosen_file import write_chosen
from cfpdesk.ui.desk import Desk
from cfpdesk.ui.frame_page import FramePage, two_halves
from cfpdesk.ui.icons import set_icon
from cfpdesk.ui.jobs import Progress
from cfpdesk.ui.strength import strength
from cfpdesk.ui.style import role
from cfpdesk.ui.widgets.button import button, tool
from cfpdesk.ui.widgets.status_icon import Shape, StatusIcon
from cfpdesk.ui.widgets.text import Hairline, label, row


class FirstRunPage(FramePage):
    """Makes or brings back the identity of this computer, then calls `done` with it."""

    def __init__(
        self,
        desk: Desk,
        speak: Callable[[str], object],
        done: Callable[[Identity], object],
    ) -> None:
        super().__init__(speak)
        self._desk, self._done = desk, done
        self._identity: Identity | None = None
        self._recovery = ""
        self._fields: dict[str, QLineEdit] = {}
        self._eyes: list[QWidget] = []
        self._errors: dict[str, QLabel] = {}
        self._typed = {
            "name": "",
            "certificate": "",
            "organisation": "",
            "passphrase": "",
            "again": "",
        }
        self.build()

    def fill(self, sheet: QFrame) -> None:
        """Show the form, or the fingerprint once there is a key."""
        left, right = two_halves(sheet)
        if self._identity is None:
            self._fill_form(left)
        else:
            self._fill_made(left, self._identity)
        self._fill_right(right)
        self._show_strength()

    # The form ---------------------------------------------------------------------------------

    def _fill_form(self, column: QVBoxLayout) -> None:
        bring = bool(self._recovery)
        self._fields, self._eyes, self._errors = {}, [], {}
        self._words = label("", "label")
        title = _("Bring your key back") if bring else _("Let signatures know you first")
        column.addWidget(label(title, "hero"))
        note = (
            _("The same passphrase as before. This computer becomes a new device of yours.")
            if bring
            else _(
                "Every record you write is signed with this key. It stays on this computer; "
                "no network is needed."
            )
        )
        column.addWidget(label(note, "label", wrap=True))
        column.addSpacing(22)
        if not bring:
            self._field(column, "name", _("Name"))
            self._field(column, "certificate", _("Certificate number"))
            self._field(column, "organisation", _("Certification body"))
        words = (
            _("Passphrase")
            if bring
            else _("Passphrase (a sentence you remember, at least 12 characters)")
        )
        self._field(column, "passphrase", words, secret=True)
        if not bring:
            self._bar = QProgressBar()
            self._bar.setTextVisible(False)
            self._bar.setAccessibleName(_("Strength of the passphrase"))
            column.addWidget(self._bar)
            column.addWidget(self._words)
            self._field(column, "again", _("Once more"), secret=True)
        self._in_order()
        column.addSpacing(14)
        verb = _("Bring it back") if bring else _("Make the key")
        self._make = button(verb, self._start, kind="primary", name="first-make")
        column.addWidget(self._make)
        column.addSpacing(6)
        if bring:
            other = button(_("Make a new key instead"), self._forget_file, kind="link")
        else:
            other = button(
                _("You have a key? Bring it back from its recovery file"), self._bring, kind="link"
            )
        other.setObjectName("first-other")
        column.addLayout(row(other, None))
        column.addStretch(1)

    def _field(self, column: QVBoxLayout, name: str, words: str, *, secret: bool = False) -> None:
        edit = QLineEdit(self._typed[name])
        edit.setObjectName(f"first-{name}")
        edit.setAccessibleName(words)
        edit.textChanged.connect(lambda text: self._note(name, text))
        edit.returnPressed.connect(lambda: self._entered(name))
        head = label(words, "label")
        head.setBuddy(edit)
        column.addSpacing(6)
        column.addWidget(head)
        if secret:
            edit.setEchoMode(QLineEdit.EchoMode.Password)
            show = tool("eye", _("Show what is typed"), token="text2", checkable=True)
            modes = QLineEdit.EchoMode
            show.toggled.connect(
                lambda on: edit.setEchoMode(modes.Normal if on else modes.Password)
            )
            column.addLayout(row(edit, show, spacing=4))
            self._eyes.append(show)
        else:
            column.addWidget(edit)
        error = label("", "bad", wrap=True)
        error.hide()
        column.addWidget(error)
        self._fields[name], self._errors[name] = edit, error

    def _in_order(self) -> None:
        """Let Tab go from field to field: whoever types a passphrase blindly lands in no eye."""
        order = [*self._fields.values(), *self._eyes]
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)

    def _entered(self, name: str) -> None:
        """Go to the next field that is empty; make the key after the last."""
        names = list(self._fields)
        later = names[names.index(name) + 1 :]
        if later and not self._fields[later[0]].text():
            self._fields[later[0]].setFocus(Qt.FocusReason.TabFocusReason)
            return
        self._start()

    def _note(self, name: str, text: str) -> None:
        self._typed[name] = text
        self._mark("")
        self._show_strength()
        if name == "name":
            self._card_name.setText(text or _("Your name"))

    def _show_strength(self) -> None:
        if self._identity is not None or self._recovery:
            return
        found = strength(self._typed["passphrase"])
        self._bar.setValue(found.percent)
        role(self._bar, tone=found.token)
        self._words.setText(found.words)
        role(self._words, type=found.token)

    # The right half ---------------------------------------------------------------------------

    def _fill_right(self, column: QVBoxLayout) -> None:
        card = QFrame()
        role(card, box="card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(16, 14, 16, 16)
        inside.setSpacing(8)
        card_of = self._identity.card if self._identity else None
        name = card_of.name if card_of else self._typed["name"]
        self._card_name = label(name or _("Your name"), "card")
        inside.addWidget(self._card_name)
        inside.addWidget(Hairline())
        inside.addWidget(label(_("Fingerprint of the key"), "label"))
        shown = "····· ····· ····· ····· ····· ·····"
        if card_of is not None:
            shown = fingerprint_digits(card_of.key_sha256)
        print_ = label(shown, "mono", wrap=True)
        print_.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        print_.setObjectName("first-fingerprint")
        inside.addWidget(print_)
        note = (
            _("Read it to the lead.")
            if card_of
            else _("Shown once it is made; read it to the lead")
        )
        inside.addWidget(label(note, "muted"))
        column.addWidget(card)
        for icon, head, text in (
            ("printer", _("Print the recovery sheet and lock it away"),
             _("Only it helps when this computer is lost")),
            ("people", _("Read the fingerprint to the lead"),
             _("From then on your packages are recognised")),
            ("usb", _("Choose a USB stick for the backup"),
             _("Records are copied there by themselves; photos travel in packages")),
        ):  # fmt: skip
            mark = label()
            set_icon(mark, icon, "text2", 18)
            words = QVBoxLayout()
            words.setSpacing(1)
            words.addWidget(label(head, "strong"))
            words.addWidget(label(text, "label", wrap=True))
            line = row(mark, 8)
            line.addLayout(words, 1)
            column.addLayout(line)
        column.addStretch(1)
        column.addWidget(Hairline())
        column.addWidget(
            label(
                _("Clients need no key: they sign on the screen, and your key seals it."),
                "muted",
                wrap=True,
            )
        )

    # Making the key ---------------------------------------------------------------------------

    def _start(self) -> None:
        where, problem = self._problem()
        if problem:
            self._mark(where, problem)
            self._fields[where].setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._make.setEnabled(False)
        typed, recovery = dict(self._typed), self._recovery
        now = self._desk.now()

        def work(_progress: Progress) -> Identity:
            if recovery:
                return restore_identity(home_folder(), recovery, typed["passphrase"], now)
            return create_identity(
                home_folder(),
                name=typed["name"].strip(),
                organisation=typed["organisation"].strip(),
                passphrase=typed["passphrase"],
                now=now,
            )

        self._desk.run_job(msg("Make the key"), work, self._made, self._failed)

    def _problem(self) -> tuple[str, str]:
        """Return the field that keeps the key from being made, and what to do there."""
        if self._recovery:
            return "", ""
        if not self._typed["name"].strip():
            return "name", _("Please write your name.")
        found = strength(self._typed["passphrase"])
        if not found.enough:
            return "passphrase", found.words
        if self._typed["passphrase"] != self._typed["again"]:
            return "again", _("The two passphrases differ.")
        return "", ""

    def _made(self, identity: Identity) -> None:
        self._desk.settings.put("certificate", self._typed["certificate"].strip())
        self._typed["passphrase"] = self._typed["again"] = ""
        self._identity = identity
        self._fields, self._eyes, self._errors = {}, [], {}
        self._desk.identity = identity
        self.build()

    def _failed(self, error: Exception) -> None:
        self._make.setEnabled(True)
        if isinstance(error, UserError):
            self._fail(str(error.message))
        else:
            self._desk.report(error)

    def _fail(self, text: str) -> None:
        """Say below the passphrase why the key could not be made or brought back."""
        self._mark("passphrase", text)
        self._fields["passphrase"].setFocus(Qt.FocusReason.OtherFocusReason)

    def _mark(self, where: str, text: str = "") -> None:
        """Say at one field what is wrong there, and nothing at the others."""
        for name, error in self._errors.items():
            here = name == where and bool(text)
            # How strong a passphrase is stands below it already: said once is enough.
            said = here and not (name == "passphrase" and text == self._words.text())
            error.setText(text if said else "")
            error.setVisible(said)
            role(self._fields[name], state="bad" if here else "")

    def _bring(self) -> None:
        found = self._desk.open_files(msg("Open a recovery file"), f"*{RECOVERY_SUFFIX}")
        if found:
            self._recovery = found[0].read_text("utf-8", errors="replace")
            self.build()

    def _forget_file(self) -> None:
        self._recovery = ""
        self.build()

    # There is a key ---------------------------------------------------------------------------

    def _fill_made(self, column: QVBoxLayout, identity: Identity) -> None:
        mark = StatusIcon(Shape("conform", "ok", msg("done")), 28)
        column.addLayout(row(mark, label(_("Your key is made"), "hero"), None))
        text = _(
            "Keep the recovery sheet where only you can reach it. The passphrase is not on it."
        )
        column.addWidget(label(text, "label", wrap=True))
        column.addSpacing(20)
        sheet = button(_("Print the recovery sheet"), lambda: self._sheet(identity), icon="printer")
        sheet.setObjectName("first-sheet")
        save = button(_("Save the recovery file"), lambda: self._save(identity), icon="download")
        save.setObjectName("first-save")
        card = button(_("Save my key card"), self._save_card, icon="key", name="first-card")
        for each in (sheet, save, card):
            column.addWidget(each)
            column.addSpacing(6)
        self._saved = label("", "ok", wrap=True)
        column.addWidget(self._saved)
        column.addStretch(1)
        go = button(_("Begin"), lambda: self._done(identity), kind="primary", name="first-begin")
        column.addWidget(go)
        go.setFocus()

    def _sheet(self, identity: Identity) -> None:
        from cfpdesk.ui.recovery_sheet import recovery_sheet

        self._desk.print_pdf(recovery_sheet(identity), msg("Recovery sheet"))

    def _save_card(self) -> None:
        """Give the card to the lead, who needs it before there is a kit to open."""
        from cfpdesk.ui.key_card_saving import save_key_card

        place = save_key_card(self._desk)
        if place is not None:
            self._saved.setText(_("Saved: {place}").format(place=str(place)))

    def _save(self, identity: Identity) -> None:
        from cfpdesk.store.recovery_file import recovery_text

        name = f"{identity.card.name}{RECOVERY_SUFFIX}"
        place = self._desk.save_file(msg("Save the recovery file"), name, f"*{RECOVERY_SUFFIX}")
        if place is None:
            return
        data = recovery_text(identity).encode("utf-8")
        if self._desk.attempt(lambda: write_chosen(place, data, 0o600)):
            self._saved.setText(_("Saved: {place}").format(place=str(place)))
