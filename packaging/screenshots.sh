#!/usr/bin/env bash
# Draws the pictures of README and help pages into resources/help/pictures, from the sample project.
set -euo pipefail
cd -P "$(dirname "$0")/.."
PATH=$PWD/.venv/bin:$PATH
export QT_QPA_PLATFORM=offscreen

pictures=resources/help/pictures
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

warraq new "$work/sample.warraq"
warraq import "$work/sample.warraq" seeds
warraq suggest "$work/sample.warraq"
mkdir -p "$pictures"
for language in ar en; do
  for theme in light dark; do
    warraq screenshot "$work/sample.warraq" "$pictures/review-$language-$theme.png" --document 4 --language "$language" --theme "$theme"
  done
done
