"""The look every starter workbook shares: colours, formats, banner, how-to sheet, print setup.

Colour has one meaning throughout: marigold tint is for cells the reader fills in, petrol tint is
for cells a formula fills in, white is for text that explains.
"""

import re
import zipfile
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from textwrap import wrap

import xlsxwriter

VERSION = "1.0"
ISSUED = date(2026, 11, 22)
LICENCE = "CC BY 4.0"
AUTHOR = "Back2ITSM starter library"

PETROL = "#0a5a55"
PETROL_DEEP = "#0b2e2c"
PETROL_TINT = "#e3efec"
MARIGOLD = "#f4b740"
MARIGOLD_TINT = "#fdf3dc"
INK = "#14201e"
INK_SOFT = "#47544f"
LINE = "#cbd4ce"
GOOD, GOOD_TINT = "#17633a", "#ddf1e3"
BAD, BAD_TINT = "#a3221b", "#fbe3e0"
INFO, INFO_TINT = "#1e4c93", "#e0eaf8"

# Arial is on every office machine, and Liberation Sans has the same widths, so nothing reflows.
FONT = "Arial"
BASE = {"font_name": FONT, "font_size": 10, "font_color": INK, "valign": "top"}
BOX = {"border": 1, "border_color": LINE, "text_wrap": True}
STYLES = {
    "banner": {
        "font_size": 16,
        "bold": True,
        "font_color": "#ffffff",
        "bg_color": PETROL,
        "valign": "vcenter",
    },
    "strap": {
        "font_color": INK_SOFT,
        "italic": True,
        "bottom": 2,
        "bottom_color": MARIGOLD,
        "valign": "vcenter",
    },
    "head": {**BOX, "bold": True, "font_color": "#ffffff", "bg_color": PETROL, "valign": "vcenter"},
    "section": {"bold": True, "font_size": 12, "font_color": PETROL, "bottom": 2, "bottom_color": MARIGOLD},
    "text": {"text_wrap": True},
    "mark": {"bold": True, "font_color": PETROL, "align": "right"},
    "cell": {**BOX},
    "key": {**BOX, "bold": True},
    "input": {**BOX, "bg_color": MARIGOLD_TINT},
    "calc": {**BOX, "bg_color": PETROL_TINT},
    "strong": {**BOX, "bg_color": PETROL_TINT, "bold": True},
    "good": {**BOX, "bg_color": GOOD_TINT, "font_color": GOOD, "bold": True},
    "bad": {**BOX, "bg_color": BAD_TINT, "font_color": BAD, "bold": True},
}
DATE = "yyyy-mm-dd"
STAMP = "yyyy-mm-dd hh:mm"
EPOCH = datetime(1899, 12, 30)
# The library below marks an empty text as "no result yet"; readers would call such a cell not calculated.
EMPTY_RESULT = re.compile(rb'(<c r="[A-Z]+[0-9]+"(?: s="[0-9]+")?)(><f>[^<]*</f><v></v></c>)')


def serial(moment: date | datetime) -> float:
    """Days since 1899-12-30 as spreadsheets count them, time of day as the fraction."""
    if not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day)
    return (moment - EPOCH).total_seconds() / 86400


