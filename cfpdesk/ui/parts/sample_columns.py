"""The columns of drawn items: amounts against vouchers, or attributes; and items set aside."""

from collections.abc import Callable, Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from cfpdesk.i18n import _
from cfpdesk.model.population import CONFORMITY_WORD, Conformity
from cfpdesk.model.quantity import figure
from cfpdesk.ui.parts.sample_rows import SampleRow
from cfpdesk.ui.table_model import Column
from cfpdesk.ui.values import decimal_text

_MOST_PLACES = 6
VERIFIED = "verified"  # key of the column that is written into
Columns = tuple[tuple[str, Column[SampleRow]], ...]


def amount_columns(unit: str, places: int, now: datetime, *, reverse: bool) -> Columns:
    """Return the columns for items whose amounts are checked.

    Args:
        unit: of the amounts.
        places: decimal places that all amounts are shown with, so that their points stand in line.
        now: aware; today's checks show the time alone.
        reverse: a completeness test, in which the inventory is what is looked up.
    """
    seen = _in(_("In inventory"), unit) if reverse else _in(_("On voucher"), unit)

    def amount(value: Decimal | None) -> str:
        return "–" if value is None else figure(value, places)

    def verified(row: SampleRow) -> str:
        if row.missing:
            return _("not found")
        return "" if row.verified is None else figure(row.verified, places)

    claimed = _in(_("Record"), unit) if reverse else _in(_("Claimed"), unit)
    return (
        ("name", _name()),
        ("part", _part()),
        (
            "claimed",
            Column(
                claimed, lambda r: amount(r.claimed), right=True, width=92,
                token=lambda _r: "text2", order=lambda r: _number(r.claimed),
            ),
        ),
        (
            VERIFIED,
            Column(
                seen, verified, right=True, width=100, strong=True,
                token=lambda r: "bad" if r.missing else "text",
                order=lambda r: _number(r.verified),
            ),
        ),
        (
            "difference",
            Column(
                _in(_("Diff."), unit),
                lambda r: _signed(r.difference, lambda v: figure(v, places)), right=True, width=80,
                strong=True, token=_difference_token, order=lambda r: _number(r.difference),
                tip=lambda _r: _("Claimed − verified: positive is overstated"),
            ),
        ),
        (
            "taint",
            Column(
                _("Taint"), lambda r: _percent(r.taint), right=True, width=80,
                token=_plain_if_none, order=lambda r: _number(r.taint),
            ),
        ),
        (
            "projected",
            Column(
                _("Projected kg"), _projected, right=True, width=96, token=_plain_if_none,
                order=lambda r: _number(r.projected_kg),
            ),
        ),
        ("evidence", _evidence()),
        ("at", _checked(now)),
    )  # fmt: skip


def attribute_columns(unit: str, places: int, now: datetime, *, reverse: bool) -> Columns:
    """Return the columns for items that conform or deviate; see `amount_columns`."""
    found = _("In the inventory") if reverse else _("Result")

    def word(row: SampleRow) -> str:
        if row.missing:
            return _("not there") if reverse else _("no voucher")
        if reverse and row.conforms is not Conformity.UNCHECKED:
            return _("yes") if row.conforms is Conformity.YES else _("not as recorded")
        return "" if not row.done else str(CONFORMITY_WORD[row.conforms])

    return (
        ("name", _name()),
        ("part", _part()),
        (
            "claimed",
            Column(
                _in(_("Record") if reverse else _("Claimed"), unit),
                lambda r: "–" if r.claimed is None else figure(r.claimed, places),
                right=True, width=96, token=lambda _r: "text2",
                order=lambda r: _number(r.claimed),
            ),
        ),
        (
            VERIFIED,
            Column(
                found, word, width=150, icon=_conformity, lead=True, strong=True,
                token=lambda r: "bad" if r.differs else "text", order=word,
            ),
        ),
        ("note", Column(_("Note"), lambda r: r.note, width=170, token=lambda _r: "text2")),
        ("evidence", _evidence()),
        ("at", _checked(now)),
    )  # fmt: skip


