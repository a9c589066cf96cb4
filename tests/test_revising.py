"""A newer text of a stored plan: shown to the office at a glance, and felt by the units at once."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from rich.cells import cell_len

from bot.drafts.known import revision_for
from bot.office.comparing import show_revision
from bot.office.revising import as_facts, revise
from db import outbox
from db.vocabulary import OutboxState
from notice.lines import lines_of
from notice.reader import read_notice
from notice.revision.revision import revision_of
from tests.play import SMALL, Play, playing
from tests.test_sandbox_harness import in_loop

#: Item 2 goes, item 3 is another unit's with a target, an item comes before them.
NEWER = """2024年清溪县乡村振兴工作要点（修订版）
一、培养人才
1.培育高素质农民500人，家庭农场发展到1840个以上。（责任单位：县农业农村局、县人社局）
2.建设乡村振兴学院。（责任单位：县教育局）
3.开展乡村旅游从业人员培训，培训200人次。（责任单位：县商务局）
"""
WITHOUT_TRAINING = """2024年清溪县乡村振兴工作要点（修订版）
一、培养人才
1.培育高素质农民450人，家庭农场发展到1840个以上。（责任单位：县农业农村局、县人社局）
2.开展乡村旅游从业人员培训。（责任单位：县文旅局）
"""


def shown(capsys: pytest.CaptureFixture[str], old: str, new: str) -> str:
    show_revision(revision_of(read_notice(lines_of(old)), read_notice(lines_of(new))))
    return capsys.readouterr().out


def test_the_office_sees_the_counts_then_each_change_before_and_after(
    capsys: pytest.CaptureFixture[str],
) -> None:
    said = shown(capsys, SMALL, NEWER)

    assert "新增 1 项、撤销 1 项、修改 2 项。" in said.splitlines()[0]
    lines = [" ".join(line.split()) for line in said.splitlines()]
    assert "标题 2024年清溪县乡村振兴工作要点 → 2024年清溪县乡村振兴工作要点（修订版）" in lines
    assert "第2项 任务 建设乡村振兴学院" in lines
    assert "牵头 县教育局" in lines
    assert "第2项 任务 开展农村电商技能培训" in lines
    assert "牵头 县文旅局 → 县商务局" in lines
    assert "任务 培育高素质农民450人，家庭农场发… → 培育高素质农民500人，家庭农场发…" in lines
    assert any(
        line.startswith("指标 高素质农民 达到450人 → 高素质农民 达到500人") for line in lines
    )
    assert all(cell_len(line) <= 100 and line == line.rstrip() for line in said.splitlines())


def test_renumbered_neighbours_are_told_as_one(capsys: pytest.CaptureFixture[str]) -> None:
    tasks = ["修建水库", "开办学校", "种植茶叶", "改造公路", "保护古树", "建设市场"]

    def text(*these: str) -> str:
        items = "\n".join(
            f"{number}.{task}。（责任单位：县{task}局）" for number, task in enumerate(these, 1)
        )
        return f"2024年工作要点\n一、任务\n{items}\n"

    said = shown(capsys, text(*tasks), text(*tasks[:2], *tasks[3:]))

    assert "撤销 1 项、只改编号 3 项。" in said
    assert "第4–6项 → 第3–5项" in said


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("县文旅局、县教育局", "县文旅局、县商务局", "配合 县教育局 → 县商务局"),
        ("县文旅局", "县文旅局、县商务局", "配合 无 → 县商务局"),
        (
            "县文旅局、县教育局、县财政局",
            "县文旅局、县教育局、县商务局",
            "配合 县财政局 → 县商务局（其余 1 个不变）",
        ),
    ],
)
def test_units_that_stay_are_counted_and_not_listed(
    capsys: pytest.CaptureFixture[str], before: str, after: str, said: str
) -> None:
    one, other = SMALL.replace("县文旅局", before), SMALL.replace("县文旅局", after)

    assert said in " ".join(shown(capsys, one, other).split())


def test_no_change_is_said_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert shown(capsys, SMALL, SMALL).splitlines() == [
        "《2024年清溪县乡村振兴工作要点》与现行文本相比没有变化。"
    ]


def test_programs_read_the_same() -> None:
    revision = revision_of(read_notice(lines_of(SMALL)), read_notice(lines_of(NEWER)))

    facts = as_facts(revision)

    assert json.loads(json.dumps(facts)) == facts
    counts = [len(facts[kind]) for kind in ("added", "withdrawn", "changed", "renumbered")]
    assert (facts["empty"], counts) == (False, [1, 1, 2, 0])


def revises(play: Play, plan: int, text: str) -> int:
    draft = read_notice(lines_of(text))
    revision = play.desk.db.read_now(lambda session: revision_for(session, plan, draft))
    return play.desk.db.write_now(lambda session: revise(session, play.desk, plan, revision, text))


@in_loop
async def test_a_withdrawn_item_leaves_the_checklist_at_once_and_is_not_reminded_of(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path) as play:
        plan = play.imports()
        zhao = await play.joins("赵磊", "县科经局")
        wang = await play.joins("王芳", "县农业农村局")
        await play.move_to(3, 20)
        zhao.expects("⏳ 第2项")
        wang.expects("⏳ 第1项", "⏳ 第2项")
        before = len(zhao.heard())

        revises(play, plan, WITHOUT_TRAINING)
        await play.stage.settle()

        assert not zhao.count("⏳")
        wang.expects("⏳ 第1项")
        assert not wang.count("⏳ 第2项")
        await play.move_to(4, 2)
        assert len(zhao.heard()) == before
        assert not zhao.count("逾期")


@in_loop
async def test_a_reminder_that_waits_in_the_outbox_says_nothing_of_a_withdrawn_item(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path) as play:
        plan = play.imports()
        zhao = await play.joins("赵磊", "县科经局")
        await play.move_to(3, 20, 8)
        before = len(zhao.heard())
        play.stage.clock.move(timedelta(hours=1))
        await play.stage.service.tick()  # at 09:00 the reminder is put into the outbox

        revises(play, plan, WITHOUT_TRAINING)
        await play.stage.settle()

        states = play.desk.db.read_now(outbox.counts)
        assert states[OutboxState.WITHDRAWN] >= 1
        assert len(zhao.heard()) == before


@in_loop
async def test_a_changed_owner_is_asked_and_the_former_one_keeps_the_receipt(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path) as play:
        plan = play.imports()
        sun = await play.joins("孙丽", "县文旅局")
        await play.move_to(3, 20)
        await sun.says("第3项：正常推进，已办2期培训班")
        await sun.presses("✅ 提交")

        revises(play, plan, NEWER)
        qian = await play.joins("钱进", "县商务局")
        await play.move_to(3, 22)

        qian.expects("⏳ 第3项", "还有 1 个工作日")
        sun.expects("已收到 第3项", "已办2期培训班", "回执号 1")
        assert (await sun.presses("修改")).text == "这项已不需要填报"
        assert not sun.count("⏳")


@in_loop
async def test_who_answers_a_form_of_a_withdrawn_item_is_told_so(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        plan = play.imports()
        zhao = await play.joins("赵磊", "县科经局")
        await play.move_to(3, 20)
        await zhao.presses("第2项")
        form = zhao.expects("第2项 · 县科经局")

        revises(play, plan, WITHOUT_TRAINING)
        await play.stage.settle()

        closed = zhao.expects("第2项 · 县科经局", "这项已不需要填报")
        assert closed.buttons == []
        await zhao.says("已办2期", reply_to=form)
        zhao.expects("这项已不需要填报。这句话已留存")
