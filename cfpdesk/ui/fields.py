"""The fields of a form, one class a kind of value; made by `ui/form.py`."""

from cfpdesk.ui.choice_fields import CheckField, ChoiceField, TagsField
from cfpdesk.ui.field_base import DRAFT_AFTER_MS, Field, TextField
from cfpdesk.ui.typed_fields import DateField, DecimalField, LineField, NoteField, TimeField

__all__ = [
    "DRAFT_AFTER_MS",
    "CheckField",
    "ChoiceField",
    "DateField",
    "DecimalField",
    "Field",
    "LineField",
    "NoteField",
    "TagsField",
    "TextField",
    "TimeField",
]
