"""How often somebody may ask: a bucket of tokens for each, which fills at a steady rate."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable

from trustsim.workshop.refusals import TooFast

#: So many are remembered; who has not asked for long is forgotten first, and has a full bucket then anyway.
MOST_KNOWN = 10_000


class Limit:
    """Lets each of many do something so often.

    Usage:
        >>> wrong_codes = Limit(burst=10, per_second=0.2)
        >>> wrong_codes.check("192.168.0.7")
        >>> wrong_codes.take("192.168.0.7")
    """

    def __init__(self, burst: float, per_second: float, clock: Callable[[], float] = time.monotonic) -> None:
        """Make a limit.

        Args:
            burst: how often at once.
            per_second: how often in the long run.
            clock: tells the time, in seconds.
        """
        self.burst, self.rate, self.clock = burst, per_second, clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, who: str) -> None:
        """Count once.

        Raises:
            TooFast: the bucket is empty; nothing is counted then.
        """
        with self._lock:
            left, now = self._now(who)
            if left < 1:
                raise TooFast((1 - left) / self.rate)
            self._left[who] = (left - 1, now)
            self._left.move_to_end(who)
            while len(self._left) > MOST_KNOWN:
                self._left.popitem(last=False)

    def check(self, who: str) -> None:
        """Check that there is something left, without taking it.

        Raises:
            TooFast: there is not.
        """
        with self._lock:
            left, _ = self._now(who)
        if left < 1:
            raise TooFast((1 - left) / self.rate)

    def _now(self, who: str) -> tuple[float, float]:
        now = self.clock()
        left, since = self._left.get(who, (self.burst, now))
        return min(self.burst, left + (now - since) * self.rate), now
