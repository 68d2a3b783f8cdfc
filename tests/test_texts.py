"""The Arabic catalogue: whole, current, and written as Arabic is written."""

from __future__ import annotations

import gettext
import re
import runpy
import string
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo

from annotator import texts

TOOL = runpy.run_path(str(Path(__file__).parent.parent / "packaging" / "texts.py"))

ARABIC_LETTER = re.compile(r"[\u0621-\u064a]")
LATIN_PUNCTUATION_AFTER_ARABIC = re.compile(r"[\u0621-\u065f\u066e-\u06d3][,;?](?:\s|$)")


@pytest.fixture(scope="module")
def translations() -> Catalog:
    return TOOL["catalogue"]()


@pytest.fixture(scope="module")
def template() -> Catalog:
    return TOOL["extracted"]()


@pytest.fixture(scope="module")
def messages(translations: Catalog) -> list[Message]:
    return [message for message in translations if message.id]


def forms(message: Message) -> tuple[str, ...]:
    return message.string if isinstance(message.string, tuple) else (message.string,)


def identifiers(message: Message) -> tuple[str, ...]:
    return message.id if isinstance(message.id, tuple) else (message.id,)


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def faults(messages: list[Message], wrong: re.Pattern[str]) -> list[str]:
    return [form for message in messages for form in forms(message) if wrong.search(form)]


def test_every_message_of_the_program_is_in_the_catalogue(translations: Catalog, template: Catalog) -> None:
    assert {message.id for message in template if message.id} - {message.id for message in translations} == set()


def test_the_catalogue_holds_nothing_the_program_no_longer_says(
    messages: list[Message], template: Catalog, translations: Catalog
) -> None:
    assert {message.id for message in messages} - {message.id for message in template} == set()
    assert not translations.obsolete


def test_every_message_is_translated_for_sure(translations: Catalog, messages: list[Message]) -> None:
    assert TOOL["untranslated"](translations) == []
    assert [message.id for message in messages if message.fuzzy] == []


def test_counted_messages_have_the_six_arabic_forms(translations: Catalog, messages: list[Message]) -> None:
    assert translations.num_plurals == 6
    assert [message.id for message in messages if isinstance(message.id, tuple) and len(forms(message)) != 6] == []


def test_placeholders_are_those_of_the_message(messages: list[Message]) -> None:
    """Arabic says zero, one and two in words, so that these forms may leave out the number; nothing else may be left out or invented."""
    wrong = []
    for message in messages:
        expected = set().union(*map(fields, identifiers(message)))
        counted = {"n"} if isinstance(message.id, tuple) else set()
        wrong += [form for form in forms(message) if not expected - counted <= fields(form) <= expected]
        wrong += [form for form in forms(message)[3:] if counted and fields(form) != expected]
    assert wrong == []


def test_arabic_is_punctuated_as_arabic(messages: list[Message]) -> None:
    assert faults(messages, LATIN_PUNCTUATION_AFTER_ARABIC) == []
    assert faults(messages, re.compile(r"[“”\"]")) == []
    assert faults(messages, re.compile(r"!(?!r\})")) == []


def test_an_arabic_message_does_not_begin_with_a_latin_name(messages: list[Message]) -> None:
    """Whoever takes the direction from the first strong letter would lay the whole message out from left to right."""
    assert (
        faults(
            messages,
            re.compile(
                r"^[^\w{]*(?:\{(?:path|document|place|file|name|format)\}|[A-Za-z]).*[\u0621-\u064a]", re.DOTALL
            ),
        )
        == []
    )


def test_paths_and_options_keep_their_order_within_arabic(messages: list[Message]) -> None:
    """``/home/a`` and ``--map`` begin with signs that would move to the other end without an isolate round them."""
    assert faults(messages, re.compile(r"(?<!\u2068)(?<!new )\{path\}|(?<![\u2066\w-])--[a-z]")) == []


def test_arabic_says_it_in_arabic(messages: list[Message]) -> None:
    """A message of words has an Arabic word in it; names, numbers and signs alone may stay as they are."""
    names = {
        "JSON Lines",
        "spaCy DocBin",
        "doccano",
        "Label Studio",
        "Prodigy",
        "W3C Web Annotation",
        "dddd, d MMMM yyyy",
    }
    silent = [
        message.id
        for message in messages
        if re.search(r"[A-Za-z]{3}", re.sub(r"\{[^}]*\}", "", identifiers(message)[0]))
        and identifiers(message)[0] not in names
        and not all(ARABIC_LETTER.search(form) for form in forms(message))
    ]
    assert silent == []


def test_the_compiled_catalogue_is_current(translations: Catalog) -> None:
    compiled = BytesIO()
    write_mo(compiled, translations)
    compiled.seek(0)

    def texts_of(file: BinaryIO) -> dict[object, str]:
        """Without the header, in which Babel puts its version."""
        return {key: text for key, text in gettext.GNUTranslations(file)._catalog.items() if key}

    with TOOL["COMPILED"].open("rb") as file:
        assert texts_of(file) == texts_of(compiled)


@pytest.mark.parametrize(
    ("n", "form"), [(0, 0), (1, 1), (2, 2), (3, 3), (10, 3), (103, 3), (11, 4), (99, 4), (100, 5), (102, 5), (1000, 5)]
)
def test_arabic_counts_in_six_forms(translations: Catalog, n: int, form: int) -> None:
    assert gettext.c2py(translations.plural_expr)(n) == form


@pytest.mark.parametrize(("digits", "written"), [("arab", "٩٥٪"), ("latn", "95%")])
def test_numbers_in_messages_follow_the_digits_in_use(digits: str, written: str) -> None:
    with texts.speaking("ar", digits):
        assert written in texts._("In brackets: 95% intervals, by drawing documents.")


def test_numbers_are_written_in_the_digits_in_use() -> None:
    before = dict(texts._state)
    try:
        texts.use("ar")
        assert (texts.number(12345.5, 1), texts.percent(0.934)) == ("١٢٬٣٤٥٫٥", "٩٣٪")
        texts.use("ar", "latn")
        assert (texts.number(12345.5, 1), texts.percent(0.934)) == ("12,345.5", "93%")
    finally:
        texts._state.update(before)
