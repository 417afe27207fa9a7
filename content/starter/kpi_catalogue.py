"""Artefact 29: KPI catalogue of 40 measures (workbook and CSV)."""

from pathlib import Path

from .house_style import Book, Sheet
from .tables import read_guide, read_table, write_table

TITLE = "KPI catalogue of 40 measures"
FILES = ["kpi-catalogue-of-40-measures.xlsx", "kpi-catalogue-of-40-measures.csv"]
BLANK_ROWS = 20
LABELS = [
    "No.",
    "Measure",
    "Practice",
    "Question it answers",
    "Formula",
    "Unit",
    "Data source",
    "Rhythm",
    "Target from",
    "Target to",
    "How it can be gamed",
    "Companion",
    "Why the pair",
    "Owner",
    "Not for",
]
WIDTHS = [7, 30, 24, 32, 46, 12, 38, 16, 8, 8, 44, 11, 34, 23, 36]
MONTH = [
    "No.",
    "Measure",
    "Numerator or value",
    "Denominator (empty for a value)",
    "Result",
    "Unit",
    "Target from",
    "Target to",
    "Verdict",
    "Companion",
    "Its verdict",
    "Look twice",
]
MONTH_WIDTHS = [7, 42, 14, 16, 11, 17, 9, 9, 12, 11, 12, 34]
IN, LOW, HIGH = "In range", "Too low", "Too high"
LOOK = "Good, but the companion is not"


def build(folder: Path) -> None:
    """Write workbook and CSV into ``folder``."""
    measures = read_table("measures")
    write_table(folder / FILES[1], LABELS, [line_of(measure, measures) for measure in measures])
    book = Book(folder / FILES[0], TITLE)
    book.how_to("Few measures, each with a companion that keeps it honest", read_guide("kpi_catalogue"))
    catalogue(book, measures)
    month(
        book,
        "Example month",
        f"An invented month: {looks(measures)} of the forty look good and deserve a second look",
        measures,
    )
    month(
        book,
        "Your month",
        "Type two numbers per measure; leave out what you do not measure",
        measures,
        blank=True,
    )
    form(book, measures)
    book.close()


def formula_words(measure: dict) -> str:
    """The formula as one line of words."""
    if not measure["denominator"]:
        return measure["numerator"]
    times = " x 100" if measure["unit"] == "%" else ""
    return f"{measure['numerator']} / {measure['denominator'][0].lower()}{measure['denominator'][1:]}{times}"


def practice_words(measure: dict) -> str:
    words = measure["practice"].replace("-", " ").replace("it asset", "IT asset")
    return words[0].upper() + words[1:]


def line_of(measure: dict, measures: list[dict]) -> list:
    """All columns of the catalogue for one measure; the pair is explained by the companion's question."""
    question = next(other["question"] for other in measures if other["id"] == measure["companion"])
    return [
        measure["id"],
        measure["name"],
        practice_words(measure),
        measure["question"],
        formula_words(measure),
        measure["unit"],
        measure["source"],
        measure["rhythm"],
        float(measure["low"]),
        float(measure["high"]),
        measure["gaming"],
        measure["companion"],
        f"It asks: {question}",
        measure["owner"],
        measure["not_for"],
    ]


def catalogue(book: Book, measures: list[dict]) -> None:
    practices = len({measure["practice"] for measure in measures})
    sheet = book.sheet(
        "Catalogue",
        f"40 measures in {practices} practices; change ranges and sources to yours",
        WIDTHS,
    )
    sheet.header(3, LABELS, freeze=2)
    for row, measure in enumerate(measures, 4):
        for column, value in enumerate(line_of(measure, measures)):
            style = "key" if column < 2 else "input" if column in (6, 8, 9, 13) else "cell"
            sheet.put(row, column, value, style, "General" if column in (8, 9) else "")
    end = 4 + len(measures)
    sheet.number((4, 8), (end - 1, 9), 0, 1000000)
    sheet.ws.autofilter(3, 0, end - 1, len(LABELS) - 1)
    for name, letter in (
        ("Numbers", "A"),
        ("Names", "B"),
        ("Units", "F"),
        ("TargetFrom", "I"),
        ("TargetTo", "J"),
        ("Companions", "L"),
    ):
        book.file.define_name(name, f"=Catalogue!${letter}$5:${letter}${end}")


def result(measure: dict) -> float:
    """The figure of the example month."""
    value = float(measure["example_numerator"])
    if measure["example_denominator"]:
        value = value / float(measure["example_denominator"]) * (100 if measure["unit"] == "%" else 1)
    return value


def verdict(measure: dict) -> str:
    """Where the figure of the example month lies."""
    value = result(measure)
    return LOW if value < float(measure["low"]) else HIGH if value > float(measure["high"]) else IN


def month(book: Book, name: str, strap: str, measures: list[dict], *, blank: bool = False) -> None:
    sheet = book.sheet(name, strap, MONTH_WIDTHS)
    sheet.header(3, MONTH, freeze=2, height=44)
    verdicts = {measure["id"]: "" if blank else verdict(measure) for measure in measures}
    for row, measure in enumerate(measures, 4):
        month_row(sheet, row, measure, verdicts, len(measures), blank)
    end = 3 + len(measures)
    for column in (8, 10):
        for word, look in ((IN, "good"), (LOW, "bad"), (HIGH, "bad")):
            sheet.paint((4, column), (end, column), word, look)
    sheet.paint((4, 11), (end, 11), "Good, but", "mark")
    sheet.number((4, 2), (end, 3), 0, 1e12)
    month_totals(sheet, end + 2, list(verdicts.values()), 0 if blank else looks(measures), end + 1)


