"""Command menus: to each what is theirs, set once, and again when it changes or failed."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from bot.hearing import COMMANDS, OFFICE_COMMANDS
from bot.menus import MENUS, OFFICE, set_common_menus
from db.people import set_reachable
from db.tables import Contact
from db.vocabulary import Reachable, Role
from sandbox import Group
from tests.ledger_cast import a_contact, all_of
from tests.play import Play, playing, settings_for
from tests.test_sandbox_harness import in_loop


def menu(play: Play, chat: int | None = None) -> list[str]:
    scope: dict[str, Any] = {"type": "chat", "chat_id": chat} if chat else {"type": "default"}
    key = json.dumps([scope, ""], sort_keys=True)
    return [one["command"] for one in play.sandbox.commands.get(key, [])]


#: What does nothing without words behind it; /help and /people say how it is typed.
NEEDS_WORDS = {"invite", "rename", "merge", "alias", "addunit", "phone", "enter"}


async def tick(play: Play) -> None:
    await play.stage.service.tick()
    await play.stage.settle()


def sets(play: Play) -> int:
    return play.sandbox.calls.methods["setMyCommands"]


def test_every_command_of_a_menu_is_answered() -> None:
    assert {name for names in MENUS.values() for name in names} == {*COMMANDS, "start"}
    assert set(OFFICE) <= set(OFFICE_COMMANDS)
    assert set(OFFICE_COMMANDS) - set(OFFICE) == NEEDS_WORDS


@in_loop
async def test_a_menu_follows_the_posts_of_its_contact(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        wang = await play.joins("王芳", "县农业农村局")
        chen = await play.joins("陈立", "县农业农村局", Role.HEAD)
        await tick(play)
        assert menu(play, wang.person.id) == list(MENUS[Role.CONTACT])
        assert menu(play, chen.person.id) == list(MENUS[Role.HEAD])
        count = sets(play)
        await tick(play)
        assert sets(play) == count

        await wang.says("/quit")
        await wang.presses("陈立")
        await wang.presses("确认离开")
        await tick(play)

        assert menu(play, wang.person.id) == []
        assert menu(play, chen.person.id) == list(MENUS[Role.CONTACT])


@in_loop
async def test_a_menu_that_could_not_be_set_is_set_later(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        play.sandbox.faults.add("502", "setMyCommands")
        wang = await play.joins("王芳", "县农业农村局")
        await tick(play)
        assert menu(play, wang.person.id) == []

        await tick(play)

        assert menu(play, wang.person.id) == list(MENUS[Role.CONTACT])


@in_loop
async def test_whom_telegram_refuses_is_left_alone_until_they_can_be_reached_again(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path) as play:
        db = play.desk.db
        play.imports()
        db.write_now(lambda session: a_contact(session, "王芳", {1: Role.CONTACT}))
        (wang,) = all_of(db, Contact)
        await tick(play)
        count = sets(play)
        await tick(play)
        assert (count, sets(play)) == (1, 1)

        db.write_now(lambda session: set_reachable(session, wang.chat_id, Reachable.BLOCKED))
        db.write_now(lambda session: set_reachable(session, wang.chat_id, Reachable.YES))
        await tick(play)

        assert sets(play) == 2


@in_loop
async def test_strangers_and_the_office_have_menus_of_their_own(tmp_path: Path) -> None:
    async with playing(tmp_path, in_group=True) as play:
        await set_common_menus(play.desk, play.stage.service.application.bot)

        group = next(chat for chat in play.sandbox.chats.values() if isinstance(chat, Group))
        assert menu(play) == ["start", "help"]
        assert menu(play, group.id) == list(OFFICE)


@in_loop
async def test_an_office_s_chat_that_refuses_its_menu_stops_nothing(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        desk = replace(play.desk, settings=settings_for(tmp_path, -100999))

        await set_common_menus(desk, play.stage.service.application.bot)

        assert menu(play) == ["start", "help"]
