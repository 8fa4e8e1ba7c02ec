"""The most that this process ever held. Not `ru_maxrss`, which begins at what its parent held when it started it."""

from pathlib import Path

KILOBYTES = 1024


def peak() -> float:
    """In megabytes (VmHWM of Linux), since this program began."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM:")).split()[1]) / KILOBYTES
