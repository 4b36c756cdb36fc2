"""Taiwanese government work plans, from PDF to validated open data.

>>> from pipeline import extract, to_frames
>>> extraction = extract("samples/chiayi-west-112-open.pdf")  # doctest: +SKIP
>>> frames = to_frames(extraction)  # doctest: +SKIP
"""

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.api import (
        build_site,
        check,
        compare,
        correct,
        extract,
        inspect,
        merge,
        publish,
        run,
        tables,
        to_frames,
        write_schemas,
    )

__version__ = "0.1.0"
__all__ = [
    "__version__",
    "build_site",
    "check",
    "compare",
    "correct",
    "extract",
    "inspect",
    "merge",
    "publish",
    "run",
    "tables",
    "to_frames",
    "write_schemas",
]


if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """Load the program when one of its functions is first asked for: the command's --help never does."""
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module("pipeline.api"), name)

    def __dir__() -> list[str]:
        return sorted({*globals(), *__all__})

    class _Package(ModuleType):
        """The functions ``compare`` and ``tables`` stay the package's when the stages of their names are loaded."""

        @property
        def compare(self) -> object:
            return import_module("pipeline.api").compare

        @compare.setter
        def compare(self, stage: object) -> None:
            # Imports find the stage in sys.modules.
            pass

        @property
        def tables(self) -> object:
            return import_module("pipeline.api").tables

        @tables.setter
        def tables(self, stage: object) -> None:
            # As above.
            pass

    sys.modules[__name__].__class__ = _Package
