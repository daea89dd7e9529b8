"""What stood against a value stays known at its field, on the copy that joined the journals."""

from cfpdesk.model.checklist import Answer, Verdict
from cfpdesk.model.choice import Choice, Side
from cfpdesk.steps import checklist, merge
from cfpdesk.store.merged_field import Part, touched
from cfpdesk.store.session import Session
from tests.visits import Visit, take_in


def seen(session: Session, field: str) -> list[tuple[str, str]]:
    row = session.find(Answer, item="ELEC-01").row
    return [(v.entry.person, v.part) for v in touched(session, Answer.TABLE, row, field)]


def test_nothing_is_marked_before_two_have_written(visit: Visit) -> None:
    assert seen(visit.session, "verdict") == []
    take_in(visit.session, visit.packages[0])
    assert seen(visit.session, "verdict") == [], "one value alone stands against nothing"


def test_both_values_stay_known_after_the_decision(visit: Visit) -> None:
    session = visit.session
    for package in visit.packages:
        take_in(session, package)
    assert sorted(part for _who, part in seen(session, "verdict")) == [Part.BESIDE, Part.STANDS]
    (record,) = merge.state(session).conflicts
    chosen = next(field for field in record.fields if field.field == "verdict")
    merge.settle(session, [(chosen, Choice(Side.THEIRS, 0))], "同一件事", record.name)
    first, *others = seen(session, "verdict")
    assert first == ("林知远", Part.STANDS)
    assert {part for _who, part in others} == {Part.TAKEN, Part.BESIDE}
    checklist.answer(session, ["ELEC-01"], Verdict.FOLLOW_UP)
    assert {part for _who, part in seen(session, "verdict")} == {Part.STANDS, Part.BESIDE}
