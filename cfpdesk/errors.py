"""The two kinds of error: the world's fault and ours.

A `UserError` is shown as its sentence, which says what to do. A `BugError` is shown with details
to copy. Everything else that reaches the top is treated as a bug.
"""

from cfpdesk.i18n import Message


class UserError(Exception):
    """Something outside the program is in the way: a full disk, a broken file, a wrong passphrase.

    Args:
        message: the sentence, in both languages by way of `msg("…")`: what happened and what to do.
    """

    def __init__(self, message: Message) -> None:
        super().__init__(message.text("en"))
        self.message = message

    def __str__(self) -> str:
        return str(self.message)


class NeedsReasonError(UserError):
    """What was to be written is sealed: it can be written as an amendment, with a reason."""


class NotWrittenError(UserError):
    """The disk, or another program, refused a write; what was saved before is safe."""


class BugError(Exception):
    """The program contradicts itself; the text is for us and stays English."""
