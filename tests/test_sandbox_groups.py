"""Groups: privacy mode, joining and leaving, and the move to a supergroup."""

import pytest
from telegram import Update
from telegram.error import ChatMigrated, Forbidden

from sandbox import Group, Person, Sandbox
from tests.test_sandbox_harness import bot_of, in_loop, make_person, make_sandbox, raw, refusal


def make_group(sandbox: Sandbox, status: str = "member") -> tuple[Group, Person]:
    """Found a group and let the bot in, with nothing of it left in the queue."""
    person = make_person(sandbox)
    group = sandbox.add_group("督办工作群", person)
    sandbox.add_bot(group, person, status)
    sandbox.updates.drop_all()
    return group, person


def texts(updates: tuple[Update, ...]) -> list[str | None]:
    return [update.message.text for update in updates if update.message is not None]


@in_loop
async def test_in_a_group_the_bot_sees_commands_and_replies_to_itself_only() -> None:
    sandbox, _ = make_sandbox()
    group, person = make_group(sandbox)

    async with bot_of(sandbox) as bot:
        sent = await bot.send_message(group.id, "请各单位填报")
        chatter = person.say("大家好", chat=group)
        person.say("@duban_bot 在吗", chat=group)
        person.say("/status", chat=group)
        person.say("/status@duban_bot", chat=group)
        person.say("/status@other_bot", chat=group)
        person.say("已填", chat=group, reply_to=sent.message_id)
        person.say("回你", chat=group, reply_to=chatter)
        seen = texts(await bot.get_updates())

    assert seen == ["/status", "/status@duban_bot", "已填"]
    assert len(group.messages) == 9


@in_loop
async def test_an_administrator_bot_sees_everything() -> None:
    sandbox, _ = make_sandbox()
    group, person = make_group(sandbox, "administrator")
    person.say("大家好", chat=group)

    async with bot_of(sandbox) as bot:
        assert texts(await bot.get_updates()) == ["大家好"]


@in_loop
async def test_being_added_and_thrown_out_reaches_the_bot() -> None:
    sandbox, _ = make_sandbox()
    person = make_person(sandbox)
    group = sandbox.add_group("督办工作群", person)
    sandbox.add_bot(group, person)
    sandbox.remove_bot(group, person)

    async with bot_of(sandbox) as bot:
        added, service, removed = await bot.get_updates()
        with pytest.raises(Forbidden) as caught:
            await bot.send_message(group.id, "x")

    assert added.my_chat_member is not None
    assert added.my_chat_member.chat.title == "督办工作群"
    assert added.my_chat_member.old_chat_member.status == "left"
    assert added.my_chat_member.new_chat_member.status == "member"
    assert service.message is not None
    assert service.message.new_chat_members[0].username == "duban_bot"
    assert removed.my_chat_member is not None
    assert removed.my_chat_member.new_chat_member.status == "kicked"
    assert caught.value.message == "Forbidden: bot was kicked from the group chat"


@in_loop
async def test_a_group_without_the_bot_is_not_found() -> None:
    sandbox, _ = make_sandbox()
    group = sandbox.add_group("别人的群", make_person(sandbox))

    async with bot_of(sandbox) as bot:
        assert await refusal(bot.send_message(group.id, "x")) == "Chat not found"


@in_loop
async def test_an_upgraded_group_tells_its_new_id() -> None:
    sandbox, _ = make_sandbox()
    group, person = make_group(sandbox)
    new = sandbox.upgrade_group(group, person)

    async with bot_of(sandbox) as bot:
        leaving, arriving = await bot.get_updates()
        with pytest.raises(ChatMigrated) as caught:
            await bot.send_message(group.id, "x")
        await bot.send_message(new.id, "x")
        chat = await bot.get_chat(new.id)
    answer = await raw(sandbox, "sendMessage", {"chat_id": group.id, "text": "x"})

    assert str(new.id).startswith("-100")
    assert caught.value.new_chat_id == new.id
    assert chat.type == "supergroup"
    assert leaving.message is not None
    assert arriving.message is not None
    assert leaving.message.migrate_to_chat_id == new.id
    assert arriving.message.migrate_from_chat_id == group.id
    assert answer.json() == {
        "ok": False,
        "error_code": 400,
        "description": "Bad Request: group chat was upgraded to a supergroup chat",
        "parameters": {"migrate_to_chat_id": new.id},
    }


@in_loop
async def test_the_bot_deletes_only_its_own_messages_in_a_group() -> None:
    sandbox, _ = make_sandbox()
    group, person = make_group(sandbox)
    said = person.say("大家好", chat=group)

    async with bot_of(sandbox) as bot:
        sent = await bot.send_message(group.id, "x")
        await bot.delete_message(group.id, sent.message_id)
        words = await refusal(bot.delete_message(group.id, said.id))

    assert words == "Message can't be deleted for everyone"
