"""Text to lexemes, once for both engines: folded, split and stemmed here, so that both find the same.

Plain Python. The stemmer is Snowball's English one (https://snowballstem.org/algorithms/english/stemmer.html).
"""

import re
import unicodedata
from functools import lru_cache

import Stemmer

LONGEST_WORD = 40  # characters; what is longer is cut alike in documents and queries

# Scripts without spaces between words: each sign is a word, and a query of two signs asks for both.
_SIGNS = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"[{_SIGNS}]|((?:(?![{_SIGNS}])[^\W_])+)(?:['’]s(?![^\W_]))?")
_HYPHENATED = re.compile(r"[^\W\d_]+(?:[-‐‑][^\W\d_]+)+")
_HYPHENS = re.compile("[-‐‑]")
_ALPHANUMERIC = re.compile(r"[^\W_]+")

# Letters that Unicode does not take apart into a base letter and an accent.
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"})
# British and American spelling are one word here: half the field writes each.
_AMERICAN = re.compile(r"(?<=\w{3})iz(?=(?:e|ed|es|er|ers|ing|ation|ations|ational)$)")
_ONE_SPELLING = {
    "behavior": "behaviour",
    "catalog": "catalogue",
    "catalogs": "catalogues",
    "center": "centre",
    "centers": "centres",
    "license": "licence",
    "licenses": "licences",
    "program": "programme",
    "programs": "programmes",
}

_stemmer = Stemmer.Stemmer("english", 0)  # our cache below holds the answers


def tidy(text):
    """Text as the database takes it: composed (NFC), without NUL and without halves of characters."""
    if not text.isascii():
        text = text.encode("utf-8", "ignore").decode("utf-8")
        text = unicodedata.normalize("NFC", text)
    return text.replace("\x00", " ")


def spans(text):
    """(start, end, folded words) of each word of tidy text; usually one word, none for a stray accent."""
    for match in _WORD.finditer(text):
        yield match.start(), match.end(), fold(match.group(1) or match.group())


def words(text):
    """The folded words of tidy text, in order, not stemmed."""
    return [word for match in _WORD.finditer(text) for word in fold(match.group(1) or match.group())]


def lexemes(text):
    """The stems of tidy text in order, then hyphenated words once more as one ("postmortem")."""
    return [stem(word) for word in words(text)] + compounds(text)


def compounds(text):
    """The stems of the hyphenated words of tidy text, each as one word."""
    if "-" not in text and text.isascii():
        return []
    return [stem(word) for match in _HYPHENATED.finditer(text) for word in joined(match.group())]


def joined(hyphenated):
    """("postmortem",) for "post-mortem"; nothing for what is too long to be one word."""
    word = "".join(fold(_HYPHENS.sub("", hyphenated)))
    return (word,) if len(word) < LONGEST_WORD else ()


@lru_cache(maxsize=100_000)
def fold(word):
    """Lower case, without accents, in one spelling: ("naive",) for "Naïve"; () where nothing is left."""
    if word.isascii():
        return (_spelling(word.lower())[:LONGEST_WORD],)
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", word).casefold())
    plain = "".join(sign for sign in plain if not unicodedata.category(sign).startswith("M"))
    found = _ALPHANUMERIC.findall(unicodedata.normalize("NFC", plain).translate(_LETTERS))
    return tuple(_spelling(part)[:LONGEST_WORD] for part in found)


def _spelling(word):
    return _ONE_SPELLING.get(word) or _AMERICAN.sub("is", word)


@lru_cache(maxsize=100_000)
def stem(word):
    """The stem of a folded word; numbers and identifiers ("p1", "0412") stay whole."""
    return _stemmer.stemWord(word) if word.isalpha() and word.isascii() else word
