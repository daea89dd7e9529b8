"""What surrounds the figures in an openLCA export: who, when, from where, how good, verified by."""

from collections.abc import Iterable, Sequence
from datetime import UTC
from decimal import ROUND_HALF_EVEN, Decimal
from typing import TYPE_CHECKING

from cfpdesk.exchange.olca_units import own_id
from cfpdesk.i18n import Language, msg
from cfpdesk.model.engagement import BOUNDARY_NAMES, LEVEL_NAMES
from cfpdesk.model.footprint_line import ExportLine
from cfpdesk.model.product_footprint import ProductFootprintFacts, decimal_text

if TYPE_CHECKING:
    import olca_schema as olca

_INDICATORS = (
    "Technological representativeness",
    "Geographical representativeness",
    "Temporal representativeness",
)
_SCORES = 5
# Words of the ILCD format, by which openLCA and others sort reviews.
_REVIEW = "Independent external review"
_SCOPES = {
    "Raw data": ("Sample tests on calculations", "Validation of data sources"),
    "LCI results or Partly terminated system": ("Cross-check with other source",),
    "Documentation": ("Expert judgement",),
}


class Documentation:
    """The texts, sources, people and ratings of one footprint.

    Attributes:
        stamp: version and date that everything written carries, so that an export is repeatable.
    """

    def __init__(self, facts: ProductFootprintFacts, language: Language) -> None:
        self._facts = facts
        self._language = language
        self._sources: dict[str, olca.Source] = {}
        self._actors: dict[str, olca.Actor] = {}
        self._others: dict[str, olca.RootEntity] = {}
        changed = facts.created.astimezone(UTC).isoformat(timespec="seconds")
        self.stamp = {"version": "01.00.000", "last_change": changed.replace("+00:00", "Z")}

    def entities(self) -> "Iterable[olca.RootEntity]":
        """Return sources, actors, location and rating system that were referred to."""
        return [*self._sources.values(), *self._actors.values(), *self._others.values()]

    def description(self) -> str:
        """Return product, boundary and total in words."""
        facts = self._facts
        parts = [
            facts.product.description,
            BOUNDARY_NAMES[facts.boundary].text(self._language),
            facts.comment,
        ]
        return "\n".join(part for part in parts if part)

    def process_documentation(self, lines: Sequence[ExportLine]) -> "olca.ProcessDocumentation":
        """Return the documentation of the product's process, with its review."""
        import olca_schema as olca

        facts = self._facts
        named = [line.source for line in lines if line.source]
        databases = [f"{one.name} {one.version}".strip() for one in facts.factor_sources]
        begin, end = facts.period_from.isoformat(), facts.period_to.isoformat()
        return olca.ProcessDocumentation(
            creation_date=self.stamp["last_change"],
            valid_from=begin,
            valid_until=facts.valid_until.isoformat() if facts.valid_until else end,
            time_description=f"{begin} – {end}",
            geography_description=facts.geography.name if facts.geography else "GLO",
            technology_description=facts.boundary_description or None,
            inventory_method_description=facts.allocation or None,
            completeness_description=self._left_out(),
            intended_application="; ".join(facts.standards) or None,
            data_set_owner=self._actor(facts.company.name),
            data_generator=self._actor(facts.company.name),
            sources=[self._source(name) for name in dict.fromkeys([*named, *databases])] or None,
            reviews=self._reviews(),
        )

    def factor_documentation(self, source: str) -> "olca.ProcessDocumentation | None":
        """Return the documentation of an emission factor: where it comes from."""
        import olca_schema as olca

        if not source:
            return None
        return olca.ProcessDocumentation(
            creation_date=self.stamp["last_change"], sources=[self._source(source)]
        )

    def location(self) -> "olca.Ref | None":
        """Return the place of the footprint; None for the whole world."""
        import olca_schema as olca

        place = self._facts.geography
        if place is None:
            return None
        key = own_id("location", place.name)
        self._others[key] = olca.Location(id=key, name=place.name, code=place.name, **self.stamp)
        return self._others[key].to_ref()

    def rate(self, process: "olca.Process") -> None:
        """Give a process its data quality system, and its ratings rounded to whole scores."""
        system = self._system()
        process.dq_system = process.exchange_dq_system = system
        ratings = self._facts.ratings
        if ratings is not None:
            values = (ratings.technology, ratings.geography, ratings.time)
            process.dq_entry = self.entry(
                [int(value.quantize(Decimal(1), rounding=ROUND_HALF_EVEN)) for value in values]
            )

    def entry(self, scores: Sequence[int]) -> str | None:
        """Return scores as openLCA writes them; None where nothing is rated."""
        if not any(scores):
            return None
        return f"({';'.join(str(score) if score else 'n.a.' for score in scores)})"

    def _system(self) -> "olca.Ref":
        import olca_schema as olca

        key = own_id("dq", *_INDICATORS)
        scores = [olca.DQScore(position=n, label=str(n)) for n in range(1, _SCORES + 1)]
        self._others[key] = olca.DQSystem(
            id=key,
            name="PACT data quality ratings",
            has_uncertainties=False,
            indicators=[
                olca.DQIndicator(name=name, position=at, scores=scores)
                for at, name in enumerate(_INDICATORS, 1)
            ],
            **self.stamp,
        )
        return self._others[key].to_ref()

    def _reviews(self) -> "list[olca.Review] | None":
        import olca_schema as olca

        verification = self._facts.verification
        if verification is None:
            return None
        done = verification.completed_at.astimezone(UTC).date().isoformat()
        said = msg(
            "{level} by {standard}, completed on {day}. Opinion: {opinion}.",
            level=LEVEL_NAMES[verification.level],
            standard=verification.standard,
            day=done,
            opinion=verification.opinion,
        )
        return [
            olca.Review(
                review_type=_REVIEW,
                scopes=[
                    olca.ReviewScope(name=name, methods=list(methods))
                    for name, methods in _SCOPES.items()
                ],
                details=said.text(self._language),
                reviewers=[self._actor(verification.provider)],
                report=self._source(verification.certificate) if verification.certificate else None,
            )
        ]

    def _left_out(self) -> str | None:
        facts = self._facts
        said = msg(
            "{share} % of the emissions are left out. {reason}",
            share=decimal_text(facts.exempted_pct),
            reason=facts.exempted_reason,
        )
        return said.text(self._language).strip() if facts.exempted_pct else None

    def _source(self, name: str) -> "olca.Ref":
        import olca_schema as olca

        key = own_id("source", name)
        if key not in self._sources:
            self._sources[key] = olca.Source(id=key, name=name, text_reference=name, **self.stamp)
        return self._sources[key].to_ref()

    def _actor(self, name: str) -> "olca.Ref":
        import olca_schema as olca

        key = own_id("actor", name)
        if key not in self._actors:
            self._actors[key] = olca.Actor(id=key, name=name, **self.stamp)
        return self._actors[key].to_ref()
