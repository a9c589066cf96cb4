"""The titles in a notice's head and the year it was issued, however the head is laid out."""

import pytest

from notice.head.front import front_of
from notice.head.issue import year_of_issue
from notice.head.titles import Titles, titles_of
from notice.lines import lines_of

OFFICE = "清溪县人民政府办公室"
COVER = f"{OFFICE}关于印发《清溪县水利工作要点》的通知"
WORK = "清溪县水利工作要点"


@pytest.mark.parametrize(
    ("head", "titles"),
    [
        pytest.param(COVER, (COVER, WORK), id="quoted"),
        pytest.param(f"{OFFICE}\n关于印发《{WORK}》的通知", (COVER, WORK), id="issuer above"),
        pytest.param(
            f"关于印发《{WORK}》的通知\n{COVER}\n清政办〔2024〕3号",
            (COVER, WORK),
            id="a page's title without the issuer, then the notice's own",
        ),
        pytest.param(
            f"清政办〔2024〕3号-{COVER}", (COVER, WORK), id="document number before the title"
        ),
        pytest.param(
            f"{COVER}（清政办〔2024〕3号）", (COVER, WORK), id="document number behind the title"
        ),
        pytest.param(
            f"{OFFICE}关于印发{WORK}的通知",
            (f"{OFFICE}关于印发{WORK}的通知", WORK),
            id="issued without being quoted",
        ),
        pytest.param(
            f"{OFFICE}关于印发县《政府工作报告》任务分工方案的通知",
            (
                f"{OFFICE}关于印发县《政府工作报告》任务分工方案的通知",
                "县《政府工作报告》任务分工方案",
            ),
            id="a quotation that is only a part of the title",
        ),
        pytest.param(
            "清溪县人民政府关于加强安全生产工作\n监督检查的意见",
            ("清溪县人民政府关于加强安全生产工作监督检查的意见",) * 2,
            id="the first line ends in a word that titles end in",
        ),
        pytest.param(
            "清溪县人民政府转发县卫生健康局、\n县财政局关于做好防控工作的意见的通知",
            (
                "清溪县人民政府转发县卫生健康局、县财政局关于做好防控工作的意见的通知",
                "县卫生健康局、县财政局关于做好防控工作的意见",
            ),
            id="broken off within a row of offices",
        ),
        pytest.param(
            "清溪县人民政府对县十届会议\n第27号提案的答复",
            ("清溪县人民政府对县十届会议第27号提案的答复",) * 2,
            id="a line that no title begins with",
        ),
        pytest.param(
            f"{OFFICE}文件 清政办〔2024〕3号 {OFFICE}关于分解 工作任务的通知 各乡镇人民政府: "
            + "现将任务下达给你们,请认真组织实施." * 8
            + f" 附件:{WORK} {OFFICE} 2024年2月4日 {WORK}",
            (f"{OFFICE}关于分解工作任务的通知", WORK),
            id="letterhead, number, titles and salutation on one line",
        ),
        pytest.param(
            "\u200d\u200d清溪县水利\u200d工作要点", (WORK, WORK), id="blanks without width"
        ),
        pytest.param(
            f"{OFFICE}关于印发{WORK}的通知\n现印发。\n2024年2月4日\n{WORK}\n水利九项建设任务",
            (f"{OFFICE}关于印发{WORK}的通知", WORK),
            id="a heading below the title that ends like one",
        ),
        pytest.param("今天天气很好。", ("", ""), id="none"),
    ],
)
def test_titles_are_read_however_the_head_is_laid_out(head: str, titles: tuple[str, str]) -> None:
    assert titles_of(head.splitlines()) == Titles(*titles)


@pytest.mark.parametrize(
    ("text", "year"),
    [
        pytest.param("县三年行动计划（2024—2026年）\n1.做甲。", 2024, id="first of a period"),
        pytest.param("县三年行动计划（2022—2024）\n1.做甲。", 2022, id="a period without 年"),
        pytest.param("县三年行动计划(2022-2024)\n1.做甲。", 2022, id="a period with a hyphen"),
        pytest.param("县要点\n清政办〔2023〕5号\n1.做甲。", 2023, id="the notice's number"),
        pytest.param("县要点（清政办〔2023〕5号）\n1.做甲。", 2023, id="number behind the title"),
        pytest.param(
            "县要点\n1.做甲，按《划型标准》（工信部〔2011〕300号）认定。", None, id="cited number"
        ),
        pytest.param("县要点\n1.做甲。\n2.做乙。\n县政府\n2022年5月6日", 2022, id="dated line"),
        pytest.param(
            "县要点\n1.做甲。\n2.做乙。\n2022年5月6日前报送方案。", None, id="a sentence's date"
        ),
    ],
)
def test_the_year_is_the_titles_or_that_of_issue(text: str, year: int | None) -> None:
    assert front_of(lines_of(text)).year == year


def test_the_year_of_issue_may_stand_among_a_websites_entries() -> None:
    assert year_of_issue(["县要点"], ["文号：清政办〔2021〕5号"], ["县要点"]) == 2021
    assert year_of_issue(["县要点"], ["发布日期：2020-03-01"], ["县要点"]) == 2020


def test_the_title_may_stand_among_a_websites_entries_only() -> None:
    front = front_of(
        lines_of("各乡镇人民政府：\n1.做甲。"), lines_of("标题：|清溪县水利工作要点|\n文号：|无")
    )

    assert front.notice_title == "清溪县水利工作要点"


@pytest.mark.parametrize(
    ("attachment", "title"),
    [
        ("清溪县2025年任务清单\n一、县水利局牵头\n1.做丙。\n2.做丁。", "清溪县2025年任务清单"),
        ("参会人员名单\n1.王立民\n2.李建国", "关于做好水利工作的通知"),
    ],
    ids=["a list of tasks", "another"],
)
def test_an_attachment_without_unit_lists_is_the_working_part_where_its_title_says_so(
    attachment: str, title: str
) -> None:
    cover = "关于做好水利工作的通知\n各单位：\n一、要重视。\n二、要落实。\n2025年3月1日\n附件1\n"

    assert front_of(lines_of(cover + attachment)).title == title


def test_an_issuer_goes_on_behind_a_blank_line() -> None:
    head = f"{OFFICE}\n\n关于印发《{WORK}》的通知"

    assert titles_of(head.splitlines()) == Titles(COVER, WORK)
