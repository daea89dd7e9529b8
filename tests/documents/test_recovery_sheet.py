"""The recovery sheet: the code on paper is the recovery text, and brings the identity back."""

from pathlib import Path

import pytest

from cfpdesk.documents.coverage import missing_glyphs
from cfpdesk.documents.document import DOCUMENT_LANGUAGES, DocumentLanguage
from cfpdesk.documents.pdf_page import BoxMark
from cfpdesk.documents.preview import page_sizes, page_text
from cfpdesk.documents.recovery_sheet import build, recovery_pdf
from cfpdesk.documents.to_pdf import lay_pages
from cfpdesk.model.trust import fingerprint_digits, fingerprint_groups
from cfpdesk.store.identity import Identity, create_identity
from cfpdesk.store.recovery_file import recovery_qr
from tests.builders import START

PASSPHRASE = "a passphrase long enough"


@pytest.fixture(scope="module")
def identity(tmp_path_factory: pytest.TempPathFactory) -> Identity:
    home = tmp_path_factory.mktemp("home")
    return create_identity(
        Path(home), name="苏晓岚", organisation="机构", passphrase=PASSPHRASE, now=START
    )


@pytest.mark.parametrize("language", DOCUMENT_LANGUAGES)
def test_it_is_one_page_with_the_fingerprint_and_no_passphrase(
    identity: Identity, language: DocumentLanguage
) -> None:
    pdf = recovery_pdf(identity, language)
    assert pdf == recovery_pdf(identity, language)
    assert len(page_sizes(pdf)) == 1
    text = page_text(pdf, 0)
    first = fingerprint_groups(identity.key_sha256).upper()[:39]
    assert first in text.replace("\n", " ")
    assert fingerprint_digits(identity.key_sha256) in text
    assert PASSPHRASE not in text
    assert missing_glyphs(build(identity.card, recovery_qr(identity)), language) == ()


def test_the_drawn_squares_are_the_code(identity: Identity) -> None:
    squares = recovery_qr(identity)
    (page,) = lay_pages(build(identity.card, squares), "zh")
    boxes = [mark for mark in page.marks if isinstance(mark, BoxMark) and mark.fill == "black"]
    module = boxes[0].height / 1.02
    left, top = min(b.x for b in boxes), min(b.y for b in boxes)
    drawn = [[False] * len(row) for row in squares]
    for box in boxes:
        row, start = round((box.y - top) / module), round((box.x - left) / module)
        for at in range(start, start + round(box.width / module)):
            drawn[row][at] = True
    assert tuple(tuple(row) for row in drawn) == squares
