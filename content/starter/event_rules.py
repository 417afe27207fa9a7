"""Artefact 24: event rule catalogue (workbook)."""

from datetime import date
from pathlib import Path

from .house_style import DATE, ISSUED, Book, Sheet
from .standard_changes import months_later
from .tables import read_guide, read_table

TITLE = "Event rule catalogue"
FILES = ["event-rule-catalogue.xlsx"]
BLANK_ROWS = 40
# severity: (what it means, highest false-alarm share that is accepted, review every so many months)
SEVERITIES = {
    "Critical": ("Wakes somebody up. Users are hurt now or within minutes.", 0.20, 3),
    "Major": ("Opens an incident in service hours. Users will be hurt soon.", 0.30, 6),
    "Warning": ("Work for a normal day. Nobody is hurt yet.", 0.40, 6),
    "Information": ("Recorded only. No human is told.", 1.00, 12),
}
LABELS = [
    "No.",
    "Rule",
    "Signal from",
    "Applies to",
    "Condition",
    "Threshold and time",
    "Severity",
    "Action",
    "Goes to",
    "Runbook",
    "Keep silent when",
    "Same event if same",
    "Fired, 30 days",
    "False, 30 days",
    "Reviewed",
    "False share",
    "Useful",
    "Next review",
    "Verdict",
]
WIDTHS = [8, 26, 21, 17, 30, 27, 12, 27, 22, 10, 32, 17, 9, 9, 11, 8, 9, 11, 18]
FIELDS = [
    "id",
    "name",
    "source",
    "scope",
    "condition",
    "threshold",
    "severity",
    "action",
    "route",
    "runbook",
    "suppression",
    "dedup",
    "fired",
    "false",
    "reviewed",
]
FORM = {
    "id": "Never used twice.",
    "name": "What is wrong, in the words of the person who gets it.",
    "source": "Tool kind or log, not the product name.",
    "scope": "Class of items or one service.",
    "condition": "What is measured.",
    "threshold": "Limit and for how long. A limit without a time fires on noise.",
    "severity": "By what a human must do, see Severities.",
    "action": 'One action. If the answer is "look at it", it is Information.',
    "route": "Group that can act, awake at that hour.",
    "runbook": "First three steps exist in writing, or the rule is not live.",
    "suppression": "When it would fire for a known harmless reason.",
    "dedup": "Fields that make two events one.",
    "fired": "Counted for the last 30 days.",
    "false": "Nobody needed to act, or acted for nothing.",
    "reviewed": "Date.",
}


def build(folder: Path) -> None:
    """Write the workbook into ``folder``."""
    rules = read_table("event_rules")
    book = Book(folder / FILES[0], TITLE)
    book.how_to("Every rule has an action, a runbook and a count of false alarms", read_guide("event_rules"))
    severities(book)
    catalogue(book, "Catalogue", "30 rules with invented counts of a month", rules)
    form(book, next(rule for rule in rules if rule["id"] == "EV-27"))
    catalogue(book, "Your rules", f"Blank form for {BLANK_ROWS} rules", [None] * BLANK_ROWS)
    summary(book, rules)
    book.close()


