"""What marks a test that prints documents."""

from collections.abc import Callable
from typing import Any

import pytest

from pipeline.files.libreoffice import find_printer


def needs_printer(test: Callable[..., Any]) -> Callable[..., Any]:
    """Mark a test as one that needs LibreOffice; where it is not installed the test is skipped and says so."""
    skipped = pytest.mark.skipif(find_printer() is None, reason="LibreOffice is not installed")
    marked: Callable[..., Any] = pytest.mark.office(skipped(test))
    return marked
