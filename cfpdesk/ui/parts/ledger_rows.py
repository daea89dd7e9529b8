"""The ledger of misstatements as rows of a table, with its sums and what they are set against."""

from dataclasses import dataclass
from decimal import Decimal

from cfpdesk.i18n import _, current_language, msg, text_in
from cfpdesk.model.estimate import NOTHING, Apart
from cfpdesk.model.evaluation import ClaimContext
from cfpdesk.model.misstatement import QUALITATIVE_WORD, QualitativeKind
from cfpdesk.model.misstatement_ledger import SOURCE_WORD, Entry, Ledger, Source, Standing
from cfpdesk.model.quantity import figure, short_figure
from cfpdesk.ui.table_model import Column
from cfpdesk.ui.widgets.status_icon import Shape

STANDINGS: dict[Standing, Shape] = {
    Standing.WITHIN: Shape("conform", "ok", msg("within materiality")),
    Standing.ABOVE_PERFORMANCE: Shape("warning", "warn", msg("above performance materiality")),
    Standing.LIMIT_ABOVE: Shape("warning", "warn", msg("limit above materiality")),
    Standing.MATERIAL: Shape("not-conform", "bad", msg("material")),
}


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """An entry, or a sum below the entries.

    Attributes:
        key: source and row of the entry; names of sums begin with "sum".
        extrapolated: part of the sums that is projected on top of what is known; net.
    """

    key: str
    source: str
    name: str
    over: Decimal | None
    under: Decimal | None
    extrapolated: Decimal | None = None
    corrected: Decimal | None = None
    qualitative: bool = False
    tip: str = ""
    head: bool = False


def key_of(entry: Entry) -> str:
    """Return the key of an entry."""
    return f"{entry.source.value}|{entry.row}"


def source_of(key: str) -> tuple[Source | None, str]:
    """Return source and row of an entry's key; no source for a sum."""
    source, bar, row = key.partition("|")
    return (Source(source), row) if bar else (None, "")


def rows_of(ledger: Ledger) -> tuple[LedgerRow, ...]:
    """Return the entries, then sum and thresholds."""
    rows = [_row(entry) for entry in ledger.entries]
    context = ledger.context
    extrapolated = sum((entry.extrapolated.net for entry in ledger.entries), Decimal(0))
    rows.append(
        LedgerRow(
            "sum", "", _("Not corrected"), ledger.projected.over, ledger.projected.under,
            extrapolated, ledger.corrected.net, head=True,
        )
    )  # fmt: skip
    for key, words, kg in (
        ("sum-performance", _performance(context), context.performance_kg),
        ("sum-materiality", _materiality(context), context.tolerable_kg),
    ):
        if kg is not None:
            rows.append(LedgerRow(key, "", words, kg, -kg, head=True))
    return tuple(rows)


def _performance(context: ClaimContext) -> str:
    pct = short_figure(context.performance_pct)
    return _("Performance materiality, {pct} %").format(pct=pct)


def _materiality(context: ClaimContext) -> str:
    pct = short_figure(context.materiality_pct)
    if context.claim_kg is None:
        return _("Materiality")
    return _("Materiality, {pct} % of {kg} kg").format(pct=pct, kg=figure(context.claim_kg, 0))


def _row(entry: Entry) -> LedgerRow:
    known: Apart = entry.left + entry.extrapolated
    qualitative = entry.qualitative is not QualitativeKind.NONE
    language = current_language()
    name = text_in(entry.name, language)
    tips = [name]
    if qualitative:
        tips.append(str(QUALITATIVE_WORD[entry.qualitative]))
    if entry.note is not None:
        tips.append(str(entry.note))
    if entry.settled:
        tips.append(_("corrected, and the correction was verified"))
    return LedgerRow(
        key=key_of(entry),
        source=str(SOURCE_WORD[entry.source]),
        name=name,
        over=known.over,
        under=known.under,
        extrapolated=entry.extrapolated.net if entry.extrapolated != NOTHING else None,
        corrected=entry.corrected.net if entry.corrected != NOTHING else None,
        qualitative=qualitative and not entry.settled,
        tip="\n".join(tips),
    )


def columns() -> tuple[Column[LedgerRow], ...]:
    """Return the columns of the ledger."""
    return (
        Column(
            _("Misstatement"), lambda r: r.name, width=0, tip=lambda r: r.tip or r.name,
            icon=lambda r: ("not-conform", "bad") if r.qualitative else ("", ""), lead=True,
            unit=lambda r: r.source,
        ),
        Column(_("Over kg"), lambda r: _kg(r.over), right=True, width=84, strong=True),
        Column(_("Under kg"), lambda r: _kg(r.under), right=True, width=86, strong=True),
        Column(
            _("Projected part"), lambda r: _kg(r.extrapolated), right=True, width=104,
            token=lambda _r: "text2",
            tip=lambda _r: _("projected from the sample on top of what was found; net"),
        ),
        Column(
            _("Taken off"), lambda r: _kg(r.corrected), right=True, width=70,
            token=lambda r: "ok" if r.corrected else "text2",
            tip=lambda _r: _("taken off: corrected by the client and verified"),
        ),
    )  # fmt: skip


def _kg(value: Decimal | None) -> str:
    if value is None or not value:
        return ""
    return figure(value, 0)


def spoken(row: LedgerRow) -> str:
    """Return what a screen reader says of a row."""
    parts = [row.source, row.name]
    if row.over:
        parts.append(_("overstated {kg} kg").format(kg=figure(row.over, 0)))
    if row.under:
        parts.append(_("understated {kg} kg").format(kg=figure(-row.under, 0)))
    if row.corrected:
        parts.append(_("corrected {kg} kg").format(kg=figure(row.corrected, 0)))
    if row.qualitative:
        parts.append(_("material by judgement"))
    return "，".join(part for part in parts if part)


def standing_sentence(ledger: Ledger) -> str:
    """Return where the claim stands against materiality, over and under apart."""
    context, language = ledger.context, current_language()
    if context.tolerable_kg is None:
        return _("The claim over the period is not known; fill in value, output and materiality.")
    over = context.percent(ledger.projected.over) or Decimal(0)
    under = context.percent(ledger.projected.under) or Decimal(0)
    values = {
        "over": short_figure(over),
        "under": short_figure(-under),
        "pct": short_figure(context.materiality_pct),
    }
    sentence = {
        Standing.WITHIN: msg(
            "Overstated {over} %, understated {under} %: within the materiality of ±{pct} %",
            **values,
        ),
        Standing.ABOVE_PERFORMANCE: msg(
            "Overstated {over} %, understated {under} %: above performance materiality, within "
            "±{pct} %",
            **values,
        ),
        Standing.LIMIT_ABOVE: msg(
            "Overstated {over} %, understated {under} %; an upper limit is above the materiality "
            "of ±{pct} %",
            **values,
        ),
        Standing.MATERIAL: msg(
            "Overstated {over} %, understated {under} %: material at ±{pct} %", **values
        ),
    }[ledger.standing]
    return sentence.text(language)
