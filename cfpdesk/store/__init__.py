"""Where things are kept: the journal, its projection, packages, keys. The only folder with SQL."""
