"""The two official series of Chinese electricity factors side by side, and which one counts."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtWidgets import QWidget

from cfpdesk.i18n import _, current_language
from cfpdesk.model.clause import clause_text
from cfpdesk.model.electricity import (
    ElectricityFactor,
    ElectricitySeries,
    ElectricityTable,
    GridScope,
)
from cfpdesk.model.quantity import figure
from cfpdesk.ui.table_model import Column, Grid
from cfpdesk.ui.theme import density
from cfpdesk.ui.widgets.button import button
from cfpdesk.ui.widgets.popover import Popover
from cfpdesk.ui.widgets.text import label, row

_WIDTH, _ROWS = 700, 10
_SCOPES = (GridScope.NATIONAL, GridScope.REGION, GridScope.PROVINCE)


@dataclass(frozen=True, slots=True)
class Pair:
    """One region and year with its value in each series; None where none was published."""

    scope: GridScope
    name: str
    year: int
    footprint: ElectricityFactor | None
    co2: ElectricityFactor | None

    @property
    def key(self) -> str:
        """Name it for the table."""
        return f"{self.scope}:{self.name}:{self.year}"


def pairs(table: ElectricityTable, region: str = "") -> tuple[Pair, ...]:
    """Return both series paired by region and year: national first, then the region asked for."""
    found: dict[tuple[GridScope, str, int], dict[ElectricitySeries, ElectricityFactor]] = {}
    for factor in table.factors:
        if factor.scope in _SCOPES:
            key = (factor.scope, factor.name.zh, factor.year)
            found.setdefault(key, {})[factor.series] = factor

    def place(key: tuple[GridScope, str, int]) -> tuple[int, bool, int, str]:
        scope, name, year = key
        return (_SCOPES.index(scope), not (region and name in region), -year, name)

    made = []
    for key in sorted(found, key=place):
        both = found[key]
        first = next(iter(both.values()))
        made.append(
            Pair(
                key[0],
                first.name.text(current_language()),
                key[2],
                both.get(ElectricitySeries.FOOTPRINT),
                both.get(ElectricitySeries.CO2),
            )
        )
    return tuple(made)


class ElectricitySeriesPopover(Popover):
    """Calls `take` with a life-cycle factor; those of CO₂ alone can be seen and not taken.

    Args:
        table: both series.
        claimed: the client's factor in kg/kWh, marked where it was published.
        region: province of the site; its rows come right after the national ones.
    """

    def __init__(
        self,
        parent: QWidget,
        table: ElectricityTable,
        claimed: Decimal | None,
        region: str,
        take: Callable[[ElectricityFactor], object],
    ) -> None:
        super().__init__(parent, _("Two series of electricity factors"), _WIDTH)
        self._take = take
        language = current_language()
        clause = label(clause_text("ISO14067:6.4.9.4").text(language), chip="clause")
        self.body.addLayout(
            row(label(_("Two series of electricity factors"), "card"), None, clause)
        )
        self.body.addWidget(label(table.note.text(language), "label", wrap=True))
        rows = pairs(table, region)
        self.grid: Grid[Pair] = Grid(
            _("Electricity factors"), _columns(claimed), key=lambda pair: pair.key
        )
        self.grid.setFixedHeight(density().row * (_ROWS + 1))
        self.grid.set_rows(rows)
        self.grid.chosen.connect(lambda _key: self._show())
        self.grid.opened.connect(lambda _key: self._go())
        self.body.addWidget(self.grid)
        self._note = label("", "muted", wrap=True)
        self._note.setMinimumHeight(34)
        self.body.addWidget(self._note)
        self._button = button("", self._go, kind="primary", name="take")
        self.body.addLayout(row(None, button(_("Not now"), self.close, name="leave"), self._button))
        start = next((pair for pair in rows if pair.footprint is not None), None)
        self.grid.select(start.key if start else "")
        self._show()

    def open_centred(self) -> None:
        """Open with the cursor in the table."""
        super().open_centred()
        self.grid.setFocus()

    def _current(self) -> Pair | None:
        key = self.grid.current_key()
        return next((pair for pair in self.grid.rows_model.rows if pair.key == key), None)

    def _show(self) -> None:
        pair = self._current()
        factor = pair.footprint if pair else None
        self._button.setEnabled(factor is not None)
        words = _("Take {value}").format(value=figure(factor.value)) if factor else _("Take")
        self._button.setText(words)
        self._button.setAccessibleName(words)
        if factor is not None:
            self._note.setText(factor.source)
        elif pair is not None and pair.co2 is not None:
            self._note.setText(
                _("No life-cycle factor was published for this. {source}").format(
                    source=pair.co2.source
                )
            )

    def _go(self) -> None:
        pair = self._current()
        if pair is not None and pair.footprint is not None:
            self.close()
            self._take(pair.footprint)


def _columns(claimed: Decimal | None) -> tuple[Column[Pair], ...]:
    def value(factor: ElectricityFactor | None) -> str:
        return "–" if factor is None else figure(factor.value)

    def token(factor: ElectricityFactor | None, usual: str) -> str:
        same = factor is not None and claimed is not None and factor.value == claimed
        return "bad" if same and factor and factor.series is ElectricitySeries.CO2 else usual

    def mark(factor: ElectricityFactor | None) -> str:
        same = factor is not None and claimed is not None and factor.value == claimed
        return _("client's") if same else ""

    scopes = {
        GridScope.NATIONAL: "",
        GridScope.REGION: _("regional grid"),
        GridScope.PROVINCE: _("province"),
    }
    return (
        Column(_("Region"), lambda pair: pair.name, unit=lambda pair: scopes[pair.scope], width=0),
        Column(_("Year"), lambda pair: str(pair.year), width=64),
        Column(
            _("Life cycle, kgCO₂e/kWh"), lambda pair: value(pair.footprint), right=True,
            strong=True, unit=lambda pair: mark(pair.footprint), width=176,
        ),
        Column(
            _("CO₂ of generation, kgCO₂/kWh"), lambda pair: value(pair.co2), right=True, width=206,
            token=lambda pair: token(pair.co2, "muted"), unit=lambda pair: mark(pair.co2),
        ),
    )  # fmt: skip
