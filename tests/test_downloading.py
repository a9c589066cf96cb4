"""Downloading: each trouble's outcome, nothing fetched twice or lost, no token in any log."""

import asyncio
import gzip
import io
import logging
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from telegram import Bot
from telegram.request import HTTPXRequest

from bot.desk import Desk
from bot.downloading import LEASE, TRIES, Downloader
from bot.logs import set_up_logging
from bot.sections import FilesPart
from db.tables import Attachment, Outbox
from db.vocabulary import FileState
from scheduler.clock import MovableClock
from tests.ledger_cast import OFFICE, a_cast, add, all_of, at, make_database
from tests.play import settings_for
from tests.test_sandbox_harness import in_loop, until

NOW = at("2024-03-20 10:00")
TOKEN = "123456789:AAFakeFakeFakeFakeFakeFakeFakeFakeFake"
PDF = b"%PDF-1.7\n" + bytes(1000)
MB = 1024 * 1024
Handler = Callable[[httpx.Request], httpx.Response]


class Stream(httpx.AsyncByteStream):
    """A body that comes in pieces, and then ends, breaks or never goes on."""

    def __init__(self, *pieces: bytes, end: Exception | None = None, hangs: bool = False) -> None:
        self.pieces, self.end, self.hangs, self.sent = pieces, end, hangs, 0

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self.pieces:
            self.sent += 1
            yield piece
        if self.hangs:
            await asyncio.Event().wait()
        if self.end is not None:
            raise self.end


def refusal(code: int, words: str, **parameters: int) -> httpx.Response:
    body = {"ok": False, "error_code": code, "description": words, "parameters": parameters}
    return httpx.Response(code, json=body)


@dataclass
class Telegram:
    """A Telegram that knows one file; ``where`` and ``what`` answer for it instead if given."""

    content: bytes = PDF
    size: int | None = None
    where: Handler | None = None
    what: Handler | None = None
    asked: int = 0

    async def handle(self, request: httpx.Request) -> httpx.Response:
        if request.url.path.startswith("/file/"):
            if self.what is not None:
                return self.what(request)
            return httpx.Response(200, stream=Stream(self.content))
        self.asked += 1
        if self.where is not None:
            return self.where(request)
        size = len(self.content) if self.size is None else self.size
        file = {"file_id": "f", "file_unique_id": "u", "file_size": size, "file_path": "d/1.pdf"}
        return httpx.Response(200, json={"ok": True, "result": file})


@dataclass
class Scene:
    """A downloader on a fresh database, with a Telegram of its own."""

    desk: Desk
    clock: MovableClock
    telegram: Telegram
    transport: httpx.MockTransport
    bot: Bot
    client: httpx.AsyncClient
    contact: int
    sent: list[int] = field(default_factory=list)

    def downloader(self, patience: float = 60) -> Downloader:
        return Downloader(self.desk, self.bot, self.client, patience)

    def receives(self, name: str = "名单.pdf", **given: object) -> None:
        number = len(self.sent) + 1
        values: dict[str, object] = {
            "contact_id": self.contact, "chat_id": 7, "message_id": number, "file_id": f"f{number}",
            "name": name, "album": f"+{number}", "not_before": NOW, "received_at": NOW,
        }  # fmt: skip
        row = self.desk.db.write_now(lambda session: add(session, Attachment(**values | given)))
        self.sent.append(row.id)

    @property
    def row(self) -> Attachment:
        return all_of(self.desk.db, Attachment)[0]

    @property
    def told(self) -> list[Outbox]:
        return list(all_of(self.desk.db, Outbox))

    @property
    def kept(self) -> list[bytes]:
        files = self.desk.settings.files_folder.rglob("*")
        return [one.read_bytes() for one in files if one.is_file()]


@asynccontextmanager
async def scene(folder: Path, telegram: Telegram) -> AsyncIterator[Scene]:
    transport, clock = httpx.MockTransport(telegram.handle), MovableClock(NOW)
    settings = settings_for(folder, OFFICE)
    request = HTTPXRequest(httpx_kwargs={"transport": transport})
    bot = Bot(
        TOKEN,
        base_url="http://telegram.test/bot",
        base_file_url="http://telegram.test/file/bot",
        request=request,
        get_updates_request=request,
    )
    with make_database(folder) as database:
        cast = database.write_now(a_cast)
        desk = Desk(database, clock, settings)
        async with httpx.AsyncClient(transport=transport) as client:
            yield Scene(desk, clock, telegram, transport, bot, client, cast.wang)
        await request.shutdown()


