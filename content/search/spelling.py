"""One typo forgiven: the query with its unknown words replaced by the nearest known ones."""

from django.db.models import Q
from rapidfuzz import process
from rapidfuzz.distance import OSA

from content.models import SearchWord
from content.search.lexemes import spans
from content.search.vocabulary import LONGEST, SHORTEST

MOST_NEIGHBOURS = 10_000  # words looked at, the most used ones of the lengths in question
LONG_WORD = 9  # letters from which two slips are forgiven


def suggest(query):
    """The query with its unknown words corrected, or "" where there is nothing to correct. One query."""
    typed = {term.word for term in query.terms if term.word.isalpha()}
    typed = {word for word in typed if SHORTEST <= len(word) <= LONGEST}
    if not typed:
        return ""
    known = _neighbours(typed)
    corrections = {word: _nearest(word, known) for word in typed if not _is_known(word, known)}
    return _corrected(query.text, {word: right for word, right in corrections.items() if right})


def _neighbours(typed):
    """The known words of about these lengths, the most used first, and the typed ones if they are known."""
    lengths = {len(word) + step for word in typed for step in (-1, 0, 1)}
    words = SearchWord.objects.filter(Q(length__in=lengths) | Q(word__in=typed), documents__gt=0)
    return list(words.order_by("-documents", "word").values_list("word", flat=True)[:MOST_NEIGHBOURS])


def _is_known(word, known):
    return any(other.startswith(word) for other in known)


def _nearest(word, known):
    """The known word with the fewest letters added, dropped, changed or swapped; the more used one of two."""
    slips = 2 if len(word) >= LONG_WORD else 1
    best = process.extractOne(word, known, scorer=OSA.distance, score_cutoff=slips)
    return best[0] if best else ""


def _corrected(text, corrections):
    """``text`` with these words replaced; "" where there is nothing to replace."""
    if not corrections:
        return ""
    pieces, rest = [], 0
    for start, end, folded in spans(text):
        if right := corrections.get("".join(folded)):
            pieces += [text[rest:start], right]
            rest = end
    return "".join([*pieces, text[rest:]])
