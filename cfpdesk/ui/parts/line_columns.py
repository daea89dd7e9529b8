"""How the lines of the inventory look in the grid: figures in the room of a cell, and columns."""

from collections.abc import Callable
from decimal import Decimal

from cfpdesk.i18n import _
from cfpdesk.model.factor import RANK_WORD, rank_of
from cfpdesk.model.factor_use import short
from cfpdesk.model.gate import Level
from cfpdesk.model.inventory import TraceStep
from cfpdesk.model.inventory_view import LineView
from cfpdesk.model.quantity import figure, full_figure, trimmed, unit_text
from cfpdesk.model.trace import step_of
from cfpdesk.ui.parts.line_rows import COLUMN_KEYS, SORTED_BY, GridRow, line_code, rank_letter
from cfpdesk.ui.table_model import Column
from cfpdesk.ui.widgets.status_icon import DOUBTS

# A client's program computes in binary; a difference below this share is only that.
VERIFIED_COLUMN = COLUMN_KEYS.index("verified")
_HARD = (Level.HARD, Level.OVERRIDABLE)


def kg_text(value: Decimal | None) -> str:
    """Return a mass in kg: whole kilograms, small ones with the digits that count."""
    if value is None:
        return "–"
    if abs(value) >= 10 or not value:
        return figure(value, 0)
    return short(value)


def difference_text(view: LineView) -> str:
    """Return claimed − recalculated; what only the client's binary arithmetic makes is 0."""
    difference = view.result.difference_kg
    if difference is None:
        return "–"
    return kg_text(difference if view.result.differs else Decimal(0))


def figure_text(value: Decimal | None) -> str:
    """Return a factor or an activity in the room of a cell: four decimals, small ones short."""
    if value is None:
        return "–"
    if abs(value) >= 1 or not value:
        whole = value == value.to_integral_value()
        return trimmed(figure(value, 0 if whole else 4))
    return short(value)


def exact_text(value: Decimal | None) -> str:
    """Return a value with all its digits but needless zeros; a dash for none."""
    return "–" if value is None else full_figure(value)


def _factor(view: LineView) -> str:
    factor, gwp = view.result.line.factor.value, view.result.line.gwp.value
    if factor == 1 and gwp is not None and gwp != 1:
        return f"GWP {figure_text(gwp)}"
    return figure_text(factor)


def _factor_tip(view: LineView) -> str:
    line = view.result.line
    parts = [f"{exact_text(line.factor.value)} {unit_text(line.factor_unit)}".strip()]
    if line.gwp.value is not None and line.gwp.value != 1:
        parts.append(f"GWP {exact_text(line.gwp.value)}")
    used = view.result.factor
    if used.verified:
        words = _("verified: {value} {unit}")
        parts.append(words.format(value=exact_text(used.value), unit=unit_text(used.unit)))
    return "\n".join([*parts, line.factor_source]).strip()


def _doubted(view: LineView, *steps: TraceStep) -> str:
    """Return the colour of a figure by the hardest doubt about it."""
    levels = {flag.level for flag in view.flags if step_of(flag) in steps}
    if levels & set(_HARD):
        return "bad"
    return "warn" if Level.WARNING in levels else "text"


# Columns ----------------------------------------------------------------------------------------


def grid_columns() -> tuple[Column[GridRow], ...]:
    """Return the columns in the window's language."""

    def of_line(take: Callable[[LineView], str], other: str = "") -> Callable[[GridRow], str]:
        return lambda row: take(row.view) if row.view else other

    def sortable(key: str) -> Callable[[GridRow], object] | None:
        return (lambda row: row.key) if key in SORTED_BY else None

    share = _("Share %")
    return (
        Column("#", of_line(line_code), token=lambda _row: "text2", width=46),
        Column(
            _("Emission source"), lambda row: row.name, tip=_name_tip, unit=_mark, icon=_icon,
            width=0, order=sortable("name"),
        ),
        Column(
            _("Activity data"), of_line(lambda v: figure_text(v.result.line.activity.value)),
            unit=of_line(lambda v: unit_text(v.result.line.activity_unit)), right=True, width=106,
            token=of_line(lambda v: _doubted(v, TraceStep.ACTIVITY), "text"),
            order=sortable("activity"),
        ),
        Column(
            _("Factor"), of_line(_factor), tip=of_line(_factor_tip), right=True, width=74,
            token=of_line(lambda v: _doubted(v, TraceStep.FACTOR, TraceStep.GWP), "text"),
            order=sortable("factor"),
        ),
        Column(_("Rank"), of_line(rank_letter), tip=of_line(_rank_tip), width=48,
               token=lambda _row: "text2", order=sortable("rank")),
        Column(
            _("Claimed kg"), _claimed, token=_pale_when_out("text2"), right=True, width=88,
            order=sortable("claimed"),
        ),
        Column(
            _("Recalc. kg"), _verified, right=True, strong=True, width=90,
            token=_verified_token,
            tip=of_line(lambda v: str(v.result.problem or exact_text(v.result.verified_kg))),
            order=sortable("verified"),
        ),
        Column(
            _("Difference"), _difference, right=True, width=78, token=_difference_token,
            order=sortable("difference"),
        ),
        Column(share, _share, share=_bar, width=94, order=sortable("share"),
               token=lambda _row: "text2", right=True),
    )  # fmt: skip


