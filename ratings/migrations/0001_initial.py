import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("content", "0017_adaptations_are_a_facet"),
        ("people", "0003_member_theme"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SiteEpoch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("mu", models.FloatField()),
                ("sigma", models.FloatField()),
                ("practices", models.JSONField(default=dict)),
                ("early", models.BooleanField(default=True)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "get_latest_by": "pk",
            },
        ),
        migrations.CreateModel(
            name="TrustMark",
            fields=[
                (
                    "member",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="trust_mark",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("t", models.FloatField(default=0, verbose_name="trust")),
                ("is_seed", models.BooleanField(default=False, verbose_name="seed of trust")),
                ("is_suspended", models.BooleanField(default=False, verbose_name="suspended")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("t__gte", 0), ("t__lte", 1)), name="trust_is_0_to_1"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="UseReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "interest",
                    models.CharField(
                        choices=[
                            ("none", "None"),
                            ("employer", "My employer made it"),
                            ("vendor", "My employer sells a product it is about"),
                            ("colleague", "A colleague made it"),
                            ("customer", "I am a customer of who made it"),
                        ],
                        max_length=9,
                        verbose_name="declared interest",
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "adoption",
                    models.CharField(
                        choices=[
                            ("as-is", "We use it as it is"),
                            ("changed", "We use it with changes"),
                            ("ideas", "We took ideas from it"),
                            ("dropped", "We tried it and dropped it"),
                        ],
                        max_length=8,
                        verbose_name="what became of it",
                    ),
                ),
                (
                    "size_band",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("1-9", "1 to 9 people"),
                            ("10-49", "10 to 49 people"),
                            ("50-249", "50 to 249 people"),
                            ("250-999", "250 to 999 people"),
                            ("1000-4999", "1,000 to 4,999 people"),
                            ("5000-19999", "5,000 to 19,999 people"),
                            ("20000+", "20,000 people or more"),
                        ],
                        max_length=12,
                        verbose_name="size",
                    ),
                ),
                (
                    "sector",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("public", "Public administration"),
                            ("health", "Health and social care"),
                            ("education", "Education and research"),
                            ("finance", "Finance and insurance"),
                            ("retail", "Retail and wholesale"),
                            ("manufacturing", "Manufacturing"),
                            ("energy", "Energy and utilities"),
                            ("transport", "Transport and logistics"),
                            ("telecom", "Telecom and media"),
                            ("it-services", "IT services and managed services"),
                            ("professional", "Professional services"),
                            ("construction", "Construction and real estate"),
                            ("hospitality", "Hospitality and leisure"),
                            ("non-profit", "Non-profit"),
                            ("defence", "Defence and security"),
                            ("agriculture", "Agriculture"),
                            ("other", "Other sector"),
                        ],
                        max_length=20,
                        verbose_name="sector",
                    ),
                ),
                (
                    "maturity",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("0", "0: not in place"),
                            ("1", "1: initial, done when somebody thinks of it"),
                            ("2", "2: repeatable, done the same way by those who know"),
                            ("3", "3: defined, written down and followed"),
                            ("4", "4: managed, measured and corrected"),
                            ("5", "5: optimising, improved from its own figures"),
                        ],
                        max_length=1,
                        verbose_name="maturity",
                    ),
                ),
                ("tool", models.CharField(blank=True, max_length=100, verbose_name="tool")),
                ("where", models.CharField(blank=True, max_length=300, verbose_name="where it was used")),
                ("changes", models.CharField(blank=True, max_length=1000, verbose_name="what you changed")),
                ("metric", models.CharField(blank=True, max_length=200, verbose_name="what you measured")),
                ("before", models.CharField(blank=True, max_length=60, verbose_name="before")),
                ("after", models.CharField(blank=True, max_length=60, verbose_name="after")),
                (
                    "artefact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="use_reports",
                        to="content.artefact",
                    ),
                ),
                (
                    "as_organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="people.affiliation",
                    ),
                ),
                (
                    "as_role",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="people.role",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="content.version"
                    ),
                ),
            ],
            options={
                "verbose_name": "use report",
                "verbose_name_plural": "use reports",
            },
        ),
        migrations.CreateModel(
            name="Rating",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "interest",
                    models.CharField(
                        choices=[
                            ("none", "None"),
                            ("employer", "My employer made it"),
                            ("vendor", "My employer sells a product it is about"),
                            ("colleague", "A colleague made it"),
                            ("customer", "I am a customer of who made it"),
                        ],
                        max_length=9,
                        verbose_name="declared interest",
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("overall", models.PositiveSmallIntegerField(verbose_name="overall")),
                ("text", models.TextField(blank=True, verbose_name="review")),
                (
                    "state",
                    models.CharField(
                        choices=[("counted", "Counted"), ("quarantined", "Taken out by a moderator")],
                        default="counted",
                        max_length=11,
                    ),
                ),
                ("w", models.PositiveIntegerField(default=0, editable=False)),
                ("w_new", models.PositiveIntegerField(default=0, editable=False)),
                ("tie", models.PositiveSmallIntegerField(default=10000, editable=False)),
                ("useful", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="")),
                ("clear", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="")),
                ("complete", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="")),
                ("adaptable", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="")),
                ("would_use_again", models.BooleanField(blank=True, null=True)),
                ("helpful", models.PositiveIntegerField(default=0, editable=False)),
                ("unhelpful", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "artefact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="ratings",
                        to="content.artefact",
                    ),
                ),
                (
                    "as_organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="people.affiliation",
                    ),
                ),
                (
                    "as_role",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="people.role",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="content.version"
                    ),
                ),
                (
                    "use_report",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="rating",
                        to="ratings.usereport",
                    ),
                ),
            ],
            options={
                "verbose_name": "rating",
                "verbose_name_plural": "ratings",
            },
        ),
        migrations.CreateModel(
            name="CreatorRating",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "interest",
                    models.CharField(
                        choices=[
                            ("none", "None"),
                            ("employer", "My employer made it"),
                            ("vendor", "My employer sells a product it is about"),
                            ("colleague", "A colleague made it"),
                            ("customer", "I am a customer of who made it"),
                        ],
                        max_length=9,
                        verbose_name="declared interest",
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("overall", models.PositiveSmallIntegerField(verbose_name="overall")),
                ("text", models.TextField(blank=True, verbose_name="review")),
                (
                    "state",
                    models.CharField(
                        choices=[("counted", "Counted"), ("quarantined", "Taken out by a moderator")],
                        default="counted",
                        max_length=11,
                    ),
                ),
                ("w", models.PositiveIntegerField(default=0, editable=False)),
                ("w_new", models.PositiveIntegerField(default=0, editable=False)),
                ("tie", models.PositiveSmallIntegerField(default=10000, editable=False)),
                ("answers", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="")),
                ("upkeep", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="")),
                ("openness", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="")),
                (
                    "as_organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="people.affiliation",
                    ),
                ),
                (
                    "as_role",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="people.role",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "creator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="ratings_received",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("creator", "by"), name="one_creator_rating_per_member"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(("overall__gte", 1), ("overall__lte", 5)),
                                ("overall__isnull", True),
                                _connector="OR",
                            ),
                            models.Q(
                                models.Q(("answers__gte", 1), ("answers__lte", 5)),
                                ("answers__isnull", True),
                                _connector="OR",
                            ),
                            models.Q(
                                models.Q(("upkeep__gte", 1), ("upkeep__lte", 5)),
                                ("upkeep__isnull", True),
                                _connector="OR",
                            ),
                            models.Q(
                                models.Q(("openness__gte", 1), ("openness__lte", 5)),
                                ("openness__isnull", True),
                                _connector="OR",
                            ),
                        ),
                        name="creator_rating_is_1_to_5",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("creator", models.F("by")), _negated=True),
                        name="nobody_rates_themselves",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Endorsement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sentence", models.CharField(max_length=300, verbose_name="why")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="endorsements",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "creator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="endorsements_received",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "practice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="endorsements",
                        to="content.practice",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("creator", "by", "practice"), name="one_endorsement_per_practice"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("creator", models.F("by")), _negated=True),
                        name="nobody_endorses_themselves",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sentence", ""), _negated=True), name="endorsement_says_why"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="NotInterested",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "artefact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="content.artefact"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="not_interested",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("by", "artefact"), name="not_interested_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="HelpfulVote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_helpful", models.BooleanField()),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="helpful_votes",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "rating",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="votes", to="ratings.rating"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("rating", "by"), name="one_helpful_vote_per_member")
                ],
            },
        ),
        migrations.CreateModel(
            name="RatingRevision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "ending",
                    models.CharField(
                        choices=[("changed", "Changed"), ("withdrawn", "Withdrawn")], max_length=9
                    ),
                ),
                ("overall", models.PositiveSmallIntegerField(verbose_name="")),
                ("useful", models.PositiveSmallIntegerField(null=True, verbose_name="")),
                ("clear", models.PositiveSmallIntegerField(null=True, verbose_name="")),
                ("complete", models.PositiveSmallIntegerField(null=True, verbose_name="")),
                ("adaptable", models.PositiveSmallIntegerField(null=True, verbose_name="")),
                ("would_use_again", models.BooleanField(null=True)),
                (
                    "interest",
                    models.CharField(
                        choices=[
                            ("none", "None"),
                            ("employer", "My employer made it"),
                            ("vendor", "My employer sells a product it is about"),
                            ("colleague", "A colleague made it"),
                            ("customer", "I am a customer of who made it"),
                        ],
                        max_length=9,
                    ),
                ),
                ("text", models.TextField(blank=True)),
                ("given_at", models.DateTimeField()),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "artefact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rating_revisions",
                        to="content.artefact",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rating_revisions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="content.version"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ending", "withdrawn"), _negated=True), ("text", ""), _connector="OR"
                        ),
                        name="withdrawn_keeps_no_words",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Recommendation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "interest",
                    models.CharField(
                        choices=[
                            ("none", "None"),
                            ("employer", "My employer made it"),
                            ("vendor", "My employer sells a product it is about"),
                            ("colleague", "A colleague made it"),
                            ("customer", "I am a customer of who made it"),
                        ],
                        max_length=9,
                        verbose_name="declared interest",
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("sentence", models.CharField(max_length=200, verbose_name="for whom")),
                (
                    "artefact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="recommendations",
                        to="content.artefact",
                    ),
                ),
                (
                    "as_organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="people.affiliation",
                    ),
                ),
                (
                    "as_role",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="people.role",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
            ],
            options={
                "verbose_name": "recommendation",
                "verbose_name_plural": "recommendations",
                "constraints": [
                    models.UniqueConstraint(fields=("artefact", "by"), name="one_recommendation_per_member"),
                    models.CheckConstraint(
                        condition=models.Q(("sentence", ""), _negated=True),
                        name="recommendation_says_for_whom",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReviewReply",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField()),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="review_replies",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "rating",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="reply", to="ratings.rating"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="review_reply_says_something"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RingFlag",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "finding",
                    models.CharField(
                        choices=[("ring", "Members who vote together"), ("burst", "Many ratings at once")],
                        max_length=5,
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        choices=[("open", "Open"), ("confirmed", "Confirmed"), ("dismissed", "Dismissed")],
                        default="open",
                        max_length=9,
                    ),
                ),
                ("key", models.CharField(max_length=64, unique=True)),
                ("evidence", models.JSONField(default=dict)),
                ("found_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("artefacts", models.ManyToManyField(blank=True, related_name="+", to="content.artefact")),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "members",
                    models.ManyToManyField(blank=True, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("verdict", "open"), ("decided_at__isnull", False), _connector="OR"
                        ),
                        name="ring_verdict_says_when",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Tally",
            fields=[
                (
                    "artefact",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="tally",
                        serialize=False,
                        to="content.artefact",
                    ),
                ),
                ("tw", models.BigIntegerField(default=0)),
                ("ts", models.BigIntegerField(default=0)),
                ("uw", models.BigIntegerField(default=0)),
                ("us", models.BigIntegerField(default=0)),
                ("settled", models.PositiveIntegerField(default=0)),
                ("prior", models.FloatField(null=True)),
                ("figures", models.JSONField(default=dict)),
                (
                    "epoch",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="ratings.siteepoch",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ts__gte", 0), ("tw__gte", 0), ("us__gte", 0), ("uw__gte", 0)),
                        name="sums_are_not_negative",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="usereport",
            constraint=models.UniqueConstraint(fields=("by", "artefact"), name="one_use_report_per_member"),
        ),
        migrations.AddConstraint(
            model_name="usereport",
            constraint=models.CheckConstraint(
                condition=models.Q(("adoption__in", ["as-is", "changed", "ideas", "dropped"])),
                name="use_report_says_what_became",
            ),
        ),
        migrations.AddIndex(
            model_name="rating",
            index=models.Index(fields=["by", "-created_at"], name="rating_by_member"),
        ),
        migrations.AddConstraint(
            model_name="rating",
            constraint=models.UniqueConstraint(fields=("artefact", "by"), name="one_rating_per_member"),
        ),
        migrations.AddConstraint(
            model_name="rating",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        models.Q(("overall__gte", 1), ("overall__lte", 5)),
                        ("overall__isnull", True),
                        _connector="OR",
                    ),
                    models.Q(
                        models.Q(("useful__gte", 1), ("useful__lte", 5)),
                        ("useful__isnull", True),
                        _connector="OR",
                    ),
                    models.Q(
                        models.Q(("clear__gte", 1), ("clear__lte", 5)),
                        ("clear__isnull", True),
                        _connector="OR",
                    ),
                    models.Q(
                        models.Q(("complete__gte", 1), ("complete__lte", 5)),
                        ("complete__isnull", True),
                        _connector="OR",
                    ),
                    models.Q(
                        models.Q(("adaptable__gte", 1), ("adaptable__lte", 5)),
                        ("adaptable__isnull", True),
                        _connector="OR",
                    ),
                ),
                name="rating_is_1_to_5",
            ),
        ),
        migrations.AddConstraint(
            model_name="rating",
            constraint=models.CheckConstraint(
                condition=models.Q(("interest__in", ["none", "employer", "vendor", "colleague", "customer"])),
                name="rating_says_interest",
            ),
        ),
        migrations.AddConstraint(
            model_name="rating",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state", "counted"),
                    models.Q(("state", "quarantined"), ("w", 0), ("w_new", 0)),
                    _connector="OR",
                ),
                name="quarantined_rating_weighs_nothing",
            ),
        ),
    ]
