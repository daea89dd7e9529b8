"""Today: what is done, what is left; each thing leads to where it is done."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cfpdesk.i18n import _, current_language, msg, text_in
from cfpdesk.model.checklist import Verdict
from cfpdesk.model.day import day_of
from cfpdesk.model.engagement import Site
from cfpdesk.model.finding import (
    KIND_WORD,
    POSITION_WORD,
    STATE_WORD,
    Finding,
    FindingKind,
    Position,
)
from cfpdesk.model.gate import Target
from cfpdesk.model.home import HomeState, MapCell, awaits_position, first_open, stretches
from cfpdesk.model.quantity import full_figure
from cfpdesk.steps import home
from cfpdesk.ui.desk import Desk
from cfpdesk.ui.first_paint import FirstPaint
from cfpdesk.ui.page import Page, PageAction
from cfpdesk.ui.page_registry import entry
from cfpdesk.ui.widgets.card import Card
from cfpdesk.ui.widgets.claim_card import ClaimCard, Recalculated
from cfpdesk.ui.widgets.day_strip import Bar, Block, DayStrip
from cfpdesk.ui.widgets.flow_layout import FlowLayout
from cfpdesk.ui.widgets.item_map import ItemMap, MapMark, MapRow
from cfpdesk.ui.widgets.link_row import LinkRow
from cfpdesk.ui.widgets.reading_order import set_reading_order
from cfpdesk.ui.widgets.status_icon import ANSWERS, FINDINGS, PENDING, VERDICTS, Shape, StatusIcon
from cfpdesk.ui.widgets.team_progress import TeamProgress
from cfpdesk.ui.widgets.text import ElidedLabel, Hairline, label, row

MINUTE_MS = 60_000


class HomePage(Page):
    """Strip, claim, findings, team, map; Tab goes through them in this order."""

    NOUN = "home"
    WATCHES = frozenset(
        {
            *("engagement", "site", "person", "person_key", "group_owner", "meeting"),
            *("agenda_point", "attendance", "signature", "answer", "evidence", "link"),
            *("finding", "key_datum", "seal", "issue"),
            *("dataset", "dataset_column", "line_review", "inventory_settings", "schedule_block"),
        }
    )
    LAYOUT = "read"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._day = day_of(desk.now())
        self._places: dict[str, Target] = {}  # where blocks of the strip lead, by their keys

    def build(self) -> None:
        """Make the cards."""
        cards = self.scrolled()
        cards.addWidget(self._strip_card())
        columns = QHBoxLayout()
        columns.setSpacing(12)
        left = QVBoxLayout()
        left.setSpacing(12)
        self._claim = ClaimCard()
        self._claim.opened.connect(lambda field: self.desk.go("engagement", field=field))
        self._claim.inventory_opened.connect(lambda: self.desk.go("inventory"))
        self._painted = FirstPaint(self._claim)  # what takes the client's tables comes after it
        self._painted.done.connect(self._show_recalculated)
        left.addWidget(self._claim)
        left.addWidget(self._findings_card(), 1)
        self._team = TeamProgress()
        left.addWidget(self._team)
        columns.addLayout(left, 47)
        columns.addWidget(self._map_card(), 53)
        cards.addLayout(columns, 1)
        self._tick = QTimer(self, interval=MINUTE_MS)
        self._tick.timeout.connect(self._minute)
        self._tick.start()

    def _strip_card(self) -> Card:
        self._strip_frame = Card(_("This day"), " ")
        self._strip = DayStrip(_("This day"))
        self._strip.setObjectName("day-strip")
        self._strip.opened.connect(self._open_part)
        self._clock = label("", "warn")
        self._clock.hide()
        self._strip_frame.body.addWidget(self._strip)
        self._strip_frame.body.addWidget(self._clock)
        return self._strip_frame

    def _findings_card(self) -> Card:
        self._findings_frame = Card(_("Findings"), " ")
        self._findings_frame.body.setSpacing(0)
        self._finding_rows: list[tuple[str, ...]] = []
        self._findings_box = QVBoxLayout()
        self._findings_box.setSpacing(0)
        self._no_findings = label(_("None so far."), "muted")
        self._findings_frame.body.addLayout(self._findings_box)
        self._findings_frame.body.addWidget(self._no_findings)
        self._findings_frame.body.addStretch(1)
        return self._findings_frame

    def _map_card(self) -> Card:
        self._map_frame = Card(_("Checklist map"), " ")
        self._map = ItemMap(_("Checklist map"))
        self._map.setObjectName("item-map")
        self._map.opened.connect(lambda item: self.desk.go("checklist", item))
        self._map_frame.body.setSpacing(5)
        self._map_frame.body.addWidget(self._map, 1)
        self._map_frame.body.addWidget(Hairline())
        self._map_frame.body.addWidget(_legend())
        return self._map_frame

    # State into widgets -------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show where the visit stands."""
        now = home.state(self.session)
        self._claim.show_engagement(now.engagement)
        if self._painted.past:
            self._show_recalculated()
        self._show_findings(now)
        self._team.show_team(now.team, day_of(self.desk.now()))
        language = current_language()
        self._map.set_groups(
            [
                MapRow(
                    key=group.code,
                    title=text_in(group.title, language),
                    note=group.owner.name if group.owner and not group.mine else "",
                    strong=group.mine,
                    marks=tuple(_mark(cell) for cell in group.cells),
                )
                for group in now.groups
            ]
        )
        self._map_frame.note.setText(str(msg("{n} {n:item|items}", n=now.items)))
        self._show_day(now)
        set_reading_order(self)

    def _open_part(self, key: str) -> None:
        self.desk.go(self._places.get(key) or key)

    def _minute(self) -> None:
        """Move the mark of now; the page may outlive its engagement by a moment."""
        if self.desk.is_open:
            self._show_day()

    def _show_day(self, now: HomeState | None = None) -> None:
        now = now or home.state(self.session)
        today = day_of(self.desk.now())
        day = self._day = _shown_day(now, today)
        bars = [
            Bar(s.noun, str(entry(s.noun).label), s.start, s.end, current=False)
            for s in stretches([m for m in now.moments if day_of(m.at) == day])
        ]
        fresh = bars and day == today and self.desk.now() - bars[-1].end < timedelta(minutes=15)
        if fresh:
            last = bars[-1]
            bars[-1] = Bar(last.key, last.words, last.start, last.end, current=True)
        blocks = [
            Block(a.noun, str(entry(a.noun).title), a.planned_at)
            for a in now.arranged
            if a.planned_at is not None and day_of(a.planned_at) == day
        ]
        self._places = {}
        for p in now.planned:
            if day_of(p.start) == day:
                place = Target(p.noun, first_open(now.groups, p.group) if p.group else "")
                key = f"{p.noun} {place.row}".strip()
                self._places[key] = place if p.noun == "checklist" else Target(p.noun)
                blocks.append(Block(key, text_in(p.title, current_language()), p.start, p.end))
        back = now.clock_back
        broken = back is not None and day_of(back.at) == day
        self._strip.set_day(
            blocks,
            bars,
            self.desk.now() if day == today else None,
            back.at if back is not None and broken else None,
        )
        words = _("arranged above, done below (from the log)") if blocks else _("from the log")
        self._strip_frame.note.setText(words)
        self._strip_frame.title.setText(
            _("This day") if day == today else _("Last day of work: {day}").format(day=_day(day))
        )
        minutes = round(back.back / timedelta(minutes=1)) if back is not None else 0
        self._clock.setVisible(broken)
        self._clock.setText(
            _("The clock ran back by {n} min; the order is that of the log").format(n=minutes)
        )

    def _show_recalculated(self) -> None:
        if not self.desk.is_open:
            return
        from cfpdesk.model.dataset import Dataset  # not before the first paint

        found = Recalculated()
        if self.session.all(Dataset):
            from cfpdesk.steps import inventory

            now = inventory.state(self.session)
            found = Recalculated(now.verified_unit, len(now.doubtful), now.reading)
        self._claim.show_recalculated(found)

    def _show_findings(self, now: HomeState) -> None:
        awaiting = (
            str(msg("{n} {n:waits|wait} for the client's answer", n=now.awaiting))
            if now.awaiting
            else ""
        )
        count = str(msg("{n} {n:finding|findings}", n=now.findings))
        parts = [count if now.findings else "", awaiting]
        self._findings_frame.note.setText(" · ".join(part for part in parts if part))
        self._no_findings.setVisible(not now.findings)
        shown = [
            (f.row, f.kind, f.state, f.position, f.number, f.title, str(f.effect))
            for f in now.worst
        ]
        if shown == self._finding_rows:
            return
        focused = next(
            (w.objectName() for w in self._findings_frame.findChildren(LinkRow) if w.hasFocus()), ""
        )
        self._finding_rows = list(shown)
        while (item := self._findings_box.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        for finding in now.worst:
            made = self._finding_row(finding)
            self._findings_box.addWidget(Hairline())
            self._findings_box.addWidget(made)
            if made.objectName() == focused:
                made.setFocus()

    def _finding_row(self, finding: Finding) -> LinkRow:
        made = LinkRow()
        made.setObjectName(f"finding-{finding.row}")
        made.opened.connect(lambda: self.desk.go("finding", finding.row))
        number = label(finding.number, "strong")
        number.setMinimumWidth(62)
        weight = _weight(finding)
        state = label(*_finding_state(finding))
        made.line.addWidget(StatusIcon(FINDINGS[finding.kind], 16))
        made.line.addWidget(number)
        made.line.addWidget(ElidedLabel(finding.title), 1)
        made.line.addWidget(label(weight, "label"))
        made.line.addWidget(state)
        words = (finding.number, str(KIND_WORD[finding.kind]), finding.title, weight, state.text())
        made.setAccessibleName("，".join(word for word in words if word))
        return made

    def state_line(self) -> str:
        """Say which day of the visit it is."""
        today = day_of(self.desk.now())
        parts = [f"{_day(today)} {_weekday(today)}"]
        days = _visit_days(self.session.all(Site))
        if today in days:
            parts.append(_("day {n} of {total}").format(n=days.index(today) + 1, total=len(days)))
        return " · ".join(parts)

    def page_actions(self) -> Sequence[PageAction]:
        """Print the log of the day that the strip shows."""
        day = self._day.isoformat()
        return (
            PageAction(
                "print",
                _("Print the day's log"),
                lambda: self.desk.go("document", "day_log", day),
                icon="printer",
                shortcut="Ctrl+P",
            ),
        )

    def focus_on(self, target: Target) -> None:
        """Show an item on the map."""
        if target.row and self._map.select(target.row):
            self._map.setFocus()
        else:
            super().focus_on(target)

    def panes(self) -> Sequence[QWidget]:
        """Strip, findings, map."""
        return (self._strip, self._findings_frame, self._map)


def _legend() -> QWidget:
    box = QWidget()
    flow = FlowLayout(box, spacing=9)
    shapes: list[Shape] = [VERDICTS[answer] for answer in ANSWERS]
    for shape in (*shapes, VERDICTS[Verdict.OPEN], PENDING):
        part = QWidget()
        part.setLayout(row(StatusIcon(shape, 14), label(str(shape.word), "small"), spacing=4))
        flow.addWidget(part)
    return box


def _mark(cell: MapCell) -> MapMark:
    shape = PENDING if cell.pending else VERDICTS[cell.verdict]
    words = [str(shape.word), text_in(cell.question, current_language())]
    if cell.overdue:
        words.insert(1, _("overdue"))
    return MapMark(cell.item, shape, "，".join(words))


def _weight(finding: Finding) -> str:
    if finding.effect is not None:
        return f"{full_figure(finding.effect)} kg"
    short = {
        FindingKind.MAJOR: _("Major"),
        FindingKind.MINOR: _("Minor"),
        FindingKind.OBSERVATION: _("Observation"),
    }
    return short.get(finding.kind, str(KIND_WORD[finding.kind]))


def _finding_state(finding: Finding) -> tuple[str, str]:
    if finding.position is Position.DISPUTED:
        return str(POSITION_WORD[Position.DISPUTED]), "conf"
    if awaits_position(finding):
        return _("awaits answer"), "warn"
    return str(STATE_WORD[finding.state]), "label"


def _shown_day(now: HomeState, today: date) -> date:
    """Return today if anything of it is known, else the last day of work."""
    days = {day_of(moment.at) for moment in now.moments}
    planned = {day_of(a.planned_at) for a in now.arranged if a.planned_at}
    planned |= {day_of(block.start) for block in now.planned}
    if today in days | planned or not days:
        return today
    return max(days)


def _visit_days(sites: Sequence[Site]) -> list[date]:
    days: set[date] = set()
    for site in sites:
        first, last = site.visit_from, site.visit_to or site.visit_from
        if first is None or last is None or not 0 <= (last - first).days < 60:
            continue
        days |= {first + timedelta(days=n) for n in range((last - first).days + 1)}
    return sorted(days)


def _day(day: date | datetime) -> str:
    if current_language() == "zh":
        return f"{day.month} 月 {day.day} 日"
    return day.strftime("%Y-%m-%d")


def _weekday(day: date) -> str:
    names = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"))
    return (*names, _("Saturday"), _("Sunday"))[day.weekday()]
