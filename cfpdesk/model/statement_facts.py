"""What a member of the team signs of the statements, as facts that bind it (rule 4.1)."""

from dataclasses import dataclass

from cfpdesk.i18n import Bilingual
from cfpdesk.model.record import JsonValue


@dataclass(frozen=True, slots=True)
class StatedFacts:
    """What stands on the page.

    Attributes:
        engagement: its number.
        name: of who states it.
        statements: title and sentence of each, in the order of the rules.
        tie: to the client, as it is stated; empty where there is none.
    """

    engagement: str
    name: str
    statements: tuple[tuple[Bilingual, Bilingual], ...]
    tie: str


def statement_facts(stated: StatedFacts) -> dict[str, JsonValue]:
    """Return the facts as canonical values; their hash binds the signature."""
    return {
        "about": "statements",
        "engagement": stated.engagement,
        "name": stated.name,
        "statements": [[text.zh, text.en] for _title, text in stated.statements],
        "tie": stated.tie,
    }
