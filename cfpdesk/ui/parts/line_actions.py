"""What is done about the current line beside its fields: evidence, findings, factors."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path

from cfpdesk.i18n import _, current_language, msg
from cfpdesk.model.electricity import ElectricityFactor
from cfpdesk.model.evidence import Evidence, Link
from cfpdesk.model.evidence_view import LinkTarget, Source
from cfpdesk.model.factor import Factor
from cfpdesk.model.factor_search import FactorIndex
from cfpdesk.model.finding import Finding
from cfpdesk.model.gate import Level, Target
from cfpdesk.model.inventory import LineReview, TraceStep
from cfpdesk.model.inventory_view import InventoryState, LineView
from cfpdesk.model.trace import Traced
from cfpdesk.steps import evidence, inventory_edit, inventory_factors
from cfpdesk.steps.finding_raised import Draft, raise_misstatement
from cfpdesk.steps.inventory_edit import LineRef
from cfpdesk.store.factor_library import load_electricity
from cfpdesk.store.inventory_query import province
from cfpdesk.ui import intake
from cfpdesk.ui.desk import Desk
from cfpdesk.ui.initials import initials
from cfpdesk.ui.parts.cell_popover import CellPopover
from cfpdesk.ui.parts.electricity_series import ElectricitySeriesPopover
from cfpdesk.ui.parts.factor_lists import FactorLists
from cfpdesk.ui.parts.factor_pick import FactorPick
from cfpdesk.ui.parts.line_columns import exact_text, kg_text
from cfpdesk.ui.parts.line_rows import line_code, line_key
from cfpdesk.ui.widgets.evidence_strip import Thumb


class LineActions:
    """Acts on the line that `view_of` gives; does nothing while there is none."""

    def __init__(
        self,
        desk: Desk,
        state_of: Callable[[], InventoryState],
        view_of: Callable[[], LineView | None],
    ) -> None:
        self._desk, self._state_of, self._view_of = desk, state_of, view_of
        self._lists = FactorLists(desk, self._open_pick)

    def ref_of(self, row: str) -> LineRef:
        """Return the line whose review has this row."""
        view = next(view for view in self._state_of().lines if line_key(view) == row)
        return _ref(view)

    # Doubts and trace -------------------------------------------------------------------------

    def accept(self, code: str) -> None:
        """Ask why a doubt is accepted, and write it."""
        view = self._view_of()
        if view is None:
            return
        ref = _ref(view)
        flag = next((flag for flag in view.flags if flag.code == code), None)
        prompt = msg("Why is this accepted? {doubt}", doubt=flag.sentence if flag else code)
        self._desk.ask_reason(
            prompt,
            lambda reason: self._desk.attempt(
                lambda: inventory_edit.accept(self._desk.session, ref, code, reason)
            ),
        )

    def object_again(self, code: str) -> None:
        """Let an accepted doubt stand again."""
        self._with(lambda ref: inventory_edit.object_again(self._desk.session, ref, code))

    def trace(self, step: TraceStep, on: bool) -> None:
        """Tick that a step was followed back, or say why that is not possible."""
        view = self._view_of()
        line = next((t for t in view.trace if t.step is step), None) if view else None
        if view is None or line is None:
            return
        if on and line.state is Traced.BROKEN:
            self._desk.say(msg("First the doubt about this step: correct it, or accept it."))
            return
        if on and line.state is Traced.DONE:
            self._desk.say(msg("It holds by itself: the formula gives what the cell shows."))
            return
        self._with(lambda ref: inventory_edit.trace(self._desk.session, ref, step, on=on))

    def _with(self, act: Callable[[LineRef], object]) -> bool:
        view = self._view_of()
        return view is not None and self._desk.attempt(lambda: act(_ref(view)))

    def show_cell(self, place: str) -> None:
        """Show a cell of the client with what is around it."""
        view = self._view_of()
        if view is None:
            return
        tables = self._state_of().tables
        found = next((t for t in tables if t.dataset.row == view.result.line.dataset), None)
        if found is None or found.dataset.file is None:
            return
        tables_of = self._desk.session.tables
        CellPopover(self._desk.window, tables_of, found.dataset.file, place).open_centred()

    # Factors ----------------------------------------------------------------------------------

    def pick_factor(self) -> None:
        """Look a factor up and take it for the line; without a line only look."""
        self._lists.show()

    def _open_pick(self) -> None:
        view = self._view_of()
        index = FactorIndex.of(inventory_factors.all_factors(self._desk.session), sound=initials)
        unit = view.result.activity.unit if view else ""
        take = self._take_factor if view is not None and not self._desk.session.read_only else None
        more = None if self._desk.session.read_only else self._lists.choose
        FactorPick(self._desk.window, index, unit, take, more=more).open_centred()

    def _take_factor(self, factor: Factor) -> None:
        if factor.value is None:
            return
        value, parts = factor.value, (factor.source, factor.name, str(factor.year or ""))
        kept: list[Factor] = []
        if self._desk.attempt(
            lambda: kept.append(inventory_factors.keep_factor(self._desk.session, factor))
        ):
            self._use(kept[0].row, value, factor.unit, parts)

    def show_series(self) -> None:
        """Compare the two official series of electricity factors, and take one."""
        view = self._view_of()
        if view is not None:
            ElectricitySeriesPopover(
                self._desk.window, load_electricity(), view.result.line.factor.value,
                province(self._desk.session), self._take_electricity,
            ).open_centred()  # fmt: skip

    def _take_electricity(self, factor: ElectricityFactor) -> None:
        name = factor.name.text(current_language())
        self._use("", factor.value, factor.unit, (factor.source, name, str(factor.year)))

    def _use(self, row: str, value: Decimal, unit: str, source: Sequence[str]) -> None:
        words = "，" if current_language() == "zh" else ", "
        text = words.join(part for part in source if part)
        self._with(
            lambda ref: inventory_edit.use_factor(self._desk.session, ref, row, value, unit, text)
        )

    # Evidence ---------------------------------------------------------------------------------

    def target(self) -> LinkTarget | None:
        """Return the line as something evidence can be linked to."""
        view = self._view_of()
        if view is None:
            return None
        line = view.result.line
        record = LineReview(dataset=line.dataset, line=line.key)
        return LinkTarget(LineReview.TABLE, record.row, line_code(view), line.name, record=record)

    def add_evidence(self) -> None:
        """Choose files, take them in and link them."""
        intake.choose(self._desk, self.target())

    def drop(self, paths: list[Path]) -> None:
        """Take dropped files in and link them."""
        intake.take(self._desk, paths, Source.DRAG, self.target())

    def paste(self) -> bool:
        """Take the clipboard in and link it."""
        return intake.paste(self._desk, self.target())

    def link(self) -> None:
        """Link evidence that is here already."""
        target = self.target()
        if target is not None:
            self._desk.pick(
                ("evidence",),
                lambda found: self._desk.attempt(
                    lambda: evidence.link(self._desk.session, [found.row], target)
                ),
            )

    def unlink(self, row: str) -> None:
        """Take one link away; the evidence stays."""
        self._desk.attempt(lambda: evidence.unlink(self._desk.session, row))

    def thumbs(self) -> list[Thumb]:
        """Return the evidence linked to the line."""
        view = self._view_of()
        session = self._desk.session
        found = []
        for link in session.all(Link) if view is not None else ():
            if view is None or link.target != line_key(view):
                continue
            piece = session.get(Evidence, link.evidence)
            if piece is not None:
                path = session.evidence.path(piece.file) if piece.file else None
                found.append(Thumb(piece, path, link.row))
        return found

    # Findings ---------------------------------------------------------------------------------

    def raise_misstatement(self) -> None:
        """Begin a misstatement with the line's difference, facts, clauses and evidence."""
        view = self._view_of()
        if view is None or not view.result.difference_kg:
            self._desk.say(msg("There is no difference to raise; write the verified value first."))
            return
        if view.finding is not None:
            self._desk.go("finding", view.finding.row)
            return
        self._desk.leave_fields()
        made: list[Finding] = []
        if self._desk.attempt(lambda: made.append(self._create(view))):
            self._desk.go("finding", made[0].row, "title")

    def _create(self, view: LineView) -> Finding:
        session = self._desk.session
        draft = Draft(
            misstatement_title(view),
            misstatement_facts(view),
            view.result.difference_kg,
            tuple(flag.clause for flag in view.flags if flag.level is not Level.INFO),
            tuple(link.evidence for link in session.all(Link) if link.target == line_key(view)),
        )
        return raise_misstatement(session, draft, inventory_edit.review(session, _ref(view)))

    def link_finding(self) -> None:
        """Say that a finding which is here already is about the line."""

        def link(target: Target) -> None:
            found = self._desk.session.get(Finding, target.row)
            if found is not None:
                self._with(
                    lambda ref: inventory_edit.set_finding(
                        self._desk.session, ref, found.row, found.number
                    )
                )

        self._desk.pick(("finding",), link)


