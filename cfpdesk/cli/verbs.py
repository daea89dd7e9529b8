"""Which words on the command line are commands, and the module of each."""

VERBS = {
    "check": "check",
    "countersign": "countersign",
    "demo": "demo",
    "export": "export",
    "follow": "follow",
    "merge": "merge",
    "print": "print_document",
    "show": "show",
    "verify": "verify",
}
OPTIONS = frozenset({"-h", "--help", "--version"})
