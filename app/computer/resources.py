"""Where the program's own files are found, wherever and however it is installed."""

from importlib.resources import files
from importlib.resources.abc import Traversable


def resource(path: str) -> Traversable:
    """A file or folder under `resources/`, named with slashes."""
    return files("resources").joinpath(*path.split("/"))
