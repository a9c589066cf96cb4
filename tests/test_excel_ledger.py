"""The Excel ledger: every number in it is SQL's, every text stays a text, nothing is left out."""

import sqlite3
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape

from db.engine import Database
from db.tables import Plan
from templates import ledger as drawing
from tests.full_ledger import COMMAND, FORMULA, LINK, NOW, drawn, fill, tables
from tests.ledger_cast import a_plan, make_database

#: Every sheet of a ledger, from left to right.
SHEETS = ["任务", "应报", "完成值", "填报", "变更"]
_OF_PLAN = (
    " FROM obligation AS o JOIN assignment AS a ON a.id = o.assignment_id"
    " JOIN item AS i ON i.id = a.item_id"
)
_NOT_WITHDRAWN = " WHERE o.state <> 'withdrawn' AND a.withdrawn_at IS NULL"
_NOW = "2024-06-24 01:05:00.000000"
#: By what is counted in the ledger, the plain question that comes to the same.
GOLDEN = {
    "items": "SELECT count(*) FROM item",
    "withdrawn items": "SELECT count(*) FROM item WHERE withdrawn_at IS NOT NULL",
    "obligations": f"SELECT count(*) {_OF_PLAN}",
    "withdrawn": f"SELECT count(*) {_OF_PLAN} WHERE NOT (o.state <> 'withdrawn'"
    " AND a.withdrawn_at IS NULL)",
    "reported": f"SELECT count(*) {_OF_PLAN} {_NOT_WITHDRAWN} AND o.state = 'reported'",
    "overdue": f"SELECT count(*) {_OF_PLAN} {_NOT_WITHDRAWN} AND o.state = 'open'"
    f" AND o.due_at < '{_NOW}'",
    "open": f"SELECT count(*) {_OF_PLAN} {_NOT_WITHDRAWN} AND o.state = 'open'"
    f" AND o.due_at >= '{_NOW}' AND o.opens_at <= '{_NOW}'",
    "coming": f"SELECT count(*) {_OF_PLAN} {_NOT_WITHDRAWN} AND o.state = 'open'"
    f" AND o.opens_at > '{_NOW}'",
    "owed so far": f"SELECT count(*) {_OF_PLAN} {_NOT_WITHDRAWN} AND o.opens_at <= '{_NOW}'",
    "reported late": f"SELECT count(*) {_OF_PLAN} {_NOT_WITHDRAWN} AND o.state = 'reported'"
    " AND (SELECT min(submitted_at) FROM report WHERE obligation_id = o.id) > o.due_at",
    "reports": "SELECT count(*) FROM report",
    "entered": "SELECT count(*) FROM report WHERE entered_by IS NOT NULL",
    "accepted": "SELECT count(*) FROM review WHERE accepted",
    "returned": "SELECT count(*) FROM review WHERE NOT accepted",
    "readings": "SELECT count(*) FROM reading",
    "sum of readings": "SELECT sum(CAST(value AS REAL)) FROM reading",
    "extensions": "SELECT count(*) FROM extension WHERE asked_at IS NOT NULL",
    "moves": "SELECT count(*) FROM move",
    "reminders": "SELECT count(*) FROM audit WHERE action = 'reminded'",
    "receipts": "SELECT sum(id) FROM report",
}


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with make_database(tmp_path) as opened:
        opened.write_now(fill)
        yield opened


def counted(found: dict[str, list[dict[str, Any]]]) -> dict[str, object]:
    """Return what the ledger comes to, by the names of the golden questions."""
    items, owed, readings, reports, changes = (found[name] for name in SHEETS)
    state = Counter(row["状态"] for row in owed)
    manners, reviews = (Counter(row[one] for row in reports) for one in ("填报方式", "审核"))
    kinds = Counter(row["类别"] for row in changes)
    return {
        "items": len(items),
        "withdrawn items": sum(row["状态"] == "已撤销" for row in items),
        "obligations": len(owed),
        "withdrawn": state["已撤销"],
        "reported": state["按时已报"] + state["逾期已报"],
        "overdue": state["逾期未报"],
        "open": state["待报"],
        "coming": state["未到期"],
        "owed so far": sum(row["应报"] for row in items),
        "reported late": state["逾期已报"],
        "reports": len(reports),
        "entered": manners["代录"],
        "accepted": reviews["通过"],
        "returned": reviews["退回"],
        "readings": len(readings),
        "sum of readings": sum(row["完成值"] for row in readings),
        "extensions": kinds["申请延期"],
        "moves": kinds["同意延期"],
        "reminders": kinds["催办"],
        "receipts": sum(row["回执号"] for row in reports),
    }


def test_every_count_is_that_of_a_plain_question(database: Database, tmp_path: Path) -> None:
    plain = sqlite3.connect(tmp_path / "duban.db")
    golden = {name: plain.execute(sql).fetchone()[0] for name, sql in GOLDEN.items()}
    plain.close()

    assert counted(tables(drawn(database, 1))) == golden
    assert all(golden.values()), golden


def test_items_come_with_units_targets_dates_and_lights(database: Database) -> None:
    first, second, _, last = tables(drawn(database, 1))["任务"]

    assert (first["部分"], first["完成时限"]) == ("壮大队伍", "6月底前")
    assert first["完成日期"] == datetime(2024, 6, 30)  # noqa: DTZ001 - as Excel has it
    assert (first["牵头单位"], first["配合单位"]) == ("农业农村局", "人社局")
    assert first["指标完成情况"] == "家庭农场 不少于1840个：1200.5个，65.2%"
    assert (first["应报"], first["已报"], first["逾期"], first["灯号"]) == (3, 2, 0, "绿")
    assert (second["逾期"], second["灯号"], second["进展"]) == (1, "红", "未填报")
    assert (last["状态"], last["灯号"], last["牵头单位"]) == ("已撤销", "灰", "教体局")


