"""Which release this is."""

from importlib.metadata import PackageNotFoundError, version


def program_version() -> str:
    """As the installed package says."""
    try:
        return version("housebook")
    except PackageNotFoundError:
        return "not installed"
