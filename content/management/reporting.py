"""Says what a load did, one reason a line."""

MOST_NAMES = 60


def in_tenths(artefacts, *, write):
    """The same artefacts, with a line each time another tenth of them is done: for a log, where no bar moves."""
    total = len(artefacts)
    for done, artefact in enumerate(artefacts, 1):
        yield artefact
        if done * 10 // total > (done - 1) * 10 // total:
            write(f"{done} of {total} artefacts done.")


def tell(report, write):
    """Print the three counts and what was left out, grouped by reason, with ``write``."""
    counts = f"{len(report.new)} new, {len(report.updated)} updated, {len(report.unchanged)} unchanged"
    write(f"{counts}, {len(report.skipped)} skipped.")
    reasons = {}
    for skipped in report.skipped:
        reasons.setdefault(skipped.why, []).append(skipped.what)
    for why, names in reasons.items():
        more = f" and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""
        write(f"Skipped ({why}): {', '.join(names[:MOST_NAMES])}{more}")
