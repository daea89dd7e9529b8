"""What makes a workbook fit for paper, and equal at every run: page set-up, head, foot, stamps."""

import re
import zipfile
from io import BytesIO

from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from cfpdesk.documents.document import Document, DocumentLanguage, in_line
from cfpdesk.documents.page_lines import foot_fingerprints, head_numbers
from cfpdesk.i18n import msg
from cfpdesk.model.clause import clause_text

A4 = 9
MARGIN_INCHES = 18 / 25.4
LONGEST_NAME = 31  # characters Excel allows for a sheet
STAMP = (1980, 1, 1, 0, 0, 0)  # the earliest time an entry of a zip can carry
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_MODIFIED = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")


def sheet_name(name: str) -> str:
    """Return a name that Excel allows for a sheet."""
    return _FORBIDDEN.sub(" ", name).strip("' ")[:LONGEST_NAME] or "1"


def set_up(sheet: Worksheet, document: Document, language: DocumentLanguage) -> None:
    """Make a sheet print on A4, as wide as the page, with head and foot."""
    sheet.page_setup.paperSize = A4
    sheet.page_setup.orientation = "portrait"
    sheet.page_setup.fitToHeight = 0
    sheet.page_setup.blackAndWhite = document.options.black_and_white
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.sheet_view.showGridLines = False
    margins = sheet.page_margins
    margins.left = margins.right = margins.top = margins.bottom = MARGIN_INCHES
    margins.header = margins.footer = MARGIN_INCHES / 2
    draft = in_line(msg("DRAFT"), language) if document.options.draft else ""
    number = in_line(msg("Page {n} of {total}", n="\x00P", total="\x00N"), language)
    head = "  ".join(head_numbers(document, language))
    foot = "  ".join(foot_fingerprints(document, language))
    clause = in_line(clause_text(document.clause), language)
    sheet.oddHeader = _edge(in_line(document.body, language), draft, head)
    sheet.oddFooter = _edge(foot, number, clause)


def _edge(left: str, center: str, right: str) -> HeaderFooterItem:
    """Return head or foot of the printed pages."""
    return HeaderFooterItem(left=_part(left), center=_part(center), right=_part(right))


def _part(text: str) -> _HeaderFooterPart:
    return _HeaderFooterPart(text=_coded(text) or None)


def _coded(text: str) -> str:
    """Return a text for head or foot, where & begins a code; NUL stands for a meant one."""
    return text.replace("&", "&&").replace("\x00", "&")


def normalised(data: bytes) -> bytes:
    """Return the workbook without the time of its writing."""
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in sorted(old.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
            content = old.read(name)
            if name == "docProps/core.xml":
                content = _MODIFIED.sub(rb"\g<1>2000-01-01T00:00:00Z", content)
            entry = zipfile.ZipInfo(name, STAMP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            new.writestr(entry, content)
    return stream.getvalue()
