"""The visit as a row of steps: the file to read first.

A step has the same noun in every layer. Adding one means one line here, one in
`ui/page_registry.py`, and the files of that noun (see README, "Add a step").
"""
