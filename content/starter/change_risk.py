"""Artefact 14: change risk score (workbook)."""

from pathlib import Path

from .house_style import Book, Sheet
from .tables import read_guide, read_table

TITLE = "Change risk score"
FILES = ["change-risk-score.xlsx"]
QUESTIONS = 10
FIRST = 7  # column of the answer to question 1
BLANK_ROWS = 30
STANDARD_LIMIT, NORMAL_LIMIT = 25, 55
STANDARD, NORMAL, BOARD = "Standard candidate", "Normal", "Board"
OUTCOMES = ["Success", "Success with trouble", "Backed out", "Caused an incident"]
COLUMNS = [
    "Change",
    "What is changed",
    "Service",
    "Score 0-100",
    "Stop rule",
    "Path",
    "Approver",
    *[f"Q{number}" for number in range(1, QUESTIONS + 1)],
    "Open answers",
    "Path taken",
    "Outcome",
    "What we learned",
]
WIDTHS = [10, 38, 22, 9, 19, 18, 24, *[5.5] * QUESTIONS, 9, 17, 18, 58]
APPROVERS = {
    STANDARD: "Team lead, from the list",
    NORMAL: "Change manager and service owner",
    BOARD: "Change board, with service owner",
}


def build(folder: Path) -> None:
    """Write the workbook into ``folder``."""
    questions, changes = read_table("risk_questions"), read_table("risk_changes")
    book = Book(folder / FILES[0], TITLE)
    book.how_to("Ten questions, one figure, three paths", read_guide("change_risk"))
    question_sheet(book, questions)
    scored = score_sheet(
        book,
        "Scored examples",
        "Eight changes scored before, with the outcome known after",
        changes,
        questions,
    )
    score_sheet(book, "Score", f"Blank form for {BLANK_ROWS} changes", [None] * BLANK_ROWS, questions)
    calibration(book, changes, scored)
    book.close()


def question_sheet(book: Book, questions: list[dict]) -> None:
    sheet = book.sheet(
        "Questions",
        "Answers 0 to 3 with what they mean; weights; answers that stop a change",
        [6, 34, 9, 9, 34, 34, 34, 34, 48],
    )
    sheet.header(
        3, ["No.", "Question", "Weight 1-5", "Stops at", "0", "1", "2", "3", "Why it is asked"], freeze=2
    )
    for row, question in enumerate(questions, 4):
        sheet.put(row, 0, f"Q{row - 3}", "key")
        sheet.put(row, 1, question["question"], "input", bold=True)
        sheet.put(row, 2, int(question["weight"]), "input", "0")
        sheet.put(row, 3, int(question["stops_at"]) if question["stops_at"] else None, "input", "0")
        for column, name in enumerate(("a0", "a1", "a2", "a3"), 4):
            sheet.put(row, column, question[name], "input")
        sheet.put(row, 8, question["why"])
    end = 3 + len(questions)
    sheet.number((4, 2), (end, 2), 1, 5, whole=True)
    sheet.number((4, 3), (end, 3), 1, 3, whole=True)
    total = sum(int(question["weight"]) for question in questions)
    sheet.put(end + 2, 1, "Highest possible sum", "key")
    sheet.calc(end + 2, 2, f"=3*SUM(C5:C{end + 1})", 3 * total, "0")
    for step, (label, limit) in enumerate(
        (("Standard candidate up to", STANDARD_LIMIT), ("Normal up to", NORMAL_LIMIT)), 3
    ):
        sheet.put(end + step, 1, label, "key")
        sheet.put(end + step, 2, limit, "input", "0")
    sheet.put(end + 5, 1, "Above that", "key")
    sheet.put(end + 5, 2, BOARD)
    for name, cell in (("HighestSum", end + 3), ("StandardLimit", end + 4), ("NormalLimit", end + 5)):
        book.file.define_name(name, f"=Questions!$C${cell}")
    book.file.define_name("Weights", f"=Questions!$C$5:$C${end + 1}")
    book.file.define_name("Stops", f"=Questions!$D$5:$D${end + 1}")
    paths(sheet, end + 7)


