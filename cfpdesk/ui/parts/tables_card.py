"""The client's tables of the inventory: what each is called, where it is, and mapping it anew."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cfpdesk.i18n import _, msg
from cfpdesk.model.dataset import Dataset
from cfpdesk.model.inventory_view import TableState
from cfpdesk.steps import inventory_import
from cfpdesk.ui.desk import Desk
from cfpdesk.ui.fields import CheckField, LineField
from cfpdesk.ui.widgets.button import button
from cfpdesk.ui.widgets.card import Card
from cfpdesk.ui.widgets.text import ElidedLabel, label, row

_NAME_WIDTH = 200


class TablesCard(Card):
    """Emits `mapping_wanted` with the row of a table."""

    mapping_wanted = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("The client's tables"))
        self._desk = desk
        self._rows: dict[str, _Table] = {}
        self._column = QVBoxLayout()
        self._column.setSpacing(6)
        self.body.addLayout(self._column)
        self._none = label(_("None was taken in yet."), "muted")
        self.body.addWidget(self._none)

    def show_tables(self, tables: Sequence[TableState], *, read_only: bool) -> None:
        """Show the tables in their order."""
        wanted = [table.dataset.row for table in tables]
        if wanted != list(self._rows):
            for gone in [key for key in self._rows if key not in wanted]:
                self._rows.pop(gone).leave()
            for key in wanted:
                if key not in self._rows:
                    self._rows[key] = _Table(self, self._desk, key)
                self._column.addWidget(self._rows[key])
            self._rows = {key: self._rows[key] for key in wanted}
        for table in tables:
            self._rows[table.dataset.row].show_table(table, read_only=read_only)
        self._none.setVisible(not tables)

    def ask_out(self, dataset: Dataset) -> None:
        """Ask why a table is taken out, and do it."""

        def take_out(reason: str) -> None:
            self._desk.attempt(
                lambda: inventory_import.remove(self._desk.session, dataset.row, reason)
            )

        prompt = msg(
            "Why is {name} taken out? The judgements about its lines go with it.",
            name=dataset.name,
        )
        self._desk.ask_reason(prompt, take_out)


class _Table(QWidget):
    """One table."""

    def __init__(self, card: TablesCard, desk: Desk, key: str) -> None:
        super().__init__()
        self._dataset: Dataset | None = None
        self.name = LineField(
            desk, Dataset.TABLE, "name", _("Name of the table"),
            lambda text: inventory_import.rename(desk.session, key, text),
        )  # fmt: skip
        self.name.edit.setObjectName(f"table-name-{key}")
        self.name.edit.setFixedWidth(_NAME_WIDTH)
        self._facts = ElidedLabel("", "muted")
        self.sums = CheckField(
            desk, Dataset.TABLE, "skip_totals", _("leave out sums"),
            lambda on: inventory_import.set_sums(desk.session, key, skip=on),
        )  # fmt: skip
        self.sums.check.setObjectName(f"table-sums-{key}")
        self._map = button(
            _("Map again …"), self._telling(card.mapping_wanted.emit, key), name=f"map-{key}"
        )
        self._out = button(_("Take out …"), lambda: self._leave(card), kind="link",
                           name=f"out-{key}")  # fmt: skip
        line = row(self.name.box, spacing=10)
        line.addWidget(self._facts, 1)
        line.addWidget(self.sums.box)
        line.addWidget(self._map)
        line.addWidget(self._out)
        self.setLayout(line)

    @staticmethod
    def _telling(emit: Callable[[str], object], key: str) -> Callable[[], object]:
        return lambda: emit(key)

    def _leave(self, card: TablesCard) -> None:
        if self._dataset is not None:
            card.ask_out(self._dataset)

    def leave(self) -> None:
        """Go away."""
        self.hide()
        self.deleteLater()

    def show_table(self, table: TableState, *, read_only: bool) -> None:
        """Show name, place and file of a table."""
        dataset = self._dataset = table.dataset
        self.name.show(dataset.name, dataset.row)
        self.name.set_read_only(read_only=read_only)
        self.sums.show(dataset.skip_totals, dataset.row)
        self.sums.set_read_only(read_only=read_only)
        for made, words in ((self._map, _("Map again")), (self._out, _("Take out"))):
            made.setEnabled(not read_only)
            made.setAccessibleName(f"{words} {dataset.name}")
        parts = [_("sheet {name}").format(name=dataset.sheet),
                 str(msg("{n} {n:line|lines}", n=table.lines))]  # fmt: skip
        if dataset.file is not None:
            parts.append(dataset.file.name)
        parts.append(_("version {n}").format(n=table.version))
        self._facts.setText(" · ".join(parts))
