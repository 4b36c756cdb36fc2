"""A program that runs another one and never lets it outlive whoever asked for it; it is started by its path.

``python leash.py SECONDS PROGRAM ARGUMENT...`` ends the program, with all that it has started, after so many seconds
or when standard input ends, as it does when the process that holds the other end is killed. It is a program of its
own because a killed process can clean up nothing, and loads the standard library alone so that it starts at once.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from threading import Event, Thread

TIMED_OUT = 124
"""Exit code where the time was over."""
LET_GO = 125
"""Exit code where nobody wants the result any more."""
LEASH_TICK_SECONDS = 0.05


def main(arguments: list[str]) -> int:
    """Run a program; returns its exit code, or one of the two above."""
    seconds, *command = arguments
    # In a session of its own, so that one signal reaches whatever it starts.
    process = subprocess.Popen(  # noqa: S603 - what the caller has chosen
        command, stdin=subprocess.DEVNULL, start_new_session=os.name != "nt"
    )
    let_go = Event()
    Thread(target=_until_closed, args=(let_go,), daemon=True).start()
    left = float(seconds)
    try:
        while left > 0 and not let_go.is_set():
            try:
                return process.wait(LEASH_TICK_SECONDS)
            except subprocess.TimeoutExpired:
                left -= LEASH_TICK_SECONDS
        return LET_GO if let_go.is_set() else TIMED_OUT
    finally:
        _end(process)


def _until_closed(let_go: Event) -> None:
    while os.read(0, 1024):
        pass
    let_go.set()


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kill a program with all that it has started, also where it has ended itself and they go on."""
    if os.name == "nt":
        if process.poll() is None:
            subprocess.run(["taskkill", "/T", "/F", "/PID", str(process.pid)], check=False)  # noqa: S603, S607
    else:
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):  # all of them are gone
            return
    process.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
