"""Gathers the texts of the program into the Arabic catalogue, drops what is no longer said, and compiles it.

English needs no catalogue: the messages are its texts. New messages stand in the catalogue untranslated until somebody translates them.
"""

from __future__ import annotations

import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "resources" / "translations" / "ar" / "LC_MESSAGES" / "warraq.po"
COMPILED = CATALOGUE.with_suffix(".mo")
PACKAGES = ("annotator", "desktop")
KEYWORDS = {"_": None, "mark": None, "ngettext": (1, 2)}


def extracted() -> Catalog:
    """Every message of the program, with the files that say it."""
    template = Catalog(charset="utf-8")
    for package in PACKAGES:
        found = extract_from_dir(ROOT / package, [("**.py", "python")], keywords=KEYWORDS)
        for file, line, message, comments, context in sorted(found, key=lambda entry: entry[:2]):
            template.add(
                message,
                locations=[(f"{package}/{Path(file).as_posix()}", line)],
                auto_comments=comments,
                context=context,
            )
    return template


def catalogue() -> Catalog:
    """The Arabic catalogue as it stands."""
    with CATALOGUE.open("rb") as file:
        translations = read_po(file, locale="ar", domain="warraq")
    translations.project, translations.version, translations.msgid_bugs_address = "Warraq", "texts", ""
    return translations


def update(translations: Catalog, template: Catalog) -> None:
    """Bring the catalogue up to the messages of the program; dates are left alone, so that nothing changes without need."""
    template.creation_date = translations.creation_date
    translations.update(template, no_fuzzy_matching=True)
    translations.obsolete.clear()


def write(translations: Catalog) -> None:
    with CATALOGUE.open("wb") as file:
        write_po(file, translations, width=120, sort_by_file=True, include_lineno=False)
    with COMPILED.open("wb") as file:
        write_mo(file, translations)


def untranslated(translations: Catalog) -> list[str]:
    """The messages that lack their Arabic, or one of its six plural forms."""
    lacking = []
    for message in translations:
        forms = message.string if isinstance(message.string, tuple) else (message.string,)
        if message.id and not (forms and all(forms)):
            lacking.append(message.id[0] if isinstance(message.id, tuple) else message.id)
    return lacking


def main() -> int:
    translations = catalogue()
    update(translations, extracted())
    write(translations)
    lacking = untranslated(translations)
    for text in lacking:
        print(f"untranslated: {text}", file=sys.stderr)
    print(f"{len(translations)} messages, {len(lacking)} untranslated: {CATALOGUE.relative_to(ROOT)}")
    return 1 if lacking else 0


if __name__ == "__main__":
    sys.exit(main())
