"""A small folder with a MANIFEST.csv, for tests of what reads one."""

import csv
import hashlib

from content.manifests import NAME, NEEDED, OPTIONAL

TEXT = b"---\nauthor: somebody\n---\n# Severity\n\nWho to call at three in the morning.\n"


def row(folder, file="artefacts/a/severity.md", content=TEXT, **values):
    """A row and the file it names."""
    path = folder / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return {
        "file": file,
        "title": "Severity levels",
        "kind": "guideline",
        "itil_practice": "Incident management",
        "source_repo": "acme/handbook",
        "source_path": "docs/severity levels.md",
        "author": "Acme",
        "licence": "CC-BY-4.0",
        "sha256": hashlib.sha256(content).hexdigest(),
        "bytes": str(len(content)),
        "source_commit": "bc9f858ccbba",
        "language": "en",
        "artefact": "severity-levels",
        "tags": "incident|on-call",
        "summary": "Five levels and who is called.",
    } | values


def write(folder, rows, *, encoding="utf-8", columns=(*NEEDED, *OPTIONAL)):
    """Write the manifest of these rows; answers the folder."""
    with (folder / NAME).open("w", encoding=encoding, errors="surrogateescape", newline="") as out:
        writer = csv.DictWriter(out, columns, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    return folder
