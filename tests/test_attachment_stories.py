"""Files a contact sends, told as conversations: where they go, what is said when they cannot."""

from pathlib import Path

from sqlalchemy import select

from db import reviews
from db.engine import Session
from db.tables import Attachment as Row
from db.tables import Report
from db.vocabulary import FileState, Role
from sandbox.people import Attachment
from tests.ledger_cast import all_of
from tests.play import Play, playing
from tests.test_sandbox_harness import PNG, in_loop

PDF = b"%PDF-1.7\n1 0 obj\n"
PROGRAM = b"MZ\x90\x00\x03\x00\x00\x00"


def rows(play: Play) -> list[Row]:
    return list(all_of(play.desk.db, Row))


def kept(play: Play) -> list[Path]:
    folder = play.desk.settings.files_folder
    return sorted(one for one in folder.rglob("*") if one.is_file())


def accept(session: Session, play: Play) -> None:
    report = session.scalars(select(Report).order_by(Report.id.desc())).first()
    assert report is not None
    reviews.accept(session, report, "周敏", play.desk.clock.now())


def album(count: int, content: bytes = PDF) -> list[Attachment]:
    return [Attachment(f"{number}.pdf", content + bytes([number])) for number in range(count)]


@in_loop
async def test_a_photo_s_caption_opens_the_form_and_the_photo_is_filed_with_it(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        wang = await play.joins("王芳", "县农业农村局")
        await play.move_to(3, 20)

        wang.person.sends_photo(PNG, "第2项：正常推进，已办2期培训班")
        await play.stage.settle()
        wang.expects("第2项", "已办2期培训班", "📎 附件 1 个")
        await wang.presses("✅ 提交")

        wang.expects("已收到 第2项", "📎 附件 1 个")
        (row,) = rows(play)
        assert row.state is FileState.STORED
        assert row.report_id is not None
        (file,) = kept(play)
        assert file.read_bytes() == PNG
        assert file.suffix == ".png"
        assert file.stat().st_mode & 0o777 == 0o600
        assert file.parent.stat().st_mode & 0o777 == 0o700


@in_loop
async def test_an_album_goes_where_its_caption_goes_though_it_comes_last(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        wang = await play.joins("王芳", "县农业农村局")
        await play.move_to(3, 20)
        await wang.presses("第1项")
        files = album(3)
        sent = wang.person.sends_album(files)
        await play.stage.settle()
        wang.expects("第1项", "📎 附件 3 个")
        assert sum("📎" in text for text in wang.heard()) == 1

        wang.person.edit(sent[-1], "第2项：已办2期培训班")
        await play.stage.settle()

        wang.expects("第2项", "已办2期培训班", "📎 附件 3 个")
        assert sum("📎" in text for text in wang.heard()) == 1
        assert len({row.form_id for row in rows(play)}) == 1


@in_loop
async def test_files_without_a_word_are_asked_about_once_and_go_where_the_button_says(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        wang = await play.joins("王芳", "县农业农村局")
        await play.move_to(3, 20)

        wang.person.sends_album(album(2))
        wang.person.sends_file("附表.pdf", PDF)
        await play.stage.settle()
        wang.expects("这 2 个文件放到哪一项", "0.pdf、1.pdf")
        question = wang.expects("这个文件放到哪一项", "附表.pdf")
        wang.person.sends_photo(PNG)
        await play.stage.settle()
        wang.expects("这 2 个文件放到哪一项", "附表.pdf、照片")
        label = next(one for one in question.buttons if one.startswith("第2项"))
        told = wang.person.press(question, label)
        await play.stage.settle()

        assert told.text == "附件已放到第2项"
        wang.expects("📎 附件已放到第2项")
        wang.expects("第2项", "📎 附件 2 个", "请选择")
        again = await wang.presses(label)  # the album's
        assert again.text == "附件已放到第2项"
        wang.expects("第2项", "📎 附件 4 个")


@in_loop
async def test_files_follow_a_caption_that_has_to_be_asked_about(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        wang = await play.joins("王芳", "县农业农村局")
        await play.move_to(3, 20)

        wang.person.sends_album(album(3), "进展顺利，已办2期")
        await play.stage.settle()
        question = wang.expects("进展顺利，已办2期", "请点")
        assert wang.count("放到哪一项") == 0
        await wang.presses(next(one for one in question.buttons if one.startswith("第2项")))

        wang.expects("第2项", "已办2期", "📎 附件 3 个")
        wang.person.sends_photo(PNG, "第1项：已办1期；第2项：已办3期")
        await play.stage.settle()
        wang.expects("这个文件放到哪一项", "照片")
        await wang.presses("移除附件")
        assert "📎" not in wang.expects("第2项", "已办2期").text
        assert len(kept(play)) == 4


@in_loop
async def test_a_reply_to_a_receipt_goes_with_the_report_unless_it_is_locked(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        sun = await play.joins("孙丽", "县文旅局")
        await play.move_to(3, 20)
        await sun.says("第3项：正常推进，已办2期培训班")
        await sun.presses("✅ 提交")
        sun.person.sends_photo(PNG)  # right after it: no word needed
        await play.stage.settle()
        receipt = sun.expects("已收到 第3项", "📎 附件 1 个")
        await play.move_to(3, 21)

        sun.person.sends_file("名单.pdf", PDF, reply_to=receipt)
        await play.stage.settle()

        sun.expects("已收到 第3项", "📎 附件 2 个")
        await sun.presses("修改")
        sun.expects("第3项", "📎 附件 2 个")
        await sun.presses("✅ 提交")
        receipt = sun.expects("已收到 第3项", "第 2 次", "📎 附件 2 个")
        play.desk.db.write_now(lambda session: accept(session, play))
        sun.person.sends_photo(PNG, reply_to=receipt)
        await play.stage.settle()
        sun.expects("审核通过", "不能再加附件", "文件已留存")
        assert rows(play)[-1].report_id is None


@in_loop
async def test_a_program_in_disguise_and_a_file_too_large_are_refused_and_named(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        sun = await play.joins("孙丽", "县文旅局")
        await play.move_to(3, 20)
        await sun.presses("第3项")

        sun.person.sends_file("现场<b>\u202egpj.exe/现场.jpg", PROGRAM)
        sun.person.sends_file("全部.pdf", PDF, size=20 * 1024 * 1024 + 1)
        sun.person.sends_file("说明.html", b"<!doctype html><script>alert(1)</script>")
        sun.person.sends_file("图.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>")
        await play.stage.settle()

        sun.expects("没有收下", "现场_b_gpj.exe_现场.jpg（这种文件不收）", "可以发", "20 MB")
        sun.expects("没有收下", "全部.pdf（太大）")
        sun.expects("第3项", "📎 没收到：", "（太大）")
        assert {row.state for row in rows(play)} == {FileState.REFUSED}
        assert kept(play) == []
        await sun.presses("移除附件")
        assert "📎" not in sun.expects("第3项", "请选择").text


@in_loop
async def test_a_file_that_cannot_be_had_is_asked_for_again_and_the_office_is_left_alone(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        sun = await play.joins("孙丽", "县文旅局")
        await play.move_to(3, 20)
        heard = len(play.office.heard())
        play.sandbox.faults.add("500", "file", times=1)
        sun.person.sends_photo(PNG)
        await play.stage.settle()
        sun.expects("第3项", "📎 附件 1 个（1 个正在接收）")

        await play.move_to(3, 20, 10, 2)
        sun.expects("第3项", "📎 附件 1 个\n")
        play.sandbox.faults.add("reset_before", "getFile", times=None)
        sun.person.sends_file("名单.pdf", PDF)
        await play.stage.settle()
        await play.move_to(3, 20, 12)
        assert sun.count("没能收到") == 0
        await play.move_to(3, 20, 15)

        sun.expects("没能收到：名单.pdf（没下载成）", "请重新发送")
        sun.expects("第3项", "📎 附件 1 个；没收到：名单.pdf")
        assert len(play.office.heard()) == heard
        assert [row.attempts for row in rows(play)] == [2, 6]


@in_loop
async def test_two_units_contacts_cannot_put_files_into_each_other_s_matters(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        wang = await play.joins("王芳", "县农业农村局")
        sun = await play.joins("孙丽", "县文旅局")
        li = await play.joins("李强", "县人社局", Role.HEAD)
        await play.move_to(3, 20)
        wang.person.sends_file("名单.pdf", PDF)
        await sun.presses("第3项")
        await play.stage.settle()
        question = wang.expects("放到哪一项")
        (mine,) = (button for button in question.buttons if button.startswith("第1项"))
        data = question.button(mine)
        assert data is not None
        _, first, obligation = data["callback_data"].split(":")

        foreign = play.sandbox.pressed(sun.person, question, f"attach:{first}:{obligation}")
        strange = play.sandbox.pressed(
            wang.person, question, f"attach:{first}:{int(obligation) + 4}"
        )
        removed = play.sandbox.pressed(wang.person, question, "detach:1")
        await play.stage.settle()
        li.person.sends_photo(PNG)
        await play.stage.settle()

        assert "失效" in foreign.text
        assert strange.text in {"这项不归您填报", "这项已不需要填报"}
        assert "失效" in removed.text
        assert rows(play)[0].obligation_id is None
        li.expects("没有要报的事项", "文件已留存")


@in_loop
async def test_what_is_no_file_is_answered_with_one_sentence(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        sun = await play.joins("孙丽", "县文旅局")
        stranger = play.stage.actor("路人")
        sticker = {"file_id": "x", "file_unique_id": "y", "type": "regular", "width": 1,
                   "height": 1, "is_animated": False, "is_video": False}  # fmt: skip

        for actor in (sun, sun, stranger):
            actor.person._write({"sticker": sticker}, None, None)  # noqa: SLF001 - no such action
        stranger.person.sends_photo(PNG)
        await play.stage.settle()

        assert sun.count("贴纸") == 1
        assert stranger.count("邀请") == 1
        assert rows(play) == []
