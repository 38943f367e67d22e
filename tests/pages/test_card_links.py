"""Links from the book are opened only if they are what they seem to be."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.pages.customers.links import mail_link, open_link, tel_link


@pytest.mark.parametrize(
    ("url", "opened"),
    [
        ("https://firm.example/a?b=c#d", "https://firm.example/a?b=c#d"),
        ("HTTP://Firm.example", "http://firm.example"),
        ("www.firm.example", "https://www.firm.example"),
        ("firm.example:8080/x", "https://firm.example:8080/x"),
        ("https://firm.example/ä ö", None),
        ("https://firm.example/ä\"'<>", "https://firm.example/%C3%A4%22'%3C%3E"),
        ("tel:+49 30", None),
        ("tel:+4930123456", "tel:+4930123456"),
        ("mailto:a@b.example?cc=all@b.example&attach=/etc/passwd", "mailto:a@b.example"),
        ("https://bank.example@evil.example/", None),
        ("javascript:alert(1)", None),
        ("JaVaScRiPt://firm.example/%0aalert(1)", None),
        ("file:///etc/passwd", None),
        ("smb://server.example/share", None),
        ("\\\\server.example\\share", None),
        ("ms-msdt:/id", None),
        ("https://", None),
        ("https://localhost/", None),
        ("https://[::1/", None),
        ("https://firm.example:99999/", None),
        ("", None),
        ("https://firm.example/" + "x" * 3000, None),
    ],
)
def test_a_link_is_rebuilt_or_refused(url: str, opened: str | None) -> None:
    assert open_link(url) == opened


@given(st.text() | st.text(alphabet="htps:/@.\\?#[]%jav e\n\u202e\u0000", max_size=40))
def test_whatever_is_opened_has_a_known_scheme_and_no_odd_sign(url: str) -> None:
    link = open_link(url)
    if link is not None:
        assert urlsplit(link).scheme in ("http", "https", "tel", "mailto")
        assert "@" not in urlsplit(link).netloc
        assert not set(link) & set(' \\"<>\n\r\t\u202e\u0000')


@pytest.mark.parametrize(
    ("raw", "region", "link"),
    [
        ("+34 976 55 01 84", "DE", "tel:+34976550184"),
        ("030 / 12 34 56", "DE", "tel:+4930123456"),
        ("110", "DE", "tel:110"),
        ("call me;phone-context=x", "DE", None),
        ("", "DE", None),
    ],
)
def test_a_number_is_dialled_by_its_digits(raw: str, region: str, link: str | None) -> None:
    assert tel_link(raw, region) == link


@pytest.mark.parametrize(
    ("address", "link"),
    [
        ("a.b+c@firm.example", "mailto:a.b+c@firm.example"),
        ("a?cc=x@firm.example", "mailto:a%3Fcc%3Dx@firm.example"),
        ("a@b@firm.example", "mailto:a%40b@firm.example"),
        ("nobody", None),
        ("a b@firm.example", None),
    ],
)
def test_mail_goes_to_one_address_and_nowhere_else(address: str, link: str | None) -> None:
    assert mail_link(address) == link