def month_row(
    sheet: Sheet, row: int, measure: dict, verdicts: dict[str, str], count: int, blank: bool
) -> None:
    line = row + 1
    here = f"MATCH($A{line},Numbers,0)"
    numbers = [
        None if blank or not measure[f"example_{part}"] else float(measure[f"example_{part}"])
        for part in ("numerator", "denominator")
    ]
    sheet.put(row, 0, measure["id"], "key")
    sheet.calc(row, 1, f"=INDEX(Names,{here})", measure["name"])
    sheet.put(row, 2, numbers[0], "input", "#,##0.##")
    sheet.put(row, 3, numbers[1], "input", "#,##0.##")
    sheet.calc(
        row,
        4,
        f'=IF(C{line}="","",IF(N(D{line})=0,C{line},C{line}/D{line}*IF(F{line}="%",100,1)))',
        "" if blank else result(measure),
        "#,##0.0#",
        "strong",
    )
    sheet.calc(row, 5, f"=INDEX(Units,{here})", measure["unit"])
    sheet.calc(row, 6, f"=INDEX(TargetFrom,{here})", float(measure["low"]), "General")
    sheet.calc(row, 7, f"=INDEX(TargetTo,{here})", float(measure["high"]), "General")
    sheet.calc(
        row,
        8,
        f'=IF(E{line}="","",IF(E{line}<G{line},"{LOW}",IF(E{line}>H{line},"{HIGH}","{IN}")))',
        verdicts[measure["id"]],
    )
    sheet.calc(row, 9, f"=INDEX(Companions,{here})", measure["companion"])
    sheet.calc(
        row,
        10,
        f"=INDEX($I$5:$I${4 + count},MATCH(J{line},$A$5:$A${4 + count},0))",
        verdicts[measure["companion"]],
    )
    sheet.calc(
        row,
        11,
        f'=IF(AND(I{line}="{IN}",K{line}<>"",K{line}<>"{IN}"),"{LOOK}","")',
        LOOK if looks_twice(measure, verdicts) else "",
    )


def looks_twice(measure: dict, verdicts: dict[str, str]) -> bool:
    """Whether a measure is in range while its companion is known to be out of it."""
    return verdicts[measure["id"]] == IN and verdicts[measure["companion"]] in (LOW, HIGH)


def looks(measures: list[dict]) -> int:
    """How many measures of the example month deserve a second look."""
    verdicts = {measure["id"]: verdict(measure) for measure in measures}
    return sum(looks_twice(measure, verdicts) for measure in measures)


def month_totals(sheet: Sheet, row: int, verdicts: list[str], second_looks: int, end: int) -> None:
    for step, word in enumerate((IN, LOW, HIGH)):
        sheet.put(row + step, 1, word, "key")
        sheet.calc(row + step, 2, f"=COUNTIF($I$5:$I${end},B{row + step + 1})", verdicts.count(word), "0")
    sheet.put(row + 3, 1, "Good, but the companion is not", "key")
    sheet.calc(row + 3, 2, f"=COUNTIF($L$5:$L${end},B{row + 4})", second_looks, "0")


def form(book: Book, measures: list[dict]) -> None:
    advice = [
        "Never used twice.",
        "Short, without praise in it.",
        "One practice.",
        "A question somebody asks.",
        "Two numbers anybody can count again, or one value.",
        "%, hours, points, count.",
        "System, field and who may read it.",
        "How often it can change a decision.",
        "Lower end of what you want to see.",
        "Upper end. Outside either end somebody asks why.",
        "What would you do to look good?",
        "The measure that would give it away.",
        "What the companion asks.",
        "A role that can act on it.",
        "Where it would mislead.",
    ]
    sheet = book.sheet(
        "Blank form", "One filled beside one blank; the next sheet is a list for more", [30, 52, 46, 46]
    )
    filled = line_of(measures[1], measures)
    sheet.header(3, ["Field", "What to write", f"Filled: {filled[0]}", "Blank"], freeze=1, height=18)
    for row, (label, hint) in enumerate(zip(LABELS, advice, strict=True), 4):
        sheet.put(row, 0, label, "key")
        sheet.put(row, 1, hint)
        sheet.put(row, 2, filled[row - 4], "cell", "General" if row in (12, 13) else "", align="left")
        sheet.put(row, 3, None, "input")
    own_list(book)


def own_list(book: Book) -> None:
    sheet = book.sheet(
        "Your measures", f"Blank list for {BLANK_ROWS} measures; the check reads each line", [*WIDTHS, 20]
    )
    sheet.header(3, [*LABELS, "Check"], freeze=2)
    end = 4 + BLANK_ROWS
    for row in range(4, end):
        line = row + 1
        sheet.line(row, [None] * len(LABELS), "input")
        sheet.calc(
            row,
            len(LABELS),
            f'=IF(COUNTA(A{line}:O{line})=0,"",IF(I{line}>J{line},"Range is upside down",'
            f'IF(L{line}=A{line},"Own companion",IF(COUNTA(A{line}:O{line})<15,'
            f'"Missing: "&(15-COUNTA(A{line}:O{line})),"Complete"))))',
            "",
        )
    sheet.paint((4, 15), (end, 15), "Complete", "good")
    for word in ("Missing", "Range", "Own"):
        sheet.paint((4, 15), (end, 15), word, "mark")
