"""What a footprint needs to be handed to other programs beside what the verification holds.

Exchange formats name companies and products by URNs, state masses and carbon contents, and the
place a footprint stands for. None of it is guessed: what nobody wrote is missing and said so.
"""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

from cfpdesk.i18n import Message, msg
from cfpdesk.model.record import Record


class Place(StrEnum):
    """How wide the place is that a footprint stands for; the first is not said yet."""

    UNKNOWN = ""
    WORLD = "world"
    REGION = "region"
    COUNTRY = "country"
    SUBDIVISION = "subdivision"


PLACE_WORD: dict[Place, Message] = {
    Place.UNKNOWN: msg("not stated"),
    Place.WORLD: msg("Whole world"),
    Place.REGION: msg("Region of the UN"),
    Place.COUNTRY: msg("Country"),
    Place.SUBDIVISION: msg("Province"),
}


@dataclass(frozen=True, kw_only=True)
class FootprintExport(Record):
    """The facts an exchange file needs; one row an engagement.

    Attributes:
        company_ids, product_ids, classifications: URNs, for example urn:lei:…, urn:gtin:….
        description: of the product, for a buyer.
        mass_kg: mass of one declared unit without packaging; None where its unit says it.
        place, place_name: what the footprint stands for: Eastern Asia, CN, CN-JS.
        fossil_carbon, biogenic_carbon: carbon in the product, kg C per declared unit.
        packaging_included: packaging is part of the footprint.
        boundary_description: the processes within the boundary.
        allocation: rules of allocation in words; empty takes what the inventory says.
        rule_operator, rules: who publishes the product category rules, and their names.
        certificate: its number; `valid_from`, `valid_until` its first and last day.
    """

    TABLE: ClassVar[str] = "footprint_export"
    KEY: ClassVar[tuple[str, ...]] = ("only",)

    only: str = "footprint"
    company_ids: tuple[str, ...] = ()
    product_ids: tuple[str, ...] = ()
    classifications: tuple[str, ...] = ()
    description: str = ""
    mass_kg: Decimal | None = None
    place: Place = Place.UNKNOWN
    place_name: str = ""
    fossil_carbon: Decimal | None = None
    biogenic_carbon: Decimal | None = None
    packaging_included: bool = False
    boundary_description: str = ""
    allocation: str = ""
    rule_operator: str = ""
    rules: tuple[str, ...] = ()
    certificate: str = ""
    valid_from: date | None = None
    valid_until: date | None = None
    comment: str = ""


_URN = re.compile(r"urn:[a-z0-9][a-z0-9-]{0,31}:[!-~]+", re.IGNORECASE)


def is_urn(text: str) -> bool:
    """Tell whether a text is a URN, such as urn:lei:529900T8BM49AURSDO55 (RFC 8141)."""
    return _URN.fullmatch(text) is not None
