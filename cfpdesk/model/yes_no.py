"""A question that can be open, answered yes, or answered no."""

from enum import StrEnum

from cfpdesk.i18n import Message, msg


class YesNo(StrEnum):
    """The answer to a question; open is the empty string."""

    OPEN = ""
    YES = "yes"
    NO = "no"


YES_NO_WORD: dict[YesNo, Message] = {
    YesNo.OPEN: msg("open"),
    YesNo.YES: msg("yes"),
    YesNo.NO: msg("no"),
}
