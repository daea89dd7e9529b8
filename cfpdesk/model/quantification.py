"""How each line was obtained and quantified, and which principle a judgement is about (rules 3, 6).

The rules prefer emission factors and statistics (6.2.1); another method is no fault, but somebody
has to say why.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar

from cfpdesk.i18n import msg
from cfpdesk.model.gate import Blocker, Level
from cfpdesk.model.gate_maker import GateMaker
from cfpdesk.model.record import Record
from cfpdesk.model.rule_list import ListCode
from cfpdesk.model.rules import RuleSet

_GATE = GateMaker("quantification", "inventory")


@dataclass(frozen=True, kw_only=True)
class LineMethod(Record):
    """How the client obtained and quantified a line of the inventory.

    Attributes:
        dataset, line: the row of the dataset, and the line's key in it.
        collected: an item of the rules' kinds of collection (rule 6.1.1).
        method: an item of the rules' methods of quantification (rule 6.2.1).
        text: qualitative information on the unit process, or why another method was used.
    """

    TABLE: ClassVar[str] = "line_method"
    KEY: ClassVar[tuple[str, ...]] = ("dataset", "line")

    dataset: str = ""
    line: str = ""
    collected: str = ""
    method: str = ""
    text: str = ""

    def parents(self) -> tuple[tuple[str, str], ...]:
        """Fall with the dataset."""
        return (("dataset", self.dataset),)


@dataclass(frozen=True, kw_only=True)
class PrincipleTag(Record):
    """Which principles of the rules a finding or a check item is about (rule 3)."""

    TABLE: ClassVar[str] = "principle_tag"
    KEY: ClassVar[tuple[str, ...]] = ("target_table", "target")

    target_table: str = ""
    target: str = ""
    principles: tuple[str, ...] = ()


def quantification_blockers(
    methods: Iterable[LineMethod], names: Mapping[tuple[str, str], str], rules: RuleSet
) -> tuple[Blocker, ...]:
    """Return a warning for each line whose method the rules do not prefer and nobody explains.

    Args:
        methods: what was written.
        names: of the lines, by dataset and key; a line that is not among them is gone.
        rules: the engagement's rules.
    """
    known = {item.code: item for item in rules.rule_list(ListCode.QUANTIFICATION_METHOD).items}
    found = []
    for method in sorted(methods, key=lambda m: (m.dataset, m.line)):
        item = known.get(method.method)
        name = names.get((method.dataset, method.line))
        if item is None or name is None or item.level is Level.INFO or method.text.strip():
            continue
        sentence = msg(
            "{line} is quantified by {method}; the rules prefer others, write why",
            line=name,
            method=item.text,
        )
        found.append(
            _GATE.at(item.level, "method", "RULE:6.2.1", sentence, row=method.line, field="method")
        )
    return tuple(found)
