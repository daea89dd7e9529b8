"""Fields that are chosen: one of several, a tick, a list of short texts; commit at once."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QCompleter,
    QLineEdit,
)

from cfpdesk.i18n import _
from cfpdesk.ui.desk import Desk
from cfpdesk.ui.field_base import Field
from cfpdesk.ui.widgets.chips import ChipRow


class ChoiceField(Field):
    """One of several; the wheel does nothing while the list is closed."""

    def __init__(
        self,
        desk: Desk,
        table: str,
        name: str,
        label: str,
        commit: Callable[[Any], object],
        options: Sequence[tuple[str, str]] = (),
    ) -> None:
        super().__init__(desk, table, name, label, commit)
        self.combo = QComboBox()
        self.combo.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.combo.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.combo.installEventFilter(self)
        self.take(self.combo)
        self._standing = ""
        self.set_options(options)
        self.combo.activated.connect(self._chosen)

    def set_options(self, options: Sequence[tuple[str, str]]) -> None:
        """Offer these (value, text) pairs; the choice that stands stays."""
        now = [(self.combo.itemData(n), self.combo.itemText(n)) for n in range(self.combo.count())]
        if now == list(options):
            return
        self.combo.clear()
        for value, text in options:
            self.combo.addItem(text, value)
        self.combo.setCurrentIndex(self.combo.findData(self._standing))

    def show(self, value: object, row: str) -> None:
        """Show which one stands."""
        self.row = row
        self._standing = str(value or "")
        self.combo.setCurrentIndex(self.combo.findData(self._standing))
        self.mark_merged()

    def _chosen(self, index: int) -> None:
        value = str(self.combo.itemData(index))
        if value != self._standing and not self.commit(value):
            self.combo.setCurrentIndex(self.combo.findData(self._standing))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Let the wheel scroll the page instead of changing the value."""
        if event.type() == QEvent.Type.Wheel:
            event.ignore()
            return True
        return super().eventFilter(watched, event)


class CheckField(Field):
    """A tick with its words."""

    def __init__(
        self, desk: Desk, table: str, name: str, label: str, commit: Callable[[Any], object]
    ) -> None:
        super().__init__(desk, table, name, label, commit)
        self.check = QCheckBox(label)
        self.take(self.check)
        self.check.clicked.connect(self._pressed)

    def show(self, value: object, row: str) -> None:
        """Show whether it is ticked."""
        self.row = row
        self.check.setChecked(bool(value))
        self.mark_merged()

    def _pressed(self, checked: bool) -> None:
        if not self.commit(checked):
            self.check.setChecked(not checked)


class TagsField(Field):
    """A list of short texts: Enter adds, × removes; each is committed at once."""

    def __init__(
        self,
        desk: Desk,
        table: str,
        name: str,
        label: str,
        commit: Callable[[Any], object],
        hint: str = "",
        suggestions: Sequence[str] = (),
    ) -> None:
        super().__init__(desk, table, name, label, commit)
        self._texts: tuple[str, ...] = ()
        self.edit = QLineEdit()
        self.edit.setPlaceholderText(hint or _("Add, then Enter"))
        self.edit.returnPressed.connect(self._add)
        self.edit.editingFinished.connect(self._add)
        if suggestions:
            completer = QCompleter(list(suggestions), self.edit)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            self.edit.setCompleter(completer)
        self.chips = ChipRow(remove_word=_("Remove"))
        self.chips.removed.connect(self._remove)
        self.chips.hide()
        self._column.insertWidget(0, self.chips)
        self.take(self.edit)

    def show(self, value: object, row: str) -> None:
        """Show the texts."""
        self.row = row
        self._texts = tuple(str(part) for part in value) if isinstance(value, Sequence) else ()
        self.chips.set_texts(self._texts)
        self.chips.setVisible(bool(self._texts))
        self.mark_merged()

    def set_read_only(self, *, read_only: bool) -> None:
        """Make the texts fast: none is added, none is removed."""
        super().set_read_only(read_only=read_only)
        self.chips.setEnabled(not read_only)

    def _add(self) -> None:
        text = " ".join(self.edit.text().split())
        if (
            text and text not in self._texts and self.commit((*self._texts, text))
        ) or text in self._texts:
            self.edit.clear()

    def _remove(self, text: str) -> None:
        self.commit(tuple(part for part in self._texts if part != text))
