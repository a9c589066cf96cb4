"""Units, people, invites and the audit trail on the command line."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from db.vocabulary import Action
from templates import word
from tests.test_commands import done, empty, facts, notice, office, refused

__all__ = ["empty", "notice", "office"]


@pytest.fixture
def imported(notice: Path) -> None:
    done("import", notice, "--yes")


@pytest.mark.usefixtures("imported")
def test_a_unit_is_added_renamed_and_merged_and_all_of_it_is_in_the_audit_trail(
    office: Path,
) -> None:
    done("units", "add", "县数据局", "--by", "周敏")
    done("units", "rename", "县数据局", "县数据资源局")
    done("units", "alias", "数据局", "县数据资源局")
    done("units", "unalias", "数据局")
    told = done("units", "merge", "县人社局", "县农业农村局", "--yes")

    assert "1 项两家都有" in told
    names = [one["name"] for one in facts("units")]
    assert names == ["县农业农村局", "县文旅局", "县数据资源局"]
    trail = facts("audit")
    done_in_order = [
        Action.UNIT_ADDED,
        Action.UNIT_RENAMED,
        Action.ALIAS_ADDED,
        Action.ALIAS_DROPPED,
        Action.UNITS_MERGED,
    ]
    assert [one["action"] for one in reversed(trail)][-5:] == [
        word(f"action.{action}") for action in done_in_order
    ]
    assert trail[4]["by"] == "周敏（命令行）"
    assert trail[0]["by"] == word("cli.by_command")
    done("audit", "--export", office / "记录.xlsx")
    sheet = load_workbook(office / "记录.xlsx").active
    assert sheet is not None
    assert sheet.max_row == len(trail) + 2


@pytest.mark.usefixtures("imported")
def test_what_cannot_be_done_is_said_in_one_sentence() -> None:
    assert "已经是 县文旅局 的了" in refused("units", "rename", "县人社局", "县文旅局")
    assert "县某局" in refused("units", "merge", "县某局", "县文旅局", "--yes")
    assert "同一个单位" in refused("units", "merge", "县文旅局", "县文旅局", "--yes")
    assert "没有叫 张华 的人" in refused("people", "remove", "张华", "--yes")
    assert "没有编号 9 的" in refused("people", "revoke", "9")
    assert "不是任何单位的别名" in refused("units", "unalias", "数据局")
    assert "还没有人加入" in done("people")


@pytest.mark.usefixtures("imported")
def test_an_invite_is_listed_and_revoked() -> None:
    done("invite", "县文旅局")
    (one,) = facts("people", "invites")
    assert one["unit"] == "县文旅局"
    assert facts("audit")[0]["about"] == "县文旅局 联络员"

    done("people", "revoke", str(one["id"]))

    assert facts("people", "invites") == []
    assert "已收回" not in done("people", "invites")
