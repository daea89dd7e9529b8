"""What a person has chosen for conflicts and not written yet: view state of the merge page."""

from collections.abc import Mapping, Sequence

from cfpdesk.model.choice import Choice, FieldConflict, Side
from cfpdesk.steps.merge import RecordConflict

Cell = tuple[str, str, str]


class Choices:
    """Choices by cell, suggestions among them, and reasons by record."""

    def __init__(self) -> None:
        self._chosen: dict[Cell, Choice] = {}
        self._suggested: set[Cell] = set()
        self._offered: set[Cell] = set()
        self._reasons: dict[str, str] = {}

    def offer(self, records: Sequence[RecordConflict]) -> None:
        """Prefill what the owner of a section wrote; once, so that it can be taken away."""
        standing = {field.key for record in records for field in record.fields}
        for cell in [cell for cell in self._chosen if cell not in standing]:
            self._drop(cell)
        for record in records:
            for field in record.fields:
                choice = record.suggestions.get(field.field)
                if field.key not in self._offered and choice is not None:
                    self._offered.add(field.key)
                    self._chosen[field.key] = choice
                    self._suggested.add(field.key)

    def choose(self, cell: Cell, choice: Choice) -> None:
        """Take a person's choice; the same again takes it away."""
        if self._chosen.get(cell) == choice and cell not in self._suggested:
            del self._chosen[cell]
        else:
            self._chosen[cell] = choice
        self._suggested.discard(cell)
        self._offered.add(cell)

    def take(self, choices: Mapping[Cell, Choice]) -> None:
        """Take many choices at once."""
        self._chosen.update(choices)
        self._suggested -= set(choices)
        self._offered |= set(choices)

    def take_side(self, record: RecordConflict, *, mine: bool) -> None:
        """Take the whole record from one side."""
        found = {}
        for field in record.fields:
            for place, version in enumerate(field.versions):
                if version.mine is mine:
                    found[field.key] = Choice(Side.MINE if mine else Side.THEIRS, place)
        self.take(found)

    def of(self, record: RecordConflict) -> dict[str, Choice]:
        """Return what is chosen, by field."""
        return {f.field: self._chosen[f.key] for f in record.fields if f.key in self._chosen}

    def pairs(self, record: RecordConflict) -> list[tuple[FieldConflict, Choice]]:
        """Return the fields of a record that are decided."""
        return [(f, self._chosen[f.key]) for f in record.fields if f.key in self._chosen]

    def suggested_in(self, record: RecordConflict) -> frozenset[str]:
        """Return the fields whose choice nobody has touched yet."""
        return frozenset(f.field for f in record.fields if f.key in self._suggested)

    def meant(self, record: RecordConflict) -> bool:
        """Tell whether somebody chose or gave a reason here: a bare suggestion decides nothing."""
        cells = {field.key for field in record.fields} & self._chosen.keys()
        return bool(cells) and bool(cells - self._suggested or self.reason(record.key).strip())

    def left_open(self, record: RecordConflict) -> int:
        """Return how many fields would stay in conflict."""
        if not self.meant(record):
            return len(record.fields)
        return sum(field.key not in self._chosen for field in record.fields)

    def reason(self, record: str) -> str:
        """Return the reason for a record."""
        return self._reasons.get(record, "")

    def write_reason(self, record: str, text: str) -> None:
        """Keep the reason for a record."""
        self._reasons[record] = text

    def forget(self, records: Sequence[RecordConflict]) -> None:
        """Forget what was written."""
        for record in records:
            self._reasons.pop(record.key, None)
            for field in record.fields:
                self._drop(field.key)

    def _drop(self, cell: Cell) -> None:
        self._chosen.pop(cell, None)
        self._suggested.discard(cell)
        self._offered.discard(cell)
