"""Where the bundled program begins; the same door as `python -m cfpdesk`."""

import sys
from importlib import import_module

from cfpdesk.exchange.worker_process import WORKER_FLAG, WORKERS

if __name__ == "__main__":
    if sys.argv[1:2] == [WORKER_FLAG]:  # a process that handles foreign files
        import_module(WORKERS[sys.argv[2]]).main()
        sys.exit(0)
    if sys.argv[1:] == ["--late-libraries"]:  # the smoke test asks whether they are all there
        sys.exit(import_module("late_libraries").main())

    from cfpdesk.__main__ import main

    sys.exit(main())
