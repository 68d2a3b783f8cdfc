"""Where the packed application starts: the processes it spawns come in here too."""

import multiprocessing
import os
import sys

from platformdirs import user_cache_path

from annotator.cli import main

if __name__ == "__main__":
    # Its list of fonts is made once, and apart from those of other programs, which know other fonts.
    os.environ.setdefault("MPLCONFIGDIR", str(user_cache_path("warraq", appauthor=False) / "matplotlib"))
    multiprocessing.freeze_support()
    sys.exit(main())