class Book:
    """A workbook in house style; the same content gives the same bytes."""

    def __init__(self, path: Path, title: str):
        self.title = title
        self._path, self._draft = path, BytesIO()
        self.file = xlsxwriter.Workbook(self._draft, {"strings_to_urls": False})
        self.file.set_properties(
            {
                "title": title,
                "author": AUTHOR,
                "company": "",
                "subject": f"Version {VERSION}",
                "comments": f"{LICENCE}, version {VERSION}, {ISSUED}",
                "created": datetime(ISSUED.year, ISSUED.month, ISSUED.day),
            }
        )
        self.file.set_size(2600, 1500)
        self._formats: dict = {}
        self._sheets: list[Sheet] = []

    def style(self, name: str, num: str = "", **extra):
        """The format of that name, with a number format if given; each is made once."""
        key = (name, num, tuple(sorted(extra.items())))
        if key not in self._formats:
            properties = {**BASE, **STYLES[name], **extra}
            if num:
                properties["num_format"] = num
            self._formats[key] = self.file.add_format(properties)
        return self._formats[key]

    def sheet(self, name: str, strap: str, widths: list[float], *, tab: str = PETROL) -> "Sheet":
        """A new sheet with banner and strap line; data starts on row 3 (counted from 0)."""
        self._sheets.append(Sheet(self, name, strap, widths, tab))
        return self._sheets[-1]

    def how_to(self, strap: str, sections: list[tuple[str, list[str]]]) -> None:
        """The first sheet of every workbook: half a page of how to use it, then version and licence."""
        page = self.sheet("How to use", strap, [4, 104], tab=MARIGOLD)
        row = 3
        for heading, lines in [*sections, ("Version and licence", [imprint()])]:
            page.ws.merge_range(row, 0, row, 1, heading, self.style("section"))
            for number, line in enumerate(lines, 1):
                mark = f"{number}." if heading == "Steps" else "–"
                page.put(row + number, 0, mark, "mark")
                page.put(row + number, 1, line, "text")
            row += len(lines) + 2
        page.ws.hide_gridlines(2)
        page.ws.set_portrait()

    def close(self) -> None:
        """Give every row the height its text needs and write the file."""
        for sheet in self._sheets:
            sheet.fit_rows()
        self.file.close()
        with zipfile.ZipFile(self._draft) as parts, zipfile.ZipFile(self._path, "w") as fixed:
            for part in parts.infolist():
                fixed.writestr(part, EMPTY_RESULT.sub(rb'\1 t="str"\2', parts.read(part)))


def imprint() -> str:
    """One line with version, date and licence, the same in every file."""
    return (
        f"Version {VERSION}, {ISSUED.isoformat()}. {AUTHOR}, licence {LICENCE}: "
        "use it, change it, even sell it, "
        "as long as you name the source. All examples are invented."
    )


