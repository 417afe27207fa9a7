"""manage.py evaluate_ratings: the product's own arithmetic on public data sets, beside the usual ways."""

import json
from pathlib import Path
from time import perf_counter

from django.core.management.base import BaseCommand, CommandError

from ratings.evaluation import attack, fooling, fraud, ranking, recommending, scale, small
from ratings.evaluation.dataset import Dataset, read
from ratings.evaluation.report import Report
from ratings.evaluation.rows import DatasetError

TASKS = ("fraud", "attack", "rank", "small", "recommend", "creators", "scale")
MADE_UP = {"small", "scale"}  # tasks on data of their own


class Command(BaseCommand):
    help = (
        "Measure ratings, trust, suspicion and recommendations on a data set. Exits 1 where a bar is missed."
    )

    def add_arguments(self, parser):
        parser.add_argument("--task", choices=TASKS, required=True)
        parser.add_argument(
            "--dataset", type=Path, help="a folder with a dataset.toml; small and scale need none"
        )
        parser.add_argument(
            "--columns", default="", help="user,item,value,time as numbers from 1, such as 1,2,4,6"
        )
        parser.add_argument(
            "--targets", type=int, default=50, help="how many artefacts are attacked (%(default)s)"
        )
        parser.add_argument(
            "--seeds", type=int, help="how many draws are averaged (task rank: 10, others: 3)"
        )
        parser.add_argument("--json", type=Path, help="also write the figures to this file")

    def handle(self, *args, task, dataset, columns, targets, seeds, **options):
        if targets < 1 or (seeds is not None and seeds < 1):
            raise CommandError("--targets and --seeds are at least 1.")
        started = perf_counter()
        try:
            data = None if task in MADE_UP else read(_folder(task, dataset), columns=columns)
            report = run(task, data, targets=targets, seeds=seeds or (10 if task in {"rank", "small"} else 3))
        except DatasetError as error:
            raise CommandError(str(error)) from error
        report.seconds = perf_counter() - started
        self.stdout.write("\n".join(report.table()))
        if options["json"]:
            options["json"].write_text(json.dumps(report.as_json(), indent=1) + "\n", encoding="utf-8")
        if not report.passed:
            raise CommandError("Missed: " + ", ".join(bar.name for bar in report.bars if not bar.met) + ".")


def run(task: str, data: Dataset | None, *, targets: int, seeds: int) -> Report:
    """Run one task; the attack on a data set with trust edges is that of fooled members."""
    if task == "small":
        return small.run(seeds=seeds)
    if task == "scale":
        return scale.run()
    if task == "fraud":
        return fraud.run(data)
    if task == "creators":
        return recommending.creators(data)
    if not data.ratings:
        raise DatasetError(f"The {task} task needs ratings: name a ratings file in dataset.toml.")
    if task == "recommend":
        return recommending.run(data)
    if task == "rank":
        return ranking.run(data, seeds=seeds)
    return (fooling if data.trust else attack).run(data, targets=targets, seeds=seeds)


def _folder(task: str, dataset: Path | None) -> Path:
    if dataset is None:
        raise DatasetError(f"The {task} task needs --dataset: a folder with a dataset.toml.")
    return dataset
