"""A value of any record as a person reads it, where a merge or a history shows it."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from cfpdesk.i18n import LANGUAGES, Bilingual, Message, Text, msg, text_in
from cfpdesk.model import (
    allocation,
    balance,
    checklist,
    competence,
    contract_review,
    dataset,
    end_of_life,
    engagement,
    evidence,
    factor,
    finding,
    footprint_export,
    inventory,
    meeting,
    misstatement,
    opinion,
    override,
    photo_mark,
    population,
    rule_entry,
    schedule,
    stage,
    team,
)
from cfpdesk.model.journal import DEL_FIELD
from cfpdesk.model.record import JsonValue
from cfpdesk.model.yes_no import YES_NO_WORD

NO_NAMES: Mapping[str, Text] = MappingProxyType({})
_MEETING = {
    meeting.MeetingKind.OPENING: msg("Opening meeting"),
    meeting.MeetingKind.CLOSING: msg("Closing meeting"),
}
_SIGNED_FOR = {
    meeting.SignPurpose.ATTENDANCE: msg("Attendance"),
    meeting.SignPurpose.FINDING_AGREED: msg("agrees to the finding"),
    meeting.SignPurpose.FINDING_DISPUTED: msg("disputes the finding"),
    meeting.SignPurpose.KEY_DATA: msg("Key data"),
    meeting.SignPurpose.RECEIPT: msg("Receipt"),
    meeting.SignPurpose.STATEMENTS: msg("Statements of the team"),
}
_METHANE = {
    inventory.Methane.UNKNOWN: msg("not stated"),
    inventory.Methane.FOSSIL: msg("fossil methane"),
    inventory.Methane.NON_FOSSIL: msg("methane of combustion or biogenic"),
}
_SHOWS = {
    evidence.LinkRole.FACT: msg("shows the fact"),
    evidence.LinkRole.CORRECTION: msg("shows that it was corrected"),
}
_SIDE = {team.Side.TEAM: msg("Verification team"), team.Side.CLIENT: msg("Client")}
# Words for what is chosen from a list; a test holds this table to every such field of every record.
CHOICES: Mapping[tuple[str, str], Mapping[Any, Message]] = {
    ("agenda_point", "meeting"): _MEETING,
    ("allocation", "method"): allocation.ALLOCATION_WORD,
    ("answer", "verdict"): checklist.VERDICT_WORD,
    ("attendance", "meeting"): _MEETING,
    ("attendance", "presence"): meeting.PRESENCE_NAMES,
    ("balance", "kind"): balance.BALANCE_WORD,
    ("contract_change", "outcome"): contract_review.CHANGE_OUTCOME_WORD,
    ("contract_review", "assurance_level"): engagement.LEVEL_NAMES,
    ("contract_review", "decision"): contract_review.ACCEPTANCE_WORD,
    ("contract_review", "materiality_by"): contract_review.MATERIALITY_BY_WORD,
    ("dataset", "kind"): dataset.KIND_WORD,
    ("dataset_column", "role"): dataset.ROLE_WORD,
    ("engagement", "assurance_level"): engagement.LEVEL_NAMES,
    ("engagement", "boundary"): engagement.BOUNDARY_NAMES,
    ("engagement", "stage"): engagement.STAGE_NAMES,
    ("evidence", "kind"): evidence.EVIDENCE_WORD,
    ("factor", "boundary"): factor.FACTOR_BOUNDARY_WORD,
    ("factor", "rank"): factor.RANK_WORD,
    ("finding", "kind"): finding.KIND_WORD,
    ("finding", "position"): finding.POSITION_WORD,
    ("finding", "state"): finding.STATE_WORD,
    ("footprint_export", "place"): footprint_export.PLACE_WORD,
    ("line_review", "activity_origin"): inventory.ORIGIN_WORD,
    ("line_review", "bucket"): inventory.BUCKET_WORD,
    ("line_review", "factor_origin"): inventory.ORIGIN_WORD,
    ("line_review", "methane"): _METHANE,
    ("link", "role"): _SHOWS,
    ("meeting", "kind"): _MEETING,
    ("misstatement", "kind"): misstatement.QUALITATIVE_WORD,
    ("opinion", "chosen"): opinion.OPINION_WORD,
    ("override", "office"): override.OFFICE_WORD,
    ("person", "role"): team.ROLE_NAMES,
    ("person", "side"): _SIDE,
    ("population", "allocation"): population.ALLOCATION_WORD,
    ("population", "control_risk"): population.RISK_WORD,
    ("population", "direction"): population.DIRECTION_WORD,
    ("population", "estimator"): population.ESTIMATOR_WORD,
    ("population", "inherent_risk"): population.RISK_WORD,
    ("photo_mark", "colour"): photo_mark.COLOUR_WORD,
    ("photo_mark", "kind"): photo_mark.MARK_WORD,
    ("population", "limit"): population.LIMIT_WORD,
    ("population", "method"): population.METHOD_WORD,
    ("recycling", "formula"): end_of_life.FORMULA_WORD,
    ("rule_entry", "answer"): YES_NO_WORD,
    ("rule_entry", "risk"): rule_entry.RISK_GRADE_WORD,
    ("running_day", "running"): YES_NO_WORD,
    ("sample_item", "conforms"): population.CONFORMITY_WORD,
    ("schedule_block", "kind"): schedule.BLOCK_KIND_WORD,
    ("signature", "purpose"): _SIGNED_FOR,
    ("site_sampling", "different_activity"): YES_NO_WORD,
    ("site_sampling", "regional_factor"): YES_NO_WORD,
    ("site_sampling", "same_activity"): YES_NO_WORD,
    ("site_sampling", "under_control"): YES_NO_WORD,
    ("stage1", "mode"): stage.STAGE_MODE_WORD,
    ("team_change", "unforeseeable"): YES_NO_WORD,
    ("team_statement", "how"): competence.SIGNED_HOW_WORD,
}
_CLOCK = {("schedule_block", "start"), ("schedule_block", "end")}


def value_text(
    table: str, field: str, value: JsonValue, names: Mapping[str, Text] = NO_NAMES
) -> Text:
    """Return a value as a person reads it.

    Args:
        table, field: where it stands.
        value: as in the journal.
        names: what rows and codes of the rules in it are called.
    """
    if field == DEL_FIELD:
        return msg("deleted") if isinstance(value, dict) else msg("kept and edited")
    words = CHOICES.get((table, field))
    if words is not None:
        return words.get(str(value or ""), str(value or ""))
    if isinstance(value, bool):
        return msg("yes") if value else msg("no")
    if value in (None, "", []):
        return msg("empty")
    if isinstance(value, list):
        return _lines([names.get(str(part), str(part)) for part in value])
    if isinstance(value, dict):
        return str(value.get("name") or value.get("sha256") or "")
    if (table, field) == ("photo_mark", "points"):
        return photo_mark.place_text(str(value))
    if (table, field) in _CLOCK and isinstance(value, int):
        return f"{value // 60}:{value % 60:02d}"
    if str(value) in names:
        return names[str(value)]
    return _moment(value) if field == "at" or field.endswith(("_at", "_by")) else str(value)


def _lines(parts: list[Text]) -> Bilingual:
    zh, en = ("\n".join(text_in(part, language) for part in parts) for language in LANGUAGES)
    return Bilingual(zh, en)


def _moment(value: JsonValue) -> str:
    try:
        return datetime.fromisoformat(str(value)).astimezone().strftime("%Y-%m-%d %H:%M")
    except (ValueError, OverflowError, OSError):  # the last: no local time on Windows
        return str(value)
