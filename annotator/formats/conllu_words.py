"""The text of a CoNLL-U document, made again from its words, what stands after each, and the text that each sentence repeats."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from annotator.formats import files
from annotator.formats.conllu_entities import FIELDS, Entities, Mention, fields_of, misc
from annotator.records import LabelId, Span
from annotator.texts import _

COLUMNS = 10
_ID = re.compile(r"([0-9]{1,9})(?:-([0-9]{1,9})|\.[0-9]{1,9})?")
_ESCAPES = {"s": " ", "t": "\t", "n": "\n", "r": "\r", "p": "|", "\\": "\\"}
_ESCAPE = re.compile(r"\\([stnrp\\])")
_TEXT = "# text ="
_NEW_DOCUMENT = re.compile(r"# newdoc(?: id = (.*\S))?\s*")


class FaultError(Exception):
    """What is wrong with a line, by its number in the document from 0; translated."""

    def __init__(self, line: int, detail: str) -> None:
        super().__init__(detail)
        self.line = line
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the analysis: its line in the document, and its place in the text.

    One without letters begins where the next word begins and ends where the one before ends, so that it adds to no span.
    """

    line: int
    start: int
    end: int


@dataclass
class Parsed:
    """A document: the words that have an analysis, and the mentions, by the numbers of those words."""

    text: str
    words: list[Word]
    mentions: list[Mention]
    fields: tuple[str, ...] = FIELDS
    """What the parts of a bracket are called."""
    has_header: bool = False

    def span(self, mention: Mention) -> Span | None:
        """The span of a mention; None where it has no label or no letters."""
        start, end = self.words[mention.first].start, self.words[mention.last].end
        return Span(start, end, LabelId(mention.label)) if mention.label and start < end else None


@dataclass(slots=True)
class _Surface:
    """What stands in the text as one piece: a word, or a token of several words."""

    line: int
    form: str
    misc: list[str]
    words: list[tuple[int, str]] = field(default_factory=list)
    """Line and form of each of its words."""
    last: int = 0


def new_document(line: str) -> tuple[bool, str]:
    """Whether a line begins a document, and the id that it gives it."""
    match = _NEW_DOCUMENT.fullmatch(line)
    return match is not None, (match[1] or "") if match else ""


def unescaped(value: str) -> str:
    """The white space that ``SpacesAfter`` or ``SpacesBefore`` names."""
    return _ESCAPE.sub(lambda match: _ESCAPES[match[1]], value)


def escaped(space: str) -> str:
    """White space as ``SpacesAfter`` names it."""
    signs = {value: f"\\{key}" for key, value in _ESCAPES.items()}
    return "".join(signs.get(character, character) for character in space)


def parsed(lines: Sequence[str]) -> Parsed:
    """The lines of one document. Raises FaultError."""
    fields = next(filter(None, map(fields_of, lines)), ())
    found = Parsed("", [], [], fields or FIELDS, bool(fields))
    making = _Making()
    for first, sentence in _sentences(lines):
        making.add(first, sentence)
    found.text, found.words = "".join(making.pieces), _without_letters(making.words, making.length)
    entities = Entities(found.fields)
    for word in found.words:
        columns = lines[word.line].split("\t")
        if bad := entities.add(columns[9]):
            raise FaultError(
                word.line, _("the bracket “{bracket}” cannot be read, or closes nothing").format(bracket=bad)
            )
    if bad := entities.left_open():
        raise FaultError(0, _("the bracket “{bracket}” is never closed").format(bracket=bad))
    found.mentions = entities.mentions
    return found


def _sentences(lines: Sequence[str]) -> Iterator[tuple[int, Sequence[str]]]:
    """Each sentence, with the number of its first line."""
    first = 0
    for number, line in enumerate([*lines, ""]):
        if not line.strip():
            if number > first:
                yield first, lines[first:number]
            first = number + 1


