"""The command line as the office uses it: what it prints, refuses, and leaves behind."""

import contextlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pysqlite3
import pytest
from openpyxl import load_workbook
from telegram.error import BadRequest, ChatMigrated, Forbidden, TimedOut
from typer.testing import CliRunner, Result

from bot.__main__ import app
from bot.office import examining
from bot.office.importing import Wishes, import_notice
from bot.settings import Settings
from bot.story import NOTICE
from tests.ledger_cast import migrated
from tests.processes import TOKEN

EXPECTED = json.loads(
    (Path(__file__).parent / "notices" / "00-dongzhi.expected.json").read_text("utf-8")
)
OURS = ("text", "line", "sure", "doubts", "due_text", "timing", "target_sources")
#: Words that only programs say; the office reads Chinese.
ENGLISH = re.compile(r"Traceback|Error|Errno|[Ii]nvalid|No such|unable|failed|database is|None")
Run = Callable[..., Result]


@pytest.fixture(autouse=True)
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in an empty folder, at a terminal of 100 columns, without settings from outside."""
    for name in [name for name in os.environ if name.startswith("DUBAN_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def duban(*arguments: str | Path, typed: str | None = None) -> Result:
    return CliRunner().invoke(app, [str(one) for one in arguments], input=typed)


def done(*arguments: str | Path) -> str:
    """Run a command that must succeed and return what it printed."""
    result = duban(*arguments)
    assert (result.exit_code, result.stderr) == (0, ""), result.stderr or result.exception
    return result.stdout


def refused(*arguments: str | Path) -> str:
    """Run a command that must be refused and return its sentence: Chinese, and nothing else."""
    result = duban(*arguments)
    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit)
    assert re.search("[一-鿿]", result.stderr)
    assert not ENGLISH.search(result.stderr)
    return result.stderr.strip()


def facts(*arguments: str | Path) -> Any:  # noqa: ANN401 - whatever JSON holds
    return json.loads(done(*arguments, "--json"))


@pytest.fixture
def empty(office: Path) -> None:
    """Have an empty database, which it would take a fifth of a second to make anew."""
    (office / "data").mkdir()
    (office / "data" / "duban.db").write_bytes(migrated())


@pytest.fixture
def notice(office: Path, empty: None) -> Path:  # noqa: ARG001 - it lies beside
    """A small notice of a year that is still to end, beside a database to keep it in."""
    file = office / "通知.txt"
    file.write_text(
        "2099年工作要点\n1.家庭农场发展到1840个。（责任单位：县农业农村局、县人社局）\n"
        "2.做好宣传。（责任单位：县文旅局）\n",
        "utf-8",
    )
    return file


# init


def test_init_writes_a_configuration_that_only_its_owner_reads(office: Path) -> None:
    told = done("init")

    assert "已生成 config.toml" in told
    assert "duban import" in told
    assert (office / "config.toml").stat().st_mode & 0o777 == 0o600
    assert "[office]" in (office / "config.toml").read_text("utf-8")


def test_init_does_not_overwrite_unless_it_is_told_to(office: Path) -> None:
    done("init")
    (office / "config.toml").write_text("mine")

    told = refused("init")
    kept = (office / "config.toml").read_text()
    done("init", "--force")

    assert told == "config.toml 已存在；要覆盖请加 --force。"
    assert kept == "mine"
    assert "[office]" in (office / "config.toml").read_text("utf-8")


def test_init_makes_the_folder_it_is_given(office: Path) -> None:
    done("init", office / "deep" / "office")

    assert (office / "deep" / "office" / "config.toml").is_file()


def test_what_init_writes_is_what_the_other_commands_read(office: Path) -> None:
    done("init")

    done("status")

    assert (office / "data" / "duban.db").stat().st_mode & 0o777 == 0o600


# import


@pytest.fixture(scope="module")
def reading() -> dict[str, Any]:
    result = CliRunner().invoke(app, ["import", str(NOTICE), "--dry-run", "--json"])
    assert result.exit_code == 0
    return dict(json.loads(result.stdout))


@pytest.mark.parametrize("key", ["title", "notice_title", "year", "sections"])
def test_a_dry_run_prints_the_notices_head(reading: dict[str, Any], key: str) -> None:
    assert reading[key] == EXPECTED[key]


@pytest.mark.parametrize("at", range(28), ids=lambda at: f"item {at + 1}")
def test_a_dry_run_prints_each_item_as_a_person_reads_it(reading: dict[str, Any], at: int) -> None:
    item = reading["items"][at]

    assert {key: value for key, value in item.items() if key not in OURS} == EXPECTED["items"][at]
    assert item["text"]
    assert "".join(item["text"].split()).startswith(item["text_starts"])


def test_parts_are_not_counted_where_there_are_none(notice: Path) -> None:
    told = done("import", notice, "--dry-run")

    assert told.startswith("《2099年工作要点》：2 项任务，3 个单位")


def test_a_dry_run_leaves_nothing_behind(office: Path) -> None:
    done("import", NOTICE, "--dry-run")

    assert list(office.iterdir()) == []


def test_the_preview_shows_every_item_in_columns_and_no_wider_than_the_terminal() -> None:
    told = done("import", NOTICE, "--dry-run")

    lines = told.splitlines()
    assert lines[0].startswith("《2024年东至县乡村人才振兴工作要点》：5 个部分，28 项任务")
    assert "第 5 部分　培养农业农村科技人才，促进农业科技创新" in lines
    assert [line.split()[0] for line in lines if re.match(r"\d", line)] == [
        str(number) for number in range(1, 29)
    ]
    assert all(sum(1 + (ord(one) > 0x2E80) for one in line.rstrip()) <= 100 for line in lines)
    assert not ENGLISH.search(told)


def test_what_the_reader_doubts_is_marked_and_said(office: Path) -> None:
    (office / "n.txt").write_text("2099年要点\n1.做甲。（责任单位：甲局）\n3.做乙。\n", "utf-8")

    told = done("import", "n.txt", "--dry-run")

    assert "3 ？" in told
    (said,) = [line for line in told.splitlines() if "第3项（原文第 3 行）：" in line]
    assert set(said.partition("：")[2].split("；")) == {
        "没有找到责任单位",
        "编号不连续，可能漏了一项",
    }


@pytest.mark.usefixtures("empty")
def test_brackets_in_a_notice_are_shown_and_are_no_markup(office: Path) -> None:
    (office / "n.txt").write_text(
        "2099年[red]要点[/x]\n一、[/bold]甲\n1.[link=x]做甲[/]。（责任单位：[b]局）\n", "utf-8"
    )

    told = done("import", "n.txt", "--yes") + done("status")

    assert told.count("2099年[red]要点[/x]") == 2
    assert "[/bold]甲" in told
    assert "[link=x]做甲[/]" in told


@pytest.mark.usefixtures("empty")
def test_a_notice_cannot_act_on_the_terminal(office: Path) -> None:
    (office / "n.txt").write_text(
        "2099年\x1b[2J要点\n1.做\x1b]0;甲\x1b\\。（责任单位：\u202e乙局）\n"
    )

    told = done("import", "n.txt", "--yes") + done("status")

    assert not set("\x1b\x07\u202e") & set(told)
    assert "乙局" in told


def test_long_numbers_are_not_broken(office: Path) -> None:
    (office / "n.txt").write_text(
        "2099年要点\n一、甲\n（一）乙\n1.做甲。（责任单位：甲局）\n3.做乙。\n"
        "（二）丙\n1.做丙。（责任单位：甲局）\n",
        "utf-8",
    )

    told = done("import", "n.txt", "--dry-run")

    numbers = [item["no"] for item in facts("import", "n.txt", "--dry-run")["items"]]
    assert all(re.search(rf"^{re.escape(one)}\s", told, re.MULTILINE) for one in numbers if one)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        pytest.param("没有.txt", None, "找不到文件 没有.txt。", id="missing"),
        pytest.param("空.txt", b"", "空.txt 是空的", id="empty"),
        pytest.param("空.txt", b" \n\n", "空.txt 是空的", id="blank"),
        pytest.param("图.txt", b"\x89PNG\r\n\x00\x01", "图.txt 是图片", id="picture"),
        pytest.param("乱.txt", b"\x00\x01\x02", "读不了 乱.txt", id="binary"),
        pytest.param(
            "闲.txt", "今天天气很好。".encode(), "没有在 闲.txt 里找到编号的任务", id="no items"
        ),
        pytest.param("表.xlsx", b"PK\x03\x04", "表.xlsx 已损坏", id="cut off"),
    ],
)
def test_a_file_that_is_no_notice_is_refused(
    office: Path, name: str, content: bytes | None, sentence: str
) -> None:
    if content is not None:
        (office / name).write_bytes(content)

    assert refused("import", name, "--yes").startswith(sentence)
    assert not (office / "data").exists()


def test_a_folder_is_no_notice(office: Path) -> None:
    (office / "夹.txt").mkdir()

    assert refused("import", "夹.txt") == "夹.txt 是文件夹，请给出文件。"


def test_a_name_that_no_file_can_have_is_no_notice() -> None:
    assert refused("import", "通知" * 200).startswith("读不了 ")


def test_off_a_terminal_nothing_is_stored_without_yes(office: Path, notice: Path) -> None:
    told = refused("import", notice)

    assert told == "没有确认，未入库。要直接入库请加 --yes。"
    assert (office / "data" / "duban.db").read_bytes() == migrated()


def test_a_notice_is_stored_once(notice: Path) -> None:
    first = done("import", notice, "--yes")
    second = done("import", notice, "--yes")

    assert "已入库（编号 1）。报送到 2099-12-31 为止，第一次截止 " in first
    assert "这份通知已经入库（编号 1），没有重复导入。" in second
    assert [plan["plan_id"] for plan in facts("status")["plans"]] == [1]


@pytest.mark.usefixtures("empty")
def test_a_notice_of_a_year_gone_by_says_until_when_it_will_ask() -> None:
    told = done("import", NOTICE, "--yes")

    warned = re.search(r"注意：通知所属的 2024 年已经过去，报送改为到 20\d\d-12-31 为止", told)
    assert warned is not None
    assert warned.start() < told.index("已入库")


@pytest.mark.usefixtures("empty")
def test_a_notice_that_names_no_unit_is_not_stored(office: Path) -> None:
    notice = office / "notice.txt"
    notice.write_text("2099年工作要点\n1.开展培训。\n2.开展宣传。\n", "utf-8")

    assert "没有读出任何责任单位" in refused("import", notice, "--yes")
    assert facts("status")["plans"] == []


def test_the_last_day_can_be_given(notice: Path) -> None:
    told = done("import", notice, "--yes", "--until", "2098-06-30")

    assert "报送到 2098-06-30 为止" in told


def test_a_last_day_before_the_first_cut_off_says_that_nothing_will_be_asked(
    notice: Path,
) -> None:
    result = facts("status")
    assert result["plans"] == []

    told = done("import", notice, "--yes", "--until", "2098-12-31")

    assert "已入库" in told


@pytest.mark.parametrize(
    ("until", "sentence"),
    [
        ("2020-01-01", "2020-01-01 已经过去，请用 --until 指定以后的日期。"),
        ("2020-13-01", "没有这样的日期：2020-13-01，应写成 2024-12-31。"),
        ("年底", "没有这样的日期：年底，应写成 2024-12-31。"),
    ],
    ids=["past", "no such day", "no date"],
)
def test_a_last_day_that_cannot_be_is_refused(notice: Path, until: str, sentence: str) -> None:
    assert refused("import", notice, "--yes", "--until", until) == sentence
    assert facts("status")["plans"] == []


def test_what_is_pasted_is_read_from_standard_input(notice: Path) -> None:
    pasted = duban("import", "-", "--yes", typed=notice.read_text("utf-8"))

    assert (pasted.exit_code, pasted.stderr) == (0, "")
    assert "已入库（编号 1）" in pasted.stdout
    assert duban("import", "-", typed="").stderr.strip().startswith("粘贴的文字 是空的")


def test_a_dry_run_says_what_to_do_next_and_counts_what_is_doubted(office: Path) -> None:
    (office / "n.txt").write_text(
        "2099年要点\n1.做甲。（责任单位：县人社局）\n3.做乙。\n"
        "4.做丙。（责任单位：县人力资源社会保障局）\n",
        "utf-8",
    )

    told = done("import", "n.txt", "--dry-run")

    assert "1 项任务、1 个单位名有拿不准的地方，标了 ？" in told
    assert "县人力资源社会保障局？" in told.replace("\n", "")
    assert "？未写明" in told
    assert "“县人力资源社会保障局”（第4项）：是不是 “县人社局”？" in told
    assert "--export 核对.xlsx" in told
    assert told.splitlines() == [line.rstrip() for line in told.splitlines()]


def test_json_tells_of_each_unit_whether_it_is_sure(office: Path) -> None:
    (office / "n.txt").write_text(
        "2099年要点\n1.做甲。（责任单位：县人社局、县人力资源社会保障局）\n", "utf-8"
    )

    assert facts("import", "n.txt", "--dry-run")["units"] == [
        {"name": "县人社局", "items": ["1"], "unit": None, "sure": True, "candidates": []},
        {
            "name": "县人力资源社会保障局", "items": ["1"], "unit": None, "sure": False,
            "candidates": ["县人社局"],
        },
    ]  # fmt: skip


class Terminal(io.TextIOWrapper):
    """What is typed at a terminal."""

    def isatty(self) -> bool:
        return True


def test_who_is_to_paste_at_a_terminal_is_told_how(
    notice: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", Terminal(io.BytesIO(notice.read_bytes())))

    import_notice(Wishes(Path("-"), dry_run=True))

    told = capsys.readouterr()
    assert told.err == (
        "请粘贴通知全文，再按 Ctrl-D 结束（Windows 上按 Ctrl-Z 再回车）。"
        "从标准输入读的内容，加了 --yes 才会入库。\n"
    )
    assert told.out.startswith("《2099年工作要点》")


TABLE = "序号,工作任务,责任单位\n1,家庭农场发展到1840个,县农业农村局\n2,做好宣传工作,县文旅局\n"


def test_a_notice_without_a_title_is_called_as_its_file(office: Path, notice: Path) -> None:
    (office / "2099年任务分解.csv").write_text(TABLE, "utf-8")

    told = done("import", "2099年任务分解.csv", "--yes")

    assert "没有找到标题，用文件名“2099年任务分解”作标题。" in told
    assert "《2099年任务分解》：" in told
    assert [plan["title"] for plan in facts("status")["plans"]] == ["2099年任务分解"]
    assert notice.exists()


def test_pasted_text_without_a_title_is_asked_for_one(notice: Path) -> None:
    result = duban("import", "-", "--yes", typed=TABLE)

    assert result.exit_code == 1
    assert result.stderr == "粘贴的文字里没有找到标题。请在第一行写上标题，再粘贴一遍。\n"
    assert notice.exists()


# import: units


@pytest.fixture
def second(office: Path, notice: Path) -> Path:
    """Another notice, which calls the first one's units otherwise; the first is stored."""
    done("import", notice, "--yes")
    file = office / "第二份.txt"
    file.write_text(
        "2099年东至县人才要点\n1.做甲。（责任单位：县人力资源和社会保障局、文旅局）\n"
        "2.做乙。（责任单位：县农业局）\n",
        "utf-8",
    )
    return file


