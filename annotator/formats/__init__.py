"""File formats: each module reads or writes one or a few, the registry holds them all."""

from annotator.formats.export import Export, Written
from annotator.formats.format import Format, Loss, Problem, ReadOptions, Unit, WriteOptions
from annotator.formats.registry import AUTO, detect, formats, get, read
from annotator.formats.text import source_bytes

__all__ = [
    "AUTO",
    "Export",
    "Format",
    "Loss",
    "Problem",
    "ReadOptions",
    "Unit",
    "WriteOptions",
    "Written",
    "detect",
    "formats",
    "get",
    "read",
    "source_bytes",
]
