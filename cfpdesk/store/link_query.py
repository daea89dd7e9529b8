"""What evidence is used in, and what it can be linked to; asked by steps and pages."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from cfpdesk.model.checklist import Answer, CheckItem, Verdict, applicable
from cfpdesk.model.dataset import KIND_WORD, Dataset, DatasetKind
from cfpdesk.model.engagement import Engagement
from cfpdesk.model.evidence import Link, LinkRole
from cfpdesk.model.evidence_view import PAGE_OF_TARGET, LinkState, LinkTarget
from cfpdesk.model.finding import Finding
from cfpdesk.model.gate import Target
from cfpdesk.model.inventory import LineReview
from cfpdesk.model.population import Population, SampleItem
from cfpdesk.store.checklist_library import checklist_of
from cfpdesk.store.session import Session


def links_of(session: Session, evidence: str) -> tuple[LinkState, ...]:
    """Return what a piece is used in: the tables it holds, then what it is linked to."""
    return tuple(_links(session, lambda row: row == evidence).get(evidence, ()))


def all_links(session: Session) -> Mapping[str, Sequence[LinkState]]:
    """Return what each piece is used in, by row of the piece; nothing for one that is not used."""
    return _links(session, lambda _row: True)


def _links(session: Session, asked: Callable[[str], bool]) -> Mapping[str, Sequence[LinkState]]:
    found: defaultdict[str, list[LinkState]] = defaultdict(list)
    for table in session.all(Dataset):
        if asked(table.evidence):
            found[table.evidence].append(
                LinkState(
                    "", Dataset.TABLE, table.row, table.name, KIND_WORD[table.kind], LinkRole.FACT
                )
            )
    links = [link for link in session.all(Link) if asked(link.evidence)]
    known = {(t.table, t.row): t for t in targets(session)} if links else {}
    for link in links:
        target = known.get((link.target_table, link.target)) or _unlisted(session, link)
        found[link.evidence].append(
            LinkState(
                link.row,
                link.target_table,
                link.target,
                target.code,
                target.title,
                link.role,
                target.verdict,
                target.kind,
            )
        )
    return found


def place_of(session: Session, table: str, row: str) -> Target:
    """Return where a person sees what a piece of evidence is used in."""
    dataset = session.get(Dataset, row) if table == Dataset.TABLE else None
    if dataset is not None:
        return Target("sampling" if dataset.kind is DatasetKind.POPULATION else "inventory")
    if table in PAGE_OF_TARGET:
        return Target(PAGE_OF_TARGET[table], row)
    answer = session.get(Answer, row)
    return Target("checklist", answer.item if answer else row)


def _unlisted(session: Session, link: Link) -> LinkTarget:
    """Return a target the palette no longer offers, such as an item of another stage."""
    if link.target_table == SampleItem.TABLE:
        item = session.get(SampleItem, link.target)
        return LinkTarget(SampleItem.TABLE, link.target, item.item if item else "", "")
    if link.target_table == LineReview.TABLE:
        review = session.get(LineReview, link.target)
        return LinkTarget(LineReview.TABLE, link.target, review.line if review else "", "")
    answer = session.get(Answer, link.target) if link.target_table == Answer.TABLE else None
    code = answer.item if answer else link.target_table
    verdict = answer.verdict if answer else Verdict.OPEN
    return LinkTarget(link.target_table, link.target, code, "", verdict)


def targets(session: Session) -> tuple[LinkTarget, ...]:
    """Return what evidence can be linked to: used last, findings, lines, slips, check items."""
    engagement = session.find(Engagement, only="engagement")
    items = applicable(checklist_of(session), engagement)
    answers = {answer.item: answer for answer in session.all(Answer)}
    every = [_finding_target(finding) for finding in session.all(Finding)]
    every += _line_targets(session)
    every += _sample_targets(session)
    every += [_item_target(item, answers) for item in items]
    recent = {(link.target_table, link.target): n for n, link in enumerate(session.all(Link))}
    return tuple(sorted(every, key=lambda t: -recent.get((t.table, t.row), -1)))


def _finding_target(finding: Finding) -> LinkTarget:
    return LinkTarget(Finding.TABLE, finding.row, finding.number, finding.title, kind=finding.kind)


def _line_targets(session: Session) -> list[LinkTarget]:
    """Return the lines of the inventory, as far as its tables are at hand."""
    if not session.all(Dataset):
        return []
    from cfpdesk.store.inventory_query import inventory_tables

    found = []
    for table in inventory_tables(session):
        for line in table.lines:
            fresh = LineReview(dataset=line.dataset, line=line.key)
            code = line.code or line.key
            found.append(LinkTarget(LineReview.TABLE, fresh.row, code, line.name, record=fresh))
    return found


def _sample_targets(session: Session) -> list[LinkTarget]:
    """Return the drawn items, as far as the tables of their populations are at hand."""
    if not session.all(Population):
        return []
    from cfpdesk.store.sampling_state import sampling_state

    found = []
    for one in sampling_state(session).populations:
        for part in one.sample.items if one.sample is not None else ():
            fresh = SampleItem(population=one.population.row, item=part.item.id)
            name = one.population.name
            found.append(LinkTarget(SampleItem.TABLE, fresh.row, part.item.id, name, record=fresh))
    return found


def _item_target(item: CheckItem, answers: dict[str, Answer]) -> LinkTarget:
    answer = answers.get(item.id) or Answer(item=item.id)
    return LinkTarget(Answer.TABLE, answer.row, item.id, item.question, verdict=answer.verdict)
