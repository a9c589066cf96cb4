"""电话催办单: whom to call, what came of it by one tap, numbers, and the printed sheet."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from db.tables import AuditEntry, Call, Contact, Document, Unit
from db.vocabulary import Action, CallOutcome, Role
from tests.ledger_cast import all_of
from tests.play import Play, playing, restarted
from tests.sitting import sitting
from tests.test_sandbox_harness import in_loop


def calls(play: Play) -> list[tuple[int, CallOutcome, str, str]]:
    return [
        (one.unit_id, one.outcome, one.called_by, one.words) for one in all_of(play.desk.db, Call)
    ]


def unit(play: Play, name: str) -> Unit:
    return next(one for one in all_of(play.desk.db, Unit) if one.name == name)


def entries(play: Play, action: Action) -> list[AuditEntry]:
    return [one for one in all_of(play.desk.db, AuditEntry) if one.action is action]


@in_loop
@pytest.mark.parametrize("in_group", [False, True], ids=["private", "group"])
async def test_whom_messages_do_not_help_is_called_and_the_outcome_noted_by_a_tap(
    tmp_path: Path,
    in_group: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    async with playing(tmp_path, in_group=in_group) as play:
        play.imports()
        await play.joins("赵磊", "县科经局")
        await play.joins("孙局", "县科经局", Role.HEAD)
        await play.move_to(3, 27, 15)
        office = sitting(play)
        await office.says("/phone 县科经局 0566-1234567")
        await office.says("/phone 赵磊 138 0000 0000")

        await office.says("/calls")
        sheet = office.expects("电话催办单", "还要打")
        kejing = await office.forges(sheet, f"callunit:{unit(play, '县科经局').id}")
        assert kejing.text == ""
        assert "县科经局　0566-1234567" in sheet.text
        assert "赵磊（联络员）138 0000 0000" in sheet.text
        assert "孙局（单位负责人）没有号码" in sheet.text
        assert "逾期 1 项：第2项，最长 2 天（3月25日（周一）截止）" in sheet.text
        assert "催过仍未报，最近一次" in sheet.text
        query = await office.presses("已答应")

        assert query.text == "已记下。答应哪天报，可回复电话催办单补充"
        assert calls(play) == [(unit(play, "县科经局").id, CallOutcome.PROMISED, "周敏", "")]
        await office.says("答应今天下班前", reply_to=sheet)
        assert "☑️ 县科经局　3月27日15:00 周敏：已答应（答应今天下班前）" in sheet.text
        assert "今天打过 1 个" in sheet.text
        called, added = entries(play, Action.CALLED)
        assert (called.about, called.after["outcome"]) == ("县科经局", "promised")
        assert added.after == {"call": called.after["call"], "words": "答应今天下班前"}


@in_loop
async def test_the_worst_comes_first_and_who_was_called_today_last(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        await play.move_to(3, 27, 15)
        office = sitting(play)

        await office.says("电话")
        sheet = office.expects("电话催办单", "还要打 4 个单位")
        assert "县农业农村局　没有单位电话" in sheet.text, "it owes two items"
        await office.presses("无人接听")
        assert sheet.text.rstrip().count("☑️ 县农业农村局　3月27日15:00 周敏：无人接听") == 1
        assert sheet.text.index("☑️ 县农业农村局") > sheet.text.index("• 县文旅局")
        await play.move_to(3, 28, 9)
        await office.says("/calls")

        tomorrow = office.expects("电话催办单", "还要打 4 个单位", "县农业农村局　没有单位电话")
        assert "上次：3月27日15:00 周敏：无人接听" in tomorrow.text


@in_loop
async def test_what_is_replied_is_about_the_unit_that_was_chosen(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        await play.move_to(3, 27, 15)
        office = sitting(play)
        await office.says("/calls")
        sheet, wenlv = office.expects("电话催办单"), unit(play, "县文旅局").id
        await office.presses("无人接听")
        await office.forges(sheet, f"callunit:{wenlv}")
        await office.says("号码换了", reply_to=sheet)

        office.expects("请先点通话结果")
        await office.presses("号码有误")
        await office.says("号码换了", reply_to=sheet)
        assert [words for _, _, _, words in calls(play)] == ["", "号码换了"]


@in_loop
async def test_a_call_tapped_twice_is_one_call(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        await play.move_to(3, 27, 15)
        office = sitting(play)
        await office.says("/calls")
        sheet, data = office.expects("电话催办单"), f"call:{unit(play, '县文旅局').id}:no_answer"

        await office.forges(sheet, data)
        await office.forges(sheet, data)

        assert len(calls(play)) == 1


@in_loop
async def test_who_has_reported_needs_no_call_and_leaves_the_sheet(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports("2024年计划\n1.培训导游。（责任单位：县文旅局）\n")
        li = await play.joins("李强", "县文旅局")
        await play.move_to(3, 27, 15)
        await play.office.says("/calls")
        sheet = play.office.expects("电话催办单", "县文旅局")

        await li.says("第1项：正常推进")
        await li.presses("✅ 提交")

        assert "现在没有要打电话的单位" in sheet.text
        query = await sitting(play).forges(sheet, f"call:{unit(play, '县文旅局').id}:promised")
        assert query.text == "这个单位已不用打电话"
        assert calls(play) == []


@in_loop
async def test_who_was_reminded_just_now_is_not_called_yet(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports("2024年计划\n1.培训导游。（责任单位：县文旅局）\n")
        await play.joins("李强", "县文旅局")
        await play.move_to(3, 26, 9, 30)  # the day after, reminded at nine

        await play.office.says("/calls")

        play.office.expects("现在没有要打电话的单位")


@in_loop
async def test_a_plan_that_nobody_acknowledged_is_a_reason_to_call(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports("2024年计划\n1.培训导游。（责任单位：县文旅局）\n")
        li = play.stage.actor("李强", "县文旅局")
        await li.opens(play.link("县文旅局"))
        await li.presses("确认加入")
        await play.move_to(3, 13, 10)

        told = play.office.expects("还有 1 个单位没有签收")
        assert told.buttons == ["电话催办单"]
        await play.office.presses("电话催办单")
        play.office.expects("电话催办单", "县文旅局　没有单位电话", "没有签收：2024年计划")
        await li.presses("签收")

        play.office.expects("电话催办单", "现在没有要打电话的单位")


@in_loop
async def test_a_report_is_typed_from_the_sheet_and_is_the_call_s_outcome(tmp_path: Path) -> None:
    async with playing(tmp_path, in_group=True) as play:
        play.imports(
            "2024年计划\n1.培训导游。（责任单位：县文旅局）\n2.办展。（责任单位：县科经局）\n"
        )
        await play.move_to(3, 27, 15)
        office = sitting(play)
        await office.says("/calls")

        await office.presses("代录")
        form = office.expects("代录 第1项 · 县文旅局")
        async with restarted(play):
            await office.says("已培训两期，正常推进", reply_to=form)
            await office.presses("✅ 提交")

            office.expects("已代录 第1项", "已培训两期")
            assert calls(play) == [(unit(play, "县文旅局").id, CallOutcome.ENTERED, "周敏", "")]
            assert "县文旅局" not in office.expects("电话催办单").text


@in_loop
async def test_the_sheet_is_printed_as_a_workbook(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        await play.joins("赵磊", "县科经局")
        await play.joins("孙局", "县科经局", Role.HEAD)
        await play.move_to(3, 27, 15)
        office = sitting(play)
        await office.says("/phone 赵磊 +86 138-0000-0000")
        await office.says("/calls")

        assert (await office.presses("打印")).text == "正在生成，稍后发到这里"

        made = all_of(play.desk.db, Document)[-1]
        assert (made.name, made.error) == ("电话催办单 2024-03-27 1500.xlsx", None)
        page = load_workbook(play.desk.settings.files_folder / str(made.path)).active
        assert page is not None
        rows = [[cell.value or "" for cell in row] for row in page.iter_rows(min_row=2)]
        assert rows[0] == ["单位", "姓名", "电话", "身份", "欠报", "逾期天数", "结果", "备注"]
        assert ["县科经局", "赵磊", "+86 138-0000-0000", "联络员", "第2项", "2", "", ""] in rows
        assert ["县科经局", "孙局", "", "单位负责人", "第2项", "2", "", ""] in rows
        assert ["县文旅局", "（单位电话）", "", "", "第3项", "2", "", ""] in rows


@in_loop
@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("/phone", "请在命令后面写单位名或姓名"),
        ("/phone 县科经局", "县科经局：还没有电话号码"),
        ("/phone 县气象局 0566-1234567", "没有叫“县气象局”的单位或联络员"),
        ("/phone 县科经局 12", "不像电话号码，没有记下"),
        ("/phone 张华 13800000000", "叫“张华”的有 2 位：县科经局 张华、县文旅局 张华"),
        ("/phone 县文旅局 张华 13800000000", "县文旅局 张华 的电话已记为 13800000000。"),
        ("电话号码 县文旅局：0566-1234567", "县文旅局 的电话已记为 0566-1234567。"),
    ],
)
async def test_a_number_is_taken_or_a_sentence_says_what_to_do(
    tmp_path: Path, typed: str, said: str
) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        await play.joins("张华", "县科经局")
        await play.joins("张华", "县文旅局")

        await play.office.says(typed)

        play.office.expects(said)


@in_loop
async def test_a_number_is_changed_and_taken_away_and_each_is_written_down(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.imports()
        await play.joins("张华", "县科经局")

        await play.office.says("/phone 张华 13800000000")
        await play.office.says("/phone 张华 13900000000")
        play.office.expects("13900000000（原 13800000000）")
        await play.office.says("/phone 张华 无")

        play.office.expects("县科经局 张华 的电话已删去（原 13900000000）")
        assert [one.phone for one in all_of(play.desk.db, Contact)] == [None]
        assert [(one.before, one.after) for one in entries(play, Action.PHONE)] == [
            ({}, {"phone": "13800000000"}),
            ({"phone": "13800000000"}, {"phone": "13900000000"}),
            ({"phone": "13900000000"}, {}),
        ]