class _Making:
    """A text as its sentences come in."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.words: list[Word] = []
        self.length = 0
        self._between: str | None = ""
        """What stands before the next piece, None where the file leaves it open."""

    def add(self, first: int, sentence: Sequence[str]) -> None:
        surfaces = list(_surfaces(first, sentence))
        said = next(((number, line) for number, line in enumerate(sentence, first) if line.startswith(_TEXT)), None)
        gaps = _said_gaps(surfaces, *said) if said else [None for _surface in surfaces]
        if not surfaces:
            return  # comments alone
        new_paragraph = any(line.startswith("# newpar") for line in sentence)
        if self._between is None or (new_paragraph and not self._ends_in_space()):
            self._between = "\n" if new_paragraph else " "
        for surface, gap in zip(surfaces, gaps, strict=True):
            if not self.length:
                self._between = _attribute(surface, "SpacesBefore") or ""
            self._piece(self._between or "")
            self._surface(surface)
            after = _after(surface)
            self._between = gap if after is None else after
            if after is None and gap is None and surface is not surfaces[-1]:
                self._between = " "
        if self._between is not None:
            self._piece(self._between)
            self._between = ""
        if self.length > files.DOCUMENT_LIMIT:
            limit = files.DOCUMENT_LIMIT // files.MEGABYTE
            raise FaultError(first, _("its text has more than {limit} million characters").format(limit=limit))

    def _ends_in_space(self) -> bool:
        """Whether the text so far is parted from what follows, whatever its last token says of a space after it."""
        return next((piece for piece in reversed(self.pieces) if piece), " ")[-1].isspace()

    def _piece(self, piece: str) -> None:
        self.pieces.append(piece)
        self.length += len(piece)

    def _surface(self, surface: _Surface) -> None:
        start = self.length
        self._piece(surface.form)
        forms = [form for _line, form in surface.words]
        for (line, _form), (begin, end) in zip(surface.words, extents(surface.form, forms), strict=True):
            self.words.append(Word(line, start + begin, start + end))


def _without_letters(words: Sequence[Word], length: int) -> list[Word]:
    """The words, those without letters between the words around them."""
    starts, ends = [], []
    start, end = length, 0
    for word in reversed(words):
        start = word.start if word.start < word.end else start
        starts.append(start)
    for word in words:
        end = word.end if word.start < word.end else end
        ends.append(end)
    return [Word(*row) for row in zip((word.line for word in words), reversed(starts), ends, strict=True)]


def _surfaces(first: int, sentence: Sequence[str]) -> Iterator[_Surface]:
    token: _Surface | None = None
    surface: _Surface | None = None
    waiting: list[tuple[int, str]] = []
    for number, line in enumerate(sentence, first):
        if line.startswith("#"):
            continue
        columns = line.split("\t")
        match = _ID.fullmatch(columns[0])
        if len(columns) != COLUMNS or not match:
            raise FaultError(
                number, _("it is no line of CoNLL-U: ten columns with tabs between them, a number in the first")
            )
        if "." in columns[0]:
            # A word that was left out when speaking has no letters.
            (surface.words if surface else waiting).append((number, ""))
            continue
        form = columns[1]
        if not form.strip():
            raise FaultError(number, _("its token is empty"))
        if "\0" in line:
            raise FaultError(number, _("it holds a NUL"))
        id_ = int(match[1])
        if token and not match[2] and id_ <= token.last:
            token.words.append((number, form))
            continue
        surface = _Surface(number, form, misc(columns[9]), waiting, last=int(match[2] or 0))
        waiting = []
        token = surface if match[2] else None
        if not token:
            surface.words.append((number, form))
        yield surface


def _attribute(surface: _Surface, name: str) -> str | None:
    value = next((it.partition("=")[2] for it in surface.misc if it.startswith(f"{name}=")), None)
    return None if value is None else unescaped(value)


def _after(surface: _Surface) -> str | None:
    """What the token says stands after it; None where it says nothing."""
    return "" if "SpaceAfter=No" in surface.misc else _attribute(surface, "SpacesAfter")


def _said_gaps(surfaces: Sequence[_Surface], number: int, line: str) -> list[str | None]:
    """What stands after each token in the text that the sentence repeats, in its line of this number; None after the last."""
    said = line[len(_TEXT) :].strip()
    gaps: list[str | None] = []
    position = 0
    for surface in surfaces:
        start = position
        while position < len(said) and said[position].isspace() and not said.startswith(surface.form, position):
            position += 1
        if not said.startswith(surface.form, position):
            detail = _("the token “{token}” is not where the text of its sentence has it")
            raise FaultError(surface.line, detail.format(token=surface.form[:60]))
        if surface is not surfaces[0]:
            gaps.append(said[start:position])
        position += len(surface.form)
    if said[position:].strip():
        raise FaultError(number, _("the text of the sentence goes on after its last token"))
    return [*gaps, None] if surfaces else []


def extents(form: str, words: Sequence[str]) -> list[tuple[int, int]]:
    """Where in a token its words stand: by their letters from its beginning and from its end.

    What is written differently lies between, and belongs to each of the words between: ``ل`` + ``الرئيس`` in ``للرئيس``.
    """
    front: list[tuple[int, int]] = []
    position = 0
    for word in words:
        if not form.startswith(word, position) or position + len(word) > len(form):
            break
        front.append((position, position + len(word)))
        position += len(word)
    back: list[tuple[int, int]] = []
    end = len(form)
    for word in reversed(words[len(front) :]):
        if not form.endswith(word, position, end):
            break
        back.append((end - len(word), end))
        end -= len(word)
    between = len(words) - len(front) - len(back)
    return [*front, *[(position, end)] * between, *reversed(back)]
