"""Form rows that name themselves: label as buddy, accessible name, clause, unit, error, draft.

    form = Form(self.desk, "engagement")                       # table of the rows
    layout.addWidget(form)
    form.line("client", _("Client"), lambda text: engagement.set_client(self.session, text),
              clause="RULE:8.3.1")
    form.decimal("claimed_value", _("Claimed"), self._set_claim, unit="kgCO₂e/t")
    form.choice("boundary", _("Boundary"), [(Boundary.CRADLE_TO_GATE, _("Cradle to gate"))], …)
    ...
    form.show_values({"client": state.client, …}, row=state.row)   # in refresh

A field commits when it is left; the callback gets a `str`, `Decimal | None`, `date | None`, `bool`,
the choice's value, or a `tuple[str, ...]`. A `UserError` stays at the field in words, and what was
typed stays too. While one types, a draft is kept each second through `session.keep_draft` and
offered again after a crash. `show_values` never overwrites what is being typed.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from cfpdesk.i18n import current_language, text_in
from cfpdesk.model.clause import clause_text
from cfpdesk.ui.desk import Desk
from cfpdesk.ui.fields import (
    CheckField,
    ChoiceField,
    DateField,
    DecimalField,
    Field,
    LineField,
    NoteField,
    TagsField,
    TimeField,
)
from cfpdesk.ui.theme import px
from cfpdesk.ui.widgets.text import label as text_label

F = TypeVar("F", bound=Field)


class Form(QWidget):
    """Rows of fields of one table.

    Args:
        table: the journal's table, for drafts.
        label_width: room for the labels at the left; 0 puts labels above the fields.
    """

    def __init__(self, desk: Desk, table: str, *, label_width: int = 76) -> None:
        super().__init__()
        self._desk = desk
        self._table = table
        self._above = label_width == 0
        self._fields: dict[str, Field] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(4 if self._above else 10)
        if label_width:
            self._grid.setColumnMinimumWidth(0, label_width + 6 * (px(0)))
        self._grid.setColumnStretch(1, 1)

    # Making rows ------------------------------------------------------------------------------

    def line(
        self,
        name: str,
        label: str,
        commit: Callable[[str], object],
        *,
        clause: str = "",
        unit: str = "",
        hint: str = "",
    ) -> LineField:
        """Add one line of text."""
        return self._add(
            LineField(self._desk, self._table, name, label, commit, hint), clause, unit
        )

    def note(
        self,
        name: str,
        label: str,
        commit: Callable[[str], object],
        *,
        clause: str = "",
        hint: str = "",
        lines: int = 3,
    ) -> NoteField:
        """Add several lines of text, `lines` high."""
        made = NoteField(self._desk, self._table, name, label, commit, hint, lines)
        return self._add(made, clause, "")

    def decimal(
        self,
        name: str,
        label: str,
        commit: Callable[[Decimal | None], object],
        *,
        clause: str = "",
        unit: str = "",
        hint: str = "",
    ) -> DecimalField:
        """Add a number; commas are read over, the unit stands behind."""
        made = DecimalField(self._desk, self._table, name, label, commit, hint)
        return self._add(made, clause, unit)

    def date(
        self,
        name: str,
        label: str,
        commit: Callable[[date | None], object],
        *,
        clause: str = "",
    ) -> DateField:
        """Add a date, typed as 2026-03-18 or taken from a calendar; may be empty."""
        return self._add(DateField(self._desk, self._table, name, label, commit), clause, "")

    def time(
        self,
        name: str,
        label: str,
        commit: Callable[[str], object],
        *,
        clause: str = "",
    ) -> TimeField:
        """Add a time of day as HH:MM; the callback gets "" or "09:05"."""
        return self._add(TimeField(self._desk, self._table, name, label, commit), clause, "")

    def choice(
        self,
        name: str,
        label: str,
        options: Sequence[tuple[str, str]],
        commit: Callable[[str], object],
        *,
        clause: str = "",
    ) -> ChoiceField:
        """Add one of several (value, text); commits when chosen."""
        made = ChoiceField(self._desk, self._table, name, label, commit, options)
        return self._add(made, clause, "")

    def check(
        self,
        name: str,
        label: str,
        commit: Callable[[bool], object],
        *,
        clause: str = "",
    ) -> CheckField:
        """Add a tick with its words at the right; commits when pressed."""
        made = CheckField(self._desk, self._table, name, label, commit)
        made.describe(_clause(clause), "")
        self._fields[name] = made
        self._grid.addWidget(made.box, self._grid.rowCount(), 0 if self._above else 1)
        return made

    def tags(
        self,
        name: str,
        label: str,
        commit: Callable[[tuple[str, ...]], object],
        *,
        clause: str = "",
        hint: str = "",
        suggestions: Sequence[str] = (),
    ) -> TagsField:
        """Add a list of short texts; Enter adds, × removes, each commits."""
        made = TagsField(self._desk, self._table, name, label, commit, hint, suggestions)
        return self._add(made, clause, "")

    def widget(self, label: str, widget: QWidget) -> QWidget:
        """Add a row with any other widget; its accessible name is the label if it has none."""
        if not widget.accessibleName():
            widget.setAccessibleName(label)
        self._place(label, widget, widget)
        return widget

    # Showing ----------------------------------------------------------------------------------

    def show_values(self, values: Mapping[str, object], *, row: str) -> None:
        """Put values into the fields; a field that is being typed in is left alone."""
        for name, value in values.items():
            self._fields[name].show(value, row)

    def field(self, name: str) -> Field:
        """Return a field by name."""
        return self._fields[name]

    def set_read_only(self, read_only: bool) -> None:
        """Make every field text only, as for a reviewer or agreed facts."""
        for field in self._fields.values():
            field.set_read_only(read_only=read_only)

    # How rows are laid out --------------------------------------------------------------------

    def _add(self, field: F, clause: str, unit: str) -> F:
        field.describe(_clause(clause), unit)
        self._fields[field.name] = field
        self._place(field.label, field.box, field.focus_widget)
        return field

    def _place(self, label: str, box: QWidget, buddy: QWidget) -> None:
        words = text_label(label, "label")
        words.setBuddy(buddy)
        row = self._grid.rowCount()
        if self._above:
            self._grid.addWidget(words, row, 0, 1, 2)
            self._grid.addWidget(box, row + 1, 0, 1, 2)
            self._grid.setRowMinimumHeight(row + 2, 6)
            self._grid.addWidget(text_label(), row + 2, 0)
            return
        words.setMinimumHeight(30)
        self._grid.addWidget(words, row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(box, row, 1)


def _clause(clause: str) -> str:
    return text_in(clause_text(clause), current_language()) if clause else ""
