from __future__ import annotations

import codecs
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.errors import (
    EncodingUnknown,
    FileBinary,
    FileEmpty,
    FileEncodingUnknown,
    FileTooLarge,
    FileUnreadable,
    TextNotReversible,
)
from annotator.formats import Problem, ReadOptions, files, read, source_bytes
from annotator.formats.encoding import decode, encode
from annotator.records import Document, DocumentId, Record

NEWS = "وصل وزير الخارجية الأميركي أنتوني بلينكن إلى طوكيو اليوم، والتقى نظيره الياباني.\r\n\r\nوقال: «أهلًا» 2022\n"


def first(path: Path, format_id: str = "auto", encoding: str | None = None) -> Record | Problem:
    return next(read(path, format_id, ReadOptions(encoding=encoding)))


def record(path: Path, encoding: str | None = None) -> Record:
    found = first(path, encoding=encoding)
    assert isinstance(found, Record), found
    return found


def error(path: Path, format_id: str = "auto", encoding: str | None = None) -> Exception:
    found = first(path, format_id, encoding)
    assert isinstance(found, Problem)
    return found.error


@pytest.mark.parametrize(
    ("data", "encoding", "bom"),
    [
        (NEWS.encode(), "utf-8", False),
        (codecs.BOM_UTF8 + NEWS.encode(), "utf-8", True),
        (codecs.BOM_UTF16_LE + NEWS.encode("utf-16-le"), "utf-16-le", True),
        (codecs.BOM_UTF16_BE + NEWS.encode("utf-16-be"), "utf-16-be", True),
        (NEWS.encode("utf-16-le"), "utf-16-le", False),
        (NEWS.encode("utf-16-be"), "utf-16-be", False),
        (NEWS.encode("cp1256"), "cp1256", False),
        ("plain English, 1956".encode("utf-16-le"), "utf-16-le", False),
    ],
)
def test_recognised_encodings_keep_text_and_bytes(tmp_path: Path, data: bytes, encoding: str, bom: bool) -> None:
    path = tmp_path / "خبر.txt"
    path.write_bytes(data)
    found = record(path)
    assert (found.source.encoding, found.source.bom) == (encoding, bom)
    assert found.text in (NEWS, "plain English, 1956")
    assert found.name == "خبر"
    document = Document(DocumentId("x"), found.name, found.text, found.source)
    assert source_bytes(document) == data


@pytest.mark.parametrize("encoding", ["iso8859_6", "cp720", "mac_arabic", "cp1251", "cp1253", "cp1252", "koi8_r"])
def test_other_encodings_are_named_by_the_byte_that_does_not_fit(tmp_path: Path, encoding: str) -> None:
    texts = {
        "cp1251": "Привет, мир и другие слова",
        "koi8_r": "Привет, мир и другие слова",
        "cp1253": "Καλημέρα κόσμε και άλλα",
        "cp1252": "déjà vu à l'hôtel, où l'été",
    }
    path = tmp_path / "a.txt"
    path.write_bytes(b"ab " + texts.get(encoding, "وصل وزير الخارجية إلى اليابان").encode(encoding))
    found = error(path)
    assert isinstance(found, FileEncodingUnknown)
    assert found.values["position"] in range(3, 8)
    assert "--encoding" in str(found)


