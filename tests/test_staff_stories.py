"""The office changes who is who from its chat: names, units, posts, invites; all is noted."""

import asyncio
from pathlib import Path

from sqlalchemy import select

from db.tables import AuditEntry, Post
from db.vocabulary import Action
from tests.play import Play, playing
from tests.sitting import sitting


def entries(play: Play) -> list[tuple[Action, str]]:
    return play.desk.db.read_now(
        lambda session: [
            (one.action, one.about)
            for one in session.scalars(select(AuditEntry).order_by(AuditEntry.id))
        ]
    )


def test_a_unit_is_renamed_and_still_known_by_its_former_name(tmp_path: Path) -> None:
    async def story() -> None:
        async with playing(tmp_path) as play:
            play.imports()
            await play.office.says("/rename 县农业农村局 县农业局")
            play.office.expects("已改名", "县农业局")
            await play.office.says("改名 县农业农村局 县科经局")
            play.office.expects("已经是 县科经局 的名称", "/merge")
            await play.office.says("/rename 没有这家 县某局")
            play.office.expects("没有叫")
            await play.office.says("/rename")
            play.office.expects("请这样发")

            assert (Action.UNIT_RENAMED, "县农业局") in entries(play)

    asyncio.run(story())


def test_two_units_are_merged_after_a_look_at_what_that_means(tmp_path: Path) -> None:
    async def story() -> None:
        async with playing(tmp_path) as play:
            play.imports()
            wang = await play.joins("王芳", "县人社局")
            await play.office.says("/merge 县人社局 县农业农村局")
            play.office.expects("县人社局 并入 县农业农村局", "1 项两家都有", "王芳")
            await play.office.presses("✅ 确认合并")
            play.office.expects("已并入")
            await wang.says("/mine")
            wang.expects("县农业农村局")
            await play.office.says("/merge 县人社局 县农业农村局")
            play.office.expects("本来就是同一个单位")

            assert (Action.UNITS_MERGED, "县农业农村局") in entries(play)

    asyncio.run(story())


def test_somebody_is_removed_by_two_taps_and_told(tmp_path: Path) -> None:
    async def story() -> None:
        async with playing(tmp_path) as play:
            play.imports()
            wang = await play.joins("王芳", "县文旅局")
            await play.office.says("/people")
            await play.office.presses("县文旅局 1人")
            await play.office.presses("王芳")
            await play.office.presses("撤销 县文旅局联络员")
            play.office.expects("唯一的联络员")
            await play.office.presses("✅ 确认撤销")
            wang.expects("已撤销您县文旅局联络员的身份")

            assert play.desk.db.read_now(lambda session: session.scalars(select(Post)).all()) == []
            assert (Action.POST_ENDED, "王芳") in entries(play)

    asyncio.run(story())


def test_a_stale_button_takes_no_post_from_whoever_came_after(tmp_path: Path) -> None:
    async def story() -> None:
        async with playing(tmp_path) as play:
            play.imports()
            wang = await play.joins("王芳", "县文旅局")
            await play.office.says("/people")
            await play.office.presses("县文旅局 1人")
            await play.office.presses("王芳")
            await play.office.presses("撤销 县文旅局联络员")
            await wang.says("/quit")
            await wang.presses("没有接手人")
            await wang.presses("确认离开")
            await play.joins("赵强", "县文旅局")
            query = await play.office.presses("✅ 确认撤销")

            assert "这个按钮已失效" in query.text
            assert play.desk.db.read_now(lambda session: session.scalars(select(Post.id)).all())

    asyncio.run(story())


def test_who_looks_elsewhere_is_asked_for_no_name_any_more(tmp_path: Path) -> None:
    async def story() -> None:
        async with playing(tmp_path) as play:
            play.imports()
            await play.joins("王芳", "县文旅局")
            await play.office.says("/people")
            await play.office.presses("县文旅局 1人")
            await play.office.presses("王芳")
            await play.office.presses("改姓名")
            await play.office.presses("返回")
            await play.office.says("那就不改了")

            assert play.office.count("已改名") == 0

    asyncio.run(story())


def test_a_list_that_somebody_has_shows_the_items_of_both_after_a_merge(tmp_path: Path) -> None:
    async def story() -> None:
        async with playing(tmp_path) as play:
            play.imports()
            wang = await play.joins("王芳", "县农业农村局")
            await play.move_to(3, 20)
            card = wang.expects("还有 3 个工作日")
            assert "第3项" not in card.text
            await play.office.says("/merge 县文旅局 县农业农村局")
            await play.office.presses("✅ 确认合并")

            assert "第3项" in card.text

    asyncio.run(story())


def test_a_persons_name_is_corrected_by_what_is_typed_next(tmp_path: Path) -> None:
    async def story() -> None:
        async with playing(tmp_path) as play:
            play.imports()
            await play.joins("王芳", "县文旅局")
            await play.office.says("/people")
            await play.office.presses("县文旅局 1人")
            await play.office.presses("王芳")
            await play.office.presses("改姓名")
            card = play.office.expects("请发新的姓名")
            await play.office.says("王方")
            play.office.expects("已改名", "王方")

            assert "王方" in card.text
            assert "请发新的姓名" not in card.text
            assert (Action.CONTACT_RENAMED, "王方") in entries(play)

    asyncio.run(story())


def test_in_a_group_the_name_is_a_reply_to_the_card(tmp_path: Path) -> None:
    async def story() -> None:
        async with playing(tmp_path, in_group=True) as play:
            play.imports()
            await play.joins("王芳", "县文旅局")
            office = sitting(play)
            await office.says("/people")
            await office.presses("县文旅局 1人")
            await office.presses("王芳")
            await office.presses("改姓名")
            card = office.expects("请发新的姓名")
            await office.says("王方", reply_to=card)
            office.expects("已改名", "王方")

    asyncio.run(story())


def test_an_invite_is_made_and_taken_back(tmp_path: Path) -> None:
    async def story() -> None:
        async with playing(tmp_path) as play:
            play.imports()
            await play.office.says("/invite 县文旅局 单位负责人")
            sent = play.office.expects("邀请链接", "县文旅局 单位负责人")
            link = next(line for line in sent.text.splitlines() if line.startswith("https://"))
            await play.office.says("/people")
            await play.office.presses("邀请链接（1）")
            await play.office.presses("收回 1")
            late = play.stage.actor("赵强", "县文旅局")
            await late.opens(link)
            late.expects("督办室已收回这个邀请链接")
            await play.office.says("/invite 没有这家")
            play.office.expects("没有")

            assert [action for action, _ in entries(play)] == [
                Action.INVITED,
                Action.INVITE_REVOKED,
            ]

    asyncio.run(story())


def test_the_audit_trail_is_read_in_chat(tmp_path: Path) -> None:
    async def story() -> None:
        async with playing(tmp_path) as play:
            play.imports()
            await play.office.says("/addunit 县数据局")
            await play.office.says("/alias 数据局 县数据局")
            await play.office.says("/audit")
            play.office.expects("变更记录", "加别名", "登记单位", play.office.name)
            await play.office.says("/audit 县数据局")
            play.office.expects("变更记录　县数据局", "共 2 条")

    asyncio.run(story())