@in_loop
async def test_a_file_is_fetched_judged_and_kept(tmp_path: Path) -> None:
    async with scene(tmp_path, Telegram()) as play:
        play.receives("../../名单.exe")

        await play.downloader().drain()

        assert play.kept == [PDF]
        assert play.row.state is FileState.STORED
        assert play.row.path == f"{play.row.sha256[:2]}/{play.row.sha256[2:]}.pdf"  # type: ignore[index]
        assert (play.row.kind, play.row.size, play.row.stored_at) == ("pdf", len(PDF), NOW)
        assert play.told == []


@in_loop
async def test_the_same_content_is_kept_once_for_all_who_send_it(tmp_path: Path) -> None:
    async with scene(tmp_path, Telegram()) as play:
        for _ in range(5):
            play.receives()

        await play.downloader().drain()

        assert len(play.kept) == 1
        assert {row.path for row in all_of(play.desk.db, Attachment)} == {play.row.path}


def answers(status: int, **given: object) -> Handler:
    return lambda _: httpx.Response(status, **given)  # type: ignore[arg-type]


def raises(error: Exception) -> Handler:
    def handler(_: httpx.Request) -> httpx.Response:
        raise error

    return handler


def streams(*pieces: bytes, end: Exception | None = None, hangs: bool = False) -> Handler:
    return lambda _: httpx.Response(200, stream=Stream(*pieces, end=end, hangs=hangs))


LATER = [
    pytest.param(Telegram(what=answers(500)), 1, id="500"),
    pytest.param(Telegram(what=answers(404)), 1, id="404"),
    pytest.param(Telegram(what=answers(302, headers={"location": "http://x.test/"})), 1, id="302"),
    pytest.param(Telegram(what=answers(429)), 0, id="429"),
    pytest.param(Telegram(what=answers(401)), 0, id="401"),
    pytest.param(Telegram(what=raises(httpx.ConnectError("no"))), 1, id="refused"),
    pytest.param(Telegram(what=raises(httpx.ReadTimeout("slow"))), 1, id="timeout"),
    pytest.param(Telegram(what=raises(RuntimeError("broken"))), 1, id="our own mistake"),
    pytest.param(Telegram(what=streams(PDF[:9], end=httpx.ReadError("cut"))), 1, id="reset"),
    pytest.param(Telegram(what=streams(PDF[:9], hangs=True)), 1, id="too slow"),
    pytest.param(Telegram(size=len(PDF) + 1), 1, id="shorter than said"),
    pytest.param(Telegram(size=len(PDF) - 1), 1, id="longer than said"),
    pytest.param(Telegram(where=answers(502, text="<html>")), 1, id="getFile 502"),
    pytest.param(Telegram(where=raises(httpx.ConnectError("no"))), 1, id="getFile refused"),
    pytest.param(
        Telegram(where=lambda _: refusal(429, "Too Many Requests", retry_after=30)), 0, id="flood"
    ),
    pytest.param(Telegram(where=lambda _: refusal(401, "Unauthorized")), 0, id="wrong token"),
    pytest.param(
        Telegram(where=lambda _: refusal(
            400, "Bad Request: wrong file_id or the file is temporarily unavailable"
        )), 1, id="temporarily unavailable",
    ),
]  # fmt: skip


@pytest.mark.filterwarnings("ignore:.*retry_after")
@pytest.mark.parametrize(("telegram", "attempts"), LATER)
@in_loop
async def test_what_may_pass_is_tried_again_a_little_later(
    tmp_path: Path, telegram: Telegram, attempts: int
) -> None:
    async with scene(tmp_path, telegram) as play:
        play.receives()

        await play.downloader(patience=0.05).drain()

        assert play.row.state is FileState.WAITING
        assert play.row.attempts == attempts
        assert timedelta(seconds=20) < play.row.not_before - NOW <= timedelta(minutes=5)
        assert play.row.error
        assert (play.told, play.kept) == ([], [])


