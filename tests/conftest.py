"""What holds for every test: its files lie in memory where the machine offers that.

They are real files, and a killed process leaves them as it would on a disk; only the waiting for a
disk at each of thousands of commits is spared.
"""

import gc
import os
from pathlib import Path

MEMORY = Path("/dev/shm")


def pytest_configure() -> None:
    """Tell pytest, and the workers it starts, where to make its folders."""
    if os.access(MEMORY, os.W_OK):
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))


def pytest_collection_finish() -> None:
    """Spare the collector what stays to the end: modules, and the tests themselves."""
    gc.collect()
    gc.freeze()
