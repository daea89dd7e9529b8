"""What can be done with a package that is in, or that was set aside."""

from collections.abc import Callable, Sequence
from pathlib import Path

from cfpdesk.i18n import Message, msg
from cfpdesk.steps import merge, team
from cfpdesk.store.session import Session
from cfpdesk.ui.desk import Desk
from cfpdesk.ui.package_writing import write_receipt
from cfpdesk.ui.widgets.brought_list import brought_text
from cfpdesk.ui.widgets.package_note import PackageNote


class PackageVerbs:
    """Joins the buttons of a package's note to the steps."""

    def __init__(
        self,
        desk: Desk,
        note: PackageNote,
        receive: Callable[[Sequence[Path]], object],
        left: Callable[[], object],
    ) -> None:
        self._desk, self._note, self._receive, self._left = desk, note, receive, left
        note.again.connect(lambda path: receive([Path(path)]))
        note.thrown.connect(self._throw_away)
        note.compared.connect(self._trust)
        note.jumped.connect(desk.go)
        note.un_merge.connect(self._un_merge)
        note.bring_back.connect(self._bring_back)
        note.receipt.connect(self._receipt)

    def _un_merge(self, root: str) -> None:
        sentence = msg(
            "These will be set aside:\n{what}\nLater edits on top stay, and all of it can be "
            "brought back.",
            what=brought_text(self._note.going()),
        )
        title = msg("Take this package back?")
        if self._desk.ask(title, sentence, msg("Un-merge"), msg("Leave it in")):
            self._with_reason(msg("Why is it taken back?"), merge.un_merge, root)

    def _receipt(self, root: str) -> None:
        state = merge.state(self._desk.session)
        record = next((package for package in state.packages if package.root == root), None)
        if record is not None:
            person = state.people.get(record.replica, "")
            self._desk.attempt(lambda: write_receipt(self._desk, record, person))

    def _bring_back(self, root: str) -> None:
        self._with_reason(msg("Why is it brought back?"), merge.merge_again, root)

    def _with_reason(
        self, prompt: Message, verb: Callable[[Session, str, str], None], root: str
    ) -> None:
        self._desk.ask_reason(
            prompt,
            lambda reason: self._desk.attempt(lambda: verb(self._desk.session, root, reason)),
        )

    def _throw_away(self, path: str) -> None:
        merge.throw_out(self._desk.session, path)
        self._left()

    def _trust(self, key: str, how: str, path: str) -> None:
        """A fingerprint was compared: trust the key, and try its package again."""
        session = self._desk.session
        if self._desk.attempt(lambda: team.trust_key(session, key, team.Compared(how))):
            self._receive([Path(path)])