def test_a_unit_that_may_be_a_known_one_is_not_stored_unasked(second: Path) -> None:
    told = refused("import", second, "--yes")

    assert told == (
        "有 1 个单位名拿不准是谁，没有入库。先看“县农业局”：如果就是“县农业农村局”，"
        '请加 --unit "县农业局=县农业农村局"；如果是另一个单位，请加 --unit "县农业局=新"。'
    )
    assert len(facts("status")["plans"]) == 1


def test_an_answer_is_remembered_as_an_alias(second: Path) -> None:
    told = done("import", second, "--yes", "--unit", "县农业局=县农业农村局")

    assert "文旅局 → 县文旅局" in told
    nobody = {"unreached": "never_joined"}
    assert facts("units") == [
        {"name": "县农业农村局", "aliases": ["县农业局"], "items": 2} | nobody,
        {"name": "县人社局", "aliases": ["县人力资源和社会保障局"], "items": 2} | nobody,
        {"name": "县文旅局", "aliases": ["文旅局"], "items": 2} | nobody,
    ]


@pytest.mark.parametrize("option", [("--dry-run",), ("--export", "核对.xlsx")], ids=str)
def test_what_is_only_shown_is_seen_beside_the_register(
    office: Path, second: Path, option: tuple[str, ...]
) -> None:
    done("units", "alias", "县农业局", "县农业农村局")
    before = sorted((office / "data").iterdir())

    told = done("import", second, *option)

    assert "没有拿不准的地方。" in told
    assert "县农业局 → 县农业农村局" in told
    assert sorted((office / "data").iterdir()) == before


