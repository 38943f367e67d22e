"""A vCard file cut into cards, and a card into its logical lines, whatever style of folding it has."""

import re
from collections.abc import Iterator
from typing import NamedTuple

# A BEGIN may stand behind the rest of another card: files were put together whose last line had no end.
_MARK = re.compile(
    r"(BEGIN)[ \t]*+:[ \t]*+VCARD[ \t]*+$|^(END)[ \t]*+:[ \t]*+VCARD[ \t]*+(?=$|BEGIN[ \t]*+:[ \t]*+VCARD[ \t]*+$)",
    re.IGNORECASE | re.MULTILINE,
)
_END_CUT_OFF = re.compile(r"(?:^|\n)E(?:N(?:D(?:[ \t]*:[ \t]*(?:V(?:C(?:AR?)?)?)?)?)?)?\s*$", re.IGNORECASE)
_AGENT_BEFORE = re.compile(r"(?:^|\n)(?:[\w-]+\.)?AGENT[^\n:]*:\s*$", re.IGNORECASE)
_CARD_LINE = re.compile(r"^(?:END[ \t]*:[ \t]*VCARD|(?:FN|N|TEL|EMAIL|ORG)[;:].*\S)", re.IGNORECASE | re.MULTILINE)
_OLD_VERSION = re.compile(r"^VERSION[ \t]*:[ \t]*2\.1", re.IGNORECASE | re.MULTILINE)
_QUOTED_PRINTABLE = re.compile(r"[^:]*QUOTED-PRINTABLE", re.IGNORECASE)
_ENCODED = re.compile(r"[^:]*(?:QUOTED-PRINTABLE|BASE64|ENCODING=B\b)", re.IGNORECASE)
_BARE_NAME = re.compile(r"(?:FN|N|TEL|EMAIL|ORG|TITLE|ADR|NOTE|URL|BDAY|PHOTO|UID)(?:;[^ ]*)?", re.IGNORECASE)


class Piece(NamedTuple):
    """One card of a file: its first line, its text, what of it is its own, and the cards nested in it."""

    line: int
    raw: str
    body: str
    nested: tuple[str, ...] = ()
    stray: bool = False  # text between cards that looks like one whose BEGIN is lost
    ended: bool = True


class _Cutter:
    """Walks over the BEGIN and END lines; a card that does not end ends where the next begins."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.counted = 0
        self.line = 1
        self.start = -1
        self.depth = 0
        self.nested: list[tuple[int, int]] = []
        self.after = 0

    def pieces(self) -> Iterator[Piece]:
        for mark in _MARK.finditer(self.text):
            if mark[1]:
                yield from self._begin(mark.start())
            else:
                yield from self._end(mark.end())
        if self.start >= 0:
            yield self._last()
        yield from self._stray(len(self.text))

    def _last(self) -> Piece:
        """The card at the end of a file; nothing of it is missing where the file was cut within its last word."""
        remains = _END_CUT_OFF.search(self.text, max(self.start, len(self.text) - 100)) if self.depth == 1 else None
        piece = self._cut(len(self.text), ended=bool(remains))
        return piece._replace(body=piece.body[: remains.start() - len(self.text)]) if remains else piece

    def _begin(self, at: int) -> Iterator[Piece]:
        if self.start >= 0 and _AGENT_BEFORE.search(self.text, max(self.start, at - 200), at):
            self.depth += 1
            if self.depth == 2:
                self.nested.append((at, len(self.text)))
            return
        if self.start >= 0:
            yield self._cut(at, ended=False)
        yield from self._stray(at)
        self.start, self.depth, self.nested = at, 1, []

    def _end(self, at: int) -> Iterator[Piece]:
        if self.start < 0:
            return
        self.depth -= 1
        if self.depth == 1:
            self.nested[-1] = (self.nested[-1][0], at)
        if self.depth == 0:
            yield self._cut(at)

    def _cut(self, end: int, *, ended: bool = True) -> Piece:
        start, self.start, self.after = self.start, -1, end
        raw = self.text[start:end]
        if not self.nested:
            return Piece(self._line_at(start), raw, raw, ended=ended)
        nested = [(first, min(last, end)) for first, last in self.nested]
        body, kept = [], start
        for first, last in nested:
            body.append(self.text[kept:first])
            kept = last
        body.append(self.text[kept:end])
        inner = tuple(self.text[first:last] for first, last in nested)
        return Piece(self._line_at(start), raw, "".join(body), inner, ended=ended)

    def _stray(self, end: int) -> Iterator[Piece]:
        start, self.after = self.after, end
        if end - start > 3 and not self.text[start:end].isspace() and _CARD_LINE.search(self.text, start, end):
            raw = self.text[start:end].lstrip("\n")
            yield Piece(self._line_at(end - len(raw)), raw, raw, stray=True)

    def _line_at(self, place: int) -> int:
        self.line += self.text.count("\n", self.counted, place)
        self.counted = place
        return self.line


def pieces(text: str) -> Iterator[Piece]:
    """The cards of a text (with \\n as its line end), in their order."""
    return _Cutter(text).pieces()


def logical_lines(body: str) -> list[str]:
    """The lines of a card as they were before they were folded."""
    if "=\n" in body:
        body = "\n".join(_without_soft_breaks(body.split("\n")))
    if "\n " in body or "\n\t" in body:
        # Up to 2.1 a line was broken before a white space; since then one is put in front of the rest.
        space, tab = (" ", "\t") if _OLD_VERSION.search(body) else ("", "")
        body = body.replace("\n ", space).replace("\n\t", tab)
    lines = body.split("\n")
    for line in lines:  # a plain loop: this runs for every line of a file
        if line and ":" not in line:
            return _attached(lines)
    return lines


def _without_soft_breaks(lines: list[str]) -> Iterator[str]:
    """Quoted-printable lines, which end in "=" where they go on."""
    broken: list[str] = []
    for line in lines:
        goes_on = line.endswith("=") and (broken or _QUOTED_PRINTABLE.match(line))
        if goes_on:
            broken.append(line[:-1])
        else:
            yield "".join([*broken, line])
            broken = []
    if broken:
        yield "".join(broken)


def _attached(lines: list[str]) -> list[str]:
    """Lines without a name belong to the one before: rest of an encoded block or of a broken text."""
    whole: list[list[str]] = []
    encoded = False
    for line in lines:
        if ":" in line or not whole:
            whole.append([line])
            encoded = bool(_ENCODED.match(line))
        elif line.strip() and not _BARE_NAME.fullmatch(line):
            whole[-1].append(line if encoded else f"\\n{line}")
    return ["".join(parts) for parts in whole]
