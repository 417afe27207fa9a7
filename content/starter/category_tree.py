"""Artefact 4: incident category tree (workbook and CSV)."""

from pathlib import Path

from .house_style import Book, Sheet
from .tables import read_guide, read_table, write_table

TITLE = "Incident category tree"
FILES = ["incident-category-tree.xlsx", "incident-category-tree.csv"]
LABELS = ["Code", "Area", "Topic", "Category", "Example, in the words of a user", "Default group", "Not this"]
WIDTHS = [10, 23, 25, 34, 52, 24, 62]
BLANK_ROWS = 60
LOOKUPS = ["ACC-101", "ACC-203", "WRK-202", "COL-302", "NET-203", "BUS-403", "DAT-303", "SEC-104"]


def build(folder: Path) -> None:
    """Write workbook and CSV into ``folder``."""
    leaves = read_table("categories")
    write_table(folder / FILES[1], LABELS, [list(leaf.values()) for leaf in leaves])
    book = Book(folder / FILES[0], TITLE)
    book.how_to("What the user sees, who takes it first, and what it is not", read_guide("category_tree"))
    tree(book, leaves)
    look_up(book, leaves)
    sorting(book, "Sorting test, filled", read_table("category_sorting"), leaves)
    sorting(book, "Sorting test, blank", [None] * 20, leaves)
    own_tree(book)
    counts(book, leaves)
    book.close()


def tree(book: Book, leaves: list[dict]) -> None:
    sheet = book.sheet(
        "Tree",
        f"{len(leaves)} leaves in {len({leaf['area'] for leaf in leaves})} areas; filter by area or group",
        WIDTHS,
    )
    sheet.header(3, LABELS, freeze=4)
    for row, leaf in enumerate(leaves, 4):
        sheet.line(row, list(leaf.values()))
        sheet.put(row, 0, leaf["code"], "key")
    end = 3 + len(leaves)
    sheet.ws.autofilter(3, 0, end, 6)
    names = ("Codes", "Areas", "Topics", "Categories", "Examples", "Groups", "Hints")
    for name, column in zip(names, "ABCDEFG", strict=True):
        book.file.define_name(name, f"=Tree!${column}$5:${column}${end + 1}")


def look_up(book: Book, leaves: list[dict]) -> None:
    sheet = book.sheet(
        "Look-up",
        "Type a code, read the rest: eight are filled in, twelve are free",
        [10, 23, 25, 34, 24, 62],
    )
    sheet.header(3, ["Code", "Area", "Topic", "Category", "Default group", "Not this"], freeze=1)
    by_code = {leaf["code"]: leaf for leaf in leaves}
    columns = {
        "Areas": "area",
        "Topics": "topic",
        "Categories": "category",
        "Groups": "group",
        "Hints": "not_this",
    }
    for row, code in enumerate(LOOKUPS + [""] * 12, 4):
        sheet.put(row, 0, code, "input", bold=True)
        for column, (name, field) in enumerate(columns.items(), 1):
            formula = (
                f'=IF($A{row + 1}="","",IFERROR(INDEX({name},MATCH($A{row + 1},Codes,0)),"no such code"))'
            )
            sheet.calc(row, column, formula, by_code[code][field] if code else "")
    sheet.choice((4, 0), (3 + len(LOOKUPS) + 12, 0), "=Codes")


def agreement(first: str, second: str, level: str, leaves: dict[str, dict]) -> str:
    """Yes or no: whether two codes fall into the same leaf, topic or area."""
    one, two = leaves[first], leaves[second]
    fields = {"code": ["code"], "topic": ["area", "topic"], "area": ["area"]}[level]
    return "Yes" if all(one[field] == two[field] for field in fields) else "No"


def sorting(book: Book, name: str, rows: list[dict | None], leaves: list[dict]) -> None:
    """Two raters sort the same tickets; shares of agreement stand above the list."""
    filled = rows[0] is not None
    sheet = book.sheet(
        name,
        "Two analysts sort alone; agreement is counted at leaf, topic and area",
        [56, 11, 11, 10, 10, 10, 12, 60],
    )
    end = 7 + len(rows)
    sheet.header(
        7,
        [
            "Ticket text",
            "Analyst A",
            "Analyst B",
            "Same leaf",
            "Same topic",
            "Same area",
            "Settled as",
            "What was said",
        ],
        freeze=1,
    )
    by_code, results = {leaf["code"]: leaf for leaf in leaves}, []
    for row, ticket in enumerate(rows, 8):
        results.append(sorting_row(sheet, row, ticket, by_code))
    for column, level in ((3, "leaf"), (4, "topic"), (5, "area")):
        answers = [result[column - 3] for result in results]
        agreement_share(sheet, column, f"Same {level}", end, answers)
    right = [bool(ticket) and ticket["rater_a"] == ticket["rater_b"] == ticket["settled"] for ticket in rows]
    sheet.put(3, 6, "Both right", "key")
    settled = f'SUMPRODUCT(--(G9:G{end + 1}<>""))'
    sheet.calc(
        4,
        6,
        f'=IF({settled}=0,"",SUMPRODUCT((B9:B{end + 1}=G9:G{end + 1})*(C9:C{end + 1}=G9:G{end + 1})'
        f'*(G9:G{end + 1}<>""))/{settled})',
        sum(right) / len(right) if filled else "",
        "0%",
        "strong",
    )
    for column in (1, 2):  # the settled answer may also be "Request"
        sheet.choice((8, column), (end, column), "=Codes")
    sheet.paint((8, 3), (end, 5), "No", "bad")
    sheet.paint((8, 3), (end, 5), "Yes", "good")


