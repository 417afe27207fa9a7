"""Write every file of the starter library: ``python -m content.starter.generate [FOLDER]``."""

import sys
from importlib import import_module
from pathlib import Path

MODULES = [
    "priority_matrix",
    "category_tree",
    "service_entries",
    "change_risk",
    "standard_changes",
    "known_errors",
    "event_rules",
    "kpi_catalogue",
]
FOLDER = Path(__file__).parent / "files"


def generate(folder: Path = FOLDER) -> list[Path]:
    """Write all files into ``folder`` and answer their paths; the same bytes at each run."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name in MODULES:
        module = import_module(f".{name}", __package__)
        module.build(folder)
        written += [folder / file for file in module.FILES]
    return written


if __name__ == "__main__":
    for path in generate(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER):
        print(f"{path.stat().st_size:>8}  {path.name}")
