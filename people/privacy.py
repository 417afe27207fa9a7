"""What the house holds on a member: each room says for its own tables how they are exported and erased.

A room registers a ``Holding`` from its ``apps.py``. ``tests/people/test_privacy.py`` finds every foreign key to
Member, those of installed packages too, and fails for one that no holding covers.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from people.models import Member


@dataclass(frozen=True)
class Effects:
    """What closing an account does, in sentences fit to be shown."""

    goes: list[str] = field(default_factory=list)
    stays: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Holding:
    """One room's part.

    ``covers`` names columns as "app.Model.field". ``export`` answers what becomes ``<name>.json``: dicts, lists,
    texts, numbers, dates. ``files`` answers (path in the ZIP, opener) pairs. ``erase`` deletes or anonymises inside
    the caller's transaction, which holds the member's row; with ``keep_name`` published work stays under the name.
    ``renamed`` refreshes what shows a member's name, address or headline elsewhere; ``standing_changed`` looks anew
    at what a member said who was suspended, may act again (``is_back``), or works elsewhere, inside the caller's
    transaction.
    """

    name: str
    covers: frozenset[str]
    export: Callable[[Member], Any]
    effects: Callable[[Member], Effects]
    erase: Callable[..., None]
    files: Callable[[Member], Iterator[tuple[str, Callable[[], BinaryIO]]]] = lambda member: iter(())
    renamed: Callable[[Member], None] = lambda member: None
    standing_changed: Callable[..., None] = lambda member, is_back: None


_holdings: dict[str, Holding] = {}


def register(holding: Holding) -> None:
    """Once for each name; the same again replaces it, as a reloaded app does."""
    _holdings[holding.name] = holding


def holdings() -> list[Holding]:
    """All of them, in the order of the rooms."""
    return list(_holdings.values())


def tell_renamed(member: Member) -> None:
    """The name or the slug is another one: each room refreshes what prints it."""
    for holding in holdings():
        holding.renamed(member)


def tell_standing_changed(member: Member, *, is_back: bool = False) -> None:
    """A member was suspended, may act again, or works elsewhere: each room looks anew at what they said."""
    for holding in holdings():
        holding.standing_changed(member, is_back=is_back)


def effects(member: Member) -> Effects:
    """What would go and what would stay, of all rooms."""
    parts = [holding.effects(member) for holding in holdings()]
    return Effects(
        [text for part in parts for text in part.goes], [text for part in parts for text in part.stays]
    )
