"""Numbers in an item's text that are no goals, and texts that are no sentences."""

from time import process_time

import pytest

from notice.targets.targets import targets_of


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("到2025年底建成投用。", id="a year"),
        pytest.param("3月5日前完成，开展第九批轮换。", id="a date and an ordinal"),
        pytest.param("征收期延长至3月底，申报期延至2月24日。", id="a day in a month"),
        pytest.param("按照国办发〔2023〕12号文件第五条要求执行。", id="a document's number"),
        pytest.param("咨询电话：0557-5021234，12345热线。", id="telephones"),
        pytest.param("落实20条惠企措施。", id="articles of a paper"),
        pytest.param("进入全省前10名，服务2021届毕业生。", id="a rank and a class"),
        pytest.param("实施三年行动，培育一批带头人。", id="words with numbers"),
        pytest.param("落实“一村一名大学生”计划。", id="a name in quotes"),
        pytest.param("推进15分钟生活圈建设，24小时热线畅通。", id="a length of time"),
        pytest.param("自印发之日起20个工作日内公开。", id="a term"),
        pytest.param("招收35岁以下青年。", id="an age"),
        pytest.param("年销售额达到20万元的，可以申请。", id="a condition"),
        pytest.param("支持年收入2000万元以上的企业。", id="which ones"),
        pytest.param("对月均在岗30人以上（山区20人以上）的家政企业，予以支持。", id="who is meant"),
        pytest.param("由2个以上部门联合办理。", id="how many take part"),
        pytest.param("低收入群体等6类重点对象应保尽保。", id="how many kinds"),
        pytest.param("返还上年度保费的50%。", id="a rate of benefit"),
        pytest.param("对研发成功的企业一次性给予200万元奖励。", id="a fixed reward"),
        pytest.param("每亩补助200元，按1500元/人的标准发放。", id="a rate per piece"),
        pytest.param("省财政按业务发生额的0.5%给予补助。", id="a rate that is given"),
        pytest.param("每人每年只享受一次。", id="a limit on claims"),
        pytest.param("不超过一年期利率减100个基点。", id="what is compared with"),
        pytest.param("推进A1-0013单元更新，改造中路8号。", id="a plot and a house number"),
        pytest.param("目前已建成30家，运行平稳。", id="how things are"),
        pytest.param("在拨款水平达到12000元的基础上逐步提高。", id="where it starts from"),
        pytest.param("发动数百名志愿者和十余家企业，惠及5万余人。", id="about how many"),
        pytest.param("企业可通过窗口自助打印12种证书。", id="what one may do"),
        pytest.param("返还标准可按不超过6个月的人均保险金确定。", id="a term of a formula"),
        pytest.param("在职职工超过100人的比例适当下调。", id="a threshold"),
        pytest.param("对增加不少于3天的休假的单位给予奖励。", id="a condition with a floor"),
        pytest.param("在2个城区、6条道路绿化中加大运用。", id="where"),
        pytest.param("截至2023年底，全县道路总里程380公里，桥梁96座。", id="as things stood"),
        pytest.param("清单明确86项具体任务，涉及21个牵头单位。", id="what the notice holds"),
        pytest.param("优先支持其行政区域内1家开发区升级。", id="a preference"),
        pytest.param("优先选取300人以上的村开展试点。", id="which ones to choose"),
        pytest.param("近三年没有发生事故。", id="years looked at"),
        pytest.param("已建面积不足40%，停工满两年的；", id="a definition"),
        pytest.param("年培训不足50人次的站点，今年要补齐。", id="whom it is about"),
        pytest.param(
            "扶持注册资本800万元以上、从业人员20人以上的企业。", id="two things that describe"
        ),
        pytest.param("落实2025规划，推进G15改线。", id="a year and a road"),
        pytest.param("修缮中山路200项目，续建产业园二期。", id="a place and a phase"),
        pytest.param("推广冬季两项运动，落实九年义务教育。", id="a sport and a law"),
    ],
)
def test_what_is_no_goal_is_not_counted(text: str) -> None:
    assert targets_of(text) == ()


@pytest.mark.parametrize("text", ["建设3个站" * 5000, "（" * 20000, "“" * 20000, "对" * 20000])
def test_a_flood_of_signs_is_survived(text: str) -> None:
    assert targets_of(text) == ()


@pytest.mark.parametrize("piece", ["新增3个、", "3个", "每村", "由3%", "分别", "再", "1,", "含（"])
def test_crowded_clauses_take_time_in_proportion(piece: str) -> None:
    clause = (piece * 400)[:390] + "。"

    def seconds(clauses: int) -> float:
        start = process_time()
        targets_of(clause * clauses)
        return process_time() - start

    seconds(1)

    assert seconds(40) < 20 * max(seconds(4), 0.01)
