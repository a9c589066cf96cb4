"""The queue of updates: confirming, waiting, conflicts, buttons and the webhook."""

import asyncio
import json
from datetime import timedelta
from typing import Self

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.error import Conflict

from sandbox import App, Person, create_app, serve
from tests.test_sandbox_harness import (
    bot_of,
    client_of,
    in_loop,
    make_person,
    make_sandbox,
    raw,
    refusal,
    until,
)

BUTTONS = InlineKeyboardMarkup(
    [
        [
            InlineKeyboardButton("第1项 填报", callback_data="a:1"),
            InlineKeyboardButton("第2项 填报", callback_data="a:2"),
        ],
        [InlineKeyboardButton("网页", url="https://example.org")],
    ]
)
TOO_OLD = "Query is too old and response timeout expired or query id is invalid"


def texts(updates: tuple[Update, ...]) -> list[str | None]:
    return [update.message.text if update.message else None for update in updates]


async def pressed(bot: Bot, person: Person, button: str) -> Update:
    """Let a person press a button of a new message, and return the update."""
    await bot.send_message(person.id, "选一项", reply_markup=BUTTONS)
    person.press(person.chat.last, button)
    (update,) = await bot.get_updates()
    return update


@in_loop
async def test_an_update_stays_until_a_higher_offset_confirms_it() -> None:
    sandbox, _ = make_sandbox()
    person = make_person(sandbox)
    for word in ("一", "二", "三"):
        person.say(word)

    async with bot_of(sandbox) as bot:
        first = await bot.get_updates(limit=2)
        again = await bot.get_updates()
        rest = await bot.get_updates(offset=first[1].update_id + 1)
        after = await bot.get_updates()

    assert texts(first) == ["一", "二"]
    assert texts(again) == ["一", "二", "三"]
    assert texts(rest) == texts(after) == ["三"]
    assert first[0].update_id == sandbox.first_update_id
    assert rest[0].update_id == sandbox.first_update_id + 2


@in_loop
async def test_a_negative_offset_keeps_the_last_ones() -> None:
    sandbox, _ = make_sandbox()
    person = make_person(sandbox)
    for number in range(5):
        person.say(str(number))

    async with bot_of(sandbox) as bot:
        assert texts(await bot.get_updates(offset=-2)) == ["3", "4"]
        assert texts(await bot.get_updates()) == ["3", "4"]


@in_loop
async def test_an_offset_far_above_the_newest_update_is_ignored() -> None:
    sandbox, _ = make_sandbox()
    person = make_person(sandbox)
    person.say("一")

    async with bot_of(sandbox) as bot:
        assert texts(await bot.get_updates(offset=sandbox.first_update_id + 11)) == ["一"]
        assert texts(await bot.get_updates(offset=sandbox.first_update_id + 10)) == []


@in_loop
async def test_a_batch_holds_at_most_a_hundred() -> None:
    sandbox, _ = make_sandbox()
    person = make_person(sandbox)
    for number in range(150):
        person.say(str(number))

    async with bot_of(sandbox) as bot:
        assert len(await bot.get_updates(limit=1000)) == 100


@in_loop
async def test_a_long_poll_ends_with_the_first_update() -> None:
    sandbox, _ = make_sandbox()
    person = make_person(sandbox)

    async with bot_of(sandbox) as bot:
        poll = asyncio.create_task(bot.get_updates(timeout=30))
        await until(lambda: sandbox.updates.is_polled)
        person.say("到了")

        assert texts(await poll) == ["到了"]


@in_loop
async def test_a_second_poller_ends_the_first() -> None:
    sandbox, _ = make_sandbox()
    person = make_person(sandbox)

    async with bot_of(sandbox) as bot:
        older = asyncio.create_task(bot.get_updates(timeout=30))
        await until(lambda: sandbox.updates.is_polled)
        newer = asyncio.create_task(bot.get_updates(timeout=30))
        with pytest.raises(Conflict) as caught:
            await older
        person.say("给新的")

        assert texts(await newer) == ["给新的"]
    assert caught.value.message == (
        "Conflict: terminated by other getUpdates request;"
        " make sure that only one bot instance is running"
    )


