"""The window names its parts and does nothing else."""

from tests.house.sources import ROOT, report

MOST_LINES = 300
CURE = "put what the window does into a part or a page; the window only places them."


def test_the_window_is_short() -> None:
    window = ROOT / "ui" / "window.py"
    lines = window.read_text("utf-8").count("\n") if window.exists() else 0
    assert lines < MOST_LINES, report([f"ui/window.py has {lines} lines"], CURE)
