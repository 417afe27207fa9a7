"""What Markdown and CSV give away: nothing but what their text says, line by line."""

from pathlib import Path

from content.files.findings import Findings
from content.files.giveaways_text import scan
from content.files.outcome import Part
from content.files.text import decode

MAX_LINES = 200_000


def look(path: Path, _parts: list[Part], found: Findings) -> None:
    """Look through the lines as an editor shows them, front matter and hidden remarks too."""
    for number, text in enumerate(decode(path.read_bytes()).splitlines()[:MAX_LINES], start=1):
        if number % 500 == 0 and found.late():
            return
        scan(text, f"line {number:,}", found)