def misstatement_title(view: LineView) -> str:
    """Return the title of a misstatement about a line."""
    name = f"{line_code(view)} {view.result.line.name}"
    gap = view.result.difference_kg or Decimal(0)
    side = _("understated") if gap < 0 else _("overstated")
    words = _("{line}: {side} by {kg} kgCO₂e")
    return words.format(line=name, side=side, kg=kg_text(abs(gap)))


def misstatement_facts(view: LineView) -> str:
    """Return the facts of a misstatement: what was claimed, what was verified, and the doubts."""
    line, result = view.result.line, view.result
    lines = [
        _("Claimed: {cell} = {kg} kgCO₂e").format(
            cell=line.emissions.cell or "–", kg=kg_text(result.claimed_kg)
        )
    ]
    parts = [exact_text(result.activity.value), exact_text(result.factor.value)]
    if result.gwp.value != 1:
        parts.append(exact_text(result.gwp.value))
    lines.append(
        _("Recalculated: {product} = {kg} kgCO₂e").format(
            product=" × ".join(parts), kg=kg_text(result.verified_kg)
        )
    )
    if result.review.source:
        lines.append(_("Source: {source}").format(source=result.review.source))
    lines += [str(flag.sentence) for flag in view.flags if flag.level is not Level.INFO]
    return "\n".join(lines)


def _ref(view: LineView) -> LineRef:
    line = view.result.line
    return LineRef(line.dataset, line.key, line_code(view))
