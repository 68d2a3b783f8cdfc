"""Time and identity of what is written: UTC moments, ordered ids, this device."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from uuid import uuid4

import platformdirs
import uuid6


def now() -> str:
    """This moment in UTC, ISO 8601."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def new_id() -> str:
    """A UUIDv7 (RFC 9562): sorts by the time it was made, also within one process."""
    return str(uuid6.uuid7())


@cache
def device() -> str:
    """A random id of this installation, made at first use; of this run only where it cannot be kept."""
    file = Path(platformdirs.user_data_dir("warraq", appauthor=False)) / "device"
    try:
        if not file.exists():
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(uuid4().hex, encoding="ascii")
        return file.read_text(encoding="ascii").strip()
    except OSError:
        return uuid4().hex
