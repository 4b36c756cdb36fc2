"""Lines of a wide table are taken for upside down at times: how they read has the last word."""

from collections.abc import Sequence
from types import SimpleNamespace

import numpy as np
import pytest

pytest.importorskip("onnxruntime")

from pipeline.readers.ocr.decoder import Character
from pipeline.readers.ocr.recogniser import Recogniser

LINE = np.full((20, 200), 255, dtype=np.uint8)
LINE[2, 4] = 0


class Doubting(Recogniser):
    """Takes every line for upside down, and reads well only where ink stands at the upper left."""

    def __init__(self) -> None:
        self._finder = lambda *_, **__: SimpleNamespace(cls_res=[("180", 0.9)])

    def read(self, crops: Sequence[object]) -> list[list[Character]]:
        return [[Character("計", 0.5, 0.9 if np.asarray(crop)[2, 4] == 0 else 0.2)] for crop in crops]


def test_a_line_that_reads_well_is_not_upside_down() -> None:
    assert not Doubting().upside_down([LINE])


def test_a_line_that_reads_better_turned_is() -> None:
    assert Doubting().upside_down([np.ascontiguousarray(LINE[::-1, ::-1])])
