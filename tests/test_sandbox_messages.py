"""Sending, editing and deleting, as PTB does it."""

from datetime import timedelta

import pytest
from telegram import (
    BotCommand,
    BotCommandScopeChat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    ReplyKeyboardMarkup,
    ReplyParameters,
)
from telegram.error import BadRequest, Forbidden, InvalidToken

from sandbox import Person, create_app
from tests.test_sandbox_harness import (
    bot_of,
    client_of,
    in_loop,
    make_person,
    make_sandbox,
    raw,
    refusal,
)

BUTTONS = InlineKeyboardMarkup([[InlineKeyboardButton("第1项", callback_data="a:1")]])
NOT_MODIFIED = (
    "Message is not modified: specified new message content and reply markup are exactly the same"
    " as a current content and reply markup of the message"
)


@in_loop
async def test_a_message_arrives_with_text_entities_buttons_and_the_clocks_date() -> None:
    sandbox, clock = make_sandbox()
    person = make_person(sandbox)

    async with bot_of(sandbox) as bot:
        sent = await bot.send_message(
            person.id, "还有 <b>3 天</b>", parse_mode="HTML", reply_markup=BUTTONS
        )

    shown = person.chat.last
    assert sent.message_id == shown.id
    assert sent.date == clock.now()
    assert sent.chat.full_name == "李 建国"
    assert shown.from_bot
    assert shown.text == "还有 3 天"
    assert shown.content["entities"] == [{"type": "bold", "offset": 3, "length": 3}]
    assert shown.buttons == ["第1项"]


@in_loop
async def test_entities_can_be_given_instead_of_markup() -> None:
    sandbox, _ = make_sandbox()
    person = make_person(sandbox)
    body: dict[str, object] = {"chat_id": person.id, "text": " 还有"}

    bold = {"type": "bold", "offset": 1, "length": 2}
    answer = await raw(sandbox, "sendMessage", {**body, "entities": [bold]})
    refused = await raw(sandbox, "sendMessage", {**body, "entities": [{"type": "bold"}]})

    assert answer.json()["result"]["entities"] == [{"type": "bold", "offset": 0, "length": 2}]
    assert refused.status_code == 400


@in_loop
async def test_message_ids_grow_within_a_chat() -> None:
    sandbox, _ = make_sandbox()
    person = make_person(sandbox)

    async with bot_of(sandbox) as bot:
        first = await bot.send_message(person.id, "一")
        said = person.say("二")
        third = await bot.send_message(person.id, "三")

    assert [first.message_id, said.id, third.message_id] == [1, 2, 3]
    assert [message.text for message in person.messages] == ["一", "二", "三"]


@in_loop
async def test_a_reply_carries_the_message_it_answers() -> None:
    sandbox, _ = make_sandbox()
    person = make_person(sandbox)

    async with bot_of(sandbox) as bot:
        asked = await bot.send_message(person.id, "完成多少？")
        person.say("320 人", reply_to=asked.message_id)
        (update,) = await bot.get_updates()
        assert update.message is not None
        answer = await bot.send_message(
            person.id, "收到", reply_parameters=ReplyParameters(update.message.message_id)
        )

    assert update.message.reply_to_message is not None
    assert update.message.reply_to_message.text == "完成多少？"
    assert answer.reply_to_message is not None
    assert answer.reply_to_message.text == "320 人"


@in_loop
async def test_a_reply_to_nothing_is_refused_unless_allowed() -> None:
    sandbox, _ = make_sandbox()
    person = make_person(sandbox)

    async with bot_of(sandbox) as bot:
        words = await refusal(
            bot.send_message(person.id, "x", reply_parameters=ReplyParameters(99))
        )
        allowed = ReplyParameters(99, allow_sending_without_reply=True)
        sent = await bot.send_message(person.id, "x", reply_parameters=allowed)

    assert words == "Message to be replied not found"
    assert sent.reply_to_message is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Message text is empty"),
        (" \n ", "Message text is empty"),
        ("<b> </b>", "Message text is empty"),
        ("x" * 4097, "Message is too long"),
        ("😀" * 2049, "Message is too long"),
        ("<b>x", "Can't parse entities: can't find end tag corresponding to start tag \"b\""),
        ("<br>", 'Can\'t parse entities: unsupported start tag "br" at byte offset 0'),
    ],
    ids=["empty", "blank", "markup only", "too long", "too long in UTF-16", "unclosed", "br"],
)
@in_loop
async def test_a_text_telegram_would_refuse_is_refused(text: str, words: str) -> None:
    sandbox, _ = make_sandbox()
    person = make_person(sandbox)

    async with bot_of(sandbox) as bot:
        sent = await bot.send_message(person.id, "x")
        sending = await refusal(bot.send_message(person.id, text, parse_mode="HTML"))
        editing = await refusal(
            bot.edit_message_text(text, person.id, sent.message_id, parse_mode="HTML")
        )

    assert sending.lower() == words.lower()
    assert editing.lower() == words.lower()


