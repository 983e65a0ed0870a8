"""``python -m projectmap``."""

import sys

from projectmap.cli import main

sys.exit(main())
