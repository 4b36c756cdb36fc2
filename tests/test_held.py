"""Memory is given back to the system, where the C library can do that."""

import ctypes
import os
import sys

import pytest

from pipeline import held

PIECE_BYTES = 60_000
"""Below what glibc takes from the system piece by piece."""
PIECES = 400


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells what a process holds")
def test_what_a_library_has_let_go_of_is_given_back() -> None:
    library = ctypes.CDLL(None)
    if not hasattr(library, "malloc_trim"):
        pytest.skip("this C library keeps nothing back, or cannot give it back")
    library.malloc.restype = ctypes.c_void_p
    library.free.argtypes = [ctypes.c_void_p]
    pieces = [library.malloc(PIECE_BYTES) for _ in range(PIECES)]
    for piece in pieces:
        ctypes.memset(piece, 1, PIECE_BYTES)
    # What lies above keeps glibc from giving the rest back by itself.
    *below, last = pieces
    full = held.held(os.getpid(), 1e12).resident
    for piece in below:
        library.free(piece)
    held.give_back()
    left = held.held(os.getpid(), 1e12).resident
    library.free(last)
    assert left < full - PIECE_BYTES * PIECES / 2


@pytest.mark.parametrize("library", [None, object()])
def test_other_systems_go_on_without(monkeypatch: pytest.MonkeyPatch, library: object) -> None:
    def load(_name: object) -> object:
        if library is None:
            raise TypeError("no library")
        return library

    monkeypatch.setattr(ctypes, "CDLL", load)
    held.give_back()