def test_an_obligation_says_both_due_times_and_why_and_how_late_it_is(database: Database) -> None:
    owed = tables(drawn(database, 1))["应报"]
    moved = next(row for row in owed if row["责任单位"] == "人社局")
    late = next(row for row in owed if row["状态"] == "逾期已报")
    twice = next(row for row in owed if row["填报次数"] == 2)

    assert moved["原定截止"] == datetime(2024, 5, 24, 17, 30)  # noqa: DTZ001 - as Excel has it
    assert moved["现定截止"] == datetime(2024, 6, 12, 17, 30)  # noqa: DTZ001
    assert (moved["改期原因"], moved["延期"], moved["逾期天数"]) == ("同意延期", "已同意", 12)
    assert (moved["灯号"], late["灯号"], twice["灯号"]) == ("红", "黄", "绿")
    assert (late["逾期天数"], late["进展"], twice["审核"]) == (2, "有困难", "通过")


def test_a_reading_says_target_goal_value_percent_and_report(database: Database) -> None:
    rows = tables(drawn(database, 1))["完成值"]

    assert [
        (
            row["指标"],
            row["要求"],
            row["目标值"],
            row["完成值"],
            row["单位"],
            row["完成率%"],
            row["采用"],
        )
        for row in rows
    ] == [
        ("家庭农场", "不少于", 1840, 200, "个", 10.9, "否"),
        ("家庭农场", "不少于", 1840, 1200.5, "个", 65.2, "是"),
        ("结对", "不少于", 10, 3, "个", 30, "是"),
    ]
    assert [row["回执号"] for row in rows] == [1, 2, 5]


def test_changes_stand_in_order_each_with_before_and_after(database: Database) -> None:
    rows = tables(drawn(database, 1))["变更"]

    assert [(row["类别"], row["经办人"]) for row in rows] == [
        ("报送周期", "随通知确定"),
        ("第2稿 新增任务", "随修订稿"),
        ("第2稿 修改任务", "随修订稿"),
        ("申请延期", "李强"),
        ("答复延期", "周主任"),
        ("同意延期", "周主任"),
        ("催办", "周主任"),
    ]
    assert (rows[2]["事项"], rows[2]["变更前"]) == ("第1项 发展家庭农场 牵头", "人社局")
    assert rows[5]["变更后"] == datetime(2024, 6, 12, 17, 30)  # noqa: DTZ001 - as Excel has it
    assert (rows[0]["变更前"], rows[6]["变更后"]) == ("无", "2 人，人社局")


def test_what_looks_like_a_formula_or_a_link_stays_text(database: Database) -> None:
    content = drawn(database, 1)
    found = tables(content)
    words = [row["情况说明"] for row in found["填报"]]

    assert words[:2] == [FORMULA, LINK]
    assert unescape(words[2]) == "一二三\n<r>&四</r> _x0041_"
    assert COMMAND in [row["原因"] for row in found["变更"]]
    pages = load_workbook(BytesIO(content)).worksheets
    cells = [cell for page in pages for row in page.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr", "n", "d"}
    assert all(cell.hyperlink is None for cell in cells)


def test_no_column_is_empty_and_every_sheet_is_ready_to_be_read_and_printed(
    database: Database,
) -> None:
    pages = load_workbook(BytesIO(drawn(database, 1))).worksheets

    assert [page.title for page in pages] == SHEETS
    for page in pages:
        line, _, *rows = page.iter_rows(values_only=True)
        assert line[0] == "2024年工作要点　清溪县督办室　数据截至 2024-06-24 09:05"
        assert all(any(cell is not None for cell in column) for column in zip(*rows, strict=True))
        assert (page.freeze_panes, page.print_title_rows) == ("A3", "$2:$2")
        assert page.auto_filter.ref == f"A2:{page.dimensions.partition(':')[2]}"
        assert (page.page_setup.orientation, page.page_setup.fitToHeight) == ("landscape", 0)
    lit = {page.title for page in pages if page.conditional_formatting}
    assert lit == {"任务", "应报", "完成值"}


def test_a_plan_with_nothing_in_it_has_headers_only(tmp_path: Path) -> None:
    with make_database(tmp_path) as database:
        plan = database.write_now(a_plan)
        content = drawn(database, plan)

    assert tables(content) == {name: [] for name in SHEETS}
    pages = load_workbook(BytesIO(content)).worksheets
    assert [page["A2"].value for page in pages] == ["序号", "序号", "回执号", "回执号", "时间"]


def test_the_same_ledger_is_the_same_file(database: Database) -> None:
    assert drawn(database, 1) == drawn(database, 1)


def test_rows_written_in_many_batches_are_the_same_rows(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once = tables(drawn(database, 1))

    monkeypatch.setattr("templates.ledger_cells._BATCH", 2)

    assert tables(drawn(database, 1)) == at_once  # a row number left out would be an empty row


def test_what_excel_takes_into_no_sheet_goes_on_in_another(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = tables(drawn(database, 1))
    monkeypatch.setattr(drawing, "ROOM", 3)

    parted = tables(drawn(database, 1))

    assert [name for name in parted if name.startswith("应报")] == [
        "应报",
        "应报（2）",
        "应报（3）",
    ]
    owed = [row for name, rows in parted.items() if name.startswith("应报") for row in rows]
    assert owed == whole["应报"]


def test_the_ledger_of_a_withdrawn_plan_says_so(database: Database) -> None:
    database.write_now(lambda session: setattr(session.get_one(Plan, 1), "withdrawn_at", NOW))

    found = load_workbook(BytesIO(drawn(database, 1)))["应报"]

    assert "（已撤销）" in str(found["A1"].value)
