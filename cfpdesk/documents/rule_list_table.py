"""A list of the rules with what was written for each item: text, judgement or risk, and by whom."""

from collections.abc import Iterable, Mapping

from cfpdesk.documents.document import Column, Options, Row, Said, Table, Words
from cfpdesk.documents.row import row
from cfpdesk.i18n import Bilingual, Text, msg
from cfpdesk.model.rule_entry import RISK_GRADE_WORD, RuleEntry, entries_of
from cfpdesk.model.rule_list import ItemKind, RuleItem, RuleList
from cfpdesk.model.team import Person
from cfpdesk.model.yes_no import YES_NO_WORD


def rule_list_table(
    found: RuleList,
    entries: Iterable[RuleEntry],
    options: Options,
    *,
    given: Mapping[str, Text] | None = None,
    people: Iterable[Person] = (),
) -> Table:
    """Return the table of one list.

    Args:
        found: the list.
        entries: of any list.
        options: how moments are written; `blank` leaves what was written to the pen.
        given: what other facts say of an item; stands above what was written.
        people: for the names of who judged.
    """
    kept = entries_of(found.code, entries)
    names = {person.row: person.name for person in people}
    judged = found.kind in (ItemKind.YES_NO, ItemKind.RISK)
    rows = []
    for at, item in enumerate(found.items, 1):
        entry = kept.get(item.code, RuleEntry())
        known = (given or {}).get(item.code, "")
        rows.append(_judged(at, item, entry, found.kind, names, options) if judged
                    else _written(at, item, entry, known, options))  # fmt: skip
    columns: tuple[Column, ...] = (
        Column(msg("No."), 12, "center"),
        Column(msg("Item"), 60),
        Column(msg("What is written"), 102),
    )
    if judged:
        columns = (
            Column(msg("No."), 12, "center"),
            Column(msg("Item"), 62),
            Column(Bilingual("判断", "Judgement"), 24, "center"),
            Column(msg("Reason, comment"), 54),
            Column(msg("By, when"), 22),
        )
    height = 12.0 if options.blank else 6.5
    return Table(found.title, columns, tuple(rows), row_height=height, dense=True)


def _written(at: int, item: RuleItem, entry: RuleEntry, known: Text, options: Options) -> Row:
    text = "" if options.blank else entry.text.strip()
    if known and text:
        return row(str(at), item.text, Words(known, said=(Said(msg("More:"), text),)))
    empty: Text = "" if options.blank else "–"
    return row(str(at), item.text, known or text or empty)


def _judged(
    at: int,
    item: RuleItem,
    entry: RuleEntry,
    kind: ItemKind,
    names: Mapping[str, str],
    options: Options,
) -> Row:
    if options.blank:
        return row(str(at), item.text, "", "", "")
    answer: Text = YES_NO_WORD[entry.answer]
    if kind is ItemKind.RISK:
        answer = RISK_GRADE_WORD[entry.risk]
    by = Words(names.get(entry.person, ""), note=options.day(entry.at))
    return row(str(at), item.text, answer, entry.text, by)
