"""``Keeper``: what was last used, up to so many bytes, for all threads."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

T = TypeVar("T")


class Keeper(Generic[T]):
    """Keeps things by key; what was used longest ago goes first. Nobody may change what is kept.

    Attributes:
        most: the most bytes to keep.
        bytes: those that are kept now.
    """

    def __init__(self, most: int) -> None:
        self.most, self.bytes = most, 0
        self._kept: OrderedDict[Hashable, tuple[T, int]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> T | None:
        """Return what is kept under a key, or None."""
        with self._lock:
            if key not in self._kept:
                return None
            self._kept.move_to_end(key)
            return self._kept[key][0]

    def put(self, key: Hashable, thing: T, size: int) -> None:
        """Keep a thing of so many bytes, unless something is kept under its key."""
        with self._lock:
            if key in self._kept:
                return
            self._kept[key] = (thing, size)
            self.bytes += size
            while self.bytes > self.most and len(self._kept) > 1:
                _, (_, freed) = self._kept.popitem(last=False)
                self.bytes -= freed

    def __len__(self) -> int:
        return len(self._kept)
