"""试运行: everything planned goes to the office instead, and going live loses nobody."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from bot.mistakes import ConfigError
from bot.settings import load_settings
from db import rehearsals
from db.tables import Outbox
from tests.ledger_cast import all_of
from tests.play import Play, playing, restarted
from tests.test_sandbox_harness import in_loop

HEADING = "【试运行】本应发给"


@asynccontextmanager
async def rehearsing(play: Play, *, rehearsal: bool = True) -> AsyncIterator[None]:
    """Restart the bot with the rehearsal on, or off."""
    office = play.desk.settings.office.model_copy(update={"rehearsal": rehearsal})
    settings = play.desk.settings.model_copy(update={"office": office})
    async with restarted(replace(play, desk=replace(play.desk, settings=settings))):
        await play.stage.service.tick()
        await play.stage.settle()
        yield


#: A second notice: whoever has joined is asked to acknowledge it by the clock.
SECOND = """2024年清溪县人才工作要点
一、引进人才
1.引进紧缺人才20人。（责任单位：县农业农村局）
2.开展职业技能培训。（责任单位：县人社局）
"""


@in_loop
async def test_what_is_planned_goes_to_the_office_with_whom_it_was_for(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        wang = await play.joins("王芳", "县农业农村局")
        async with rehearsing(play):
            heard = len(wang.heard())
            await play.move_to(3, 20)

            shown = play.office.expects(HEADING, "县农业农村局", "王芳", "联络员", "项待报")
            assert not shown.buttons
            assert len(wang.heard()) == heard

            await wang.says("/todo")
            assert "项待报" in wang.heard()[-1]  # who acts is answered for real


@in_loop
async def test_a_card_turned_aside_goes_on_showing_the_present(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        wang = await play.joins("王芳", "县农业农村局")
        async with rehearsing(play):
            await play.move_to(3, 20)
            await wang.says("第2项：正常推进，已办2期培训班")
            await wang.presses("✅ 提交")

            play.office.expects(HEADING, "王芳", "✅ 第2项")


@in_loop
async def test_the_office_is_told_once_that_it_is_a_rehearsal_and_once_that_it_ended(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        for rehearsal in (False, True, True, False, False, True):
            async with rehearsing(play, rehearsal=rehearsal):
                pass

        assert play.office.count("现在是试运行") == 2
        assert play.office.count("现在正式运行") == 1


@in_loop
async def test_who_was_only_asked_in_a_rehearsal_to_acknowledge_is_asked_for_real(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        wang = await play.joins("王芳", "县农业农村局")
        li = await play.joins("李强", "县人社局")
        play.imports(SECOND)
        async with rehearsing(play):
            await play.move_to(3, 13)
            play.office.expects(HEADING, "王芳", "人才工作要点", "请阅后点")
            play.office.expects("没有签收", "县人社局", "县农业农村局")
            assert not wang.count("人才工作要点")

        async with rehearsing(play, rehearsal=False):
            await play.move_to(3, 14)
            await li.presses("签收")
            await play.move_to(3, 15)

            assert wang.count("人才工作要点") == 1
            assert "县人社局" not in play.office.expects("没有签收", "县农业农村局").text


@in_loop
async def test_after_a_rehearsal_reminders_go_on_from_the_next_rung(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        wang = await play.joins("王芳", "县农业农村局")
        async with rehearsing(play):
            await play.move_to(3, 20)

        heard = len(wang.heard())
        async with rehearsing(play, rehearsal=False):
            await play.move_to(3, 20, 16)
            assert len(wang.heard()) == heard
            await play.move_to(3, 22)

            assert "项待报" in wang.heard()[-1]
            assert len(wang.heard()) == heard + 1


@in_loop
async def test_what_waited_when_a_rehearsal_ended_goes_to_whom_it_was_for(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        wang = await play.joins("王芳", "县农业农村局")
        office = play.desk.office_chat
        assert office is not None
        play.stage.clock.move_to(play.stage.clock.now().replace(day=20, hour=9, minute=0))
        await play.stage.service.tick()
        play.desk.db.write_now(
            lambda session: rehearsals.tell(
                session, office, "rehearsal_begun", "begun", play.stage.clock.now()
            )
        )
        play.desk.db.write_now(lambda session: rehearsals.divert(session, office))
        async with rehearsing(play, rehearsal=False):
            assert "项待报" in wang.heard()[-1]

        play.office.expects("现在正式运行")
        assert not any("for" in one.args for one in all_of(play.desk.db, Outbox))


def test_a_rehearsal_without_the_offices_chat_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text("[office]\nrehearsal = true\n", "utf-8")

    with pytest.raises(ConfigError) as refused:
        load_settings(file)

    assert [(one.place, one.code) for one in refused.value.mistakes] == [
        ("office.rehearsal", "rehearsal_chat")
    ]
