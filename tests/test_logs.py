"""The log: one line a fact, and never a token in it."""

import io
import logging
from collections.abc import Iterator

import pytest

from bot.logs import Redacting, redact, set_up_logging

TOKEN = "123456789:AAFakeFake-Fake_FakeFakeFakeFakeFakeFa"
URL = f"https://api.telegram.org/bot{TOKEN}/sendMessage"


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """Log to a string; the root logger and the chatty ones are put back afterwards."""
    root = logging.getLogger()
    names = ("httpx", "httpcore", "apscheduler", "telegram")
    levels = {name: logging.getLogger(name).level for name in names}
    handlers, level = root.handlers[:], root.level
    set_up_logging("DEBUG", "a-secret-of-no-shape")
    stream = io.StringIO()
    handler = root.handlers[0]
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(stream)
    yield stream
    root.handlers[:] = handlers
    root.setLevel(level)
    for name, former in levels.items():
        logging.getLogger(name).setLevel(former)


def fail() -> None:
    raise ValueError(f"no answer from {URL}")


def fail_chained() -> None:
    try:
        fail()
    except ValueError as error:
        raise RuntimeError(TOKEN) from error


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(lambda log: log.info(f"calling {URL}"), id="message"),  # noqa: G004
        pytest.param(lambda log: log.info("calling %s with %r", URL, {"token": TOKEN}), id="args"),
        pytest.param(lambda log: log.info("%(url)s", {"url": URL}), id="named args"),
        pytest.param(lambda log: log.info(URL), id="bare"),
        pytest.param(lambda log: log.error("x", exc_info=ValueError(URL)), id="exception"),
        pytest.param(lambda log: log.info("the %s", "a-secret-of-no-shape"), id="other secret"),
        pytest.param(lambda log: log.info("x", stack_info=True), id="stack"),
    ],
)
def test_a_token_is_blotted_out_wherever_it_stands(written: io.StringIO, line: object) -> None:
    assert callable(line)
    line(logging.getLogger("telegram.ext"))

    assert "the a-secret" not in written.getvalue()
    assert "AAFake" not in written.getvalue()
    assert "INFO" in written.getvalue() or "ERROR" in written.getvalue()


def test_a_token_is_blotted_out_of_a_chain_of_tracebacks(written: io.StringIO) -> None:
    try:
        fail_chained()
    except RuntimeError:
        logging.getLogger("bot").exception("it failed with %s", TOKEN)

    text = written.getvalue()
    assert "ValueError: no answer from https://api.telegram.org/bot[token]/sendMessage" in text
    assert "RuntimeError: [token]" in text
    assert "AAFake" not in text


def test_a_token_in_an_exceptions_group_and_notes_is_blotted_out(written: io.StringIO) -> None:
    inner = ValueError(URL)
    inner.add_note(f"while asking {URL}")

    logging.getLogger("bot").error("x", exc_info=ExceptionGroup("two", [inner, OSError(TOKEN)]))

    assert "AAFake" not in written.getvalue()
    assert written.getvalue().count("[token]") == 3


@pytest.mark.parametrize("name", ["httpx", "httpcore", "httpcore.connection", "apscheduler"])
def test_chatty_libraries_are_heard_from_warnings_on(written: io.StringIO, name: str) -> None:
    log = logging.getLogger(name)

    log.info("HTTP Request: POST %s", URL)
    log.warning("trouble")

    assert [line.split(": ")[-1] for line in written.getvalue().splitlines()] == ["trouble"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (TOKEN, "[token]"),
        (f"/bot{TOKEN}/getMe", "/bot[token]/getMe"),
        (f"bot{TOKEN}", "bot[token]"),
        (f"x_{TOKEN}", "x_[token]"),
        (f"{TOKEN}，{TOKEN}", "[token]，[token]"),
        (f"file/bot{TOKEN}/photos/1.jpg", "file/bot[token]/photos/1.jpg"),
        (TOKEN.replace(":", "%3A"), "[token]"),
        ("17:30", "17:30"),
        ("update=123456789 chat=42", "update=123456789 chat=42"),
        ("2024-03-11 09:30:00", "2024-03-11 09:30:00"),
    ],
)
def test_what_looks_like_a_token_is_blotted_out_and_nothing_else(text: str, expected: str) -> None:
    assert redact(text) == expected


def test_an_empty_secret_blots_out_nothing() -> None:
    assert redact("a b c", "") == "a b c"


def test_a_line_says_when_how_grave_where_and_what() -> None:
    record = logging.LogRecord("bot.x", logging.INFO, "f", 1, "sent message=%s", (12,), None)

    line = Redacting().format(record)

    assert line.endswith(" INFO    bot.x: sent message=12")