@in_loop
async def test_markup_does_not_count_towards_the_4096_units() -> None:
    sandbox, _ = make_sandbox()
    person = make_person(sandbox)

    async with bot_of(sandbox) as bot:
        text = "<b>&amp;</b>" * 2048 + "😀" * 1024
        sent = await bot.send_message(person.id, text, parse_mode="HTML")

    assert sent.text is not None
    assert len(sent.text.encode("utf-16-le")) // 2 == 4096


@in_loop
async def test_another_parse_mode_is_refused() -> None:
    sandbox, _ = make_sandbox()
    person = make_person(sandbox)

    async with bot_of(sandbox) as bot:
        words = await refusal(bot.send_message(person.id, "*x*", parse_mode="MarkdownV2"))

    assert words == "Unsupported parse_mode"


def stranger(person: Person) -> None:
    person.started = False


def leaver(person: Person) -> None:
    person.leaves_telegram()


def blocker(person: Person) -> None:
    person.blocks()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (stranger, "Forbidden: bot can't initiate conversation with a user"),
        (blocker, "Forbidden: bot was blocked by the user"),
        (leaver, "Forbidden: user is deactivated"),
    ],
)
@in_loop
async def test_a_person_out_of_reach_is_forbidden(change: object, words: str) -> None:
    sandbox, _ = make_sandbox()
    person = make_person(sandbox)
    assert callable(change)
    change(person)

    async with bot_of(sandbox) as bot:
        with pytest.raises(Forbidden) as caught:
            await bot.send_message(person.id, "x")

    assert caught.value.message == words
    assert person.messages == []


@in_loop
async def test_an_unknown_chat_is_not_found() -> None:
    sandbox, _ = make_sandbox()

    async with bot_of(sandbox) as bot:
        assert await refusal(bot.send_message(42, "x")) == "Chat not found"
        assert await refusal(bot.send_message("@nobody", "x")) == "Chat not found"
        assert await refusal(bot.get_chat(42)) == "Chat not found"


@pytest.mark.parametrize(
    ("data", "accepted"),
    [("x" * 64, True), ("x" * 65, False), ("农" * 21, True), ("农" * 22, False)],
    ids=["64 bytes", "65 bytes", "63 bytes", "66 bytes"],
)
@in_loop
async def test_button_data_holds_64_bytes(data: str, *, accepted: bool) -> None:
    sandbox, _ = make_sandbox()
    person = make_person(sandbox)
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("x", callback_data=data)]])

    async with bot_of(sandbox) as bot:
        if accepted:
            await bot.send_message(person.id, "x", reply_markup=keyboard)
        else:
            words = await refusal(bot.send_message(person.id, "x", reply_markup=keyboard))
            assert words == "Button_data_invalid"

    assert len(person.messages) == accepted


@in_loop
async def test_a_hundred_buttons_fit_and_one_more_does_not() -> None:
    sandbox, _ = make_sandbox()
    person = make_person(sandbox)
    row = [InlineKeyboardButton("x", callback_data="x")]

    async with bot_of(sandbox) as bot:
        keyboard = InlineKeyboardMarkup([row] * 100)
        await bot.send_message(person.id, "x", reply_markup=keyboard)
        keyboard = InlineKeyboardMarkup([row] * 101)
        words = await refusal(bot.send_message(person.id, "x", reply_markup=keyboard))

    assert words == "Reply markup is too long"


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("{", "can't parse reply keyboard markup JSON object"),
        ("[1]", "object expected as reply markup"),
        (
            {"inline_keyboard": [[{"text": "x"}]]},
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (
            {"inline_keyboard": [[{"text": "x", "url": "nowhere"}]]},
            "inline keyboard button URL 'nowhere' is invalid: Wrong HTTP URL",
        ),
    ],
)
@in_loop
async def test_a_broken_keyboard_is_refused(markup: object, words: str) -> None:
    sandbox, _ = make_sandbox()
    person = make_person(sandbox)

    body = {"chat_id": person.id, "text": "x", "reply_markup": markup}
    answer = await raw(sandbox, "sendMessage", body)

    assert answer.status_code == 400
    assert answer.json() == {
        "ok": False,
        "error_code": 400,
        "description": f"Bad Request: {words}",
    }


