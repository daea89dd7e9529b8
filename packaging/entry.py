"""Where the bundled program begins; the same door as `python -m cfpdesk`."""

import sys

from cfpdesk.exchange.preview import WORKER_FLAG

if __name__ == "__main__":
    if sys.argv[1:] == [WORKER_FLAG]:  # the process that decodes foreign pictures
        from cfpdesk.exchange.preview_worker import main as serve

        serve()
        sys.exit(0)

    from cfpdesk.__main__ import main

    sys.exit(main())
