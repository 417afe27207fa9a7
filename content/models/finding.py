"""Tables that keep lists, counts and search flat; each has one writer."""

from django.db import models

from content.enums import Facet
from content.models.artefacts import Artefact


class FacetValue(models.Model):
    """Something lists can be narrowed by: (practice, incident-management). Written by content.facets only."""

    facet = models.PositiveSmallIntegerField(choices=Facet.choices)
    slug = models.CharField(max_length=100)
    label = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["facet", "slug"], name="one_facet_value_per_slug")]

    def __str__(self):
        return self.label


class FacetEntry(models.Model):
    """A listed artefact under one facet value, with copies of the sort keys: one range scan per list page.

    Written by content.facets only.
    """

    value = models.ForeignKey(FacetValue, on_delete=models.CASCADE, related_name="entries", db_index=False)
    artefact = models.ForeignKey(
        Artefact, on_delete=models.CASCADE, related_name="facet_entries", db_index=False
    )
    published_at = models.DateTimeField()
    downloads = models.PositiveIntegerField(default=0)
    confirmed_at = models.DateTimeField()
    low = models.FloatField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["value", "-published_at", "-artefact"], name="facet_newest"),
            models.Index(fields=["value", "-downloads", "-artefact"], name="facet_downloads"),
            models.Index(fields=["value", "-confirmed_at", "-artefact"], name="facet_confirmed"),
            models.Index(fields=["value", "-low", "-artefact"], name="facet_best"),
            models.Index(fields=["artefact"], name="facet_of_artefact"),
        ]
        constraints = [
            # The value first: whether artefacts have a second value is then looked up in few pages of the index.
            models.UniqueConstraint(fields=["value", "artefact"], name="one_entry_per_facet_value")
        ]

    def __str__(self):
        return f"{self.value_id}: {self.artefact_id}"


class FacetSet(models.Model):
    """The values of one listed artefact that filters offer, as one text of their ids: "1 7 30".

    Counting a thousand artefacts reads a thousand short rows here instead of ten thousand entries. Written by
    content.facets only, with the entries.
    """

    artefact = models.OneToOneField(
        Artefact, primary_key=True, on_delete=models.CASCADE, related_name="facet_set"
    )
    packed = models.TextField()

    def __str__(self):
        return f"{self.artefact_id}: {self.packed}"


class FacetPair(models.Model):
    """How many listed artefacts have both values (first <= second; equal: the value alone).

    Written by content.facets only, in the transaction of the change; a nightly recount finds no difference.
    """

    first = models.ForeignKey(FacetValue, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(FacetValue, on_delete=models.CASCADE, related_name="+")
    n = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="one_count_per_facet_pair"),
            models.CheckConstraint(
                condition=models.Q(first__lte=models.F("second")), name="facet_pair_in_order"
            ),
            models.CheckConstraint(condition=models.Q(n__gte=0), name="facet_pair_not_negative"),
        ]

    def __str__(self):
        return f"{self.first_id}, {self.second_id}: {self.n}"


class SearchDocument(models.Model):
    """The words of one listed artefact. The index of lexemes stands beside it, in the engine's own table.

    Written by content.search only.
    """

    artefact = models.OneToOneField(
        Artefact, primary_key=True, on_delete=models.CASCADE, related_name="words"
    )
    parts = models.JSONField(default=list)  # [[where, text], ...] in the original spelling, for snippets
    best = models.BooleanField(default=True)  # among the 20,000 ranked in full

    def __str__(self):
        return str(self.artefact_id)


class SearchWord(models.Model):
    """An unstemmed word and in how many documents it stands: what "did you mean" chooses from."""

    word = models.CharField(max_length=40, unique=True)
    length = models.PositiveSmallIntegerField()
    documents = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["length", "-documents"], name="searchword_by_length")]

    def __str__(self):
        return self.word
