"""How a line is judged: data quality, class and rank, uncertainty, share and cut-off.

Three parts that open and close; which are open is remembered on this computer.
"""

from collections.abc import Callable
from decimal import Decimal

from PySide6.QtWidgets import QVBoxLayout, QWidget

from cfpdesk.i18n import _, msg
from cfpdesk.model.data_quality import ASPECT_WORD, ASPECTS, MANDATORY
from cfpdesk.model.factor import RANK_WORD, rank_of
from cfpdesk.model.inventory import (
    BUCKET_WORD,
    ORIGIN_WORD,
    STAGE_WORD,
    Bucket,
    LifeCycleStage,
    LineReview,
    Origin,
    stage_of,
)
from cfpdesk.model.inventory_view import LineView
from cfpdesk.model.quantity import figure
from cfpdesk.steps import inventory_edit
from cfpdesk.steps.inventory_edit import LineFigure, LineRef, LineText
from cfpdesk.store.session import Session
from cfpdesk.ui.desk import Desk
from cfpdesk.ui.form import Form
from cfpdesk.ui.parts.line_rows import rank_letter
from cfpdesk.ui.parts.verified_value import TABLE, RefOf
from cfpdesk.ui.widgets.fold import Fold
from cfpdesk.ui.widgets.score_field import ScoreField
from cfpdesk.ui.widgets.text import Hairline

_CLOSED_ORIGINS = (Origin.UNKNOWN, Origin.PRIMARY, Origin.SECONDARY)


