"""What Telegram's answers mean: real errors, as PTB raises them, against the table of §4.3."""

import asyncio
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from telegram import Bot
from telegram.error import BadRequest, InvalidToken, NetworkError, RetryAfter, TelegramError
from telegram.request import HTTPXRequest

from bot.outcomes import AGAIN_AFTER, LONGEST_WAIT, back_off, outcome_of, seconds_of
from db.sending import Claimed, Outcome, Result

NOW = datetime(2024, 3, 20, 1, 0, tzinfo=UTC)
TOKEN = "123456789:AAFakeFakeFakeFakeFakeFakeFakeFakeFake"
Answer = Callable[[httpx.Request], httpx.Response]


def claimed(
    card: str = "checklist", *, edit: bool = False, attempts: int = 0, unknowns: int = 0
) -> Claimed:
    return Claimed(
        id=7,
        chat_id=42,
        card=card,
        subject=1,
        args={},
        attempts=attempts,
        unknowns=unknowns,
        shows_id=6 if edit else 7,
        edit=edit,
        message_id=99 if edit else None,
        leased_until=NOW,
    )


def refused(status: int, description: str, **parameters: object) -> Answer:
    body = {"ok": False, "error_code": status, "description": description}
    if parameters:
        body["parameters"] = parameters
    return lambda _request: httpx.Response(status, text=json.dumps(body))


def broken(error: type[httpx.TransportError]) -> Answer:
    def answer(request: httpx.Request) -> httpx.Response:
        raise error("broken", request=request)

    return answer


def error_of(answer: Answer) -> TelegramError:
    """Return what PTB raises for a send that is answered so; nothing leaves this process."""

    async def send() -> TelegramError:
        transport = {"transport": httpx.MockTransport(answer)}
        request = HTTPXRequest(httpx_kwargs=transport)
        # One of its own for updates would read the certificates of the network, unused.
        bot = Bot(TOKEN, request=request, get_updates_request=request)
        async with bot.request:
            try:
                await bot.send_message(42, "x")
            except TelegramError as error:
                return error
        raise AssertionError("it was sent")

    return asyncio.run(send())


BLOCKED = "Forbidden: bot was blocked by the user"
NOT_FOUND = "Bad Request: chat not found"
NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are "
    "exactly the same as a current content and reply markup of the message"
)
LATER = [
    pytest.param(broken(httpx.ConnectError), id="connection refused"),
    pytest.param(broken(httpx.ConnectTimeout), id="connection times out"),
    pytest.param(broken(httpx.PoolTimeout), id="pool is full"),
]
UNKNOWN = [
    pytest.param(broken(httpx.ReadTimeout), id="read times out"),
    pytest.param(broken(httpx.WriteTimeout), id="write times out"),
    pytest.param(broken(httpx.ReadError), id="reset"),
    pytest.param(broken(httpx.WriteError), id="broken pipe"),
    pytest.param(broken(httpx.RemoteProtocolError), id="hung up"),
    pytest.param(refused(500, "Internal Server Error"), id="500"),
    pytest.param(refused(502, "Bad Gateway"), id="502"),
    pytest.param(refused(503, "Service Unavailable"), id="503"),
    pytest.param(lambda _request: httpx.Response(502, text="<html>nginx</html>"), id="html"),
    pytest.param(refused(409, "Conflict: terminated by other getUpdates request"), id="409"),
]
NEVER = [
    pytest.param(refused(403, BLOCKED), Result.GONE, id="blocked"),
    pytest.param(refused(403, "Forbidden: user is deactivated"), Result.GONE, id="deactivated"),
    pytest.param(
        refused(403, "Forbidden: bot can't initiate conversation with a user"), Result.GONE,
        id="never started",
    ),
    pytest.param(
        refused(403, "Forbidden: bot was kicked from the group chat"), Result.GONE, id="kicked"
    ),
    pytest.param(refused(400, NOT_FOUND), Result.GONE, id="chat not found"),
    pytest.param(refused(400, "Bad Request: CHAT NOT FOUND"), Result.GONE, id="capitals"),
    pytest.param(refused(400, "Bad Request: message is too long"), Result.NEVER, id="too long"),
    pytest.param(
        refused(400, "Bad Request: can't parse entities: Unsupported start tag \"x\" at 0"),
        Result.NEVER, id="bad html",
    ),
    pytest.param(refused(400, NOT_MODIFIED), Result.NEVER, id="not modified, yet no edit"),
]  # fmt: skip


@pytest.mark.parametrize("answer", LATER)
@pytest.mark.parametrize("card", ["checklist", "digest"])
def test_what_was_surely_not_sent_is_sent_later(answer: Answer, card: str) -> None:
    outcome = outcome_of(error_of(answer), claimed(card, attempts=3, unknowns=1), NOW)

    assert outcome.result is Result.LATER
    assert outcome.again_at is not None
    assert timedelta(seconds=6) <= outcome.again_at - NOW <= timedelta(seconds=10)


