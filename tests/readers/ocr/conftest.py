"""Pictures need the extra ``ocr``, and seconds for a page."""

from pathlib import Path

import pytest

from pipeline.readers.recognition import INSTALL, available

if not available():
    pytest.skip(f"pictures are read only with {INSTALL}", allow_module_level=True)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.ocr)