def severities(book: Book) -> None:
    sheet = book.sheet(
        "Severities",
        "What a severity makes a human do, accepted false alarms, review rhythm",
        [22, 62, 22, 18],
    )
    sheet.header(3, ["Severity", "What it means", "False share accepted", "Review, months"], freeze=1)
    for row, (name, (meaning, share, months)) in enumerate(SEVERITIES.items(), 4):
        sheet.put(row, 0, name, "key")
        sheet.put(row, 1, meaning, "input")
        sheet.put(row, 2, share, "input", "0%")
        sheet.put(row, 3, months, "input", "0")
    sheet.number((4, 2), (7, 2), 0, 1)
    sheet.number((4, 3), (7, 3), 1, 24, whole=True)
    sheet.put(9, 0, "As of", "key")
    sheet.put(9, 1, "The day you look at the list; verdicts count from here.")
    sheet.put(9, 2, ISSUED, "input", DATE)
    for name, area in (
        ("Severities", "$A$5:$A$8"),
        ("AcceptedShares", "$C$5:$C$8"),
        ("ReviewMonths", "$D$5:$D$8"),
        ("AsOf", "$C$10"),
    ):
        book.file.define_name(name, f"=Severities!{area}")
    sheet.header(11, ["Verdict", "What to do"], height=18)
    for row, (word, advice) in enumerate(
        {
            "Tune or drop": "More false alarms than accepted: raise the limit, lengthen the time, "
            "add a silence, or lower the severity.",
            "No runbook": "Write three first steps or switch the rule to Information.",
            "Test it": "Did not fire in 30 days. Make it fire on purpose once a year and note the date "
            "as Reviewed.",
            "Review": "The review date has passed.",
            "Keep": "Nothing to do.",
        }.items(),
        12,
    ):
        sheet.put(row, 0, word, "key")
        sheet.put(row, 1, advice)


def judge(rule: dict) -> dict:
    """False share ("" if it never fired), useful alarms, next review and verdict as of the day of issue."""
    fired, false = int(rule["fired"]), int(rule["false"])
    _, accepted, months = SEVERITIES[rule["severity"]]
    share = false / fired if fired else ""
    following = months_later(date.fromisoformat(rule["reviewed"]), months)
    verdict = (
        "No runbook"
        if not rule["runbook"]
        else "Tune or drop"
        if fired and share > accepted
        else "Review"
        if following < ISSUED
        else "Keep"
        if fired
        else "Test it"
    )
    return {"share": share, "useful": fired - false, "next": following, "verdict": verdict}


def catalogue(book: Book, name: str, strap: str, rules: list[dict | None]) -> None:
    sheet = book.sheet(name, strap, WIDTHS)
    sheet.header(3, LABELS, freeze=2)
    end = 3 + len(rules)
    for row, rule in enumerate(rules, 4):
        rule_row(sheet, row, rule)
    sheet.choice((4, 6), (end, 6), "=Severities")
    sheet.number((4, 12), (end, 13), 0, 100000, whole=True)
    sheet.dates((4, 14), (end, 14))
    for word, look in (
        ("Tune", "bad"),
        ("No runbook", "bad"),
        ("Review", "mark"),
        ("Test", "info"),
        ("Keep", "good"),
    ):
        sheet.paint((4, 18), (end, 18), word, look)
    for word, look in (("Critical", "bad"), ("Major", "mark")):
        sheet.paint((4, 6), (end, 6), word, look)
    sheet.ws.autofilter(3, 0, end, 18)


def typed(name: str, rule: dict | None):
    """One field as a cell holds it."""
    if rule is None:
        return None
    if name in ("fired", "false"):
        return int(rule[name])
    return date.fromisoformat(rule[name]) if name == "reviewed" else rule[name]


def rule_row(sheet: Sheet, row: int, rule: dict | None) -> None:
    line = row + 1
    for column, name in enumerate(FIELDS):
        number = DATE if name == "reviewed" else "0" if name in ("fired", "false") else ""
        sheet.put(row, column, typed(name, rule), "input", number, **({"bold": True} if column < 2 else {}))
    worth = judge(rule) if rule else dict.fromkeys(("share", "useful", "next", "verdict"), "")
    blank, severity = f'OR($A{line}="",$G{line}="")', f"MATCH($G{line},Severities,0)"
    sheet.calc(row, 15, f'=IF(N(M{line})=0,"",N{line}/M{line})', worth["share"], "0%")
    sheet.calc(row, 16, f'=IF(M{line}="","",M{line}-N(N{line}))', worth["useful"], "0")
    sheet.calc(
        row,
        17,
        f'=IF(OR({blank},O{line}=""),"",EDATE(O{line},INDEX(ReviewMonths,{severity})))',
        worth["next"],
        DATE,
    )
    sheet.calc(
        row,
        18,
        f'=IF({blank},"",IF(J{line}="","No runbook",'
        f'IF(N(P{line})>INDEX(AcceptedShares,{severity}),"Tune or drop",'
        f'IF(AND(R{line}<>"",AsOf>N(R{line})),"Review",IF(N(M{line})>0,"Keep","Test it")))))',
        worth["verdict"],
        style="strong",
    )


