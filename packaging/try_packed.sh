#!/usr/bin/env bash
# Tries the packed application where there is no Python and no home yet: try_packed.sh FOLDER
set -euo pipefail
packed=$(realpath "$1")
cd -P "$(dirname "$0")/.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
warraq() { (cd "$work" && env -i HOME="$work/home" PATH=/nowhere LANG=C.UTF-8 QT_QPA_PLATFORM=offscreen "$packed/warraq" "$@" >>said 2>&1) ||
  { cat "$work/said"; echo "warraq $* failed" >&2; exit 1; }; }

cp -r seeds tests/data/seeds-gold.jsonl "$work"
warraq new p.warraq
warraq import p.warraq seeds
warraq suggest p.warraq
warraq assign p.warraq --to Fatima,Omar --overlap 40%
warraq import p-Fatima.warraq seeds-gold.jsonl --annotator Fatima --done
warraq merge p.warraq p-Fatima.warraq p-Omar.warraq
warraq evaluate p.warraq
warraq report p.warraq report.html
for page in review search consistency quality adjudicate agreement; do
  warraq screenshot p.warraq "$page.png" --page "$page"
done
for format in jsonl conll spacy parquet xlsx xmi huggingface; do
  warraq export p.warraq "gold-$format" --format "$format"
done
warraq import p.warraq seeds-gold.jsonl --annotator Omar --done
warraq agreement p.warraq --gamma
for text in Python/LICENSE.txt PySide6_Essentials-*/LGPL-3.0.txt; do
  ls "$packed"/_internal/licences/$text >/dev/null
done
echo "It works: $packed ($(du -sh "$packed" | cut -f1))"
