"""Importing: files of other programs are read, looked at, and become customers."""

from app.features.importing.bring_in import ImportAnswer, ImportCards
from app.features.importing.preview import Preview, PreviewRow, already_there, preview
from app.features.importing.reading import Aside, ReadCard, Reading, free_name, read_files, set_aside_files

__all__ = [
    "Aside",
    "ImportAnswer",
    "ImportCards",
    "Preview",
    "PreviewRow",
    "ReadCard",
    "Reading",
    "already_there",
    "free_name",
    "preview",
    "read_files",
    "set_aside_files",
]
