#!/usr/bin/env bash
# Opens the sample project. Without a display, or without the libraries to use one, the same work is done into run-out/.
set -euo pipefail
cd -P "$(dirname "$0")/.."
PATH=$PWD/.venv/bin:$PATH

can_draw=yes
python packaging/libraries.py || can_draw=no

if [ "$can_draw" = yes ] && { [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] || [ "$(uname)" = Darwin ]; }; then
  exec warraq demo
fi

echo "No window can be shown here: the sample project is made, its reference annotations are imported and exported, in run-out/."
rm -rf run-out
mkdir run-out
warraq new run-out/sample.warraq
warraq import run-out/sample.warraq seeds
warraq suggest run-out/sample.warraq
if [ "$can_draw" = yes ]; then
  QT_QPA_PLATFORM=offscreen warraq screenshot run-out/sample.warraq run-out/review.png --document 4 --language ar --theme light
fi
warraq import run-out/sample.warraq tests/data/seeds-gold.jsonl --annotator reference --done
for form in jsonl:jsonl conll:conll spacy:spacy; do
  warraq export run-out/sample.warraq "run-out/gold.${form#*:}" --format "${form%:*}"
done
warraq info run-out/sample.warraq

echo
echo "Everything lies in $PWD/run-out:"
echo "  sample.warraq                         the project: five documents, their suggestions, the reference annotations"
[ "$can_draw" = no ] || echo "  review.png                            the window, before the review"
echo "  gold.jsonl, gold.conll, gold.spacy    the exports"
