"""A number of the scheme, and where it comes from: rule, interpretation, or setting."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from cfpdesk.i18n import Bilingual, Message, msg
from cfpdesk.model.clause import clause_text
from cfpdesk.model.rule_reading import both, decimal, text


class Basis(StrEnum):
    """How far the rules state something themselves."""

    RULE = "rule"
    INTERPRETATION = "interpretation"
    SETTING = "setting"


class NumberCode(StrEnum):
    """The numbers the program computes with; every rule file has them all."""

    CERTIFICATE_YEARS = "certificate_years"
    CHANGE_ADVISORY_HIGH_PCT = "change_advisory_high_pct"
    CHANGE_ADVISORY_LOW_PCT = "change_advisory_low_pct"
    CHANGE_MONTHS = "change_months"
    CHANGE_PLANNED_PCT = "change_planned_pct"
    CHANGE_UNPLANNED_PCT = "change_unplanned_pct"
    DOCUMENT_REVIEW_SHARE_PCT = "document_review_share_pct"
    EXPERT_EXPERIENCE_YEARS = "expert_experience_years"
    FACTOR_AGE_YEARS = "factor_age_years"
    FACTOR_DIFFERENCE_PCT = "factor_difference_pct"
    FINDING_DEADLINE_DAYS = "finding_deadline_days"
    LABEL_HEIGHT_MM = "label_height_mm"
    LABEL_WIDTH_MM = "label_width_mm"
    MATERIALITY_PCT = "materiality_pct"
    MISUSE_MONTHS = "misuse_months"
    PERFORMANCE_MATERIALITY_PCT = "performance_materiality_pct"
    PERSON_DAY_BY_CASE_DAYS = "person_day_by_case_days"
    PERSON_DAY_FLOOR_PCT = "person_day_floor_pct"
    PERSON_DAY_GRID = "person_day_grid"
    RECERTIFICATION_DAY_THIRDS = "recertification_day_thirds"
    RECERTIFICATION_START_MONTHS = "recertification_start_months"
    SITE_FACTOR_INITIAL = "site_factor_initial"
    SITE_FACTOR_RECERTIFICATION = "site_factor_recertification"
    SITE_FACTOR_SURVEILLANCE = "site_factor_surveillance"
    SITE_RANDOM_PCT = "site_random_pct"
    STAGE_GAP_MONTHS = "stage_gap_months"
    STAGE_GAP_WARNING_DAYS = "stage_gap_warning_days"
    SURVEILLANCE_DAY_THIRDS = "surveillance_day_thirds"
    SURVEILLANCE_MONTHS = "surveillance_months"
    SURVEILLANCE_WARNING_DAYS = "surveillance_warning_days"
    SURVEILLANCE_WARNING_DAYS_2 = "surveillance_warning_days_2"
    SURVEILLANCE_WARNING_DAYS_3 = "surveillance_warning_days_3"
    SUSPENSION_MONTHS = "suspension_months"
    SUSPENSION_WORKING_DAYS = "suspension_working_days"
    WITHDRAWAL_WORKING_DAYS = "withdrawal_working_days"
    WORK_EXPERIENCE_YEARS = "work_experience_years"


BASIS_WORD: dict[Basis, Message] = {
    Basis.RULE: msg("stated by the rules"),
    Basis.INTERPRETATION: msg("interpretation"),
    Basis.SETTING: msg("not in the rules"),
}


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where something comes from.

    Attributes:
        rules: number and issue of the rules, for example CICC-ZY/GZ-20:2025 C/0.
        clause: as in data, for example RULE:9.4.
    """

    rules: str
    clause: str
    basis: Basis

    def text(self) -> Message:
        """Return it as shown and printed: Rule 9.4 · CICC-ZY/GZ-20:2025 C/0 · interpretation."""
        return msg(
            "{clause} · {rules} · {basis}",
            clause=clause_text(self.clause),
            rules=self.rules,
            basis=BASIS_WORD[self.basis],
        )


@dataclass(frozen=True, slots=True)
class RuleNumber:
    """One number of the scheme; `note` says what it limits, in our own words."""

    code: str
    value: Decimal
    unit: str
    provenance: Provenance
    note: Bilingual

    @property
    def clause(self) -> str:
        """The clause it comes from."""
        return self.provenance.clause

    @property
    def basis(self) -> Basis:
        """How far the rules state it."""
        return self.provenance.basis


def read_number(data: Mapping[str, object], rules: str) -> RuleNumber:
    """Return a number of decoded JSON; `rules` is number and issue of the rules.

    Raises:
        KeyError, ValueError: if a part is missing or not of its type.
    """
    return RuleNumber(
        code=text(data["code"]),
        value=decimal(data["value"]),
        unit=text(data["unit"]),
        provenance=read_provenance(data, rules),
        note=both(data["note"]),
    )


def read_provenance(data: Mapping[str, object], rules: str) -> Provenance:
    """Return clause and basis of decoded JSON; raises KeyError or ValueError."""
    return Provenance(rules, text(data["clause"]), Basis(text(data["basis"])))
