"""Runs a command that must not outlive whoever started it: `python guard.py COMMAND…`, with a pipe as its input.

When the pipe closes, because its owner has died however it may, the command and all its processes are ended. This
imports nothing of ours, so that it starts at once. The last line that it prints is what the command took: processor
seconds and bytes of its largest process.
"""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import threading

DIED = 75
"""Exit status when the owner of the pipe is gone (EX_TEMPFAIL)."""


def main() -> int:
    """Run the command and return its status."""
    with subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL, start_new_session=True) as command:  # noqa: S603  ours
        threading.Thread(target=_end_with_owner, args=(command.pid,), daemon=True).start()
        status = command.wait()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    unit = 1 if sys.platform == "darwin" else 1024
    print(f"{used.ru_utime + used.ru_stime:.2f} {used.ru_maxrss * unit}", flush=True)
    return status


def _end_with_owner(group: int) -> None:
    os.read(sys.stdin.fileno(), 1)  # nobody writes: it returns when the pipe closes
    os.killpg(group, signal.SIGKILL)
    os._exit(DIED)


if __name__ == "__main__":
    sys.exit(main())