@pytest.mark.parametrize("content", [b"", b"garbage" * 2000], ids=["empty", "none"])
def test_a_notice_can_be_shown_without_a_register_that_can_be_read(
    office: Path, notice: Path, content: bytes
) -> None:
    (office / "data" / "duban.db").write_bytes(content)

    assert "2 项任务" in done("import", notice, "--dry-run")
    assert (office / "data" / "duban.db").read_bytes() == content


def test_a_unit_that_is_another_one_is_new(second: Path) -> None:
    done("import", second, "--yes", "--unit", "县农业局=新")

    assert [one["name"] for one in facts("units")][3:] == ["县农业局"]


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ("县农业局", "“县农业局”看不懂，应写成 --unit"),
        ("县水利局=新", "通知里没有“县水利局”这个单位名。"),
        ("县农业局=县气象局", "没有叫“县气象局”的单位。"),
    ],
)
def test_an_answer_that_is_none_is_refused(second: Path, answer: str, sentence: str) -> None:
    assert refused("import", second, "--yes", "--unit", answer).startswith(sentence)


@pytest.fixture
def at_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.console.out._force_terminal", True)


@pytest.mark.usefixtures("at_terminal")
@pytest.mark.parametrize(
    ("typed", "units"),
    [
        ("1\ny\n", ["县农业农村局", "县人社局", "县文旅局"]),
        ("多少\n9\n2\ny\n", ["县农业农村局", "县人社局", "县文旅局", "县农业局"]),
    ],
    ids=["the same", "new, after two slips"],
)
def test_at_a_terminal_each_unit_in_doubt_is_asked_for(
    second: Path, typed: str, units: list[str]
) -> None:
    told = duban("import", second, typed=typed)

    assert "“县农业局”是哪个单位？" in told.stdout
    assert "1  就是“县农业农村局”" in told.stdout
    assert "2  是另一个单位" in told.stdout
    assert [one["name"] for one in json.loads(duban("units", "--json").stdout)] == units