def _in(word: str, unit: str) -> str:
    return f"{word} {unit}".rstrip()


def _name() -> Column[SampleRow]:
    return Column(
        _("Item no."), lambda r: r.name, width=136, strong=True, order=lambda r: r.name,
        tip=_name_tip, icon=lambda r: ("note", "muted") if r.note else ("", ""),
    )  # fmt: skip


def _name_tip(row: SampleRow) -> str:
    return "\n".join(part for part in (row.name, row.place, row.group, row.tip, row.note) if part)


def _part() -> Column[SampleRow]:
    return Column(
        _("Drawn"), lambda r: r.part, width=78, token=lambda _r: "text2", order=lambda r: r.part,
        tip=lambda r: r.tip or r.part,
    )  # fmt: skip


def _evidence() -> Column[SampleRow]:
    return Column(
        _("Evidence"), lambda r: " ".join(r.evidence), width=0, lead=True,
        icon=lambda r: ("clip", "text2") if r.evidence else ("", ""),
        token=lambda _r: "text2", order=lambda r: r.evidence,
    )  # fmt: skip


def _checked(now: datetime) -> Column[SampleRow]:
    today = now.astimezone().date()

    def text(row: SampleRow) -> str:
        if row.at is None or not row.done:
            return ""
        at = row.at.astimezone()
        return f"{at:%H:%M}" if at.date() == today else f"{at:%m-%d %H:%M}"

    return Column(
        _("Checked"), text, width=112, lead=True, token=lambda _r: "text2",
        icon=lambda r: ("conform", "ok") if r.done else ("open", "control"),
        order=lambda r: (r.at is None, str(r.at)),
        tip=lambda r: text(r) or _("not checked yet"),
    )  # fmt: skip


def _conformity(row: SampleRow) -> tuple[str, str]:
    if not row.done:
        return ("", "")
    return ("not-conform", "bad") if row.differs else ("conform", "ok")


def _signed(value: Decimal | None, text: Callable[[Decimal], str] = decimal_text) -> str:
    if value is None:
        return ""
    if not value:
        return "0"
    return f"+{text(value)}" if value > 0 else text(value)


def _percent(value: Decimal | None) -> str:
    return "0" if value == 0 else _signed(value, lambda v: f"{figure(v * 100, 2)} %")


def _projected(row: SampleRow) -> str:
    if row.projected_kg == 0:
        return "0"
    return _signed(row.projected_kg, lambda v: figure(v, 0))


def _difference_token(row: SampleRow) -> str:
    return "warn" if row.difference else "muted"


def _plain_if_none(row: SampleRow) -> str:
    return "text" if row.difference else "muted"


def places_of(rows: Iterable[SampleRow]) -> int:
    """Return the decimal places that show every amount of the rows exactly, at most six."""
    amounts = (value for row in rows for value in (row.claimed, row.verified))
    return min(max(map(decimals, amounts), default=0), _MOST_PLACES)


def decimals(value: Decimal | None) -> int:
    """Return how many decimal places an amount needs."""
    exponent = value.normalize().as_tuple().exponent if value is not None else 0
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def figure_of(value: Decimal | None, places: int) -> str:
    """Return an amount with at least so many decimal places, exactly; a dash for none."""
    return "–" if value is None else figure(value, max(places, min(decimals(value), 12)))


def _number(value: Decimal | None) -> Any:
    return (value is None, value or Decimal(0))


def spoken(row: SampleRow) -> str:
    """Return what a screen reader says of an item."""
    parts = [row.name, row.part]
    if row.claimed is not None:
        parts.append(_("claimed {amount}").format(amount=decimal_text(row.claimed)))
    if row.missing:
        parts.append(_("not found"))
    elif not row.done:
        parts.append(_("not checked yet"))
    elif row.conforms is not Conformity.UNCHECKED:
        parts.append(str(CONFORMITY_WORD[row.conforms]))
    if row.verified is not None and not row.missing:
        parts.append(_("verified {amount}").format(amount=decimal_text(row.verified)))
        parts.append(_("difference {amount}").format(amount=_signed(row.difference)))
    return "，".join([*parts, *row.evidence])
