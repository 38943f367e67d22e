"""Phone numbers: kept as typed, and where possible also in the one international form (E.164)."""

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

LONGEST = 100
SMALLEST = 1000  # shorter ones are extensions in the house and service numbers
_PLAIN_INTERNATIONAL = re.compile(r"(?:\+|00)[1-9][0-9 ()./\u00a0-]+")
_LOCAL = re.compile(r"(?!\s*00)[0-9 ()./-]*")  # says nothing without a country
_NOT_DIGIT = re.compile(r"[^0-9]")
_TRUNK_ZERO = re.compile(r"^(\s*(?:\+|00).*?)\(0\)")

# The national part by calling code where length and first digit alone settle it; all others are asked of
# phonenumbers. Codes whose numbers may carry a national prefix or a leading zero are left out on purpose.
_SETTLED = re.compile(
    "(?:1[2-9][0-9]{9}|20[1-9][0-9]{8,9}|27[1-8][0-9]{8}|30[2-9][0-9]{9}|31[1-9][0-9]{8}|32[1-9][0-9]{7,8}"
    "|33[1-9][0-9]{8}|34[5-9][0-9]{8}|351[2-9][0-9]{8}|352[2-9][0-9]{5,8}|353[1-9][0-9]{7,8}|358[1-9][0-9]{6,9}"
    "|359[2-9][0-9]{7,8}|36[1-9][0-9]{7,8}|370[3-9][0-9]{7}|371[2-9][0-9]{7}|372[3-9][0-9]{6,7}|380[3-9][0-9]{8}"
    "|385[1-9][0-9]{7,8}|386[1-9][0-9]{7}|393[0-9]{8,9}|40[2-9][0-9]{8}|41[1-9][0-9]{8}|420[2-9][0-9]{8}"
    "|421[2-9][0-9]{8}|43[1-9][0-9]{6,11}|44[1-9][0-9]{9}|45[2-9][0-9]{7}|46[1-9][0-9]{7,8}|47[2-9][0-9]{7}"
    "|48[1-9][0-9]{8}|49[1-9][0-9]{8,10}|61[2-9][0-9]{8}|64[2-9][0-9]{7,8}|65[3689][0-9]{7}|81[1-9][0-9]{8,9}"
    "|82[1-9][0-9]{8,9}|84[1-9][0-9]{8,9}|852[2-9][0-9]{7}|861[3-9][0-9]{9}|90[2-9][0-9]{9}|91[6-9][0-9]{9}"
    "|962[2-9][0-9]{7,8}|966[1-9][0-9]{8}|971[2-9][0-9]{7,8}|972[2-9][0-9]{7,8})"
)


def digits(raw: str) -> str:
    """The digits of a number as typed, in ASCII; the "(0)" that nobody dials from abroad is left out."""
    if not raw.isascii():
        raw = "".join(_ascii_digit(sign) for sign in raw)
    if "(0)" in raw:
        raw = _TRUNK_ZERO.sub(r"\1", raw)
    return _NOT_DIGIT.sub("", raw)


def e164(raw: str, region: str) -> str | None:
    """The number as "+4930123456", or None where it cannot be one; `region` is the book's country ("DE")."""
    if _PLAIN_INTERNATIONAL.fullmatch(raw) and "(0)" not in raw:
        plain = digits(raw).removeprefix("00")
        if _SETTLED.fullmatch(plain):
            return "+" + plain
    return _looked_up(raw, region)


def display(raw: str, e164: str | None) -> str:
    """How a number is shown: grouped as its country does it, with its extension; else as typed."""
    if not e164:
        return raw
    import phonenumbers

    known = _parsed(e164, None)
    if known is None:
        return raw
    typed = _parsed(raw, phonenumbers.region_code_for_number(known))
    if typed is not None and _standard(typed) == e164:
        known = typed
    return phonenumbers.format_number(known, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def phone_index(raw: str, e164: str | None) -> list[str]:
    """The digit strings under which a number is found: as typed and as E.164."""
    return list(dict.fromkeys(found for found in (digits(raw), digits(e164 or "")) if found))


def _ascii_digit(sign: str) -> str:
    value = unicodedata.decimal(sign, None)
    return sign if value is None else str(value)


def _looked_up(raw: str, region: str) -> str | None:
    if not region and _LOCAL.fullmatch(raw):
        return None
    number = _parsed(raw, region or None)
    if number is None or (number.national_number or 0) < SMALLEST:
        return None
    import phonenumbers

    return _standard(number) if phonenumbers.is_possible_number(number) else None


def _parsed(raw: str, region: str | None) -> "PhoneNumber | None":
    import phonenumbers

    written = raw.strip()
    if len(written) > LONGEST:
        return None
    if re.match("00[1-9]", written):
        written = "+" + written[2:]
    try:
        return phonenumbers.parse(written, region)
    except phonenumbers.NumberParseException:
        return None


def _standard(number: "PhoneNumber") -> str:
    import phonenumbers

    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
