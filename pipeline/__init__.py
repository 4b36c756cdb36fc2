"""Taiwanese government work plans, from PDF to validated open data.

>>> from pipeline import extract
>>> extraction = extract("samples/chiayi-west-112-open.pdf")  # doctest: +SKIP
>>> frames = extraction.to_frames()  # doctest: +SKIP
"""

from pipeline.api import extract, run

__version__ = "0.1.0"
__all__ = ["__version__", "extract", "run"]
