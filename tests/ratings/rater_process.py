"""One of several processes that rate one artefact: ``python -m tests.ratings.rater_process ARTEFACT MEMBER...``

Says that it is ready, waits for a line, then rates as each of the members in turn. Its database is DATABASE_URL's.
"""

import os
import sys

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"


def main(artefact_id, *members):
    import django

    django.setup()
    from content.models import Artefact
    from people.models import Member
    from ratings import judging

    artefact = Artefact.objects.get(pk=artefact_id)
    raters = Member.objects.in_bulk(members)
    print("ready", flush=True)
    sys.stdin.readline()
    for number in members:
        judging.rate(artefact, by=raters[int(number)], overall=3 + int(number) % 3, interest="none")


if __name__ == "__main__":
    main(*sys.argv[1:])
