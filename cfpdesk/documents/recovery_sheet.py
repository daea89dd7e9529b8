"""The recovery sheet: an identity's sealed keys as a code, to be printed and locked away."""

from cfpdesk.documents.document import (
    Document,
    DocumentLanguage,
    Fact,
    Facts,
    Options,
    Paragraph,
    Squares,
    fingerprint,
)
from cfpdesk.documents.to_pdf import to_pdf
from cfpdesk.i18n import Bilingual
from cfpdesk.model.key_card import KeyCard
from cfpdesk.model.trust import fingerprint_digits, fingerprint_groups
from cfpdesk.store.identity import Identity
from cfpdesk.store.recovery_file import recovery_qr

TITLE = Bilingual("恢复单", "Recovery sheet")
SIDE = 92.0  # mm; a module of 0.7 mm or more is read by any telephone
ADVICE = (
    Bilingual(
        "这个码里是您的密钥，已加密。只有您的口令能打开它，口令不在这张纸上。",
        "This code holds your key, encrypted. Only your passphrase opens it, and it is not on this "
        "sheet.",
    ),
    Bilingual(
        "换新电脑时，首次运行选择找回身份，打开恢复文件；或用扫码器把这个码读成文本，"
        "存为 .cfrecovery 文件。",
        "On a new computer, bring the identity back on first run from the recovery file; or read "
        "this code with a scanner and save its text as a file that ends in .cfrecovery.",
    ),
    Bilingual(
        "新电脑算您的另一台设备：请告诉组长，旧电脑不要再用。",
        "The new computer is another device of yours: tell the lead, and stop using the old one.",
    ),
    Bilingual(
        "请锁好这张纸。谁同时有它和您的口令，谁就能以您的名义签名。",
        "Lock this sheet away. Whoever has it and your passphrase can sign as you.",
    ),
)


def recovery_pdf(identity: Identity, language: DocumentLanguage) -> bytes:
    """Return the sheet as PDF bytes; there is no passphrase on it."""
    return to_pdf(build(identity.card, recovery_qr(identity)), language)


def build(card: KeyCard, squares: tuple[tuple[bool, ...], ...]) -> Document:
    """Return the sheet of a key card.

    Args:
        card: whose keys they are.
        squares: the recovery text as a code.
    """
    groups = fingerprint_groups(card.key_sha256).upper()
    facts = (
        Fact(Bilingual("姓名", "Name"), card.name),
        Fact(Bilingual("密钥生成", "Key made"), f"{card.created_at:%Y-%m-%d}"),
        Fact(Bilingual("指纹", "Fingerprint"), groups, wide=True),
        Fact(Bilingual("念出来", "Read aloud"), fingerprint_digits(card.key_sha256), wide=True),
    )
    return Document(
        code="recovery_sheet",
        title=TITLE,
        number=fingerprint(card.key_sha256),
        body=card.organisation or card.name,
        options=Options(fingerprint=False),
        blocks=(
            Facts(facts),
            Squares(squares, side=SIDE),
            *(Paragraph(sentence) for sentence in ADVICE),
        ),
    )
