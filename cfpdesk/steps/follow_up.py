"""Beginning a new engagement from the last one: surveillance, recertification (rules 5, 9.10).

People, sites, texts and open findings come along and are marked; nothing that was signed, agreed,
confirmed or measured does.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from cfpdesk.errors import UserError
from cfpdesk.i18n import Message, msg
from cfpdesk.model.carried import (
    CARRIED_LISTS,
    LATER_STAGES,
    CarriedOver,
    Predecessor,
    carried_facts,
    carried_row,
    is_open,
)
from cfpdesk.model.competence import CompetenceMark, PersonCertificate, PersonFacts, Training
from cfpdesk.model.engagement import Engagement, Site, Stage
from cfpdesk.model.finding import Finding, next_number
from cfpdesk.model.person_days import PersonDays
from cfpdesk.model.quantity import figure
from cfpdesk.model.record import Blob, Record
from cfpdesk.model.rule_entry import RuleEntry
from cfpdesk.model.team import AUDITORS, Person, Role, Side, next_place
from cfpdesk.store.change import Change
from cfpdesk.store.last_engagement import LastEngagement
from cfpdesk.store.session import Session

_PAPERS: tuple[type[Record], ...] = (PersonCertificate, Training, PersonFacts, CompetenceMark)


@dataclass(frozen=True, slots=True)
class Carried:
    """How much came along."""

    people: int
    sites: int
    texts: int
    findings: int

    @property
    def sentence(self) -> Message:
        """Say it in one line."""
        return msg(
            "Carried over: {people} {people:person|people}, {sites} {sites:site|sites}, "
            "{texts} {texts:text|texts}, {findings} open {findings:finding|findings}",
            people=self.people,
            sites=self.sites,
            texts=self.texts,
            findings=self.findings,
        )


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What this engagement follows and what of it still stands here."""

    predecessor: Predecessor
    carried: Carried


def state(session: Session) -> FollowUp | None:
    """Return what this engagement was begun from; None for one that begins by itself."""
    if not session.all(Predecessor):
        return None
    marks = session.all(CarriedOver)
    count = {
        kind.TABLE: sum(
            mark.table == kind.TABLE and session.get(kind, mark.target) is not None
            for mark in marks
        )
        for kind in (Person, Site, RuleEntry, Finding)
    }
    carried = Carried(
        people=count[Person.TABLE],
        sites=count[Site.TABLE],
        texts=count[RuleEntry.TABLE],
        findings=count[Finding.TABLE],
    )
    return FollowUp(session.find(Predecessor), carried)


def carry_over(session: Session, last: LastEngagement, stage: Stage) -> Carried:
    """Take over what holds for the next cycle, as one operation.

    Args:
        session: a new engagement that was begun, with its lead.
        last: the last engagement.
        stage: surveillance or recertification.

    Raises:
        UserError: if the last one is no engagement, or is this one, or something was taken over
            already.
    """
    before = last.session.find(Engagement)
    _check(session, before, stage)
    with session.transact(
        msg("Begin from {number}", number=before.number or last.source)
    ) as change:
        kept = session.find(Engagement)
        change.put(kept.but(stage=stage, **carried_facts(before)))
        change.put(
            Predecessor(
                engagement_id=before.engagement_id,
                number=before.number,
                stage=before.stage,
                claimed_value=before.claimed_value,
                claimed_unit=before.claimed_unit,
                source=last.source,
                signer=last.signer,
                carried_at=change.now,
            )
        )
        work = _Carrying(session, last.session, change, before.engagement_id)
        people = work.people()
        work.papers(people)
        return Carried(
            people=len(people),
            sites=work.sites(),
            texts=work.texts(),
            findings=work.findings(people),
        )


def _check(session: Session, before: Engagement, stage: Stage) -> None:
    if stage not in LATER_STAGES:
        raise UserError(msg("Only surveillance and recertification begin from the last one."))
    if not before.engagement_id:
        raise UserError(msg("There is no engagement in it to begin from."))
    if before.engagement_id == session.find(Engagement).engagement_id:
        raise UserError(msg("An engagement cannot follow itself."))
    if session.all(Predecessor):
        raise UserError(msg("This engagement was begun from another one already."))


