"""The ledger as the office gets it: by the command, which spoils nothing, and in its chat."""

import sqlite3
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import update

from bot.made import Order
from bot.making import MAKERS
from db import digests
from db.tables import Document, Plan
from db.vocabulary import DocumentKind
from tests.full_ledger import NOW, fill, tables
from tests.ledger_cast import a_plan, all_of, make_database
from tests.play import Play, playing, settings_for
from tests.sitting import sitting
from tests.test_commands import done, duban, office, refused  # noqa: F401 - the folder is a fixture
from tests.test_sandbox_harness import in_loop


@pytest.fixture
def plans(tmp_path: Path) -> Path:
    """Have a full plan (1), an empty one (2), and a withdrawn one (3)."""
    (tmp_path / "data").mkdir()
    with make_database(tmp_path / "data") as database:
        database.write_now(fill)
        database.write_now(lambda session: a_plan(session, title="新要点"))
        gone = database.write_now(lambda session: a_plan(session, title="旧要点"))
        withdrawn = update(Plan).where(Plan.id == gone).values(withdrawn_at=NOW)
        database.write_now(lambda session: session.execute(withdrawn))
    return tmp_path


def titles(file: Path) -> str:
    return str(load_workbook(file)["任务"]["A1"].value)


def test_the_newest_plan_in_force_is_written_and_it_is_said_which(plans: Path) -> None:
    result = duban("ledger", "台账.xlsx")

    assert result.exit_code == 0
    assert (
        result.stderr
        == "有几份通知，这是最新的一份：《新要点》（编号 2）。要别的请加 --plan 编号。\n"
    )
    assert result.stdout == "《新要点》的台账已写入 台账.xlsx。\n"
    assert titles(plans / "台账.xlsx").startswith("新要点　")
    assert {one.name for one in plans.iterdir()} == {"data", "台账.xlsx"}


@pytest.mark.parametrize(("plan", "said"), [("1", "2024年工作要点　"), ("3", "旧要点（已撤销）")])
def test_any_plan_is_written_that_is_named(plans: Path, plan: str, said: str) -> None:
    assert "已写入" in done("ledger", "台账.xlsx", "--plan", plan)
    assert titles(plans / "台账.xlsx").startswith(said)


def test_a_file_that_is_there_is_replaced_only_when_told(plans: Path) -> None:
    file = plans / "台账.xlsx"
    file.write_text("改过的")

    said = refused("ledger", "台账.xlsx", "--plan", "1")

    assert said == "台账.xlsx 已存在，没有写。请换个文件名，或加 --force 覆盖。"
    assert file.read_text() == "改过的"
    done("ledger", "台账.xlsx", "--plan", "1", "--force")
    assert len(tables(file.read_bytes())["任务"]) == 4


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["台账.xls"], "台账要存成 .xlsx：台账.xls。"),
        (["没有/台账.xlsx"], "没有文件夹 没有，请先建好，或换个位置。"),
        (["夹.xlsx"], "写不了 夹.xlsx：没有权限，或文件夹不存在。"),
        (["台账.xlsx", "--plan", "9"], "没有编号是 9 的通知。"),
    ],
    ids=["another kind", "no folder", "a folder", "no such plan"],
)
def test_what_cannot_be_written_is_refused_in_one_sentence(
    plans: Path, arguments: list[str], said: str
) -> None:
    (plans / "夹.xlsx").mkdir()

    assert refused("ledger", *arguments) == said
    assert [one.name for one in plans.iterdir() if one.is_file()] == []


def test_without_a_plan_in_force_the_office_is_told_what_to_do(plans: Path) -> None:
    connection = sqlite3.connect(plans / "data" / "duban.db")
    with connection:
        connection.execute("UPDATE plan SET withdrawn_at = created_at")
    connection.close()

    assert refused("ledger", "台账.xlsx").startswith("通知都已撤销。")


def test_the_ledger_that_comes_with_a_digest_is_as_of_that_moment(tmp_path: Path) -> None:
    with make_database(tmp_path) as database:
        plan = database.write_now(fill).plan
        digest = database.write_now(lambda session: digests.keep(session, plan, NOW, {}, NOW))
        order = Order(settings_for(tmp_path), {"digest": digest}, NOW)
        maker = MAKERS[DocumentKind.LEDGER]
        made = database.read_now(lambda session: maker.make(session, order))

    assert made.name == "督办台账 2024-06-24.xlsx"
    assert "数据截至 2024-06-24 09:05" in str(
        load_workbook(BytesIO(made.content))["变更"]["A1"].value
    )


def sent(play: Play) -> list[str]:
    """Return the names of the files that the office got."""
    chat = play.office.person.messages
    return [one.content["document"]["file_name"] for one in chat if "document" in one.content]


@in_loop
async def test_the_office_gets_the_ledger_as_a_file_once_a_minute(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.office.says("台账")
        play.office.expects("还没有在办的工作要点")
        play.imports()

        await play.office.says("台账")
        await play.office.says("/ledger")

        play.office.expects("正在生成", "的台账，好了就发到这里")
        play.office.expects("已经在生成，请稍等")
        (made,) = all_of(play.desk.db, Document)
        assert (made.name, made.error) == ("督办台账 2024-03-11.xlsx", None)
        assert sent(play) == ["督办台账 2024-03-11.xlsx"]
        await play.move_to(3, 12)
        await play.office.says("/ledger")
        assert sent(play) == ["督办台账 2024-03-11.xlsx", "督办台账 2024-03-12.xlsx"]


@in_loop
async def test_a_group_asks_for_the_ledger_by_the_command(tmp_path: Path) -> None:
    async with playing(tmp_path, in_group=True) as play:
        play.imports()

        await sitting(play).says("/ledger")

        (made,) = all_of(play.desk.db, Document)
        found = tables((play.desk.settings.files_folder / str(made.path)).read_bytes())
        assert (len(found["任务"]), found["填报"]) == (3, [])
