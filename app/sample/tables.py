"""The tables from which the sample company is made, read once from the program's files."""

from __future__ import annotations

import csv
import tomllib
from dataclasses import dataclass
from functools import cache
from itertools import accumulate

from app.computer.resources import resource

COUNTRY_FILES = ("west", "north_and_east", "other_scripts")
Phrases = dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Country:
    """How people, firms, streets and numbers are called in one country. Names may have a reading: "田中/Tanaka"."""

    code: str
    name: str
    language: str
    weight: int
    given: tuple[str, ...]
    family: tuple[str, ...]
    companies: tuple[str, ...]
    trades: tuple[str, ...]
    streets: tuple[str, ...]
    street: str
    places: tuple[tuple[str, str], ...]
    phones: tuple[str, ...]
    mobiles: tuple[str, ...]
    tax: str


@dataclass(frozen=True, slots=True)
class Countries:
    """All countries, with what `random.choices` needs to draw one by its weight."""

    all: tuple[Country, ...]
    weights: tuple[int, ...]


@cache
def countries() -> Countries:
    """The countries of the sample company's customers."""
    read = (tomllib.loads(_text(f"{name}.toml"))["country"] for name in COUNTRY_FILES)
    found = tuple(_country(**values) for some in read for values in some)
    return Countries(found, tuple(accumulate(country.weight for country in found)))


@cache
def phrases(language: str) -> Phrases:
    """What is said in a language, by the occasion; empty for a language that nobody here speaks."""
    file = resource(f"sample/said/{language}.txt")
    found: dict[str, list[str]] = {}
    occasion = ""
    for line in file.read_text("utf-8").splitlines() if file.is_file() else ():
        if line.startswith("["):
            occasion = line.strip("[]")
        elif line and not line.startswith("#"):
            found.setdefault(occasion, []).append(line)
    return {name: tuple(lines) for name, lines in found.items()}


@cache
def lines(name: str) -> tuple[str, ...]:
    """The lines of a plain list: products, long names."""
    return tuple(line for line in _text(f"{name}.txt").splitlines() if line)


@cache
def colleagues() -> tuple[dict[str, str], ...]:
    """The users in the order in which the firm takes them on as it grows."""
    return tuple(csv.DictReader(_text("users.csv").splitlines()))


def _text(name: str) -> str:
    return resource(f"sample/{name}").read_text("utf-8")


def _country(places: list[str], **values: str | int | list[str]) -> Country:
    pairs = (place.split("|") for place in places)
    plain = {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
    return Country(places=tuple((code, town) for code, town in pairs), **plain)  # type: ignore[arg-type]
