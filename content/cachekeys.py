"""Keys under which this room keeps things in a cache."""

from hashlib import blake2b


def key_of(*parts):
    """One key for these parts of an address: they may hold what no cache takes for a key, and any length of it."""
    return blake2b("/".join(map(str, parts)).encode(), digest_size=16).hexdigest()
