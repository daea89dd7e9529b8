"""What a person does on the sampling page; everything is written through the steps' verbs."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from cfpdesk.errors import UserError
from cfpdesk.i18n import _, msg
from cfpdesk.model.conclusion import Way
from cfpdesk.model.dataset import Dataset
from cfpdesk.model.evidence import Evidence, Link
from cfpdesk.model.evidence_view import LinkTarget, Source
from cfpdesk.model.finding import Finding
from cfpdesk.model.opinion import OPINION_WORD, OpinionType
from cfpdesk.model.population import Population, SampleItem
from cfpdesk.model.population_gate import PopulationStage
from cfpdesk.model.quantity import figure, rounded
from cfpdesk.model.sampling_view import PopulationState
from cfpdesk.steps import evidence, sampling, sampling_edit, sampling_ledger
from cfpdesk.steps.finding_raised import Draft, raise_misstatement
from cfpdesk.ui import intake
from cfpdesk.ui.desk import Desk
from cfpdesk.ui.parts.sample_grid import Outcome
from cfpdesk.ui.parts.sample_rows import SampleRow
from cfpdesk.ui.parts.sampling_popovers import ExtendPopover, ItemChooser, NotePopover
from cfpdesk.ui.values import decimal_text

NowOf = Callable[[], PopulationState | None]
RowOf = Callable[[], SampleRow | None]


class SamplingActions:
    """Acts on the current population, and on the current item of its sample."""

    def __init__(self, desk: Desk, now: NowOf, item: RowOf) -> None:
        self._desk, self._now, self._item = desk, now, item

    # The steps in their order -----------------------------------------------------------------

    def freeze(self) -> None:
        """Fix items and recipe."""
        one = self._now()
        if one is None:
            return
        self._desk.leave_fields()
        row, name = one.population.row, one.population.name
        if self._desk.attempt(lambda: sampling.freeze(self._desk.session, row)):
            self._desk.say(msg("{name} is frozen; now the client says a number", name=name),
                           undo=True)  # fmt: skip

    def say_number(self, digits: str, by: str) -> str:
        """Take a number as the seed; returns what is wrong with it."""
        one = self._now()
        if one is None:
            return ""
        try:
            sampling.set_seed(self._desk.session, one.population.row, digits, by)
        except UserError as error:
            return str(error.message)
        return ""

    def take_spoken(self) -> None:
        """Take the number of the opening meeting as the seed."""
        one = self._now()
        if one is not None:
            row = one.population.row
            self._desk.attempt(lambda: sampling.take_spoken(self._desk.session, row))

    def draw(self) -> None:
        """Draw the sample."""
        one = self._now()
        if one is not None:
            row = one.population.row
            self._desk.attempt(lambda: sampling.draw(self._desk.session, row))

    def extend(self) -> None:
        """Ask how many more items and why, and draw them."""
        one = self._now()
        if one is None:
            return
        row = one.population.row

        def take(size: int, reason: str) -> bool:
            return self._desk.attempt(
                lambda: sampling.extend(self._desk.session, row, size, reason)
            )

        ExtendPopover(self._desk.window, one, take).open_centred()

    def go_way(self, way: Way) -> None:
        """Take one of the three lawful ways."""
        if way is Way.EXTEND:
            self.extend()
        elif way is Way.CORRECT:
            self._desk.go("finding")
        else:
            self.raise_finding()

    def remove(self) -> None:
        """Take the population out, for a reason."""
        one = self._now()
        if one is None:
            return
        row = one.population.row
        prompt = msg("Why is {name} taken out?", name=one.population.name)
        self._desk.ask_reason(
            prompt,
            lambda reason: self._desk.attempt(
                lambda: sampling_edit.remove(self._desk.session, row, reason)
            ),
        )

    def look_at_items(self) -> None:
        """Show all items; by judgement, choose some."""
        one = self._now()
        if one is None:
            return
        row, population = one.population.row, one.population
        judged = population.method.value == "judgement" and one.stage in (
            PopulationStage.RECONCILE,
            PopulationStage.FREEZE,
        )

        def take(items: tuple[str, ...]) -> None:
            self._desk.attempt(
                lambda: sampling_edit.edit_recipe(self._desk.session, row, judgement_items=items)
            )

        ItemChooser(self._desk.window, one, take if judged else None).open_centred()

    # A new population -------------------------------------------------------------------------

    def add(self, table: str, reverse_of: str) -> Population | None:
        """Add a population from a table that is here; returns it."""
        session = self._desk.session
        dataset = session.get(Dataset, table)
        tested = session.get(Population, reverse_of) if reverse_of else None
        name = dataset.name if dataset is not None else _("Lines of the inventory")
        if tested is not None:
            name = f"{name} → {tested.name}"
        unit = sampling.unit_of(session, dataset) if dataset is not None else ""
        made: list[Population] = []
        self._desk.attempt(
            lambda: made.append(
                sampling_edit.add_population(
                    session, self._free(name), table, unit=unit, reverse_of=reverse_of
                )
            )
        )
        return made[0] if made else None

    def _free(self, name: str) -> str:
        taken = {other.name for other in self._desk.session.all(Population)}
        number, free = 2, name
        while free in taken:
            free, number = f"{name} {number}", number + 1
        return free

    # The current item -------------------------------------------------------------------------

    def record(self, key: str, outcome: Outcome) -> bool:
        """Write what was found of an item; True if it went."""
        one = self._now()
        if one is None:
            return False
        session, row = self._desk.session, one.population.row
        apart = one.frame is not None and any(part.key == key for part in one.frame.set_aside)

        def verb() -> None:
            if outcome.missing is not None:
                sampling_edit.mark_missing(session, row, key, missing=outcome.missing)
            elif outcome.conforms is not None:
                sampling_edit.judge(session, row, key, outcome.conforms)
            else:
                sampling_edit.verify(session, row, key, outcome.amount, apart=apart)

        return self._desk.attempt(verb)

    def _target(self) -> LinkTarget | None:
        """Return what evidence is linked to; the item's record is written if it is not yet."""
        one, row = self._now(), self._item()
        if one is None or row is None:
            return None
        title = f"{one.population.name} {row.name}"
        kept = sampling_edit.item_of(self._desk.session, one.population.row, row.key)
        return LinkTarget(SampleItem.TABLE, kept.row, row.name, title, record=kept)

    def add_evidence(self) -> None:
        """Take files in as evidence of the current item."""
        target = self._target()
        if target is not None:
            intake.choose(self._desk, target)

    def drop(self, paths: list[Path]) -> None:
        """Take dropped files in as evidence of the current item."""
        target = self._target()
        if target is not None:
            intake.take(self._desk, paths, Source.DRAG, target)

    def paste(self) -> bool:
        """Take the clipboard as evidence of the current item."""
        return intake.paste(self._desk, self._target())

    def link(self) -> None:
        """Link evidence that is here already to the current item."""
        target = self._target()
        if target is not None:
            self._desk.pick(
                ("evidence",),
                lambda found: self._desk.attempt(
                    lambda: evidence.link(self._desk.session, [found.row], target)
                ),
            )

    def open_evidence(self, number: str) -> None:
        """Show a piece of evidence by its number."""
        pieces = self._desk.session.all(Evidence)
        piece = next((piece for piece in pieces if piece.number == number), None)
        if piece is not None:
            self._desk.go("evidence", piece.row)

    def note(self) -> None:
        """Write what was seen of the current item in words."""
        one, row = self._now(), self._item()
        if one is None or row is None:
            return
        population = one.population.row
        NotePopover(
            self._desk.window, row.name, row.note,
            lambda text: self._desk.attempt(
                lambda: sampling_edit.note(self._desk.session, population, row.key, text)
            ),
        ).open_centred()  # fmt: skip

    def finding_of_item(self) -> None:
        """Open the finding of the current item, or raise one from it."""
        one, row = self._now(), self._item()
        if one is None or row is None:
            return
        if row.finding and self._desk.session.get(Finding, row.finding) is not None:
            self._desk.go("finding", row.finding)
            return
        session = self._desk.session
        kept = sampling_edit.item_of(session, one.population.row, row.key)
        papers = tuple(link.evidence for link in session.all(Link) if link.target == kept.row)
        facts, effect = _item_facts(one, row), _effect(one, row)
        self._raise(Draft(_item_title(row), facts, effect, evidence=papers), kept)

    def raise_finding(self) -> None:
        """Raise a misstatement about the whole population."""
        one = self._now()
        if one is None or one.evaluation is None or one.conclusion is None:
            return
        population = one.population
        if population.finding and self._desk.session.get(Finding, population.finding) is not None:
            self._desk.go("finding", population.finding)
            return
        facts = f"{population.name}：{one.conclusion.sentence}"
        effect = rounded(one.evaluation.projected.net, 0)
        self._raise(Draft(population.name, facts, effect or None), population)

    def _raise(self, draft: Draft, about: SampleItem | Population) -> None:
        session = self._desk.session
        made: list[Finding] = []
        if self._desk.attempt(lambda: made.append(raise_misstatement(session, draft, about))):
            self._desk.go("finding", made[0].row, "title")

    # Misstatements and opinion ------------------------------------------------------------------

    def remove_misstatement(self, row: str) -> None:
        """Take an entered misstatement out, for a reason."""
        self._desk.ask_reason(
            msg("Why is this misstatement taken out?"),
            lambda reason: self._desk.attempt(
                lambda: sampling_ledger.remove(self._desk.session, row, reason)
            ),
        )

    def choose_opinion(self, chosen: OpinionType | None) -> None:
        """Set the opinion; another one than proposed asks for a reason first."""
        session = self._desk.session
        proposed = sampling_ledger.state(session).proposal.type
        if chosen is None or chosen is proposed:
            self._desk.attempt(lambda: sampling_ledger.choose(session, chosen))
            return
        prompt = msg(
            "{proposed} is proposed. Why is it: {chosen}?",
            proposed=OPINION_WORD[proposed],
            chosen=OPINION_WORD[chosen],
        )
        self._desk.ask_reason(
            prompt,
            lambda reason: self._desk.attempt(
                lambda: sampling_ledger.choose(session, chosen, reason)
            ),
        )


def _effect(one: PopulationState, row: SampleRow) -> Decimal | None:
    """Return the item's own misstatement in kgCO2e."""
    if row.difference is None:
        return None
    factor = one.population.factor
    return row.difference * (Decimal(1) if factor is None else factor)


def _item_title(row: SampleRow) -> str:
    if row.missing:
        return _("{item}: no voucher found").format(item=row.name)
    return _("{item}: voucher and inventory differ").format(item=row.name)


def _item_facts(one: PopulationState, row: SampleRow) -> str:
    unit = one.population.unit
    parts = [f"{one.population.name} {row.name}"]
    if row.place:
        parts.append(row.place)
    if row.claimed is not None:
        parts.append(_("claimed {amount}").format(amount=f"{decimal_text(row.claimed)} {unit}"))
    if row.missing:
        parts.append(_("no voucher found"))
    elif row.verified is not None:
        parts.append(_("verified {amount}").format(amount=f"{decimal_text(row.verified)} {unit}"))
    effect = _effect(one, row)
    if effect:
        parts.append(_("effect {kg} kgCO₂e").format(kg=figure(effect, 0)))
    return "，".join([*parts, *([row.note] if row.note else [])])
