"""The same steps without Qt: one file a verb; `arguments` says what may be said, `command` runs."""
