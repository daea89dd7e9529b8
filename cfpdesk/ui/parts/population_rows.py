"""Populations as rows of the left pane: how far each is, its bar, and what it says by now."""

from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter

from cfpdesk.i18n import _, msg
from cfpdesk.model.conclusion import Verdict, omission_sentence
from cfpdesk.model.opinion import OPINION_WORD
from cfpdesk.model.opinion_view import OpinionState
from cfpdesk.model.population import METHOD_WORD
from cfpdesk.model.population_gate import STAGE_WORD
from cfpdesk.model.sampling_view import PopulationState, SamplingState
from cfpdesk.ui.icons import pixmap
from cfpdesk.ui.parts.population_facts import STEP_WORD, counted
from cfpdesk.ui.theme import color, density, font, px
from cfpdesk.ui.widgets.section_list import RowState, SectionRow
from cfpdesk.ui.widgets.status_icon import Shape

LEDGER = "ledger"  # key of the row for misstatements and opinion
_MIDDLE = Qt.AlignmentFlag.AlignVCenter
_RIGHT = _MIDDLE | Qt.AlignmentFlag.AlignRight

OPEN = Shape("open", "control", msg("not finished"))
WAITS = Shape("pending", "muted", msg("table not read"))
VERDICTS: dict[Verdict, Shape] = {
    Verdict.OPEN: OPEN,
    Verdict.SUPPORTED: Shape("conform", "ok", msg("supported")),
    Verdict.EXCEEDED: Shape("warning", "warn", msg("limit above materiality")),
    Verdict.MATERIAL: Shape("not-conform", "bad", msg("material")),
    Verdict.NO_LIMIT: Shape("warning", "warn", msg("no limit yet")),
    Verdict.JUDGED: Shape("info", "info", msg("nothing projected")),
}
_COMPLETE = Shape("conform", "ok", msg("nothing missing"))
_SHORT = Shape("warning", "warn", msg("records missing"))


@dataclass(frozen=True, slots=True)
class PopulationLine:
    """What a row shows.

    Attributes:
        below: the second line; empty for a completeness test.
        figure: at the right end: how far, or what comes next.
        share: of the bar; None for none.
    """

    title: str
    below: str
    shape: Shape
    figure: str
    share: float | None
    done: bool = False


def shape_of(one: PopulationState) -> Shape:
    """Return the status of a population."""
    if one.waits:
        return WAITS
    if one.omission is not None and one.omission.finished:
        return _SHORT if one.omission.missing or one.omission.short else _COMPLETE
    return VERDICTS[one.conclusion.verdict] if one.conclusion is not None else OPEN


def line_of(one: PopulationState) -> PopulationLine:
    """Return a population as a row."""
    population = one.population
    drawn = one.facts.drawn
    stage = str(STEP_WORD.get(one.stage, STAGE_WORD[one.stage]))
    figure = f"{one.checked}/{drawn}" if drawn else stage
    count = counted(one.facts.items) if one.facts.at_hand else ""
    below = " · ".join(part for part in (count, str(METHOD_WORD[population.method])) if part)
    share = one.checked / drawn if drawn else None
    return PopulationLine(population.name, below, shape_of(one), figure, share, one.done)


def rows_of(state: SamplingState, opinion: OpinionState) -> list[SectionRow]:
    """Return the left pane: populations, completeness tests, and what comes of all of it."""
    rows = [_row(one) for one in state.inventory]
    if state.reverse:
        words = _("Traced back (against omission)")
        rows.append(SectionRow("head-reverse", words, words, head=True))
        rows += [_row(one) for one in state.reverse]
    words = _("What comes of it")
    rows.append(SectionRow("head-ledger", words, words, head=True))
    rows.append(_ledger_row(opinion))
    return rows


def _row(one: PopulationState) -> SectionRow:
    line = line_of(one)
    said = [line.title, line.below, str(line.shape.word), line.figure]
    if one.conclusion is not None:
        said.append(str(one.conclusion.sentence))
    elif one.omission is not None:
        said.append(str(omission_sentence(one.omission)))
    small = one.population.completeness
    data = (line, small)
    return SectionRow(one.population.row, "，".join(part for part in said if part), data)


