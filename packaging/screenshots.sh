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
# A suggester that was reviewed with care: two documents of gold in which it errs here and there.
cp "$work/sample.warraq" "$work/quality.warraq"
python - "$work/quality.warraq" <<'END'
import sys
from pathlib import Path

from annotator.errors import SpanNotAllowed
from annotator.project.project import Project
from annotator.review import Review

LIKE = {"GPE": "LOC", "LOC": "GPE", "NORP": "GPE", "EVENT": "ORG", "ORG": "GPE", "DATE": "TIME"}

with Project.open(Path(sys.argv[1])) as project:
    review = Review(project, project.people.named("فاطمة الزهراء"))
    for document in project.documents.ids()[:2]:
        review.open(document)
        for place, item in enumerate(review.page.undecided()):
            span, words = item.span, review.page.document.text[item.span.start : item.span.end].split()
            try:
                if item.score < 0.85 and place % 3 == 1:
                    review.reject(item)
                elif place % 23 == 4 and span.label in LIKE:
                    review.relabel(item, LIKE[span.label])
                elif place % 11 == 3 and len(words) > 2:
                    review.resize(item, span.start, span.end - len(words[-1]) - 1)
            except SpanNotAllowed:
                continue  # it stays as it was proposed
        review.finish(0.5)
END
# Two annotators of the same documents, who differ here and there.
for language in ar en; do
  warraq --language "$language" new "$work/team-$language.warraq"
  warraq import "$work/team-$language.warraq" seeds
  warraq suggest "$work/team-$language.warraq"
done
python - "$work"/team-*.warraq <<'END'
import sys
from pathlib import Path

from annotator.errors import SpanNotAllowed
from annotator.project.project import Project
from annotator.review import Review

LIKE = {"GPE": "LOC", "NORP": "GPE", "EVENT": "ORG"}

for path in sys.argv[1:]:
    with Project.open(Path(path)) as project:
        for differs, name in ((2, "سلمى الحداد"), (9, "عمر الخطيب")):
            review = Review(project, project.people.named(name))
            for document in project.documents.ids()[:3]:
                review.open(document)
                for place, item in enumerate(review.page.undecided()):
                    span, words = item.span, review.page.document.text[item.span.start : item.span.end].split()
                    try:
                        if place % 23 == differs:
                            review.reject(item)
                        elif place % 13 == differs and span.label in LIKE:
                            review.relabel(item, LIKE[span.label])
                        elif place % 7 == differs % 7 and len(words) > 2:
                            review.resize(item, span.start, span.end - len(words[-1]) - 1)
                    except SpanNotAllowed:
                        continue  # it stays as it was proposed
                review.finish(0.5)
        project.people.named("فاطمة الزهراء")
END
mkdir -p "$pictures"
for language in ar en; do
  for theme in light dark; do
    warraq screenshot "$work/sample.warraq" "$pictures/review-$language-$theme.png" --document 4 --language "$language" --theme "$theme"
  done
  warraq screenshot "$work/sample.warraq" "$pictures/search-$language-light.png" --page search --query بلينكن --language "$language"
  warraq screenshot "$work/sample.warraq" "$pictures/consistency-$language-light.png" --page consistency --language "$language"
  warraq screenshot "$work/quality.warraq" "$pictures/quality-$language-light.png" --page quality --language "$language"
  for page in agreement adjudicate; do
    warraq screenshot "$work/team-$language.warraq" "$pictures/$page-$language-light.png" --page "$page" --language "$language"
  done
  warraq screenshot "$work/sample.warraq" "$pictures/welcome-$language-light.png" --page welcome --language "$language"
done
