"""Clients' workbooks of any format and layout, read in a process of their own.

`reading` is what the program calls; `worker` runs in the process; the rest is what the worker
needs: one module a format, and `recognise`, which tells the format by content alone.
"""