def _name_tip(row: GridRow) -> str:
    if row.view is None:
        return row.name
    words = [row.name]
    if row.view.significant:
        words.append(_("significant: as large as the materiality threshold, all of it is examined"))
    return "\n".join([*words, *(str(flag.sentence) for flag in row.view.doubts)])


def _mark(row: GridRow) -> str:
    """Return the word behind a line's name: significant, or cut off."""
    if row.view is None:
        return ""
    if row.view.result.review.excluded:
        return _("cut off")
    return _("significant") if row.view.significant else ""


def _icon(row: GridRow) -> tuple[str, str]:
    """Return the shape of the hardest doubt; pale where all of them are answered."""
    if row.view is None:
        return ("", "")
    open_ones = row.view.doubts
    told = [flag for flag in row.view.flags if flag.level is not Level.INFO]
    if not told:
        return ("", "")
    shape = DOUBTS[(open_ones or told)[0].level]
    return (shape.icon, shape.token if open_ones else "muted")


def _rank_tip(view: LineView) -> str:
    rank = rank_of(rank_letter(view))
    return f"{rank} {RANK_WORD[rank]}" if rank else _("No rank stated")


def _claimed(row: GridRow) -> str:
    if row.view is not None:
        return kg_text(row.view.result.claimed_kg)
    return kg_text(row.claimed) if row.total else ""


def _verified(row: GridRow) -> str:
    return kg_text(row.view.result.verified_kg if row.view else row.verified)


def _verified_token(row: GridRow) -> str:
    if row.view is not None and row.view.result.verified_kg is None:
        return "warn"
    return _pale_when_out("text")(row)


def _pale_when_out(token: str) -> Callable[[GridRow], str]:
    """Return a colour that is pale where the line does not count."""
    return lambda row: token if row.view is None or row.view.result.counts else "muted"


def _difference(row: GridRow) -> str:
    if row.view is not None:
        return difference_text(row.view)
    if not row.total or row.claimed is None or row.verified is None:
        return ""
    return kg_text(row.claimed - row.verified)


def _difference_token(row: GridRow) -> str:
    if row.view is not None:
        return "bad" if row.view.result.differs else "muted"
    return "bad" if row.total and row.claimed != row.verified else "muted"


def _share(row: GridRow) -> str:
    share = row.view.result.share_pct if row.view else row.share
    if share is None:
        return "–"
    return figure(share, 2) if row.view or row.total else f"{figure(share, 1)} %"


def _bar(row: GridRow) -> float | None:
    if row.view is None or row.view.result.share_pct is None:
        return None
    return float(row.view.result.share_pct / 100)


def spoken(row: GridRow) -> str:
    """Return what a screen reader says of a row: number, name, doubts, figures."""
    if row.view is None:
        said = [row.name, kg_text(row.verified), "kg"]
        return " ".join(part for part in said if part)
    result = row.view.result
    parts = [line_code(row.view), result.line.name, _mark(row)]
    parts += [str(DOUBTS[flag.level].word) for flag in row.view.doubts[:1]]
    parts += [str(flag.sentence) for flag in row.view.doubts]
    parts.append(_("claimed {kg} kg").format(kg=kg_text(result.claimed_kg)))
    parts.append(_("recalculated {kg} kg").format(kg=kg_text(result.verified_kg)))
    parts.append(_("difference {kg} kg").format(kg=difference_text(row.view)))
    return "，".join(part for part in parts if part)
