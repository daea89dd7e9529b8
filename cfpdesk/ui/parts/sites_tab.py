"""The sites and which of them are visited: all, or a sample under four conditions (rule 9.4.1)."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from cfpdesk.i18n import _, current_language
from cfpdesk.model.clause import clause_text
from cfpdesk.model.day import moment_text
from cfpdesk.model.engagement import Site
from cfpdesk.model.gate import Target
from cfpdesk.model.meeting import MOST_DIGITS
from cfpdesk.model.site_sample import CONDITION_WORD, CONDITIONS
from cfpdesk.model.yes_no import YES_NO_WORD, YesNo
from cfpdesk.steps import engagement, site_sampling
from cfpdesk.steps.site_sampling import CHOSEN_WORD, Chosen, SitesState
from cfpdesk.ui.desk import Desk
from cfpdesk.ui.form import Form
from cfpdesk.ui.icons import set_icon
from cfpdesk.ui.widgets.button import button
from cfpdesk.ui.widgets.card import Card
from cfpdesk.ui.widgets.chips import Choice
from cfpdesk.ui.widgets.digit_boxes import DigitBoxes
from cfpdesk.ui.widgets.site_list import SiteList
from cfpdesk.ui.widgets.text import ElidedLabel, Hairline, empty, label, row


class SitesTab(QWidget):
    """See the module text."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._shown: object = None
        self._conditions: dict[str, Choice] = {}
        left, right = QVBoxLayout(), QVBoxLayout()
        for column in (left, right):
            column.setSpacing(12)
        left.addWidget(self._sites_card())
        left.addWidget(self._visit_card())
        left.addStretch(1)
        right.addWidget(self._sampling_card())
        right.addWidget(self._draw_card())
        right.addStretch(1)
        columns = QHBoxLayout(self)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(12)
        columns.addLayout(left, 1)
        columns.addLayout(right, 1)

    # Building ---------------------------------------------------------------------------------

    def _sites_card(self) -> Card:
        self._card = Card(_("Sites"))
        self._card.body.setSpacing(0)
        self._sites = SiteList()
        self._sites.added.connect(
            lambda name: self._desk.attempt(lambda: engagement.add_site(self._desk.session, name))
        )
        self._sites.written.connect(
            lambda site, field, value: self._desk.attempt(
                lambda: engagement.write_site(self._desk.session, site, field, value)
            )
        )
        self._sites.moved.connect(self._move)
        self._sites.removed.connect(
            lambda site: self._desk.attempt(
                lambda: engagement.remove_site(self._desk.session, site)
            )
        )
        self._card.body.addWidget(self._sites)
        return self._card

    def _sampling_card(self) -> Card:
        clause = clause_text("RULE:9.4.1").text(current_language())
        self._sampling = Card(_("May sites be sampled?"), clause)
        self._sampling.body.setSpacing(6)
        for condition in CONDITIONS:
            words = str(CONDITION_WORD[condition])
            choice = Choice(words)
            choice.setObjectName(condition)
            options = [(answer, str(YES_NO_WORD[answer])) for answer in (YesNo.YES, YesNo.NO)]
            choice.set_options([*options, (YesNo.OPEN, str(YES_NO_WORD[YesNo.OPEN]))])
            choice.chosen.connect(self._judge(condition))
            for answer in YesNo:
                choice.option(answer).setAccessibleName(f"{words} {YES_NO_WORD[answer]}")
            self._conditions[condition] = choice
            line = row(spacing=8)
            line.addWidget(label(words, "label", wrap=True), 1)
            line.addWidget(choice)
            self._sampling.body.addLayout(line)
        self._verdict = label("", "strong", wrap=True)
        self._sampling.body.addWidget(self._verdict)
        return self._sampling

    def _judge(self, condition: str) -> Callable[[str], None]:
        def judge(answer: str) -> None:
            self._desk.attempt(
                lambda: site_sampling.judge(self._desk.session, condition, YesNo(answer))
            )

        return judge

    def _draw_card(self) -> Card:
        self._draw = Card(_("Site sample"), clause_text("RULE:9.4.1").text(current_language()))
        self._size = label("", "label", wrap=True)
        self._draw.body.addWidget(self._size)
        self._form = Form(self._desk, "site_sampling", label_width=0)
        self._central = self._form.choice(
            "central", _("Site of the central function"), [], self._write("central"),
            clause="RULE:9.4.1",
        )  # fmt: skip
        self._form.note(
            "scheme", _("How the sample keeps the footprint right and the data representative"),
            self._write("scheme"), clause="RULE:9.4.1", lines=2,
        )  # fmt: skip
        self._draw.body.addWidget(self._form)
        self._digits = DigitBoxes(_("Number said for the sites"), MOST_DIGITS)
        self._digits.setObjectName("draw")
        self._digits.returnPressed.connect(self._draw_sites)
        self._verb = button(_("Draw"), self._draw_sites, icon="dice", name="draw-sites")
        self._ask = QWidget()
        self._ask.setLayout(row(self._digits, self._verb, None))
        self._draw.body.addWidget(self._ask)
        self._drawn = label("", "label", wrap=True)
        self._drawn.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._drawn.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._draw.body.addWidget(self._drawn)
        return self._draw

    def _write(self, field: str) -> Callable[[str], object]:
        return lambda value: site_sampling.write(self._desk.session, field, value)

    def _visit_card(self) -> Card:
        self._visits = Card(_("Which are visited"))
        self._visit_lines = QVBoxLayout()
        self._visit_lines.setSpacing(4)
        self._visits.body.addLayout(self._visit_lines)
        return self._visits

    # Showing ----------------------------------------------------------------------------------

    def show_state(self, *, frozen: bool) -> None:
        """Show the sites as they stand."""
        now = site_sampling.state(self._desk.session)
        self._sites.show_sites(now.sites, frozen=frozen)
        self._card.count.setText(str(len(now.sites) or ""))
        several = len(now.sites) > 1
        self._sampling.setVisible(several)
        self._visits.setVisible(several)
        self._draw.setVisible(several and bool(now.sample.allowed))
        for condition, choice in self._conditions.items():
            choice.choose(getattr(now.sampling, condition))
            choice.setEnabled(not frozen)
        self._verdict.setText(_verdict(now))
        self._show_draw(now, frozen=frozen)
        self._show_visits(now, frozen=frozen)

    def _show_draw(self, now: SitesState, *, frozen: bool) -> None:
        self._central.set_options([("", "–"), *((s.row, s.name) for s in now.sites)])
        values = {"central": now.sampling.central, "scheme": now.sampling.scheme}
        self._form.show_values(values, row=now.sampling.row)
        self._form.set_read_only(frozen)
        words = _("{size} sites besides the central function, {n} of them at random")
        self._size.setText(words.format(size=now.sample.size, n=now.sample.at_random))
        self._ask.setVisible(not now.drawn and not frozen)
        sampling = now.sampling
        self._drawn.setVisible(bool(sampling.seed))
        words = _("Number said: {number} · seed {seed} · {name}, {time}")
        if now.sample.stale:
            words = _("Drawn from other sites: {number} · seed {seed} · {name}, {time}")
        self._drawn.setText(
            words.format(
                number=sampling.spoken,
                seed=sampling.seed,
                name=sampling.drawn_by,
                time=moment_text(sampling.drawn_at),
            )
        )

    def _show_visits(self, now: SitesState, *, frozen: bool) -> None:
        shown = (now.chosen, now.sampling.judged, now.drawn, frozen, current_language())
        if shown == self._shown:
            return
        self._shown = shown
        empty(self._visit_lines)
        visited = sum(why is not Chosen.LEFT_OUT for _site, why in now.chosen)
        self._visits.count.setText(f"{visited} / {len(now.chosen)}")
        for number, (site, why) in enumerate(now.chosen):
            if number:
                self._visit_lines.addWidget(Hairline())
            self._visit_lines.addWidget(self._visit(now, site, why, frozen=frozen))

    def _visit(self, now: SitesState, site: Site, why: Chosen, *, frozen: bool) -> QWidget:
        box = QWidget()
        mark = label()
        left_out = why is Chosen.LEFT_OUT
        set_icon(mark, *(("ring", "muted") if left_out else ("conform", "ok")), 16)
        line = row(mark)
        line.addWidget(ElidedLabel(site.name, "strong"), 1)
        line.addWidget(label(str(CHOSEN_WORD[why]), "label"))
        by_hand = why in (Chosen.JUDGED, Chosen.FILLED, Chosen.LEFT_OUT) and now.drawn
        if by_hand:
            tick = QCheckBox(_("by judgement"))
            tick.setObjectName(f"judged-{site.row}")
            tick.setAccessibleName(f"{site.name} {_('by judgement')}")
            tick.setChecked(site.row in now.sampling.judged)
            tick.setEnabled(not frozen)
            tick.clicked.connect(self._chooser(site.row))
            line.addWidget(tick)
        box.setLayout(line)
        return box

    def _chooser(self, site: str) -> Callable[[bool], None]:
        return lambda on: self._choose(site, on=on)

    # What a person does -----------------------------------------------------------------------

    def _choose(self, site: str, *, on: bool) -> None:
        self._desk.attempt(lambda: site_sampling.choose(self._desk.session, site, on=on))

    def _draw_sites(self) -> None:
        said = self._digits.text()
        if self._desk.attempt(lambda: site_sampling.draw(self._desk.session, said)):
            self._digits.clear()

    def _move(self, site: str, step: int) -> None:
        rows = [found.row for found in site_sampling.state(self._desk.session).sites]
        to = min(max(rows.index(site) + step, 0), len(rows) - 1)
        self._desk.attempt(lambda: engagement.move_site(self._desk.session, site, to))

    def focus_on(self, target: Target) -> bool:
        """Go to a site, a condition or a field; False if it is not here."""
        if target.row and self._sites.focus_site(target.row, target.field):
            return True
        if target.field in self._conditions:
            choice = self._conditions[target.field]
            choice.option(YesNo.YES).setFocus(Qt.FocusReason.ShortcutFocusReason)
            return True
        return target.field == "name" and self._sites.focus_site(self._first())

    def _first(self) -> str:
        sites = site_sampling.state(self._desk.session).sites
        return sites[0].row if sites else ""

    def panes(self) -> Sequence[QWidget]:
        """Sites, conditions, draw, visits."""
        return (self._card, self._visits, self._sampling, self._draw)


def _verdict(now: SitesState) -> str:
    if now.sample.allowed is None:
        return _("Not judged yet; until then every site is visited.")
    if not now.sample.allowed:
        return _("No: every site is visited.")
    return _("Yes: a sample may be visited.")