class LineJudgement(QWidget):
    """See the module text."""

    def __init__(self, desk: Desk, ref_of: RefOf) -> None:
        super().__init__()
        self._desk, self._ref_of = desk, ref_of
        self._row = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self.quality = self._fold(column, _("Data quality"), "quality", opened=True)
        self.scores = {aspect: self._score(aspect) for aspect in ASPECTS}
        for field in self.scores.values():
            self.quality.body.addWidget(field)
        self.quality.body.setSpacing(0)
        self.quality.body.addSpacing(6)
        self._form_quality = self._form(self.quality)
        self._text(self._form_quality, LineText.GEOGRAPHY_REASON, _("Other region"),
                   _("why its data are used"))  # fmt: skip
        self.kind = self._fold(column, _("Class and rank"), "class")
        self._make_class()
        self.rest = self._fold(column, _("Uncertainty, share, cut-off"), "rest")
        self._make_rest()

    # Making -----------------------------------------------------------------------------------

    def _fold(self, column: QVBoxLayout, title: str, name: str, *, opened: bool = False) -> Fold:
        key = f"fold/inventory/{name}"
        made = Fold(title, name, opened=self._desk.settings.flag(key, default=opened))
        made.toggled.connect(lambda on: self._desk.settings.put_flag(key, value=on))
        column.addWidget(Hairline())
        column.addWidget(made)
        return made

    def _form(self, fold: Fold) -> Form:
        made = Form(self._desk, TABLE, label_width=92)
        fold.body.addWidget(made)
        return made

    def _score(self, aspect: str) -> ScoreField:
        made = ScoreField(str(ASPECT_WORD[aspect]), needed=aspect in MANDATORY)
        made.setObjectName(f"score-{aspect}")
        made.scored.connect(
            lambda score: self._desk.attempt(
                lambda: inventory_edit.rate(
                    self._desk.session, self._ref_of(self._row), aspect, score
                )
            )
        )
        return made

    def _make_class(self) -> None:
        form = self._form_class = self._form(self.kind)
        origins = [(each.value, str(ORIGIN_WORD[each])) for each in _CLOSED_ORIGINS]
        short = {Bucket.FOSSIL: _("Fossil"), Bucket.LAND_USE: _("Land use change")}
        buckets = [(each.value, short.get(each) or str(BUCKET_WORD[each])) for each in Bucket]
        clause = "RULE:6.1.2"
        form.choice(
            "activity_origin",
            _("Activity data"),
            origins,
            self._set_activity_origin,
            clause=clause,
        )
        form.choice(
            "factor_origin", _("Emission factor"), origins, self._set_factor_origin, clause=clause
        )
        form.choice("rank", _("Rank"), [], self._set_rank, clause="RULE:6.2")
        self._text(form, LineText.RANK_REASON, _("Why no better"), _("a–c was looked for"))
        form.choice("stage", _("Stage"), [], self._set_stage, clause="ISO14067:6.4.2")
        form.choice("bucket", _("Reported as"), buckets, self._set_bucket, clause="ISO14067:7.2")
        form.check(
            "aircraft", _("Aircraft (shown apart)"), self._set_aircraft, clause="ISO14067:7.2"
        )  # fmt: skip

    def _make_rest(self) -> None:
        form = self._form_rest = self._form(self.rest)
        self._figure(form, LineFigure.ACTIVITY_PCT, _("Activity ±"))
        self._figure(form, LineFigure.FACTOR_PCT, _("Factor ±"))
        self._figure(form, LineFigure.ALLOCATED_PCT, _("This product"), clause="ISO14067:6.4.6")
        form.check("excluded", _("Cut off"), self._cut_off, clause="ISO14067:6.3.4.3")
        self._text(form, LineText.EXCLUDED_REASON, _("Why cut off"))
        form.note("note", _("Note"), self._writing(LineText.NOTE), lines=2)

    def _figure(self, form: Form, each: LineFigure, words: str, clause: str = "") -> None:
        made = form.decimal(
            each.value, words,
            lambda value: inventory_edit.set_figure(
                self._desk.session, self._ref_of(made.row), each, value),
            unit="%", clause=clause,
        )  # fmt: skip

    def _text(self, form: Form, field: LineText, words: str, hint: str = "") -> None:
        made = form.line(field.value, words, lambda text: inventory_edit.write(
            self._desk.session, self._ref_of(made.row), field, text), hint=hint)  # fmt: skip

    def _writing(self, field: LineText) -> Callable[[str], None]:
        def commit(text: str) -> None:
            ref = self._ref_of(self._form_rest.field("note").row)
            inventory_edit.write(self._desk.session, ref, field, text)

        return commit

    # Committing -------------------------------------------------------------------------------

    def _here(self) -> tuple[Session, LineRef, LineReview]:
        ref = self._ref_of(self._row)
        session = self._desk.session
        return session, ref, inventory_edit.review(session, ref)

    def _set_activity_origin(self, value: str) -> None:
        session, ref, _before = self._here()
        inventory_edit.set_origin(session, ref, activity=Origin(value))

    def _set_factor_origin(self, value: str) -> None:
        session, ref, _before = self._here()
        inventory_edit.set_origin(session, ref, factor=Origin(value))

    def _set_rank(self, value: str) -> None:
        session, ref, _before = self._here()
        inventory_edit.set_rank(session, ref, value)

    def _set_stage(self, value: str) -> None:
        session, ref, _before = self._here()
        inventory_edit.set_stage(session, ref, LifeCycleStage(value) if value else None)

    def _set_bucket(self, value: str) -> None:
        session, ref, before = self._here()
        inventory_edit.set_bucket(session, ref, Bucket(value), aircraft=before.aircraft)

    def _set_aircraft(self, on: bool) -> None:
        session, ref, before = self._here()
        inventory_edit.set_bucket(session, ref, before.bucket, aircraft=on)

    def _cut_off(self, on: bool) -> None:
        """Cut the line off once its reason is known, or take it in again."""
        session, ref, before = self._here()
        if not on or before.excluded_reason:
            inventory_edit.cut_off(session, ref, on=on, reason=before.excluded_reason)
            return
        self._form_rest.field("excluded").show(value=False, row=before.row)

        def write(reason: str) -> None:
            self._desk.attempt(
                lambda: inventory_edit.cut_off(self._desk.session, ref, on=True, reason=reason)
            )

        self._desk.ask_reason(msg("Why is {line} cut off?", line=ref.code), write)

    # Showing ----------------------------------------------------------------------------------

    def show_line(self, view: LineView, *, read_only: bool) -> None:
        """Show how a line is judged."""
        review = view.result.review
        self._row = review.row
        for aspect, field in self.scores.items():
            field.show_score(getattr(review, aspect), read_only=read_only)
        self._offer(view)
        for form, names in (
            (self._form_quality, ("geography_reason",)),
            (self._form_class, ("activity_origin", "factor_origin", "rank", "rank_reason",
                                "stage", "bucket", "aircraft")),
            (self._form_rest, ("activity_pct", "factor_pct", "allocated_pct", "excluded",
                               "excluded_reason", "note")),
        ):  # fmt: skip
            form.show_values({name: getattr(review, name) for name in names}, row=review.row)
            form.set_read_only(read_only)
        self._sum_up(view)

    def _offer(self, view: LineView) -> None:
        """Say in the choices what the client's own words mean."""
        line = view.result.line
        client = rank_of(line.rank)
        as_client = _("client: {what}")
        ranks = [("", as_client.format(what=client or line.rank or "–"))]
        ranks += [(rank.value, f"{rank.value}  {word}") for rank, word in RANK_WORD.items()]
        stage = stage_of(line.stage)
        meant = str(STAGE_WORD[stage]) if stage else line.stage or "–"
        stages = [("", as_client.format(what=meant))]
        stages += [(each.value, str(STAGE_WORD[each])) for each in LifeCycleStage]
        for name, options in (("rank", ranks), ("stage", stages)):
            field = self._form_class.field(name)
            field.set_options(options)  # type: ignore[attr-defined]

    def _sum_up(self, view: LineView) -> None:
        review = view.result.review
        rated = [f"{ASPECT_WORD[a]} {s}" for a in ASPECTS if (s := getattr(review, a))]
        self.quality.show_summary(" · ".join(rated) or _("not rated"))
        stage = view.result.stage
        parts = [str(STAGE_WORD[stage])] if stage else []
        letter = rank_letter(view)
        parts += [_("rank {letter}").format(letter=letter)] if letter else []
        if review.bucket is not Bucket.FOSSIL:
            parts.append(str(BUCKET_WORD[review.bucket]))
        self.kind.show_summary(" · ".join(parts))
        self.rest.show_summary(" · ".join(_said(review)) or "–")

    def focus_target(self, name: str) -> QWidget | None:
        """Open the part that holds a field, and return what takes the focus there."""
        if name in self.scores or name == "quality":
            self.quality.set_open(True)
            return self.scores.get(name, self.scores[ASPECTS[0]])
        for fold, form, names in (
            (self.kind, self._form_class, ("activity_origin", "factor_origin", "rank",
                                           "rank_reason", "stage", "bucket", "aircraft")),
            (self.rest, self._form_rest, ("activity_pct", "factor_pct", "allocated_pct",
                                          "excluded", "excluded_reason", "note")),
        ):  # fmt: skip
            if name in names:
                fold.set_open(True)
                return form.field(name).focus_widget
        return None


def _said(review: LineReview) -> list[str]:
    parts = []
    widths: tuple[Decimal | None, ...] = (review.activity_pct, review.factor_pct)
    if any(width is not None for width in widths):
        shown = [f"±{figure(width)} %" if width is not None else "–" for width in widths]
        parts.append(" / ".join(shown))
    if review.allocated_pct is not None:
        parts.append(_("share {pct} %").format(pct=figure(review.allocated_pct)))
    if review.excluded:
        parts.append(_("cut off"))
    return parts
