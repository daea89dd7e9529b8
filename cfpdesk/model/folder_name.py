"""Which numbers of engagements can name a folder, on any of the systems a laptop may run. Pure."""

from cfpdesk.i18n import Message, msg

FORBIDDEN = '/\\:*?"<>|'
LONGEST = 80
RESERVED = frozenset(
    {"CON", "PRN", "AUX", "NUL", *(f"{port}{n}" for port in ("COM", "LPT") for n in range(10))}
)
"""What Windows takes for devices, with any ending."""


def folder_name_problem(name: str) -> Message | None:
    """Return why a number cannot name a folder and what to do; None where it can.

    Args:
        name: as typed, without blanks around it.
    """
    if not name:
        return msg("Write the number first; it also names the folder.")
    signs = dict.fromkeys(sign for sign in name if sign in FORBIDDEN or not sign.isprintable())
    if signs:
        shown = " ".join(sign if sign.isprintable() else f"U+{ord(sign):04X}" for sign in signs)
        return msg("The number also names the folder; write it without {signs}", signs=shown)
    if name.startswith(".") or name.endswith("."):
        return msg("The number also names the folder; it can neither begin nor end with a dot.")
    if name.partition(".")[0].strip().upper() in RESERVED:
        return msg("The system keeps the name {name} for itself; write another number.", name=name)
    if len(name) > LONGEST:
        return msg(
            "The number also names the folder; write at most {most} characters, it has {n}.",
            most=LONGEST,
            n=len(name),
        )
    return None