@in_loop
async def test_only_the_allowed_kinds_are_queued_from_then_on() -> None:
    sandbox, _ = make_sandbox()
    person = make_person(sandbox)

    async with bot_of(sandbox) as bot:
        await bot.get_updates(allowed_updates=["message"])
        said = person.say("一")
        person.edit(said, "二")
        person.blocks()
        assert [update.to_dict().keys() - {"update_id"} for update in await bot.get_updates()] == [
            {"message"}
        ]
        await bot.get_updates(allowed_updates=[])
        person.unblocks()
        assert (await bot.get_updates())[-1].my_chat_member is not None


@in_loop
async def test_an_update_vanishes_after_a_day_but_not_when_the_clock_is_moved() -> None:
    sandbox, clock = make_sandbox()
    person = make_person(sandbox)
    person.say("一")
    clock.move(timedelta(days=7))

    async with bot_of(sandbox) as bot:
        assert texts(await bot.get_updates()) == ["一"]
        clock.seconds += 24 * 3600
        assert texts(await bot.get_updates()) == []


@in_loop
async def test_pressing_start_sends_the_payload_of_the_link() -> None:
    sandbox, _ = make_sandbox()
    person = make_person(sandbox, started=False)
    person.start("https://t.me/duban_bot?start=inv_7-x")

    async with bot_of(sandbox) as bot:
        (update,) = await bot.get_updates()

    assert update.message is not None
    assert update.message.text == "/start inv_7-x"
    assert update.message.entities[0].type == "bot_command"
    assert update.message.from_user is not None
    assert update.message.from_user.language_code == "zh-hans"
    assert person.started


@in_loop
async def test_blocking_and_unblocking_reach_the_bot() -> None:
    sandbox, _ = make_sandbox()
    person = make_person(sandbox)
    person.blocks()
    person.blocks()
    person.start()

    async with bot_of(sandbox) as bot:
        blocked, unblocked, start = await bot.get_updates()

    assert blocked.my_chat_member is not None
    assert blocked.my_chat_member.old_chat_member.status == "member"
    assert blocked.my_chat_member.new_chat_member.status == "kicked"
    assert unblocked.my_chat_member is not None
    assert unblocked.my_chat_member.new_chat_member.status == "member"
    assert start.message is not None


@in_loop
async def test_an_edit_by_a_person_is_an_edited_message() -> None:
    sandbox, clock = make_sandbox()
    person = make_person(sandbox)
    said = person.say("320")
    clock.move(timedelta(minutes=2))
    person.edit(said.id, "325")

    async with bot_of(sandbox) as bot:
        _, update = await bot.get_updates()

    assert update.edited_message is not None
    assert update.edited_message.text == "325"
    assert update.edited_message.edit_date == clock.now()


@pytest.mark.parametrize("button", ["第2项 填报", "a:2", "第2项"], ids=["label", "data", "part"])
@in_loop
async def test_a_button_is_pressed_by_label_data_or_an_unmistakable_part(button: str) -> None:
    sandbox, _ = make_sandbox()
    person = make_person(sandbox)

    async with bot_of(sandbox) as bot:
        update = await pressed(bot, person, button)

    assert update.callback_query is not None
    assert update.callback_query.data == "a:2"
    assert update.callback_query.message is not None
    assert update.callback_query.message.message_id == person.chat.last.id


@in_loop
async def test_the_answer_to_a_press_reaches_the_person_once() -> None:
    sandbox, _ = make_sandbox()
    person = make_person(sandbox)

    async with bot_of(sandbox) as bot:
        update = await pressed(bot, person, "a:1")
        assert update.callback_query is not None
        await update.callback_query.answer("请填数", show_alert=True)
        assert await refusal(update.callback_query.answer()) == TOO_OLD

    (query,) = sandbox.queries.values()
    assert (query.answered, query.text, query.show_alert) == (True, "请填数", True)


@in_loop
async def test_an_answer_can_come_too_late() -> None:
    sandbox, clock = make_sandbox()
    person = make_person(sandbox)

    async with bot_of(sandbox) as bot:
        update = await pressed(bot, person, "a:1")
        clock.seconds += 150
        assert update.callback_query is not None
        assert await refusal(update.callback_query.answer()) == TOO_OLD
        assert await refusal(bot.answer_callback_query("1")) == TOO_OLD
        assert await bot.get_updates() == ()


@in_loop
async def test_an_update_no_library_can_parse_can_be_queued() -> None:
    sandbox, _ = make_sandbox()
    sandbox.updates.push_raw({"message": {"strange": True}})

    answer = await raw(sandbox, "getUpdates", {})

    assert answer.json()["result"] == [
        {"update_id": sandbox.first_update_id, "message": {"strange": True}}
    ]