ENDLESS = Stream(*[bytes(MB)] * 30)
REFUSED = [
    pytest.param(Telegram(b"MZ\x90\x00\x03"), "kind", id="program"),
    pytest.param(Telegram(b"<html><script>"), "kind", id="page"),
    pytest.param(Telegram(b"Rar!\x1a\x07\x00"), "kind", id="a kind not taken"),
    pytest.param(Telegram(size=20 * MB + 1), "too_large", id="said to be too large"),
    pytest.param(
        Telegram(what=lambda _: httpx.Response(200, stream=ENDLESS)), "too_large", id="endless"
    ),
    pytest.param(
        Telegram(where=lambda _: refusal(400, "Bad Request: file is too big")), "too_large",
        id="telegram says so",
    ),
    pytest.param(
        Telegram(what=answers(
            200, headers={"content-encoding": "gzip"}, stream=Stream(gzip.compress(bytes(30 * MB)))
        ), size=len(gzip.compress(bytes(30 * MB)))), "kind", id="a bomb",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("telegram", "why"), REFUSED)
@in_loop
async def test_what_is_not_taken_is_refused_at_once_and_its_sender_told(
    tmp_path: Path, telegram: Telegram, why: str
) -> None:
    async with scene(tmp_path, telegram) as play:
        play.receives("现场.jpg")

        await play.downloader().drain()

        assert (play.row.state, play.row.error) == (FileState.REFUSED, why)
        (told,) = play.told
        assert (told.card, told.chat_id, told.bulk) == ("unfetched", 7, False)
        assert play.kept == []
        assert ENDLESS.sent <= 21


@in_loop
async def test_a_file_that_telegram_does_not_have_is_not_tried_again(tmp_path: Path) -> None:
    words = "Bad Request: invalid file_id"
    async with scene(tmp_path, Telegram(where=lambda _: refusal(400, words))) as play:
        play.receives()

        await play.downloader().drain()

        assert (play.row.state, play.row.attempts) == (FileState.FAILED, 1)
        assert [(row.card, row.bulk) for row in play.told] == [("unfetched", True)]


@in_loop
async def test_after_six_tries_over_hours_the_sender_is_asked_again_and_the_office_is_not(
    tmp_path: Path,
) -> None:
    async with scene(tmp_path, Telegram(what=answers(500))) as play:
        play.receives()
        waits = []
        while True:
            began = play.clock.now()
            await play.downloader().drain()
            if play.row.state is not FileState.WAITING:
                break
            waits.append((play.row.not_before - began).total_seconds())
            play.clock.move_to(play.row.not_before)

        assert play.row.state is FileState.FAILED
        assert play.telegram.asked == TRIES == 6
        for wait, least in zip(waits, (30, 120, 480, 1920, 7200), strict=True):
            assert 0.75 * least <= wait <= 1.25 * least
        assert [row.chat_id for row in play.told] == [7]


@in_loop
async def test_a_fetcher_killed_in_the_middle_leaves_the_file_to_the_next(tmp_path: Path) -> None:
    hanging = Telegram(what=streams(PDF[:9], hangs=True))
    async with scene(tmp_path, hanging) as play:
        play.receives()
        killed = asyncio.create_task(play.downloader().drain())
        await until(lambda: hanging.asked)
        killed.cancel()
        await asyncio.gather(killed, return_exceptions=True)
        assert play.row.state is FileState.CLAIMED

        hanging.what = None
        await play.downloader().drain()
        assert play.row.state is FileState.CLAIMED
        play.clock.move(LEASE)
        await play.downloader().drain()

        assert (play.row.state, play.row.attempts) == (FileState.STORED, 2)
        assert play.kept == [PDF]


@in_loop
async def test_a_file_that_kills_its_fetcher_every_time_is_given_up(tmp_path: Path) -> None:
    async with scene(tmp_path, Telegram()) as play:
        play.receives(attempts=TRIES, state=FileState.CLAIMED, leased_until=NOW)

        await play.downloader().drain()

        assert (play.row.state, play.telegram.asked) == (FileState.FAILED, 0)


@in_loop
async def test_a_stop_gives_back_what_is_under_way(tmp_path: Path) -> None:
    hanging = Telegram(what=streams(PDF[:9], hangs=True))
    async with scene(tmp_path, hanging) as play:
        play.receives()
        stopping = asyncio.Event()
        running = asyncio.create_task(play.downloader().run(stopping))
        await until(lambda: hanging.asked)

        stopping.set()
        await asyncio.wait_for(running, 5)

        assert (play.row.state, play.row.attempts) == (FileState.WAITING, 0)


@in_loop
async def test_a_ring_wakes_the_fetcher(tmp_path: Path) -> None:
    async with scene(tmp_path, Telegram()) as play:
        stopping = asyncio.Event()
        running = asyncio.create_task(play.downloader().run(stopping))
        await asyncio.sleep(0)
        play.receives()

        play.desk.files_bell.set()
        await until(lambda: play.row.state is FileState.STORED)

        stopping.set()
        await asyncio.wait_for(running, 5)


@in_loop
async def test_a_disk_that_takes_nothing_is_told_once_a_day_and_tried_again(tmp_path: Path) -> None:
    async with scene(tmp_path, Telegram()) as play:
        folder = play.desk.settings.files_folder
        folder.write_text("in the way")
        play.receives()
        for _ in range(8):
            await play.downloader().drain()
            play.clock.move(timedelta(minutes=11))

        assert (play.row.state, play.row.attempts, play.row.error) == (FileState.WAITING, 0, "disk")
        assert [(row.chat_id, row.args["template"]) for row in play.told] == [
            (OFFICE, "disk_notice")
        ]
        folder.unlink()
        await play.downloader().drain()
        assert play.row.state is FileState.STORED


@in_loop
async def test_a_file_that_breaks_the_fetcher_does_not_stop_the_others(tmp_path: Path) -> None:
    def breaks_once(_: httpx.Request) -> httpx.Response:
        telegram.what = None
        raise RuntimeError("broken")

    telegram = Telegram(what=breaks_once)
    async with scene(tmp_path, telegram) as play:
        for _ in range(4):
            play.receives()

        await play.downloader().drain()

        states = sorted(row.state for row in all_of(play.desk.db, Attachment))
        assert states == [FileState.STORED] * 3 + [FileState.WAITING]


@in_loop
async def test_the_office_decides_which_kinds_are_taken(tmp_path: Path) -> None:
    async with scene(tmp_path, Telegram()) as play:
        chosen = play.desk.settings.model_copy(update={"files": FilesPart(kinds=("jpg",))})
        play.desk = Desk(play.desk.db, play.clock, chosen)
        play.receives()

        await play.downloader().drain()

        assert play.row.state is FileState.REFUSED


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """Log as the program does, but unblotted, to a string."""
    root, names = logging.getLogger(), ("httpx", "httpcore", "telegram")
    levels = {name: logging.getLogger(name).level for name in names}
    handlers, level = root.handlers[:], root.level
    set_up_logging("INFO")
    stream = io.StringIO()
    root.handlers[:] = [logging.StreamHandler(stream)]
    yield stream
    root.handlers[:] = handlers
    root.setLevel(level)
    for name, former in levels.items():
        logging.getLogger(name).setLevel(former)


@pytest.mark.parametrize(
    "telegram",
    [
        Telegram(),
        Telegram(b"MZ"),
        Telegram(what=answers(500)),
        Telegram(what=raises(httpx.ConnectError(f"http://t/file/bot{TOKEN}/d/1.pdf"))),
        Telegram(what=streams(PDF[:9], end=httpx.ReadError("cut"))),
        Telegram(where=answers(502, text="<html>")),
        Telegram(where=lambda _: refusal(401, "Unauthorized")),
    ],
    ids=["kept", "refused", "500", "address in the error", "reset", "getFile 502", "wrong token"],
)
def test_the_address_of_a_file_which_holds_the_token_is_in_no_log_and_no_row(
    tmp_path: Path, telegram: Telegram, written: io.StringIO
) -> None:
    @in_loop
    async def fetch() -> None:
        async with scene(tmp_path, telegram) as play:
            play.receives()
            await play.downloader().drain()
            told = [str(vars(row)) for row in (play.row, *play.told)]
            assert TOKEN not in "".join(told)

    fetch()

    assert "attachment=1" in written.getvalue()
    assert TOKEN not in written.getvalue()
