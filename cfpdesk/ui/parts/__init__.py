"""Large parts of pages that know the desk: a detail with its fields, a popover. Pages use them."""
