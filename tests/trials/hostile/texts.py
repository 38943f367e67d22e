"""Texts that try to be more than text on a screen."""

from __future__ import annotations

LONG = 100_000
OVERRIDE = "\u202e"


def hostile(picture: str, port: int) -> dict[str, str]:
    """By what they try; `picture` is a file and `port` a server of ours that nobody may ask."""
    return {
        "all at once": f'<img src="file://{picture}" width=400 height=400> &amp; {OVERRIDE}gnp.exe {"W" * 6_000} שלום',
        "a picture of a file": f'<img src="file://{picture}" width=400 height=400>',
        "a picture by its path": f"<img src='{picture}'>",
        "a picture of a server": f'<img src="http://127.0.0.1:{port}/x.png"><b>Ann</b>',
        "a style": f"<body style=\"background:url('file://{picture}') #ff00ff\"><font size=7 color=#ff00ff>LOUD</font>",
        "a link": f'<a href="http://127.0.0.1:{port}/">click</a> <h1>Head</h1><table><tr><td>cell</table>',
        "a script": "<script>alert(1)</script><iframe src=javascript:alert(1)>",
        "entities": "&amp; &lt;b&gt; &#65; &copy A&B && &File",
        "markdown": f"# Head ![x](file://{picture}) [y](http://127.0.0.1:{port}/) **bold** `code`",
        "XML": "<?xml version='1.0'?><!DOCTYPE html><html><b>x</b>",
        "a long word": "W" * LONG,
        "a long word that is wide": "\ufdfa" * 5_000,
        "many words": "word " * (LONG // 5),
        "an override": f"{OVERRIDE}gnp.exe {OVERRIDE}",
        "isolates": "\u2067abc\u2066def\u2068" * 50,
        "Hebrew first": "שלום עולם 123 (abc)",
        "Arabic first": "مرحبا ‏(Ltd.) 050-12",
        "nothing to see": "\u200b\u200c\u200d\u2060\ufeff" * 2_000 + "x",
        "a pile of accents": "Z" + "\u0335\u0321\u0322\u0327\u0328\u0300\u0301\u0302" * 500,
        "emoji": "👩‍👩‍👧‍👦🏳️‍🌈👍🏽" * 500,
        "a terminal": "\x1b[31mred\x1b[0m\x07\x08\x08",
        "breaks": "one\ttwo\u2028three\u2029four\vfive",
        "a format": "%1 %2 %n {0} {name} \\n $x",
    }


def lines(text: str) -> str:
    """Ten thousand lines of it, where there may be several."""
    return "\n".join([text[:200]] * 10_000)
