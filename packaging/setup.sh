#!/usr/bin/env bash
# Makes this checkout ready to run: .venv with the Python packages, and the system libraries Qt needs. Does only what is not done yet.
set -euo pipefail
cd -P "$(dirname "$0")/.."

fail() { printf '%s\n' "$@" >&2; exit 1; }

python=${PYTHON:-python3}
stamp=.venv/.ready

command -v "$python" >/dev/null || fail "$python was not found. Install Python 3.11 or newer, or name it: make PYTHON=/path/to/python3"
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
  fail "Warraq needs Python 3.11 or newer; $python is $("$python" -V 2>&1). Name another: make PYTHON=python3.12"

if [ ! -e "$stamp" ] || [ pyproject.toml -nt "$stamp" ] || [ packaging/setup.sh -nt "$stamp" ]; then
  # An environment that was moved or whose Python was removed is made anew.
  if ! .venv/bin/python -c '' 2>/dev/null || [ "$(.venv/bin/python -c 'import sys; print(sys.prefix)')" != "$PWD/.venv" ]; then
    echo "Making the virtual environment .venv"
    rm -rf .venv
    "$python" -m venv .venv || fail "The virtual environment could not be made. On Debian and Ubuntu: sudo apt-get install python3-venv"
  fi
  echo "Installing the Python packages (a minute or more the first time; 900 MB on the disk)"
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]' ||
    fail "The Python packages could not be installed. The reason stands above; run the same command again to go on."
  touch "$stamp"
fi

# As root the missing libraries are installed; anyone else is told the command by libraries.py.
if missing=$(.venv/bin/python packaging/libraries.py --names) && [ -n "$missing" ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "Installing the system libraries of the window: $missing"
  export DEBIAN_FRONTEND=noninteractive DEBCONF_NOWARNINGS=yes
  { apt-get update -qq && apt-get install -y -qq --no-install-recommends -o Dpkg::Use-Pty=0 $missing; } >/dev/null ||
    echo "They could not all be installed; going on." >&2
fi
