"""How a command answers: one JSON document, or sentences in the language of the machine."""

import os
import sys
from collections.abc import Mapping
from locale import getlocale

from cfpdesk.i18n import Language, Message, set_language
from cfpdesk.model.canonical import canonical_json
from cfpdesk.model.record import JsonValue


def machine_language() -> Language:
    """Return zh where the machine's language is Chinese, otherwise en; CFPDESK_LANG decides.

    Windows sets none of the other variables; there the region says it, as `zh_CN` or in words.
    """
    names = ("CFPDESK_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
    said = next((os.environ[name] for name in names if os.environ.get(name)), "")
    return "zh" if (said or getlocale()[0] or "").lower().startswith(("zh", "chinese")) else "en"


def speak_machine_language() -> None:
    """Let all sentences of this command come in the machine's language."""
    set_language(machine_language())
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:  # a console without Chinese letters still gets the sentence
            reconfigure(errors="backslashreplace")


def say(line: object = "") -> None:
    """Print a line of the answer."""
    sys.stdout.write(f"{line}\n")


def complain(line: object) -> None:
    """Print a line about what went wrong."""
    sys.stderr.write(f"{line}\n")


def say_json(value: Mapping[str, JsonValue]) -> None:
    """Print one canonical JSON document with a line end, as UTF-8 on every machine."""
    data = canonical_json(dict(value)) + b"\n"
    buffer = getattr(sys.stdout, "buffer", None)
    if buffer is None:  # replaced by a test or a notebook
        sys.stdout.write(data.decode())
    else:
        sys.stdout.flush()
        buffer.write(data)
        buffer.flush()


def in_both(sentence: Message | None) -> JsonValue:
    """Return a sentence in both languages as JSON; null where there is none."""
    if sentence is None:
        return None
    return {"en": sentence.text("en"), "zh": sentence.text("zh")}
