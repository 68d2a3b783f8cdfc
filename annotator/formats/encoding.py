"""From bytes to text and back, exactly. What an encoding is called is told, never guessed in silence."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from dataclasses import dataclass

from annotator.errors import EncodingUnknown, FileBinary, FileEncodingUnknown, TextNotReversible

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_BOM_OF = {encoding: bom for bom, encoding in _BOMS}
_UTF16_HIGH = frozenset(b"\x00\x06\x20\xfb\xfe")
"""High bytes of Latin, Arabic, punctuation and Arabic presentation forms."""
_OF_NAMES = frozenset({"idna", "punycode"})
"""Encodings of names of hosts, not of texts, which do not say at which byte they fail."""
SNIFFED = 65_536
"""Bytes looked at where the encoding of a long file is to be found."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text with what is needed to make its bytes again."""

    text: str
    encoding: str
    bom: bool


def decode(data: bytes, path: str, encoding: str | None = None) -> Decoded:
    """The text of a file's bytes, with all its line ends and without the byte order mark. ``encode`` gives the bytes again.

    Raises FileBinary, FileEncodingUnknown, EncodingUnknown, TextNotReversible.
    """
    name, bom = _named(encoding, data) if encoding else _found(data, path)
    try:
        text = data[len(bom) :].decode(name)
    except UnicodeDecodeError as error:
        raise FileEncodingUnknown(path=path, encoding=name.upper(), position=len(bom) + error.start) from error
    if "\0" in text:
        position = len(bom) + len(text[: text.index("\0")].encode(name))
        raise FileBinary(path=path, position=position)
    if encoding and encode(text, name, bool(bom)) != data:
        raise TextNotReversible(path=path, encoding=name)
    return Decoded(text, name, bool(bom))


def encode(text: str, encoding: str, bom: bool) -> bytes:
    """The bytes of a text file again."""
    return (_BOM_OF[encoding] if bom else b"") + text.encode(encoding)


def sniff(head: bytes, path: str, encoding: str | None = None) -> tuple[str, bytes]:
    """The encoding of a long file by its first bytes, and its byte order mark. Raises FileBinary, EncodingUnknown."""
    if encoding:
        return _named(encoding, head)
    return _found(head, path, whole=len(head) < SNIFFED)


def _named(encoding: str, data: bytes) -> tuple[str, bytes]:
    try:
        name = codecs.lookup(encoding).name
        "".encode(name).decode(name)
    except (LookupError, ValueError, TypeError, UnicodeError) as error:
        raise EncodingUnknown(encoding=encoding) from error
    if name in _OF_NAMES:
        raise EncodingUnknown(encoding=encoding)
    name = name.removesuffix("-sig")
    for bom, of in _BOMS:
        if data.startswith(bom) and of.startswith(name):
            return of, bom
    return "utf-16-le" if name == "utf-16" else name, b""


def _found(data: bytes, path: str, whole: bool = True) -> tuple[str, bytes]:
    """The encoding and the mark; UTF-8 where it is not known: decoding then says at which byte."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return encoding, bom
    if utf16 := _utf16(data):
        return utf16, b""
    if b"\0" in data:
        raise FileBinary(path=path, position=data.index(b"\0"))
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data, final=whole)
    except UnicodeDecodeError:
        return "cp1256" if _is_windows_1256(data) else "utf-8", b""
    return "utf-8", b""


def _utf16(data: bytes) -> str | None:
    """UTF-16 without a mark, where it is plain: one byte of each two is the high byte of Arabic or Latin."""
    sample = data[:4096]
    if len(data) % 2 or len(sample) < 4:
        return None
    for encoding, high, low in (("utf-16-le", sample[1::2], sample[::2]), ("utf-16-be", sample[::2], sample[1::2])):
        counts = Counter(high)
        usual = sum(counts[byte] for byte in _UTF16_HIGH)
        if counts[0] + counts[6] < 0.8 * len(high) or usual < 0.95 * len(high) or low.count(0) * 10 > len(low):
            continue
        try:
            codecs.getincrementaldecoder(encoding)().decode(sample)
        except UnicodeDecodeError:
            continue
        return encoding
    return None


_ARABIC = "\u0621-\u064a\u067e\u0686\u0698\u06af\u06a9\u0679\u0688\u0691\u06ba\u06be\u06c1\u06d2"
_LETTER = re.compile(f"[{_ARABIC}]")
_LATIN = "\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff\u0152\u0153\u0192"
_GLUED = re.compile(f"[{_ARABIC}][{_LATIN}]|[{_LATIN}][{_ARABIC}]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


def _is_windows_1256(data: bytes) -> bool:
    """Whether the bytes read as Arabic in Windows-1256: every byte means something there, so the letters must be plausible.

    Other Arabic code pages put Latin letters between the Arabic ones, UTF-8 read so is half ``ط`` and ``ظ``.
    """
    text = data[:SNIFFED].decode("cp1256")
    letters = Counter(_LETTER.findall(text))
    count = letters.total()
    beyond_ascii = sum(character > "\x7f" for character in text)
    if count < 2 or _CONTROL.search(text) or count < 0.7 * beyond_ascii:
        return False
    if len(_GLUED.findall(text)) > 0.01 * count or letters["ط"] + letters["ظ"] > 0.15 * count:
        return False
    common = sum(letters[letter] for letter in "اليمنورتبه")
    return common > 0.4 * count
