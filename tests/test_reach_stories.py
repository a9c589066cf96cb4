"""Second contacts, leaders, units that nobody can tell, and requests left undecided, as chats."""

from pathlib import Path

from bot.office.inviting import link_of, make_invitations
from bot.sections import DigestPart
from bot.stage import Actor
from db.vocabulary import Role
from tests.play import Play, playing
from tests.test_extension_stories import forges
from tests.test_sandbox_harness import in_loop


async def joins_second(play: Play, name: str, unit: str) -> Actor:
    made = play.desk.db.write_now(
        lambda session: make_invitations(session, play.desk, [unit], Role.CONTACT, second=True)
    )
    actor = play.stage.actor(name, unit)
    await actor.opens(link_of(play.sandbox.bot_username, made[0].token))
    actor.expects(f"{unit} 第二联络员", "联络员没有报，或联系不上时")
    await actor.presses("确认加入")
    return actor


@in_loop
async def test_the_second_contact_has_every_right_and_is_left_in_peace_until_needed(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        wang = await play.joins("王芳", "县农业农村局")
        liu = await joins_second(play, "刘洋", "县农业农村局")
        liu.expects("加入成功", "联络员没有报，或联系不上时", "本单位的联络员还有：王芳")
        play.office.expects("刘洋 已加入：县农业农村局 第二联络员")
        await play.move_to(3, 22, 10)
        wang.expects("还有 2 项待报")
        assert liu.count("待报") == 0

        await wang.blocks()
        play.office.expects("联系不上 王芳", "同单位的 刘洋 仍会收到提醒")
        await play.move_to(3, 25, 10)
        liu.expects("还有 2 项待报")
        await liu.says("第2项：正常推进，已办2期培训班")
        await liu.presses("✅ 提交")

        liu.expects("回执号")


@in_loop
async def test_a_reminder_that_reaches_nobody_goes_on_to_the_second_contact_at_once(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        wang = await play.joins("王芳", "县农业农村局")
        liu = await joins_second(play, "刘洋", "县农业农村局")
        wang.person.leaves_telegram()

        await play.move_to(3, 20, 10)

        liu.expects("还有 2 项待报")
        play.office.expects("联系不上 王芳", "提醒已改发给第二联络员 刘洋")

        sun = await play.joins("孙丽", "县文旅局")
        qian = await joins_second(play, "钱进", "县文旅局")
        await play.move_to(3, 22, 10)
        sun.person.leaves_telegram()
        await play.move_to(3, 25, 10)

        play.office.expects("联系不上 孙丽")
        assert qian.count("还有 1 项待报") == 1  # the due day's own reminder: told once


@in_loop
async def test_a_leader_hears_of_what_is_long_overdue_and_of_nothing_else(tmp_path: Path) -> None:
    quiet = DigestPart(to_leaders=False, documents=())
    async with playing(tmp_path, weekly=quiet) as play:
        play.imports()
        await play.joins("王芳", "县农业农村局")
        leader = await play.joins("何县长", "县农业农村局", Role.LEADER)
        leader.expects("加入成功", "逾期满 8 个工作日", "“待办”")
        heard = leader.heard()
        await play.move_to(4, 3, 16)
        assert leader.heard() == heard

        await play.move_to(4, 7, 10)  # a Sunday on which offices work

        told = leader.expects("县农业农村局", "2 项")
        assert "县文旅局" not in told.text
        assert len(leader.heard()) == len(heard) + 1
        await leader.says("待办")
        assert leader.count("县农业农村局 2 项") == 2
        await leader.says("我的填报")
        leader.expects("您是分管领导，不用填报")


@in_loop
async def test_the_office_is_told_two_workdays_before_whom_nobody_can_tell(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        await play.joins("王芳", "县农业农村局")
        li = await play.joins("李强", "县人社局")
        await play.joins("赵磊", "县科经局")
        await li.blocks()

        await play.move_to(3, 21, 10)
        card = play.office.expects("2 个单位", "没有联络员能收到提醒")
        assert "duban invite 县文旅局" in card.text
        assert "联络员屏蔽了机器人（李强）" in card.text
        await play.joins("孙丽", "县文旅局")
        await play.move_to(3, 21, 11)
        assert "✅ 县文旅局：已解决" in card.text
        li.person.unblocks()
        await play.stage.settle()
        await play.move_to(3, 22, 10)

        assert "下面的单位都已解决" in card.text
        assert play.office.count("没有联络员能收到提醒") == 0


@in_loop
async def test_the_office_decides_in_the_list_what_it_left_undecided(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        wang = await play.joins("王芳", "县农业农村局")
        await play.move_to(3, 20, 10)
        await wang.presses("第1项")
        await wang.presses("申请延期")
        await wang.says("数据还在核")
        await wang.presses("3月28日")
        wang.expects("已报督办室")
        await play.move_to(3, 22, 9, 30)
        listed = play.office.expects(
            "督办室待办",
            "最早的已等 2 个工作日",
            "1. 延期申请：县农业农村局 第1项（2 个工作日）",
        )

        await play.office.presses("1")
        assert "现截止：3月25日" in listed.text
        assert listed.buttons == ["同意", "改期", "不同意", "‹ 返回清单"]
        await forges(play, play.office, listed, "grant:1")

        assert "延期申请" not in listed.text
        wang.expects("督办室", "同意")
