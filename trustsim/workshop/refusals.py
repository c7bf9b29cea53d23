"""Why a room does not do what somebody asks: in words for the screen, and a code for the page."""

from __future__ import annotations

from trustsim.errors import InputError


class Refused(InputError):
    """A room refuses what was asked.

    ``code`` says why, for pages: they act on some.
    """

    code = "bad_input"

    def __init__(self, words: str, code: str = "") -> None:
        super().__init__(words)
        self.code = code or self.code


class NotNow(Refused):
    """It would be fine at another time: the room has moved on, or is not there yet."""

    code = "not_now"


class NoSuchRoom(Refused):
    """There is no such room, or no such code."""

    code = "no_room"

    def __init__(
        self, words: str = "There is no room with this code. Look at the screen in front and type it again."
    ) -> None:
        super().__init__(words)


class Stranger(Refused):
    """Nobody knows who asks."""

    code = "who"

    def __init__(self, words: str = "This room does not know you. Join with its code.") -> None:
        super().__init__(words)


class NotYours(Refused):
    """Whoever asks is known, and may not."""

    code = "not_yours"

    def __init__(self, words: str = "Only the trainer may do that.") -> None:
        super().__init__(words)


class TooFast(Refused):
    """Too much was asked in too short a time; ``seconds`` says how long to wait."""

    code = "slow_down"

    def __init__(self, seconds: float) -> None:
        super().__init__(f"That was too fast. Wait {max(1, round(seconds))} seconds and try again.")
        self.seconds = seconds