@pytest.mark.parametrize("answer", UNKNOWN)
def test_a_reminder_that_may_have_arrived_is_repeated_once_after_a_minute(answer: Answer) -> None:
    error = error_of(answer)

    first = outcome_of(error, claimed(), NOW)
    second = outcome_of(error, claimed(unknowns=1), NOW)

    assert (first.result, first.again_at) == (Result.UNKNOWN, NOW + AGAIN_AFTER)
    assert timedelta(seconds=60) <= AGAIN_AFTER
    assert (second.result, second.again_at) == (Result.UNKNOWN, None)


@pytest.mark.parametrize("answer", UNKNOWN)
def test_a_digest_that_may_have_arrived_is_held(answer: Answer) -> None:
    outcome = outcome_of(error_of(answer), claimed("digest"), NOW)

    assert (outcome.result, outcome.again_at) == (Result.UNKNOWN, None)


@pytest.mark.parametrize("answer", UNKNOWN)
@pytest.mark.parametrize("card", ["checklist", "digest"])
def test_an_edit_that_may_have_arrived_is_tried_a_few_times_and_then_given_up(
    answer: Answer, card: str
) -> None:
    again = outcome_of(error_of(answer), claimed(card, edit=True, unknowns=4), NOW)
    given_up = outcome_of(error_of(answer), claimed(card, edit=True, unknowns=5), NOW)

    assert (again.result, again.again_at) == (Result.UNKNOWN, NOW + AGAIN_AFTER)
    assert (given_up.result, given_up.again_at) == (Result.UNKNOWN, None)


@pytest.mark.parametrize(("answer", "result"), NEVER)
def test_what_telegram_refuses_for_good_is_never_sent(answer: Answer, result: Result) -> None:
    error = error_of(answer)

    assert outcome_of(error, claimed(), NOW) == Outcome(7, result, error=error.message)


def test_a_bad_request_is_caught_before_the_network_error_that_it_is() -> None:
    error = error_of(refused(400, "Bad Request: message is too long"))

    assert isinstance(error, BadRequest)
    assert isinstance(error, NetworkError)
    assert outcome_of(error, claimed(), NOW).result is Result.NEVER


def test_a_refusal_whose_cause_is_the_network_is_still_a_refusal() -> None:
    error = BadRequest("Message is too long")
    error.__cause__ = httpx.ConnectError("x")

    assert outcome_of(error, claimed(), NOW).result is Result.NEVER


def test_an_edit_that_changes_nothing_is_done() -> None:
    outcome = outcome_of(error_of(refused(400, NOT_MODIFIED)), claimed(edit=True), NOW)

    assert outcome == Outcome(7, Result.SENT, message_id=99)


def test_an_edit_of_a_message_that_is_gone_is_given_up() -> None:
    error = error_of(refused(400, "Bad Request: message to edit not found"))

    assert outcome_of(error, claimed(edit=True), NOW).result is Result.NEVER


def test_a_chat_that_moved_is_written_to_where_it_is_now() -> None:
    answer = refused(
        400,
        "Bad Request: group chat was upgraded to a supergroup chat",
        migrate_to_chat_id=-100987,
    )

    outcome = outcome_of(error_of(answer), claimed(), NOW)

    assert (outcome.result, outcome.chat_id) == (Result.MOVED, -100987)


@pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")
def test_too_many_requests_are_sent_when_telegram_says() -> None:
    answer = refused(429, "Too Many Requests: retry after 17", retry_after=17)

    outcome = outcome_of(error_of(answer), claimed("digest", attempts=4), NOW)

    assert (outcome.result, outcome.again_at) == (Result.LATER, NOW + timedelta(seconds=17))


@pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")
@pytest.mark.parametrize("asked", [17, timedelta(seconds=17)], ids=["int", "timedelta"])
@pytest.mark.parametrize("as_timedelta", ["0", "1"])
def test_the_wait_asked_for_is_read_in_either_form(
    monkeypatch: pytest.MonkeyPatch, asked: int | timedelta, as_timedelta: str
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", as_timedelta)

    assert seconds_of(RetryAfter(asked)) == timedelta(seconds=17)


@pytest.mark.parametrize(
    "answer", [refused(401, "Unauthorized"), refused(404, "Not Found")], ids=["401", "404"]
)
def test_a_token_that_is_wrong_loses_no_message_and_is_not_repeated(answer: Answer) -> None:
    error = error_of(answer)

    outcome = outcome_of(error, claimed("digest"), NOW)

    assert isinstance(error, InvalidToken)
    assert (outcome.result, outcome.again_at) == (Result.LATER, NOW + LONGEST_WAIT)
    assert TOKEN not in (outcome.error or "")


@pytest.mark.parametrize("answer", [*LATER, *UNKNOWN])
def test_no_outcome_tells_the_token(answer: Answer) -> None:
    assert TOKEN not in repr(outcome_of(error_of(answer), claimed(), NOW))


@pytest.mark.parametrize(
    ("attempts", "seconds"), [(0, 1), (1, 2), (4, 16), (8, 256), (9, 300), (10_000, 300)]
)
def test_waits_double_up_to_five_minutes_and_differ(attempts: int, seconds: int) -> None:
    waits = [back_off(attempts).total_seconds() for _ in range(50)]

    assert all(0.75 * seconds <= wait <= 1.25 * seconds for wait in waits)
    assert len(set(waits)) > 40
