"""Bytes of unknown encoding as text: every byte string can be read, most of them rightly."""

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Only plain character sets may be named in a file: Python's codecs also hold compressors and slow oddities.
_CHARACTER_SET = re.compile(
    r"(?:utf-?(?:8|16|32)(?:-?[lb]e)?|us-?ascii|ascii|iso-?8859-?[0-9]+|latin-?[0-9]+|windows-?[0-9]+|cp-?[0-9]+"
    r"|koi8-[rtu]|shift[_-]?jis|sjis|euc-?(?:jp|kr|cn)|gb(?:2312|k|18030)|big5|iso-?2022-?(?:jp|kr)|mac[_-]?roman"
    r"|macintosh|tis-?620)",
    re.IGNORECASE,
)
_CHARSET_PARAMETER = re.compile(rb"CHARSET=\"?([A-Za-z0-9_-]+)", re.IGNORECASE)
# Some programs fold a line in the middle of a letter's bytes; the letter moves behind the fold.
_SPLIT_SIGN = re.compile(rb"([\xc2-\xf4][\x80-\xbf]{0,2})(\r?\n[ \t])([\x80-\xbf])")
_WORD_WITH_HIGH_BYTES = re.compile(rb"[A-Za-z]*[\x80-\xff][A-Za-z\x80-\xff]*")
_ASCII_LETTERS = [bytes([code]) for code in (*range(65, 91), *range(97, 123))]
# Polish, Czech or Hungarian letters read as Western ones: signs in the middle of words.
_SIGN_IN_WORD = re.compile("(?<=[^\\W\\d_])[¹³¿¶±¾¼\x9d\x8d\x8f](?=[a-zà-ÿ])")
_NOT_LATIN = [
    "cp1251",
    "cp1253",
    "shift_jis",
    "euc_jp",
    "gb18030",
    "big5",
    "euc_kr",
    "koi8_r",
    "cp1255",
    "cp1256",
]
SAMPLE = 20_000
FEW = 4  # bytes from which no script can be told


def decode(data: bytes) -> str:
    """The text of a whole file, without its mark; line ends as they are."""
    wide = _marked(data) or _unmarked_wide(data)
    if wide is not None:
        return wide
    try:
        return data.decode()
    except UnicodeDecodeError:
        data = _SPLIT_SIGN.sub(rb"\2\1\3", data)
    try:
        return data.decode()
    except UnicodeDecodeError:
        return _decode_by_line(data)


def decode_as(data: bytes, charset: str) -> str:
    """The text of one value: in the character set it names, else UTF-8, else as Windows wrote it."""
    if charset and _CHARACTER_SET.fullmatch(charset):
        try:
            return data.decode(charset)
        except (UnicodeDecodeError, LookupError):
            pass
    try:
        return data.decode()
    except UnicodeDecodeError:
        return _western(data)


def _marked(data: bytes) -> str | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            if encoding == "utf-8":
                return decode(data[len(mark) :])
            return data[len(mark) :].decode(encoding, "replace")
    return None


def _unmarked_wide(data: bytes) -> str | None:
    """UTF-16 that forgot its mark shows as a NUL in each second byte."""
    start = data[:64]
    if len(start) >= 4 and start[1::2].strip(b"\0") == b"" and b"\0" not in start[::2]:
        return data.decode("utf-16-le", "replace")
    if len(start) >= 4 and start[::2].strip(b"\0") == b"" and b"\0" not in start[1::2]:
        return data.decode("utf-16-be", "replace")
    return None


def _decode_by_line(data: bytes) -> str:
    """Old vCards mix encodings: each line is UTF-8, or what it or the line it continues says, or a guess."""
    guess = _guessed(data)
    charset, lines = "", []
    for line in data.split(b"\n"):
        named = _CHARSET_PARAMETER.search(line, 0, 200)
        if named:
            charset = named[1].decode()
        elif not line.startswith((b" ", b"\t")):
            charset = guess
        try:
            lines.append(line.decode())
        except UnicodeDecodeError:
            lines.append(decode_as(line, charset))
    return "\n".join(lines)


def _guessed(data: bytes) -> str:
    """The encoding of a file that is not UTF-8, by its lines with other than ASCII letters."""
    sample = b"\n".join(_up_to(SAMPLE, data))
    words = _WORD_WITH_HIGH_BYTES.findall(sample)
    high = sum(len(word) - sum(map(word.count, _ASCII_LETTERS)) for word in words)
    if high >= FEW and high > 0.7 * sum(map(len, words)):
        from charset_normalizer import from_bytes

        best = from_bytes(sample, cp_isolation=_NOT_LATIN).best()
        if best:
            return best.encoding
    # Letters with accents among plain ones: a Latin alphabet.
    return "cp1250" if _SIGN_IN_WORD.search(_western(sample)) else "cp1252"


def _up_to(size: int, data: bytes) -> list[bytes]:
    """Lines with other than ASCII letters; a pattern that looks for them would go over a long line again and again."""
    found, total = [], 0
    for line in data.split(b"\n"):
        if line.isascii():
            continue
        if total > size or len(line) > size:
            break
        found.append(line)
        total += len(line)
    return found


def _western(data: bytes) -> str:
    """Windows' Western set; the five bytes that it leaves open are read as Latin-1."""
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("latin-1")