@in_loop
async def test_an_edit_changes_the_message_in_place_and_drops_the_keyboard() -> None:
    sandbox, clock = make_sandbox()
    person = make_person(sandbox)

    async with bot_of(sandbox) as bot:
        sent = await bot.send_message(person.id, "一", reply_markup=BUTTONS)
        clock.move(timedelta(hours=1))
        edited = await bot.edit_message_text("二", person.id, sent.message_id)

    assert not isinstance(edited, bool)
    assert edited.edit_date == clock.now()
    assert [message.text for message in person.messages] == ["二"]
    assert person.chat.last.buttons == []
    assert person.chat.last.edits == 1


@in_loop
async def test_an_edit_that_changes_nothing_is_refused() -> None:
    sandbox, _ = make_sandbox()
    person = make_person(sandbox)

    async with bot_of(sandbox) as bot:
        sent = await bot.send_message(person.id, "一", reply_markup=BUTTONS)
        edit = bot.edit_message_text
        words = await refusal(edit("一 ", person.id, sent.message_id, reply_markup=BUTTONS))
        same = bot.edit_message_reply_markup(person.id, sent.message_id, reply_markup=BUTTONS)
        assert await refusal(same) == NOT_MODIFIED
        await edit("一", person.id, sent.message_id)

    assert words == NOT_MODIFIED
    assert person.chat.last.buttons == []


@in_loop
async def test_only_the_bots_own_standing_messages_can_be_edited() -> None:
    sandbox, _ = make_sandbox()
    person = make_person(sandbox)
    said = person.say("你好")

    async with bot_of(sandbox) as bot:
        gone = await bot.send_message(person.id, "一")
        await bot.delete_message(person.id, gone.message_id)
        keyboard = ReplyKeyboardMarkup([["是", "否"]])
        fixed = await bot.send_message(person.id, "二", reply_markup=keyboard)
        file = await bot.send_document(person.id, b"x", filename="a.txt")
        edit = bot.edit_message_text
        caption = bot.edit_message_caption

        assert await refusal(edit("x", person.id, 99)) == "Message to edit not found"
        assert await refusal(edit("x", person.id, gone.message_id)) == "Message to edit not found"
        assert await refusal(edit("x", person.id, said.id)) == "Message can't be edited"
        assert await refusal(edit("x", person.id, fixed.message_id)) == "Message can't be edited"
        words = await refusal(edit("x", person.id, file.message_id))
        assert words == "There is no text in the message to edit"
        words = await refusal(caption(person.id, fixed.message_id, caption="x"))
        assert words == "There is no caption in the message to edit"


@in_loop
async def test_a_caption_is_edited_and_the_file_stays() -> None:
    sandbox, _ = make_sandbox()
    person = make_person(sandbox)

    async with bot_of(sandbox) as bot:
        sent = await bot.send_document(person.id, b"x", filename="周报.docx", caption="一")
        await bot.edit_message_caption(person.id, sent.message_id, caption="二")

    assert person.chat.last.text == "二"
    assert person.chat.last.content["document"]["file_name"] == "周报.docx"


@in_loop
async def test_deleting_has_its_limits() -> None:
    sandbox, clock = make_sandbox()
    person = make_person(sandbox)

    async with bot_of(sandbox) as bot:
        old = await bot.send_message(person.id, "一")
        assert await refusal(bot.delete_message(person.id, 99)) == "Message to delete not found"
        clock.move(timedelta(hours=49))
        words = await refusal(bot.delete_message(person.id, old.message_id))

    assert words == "Message can't be deleted for everyone"
    assert [message.text for message in person.messages] == ["一"]


