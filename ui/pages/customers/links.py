"""Links that may be opened: only known schemes, and rebuilt from their parts so that nothing else rides along."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote, urlsplit

from app.rules.phones import digits, e164
from app.rules.text import clean

_LONGEST: Final = 2000
_WEB: Final = ("http", "https")
_HOST: Final = re.compile(r"[^\s/?#@:\\%\[\]<>\"'|^`{}\x00-\x20\x7f]+(\.[^\s/?#@:\\%\[\]<>\"'|^`{}\x00-\x20\x7f]+)*")
_KEPT: Final = "/:;,.~!*'()-_=&+$@%"
_SCHEME: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):(?![0-9])")


def tel_link(raw: str, region: str = "") -> str | None:
    """The address by which a telephone dials a number; None where there is nothing to dial."""
    number = e164(raw, region) or ("+" if raw.strip().startswith("+") else "") + digits(raw)
    return f"tel:{number}" if digits(number) else None


def mail_link(address: str) -> str | None:
    """The address by which a mail program begins a message; without subject, copies or files."""
    cleaned = clean(address)
    name, at, domain = cleaned.rpartition("@")
    if not (name and at and domain) or re.search(r"\s", cleaned) or len(cleaned) > _LONGEST:
        return None
    return f"mailto:{quote(name, safe='.+-_')}@{quote(domain, safe='.-')}"


def open_link(url: str) -> str | None:
    """A link as it may be opened, or None; one without a scheme is a web site."""
    cleaned = clean(url)
    if not cleaned or len(cleaned) > _LONGEST or re.search(r"\s", cleaned):
        return None
    scheme = _SCHEME.match(cleaned)
    if scheme is None:
        return _web("https://" + cleaned.removeprefix("//"))
    named, rest = scheme[1].lower(), cleaned[scheme.end() :]
    if named == "tel":
        return tel_link(rest)
    if named == "mailto":
        return mail_link(rest.partition("?")[0])
    return _web(cleaned) if named in _WEB else None


def _web(address: str) -> str | None:
    """A web address without the name and password that could disguise where it leads."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return None
    if "@" in parts.netloc or not _HOST.fullmatch(host) or "." not in host:
        return None
    where = host if port is None else f"{host}:{port}"
    query = f"?{quote(parts.query, safe=_KEPT + '?')}" if parts.query else ""
    fragment = f"#{quote(parts.fragment, safe=_KEPT + '?')}" if parts.fragment else ""
    return f"{parts.scheme.lower()}://{where}{quote(parts.path, safe=_KEPT)}{query}{fragment}"
