"""Where text stands on a picture and what it says: the models that come with RapidOCR, run by onnxruntime.

Both packages are loaded by ``Recogniser``, once in a process; nothing is ever downloaded.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from pipeline.forks import beside, cores
from pipeline.readers.ocr.decoder import Alphabet, Character

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pipeline.readers.ocr.picture import Grey

FINDING_SIDE = 1280
"""Pixels of a picture's longer side when text is looked for: A4 so has 110 dpi, enough to see 8 point type."""
LINE_HEIGHT = 48
"""Pixels that the model wants a line to be high."""
BATCH_PIXELS = 48 * 2400
"""Lines of similar width are read together, up to so many pixels: more takes memory and saves no time."""
LEAST_WIDTH, MOST_WIDTH = 48, 3200
TURNED_LINES = 12
"""Longest lines of a page that are asked whether they are upside down; most of them decide."""


def threads() -> int:
    """Threads to recognise with: all cores, but one within a pool of processes that has a process per core."""
    if multiprocessing.parent_process() is not None:
        return 1
    return max(1, cores() // beside())


class Recogniser:
    """Finds and reads lines of text.

    Raises:
        ImportError: the extra ``ocr`` is not installed.
    """

    def __init__(self) -> None:
        # Heavy, and only pictures need them; onnxruntime has no types.
        import onnxruntime  # type: ignore[import-untyped] # noqa: PLC0415
        import rapidocr  # noqa: PLC0415

        count = threads()
        cv2.setNumThreads(count)
        self._finder: Any = rapidocr.RapidOCR(
            params={
                "Global.log_level": "critical",
                "Global.max_side_len": 10_000,
                "EngineConfig.onnxruntime.intra_op_num_threads": count,
                "EngineConfig.onnxruntime.inter_op_num_threads": 1,
                "Det.limit_type": "max",
                "Det.limit_side_len": FINDING_SIDE,
            }
        )
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = count
        options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False
        options.log_severity_level = 4
        # Threads that wait by spinning would take the cores of other workers.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        (model,) = (Path(rapidocr.__file__).parent / "models").glob("*rec*.onnx")
        self._reader = onnxruntime.InferenceSession(
            str(model), sess_options=options, providers=["CPUExecutionProvider"]
        )
        self._input = self._reader.get_inputs()[0].name
        listed = self._reader.get_modelmeta().custom_metadata_map["character"].splitlines()
        self.alphabet = Alphabet(tuple(listed))

    def find(self, grey: Grey) -> list[NDArray[np.float32]]:
        """Corners of the boxes of lines, from the upper left with the clock: 4 rows of x and y in pixels."""
        found = self._finder(
            cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR), use_det=True, use_cls=False, use_rec=False
        )
        return [] if found.boxes is None else [np.asarray(box, dtype=np.float32) for box in found.boxes]

    def upside_down(self, crops: Sequence[Grey]) -> bool:
        """Whether most of these lines are upside down."""
        longest = sorted(crops, key=lambda crop: -crop.shape[1])[:TURNED_LINES]
        votes = 0
        for crop in longest:
            colour = cv2.cvtColor(crop, cv2.COLOR_GRAY2BGR)
            found = self._finder(colour, use_det=False, use_cls=True, use_rec=False)
            label, _ = found.cls_res[0]
            votes += 1 if label == "180" else -1
        # Lines of a table are much longer than what the model was trained on: reading them both ways tells for sure.
        return votes > 0 and self._reads_better_turned(longest)

    def _reads_better_turned(self, crops: Sequence[Grey]) -> bool:
        """Whether lines are read with more confidence upside down."""
        as_shown, turned = (
            sum(c.confidence for line in self.read(some) for c in line)
            for some in (crops, [np.ascontiguousarray(crop[::-1, ::-1]) for crop in crops])
        )
        return turned > as_shown

    def read(self, crops: Sequence[Grey]) -> list[list[Character]]:
        """Characters of lines, each line a picture of its own; places as shares of the line's width."""
        found: list[list[Character]] = [[] for _ in crops]
        sized = [_line_picture(crop) for crop in crops]
        order = sorted(range(len(crops)), key=lambda i: sized[i].shape[1])
        while order:
            widest = sized[order[-1]].shape[1]
            count = max(1, BATCH_PIXELS // (LINE_HEIGHT * widest))
            batch, order = order[-count:], order[:-count]
            stacked = np.zeros((len(batch), 3, LINE_HEIGHT, widest), dtype=np.float32)
            for row, i in enumerate(batch):
                stacked[row, :, :, : sized[i].shape[1]] = sized[i] / 127.5 - 1.0
            (odds,) = self._reader.run(None, {self._input: stacked})
            for row, i in enumerate(batch):
                found[i] = self.alphabet.decoded(odds[row], odds.shape[1] * sized[i].shape[1] / widest)
        return found


def _line_picture(crop: Grey) -> Grey:
    """A line at the height that the model wants."""
    height, width = crop.shape
    wanted = min(max(round(width * LINE_HEIGHT / max(height, 1)), LEAST_WIDTH), MOST_WIDTH)
    how = cv2.INTER_AREA if height > LINE_HEIGHT else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(crop, (wanted, LINE_HEIGHT), interpolation=how), dtype=np.uint8)


@cache
def recogniser() -> Recogniser:
    """The process's one recogniser."""
    return Recogniser()
