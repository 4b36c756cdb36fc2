"""Pictures need the extra ``ocr``."""

import pytest

from pipeline.readers.recognition import INSTALL, available

if not available():
    pytest.skip(f"pictures are read only with {INSTALL}", allow_module_level=True)
