"""How much of one text stands in another, and which of very many texts are worth comparing.

A text is the set of its *passages*: every run of RUN words, without case and punctuation (w-shingling: Broder,
"On the resemblance and containment of documents", 1997). ``share`` is exact. To find candidates, the passages'
hashes are thrown into BINS and the least of each bin kept (one-permutation hashing: Li, Owen, Zhang, 2012; an
empty bin borrows from the next filled one: Shrivastava, Li, 2014). Two texts agree in a bin about as often as
their passages overlap, |A and B| / |A or B|. The bins are taken in ROWS at a time to BANDS hashes: texts that
overlap by 2/3, as two of one length do that share 80 %, meet in one of 20 with probability
1 - (1 - (2/3)**3)**20 = 99.9 %, those that overlap by 1/10 with 2 %.
"""

import hashlib
import re
from collections.abc import Iterable

RUN = 5
ROWS = 3
BANDS = 20
BINS = ROWS * BANDS
# Fewer passages are a form's headings or a title page: many share them, and nobody has copied anything.
FEWEST = 30
# Of longer texts the beginning counts: 60,000 words are some 150 pages.
MOST_WORDS = 60_000

_WORD = re.compile(r"\w+")
_SIZE = 8  # bytes of a hash


def passages(texts: Iterable[str]) -> frozenset[int]:
    """The hashes of all runs of RUN words of the texts, one after the other; empty for fewer than FEWEST."""
    words: list[str] = []
    for text in texts:
        words += _WORD.findall(text.casefold())[: MOST_WORDS - len(words)]
        if len(words) >= MOST_WORDS:
            break
    runs = {" ".join(words[start : start + RUN]) for start in range(len(words) - RUN + 1)}
    return frozenset(map(_hash, runs)) if len(runs) >= FEWEST else frozenset()


def share(of: frozenset[int], other: frozenset[int]) -> float:
    """Which part of the passages ``of`` one text stands in the ``other``, 0 to 1; 0 for no passages."""
    return len(of & other) / len(of) if of else 0.0


def bands(found: frozenset[int]) -> list[int]:
    """BANDS numbers of 63 bits, one of which similar texts have in common; none for no passages."""
    if not found:
        return []
    least = _least(found)
    return [
        _signed(f"{band}:{','.join(map(str, least[band * ROWS : band * ROWS + ROWS]))}")
        for band in range(BANDS)
    ]


def _least(found: frozenset[int]) -> list[int]:
    """The least passage of each bin; an empty bin takes what the next filled one has, and how far it is."""
    bins: list[int | None] = [None] * BINS
    for passage in found:
        number, rest = passage % BINS, passage // BINS
        least = bins[number]
        if least is None or rest < least:
            bins[number] = rest
    return [_filled(bins, number) for number in range(BINS)]


def _filled(bins: list[int | None], number: int) -> int:
    turned = enumerate(bins[number:] + bins[:number])
    away, least = next((away, least) for away, least in turned if least is not None)
    # The distance is mixed in, or neighbours that borrow would agree without having anything in common.
    return least * BINS + away


def _hash(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=_SIZE).digest())


def _signed(text: str) -> int:
    """A number that fits a column of 64 bits with a sign."""
    return _hash(text) >> 1