def paths(sheet: Sheet, row: int) -> None:
    sheet.put(row, 1, "Path", "head")
    sheet.put(row, 4, "Approver", "head")
    for number, (path, approver) in enumerate(APPROVERS.items(), row + 1):
        sheet.put(number, 1, path, "key")
        sheet.put(number, 4, approver, "input")
    sheet.book.file.define_name("Paths", f"=Questions!$B${row + 2}:$B${row + 4}")
    sheet.book.file.define_name("Approvers", f"=Questions!$E${row + 2}:$E${row + 4}")


def answers_of(change: dict) -> list[int | None]:
    """The ten answers; None where a question was left open."""
    return [int(mark) if mark in "0123" else None for mark in change["answers"]]


def judge(change: dict, questions: list[dict]) -> dict:
    """Score 0-100, first question whose stop rule is hit, path, approver and number of open answers."""
    answers = [3 if answer is None else answer for answer in answers_of(change)]
    weights = [int(question["weight"]) for question in questions]
    score = 100 * sum(a * w for a, w in zip(answers, weights, strict=True)) / (3 * sum(weights))
    stops = [
        f"Q{number}"
        for number, (answer, question) in enumerate(zip(answers, questions, strict=True), 1)
        if question["stops_at"] and answer >= int(question["stops_at"])
    ]
    path = BOARD if stops or score > NORMAL_LIMIT else STANDARD if score <= STANDARD_LIMIT else NORMAL
    return {
        "score": score,
        "stop": ", ".join(stops),
        "path": path,
        "approver": APPROVERS[path],
        "open": answers_of(change).count(None),
    }


def score_sheet(
    book: Book, name: str, strap: str, changes: list[dict | None], questions: list[dict]
) -> list[dict]:
    sheet = book.sheet(name, strap, WIDTHS)
    sheet.header(3, COLUMNS, freeze=2)
    end = 3 + len(changes)
    scored = [score_row(sheet, row, change, questions) for row, change in enumerate(changes, 4)]
    last = FIRST + QUESTIONS
    for column, question in enumerate(questions, FIRST):
        sheet.number((4, column), (end, column), 0, 3, whole=True, hint=question["question"])
    sheet.choice((4, last + 1), (end, last + 1), "=Paths")
    sheet.choice((4, last + 2), (end, last + 2), OUTCOMES)
    sheet.paint((4, 5), (end, 5), BOARD, "bad")
    sheet.paint((4, 5), (end, 5), STANDARD, "good")
    sheet.paint((4, 5), (end, 5), NORMAL, "mark")
    return scored


def score_row(sheet: Sheet, row: int, change: dict | None, questions: list[dict]) -> dict:
    typed, line, last = change or {}, row + 1, FIRST + QUESTIONS
    for column, name in {
        0: "change",
        1: "what",
        2: "service",
        last + 1: "taken",
        last + 2: "outcome",
        last + 3: "learned",
    }.items():
        sheet.put(row, column, typed.get(name), "input")
    for column, answer in enumerate(answers_of(change) if change else [None] * QUESTIONS, FIRST):
        sheet.put(row, column, answer, "input", "0")
    marks = f"$H{line}:$Q{line}"
    worth = (
        judge(change, questions)
        if change
        else dict.fromkeys(("score", "stop", "path", "approver", "open"), "")
    )
    # Weights stand in a column and answers in a row: spelt out, as array formulas differ between programs.
    products = "+".join(
        f'IF({cell}="",3,{cell})*INDEX(Weights,{number})' for number, cell in enumerate(answer_cells(line), 1)
    )
    stops = "&".join(
        f'IF(AND(INDEX(Stops,{number})>0,IF({cell}="",3,{cell})>=INDEX(Stops,{number})),", Q{number}","")'
        for number, cell in enumerate(answer_cells(line), 1)
    )
    blank = f'$A{line}=""'
    sheet.calc(row, 3, f'=IF({blank},"",100*({products})/HighestSum)', worth["score"], "0", "strong")
    sheet.calc(row, 4, f'=IF({blank},"",MID({stops},3,99))', worth["stop"])
    sheet.calc(
        row,
        5,
        f'=IF({blank},"",INDEX(Paths,IF(OR(E{line}<>"",D{line}>NormalLimit),3,IF(D{line}<=StandardLimit,1,2))))',
        worth["path"],
        style="strong",
    )
    sheet.calc(row, 6, f'=IF({blank},"",INDEX(Approvers,MATCH(F{line},Paths,0)))', worth["approver"])
    sheet.calc(row, last, f'=IF({blank},"",COUNTBLANK({marks}))', worth["open"], "0")
    return worth


