"""Where the bundled program begins; the same door as `python -m cfpdesk`."""

import sys

from cfpdesk.__main__ import main

if __name__ == "__main__":
    sys.exit(main())
