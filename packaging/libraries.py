"""Which system libraries of Qt are missing here, and the command that installs them. Exit status 1 when any is."""

from __future__ import annotations

import ctypes
import os
import sys

DRAWING = {
    "libgl1": "libGL.so.1",
    "libegl1": "libEGL.so.1",
    "libx11-6": "libX11.so.6",
    "libxkbcommon0": "libxkbcommon.so.0",
    "libfontconfig1": "libfontconfig.so.1",
    "libfreetype6": "libfreetype.so.6",
    "libdbus-1-3": "libdbus-1.so.3",
    "libglib2.0-0": "libglib-2.0.so.0",
    "libzstd1": "libzstd.so.1",
}
"""Debian package → library, for any use of the window, also off-screen."""

X11 = {
    "libxcb-cursor0": "libxcb-cursor.so.0",
    "libxcb-icccm4": "libxcb-icccm.so.4",
    "libxcb-image0": "libxcb-image.so.0",
    "libxcb-keysyms1": "libxcb-keysyms.so.1",
    "libxcb-randr0": "libxcb-randr.so.0",
    "libxcb-render-util0": "libxcb-render-util.so.0",
    "libxcb-shape0": "libxcb-shape.so.0",
    "libxcb-xkb1": "libxcb-xkb.so.1",
    "libxkbcommon-x11-0": "libxkbcommon-x11.so.0",
}
"""Needed besides to show the window on an X11 display."""


def found(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def missing() -> dict[str, str]:
    """The packages whose library does not load, by name. Nothing is missing where Qt brings all, as on macOS and Windows."""
    if not sys.platform.startswith("linux"):
        return {}
    needed = DRAWING | (X11 if os.environ.get("DISPLAY") else {})
    return {package: library for package, library in needed.items() if not found(library)}


def main() -> int:
    lacking = missing()
    if "--names" in sys.argv:
        print(" ".join(lacking))
        return 0
    if not lacking:
        return 0
    print("The window needs system libraries that are missing here:", ", ".join(lacking.values()), file=sys.stderr)
    print("On Debian and Ubuntu, install them with:", file=sys.stderr)
    print("  sudo apt-get install " + " ".join(lacking), file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