def test_units_are_listed_with_what_else_they_are_called(notice: Path) -> None:
    assert done("units") == "名册里还没有单位。导入通知后，通知里的单位就进名册。\n"
    done("import", notice, "--yes")

    told = done("units", "alias", "县文体局", "县文旅局")

    assert told == "已记下：“县文体局”就是“县文旅局”。\n"
    assert done("units").splitlines()[2] == "县文旅局      1 项　别名：县文体局　⚠️ 还没有联络员加入"
    assert refused("units", "alias", "县人社局", "县文旅局").startswith(
        "“县人社局”已经是“县人社局”"
    )
    assert refused("units", "alias", "甲", "县气象局") == "没有叫“县气象局”的单位。"


# import: correction and revision


def test_a_reading_is_corrected_in_a_workbook_and_stored_from_it(
    office: Path, notice: Path
) -> None:
    told = done("import", notice, "--export", "核对.xlsx")
    book = load_workbook(office / "核对.xlsx")
    book["任务"]["F4"] = "县教育局"
    book["指标"]["E3"] = 1900
    book.save(office / "核对.xlsx")

    reading = facts("import", "核对.xlsx", "--dry-run")
    stored = done("import", "核对.xlsx", "--yes")

    assert told.splitlines()[-1] == (
        "核对表已写入 核对.xlsx，没有入库。改好后运行：duban import 核对.xlsx"
    )
    assert [item["lead"] for item in reading["items"]] == [["县农业农村局"], ["县教育局"]]
    assert reading["items"][0]["targets"][0]["value"] == 1900
    assert "已入库（编号 1）" in stored
    assert "县教育局" in done("units")


def test_a_workbook_without_a_change_is_the_same_notice(notice: Path) -> None:
    done("import", notice, "--yes")
    done("import", notice, "--export", "核对.xlsx")

    assert "这份通知已经入库（编号 1），没有重复导入。" in done("import", "核对.xlsx", "--yes")


def test_a_stored_notice_is_corrected_by_a_workbook(corrected: Path) -> None:
    told = done("import", corrected, "--yes", "--revises", "1")

    assert "已修订（编号 1，第 2 稿）" in told
    assert facts("digest")[0]["targets"][0]["goal"] == 1900


def test_a_mistake_in_a_workbook_is_one_sentence(office: Path, notice: Path) -> None:
    done("import", notice, "--export", "核对.xlsx")
    book = load_workbook(office / "核对.xlsx")
    book["指标"]["E3"] = "很多"
    book.save(office / "核对.xlsx")

    assert refused("import", "核对.xlsx", "--yes") == "“指标”表 E3：“很多”不是数。"


def test_a_workbook_is_never_written_over_nor_under_another_ending(
    office: Path, notice: Path
) -> None:
    (office / "旧.xlsx").write_text("mine")

    assert refused("import", notice, "--export", "旧.xlsx").startswith("旧.xlsx 已存在")
    assert refused("import", notice, "--export", "x.docx") == "核对表要存成 .xlsx：x.docx。"
    assert refused("import", notice, "--export", "没有/x.xlsx").startswith("写不了 没有/x.xlsx")
    assert (office / "旧.xlsx").read_text() == "mine"


@pytest.fixture
def corrected(office: Path, notice: Path) -> Path:
    """A corrected workbook of the stored notice."""
    done("import", notice, "--yes")
    done("import", notice, "--export", "核对.xlsx")
    book = load_workbook(office / "核对.xlsx")
    book["指标"]["E3"] = 1900
    book.save(office / "核对.xlsx")
    return Path("核对.xlsx")


@pytest.fixture
def newer(office: Path, notice: Path) -> Path:
    """A newer text of the stored notice."""
    done("import", notice, "--yes")
    file = office / "新稿.txt"
    file.write_text(
        "2099年工作要点\n1.家庭农场发展到1900个。（责任单位：县农业农村局、县人社局）\n"
        "2.做好防汛。（责任单位：县水利局）\n",
        "utf-8",
    )
    return file


def test_a_newer_text_is_a_revision_only_where_the_office_says_so(newer: Path) -> None:
    told = refused("import", newer, "--yes")

    assert told.startswith("这份通知和已入库的“2099年工作要点”（编号 1）标题相同。")
    assert "--revises 1" in told
    assert "--new" in told


@pytest.mark.parametrize("options", [(), ("--new",)], ids=["unasked", "new"])
def test_another_reading_of_a_stored_text_is_never_offered_as_a_plan_of_its_own(
    corrected: Path, options: tuple[str, ...]
) -> None:
    told = refused("import", corrected, "--yes", *options)

    assert told == (
        "这和已入库的“2099年工作要点”（编号 1）是同一份通知，只是内容与现行的不同，不能另存。"
        "要按它更正，请加 --revises 1。"
    )
    assert len(facts("status")["plans"]) == 1