def answer_cells(line: int) -> list[str]:
    return [f"${letter}{line}" for letter in "HIJKLMNOPQ"]


def calibration(book: Book, changes: list[dict], scored: list[dict]) -> None:
    sheet = book.sheet(
        "Calibration",
        "Does a higher path fail more often? Examples above, your changes below",
        [26, 11, *[14] * len(OUTCOMES), 14, 16],
    )
    labels = ["Path by score", "Changes", *OUTCOMES, "Went wrong", "Share"]
    for top, source, end in ((3, "Scored examples", 4 + len(changes)), (9, "Score", 4 + BLANK_ROWS)):
        sheet.header(top, [f"{source}: path", *labels[1:]])
        known = list(zip(changes, scored, strict=True)) if source == "Scored examples" else []
        for row, path in enumerate(APPROVERS, top + 1):
            calibration_row(
                sheet, row, source, end, path, [c["outcome"] for c, s in known if s["path"] == path]
            )
    overridden(sheet, 15, changes, scored)


def calibration_row(sheet: Sheet, row: int, source: str, end: int, path: str, outcomes: list[str]) -> None:
    paths_, results = f"'{source}'!$F$5:$F${end}", f"'{source}'!$T$5:$T${end}"
    line = row + 1
    sheet.calc(row, 0, f"=INDEX(Paths,{list(APPROVERS).index(path) + 1})", path, style="strong")
    sheet.calc(row, 1, f"=COUNTIF({paths_},$A{line})", len(outcomes), "0")
    for column, outcome in enumerate(OUTCOMES, 2):
        sheet.calc(
            row, column, f'=COUNTIFS({paths_},$A{line},{results},"{outcome}")', outcomes.count(outcome), "0"
        )
    wrong = outcomes.count(OUTCOMES[2]) + outcomes.count(OUTCOMES[3])
    sheet.calc(row, 6, f"=E{line}+F{line}", wrong, "0")
    sheet.calc(
        row,
        7,
        f'=IF(SUM(C{line}:F{line})=0,"",G{line}/SUM(C{line}:F{line}))',
        wrong / len(outcomes) if outcomes else "",
        "0%",
    )


def overridden(sheet: Sheet, row: int, changes: list[dict], scored: list[dict]) -> None:
    """How often another path was taken than the score says."""
    sheet.put(row, 0, "Path taken is not the path by score", "key")
    for column, source, end, known in (
        (1, "Scored examples", 4 + len(changes), True),
        (2, "Score", 4 + BLANK_ROWS, False),
    ):
        by_score, taken = f"'{source}'!$F$5:$F${end}", f"'{source}'!$S$5:$S${end}"
        number = sum(c["taken"] != s["path"] for c, s in zip(changes, scored, strict=True)) if known else 0
        sheet.calc(row, column, f'=SUMPRODUCT(({taken}<>"")*({taken}<>{by_score}))', number, "0")
    sheet.put(row, 3, "examples, then yours", "text")
