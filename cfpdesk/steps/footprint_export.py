"""Handing the verified footprint to other programs: what is missing, and what is written for it."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from cfpdesk.errors import UserError
from cfpdesk.exchange.pact_format import REGIONS
from cfpdesk.i18n import Message, msg
from cfpdesk.model.allocation import Allocation
from cfpdesk.model.canonical import parse_canonical
from cfpdesk.model.cut_off import cut_off
from cfpdesk.model.data_quality import ratings
from cfpdesk.model.engagement import Engagement
from cfpdesk.model.factor import Factor
from cfpdesk.model.footprint_export import PLACE_WORD, FootprintExport, Place, is_urn
from cfpdesk.model.footprint_facts import FootprintExportState, export_state
from cfpdesk.model.footprint_sources import DOCUMENT, FootprintSources
from cfpdesk.model.inventory import InventorySettings
from cfpdesk.model.issue import Issue
from cfpdesk.store.inventory_query import inventory_tables, recalculation
from cfpdesk.store.opinion_query import opinion_state
from cfpdesk.store.record_edit import put_if_changed
from cfpdesk.store.session import Session

_CODE = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?")


def state(session: Session) -> FootprintExportState:
    """Return the facts of the footprint, or what is missing for them."""
    key = ("footprint_export", session.tables.reads)
    return session.remember(key, lambda: export_state(_sources(session)))


def _sources(session: Session) -> FootprintSources:
    settings, found = session.find(InventorySettings), recalculation(session)
    opinion = opinion_state(session)
    return FootprintSources(
        engagement=session.find(Engagement),
        record=session.find(FootprintExport),
        settings=settings,
        found=found,
        ratings=ratings(found.lines),
        cut_off=cut_off(found.lines, settings),
        allocation=session.find(Allocation),
        factors={factor.row: factor for factor in session.all(Factor)},
        opinion=opinion.opinion,
        ledger=opinion.ledger,
        handed_out=handed_out(session),
        reading=any(not table.state.read for table in inventory_tables(session)),
    )


def handed_out(session: Session) -> tuple[str, ...]:
    """Return the ids of the footprints that were written to a file before, oldest first.

    What was issued as a draft counts for nothing; where the record of an issue is not here (left
    out of a package), its id is not known.
    """
    issues = [i for i in session.all(Issue) if i.document == DOCUMENT and i.form == "json"]
    issues.sort(key=lambda issue: (str(issue.issued_at), issue.row))
    found: dict[str, None] = {}
    for issue in issues:
        name = "" if issue.draft else _id_of(session, issue)
        if name:
            found[name] = None
    return tuple(found)


def _id_of(session: Session, issue: Issue) -> str:
    if issue.state is None:
        return ""
    try:
        kept = parse_canonical(session.evidence.path(issue.state).read_bytes())
    except (OSError, UserError):
        return ""
    found = kept.get("id") if isinstance(kept, dict) else None
    return found if isinstance(found, str) else ""


# What is written ------------------------------------------------------------------------------


def write_company(session: Session, ids: tuple[str, ...]) -> None:
    """Write the URNs that name the client.

    Raises:
        UserError: for a text that is no URN.
    """
    _edit(session, msg("URN of the client"), company_ids=_urns(ids))


def write_product(session: Session, ids: tuple[str, ...]) -> None:
    """Write the URNs that name the product.

    Raises:
        UserError: for a text that is no URN.
    """
    _edit(session, msg("URN of the product"), product_ids=_urns(ids))


def write_classifications(session: Session, ids: tuple[str, ...]) -> None:
    """Write the classifications of the product as URNs.

    Raises:
        UserError: for a text that is no URN.
    """
    _edit(session, msg("Classification of the product"), classifications=_urns(ids))


def _urns(ids: tuple[str, ...]) -> tuple[str, ...]:
    plain = tuple(dict.fromkeys(text.strip() for text in ids if text.strip()))
    for text in plain:
        if not is_urn(text):
            raise UserError(
                msg(
                    "{text} is no URN; write for example urn:lei:529900T8BM49AURSDO55 or "
                    "urn:gtin:4712345060507.",
                    text=text[:40],
                )
            )
    return plain


def write_mass(session: Session, mass_kg: Decimal | None) -> None:
    """Write the mass of one declared unit without packaging; None where its unit says it.

    Raises:
        UserError: for a negative mass.
    """
    _edit(session, msg("Mass of the declared unit"), mass_kg=_not_negative(mass_kg))


def write_fossil_carbon(session: Session, kg: Decimal | None) -> None:
    """Write the fossil carbon in the product, kg C per declared unit.

    Raises:
        UserError: for a negative content.
    """
    _edit(session, msg("Fossil carbon of the product"), fossil_carbon=_not_negative(kg))


def write_biogenic_carbon(session: Session, kg: Decimal | None) -> None:
    """Write the biogenic carbon in the product, kg C per declared unit.

    Raises:
        UserError: for a negative content.
    """
    _edit(session, msg("Biogenic carbon of the product"), biogenic_carbon=_not_negative(kg))


def _not_negative(value: Decimal | None) -> Decimal | None:
    if value is not None and value < 0:
        raise UserError(msg("A mass cannot be negative."))
    return value


def choose_place(session: Session, place: Place) -> None:
    """Say how wide the place is that the footprint stands for; its name is written anew."""
    before = session.find(FootprintExport)
    name = before.place_name if place is before.place else ""
    title = msg("Place of the footprint: {place}", place=PLACE_WORD[place])
    _edit(session, title, place=place, place_name=name)


def name_place(session: Session, name: str) -> None:
    """Name the place: a region of the UN in English, a country as CN, a province as CN-JS.

    A code says by itself how wide the place is.

    Raises:
        UserError: for a name that is none of these.
    """
    plain = " ".join(name.split())
    title = msg("Place of the footprint: {place}", place=plain or "–")
    if not plain:
        _edit(session, title, place_name="")
        return
    region = next((one for one in REGIONS if one.casefold() == plain.casefold()), "")
    if region:
        _edit(session, title, place=Place.REGION, place_name=region)
        return
    code = plain.upper()
    if not _CODE.fullmatch(code):
        raise UserError(
            msg(
                "Write a country as CN, a province as CN-JS (ISO 3166), a region of the UN as "
                "Eastern Asia, not {name}.",
                name=plain[:40],
            )
        )
    place = Place.SUBDIVISION if "-" in code else Place.COUNTRY
    _edit(session, title, place=place, place_name=code)


def set_packaging(session: Session, *, included: bool) -> None:
    """Say whether packaging is part of the footprint."""
    _edit(session, msg("Packaging in the footprint"), packaging_included=included)


def write_valid_from(session: Session, first: date | None) -> None:
    """Write the first day of the certificate's validity.

    Raises:
        UserError: if it would end before it begins.
    """
    _ordered(first, session.find(FootprintExport).valid_until)
    _edit(session, msg("Validity of the certificate"), valid_from=first)


def write_valid_until(session: Session, last: date | None) -> None:
    """Write the last day of the certificate's validity.

    Raises:
        UserError: if it would end before it begins.
    """
    _ordered(session.find(FootprintExport).valid_from, last)
    _edit(session, msg("Validity of the certificate"), valid_until=last)


def _ordered(first: date | None, last: date | None) -> None:
    if first and last and last < first:
        raise UserError(msg("Validity cannot end before it begins."))


TEXTS: dict[str, Message] = {
    "description": msg("Description of the product"),
    "boundary_description": msg("Processes within the boundary"),
    "allocation": msg("Rules of allocation in words"),
    "rule_operator": msg("Publisher of the product category rules"),
    "certificate": msg("Number of the certificate"),
    "comment": msg("Comment in the exchange file"),
}


def write(session: Session, field: str, text: str) -> None:
    """Write one of `TEXTS`, by the name of its field.

    Raises:
        KeyError: there is no such text.
    """
    _edit(session, TEXTS[field], **{field: text.strip()})


def write_rules(session: Session, names: tuple[str, ...]) -> None:
    """Write the product category rules that were followed."""
    plain = tuple(" ".join(name.split()) for name in names if name.strip())
    _edit(session, msg("Product category rules"), rules=plain)


def _edit(session: Session, title: Message, **changes: Any) -> None:
    before = session.find(FootprintExport)
    put_if_changed(session, before, before.but(**changes), title)