@pytest.mark.usefixtures("at_terminal")
def test_at_a_terminal_another_reading_of_a_stored_text_is_taken_for_its_correction(
    corrected: Path,
) -> None:
    told = duban("import", corrected, typed="y\n").stdout

    assert "是它的修订吗" not in told
    assert "已修订（编号 1，第 2 稿）" in told


@pytest.mark.usefixtures("at_terminal")
def test_what_is_answered_no_is_not_stored_and_says_what_to_do(notice: Path) -> None:
    told = duban("import", notice, typed="n\n").stdout

    assert told.splitlines()[-1] == (
        "没有入库。要修改，请加 --export 核对.xlsx 导出核对表，改好后导入核对表。"
    )
    assert json.loads(duban("status", "--json").stdout)["plans"] == []


def test_a_revision_shows_what_changes_and_is_put_in_force(newer: Path) -> None:
    told = done("import", newer, "--yes", "--revises", "1")

    assert "与现行文本相比：" in told
    assert "已修订（编号 1，第 2 稿）" in told
    assert [plan["items"] for plan in facts("status")["plans"]] == [2]
    assert "这份通知已经入库（编号 1）" in done("import", newer, "--yes")


def test_what_a_revision_would_change_can_be_seen_before_it_is_put_in_force(newer: Path) -> None:
    told = done("import", newer, "--revises", "1", "--dry-run")
    found = facts("import", newer, "--revises", "1", "--dry-run")

    assert "与现行文本相比：" in told
    assert [len(found["revision"][kind]) for kind in ("added", "withdrawn", "changed")] == [1, 1, 1]
    assert facts("import", newer, "--revises", "1", "--dry-run") == found
    assert refused("import", newer, "--revises", "7", "--dry-run") == "没有编号是 7 的通知。"


@pytest.mark.parametrize("option", [("--until", "2099-12-31"), ("--new",)], ids=["until", "new"])
def test_what_a_revision_does_not_take_is_not_passed_over(
    newer: Path, option: tuple[str, ...]
) -> None:
    told = refused("import", newer, "--yes", "--revises", "1", *option)

    assert told == f"{option[0]} 和 --revises 不能一起用。"


def test_a_reading_is_written_out_for_correction_or_stored_not_both(notice: Path) -> None:
    told = refused("import", notice, "--yes", "--export", "核对.xlsx")

    assert told == "--yes 和 --export 不能一起用。"


def test_an_earlier_text_can_be_put_in_force_again(notice: Path, newer: Path) -> None:
    done("import", newer, "--yes", "--revises", "1")

    assert "已修订（编号 1，第 3 稿）" in done("import", notice, "--yes", "--revises", "1")


def test_a_revision_s_changes_stand_in_the_json(newer: Path) -> None:
    result = duban("import", newer, "--yes", "--revises", "1", "--json")

    found = json.loads(result.stdout)
    assert found["revision"]["empty"] is False
    assert "已修订（编号 1，第 2 稿）" in result.stderr


def test_a_notice_of_the_same_title_can_be_a_plan_of_its_own(newer: Path) -> None:
    assert "已入库（编号 2）" in done("import", newer, "--yes", "--new")


def test_a_plan_that_is_not_there_cannot_be_revised(notice: Path) -> None:
    assert refused("import", notice, "--yes", "--revises", "7") == "没有编号是 7 的通知。"


@pytest.mark.usefixtures("at_terminal")
def test_facts_for_programs_are_never_mixed_with_questions(newer: Path) -> None:
    result = duban("import", newer, "--json", typed="y\ny\n")

    assert json.loads(result.stdout)["items"]
    assert (result.exit_code, result.stderr[:4]) == (1, "没有确认")


@pytest.mark.usefixtures("at_terminal")
def test_at_a_terminal_a_newer_text_is_asked_for(newer: Path) -> None:
    told = duban("import", newer, typed="y\ny\n").stdout

    assert "和已入库的通知（编号 1）标题相同，是它的修订吗？" in told
    assert "已修订（编号 1，第 2 稿）" in told


# invite


def test_every_unit_without_a_contact_gets_an_invite(notice: Path) -> None:
    done("import", notice, "--yes")

    told = done("invite")

    lines = told.splitlines()
    assert lines[0].startswith("连不上 Telegram，不知道机器人的名字")
    assert "每个只能用一次" in lines[1]
    assert [line.split()[0] for line in lines[2:]] == ["县农业农村局", "县人社局", "县文旅局"]
    assert len({line.index("/start") + len(line.split()[0]) for line in lines[2:]}) == 1


def test_invites_as_json_hold_unit_role_link_and_last_day(notice: Path) -> None:
    done("import", notice, "--yes")

    made = facts("invite", "县文旅局", "--role", "head")

    assert [(one["unit"], one["role"]) for one in made] == [("县文旅局", "head")]
    assert re.fullmatch(r"/start [\w-]{32}", made[0]["link"])
    assert re.match(r"20\d\d-\d\d-\d\dT", made[0]["until"])


def test_no_two_invites_are_the_same(notice: Path) -> None:
    done("import", notice, "--yes")

    links = [one["link"] for _ in range(2) for one in facts("invite")]

    assert len(set(links)) == 6


def test_an_invite_for_the_office_names_the_office(notice: Path) -> None:
    done("import", notice, "--yes")

    assert done("invite", "--role", "office").splitlines()[-1].startswith("督办室工作人员  /start ")


def test_second_contacts_and_leaders_are_invited_by_their_names(notice: Path) -> None:
    done("import", notice, "--yes")

    assert [one["unit"] for one in facts("invite", "--role", "second")] == [
        "县农业农村局",
        "县人社局",
        "县文旅局",
    ]
    (one,) = facts("invite", "县文旅局", "--role", "second")
    assert (one["unit"], one["role"]) == ("县文旅局", "second")
    told = done("invite", "县文旅局", "--role", "second").splitlines()[-1]
    assert told.startswith("县文旅局 第二联络员  /start ")
    (all_units,) = facts("invite", "--role", "leader")
    assert (all_units["unit"], all_units["role"]) == ("", "leader")
    told = done("invite", "县文旅局", "--role", "leader").splitlines()[-1]
    assert told.startswith("县文旅局 分管领导  /start ")


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("文旅局", "没有叫“文旅局”的单位，是不是“县文旅局”？"),
        ("气象台", "没有叫“气象台”的单位。"),
    ],
    ids=["near", "far"],
)
def test_a_unit_that_nobody_knows_is_refused_with_the_nearest_name(
    notice: Path, name: str, sentence: str
) -> None:
    done("import", notice, "--yes")

    assert refused("invite", "县人社局", name) == sentence
    assert facts("invite", "县人社局")  # the refused command has used nothing up


