"""Chinese and English, chosen while running; usable below the window.

The message ids are the English sentences. Chinese stands in `resources/locale/zh/*.po`, one file
a noun, which `packaging/messages.py` merges into one `cfpdesk.json`. Never an f-string inside
`_()` or `msg()`: the extractor could not see it.

Three ways to say a thing:

- `_("Add person")` is a text of the window, in the language of the window, now.
- `msg("{n} photos have no time", n=3)` is a sentence that travels: in states, blockers, journal
  entries and errors; it becomes text only where it is shown or printed, in the language asked for.
- `Bilingual(zh, en)` is content that carries both languages itself, such as a check item.

A sentence that counts writes both forms where they differ, `msg("{n} {n:point|points}", n=2)`: the
first stands for one, the second for any other number. Chinese needs only `{n}`. So one sentence may
count several things and still travel through the journal.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal, TypeAlias

from cfpdesk.resource import resource

Language: TypeAlias = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")

_current: Language = "zh"
_FIELD = re.compile(r"\{(\w+)(?::([^{}|]*)\|([^{}|]*))?\}")


@cache
def _catalogue(language: Language) -> Mapping[str, str]:
    """Return what replaces each message id; English is what the ids are written in."""
    if language == "en":
        return {}
    found: dict[str, str] = json.loads(resource("locale", language, "cfpdesk.json").read_bytes())
    return found


def set_language(language: Language) -> None:
    """Choose the language that `_` and `str(message)` speak from now on."""
    global _current  # noqa: PLW0603 - the one piece of state: which language the window speaks
    _current = language


def current_language() -> Language:
    """Return the language chosen last; Chinese at the start."""
    return _current


def _(message: str) -> str:
    """Return the text in the current language."""
    return _catalogue(_current).get(message, message)


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence that becomes text where it is shown; values may be messages themselves.

    Attributes:
        template: the English sentence with `{name}` fields and `{name:one|many}` forms.
        values: the fields, as pairs in order of their names.
    """

    template: str
    values: tuple[tuple[str, "object"], ...] = ()

    def text(self, language: Language) -> str:
        """Return the sentence in the given language."""
        template = _catalogue(language).get(self.template, self.template)
        if not self.values:
            return template
        values = dict(self.values)

        def filled(field: re.Match[str]) -> str:
            name, one, many = field.groups()
            if name not in values:
                return field[0]
            if one is None:
                return str(_spoken(values[name], language))
            return str(one if values[name] == 1 else many)

        # Not `str.format`: templates come with received packages, and its specifications could
        # reach attributes, ask for gigabytes of padding or raise.
        return _FIELD.sub(filled, template)

    def __str__(self) -> str:
        return self.text(_current)


@dataclass(frozen=True, slots=True)
class Bilingual:
    """Content that carries both languages itself, such as a check item or an agenda point."""

    zh: str
    en: str

    def text(self, language: Language) -> str:
        """Return the content in the given language, or in the other where this one is empty."""
        return (self.zh or self.en) if language == "zh" else (self.en or self.zh)

    def __str__(self) -> str:
        return self.text(_current)


Text: TypeAlias = Message | Bilingual | str


def _spoken(value: object, language: Language) -> object:
    if isinstance(value, Message | Bilingual):
        return value.text(language)
    return value


def text_in(text: Text, language: Language) -> str:
    """Return any kind of text in the given language; a plain string is what a person typed."""
    return text if isinstance(text, str) else text.text(language)


def msg(template: str, /, **values: object) -> Message:
    """Return a sentence that travels; see the module text."""
    return Message(template, tuple(sorted(values.items())))


def msg_from(template: str, values: Mapping[str, object]) -> Message:
    """Rebuild a sentence that was kept as template and values, for example in the journal."""
    return Message(template, tuple(sorted(values.items())))