@in_loop
async def test_commands_are_set_read_and_deleted_per_scope() -> None:
    sandbox, _ = make_sandbox()

    async with bot_of(sandbox) as bot:
        await bot.set_my_commands([BotCommand("help", "帮助")])
        await bot.set_my_commands([BotCommand("todo", "待办")], language_code="zh")

        assert [command.command for command in await bot.get_my_commands()] == ["help"]
        await bot.delete_my_commands()
        assert await bot.get_my_commands() == ()
        (kept,) = await bot.get_my_commands(language_code="zh")
        assert kept.description == "待办"
        unknown = bot.set_my_commands([("help", "x")], scope=BotCommandScopeChat(99))
        assert await refusal(unknown) == "Chat not found"
        bad = bot.set_my_commands([("Bad-Name", "x")])
        assert await refusal(bad) == "Bot_command_invalid"


@in_loop
async def test_get_chat_knows_people_who_started() -> None:
    sandbox, _ = make_sandbox()
    person = make_person(sandbox)
    unmet = make_person(sandbox, started=False)

    async with bot_of(sandbox) as bot:
        chat = await bot.get_chat(person.id)
        assert await refusal(bot.get_chat(unmet.id)) == "Chat not found"

    assert chat.first_name == "李"


@in_loop
async def test_chat_action_is_checked_and_leaves_no_trace() -> None:
    sandbox, _ = make_sandbox()
    person = make_person(sandbox)

    async with bot_of(sandbox) as bot:
        assert await bot.send_chat_action(person.id, "typing")
        with pytest.raises(BadRequest, match="Wrong parameter action in request"):
            await bot.send_chat_action(person.id, "dancing")

    assert person.messages == []


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/bot123456789:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA/getMe", 401, "Unauthorized"),
        ("/botnonsense/getMe", 404, "Not Found"),
        ("/bot{token}/noSuchMethod", 404, "Not Found"),
        ("/bot{token}", 404, "Not Found"),
    ],
    ids=["wrong token", "malformed token", "unknown method", "no method"],
)
@in_loop
async def test_a_wrong_address_is_refused(path: str, status: int, words: str) -> None:
    sandbox, _ = make_sandbox()

    async with client_of(create_app(sandbox)) as client:
        answer = await client.get(path.format(token=sandbox.token))

    assert answer.status_code == status
    assert answer.json() == {"ok": False, "error_code": status, "description": words}


@in_loop
async def test_a_wrong_token_stops_ptb() -> None:
    sandbox, _ = make_sandbox()
    app = create_app(sandbox)
    sandbox.token = "7312845690:another-token-of-thirty-five-chars"

    async with bot_of(sandbox, app) as bot:
        sandbox.token = "7312845690:changed-token-of-thirty-five-chars"
        with pytest.raises(InvalidToken):
            await bot.get_me()


@pytest.mark.parametrize("way", ["query", "form", "json", "multipart"])
@in_loop
async def test_parameters_arrive_in_every_form_and_case(way: str) -> None:
    sandbox, _ = make_sandbox()
    person = make_person(sandbox)
    address = f"/bot{sandbox.token}/SENDmessage"
    values = {
        "chat_id": str(person.id),
        "text": "<b>农 & 业</b>",
        "parse_mode": "html",
        "reply_markup": '{"inline_keyboard":[[{"text":"是","callback_data":"y"}]]}',
    }

    async with client_of(create_app(sandbox)) as client:
        match way:
            case "query":
                answer = await client.get(address, params=values)
            case "form":
                answer = await client.post(address, data=values)
            case "json":
                answer = await client.post(address, json=values)
            case _:
                answer = await client.post(address, data=values, files={"unused": b"x"})

    assert answer.status_code == 200
    assert answer.json()["ok"] is True
    assert person.chat.last.text == "农 & 业"
    assert person.chat.last.buttons == ["是"]


@in_loop
async def test_a_body_that_is_no_json_object_is_refused() -> None:
    sandbox, _ = make_sandbox()

    async with client_of(create_app(sandbox)) as client:
        answer = await client.post(
            f"/bot{sandbox.token}/getMe", content=b"[", headers={"Content-Type": "application/json"}
        )

    assert answer.status_code == 400