@pytest.mark.usefixtures("empty")
def test_there_is_nobody_to_invite_before_a_notice() -> None:
    assert refused("invite") == "还没有通知入库。先运行 duban import 通知.txt"


def test_a_sheet_without_the_bot_s_name_is_refused_and_uses_nothing_up(notice: Path) -> None:
    done("import", notice, "--yes")

    assert "不知道机器人的名字" in refused("invite", "--sheet", "邀请单.docx")
    assert not Path("邀请单.docx").exists()
    assert invites_kept(notice.parent) == 0


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        ("邀请单.pdf", "邀请单要存成 .docx：邀请单.pdf。"),
        ("有.docx", "有.docx 已存在，没有生成邀请链接。请换个文件名，或加 --force 覆盖。"),
    ],
    ids=["no Word file", "there already"],
)
def test_a_sheet_that_cannot_be_written_there_is_refused(
    notice: Path, file: str, sentence: str
) -> None:
    done("import", notice, "--yes")
    Path("有.docx").write_bytes(b"mine")

    assert refused("invite", "--sheet", file) == sentence
    assert Path("有.docx").read_bytes() == b"mine"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["县人社局"], "县人社局没有联络员，不必接替；请去掉 --replaces。"),
        ([], "--replaces 要写明一个单位，身份不能是 office。"),
        (["县人社局", "县文旅局"], "--replaces 要写明一个单位，身份不能是 office。"),
        (
            ["县人社局", "--role", "office"],
            "--replaces 要写明一个单位，身份不能是 office。",
        ),
    ],
    ids=["nobody there", "no unit", "two units", "no unit's post"],
)
def test_nobody_can_be_replaced_who_is_not_there(
    notice: Path, arguments: list[str], sentence: str
) -> None:
    done("import", notice, "--yes")

    assert refused("invite", *arguments, "--replaces", "王芳") == sentence


def test_an_invite_that_replaces_somebody_says_whom(notice: Path) -> None:
    done("import", notice, "--yes")
    with contextlib.closing(pysqlite3.connect(notice.parent / "data" / "duban.db")) as ledger:
        ledger.executescript(
            """
            INSERT INTO contact (id, chat_id, name, reachable, joined_at)
            VALUES (1, 11, '王芳', 'yes', '2024-01-02 00:00:00'),
                (2, 12, '丁一', 'blocked', '2024-01-02 00:00:00');
            INSERT INTO post (contact_id, unit_id, role)
            SELECT contact.id, unit.id, 'contact' FROM contact, unit WHERE unit.name = '县人社局';
            """
        )

    unclear = refused("invite", "县人社局", "--replaces", "王方")
    done("invite", "县人社局", "--replaces", "丁一")

    assert unclear == "县人社局没有叫“王方”的联络员，有：王芳、丁一。"
    with contextlib.closing(pysqlite3.connect(notice.parent / "data" / "duban.db")) as ledger:
        assert ledger.execute("SELECT replaces_id FROM invite").fetchall() == [(2,)]


def invites_kept(folder: Path) -> int:
    with contextlib.closing(pysqlite3.connect(folder / "data" / "duban.db")) as ledger:
        count: int = ledger.execute("SELECT count(*) FROM invite").fetchone()[0]
        return count


# status, digest, doctor


@pytest.mark.usefixtures("empty")
def test_the_status_of_an_empty_database() -> None:
    told = done("status")

    assert told.splitlines() == [
        "还没有通知入库。先运行 duban import 通知.txt",
        "已加入 0 人，联系不上 0 人；0 个单位还没有联络员",
        "近期没有要发的提醒",
        "发件箱：空",
        "收件箱：0 条已处理，0 条待处理，0 条搁置",
    ]


def test_the_status_as_json(notice: Path) -> None:
    done("import", notice, "--yes")

    found = facts("status")

    (plan,) = found["plans"]
    assert (plan["title"], plan["items"], plan["units"]) == ("2099年工作要点", 2, 3)
    assert found["people"] == {"joined": 0, "unreachable": 0, "empty": 3}
    assert set(found["unreached"].values()) == {"never_joined"}
    assert set(found) == {
        "plans", "people", "unacknowledged", "next_nudge_at", "outbox", "inbox", "questions",
        "paused", "unreached", "rehearsal",
    }  # fmt: skip
    assert datetime.fromisoformat(found["next_nudge_at"]).utcoffset() == timedelta(hours=8)


@pytest.mark.usefixtures("empty")
def test_there_is_no_digest_before_a_notice() -> None:
    assert refused("digest") == "还没有通知入库。先运行 duban import 通知.txt"


def test_the_digest_is_plain_text(notice: Path) -> None:
    notice.write_text(notice.read_text("utf-8").replace("家庭农场", "<b>农场&"), "utf-8")
    done("import", notice, "--yes")

    told = done("digest")

    assert told.startswith("2099年工作要点\n督办情况　")
    assert "第1项 <b>农场&：–／达到1840个" in told
    assert "&lt;" not in told
    assert facts("digest")[0]["targets"][0]["goal"] == 1840


def test_the_digest_writes_the_chart_into_a_folder(notice: Path, tmp_path: Path) -> None:
    done("import", notice, "--yes")

    done("digest", "--plan", "1", "--folder", tmp_path / "out")

    (chart,) = (tmp_path / "out").glob("督办进度图*.png")
    assert chart.read_bytes().startswith(b"\x89PNG")
    assert refused("digest", "--plan", "9") == "没有编号是 9 的通知。"