@dataclass(frozen=True, slots=True)
class _Carrying:
    """One carrying over: from where, into what."""

    session: Session
    last: Session
    change: Change
    engagement_id: str

    def people(self) -> Mapping[str, str]:
        """Carry the people over; returns their row here by their row there.

        The lead here is who began; the lead of last time comes as a verifier. Keys are compared
        anew in each engagement.
        """
        here = self.session.all(Person)
        mine = {person.key_sha256: person for person in here if person.key_sha256}
        rows: dict[str, str] = {}
        kept = list(here)
        for person in self.last.all(Person):
            found = mine.get(person.key_sha256) if person.side is Side.TEAM else None
            if found is not None:
                title = person.title or found.title
                self.change.put(found.but(title=title, organisation=person.organisation))
                rows[person.row] = found.row
                self._mark(Person.TABLE, found.row, person.row)
                continue
            role = Role.VERIFIER if person.role is Role.LEAD else person.role
            row = carried_row(self.engagement_id, Person.TABLE, person.row)
            made = self.change.put(
                person.but(
                    row=row,
                    role=role,
                    place=next_place(kept) if role in AUDITORS else 0,
                    key_sha256="",
                )
            )
            kept.append(made)
            rows[person.row] = row
            self._mark(Person.TABLE, row, person.row)
        return rows

    def papers(self, people: Mapping[str, str]) -> None:
        """Carry certificates, trainings, experience and topics over; statements are signed anew."""
        for kind in _PAPERS:
            for paper in self.last.all(kind):
                values = dict(vars(paper))
                person = people.get(str(values["person"]))
                if person is None:
                    continue
                values |= {"person": person, "row": ""}
                if "scan" in values:
                    values["scan"] = self._file(values["scan"])
                if "mentor" in values:
                    values["mentor"] = people.get(str(values["mentor"]), "")
                if not kind.KEY:
                    values["row"] = carried_row(self.engagement_id, kind.TABLE, paper.row)
                made = self.change.put(kind(**values))
                self._mark(kind.TABLE, made.row, paper.row)

    def sites(self) -> int:
        """Carry the sites over, without the days of the last visit."""
        sites = self.last.all(Site)
        for site in sites:
            row = carried_row(self.engagement_id, Site.TABLE, site.row)
            self.change.put(site.but(row=row, visit_from=None, visit_to=None))
            self._mark(Site.TABLE, row, site.row)
        return len(sites)

    def texts(self) -> int:
        """Carry texts of application and scope over, the sources among them, and their number."""
        count = 0
        for entry in self.last.all(RuleEntry):
            if entry.rule_list in CARRIED_LISTS and entry.text.strip():
                made = RuleEntry(rule_list=entry.rule_list, item=entry.item, text=entry.text)
                self.change.put(made)
                self._mark(RuleEntry.TABLE, made.row, entry.row)
                count += 1
        days = self.last.find(PersonDays)
        if days.sources is not None or days.sinks is not None:
            here = self.session.find(PersonDays)
            self.change.put(here.but(sources=days.sources, sinks=days.sinks))
            self._mark(PersonDays.TABLE, here.row, days.row)
        return count

    def findings(self, people: Mapping[str, str]) -> int:
        """Carry open findings over under new numbers; the mark keeps the old one.

        An effect was one on the last claim: it stands as the basis of a new one, and does not count
        among the misstatements of this claim until somebody says what it is now.
        """
        me = self.session.me()
        place = me.place if me else 0
        taken: list[str] = []
        found = [finding for finding in self.last.all(Finding) if is_open(finding)]
        for finding in found:
            number = next_number(finding.kind, place, taken)
            taken.append(number)
            row = carried_row(self.engagement_id, Finding.TABLE, finding.row)
            self.change.put(
                finding.but(
                    row=row,
                    number=number,
                    raised_by=people.get(finding.raised_by, ""),
                    confirmed_by=people.get(finding.confirmed_by, ""),
                    effect=None,
                    effect_estimated=False,
                    effect_basis=self._former_effect(finding),
                )
            )
            self._mark(Finding.TABLE, row, finding.row, finding.number)
        return len(found)

    def _former_effect(self, finding: Finding) -> str:
        if finding.effect is None:
            return finding.effect_basis
        number = self.last.find(Engagement).number
        parts = (f"{number}: {figure(finding.effect)} kgCO₂e", finding.effect_basis.strip())
        return " · ".join(part for part in parts if part)

    def _mark(self, table: str, target: str, source: str, label: str = "") -> None:
        self.change.put(CarriedOver(table=table, target=target, source=source, label=label))

    def _file(self, blob: Blob | None) -> Blob | None:
        """Copy a file of the last engagement; None where it is not on this computer."""
        if blob is None or not self.last.evidence.has(blob):
            return None
        data = self.last.evidence.read(blob)
        return self.change.attach(data, mime=blob.mime, name=blob.name)
