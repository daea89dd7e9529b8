"""How a clause is written: "RULE:9.5.2" in data, 规则 9.5.2 or Rule 9.5.2 for a person.

An appendix is a letter: "RULE:A" is 规则附录 A, Rules, appendix A.
"""

import re

from cfpdesk.i18n import Bilingual

_SOURCES = {
    "RULE": Bilingual("规则", "Rule"),
    "ISO14064-3": Bilingual("ISO 14064-3", "ISO 14064-3"),
    "ISO14067": Bilingual("ISO 14067", "ISO 14067"),
    "GBT24067": Bilingual("GB/T 24067", "GB/T 24067"),
}
_APPENDIX = Bilingual("规则附录", "Rules, appendix")
_LETTER = re.compile(r"[A-Z]")


def clause_text(clause: str) -> Bilingual:
    """Return a clause as it is shown and printed; what a person typed freely stays as it is."""
    source, colon, number = clause.partition(":")
    name = _SOURCES.get(source.strip())
    if not colon or name is None:
        return Bilingual(clause, clause)
    number = number.strip()
    if source.strip() == "RULE" and _LETTER.fullmatch(number):
        name = _APPENDIX
    return Bilingual(f"{name.zh} {number}".strip(), f"{name.en} {number}".strip())


def clause_code(text: str) -> str:
    """Return the code of a clause that a person typed, so that equal clauses are written equally.

    "规则 9.7", "Rule 9.7" and "RULE:9.7" give "RULE:9.7"; anything unknown is kept as typed.
    """
    text = " ".join(text.split())
    for start in (_APPENDIX.zh, _APPENDIX.en):
        letter = text[len(start) :].strip()
        if text.startswith(start) and _LETTER.fullmatch(letter):
            return f"RULE:{letter}"
    for code, name in _SOURCES.items():
        for start in (f"{code}:", name.zh, name.en):
            rest = text[len(start) :]
            if text.casefold().startswith(start.casefold()) and rest[:1] != "-":
                return f"{code}:{rest.strip()}"
    return text