def form(book: Book, rule: dict) -> None:
    sheet = book.sheet("Form", "How a rule is written: one filled beside one blank", [24, 56, 50, 50])
    sheet.header(3, ["Field", "What to write", f"Filled: {rule['id']}", "Blank"], freeze=1)
    for row, (name, advice) in enumerate(FORM.items(), 4):
        number = DATE if name == "reviewed" else "0" if name in ("fired", "false") else ""
        sheet.put(row, 0, LABELS[row - 4], "key")
        sheet.put(row, 1, advice)
        sheet.put(row, 2, typed(name, rule), "cell", number, align="left")
        sheet.put(row, 3, None, "input", number, align="left")


def summary(book: Book, rules: list[dict]) -> None:
    sheet = book.sheet(
        "Summary", "Alarms by severity and rules by verdict", [24, 12, 14, 14, 14, 4, 12, 14, 14, 14]
    )
    sheet.header(
        3,
        [
            "Severity",
            "Rules",
            "Fired",
            "False",
            "False share",
            "",
            "Your rules",
            "Fired",
            "False",
            "False share",
        ],
        freeze=0,
    )
    for row, severity in enumerate(SEVERITIES, 4):
        sheet.calc(row, 0, f"=INDEX(Severities,{row - 3})", severity, style="strong")
        severity_cells(
            sheet,
            row,
            1,
            "Catalogue",
            4 + len(rules),
            [rule for rule in rules if rule["severity"] == severity],
        )
        severity_cells(sheet, row, 6, "Your rules", 4 + BLANK_ROWS, [])
    sheet.header(9, ["Verdict", "Rules", "", "", "", "", "Your rules"], height=18)
    verdicts = [judge(rule)["verdict"] for rule in rules]
    for row, word in enumerate(("Keep", "Tune or drop", "No runbook", "Test it", "Review"), 10):
        sheet.put(row, 0, word, "key")
        sheet.calc(
            row, 1, f"=COUNTIF(Catalogue!$S$5:$S${4 + len(rules)},$A{row + 1})", verdicts.count(word), "0"
        )
        sheet.calc(row, 6, f"=COUNTIF('Your rules'!$S$5:$S${4 + BLANK_ROWS},$A{row + 1})", 0, "0")


def severity_cells(sheet: Sheet, row: int, column: int, source: str, end: int, rules: list[dict]) -> None:
    """Four cells: rules of that severity, alarms, false alarms and their share."""
    area = {letter: f"'{source}'!${letter}$5:${letter}${end}" for letter in "GMN"}
    fired, false = sum(int(rule["fired"]) for rule in rules), sum(int(rule["false"]) for rule in rules)
    letters = "ABCDEFGHIJ"
    sheet.calc(row, column, f"=COUNTIF({area['G']},$A{row + 1})", len(rules), "0")
    sheet.calc(row, column + 1, f"=SUMIF({area['G']},$A{row + 1},{area['M']})", fired, "#,##0")
    sheet.calc(row, column + 2, f"=SUMIF({area['G']},$A{row + 1},{area['N']})", false, "#,##0")
    over, under = f"{letters[column + 2]}{row + 1}", f"{letters[column + 1]}{row + 1}"
    sheet.calc(row, column + 3, f'=IF({under}=0,"",{over}/{under})', false / fired if fired else "", "0%")