def agreement_share(sheet: Sheet, column: int, label: str, end: int, answers: list[str]) -> None:
    letter = "ABCDEF"[column]
    area = f"{letter}9:{letter}{end + 1}"
    done = [answer for answer in answers if answer]
    total = f'(COUNTIF({area},"Yes")+COUNTIF({area},"No"))'
    sheet.put(3, column, label, "key")
    sheet.calc(
        4,
        column,
        f'=IF({total}=0,"",COUNTIF({area},"Yes")/{total})',
        done.count("Yes") / len(done) if done else "",
        "0%",
        "strong",
    )


def sorting_row(sheet: Sheet, row: int, ticket: dict | None, by_code: dict[str, dict]) -> list[str]:
    typed = ticket or {}
    for column, name in {0: "ticket", 1: "rater_a", 2: "rater_b", 6: "settled", 7: "talk"}.items():
        sheet.put(row, column, typed.get(name), "input")
    a, b = f"$B{row + 1}", f"$C{row + 1}"
    area = f"INDEX(Areas,MATCH({a},Codes,0))=INDEX(Areas,MATCH({b},Codes,0))"
    topic = f"{area.replace('Areas', 'Topics')},{area}"
    tests = [f"{a}={b}", f"AND({topic})", area]
    results = []
    for column, (level, test) in enumerate(zip(("code", "topic", "area"), tests, strict=True), 3):
        value = agreement(typed["rater_a"], typed["rater_b"], level, by_code) if ticket else ""
        sheet.calc(row, column, f'=IF(OR({a}="",{b}=""),"",IF({test},"Yes","No"))', value)
        results.append(value)
    return results


def own_tree(book: Book) -> None:
    sheet = book.sheet(
        "Your tree",
        f"Blank form for {BLANK_ROWS} leaves of your own; the check reads each line",
        [*WIDTHS, 22],
    )
    sheet.header(3, [*LABELS, "Check"], freeze=4)
    end = 3 + BLANK_ROWS
    for row in range(4, end + 1):
        sheet.line(row, [None] * 7, "input")
        line = row + 1
        filled = f"COUNTA(A{line}:G{line})"
        sheet.calc(
            row,
            7,
            f'=IF({filled}=0,"",IF(COUNTIF($A$5:$A${end + 1},A{line})>1,"Double code",'
            f'IF({filled}<7,"Missing: "&(7-{filled}),"Complete")))',
            "",
        )
    sheet.choice((4, 5), (end, 5), "=GroupNames", "Groups are listed on the sheet Counts.")
    sheet.paint((4, 7), (end, 7), "Complete", "good")
    sheet.paint((4, 7), (end, 7), "Double", "bad")
    sheet.paint((4, 7), (end, 7), "Missing", "mark")


def counts(book: Book, leaves: list[dict]) -> None:
    sheet = book.sheet("Counts", "Leaves by area and by default group", [30, 12, 12, 4, 30, 12, 12])
    sheet.header(3, ["Area", "Leaves", "Share", "", "Default group", "Leaves", "Share"], freeze=0)
    for column, (field, name) in {0: ("area", "Areas"), 4: ("group", "Groups")}.items():
        words = list(dict.fromkeys(leaf[field] for leaf in leaves))
        words = sorted(words) if field == "group" else words
        for row, word in enumerate(words, 4):
            cell = f"{'AE'[column // 4]}{row + 1}"
            number = sum(leaf[field] == word for leaf in leaves)
            sheet.put(row, column, word, "input" if field == "group" else "key")
            sheet.calc(row, column + 1, f"=COUNTIF({name},{cell})", number, "0")
            sheet.calc(row, column + 2, f"=COUNTIF({name},{cell})/COUNTA(Codes)", number / len(leaves), "0%")
        if field == "group":
            book.file.define_name("GroupNames", f"=Counts!$E$5:$E${4 + len(words)}")
