"""The office sits in a group: privacy mode on, and one day it becomes a supergroup."""

import asyncio
from pathlib import Path

from sqlalchemy import select

from db import outbox
from db.nudges import ALL
from db.tables import Outbox
from db.vocabulary import OutboxState
from sandbox.chats import Group
from tests.play import Play, playing, restarted
from tests.sitting import sitting


def group_of(play: Play) -> Group:
    chat = play.sandbox.chats[play.desk.office_chat or 0]
    assert isinstance(chat, Group)
    return chat


def heard_in(play: Play, chat: int) -> list[str]:
    return [one.text for one in play.sandbox.chats[chat].history.shown() if one.from_bot]


def test_a_group_that_becomes_a_supergroup_is_followed_and_nothing_is_lost(tmp_path: Path) -> None:
    async def story() -> None:
        async with playing(tmp_path, in_group=True) as play:
            play.imports()
            director = play.office.person
            former = group_of(play)
            new = play.sandbox.upgrade_group(former, director)
            await play.stage.settle()

            assert play.desk.office_chat == new.id
            assert sum("已升级为超级群" in text for text in heard_in(play, new.id)) == 1
            await play.joins("王芳", "县农业农村局")
            assert any("王芳" in text for text in heard_in(play, new.id))

    asyncio.run(story())


def test_what_waits_for_the_former_group_is_sent_to_the_new_one(tmp_path: Path) -> None:
    async def story() -> None:
        async with playing(tmp_path, in_group=True) as play:
            play.imports()
            former = group_of(play)
            former.migrated_to = play.sandbox.add_group(
                former.title, *former.members.values(), supergroup=True
            ).id
            new = play.sandbox.chats[former.migrated_to]
            assert isinstance(new, Group)
            new.bot_status = former.bot_status

            await play.joins("王芳", "县农业农村局")
            await play.stage.settle()

            assert any("王芳" in text for text in heard_in(play, new.id))
            failed = play.desk.db.read_now(
                lambda session: session.scalars(
                    select(Outbox.id).where(Outbox.state == OutboxState.FAILED)
                ).all()
            )
            assert failed == []

    asyncio.run(story())


def test_the_new_number_is_known_after_a_restart_though_the_settings_have_the_former(
    tmp_path: Path,
) -> None:
    async def story() -> None:
        async with playing(tmp_path, in_group=True) as play:
            play.imports()
            new = play.sandbox.upgrade_group(group_of(play), play.office.person)
            await play.stage.settle()
            async with restarted(play):
                await play.joins("王芳", "县农业农村局")
                assert any("王芳" in text for text in heard_in(play, new.id))

    asyncio.run(story())


def test_a_card_that_stayed_in_the_former_group_overwrites_nothing_in_the_new_one(
    tmp_path: Path,
) -> None:
    async def story() -> None:
        async with playing(tmp_path, in_group=True) as play:
            play.imports()
            former = group_of(play)
            await sitting(play).says("/people")
            new = play.sandbox.upgrade_group(former, play.office.person)
            await play.stage.settle()
            await sitting(play).says("/status")
            now = play.stage.clock.now()
            play.desk.db.write_now(lambda session: outbox.show_again(session, "staff", ALL, now))
            await play.stage.settle()

            assert heard_in(play, new.id) != []
            assert not any("单位和人员" in text for text in heard_in(play, new.id))
            counts = play.desk.db.read_now(outbox.counts)
            assert OutboxState.FAILED not in counts

    asyncio.run(story())


def test_another_group_that_moves_is_none_of_our_business(tmp_path: Path) -> None:
    async def story() -> None:
        async with playing(tmp_path, in_group=True) as play:
            other = play.sandbox.add_group("别的群", play.office.person)
            play.sandbox.add_bot(other, play.office.person)
            before = play.desk.office_chat
            play.sandbox.upgrade_group(other, play.office.person)
            await play.stage.settle()

            assert play.desk.office_chat == before

    asyncio.run(story())
