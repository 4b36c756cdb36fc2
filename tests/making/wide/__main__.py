"""Makes plans with traits that combine: `python -m tests.making.wide --seed 1 --count 40 --out FOLDER`."""

import sys

from tests.making.wide.making import main

sys.exit(main())