def _ledger_row(opinion: OpinionState) -> SectionRow:
    chosen = opinion.opinion.chosen
    type_ = chosen or opinion.proposal.type
    how = _("set: {opinion}") if chosen else _("proposed: {opinion}")
    below = how.format(opinion=OPINION_WORD[type_])
    settled = chosen is not None and opinion.proposal.final
    shape = Shape("conform", "ok", msg("opinion set")) if settled else OPEN
    figure = str(len(opinion.ledger.entries))
    title = _("Ledger and opinion")
    line = PopulationLine(title, below, shape, figure, None)
    count = str(msg("{n} {n:misstatement|misstatements}", n=len(opinion.ledger.entries)))
    return SectionRow(LEDGER, f"{title}，{below}，{count}", (line, False))


class PopulationPainter:
    """Paints the rows of the left pane."""

    def size(self, row: SectionRow, width: int) -> QSize:
        """Return the size of a row."""
        line = px(13) + 7
        if row.head:
            return QSize(width, line + 14)
        shown, small = row.data
        if small:
            return QSize(width, max(line + 4, density().target))
        return QSize(width, 2 * line + (30 if shown.share is not None else 14))

    def paint(self, painter: QPainter, box: QRect, row: SectionRow, state: RowState) -> None:
        """Paint a heading, a population or a completeness test."""
        if row.head:
            painter.setPen(color("hair"))
            painter.drawLine(box.x() + 12, box.y() + 5, box.right() - 12, box.y() + 5)
            painter.setFont(font(12))
            painter.setPen(color("muted"))
            painter.drawText(box.adjusted(16, 12, -8, 0), _MIDDLE, str(row.data))
            return
        line, small = row.data
        inner = box.adjusted(6, 1, -6, -1)
        if state.selected or state.hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color("select" if state.selected else "hover"))
            painter.drawRoundedRect(inner, 6, 6)
        if state.current and state.focused:
            painter.setPen(color("focus"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(inner.adjusted(0, 0, -1, -1), 6, 6)
        room = inner.adjusted(10, 0, -10, 0)
        if small:
            _paint_small(painter, room, line)
        else:
            _paint_large(painter, room.adjusted(0, 6, 0, -5), line)


def _paint_small(painter: QPainter, box: QRect, line: PopulationLine) -> None:
    shape = pixmap(line.shape.icon, line.shape.token, 14)
    painter.drawPixmap(box.x(), box.center().y() - 7, shape)
    painter.setFont(font(11))
    painter.setPen(color("muted"))
    painter.drawText(box, _RIGHT, line.figure)
    wide = painter.fontMetrics().horizontalAdvance(line.figure)
    painter.setFont(font(13))
    painter.setPen(color("text"))
    words = box.adjusted(21, 0, -wide - 8, 0)
    painter.drawText(words, _MIDDLE, _cut(painter, line.title, words.width()))


def _paint_large(painter: QPainter, box: QRect, line: PopulationLine) -> None:
    height = px(13) + 7
    first = QRect(box.x(), box.y(), box.width(), height)
    painter.drawPixmap(first.right() - 16, first.y() + 3, pixmap(*_icon(line.shape), 16))
    painter.setFont(font(13, 600))
    painter.setPen(color("text"))
    painter.drawText(first, _MIDDLE, _cut(painter, line.title, first.width() - 24))
    second = first.translated(0, height)
    painter.setFont(font(12))
    painter.setPen(color("text2"))
    aside = line.figure if line.share is None else ""
    wide = painter.fontMetrics().horizontalAdvance(aside) + 8 if aside else 0
    painter.drawText(second, _MIDDLE, _cut(painter, line.below, second.width() - wide))
    if aside:
        painter.setPen(color("muted"))
        painter.drawText(second, _RIGHT, aside)
        return
    if line.share is None:
        return
    painter.setFont(font(11))
    third = QRect(box.x(), second.bottom() + 1, box.width(), box.bottom() - second.bottom())
    painter.setPen(color("text2"))
    painter.drawText(third, _RIGHT, line.figure)
    track = QRect(box.x(), third.center().y() - 1, box.width() - 70, 4)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color("line"))
    painter.drawRoundedRect(track, 2, 2)
    done = QRect(track.x(), track.y(), round(track.width() * min(line.share, 1.0)), 4)
    painter.setBrush(color("ok" if line.done else "accent"))
    painter.drawRoundedRect(done, 2, 2)


def _icon(shape: Shape) -> tuple[str, str]:
    return shape.icon, shape.token


def _cut(painter: QPainter, text: str, width: int) -> str:
    return painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, max(width, 10))
