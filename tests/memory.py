"""Where tests keep their databases: in memory, where this machine has the room, and on its disk elsewhere.

The service syncs every commit there as anywhere; what is saved is the disk's work, and no test is about that.
"""

import shutil
from pathlib import Path

MEMORY = Path("/dev/shm")  # of Linux; a file system that lives in memory
ROOM_BYTES = 4 << 30  # many times what a whole run leaves there


def roomy() -> Path | None:
    """The directory in memory, if there is one with room for a whole run."""
    try:
        return MEMORY if shutil.disk_usage(MEMORY).free >= ROOM_BYTES else None
    except OSError:
        return None