class Sheet:
    """One worksheet: rows and columns are counted from 0, as the library below does."""

    def __init__(self, book: Book, name: str, strap: str, widths: list[float], tab: str):
        self.book = book
        self.ws = book.file.add_worksheet(name)
        self.widths = widths
        self._lines: dict[int, int] = {}
        for column, width in enumerate(widths):
            self.ws.set_column(column, column, width)
        self.ws.set_tab_color(tab)
        banner = book.title if name == "How to use" else f"{book.title}: {name.lower()}"
        for column in range(len(widths)):
            self.ws.write_blank(0, column, None, book.style("banner"))
            self.ws.write_blank(1, column, None, book.style("strap"))
        self.ws.write_string(0, 0, banner, book.style("banner"))
        self.ws.write_string(1, 0, strap, book.style("strap"))
        self.ws.set_row(0, 30)
        self.ws.set_row(1, 20)
        self._print_setup()

    def _print_setup(self) -> None:
        self.ws.set_landscape()
        self.ws.set_paper(8 if sum(self.widths) > 220 else 9)  # A3 for the wide lists, else A4
        self.ws.fit_to_pages(1, 0)
        self.ws.set_margins(0.5, 0.5, 0.6, 0.6)
        self.ws.set_footer(
            f"&L&8{self.book.title}, version {VERSION}, {ISSUED}, {LICENCE}&R&8&A, page &P of &N"
        )

    def header(self, row: int, labels: list[str], *, freeze: int | None = None, height: float = 32) -> None:
        """A header row; with ``freeze`` it and that many columns stay in view and it repeats in print."""
        for column, label in enumerate(labels):
            if label:
                self.ws.write_string(row, column, label, self.book.style("head"))
        self.ws.set_row(row, height)
        if freeze is not None:
            self.ws.freeze_panes(row + 1, freeze)
            self.ws.repeat_rows(row)

    def put(self, row: int, column: int, value, style: str = "cell", num: str = "", **extra) -> None:
        """A constant: text, number, date, or None for an empty cell in the style."""
        form = self._form(style, num, extra)
        self._measure(row, column, value)
        if value is None or value == "":
            self.ws.write_blank(row, column, None, form)
        elif isinstance(value, str):
            self.ws.write_string(row, column, value, form)
        elif isinstance(value, date):
            self.ws.write_number(row, column, serial(value), form)
        else:
            self.ws.write_number(row, column, value, form)

    def line(self, row: int, values: list, style: str = "cell") -> None:
        """Constants from column 0 on, all in one style."""
        for column, value in enumerate(values):
            self.put(row, column, value, style)

    def calc(
        self, row: int, column: int, formula: str, value, num: str = "", style: str = "calc", **extra
    ) -> None:
        """A formula with the value it has, worked out by our own code, so previews show it."""
        if isinstance(value, date):
            value = serial(value)
        self._measure(row, column, value)
        self.ws.write_formula(row, column, formula, self._form(style, num, extra), value)

    def _form(self, style: str, num: str, extra: dict):
        return self.book.style(style, num, **{**({"align": "center"} if num else {}), **extra})

    def _measure(self, row: int, column: int, value) -> None:
        if isinstance(value, str):
            # One width unit is a digit; running text in this font has about 1.3 letters to a digit's width.
            across = max(4, int(self.widths[column] * 1.3))
            lines = sum(len(wrap(part, across)) or 1 for part in value.split("\n"))
            self._lines[row] = max(lines, self._lines.get(row, 1))

    def fit_rows(self) -> None:
        """Set the height of rows whose text wraps: not every program works it out when it opens a file."""
        for row, lines in self._lines.items():
            if lines > 1:
                self.ws.set_row(row, 13 * lines + 4)

    def choice(self, first: tuple[int, int], last: tuple[int, int], source, hint: str = "") -> None:
        """A drop-down list; ``source`` is a list of words or a reference such as ``=Groups``."""
        rule = {
            "validate": "list",
            "source": source,
            "error_title": "Not in the list",
            "error_message": "Choose one of the values of the list.",
        }
        if hint:
            rule["input_message"] = hint
        self.ws.data_validation(*first, *last, rule)

    def number(
        self,
        first: tuple[int, int],
        last: tuple[int, int],
        low: float,
        high: float,
        *,
        whole: bool = False,
        hint: str = "",
    ) -> None:
        """Only numbers from ``low`` to ``high``; the hint shows while the cell is selected."""
        self.ws.data_validation(
            *first,
            *last,
            {
                "validate": "integer" if whole else "decimal",
                "criteria": "between",
                "minimum": low,
                "maximum": high,
                "input_message": hint,
                "error_title": "Not in range",
                "error_message": f"Enter a number from {low} to {high}.",
            },
        )

    def dates(self, first: tuple[int, int], last: tuple[int, int]) -> None:
        """Only dates from 2020 on."""
        self.ws.data_validation(
            *first,
            *last,
            {
                "validate": "date",
                "criteria": ">=",
                "value": date(2020, 1, 1),
                "error_title": "Not a date",
                "error_message": "Enter a date as YYYY-MM-DD.",
            },
        )

    def paint(self, first: tuple[int, int], last: tuple[int, int], word: str, style: str) -> None:
        """Colour cells whose text begins with ``word`` as good or bad; the word still says it."""
        look = {
            "good": (GOOD, GOOD_TINT),
            "bad": (BAD, BAD_TINT),
            "info": (INFO, INFO_TINT),
            "mark": ("#7a4700", "#fbe2ae"),
        }
        ink, ground = look[style]
        form = self.book.file.add_format({"font_color": ink, "bg_color": ground, "bold": True})
        self.ws.conditional_format(
            *first, *last, {"type": "text", "criteria": "begins with", "value": word, "format": form}
        )
