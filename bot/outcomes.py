"""What an answer of Telegram's means for a message; its exceptions end here."""

import random
from datetime import datetime, timedelta

import httpx
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.cards import ONCE_ONLY
from db.sending import Claimed, Outcome, Result

#: How long before a message is sent again of which nobody knows whether it arrived.
AGAIN_AFTER = timedelta(seconds=60)
#: How often an edit is tried of which nobody knows whether it arrived.
EDIT_TRIES = 5
#: The longest wait between tries while Telegram is away.
LONGEST_WAIT = timedelta(minutes=5)
NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)


def outcome_of(  # noqa: PLR0911 - one a kind of answer
    error: TelegramError, claimed: Claimed, now: datetime
) -> Outcome:
    """Return what a failed send comes to: later, unknown, never, moved, or sent after all."""
    row, text = claimed.id, error.message
    match error:
        case RetryAfter():
            return Outcome(row, Result.LATER, again_at=now + seconds_of(error), error=text)
        case ChatMigrated():
            # under the same number the new chat has another message, if any: an edit is over
            result = Result.WITHDRAWN if claimed.edit else Result.MOVED
            return Outcome(row, result, chat_id=error.new_chat_id, error=text)
        case BadRequest() if claimed.edit and "message is not modified" in text.lower():
            return Outcome(row, Result.SENT, message_id=claimed.message_id)
        case Forbidden():
            return Outcome(row, Result.GONE, error=text)
        case BadRequest():
            gone = "chat not found" in text.lower()
            return Outcome(row, Result.GONE if gone else Result.NEVER, error=text)
        case InvalidToken():
            return Outcome(row, Result.LATER, again_at=now + LONGEST_WAIT, error="invalid token")
        case NetworkError() if isinstance(error.__cause__, NOT_SENT):
            later = now + back_off(claimed.attempts)
            return Outcome(row, Result.LATER, again_at=later, error=text)
    again_at = now + AGAIN_AFTER if _may_repeat(claimed) else None
    return Outcome(row, Result.UNKNOWN, again_at=again_at, error=text)


def _may_repeat(claimed: Claimed) -> bool:
    """Tell whether a message that may have arrived is sent again: once; an edit a few times more.

    An edit does no harm when it arrives twice, but one that never arrives must not hold up its
    chat for ever.
    """
    if claimed.edit:
        return claimed.unknowns < EDIT_TRIES
    return claimed.card not in ONCE_ONLY and claimed.unknowns == 0


def seconds_of(error: RetryAfter) -> timedelta:
    """Return how long Telegram asks to wait."""
    asked = error.retry_after
    return asked if isinstance(asked, timedelta) else timedelta(seconds=asked)


def back_off(attempts: int) -> timedelta:
    """Return a wait that doubles with every attempt, from a second on, and is never the same."""
    longest = min(2**attempts, LONGEST_WAIT.total_seconds())
    return timedelta(seconds=longest * random.uniform(0.75, 1.25))  # noqa: S311 - not a secret