def test_the_doctor_names_what_is_missing_and_says_so_by_its_status() -> None:
    result = duban("doctor")
    findings = json.loads(duban("doctor", "--json").stdout)

    assert result.exit_code == 1
    assert [one["check"] for one in findings] == [
        "config", "token", "telegram", "database", "sqlite", "clock", "calendar",
        "cadence", "ladder", "office", "people",
    ]  # fmt: skip
    assert {one["check"] for one in findings if not one["ok"]} >= {"token", "office", "people"}
    assert "✗ 令牌：没有令牌" in result.stdout
    assert "✓ SQLite：3." in result.stdout
    assert len(result.stdout.splitlines()) == len(findings)
    assert not ENGLISH.search(result.stdout)


def test_the_doctor_says_in_words_when_reports_fall_due_and_how_units_are_reminded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DUBAN_CADENCE__RULES", '["每周五上午下班前，遇节假日顺延", "每月25日前"]')
    monkeypatch.setenv("DUBAN_LADDER__RUNGS", '[-3, 0, {"at": 8, "to": ["leader"]}]')
    monkeypatch.setenv("DUBAN_OFFICE__REHEARSAL", "true")
    monkeypatch.setenv("DUBAN_OFFICE__CHAT_ID", "-1001")

    told = duban("doctor").stdout

    assert "✓ 报送周期：每周五 12:00，遇休息日顺延；每月25日 17:30，遇休息日提前\n" in told
    assert "✓ 催办层级：3 档，截止前3个工作日到逾期第8个工作日，以后每 5 个工作日一次" in told
    assert "✓ 试运行：已开启，消息只发给督办室" in told


@pytest.mark.parametrize(
    ("met", "shown"),
    [
        ("督办群", "✓ 督办室会话：督办群（-1001）"),
        (BadRequest("Chat not found"), "✗ 督办室会话：机器人不在 -1001 里"),
        (Forbidden("bot was kicked from the group chat"), "✗ 督办室会话：机器人不在 -1001 里"),
        (ChatMigrated(-1002), "✗ 督办室会话：这个群已升级，编号变了"),
        (TimedOut(), "✗ 督办室会话：-1001，连不上 Telegram，未检查"),
    ],
)
def test_the_doctor_asks_whether_the_bot_may_write_in_the_offices_chat(
    met: str | Exception, shown: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def try_chat(_settings: Settings, _token: str, chat: int) -> str:
        assert chat == -1001
        if isinstance(met, Exception):
            raise met
        return met

    async def ask_username(_settings: Settings, _token: str) -> str:
        return "duban_bot"

    monkeypatch.setattr(examining, "try_chat", try_chat)
    monkeypatch.setattr(examining, "ask_username", ask_username)
    monkeypatch.setenv("DUBAN_TELEGRAM__TOKEN", TOKEN)
    monkeypatch.setenv("DUBAN_OFFICE__CHAT_ID", "-1001")

    assert shown in duban("doctor").stdout


def test_the_doctor_shows_no_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUBAN_DATABASE__URL", "postgresql+psycopg://u:hushhush@127.0.0.1:9/x")

    result = duban("doctor")

    assert result.exit_code == 1
    assert "u:***@127.0.0.1" in result.stderr
    assert "hushhush" not in result.output
    assert not ENGLISH.search(result.stderr)


# what can be wrong with settings and database


@pytest.mark.parametrize("command", ["status", "digest", "doctor", "invite", "run"])
def test_a_wrong_configuration_is_told_before_anything_happens(office: Path, command: str) -> None:
    (office / "config.toml").write_text("[cadence]\nday = 40\n[offic]\nname = 1\n")

    told = refused(command)

    assert told.splitlines() == [
        "配置有 2 处错误：",
        "  [cadence] day：不能大于 31，现为 40",
        "  offic：没有这个配置项。是不是想写 office？",
    ]
    assert not (office / "data").exists()


def test_a_configuration_that_is_not_there_is_told() -> None:
    told = refused("status", "-c", "别处/config.toml")

    assert told.endswith("别处/config.toml：找不到这个配置文件。先运行 duban init 生成一份")


def database_at(office: Path) -> Path:
    done("status")
    return office / "data" / "duban.db"


def lock(file: Path) -> Iterator[None]:
    connection = pysqlite3.connect(file, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    yield
    connection.close()


def replace_with_garbage(file: Path) -> Iterator[None]:
    file.write_bytes(b"garbage" * 2000)
    yield


def make_newer(file: Path) -> Iterator[None]:
    connection = pysqlite3.connect(file)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()
    yield


def replace_folder(file: Path) -> Iterator[None]:
    shutil.rmtree(file.parent)
    file.parent.write_text("a file where the folder should be")
    yield


@pytest.mark.parametrize(
    ("break_it", "sentence"),
    [
        pytest.param(lock, "正被别的程序占用，请稍后再试。", id="locked"),
        pytest.param(replace_with_garbage, "文件已损坏，或不是数据库。", id="garbage"),
        pytest.param(
            make_newer, "数据库是更新版本的 duban 写的（9999），请升级 duban。", id="newer"
        ),
        pytest.param(replace_folder, "文件或文件夹打不开，请检查路径和权限。", id="no folder"),
    ],
)
def test_a_database_that_cannot_be_used_is_told_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch,
    office: Path,
    break_it: Callable[[Path], Iterator[None]],
    sentence: str,
) -> None:
    file = database_at(office)

    monkeypatch.setenv("DUBAN_DATABASE__URL", f"sqlite:///{file}?timeout=0.1")

    with contextlib.contextmanager(break_it)(file):
        told = refused("status")

    assert told.endswith(sentence)
    assert len(told.splitlines()) == 1


@pytest.mark.parametrize(
    ("url", "sentence"),
    [("nonsense", "地址写得不对"), ("mysql://h/x", "缺少这种数据库的驱动")],
    ids=["address", "driver"],
)
def test_an_address_that_is_none_is_told(
    monkeypatch: pytest.MonkeyPatch, url: str, sentence: str
) -> None:
    monkeypatch.setenv("DUBAN_DATABASE__URL", url)

    assert sentence in refused("status")


# usage


@pytest.mark.parametrize(
    "arguments",
    [
        ["nothing"],
        ["import"],
        ["import", "a", "b"],
        ["status", "--nothing"],
        ["invite", "--role", "boss"],
        ["run", "--rehearse-from", "tomorrow"],
    ],
    ids=" ".join,
)
def test_wrong_usage_ends_with_2(arguments: list[str]) -> None:
    assert duban(*arguments).exit_code == 2


@pytest.mark.parametrize("command", ["demo", "init", "doctor", "import", "run", "status"])
def test_every_command_explains_itself_in_chinese(command: str) -> None:
    told = done(command, "-h")

    assert re.search("[一-鿿]{4}", told)


def test_no_command_has_an_option_without_a_word() -> None:
    told = done("import", "-h") + done("run", "-h") + done("invite", "-h")

    for line in told.splitlines():
        if re.match(r"│\s+--", line) and "--help" not in line:
            assert re.search("[一-鿿]", line), line


# run


def test_run_without_a_token_says_where_it_belongs() -> None:
    done("init")

    told = refused("run")

    assert told.startswith("没有令牌。把向 @BotFather 申请到的令牌存进 ")
    assert "DUBAN_TELEGRAM__TOKEN" in told


def test_run_with_a_token_file_that_is_no_text_says_so(office: Path) -> None:
    done("init")
    (office / "token.txt").write_bytes(b"\xff\xfe\x00")

    assert refused("run").startswith(f"读不了令牌文件 {office / 'token.txt'}")


def test_run_with_an_unknown_log_level_is_refused() -> None:
    assert refused("run", "--log-level", "LOUD").startswith("没有这个日志级别：LOUD")


@contextlib.contextmanager
def sandbox(token: str) -> Iterator[str]:
    """Serve a Telegram of our own on a loopback port, in a process of its own."""
    command = [sys.executable, "-P", "-m", "sandbox", "--port", "0", "--token", token]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env=python_environment()
    ) as process:
        assert process.stdout is not None
        yield json.loads(process.stdout.readline())["url"]
        process.terminate()