class Receiver:
    """A bot's web server that keeps what it is posted and answers with `statuses` in turn."""

    def __init__(self, *statuses: int) -> None:
        self.statuses = list(statuses)
        self.heard: list[tuple[dict[str, object], str | None]] = []
        self.enough = asyncio.Event()

    async def __aenter__(self) -> Self:
        self.server = await asyncio.start_server(self._answer, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{self.server.sockets[0].getsockname()[1]}/hook?x=1"
        return self

    async def __aexit__(self, *_: object) -> None:
        self.server.close()
        await self.server.wait_closed()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        headers = dict(line.lower().split(": ", 1) for line in head[1:] if line)
        body = await reader.readexactly(int(headers["content-length"]))
        status = self.statuses.pop(0) if self.statuses else 200
        if status == 200:
            secret = headers.get("x-telegram-bot-api-secret-token")
            self.heard.append((json.loads(body), secret))
            self.enough.set()
        writer.write(f"HTTP/1.1 {status} Whatever\r\nContent-Length: 0\r\n\r\n".encode())
        await writer.drain()
        writer.close()
        await writer.wait_closed()


@in_loop
async def test_a_webhook_is_posted_updates_with_its_secret_until_it_takes_them() -> None:
    sandbox, _ = make_sandbox()
    person = make_person(sandbox)

    async with Receiver(500) as receiver, bot_of(sandbox) as bot:
        await bot.set_webhook(receiver.url, secret_token="s-3_t")
        person.say("你好")
        await asyncio.wait_for(receiver.enough.wait(), 5)
        info = await bot.get_webhook_info()
        with pytest.raises(Conflict) as caught:
            await bot.get_updates()
        await bot.delete_webhook()
        assert (await bot.get_webhook_info()).url == ""

    body, secret = receiver.heard[0]
    assert body["update_id"] == sandbox.first_update_id
    assert secret == "s-3_t"
    assert info.last_error_message == "Wrong response from the webhook: 500 Whatever"
    assert caught.value.message == (
        "Conflict: can't use getUpdates method while webhook is active;"
        " use deleteWebhook to delete the webhook first"
    )


@in_loop
async def test_setting_a_webhook_ends_the_poll() -> None:
    sandbox, _ = make_sandbox()

    async with Receiver() as receiver, bot_of(sandbox) as bot:
        poll = asyncio.create_task(bot.get_updates(timeout=30))
        await until(lambda: sandbox.updates.is_polled)
        await bot.set_webhook(receiver.url)
        with pytest.raises(Conflict, match="terminated by setWebhook request"):
            await poll


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("ftp://127.0.0.1/", "Bad webhook: an https url must be provided for webhook"),
        ("http://example.org/", "Bad webhook: the sandbox posts to http://127.0.0.1 only"),
    ],
)
@in_loop
async def test_a_webhook_never_leaves_this_machine(url: str, words: str) -> None:
    sandbox, _ = make_sandbox()

    async with bot_of(sandbox) as bot:
        assert (await refusal(bot.set_webhook(url))).lower() == words.lower()


@in_loop
async def test_pending_updates_can_be_dropped() -> None:
    sandbox, _ = make_sandbox()
    person = make_person(sandbox)
    person.say("一")

    async with bot_of(sandbox) as bot:
        assert (await bot.get_webhook_info()).pending_update_count == 1
        await bot.delete_webhook(drop_pending_updates=True)
        assert await bot.get_updates() == ()


@in_loop
async def test_closing_answers_an_open_poll_at_once() -> None:
    sandbox, _ = make_sandbox()
    app: App = create_app(sandbox)

    async with client_of(app) as client:
        path = f"/bot{sandbox.token}/getUpdates?timeout=50"
        poll = asyncio.create_task(client.get(path))
        await until(lambda: sandbox.updates.is_polled)
        app.close()
        answer = await poll

    assert answer.json() == {"ok": True, "result": []}


@in_loop
async def test_a_bot_polls_over_a_real_port() -> None:
    sandbox, _ = make_sandbox()
    person = make_person(sandbox)

    async with serve(create_app(sandbox)) as url, Bot(sandbox.token, f"{url}/bot") as bot:
        poll = asyncio.create_task(bot.get_updates(timeout=30))
        await until(lambda: sandbox.updates.is_polled)
        person.say("到了")
        assert texts(await poll) == ["到了"]
