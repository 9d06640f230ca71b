"""What a page says of one name, kept so that a look-up from one place does not cost the length of the file.

Things are kept by section and by *content*: two of the same content differ only in where they stand, so of each content only
the nearest few matter.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Hashable, Iterable, Iterator
from typing import Generic, Protocol, TypeVar


class Placed(Protocol):
    """order: offset in the file. home: the chain that it belongs to, or None. content: all that matters but the place."""

    @property
    def order(self) -> int: ...
    @property
    def section(self) -> int: ...
    @property
    def home(self) -> int | None: ...
    @property
    def content(self) -> Hashable: ...


T = TypeVar("T", bound=Placed)


def _order(thing: Placed) -> int:
    return thing.order


class Shelf(Generic[T]):
    """Everything of one kind that is said of one name. Iteration is in the order of adding."""

    def __init__(self) -> None:
        self._all: list[T] = []
        self._anywhere: dict[Hashable, list[T]] = {}
        self._sections: dict[int, dict[Hashable, list[T]]] = {}
        self._homes: dict[int, list[T]] = {}

    def add(self, thing: T) -> None:
        self._all.append(thing)
        here = self._sections.setdefault(thing.section, {})
        for places in (self._anywhere, here):
            insort(places.setdefault(thing.content, []), thing, key=_order)
        if thing.home is not None:
            self._homes.setdefault(thing.home, []).append(thing)

    def __iter__(self) -> Iterator[T]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    def of(self, chains: Iterable[int]) -> Iterator[T]:
        """What belongs to these chains."""
        for chain in chains:
            yield from self._homes.get(chain, ())

    def before(self, order: int, section: int | None = None) -> Iterator[Iterator[T]]:
        """For each content what stands before an offset, the latest first. section: only there, or None: in the file."""
        for places in self._places(section):
            end = bisect_left(places, order, key=_order)
            yield (places[index] for index in range(end - 1, -1, -1))

    def after(self, order: int, section: int | None = None) -> Iterator[T]:
        """The first of each content that does not stand before the offset."""
        for places in self._places(section):
            start = bisect_left(places, order, key=_order)
            yield from places[start : start + 1]

    def last(self, order: int, section: int | None = None) -> Iterator[T]:
        """The very last of each content, if it does not stand before the offset."""
        for places in self._places(section):
            if places[-1].order >= order:
                yield places[-1]

    def _places(self, section: int | None) -> Iterable[list[T]]:
        return (self._anywhere if section is None else self._sections.get(section, {})).values()