def python_environment(**more: str) -> dict[str, str]:
    root = str(Path(__file__).parents[1])
    return {**os.environ, "PYTHONPATH": root, "PYTHONUTF8": "1", **more}


@pytest.mark.process
def test_a_token_that_telegram_does_not_know_is_told(
    notice: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done("import", notice, "--yes")
    wrong = "123456789:AAFakeFakeFakeFakeFakeFakeFakeFakeFake"
    monkeypatch.setenv("DUBAN_TELEGRAM__TOKEN", wrong)
    with sandbox(TOKEN) as url:
        monkeypatch.setenv("DUBAN_TELEGRAM__API_BASE_URL", url)
        command = [sys.executable, "-P", "-m", "bot", "run"]

        ran = subprocess.run(
            command, capture_output=True, text=True, check=False, env=python_environment()
        )
        invited, examined = duban("invite"), duban("doctor")

    for ended in ((ran.returncode, ran.stderr), (invited.exit_code, invited.stderr)):
        assert ended[0] == 1
        assert "Telegram 不认这个令牌" in ended[1]
        assert "Traceback" not in ended[1]
    assert examined.exit_code == 1
    assert "✗ Telegram：不认这个令牌" in examined.stdout
    assert wrong not in ran.stdout + ran.stderr + invited.output + examined.output


@pytest.mark.process
def test_where_telegram_answers_links_name_the_bot(
    notice: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done("import", notice, "--yes")
    monkeypatch.setenv("DUBAN_TELEGRAM__TOKEN", TOKEN)
    with sandbox(TOKEN) as url:
        monkeypatch.setenv("DUBAN_TELEGRAM__API_BASE_URL", url)
        monkeypatch.setenv("DUBAN_OFFICE__CHAT_ID", "42")

        invited, examined = done("invite", "县文旅局"), duban("doctor")

    link = r"^县文旅局 联络员  https://t\.me/duban_bot\?start=[\w-]{32}$"
    assert re.search(link, invited, re.MULTILINE)
    assert "✓ Telegram：@duban_bot" in examined.stdout
    assert "✗ 督办室会话：机器人不在 42 里" in examined.stdout
    assert TOKEN not in invited + examined.output


@pytest.mark.process
def test_where_telegram_answers_a_sheet_has_a_page_for_each_unit(
    notice: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done("import", notice, "--yes")
    monkeypatch.setenv("DUBAN_TELEGRAM__TOKEN", TOKEN)
    sheet = Path("邀请单.docx")
    with sandbox(TOKEN) as url:
        monkeypatch.setenv("DUBAN_TELEGRAM__API_BASE_URL", url)

        nowhere = refused("invite", "--sheet", "没有/邀请单.docx")
        none_kept = invites_kept(notice.parent)
        told = done("invite", "--sheet", sheet)
        again = done("invite", "县人社局", "--sheet", sheet, "--force")

    assert nowhere == "写不了 没有/邀请单.docx：没有权限，或文件夹不存在。"
    assert none_kept == 0
    assert told.startswith("邀请单已写入 邀请单.docx：3 页")
    assert "：1 页" in again
    assert "https" not in told + again
    assert invites_kept(notice.parent) == 4
    assert sheet.stat().st_mode & 0o077 == 0
    assert sorted(one.name for one in Path().iterdir()) == ["data", "通知.txt", "邀请单.docx"]


@pytest.mark.process
@pytest.mark.usefixtures("empty")
def test_output_is_utf_8_whatever_the_terminal_says() -> None:
    ended = subprocess.run(
        [sys.executable, "-P", "-m", "bot", "status"],
        capture_output=True,
        check=False,
        env=python_environment(PYTHONUTF8="0", PYTHONIOENCODING="ascii", LC_ALL="C"),
    )

    assert "还没有通知入库" in ended.stdout.decode("utf-8")
