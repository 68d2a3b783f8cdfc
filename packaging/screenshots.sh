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
# Work in hand: one document done, one flagged, one half-way.
python - "$work/sample.warraq" <<'END'
import sys
from pathlib import Path

from annotator.project.project import Project
from annotator.review import Review

with Project.open(Path(sys.argv[1])) as project:
    review = Review(project, project.people.named("فاطمة الزهراء"))
    documents = project.documents.ids()
    review.open(documents[2])
    review.finish(0.8)
    review.open(documents[1])
    review.set_flag(True)
    for item in review.open(documents[3]).items()[:27]:
        if item.score >= 0.75:
            review.accept(item)
END
mkdir -p "$pictures"
for language in ar en; do
  for theme in light dark; do
    warraq screenshot "$work/sample.warraq" "$pictures/review-$language-$theme.png" --document 4 --language "$language" --theme "$theme"
  done
  warraq screenshot "$work/sample.warraq" "$pictures/search-$language-light.png" --page search --query بلينكن --language "$language"
  warraq screenshot "$work/sample.warraq" "$pictures/consistency-$language-light.png" --page consistency --language "$language"
  warraq screenshot "$work/sample.warraq" "$pictures/welcome-$language-light.png" --page welcome --language "$language"
done