def test_a_named_encoding_overrides(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("وصل الوزير".encode("iso8859_6"))
    assert record(path, "iso-8859-6").text == "وصل الوزير"
    assert isinstance(error(path, encoding="no-such"), EncodingUnknown)
    assert isinstance(error(path, encoding="rot13"), EncodingUnknown)
    assert isinstance(error(path, encoding="punycode"), EncodingUnknown)
    assert isinstance(error(path, encoding="ascii"), FileEncodingUnknown)
    path.write_bytes(b"a+AAA-b +AGE-")
    assert isinstance(error(path, encoding="utf-7"), FileBinary | TextNotReversible)


def test_one_wrong_byte_in_arabic_utf8_is_not_taken_for_windows_1256() -> None:
    data = NEWS.encode()
    broken = data[:40] + b"\xff" + data[40:]
    with pytest.raises(FileEncodingUnknown) as caught:
        decode(broken, "a.txt")
    assert caught.value.values["position"] in (39, 40)


@given(st.text(alphabet="اليمنورتبهطظكس ءًّـ\r\n\t .،؟😊\u200d\u200f0٣a", min_size=1), st.booleans())
def test_bytes_are_made_again(text: str, bom: bool) -> None:
    for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
        data = encode(text, encoding, bom)
        try:
            decoded = decode(data, "a.txt")
        except (FileBinary, FileEncodingUnknown):
            assert encoding != "utf-8"
            assert not bom
            continue
        assert encode(decoded.text, decoded.encoding, decoded.bom) == data
        if bom or encoding == "utf-8":
            assert decoded.text == text


@given(st.binary(max_size=200))
def test_any_bytes_are_read_exactly_or_refused(data: bytes) -> None:
    try:
        decoded = decode(data, "a.txt")
    except (FileBinary, FileEncodingUnknown):
        return
    assert encode(decoded.text, decoded.encoding, decoded.bom) == data


@pytest.mark.parametrize(("data", "kind"), [(b"", FileEmpty), (b" \r\n\t", FileEmpty), (b"a\0b", FileBinary)])
def test_files_without_text(tmp_path: Path, data: bytes, kind: type[Exception]) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    assert isinstance(error(path), kind)


def test_a_file_beyond_the_limit_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    found = error(path, "text")
    assert isinstance(found, FileTooLarge)
    assert found.values["size"] == 50


def test_what_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert isinstance(error(tmp_path / "pipe.txt"), FileUnreadable)
    assert "does not exist" in str(error(tmp_path / "missing.txt"))
    assert isinstance(error(Path("a\0b.txt")), FileUnreadable)


def test_a_folder_is_read_in_natural_order_without_what_is_hidden(tmp_path: Path) -> None:
    for name in ["10.txt", "9.txt", "٢.txt", "b/1.txt", "b/.hidden.txt", ".git/x.txt", "p.warraq", "p.warraq-wal"]:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(name)
    found = [item.name for item in read(tmp_path) if isinstance(item, Record)]
    assert found == ["٢", "9", "10", "b/1"]


def test_a_folder_lists_what_it_cannot_read_and_goes_on(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("نص")
    (tmp_path / "b.odt").write_bytes(b"PK\3\4\0\0")
    (tmp_path / "c.txt").write_bytes(b"\0")
    (tmp_path / "d.txt").write_text("آخر")
    found = list(read(tmp_path))
    assert [item.name for item in found if isinstance(item, Record)] == ["a", "d"]
    assert [type(item.error).__name__ for item in found if isinstance(item, Problem)] == [
        "FormatUnrecognised",
        "FileBinary",
    ]


def test_a_folder_without_rights_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "locked").mkdir()
    (tmp_path / "z.txt").write_text("نص")
    real = os.scandir

    def scandir(path: os.PathLike[str]) -> object:
        if Path(path).name == "locked":
            raise PermissionError(13, "Permission denied")
        return real(path)

    with monkeypatch.context() as patched:
        patched.setattr(files.os, "scandir", scandir)
        problem, good = read(tmp_path)
    assert isinstance(problem, Problem)
    assert "permissions" in str(problem.error)
    assert isinstance(good, Record)


def test_lines_are_documents_named_by_their_number(tmp_path: Path) -> None:
    path = tmp_path / "l.txt"
    path.write_bytes(
        codecs.BOM_UTF8 + " أول \r\n\nثانٍ\n\xa0\n".encode() + b"\xff\n" + "a\u2028b\n".encode() + b"x\0y\nend"
    )
    found = list(read(path, "lines"))
    assert [(item.text, item.name, item.source.place) for item in found if isinstance(item, Record)] == [
        (" أول ", "l:1", "1"),
        ("ثانٍ", "l:3", "3"),
        ("a\u2028b", "l:6", "6"),
        ("end", "l:8", "8"),
    ]
    assert [item.place for item in found if isinstance(item, Problem)] == [f"{path}, line 5", f"{path}, line 7"]


def test_lines_of_other_encodings(tmp_path: Path) -> None:
    path = tmp_path / "l.txt"
    for encoding in ("utf-16", "cp1256"):
        path.write_bytes("وصل الوزير أمس\nوقال\n".encode(encoding))
        assert [item.text for item in read(path, "lines") if isinstance(item, Record)] == ["وصل الوزير أمس", "وقال"]


def test_a_gigantic_line_is_refused_and_the_next_one_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LINE_LIMIT", 1000)
    path = tmp_path / "l.txt"
    path.write_bytes(b"a" * 5500 + b"\nnext\n")
    long, good = read(path, "lines")
    assert isinstance(long, Problem)
    assert isinstance(good, Record)
    assert good.source.place == "2"
