"""What clerks type: numbers find their fields where that is sure, and are asked about where not."""

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from time import process_time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.contact.fields import goal_of
from bot.contact.filling import status_words
from bot.phrases import Answer, Field, Part, names_any, read, split_by_item
from bot.phrases.clauses import clauses, numbers
from db.vocabulary import Op, Status
from notice.reader import read_notice
from notice.source import read_lines

NOTICE = Path(__file__).parents[1] / "notice" / "examples" / "dongzhi.txt"
#: Short names of the notice's quantities, for the tables below.
SHORT = {
    "农场": "家庭农场",
    "合作社": "农民合作社",
    "联合体": "农业产业化联合体",
    "农民": "高素质农民",
    "农民工": "农民工职业技能培训",
    "园": "乡村振兴创业园",
    "主体": "入驻经营主体",
    "个人": "个人创业担保贷款",
    "小微": "小微企业创业担保贷款",
    "驿站": "镇级人才驿站",
    "村医": "具备执业（助理）医师资格的村医比例",
    "毕业生": "“三支一扶”招募高校毕业生",
    "后备": "每村培育村党组织带头人后备力量",
    "法治": "对“法律明白人”开展法治培训",
    "团": "科技特派团",
    "基地": "省级科技特派员创新创业示范基地",
}
Values = Mapping[str, str]


@cache
def fields_by_item() -> Mapping[str, tuple[Field, ...]]:
    """Return the notice's targets as forms ask for them, by item; two of one quantity are one."""
    found: dict[str, tuple[Field, ...]] = {}
    number = 0
    for item in read_notice(read_lines(NOTICE)).items:
        by_name: dict[str, Field] = {}
        for target in item.targets:
            number += 1
            former = by_name.get(target.quantity)
            by_name[target.quantity] = Field(
                (*(former.ids if former else ()), number),
                target.quantity,
                target.unit,
                (*(former.goals if former else ()), (target.op, target.value, target.strict)),
            )
        if by_name:
            found[item.number or ""] = tuple(by_name.values())
    return found


def fields_of(item: str) -> tuple[Field, ...]:
    return fields_by_item()[item]


def answer_to(item: str, text: str, asked: str = "") -> Answer:
    fields = fields_of(item)
    field = next((one for one in fields if asked and one.quantity == SHORT[asked]), None)
    return read(text, fields, field, status_words())


def values_in(answer: Answer) -> dict[str, Decimal]:
    return {field.quantity: value for field, value in answer.values}


def expected(values: Values) -> dict[str, Decimal]:
    return {SHORT[name]: Decimal(value) for name, value in values.items()}


def asked_about(answer: Answer) -> list[tuple[Decimal, set[str]]]:
    return [
        (one.value, {choice.field.quantity for choice in one.choices}) for one in answer.unplaced
    ]


ALL = {"农场": "1700", "合作社": "518", "联合体": "26"}
SURE: list[tuple[str, str, Values, str]] = [
    ("1", "农场1700个，合作社518个，已办培训2期", {"农场": "1700", "合作社": "518"}, "已办培训2期"),
    ("1", "家庭农场1700，合作社518，联合体26", ALL, ""),
    ("1", "家庭农场1700个、农民合作社518个、联合体26个", ALL, ""),
    ("1", "家庭农场：1700\n合作社：518\n联合体：26", ALL, ""),
    ("1", "家庭农场1700个 合作社518个 联合体26个", ALL, ""),
    ("1", "家庭农场 1,700 个,合作社 518 个", {"农场": "1700", "合作社": "518"}, ""),
    ("1", "家庭农场1,700，合作社518", {"农场": "1700", "合作社": "518"}, ""),
    ("1", "家庭农场1700,518", {"农场": "1700"}, ""),
    ("1", "家庭农场１７００个", {"农场": "1700"}, ""),
    ("1", "家庭农场目前发展到一千七百个，合作社稳定在518家", {"农场": "1700", "合作社": "518"}, ""),
    ("1", "家庭农场一千八百四十个", {"农场": "1840"}, ""),
    ("1", "全县家庭农场累计达到1700家，农业产业化联合体26个", {"农场": "1700", "联合体": "26"}, ""),
    ("1", "发展家庭农场1700个，培育农民合作社518个", {"农场": "1700", "合作社": "518"}, ""),
    ("1", "1700个家庭农场，518个合作社", {"农场": "1700", "合作社": "518"}, ""),
    ("1", "1700 518 26", ALL, ""),
    ("1", "1700个，518个，26个", ALL, ""),
    ("1", "1700、518、26", ALL, ""),
    ("1", "家庭农场，1700个", {"农场": "1700"}, "家庭农场"),
    ("1", "截至6月底，家庭农场1700个", {"农场": "1700"}, "截至6月底"),
    ("1", "截至2024年6月25日，家庭农场1700个。", {"农场": "1700"}, "截至2024年6月25日"),
    ("1", "家庭农场1700个（其中省级示范12个）", {"农场": "1700"}, "其中省级示范12个"),
    ("1", "家庭农场1700个，其中示范农场12个", {"农场": "1700"}, "其中示范农场12个"),
    ("1", "家庭农场由1650个增加到1700个", {"农场": "1700"}, "家庭农场由1650个增加到1700个"),
    ("1", "家庭农场比上月增加50个，达到1700个", {"农场": "1700"}, "家庭农场比上月增加50个"),
    ("1", "家庭农场1700个，完成92.4%", {"农场": "1700"}, "完成92.4%"),
    ("1", "1.家庭农场1700个；2.合作社518个", {"农场": "1700", "合作社": "518"}, ""),
    ("1", "（1）家庭农场1700个；（2）合作社518个", {"农场": "1700", "合作社": "518"}, ""),
    ("1", "一是家庭农场1700个；二是合作社518个", {"农场": "1700", "合作社": "518"}, ""),
    ("1", "家庭农场较去年底净增60家，总数1700家", {"农场": "1700"}, "家庭农场较去年底净增60家"),
    ("1", "全县现有家庭农场1700家，比年初多60家", {"农场": "1700"}, "比年初多60家"),
    ("1", "新发展家庭农场20家，累计1700家", {"农场": "1700"}, "新发展家庭农场20家"),
    ("1", "①家庭农场1700个②合作社518个③联合体26个", ALL, ""),
    ("1", "家庭农场一千七，合作社五百一十八", {"农场": "1700", "合作社": "518"}, ""),
    ("1", "家庭农场0.17万个", {"农场": "1700"}, ""),
    ("1", "家庭农场1700个（目标1840个，完成92%）", {"农场": "1700"}, "目标1840个，完成92%"),
    ("2", "参加培训的有320人", {"农民": "320"}, ""),
    ("2", "本期新增培训50人，累计320人", {"农民": "320"}, "本期新增培训50人"),
    ("2", "已培训320人，计划5月再培训130人", {"农民": "320"}, "计划5月再培训130人"),
    ("7", "创业园2个入驻8家", {"园": "2", "主体": "8"}, ""),
    ("9", "小微企业担保贷款400万元", {"小微": "4000000"}, ""),
    ("16", "较去年提高2个百分点，达到38%", {"村医": "38"}, "较去年提高2个百分点"),
    ("19", "招募计划8名，到岗7名", {"毕业生": "7"}, "招募计划8名"),
    ("26", "特派团由3个增至5个", {"团": "5"}, "特派团由3个增至5个"),
    ("2", "已培训320人", {"农民": "320"}, ""),
    ("2", "培训高素质农民320名", {"农民": "320"}, ""),
    ("2", "320", {"农民": "320"}, ""),
    ("2", "三百二十人", {"农民": "320"}, ""),
    ("2", "累计培训320人次", {"农民": "320"}, ""),
    ("2", "已完成320人", {"农民": "320"}, ""),
    ("2", "目前 320 人", {"农民": "320"}, ""),
    ("2", "上半年培训320人", {"农民": "320"}, ""),
    ("2", "一期100人、二期220人，共320人", {"农民": "320"}, "一期100人，二期220人"),
    ("2", "完成71%", {"农民": "320"}, "完成71%"),
    ("2", "约320人", {"农民": "320"}, ""),
    ("2", "320/450", {"农民": "320"}, "320/450"),
    ("2", "0", {"农民": "0"}, ""),
    ("2", "完成320人，剩余130人", {"农民": "320"}, "剩余130人"),
    ("2", "320人，还差130人", {"农民": "320"}, "还差130人"),
    ("2", "计划450人，已完成320人", {"农民": "320"}, "计划450人"),
    ("2", "目标450，实际320", {"农民": "320"}, "目标450"),
    ("2", "按计划450人已完成320人", {"农民": "320"}, "按计划450人已完成320人"),
    ("2", "举办培训班3期，培训320人", {"农民": "320"}, "举办培训班3期"),
    ("2", "已办培训班2期320人", {"农民": "320"}, "已办培训班2期320人"),
    ("2", "投入资金20万元，培训320人", {"农民": "320"}, "投入资金20万元"),
    ("2", "完成：320人", {"农民": "320"}, ""),
    ("6", "农民工培训1200人次", {"农民工": "1200"}, ""),
    ("6", "全年培训农民工1200人", {"农民工": "1200"}, ""),
    ("6", "已开展职业技能培训1.2千人次", {"农民工": "1200"}, ""),
    ("7", "创业园已建2个，入驻企业8家", {"园": "2", "主体": "8"}, "入驻企业8家"),
    ("7", "建成2个创业园，入驻经营主体8户", {"园": "2", "主体": "8"}, ""),
    ("7", "2个，8家", {"园": "2", "主体": "8"}, ""),
    ("9", "个人创业担保贷款50万元，小微企业400万", {"个人": "500000", "小微": "4000000"}, ""),
    ("9", "个人50万，小微400万", {"个人": "500000", "小微": "4000000"}, ""),
    ("9", "小微企业贷款1.2亿元", {"小微": "120000000"}, ""),
    ("9", "个人创业担保贷款12笔360万元", {"个人": "3600000"}, "个人创业担保贷款12笔360万元"),
    ("9", "小微企业创业担保贷款四百万元", {"小微": "4000000"}, ""),
    ("13", "人才驿站1个", {"驿站": "1"}, ""),
    ("13", "建成一个镇级人才驿站", {"驿站": "1"}, ""),
    ("13", "已建成1个", {"驿站": "1"}, ""),
    ("16", "35%", {"村医": "35"}, ""),
    ("16", "35", {"村医": "35"}, ""),
    ("16", "百分之三十五", {"村医": "35"}, ""),
    ("16", "目前比例提高到35.5%", {"村医": "35.5"}, ""),
    ("16", "具备资格的村医120人，占比35%", {"村医": "35"}, "具备资格的村医120人"),
    ("19", "已招募8名", {"毕业生": "8"}, ""),
    ("19", "8名高校毕业生已上岗", {"毕业生": "8"}, ""),
    ("21", "每村1名", {"后备": "1"}, ""),
    ("24", "已开展一次", {"法治": "1"}, ""),
    ("24", "法律明白人培训2场", {"法治": "2"}, ""),
    ("26", "科技特派团5个，示范基地4个", {"团": "5", "基地": "4"}, ""),
    ("26", "建成科技特派团5个、省级示范基地4个", {"团": "5", "基地": "4"}, ""),
    ("26", "特派团5，基地4", {"团": "5", "基地": "4"}, ""),
    ("26", "5个和4个", {"团": "5", "基地": "4"}, ""),
]  # fmt: skip


@pytest.mark.parametrize(
    ("item", "text", "values", "words"), SURE, ids=[f"{row[0]} {row[1]}" for row in SURE]
)
def test_a_number_goes_where_a_careful_person_would_put_it(
    item: str, text: str, values: Values, words: str
) -> None:
    answer = answer_to(item, text)

    assert values_in(answer) == expected(values)
    if text != "家庭农场1700,518":
        assert (answer.unplaced, answer.words, answer.status) == ((), words, None)


ASKED: list[tuple[str, str, list[tuple[str, list[str]]]]] = [
    ("1", "1700个", [("1700", ["农场", "合作社", "联合体"])]),
    ("1", "目前1700", [("1700", ["农场", "合作社", "联合体"])]),
    ("1", "1700个，518个", [(one, ["农场", "合作社", "联合体"]) for one in ("1700", "518")]),
    ("1", "家庭农场1700个，518个", [("518", ["合作社", "联合体"])]),
    ("1", "家庭农场新增20个", [("20", ["农场"])]),
    ("1", "较上月增加家庭农场20个", [("20", ["农场"])]),
    ("1", "省级示范家庭农场12个", [("12", ["农场"])]),
    ("1", "家庭农场1700余个", [("1700", ["农场"])]),
    ("1", "家庭农场1，700个", [("1700", ["农场"])]),
    ("1", "合作社和家庭农场分别为518个和1700个", [
        (one, ["农场", "合作社", "联合体"]) for one in ("518", "1700")]),
    ("1", "成立专班3个", [("3", ["农场", "合作社", "联合体"])]),
    ("1", "农场合作社共2218个", [("2218", ["农场", "合作社"])]),
    ("1", "家庭农场、合作社共2218个", [("2218", ["农场", "合作社"])]),
    ("1", "注销家庭农场12个", [("12", ["农场"])]),
    ("1", "走访家庭农场30个", [("30", ["农场"])]),
    ("1", "家庭农场培训班3个", [("3", ["农场"])]),
    ("7", "已建成创业园1个，在建2个", [("2", ["主体"])]),
    ("13", "镇级人才驿站1个正在装修", [("1", ["驿站"])]),
    ("26", "省级基地申报5个", [("5", ["基地"])]),
    ("2", "320人，330人", [("320", ["农民"]), ("330", ["农民"])]),
    ("2", "第一期培训100人，第二期220人", [("100", ["农民"]), ("220", ["农民"])]),
    ("2", "6月份培训120人", [("120", ["农民"])]),
    ("2", "本月培训120人", [("120", ["农民"])]),
    ("2", "近320人", [("320", ["农民"])]),
    ("2", "320/500", [("320", ["农民"])]),
    ("2", "每期50人", [("50", ["农民"])]),
    ("2", "已培训320多人", [("320", ["农民"])]),
    ("2", "抽调干部5人", [("5", ["农民"])]),
    ("7", "2个", [("2", ["园", "主体"])]),
    ("9", "发放贷款1.2亿元", [("120000000", ["个人", "小微"])]),
    ("9", "50万元", [("500000", ["个人", "小微"])]),
    ("16", "同比提高5%", [("5", ["村医"])]),
    ("24", "召开会议3次", [("3", ["法治"])]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("item", "text", "asked"), ASKED, ids=[f"{row[0]} {row[1]}" for row in ASKED]
)
def test_a_number_that_is_not_sure_is_asked_about_and_not_filled_in(
    item: str, text: str, asked: list[tuple[str, list[str]]]
) -> None:
    answer = answer_to(item, text)

    unsure = [(Decimal(value), {SHORT[name] for name in names}) for value, names in asked]
    assert asked_about(answer) == unsure
    assert not {value for _, value in answer.values} & {value for value, _ in unsure}


WORDS = [
    ("1", "已办培训2期"),
    ("1", "一是加强领导，二是强化宣传"),
    ("1", "下一步计划发展家庭农场100个"),
    ("1", "力争年底家庭农场达到1840个"),
    ("2", "召开会议3次"),
    ("2", "2024年"),
    ("2", "5月20日举办开班仪式"),
    ("2", "6月25日前完成"),
    ("2", "第三季度完成"),
    ("2", "下午3点开会"),
    ("2", "17:30前报送"),
    ("2", "东农〔2024〕15号文件已印发"),
    ("2", "联系电话0566-7011234"),
    ("2", "联系人张三13800138000"),
    ("2", "13800138000"),
    ("2", "还有130人未培训"),
    ("2", "130人未参训"),
    ("2", "2.5万元资金已拨付"),
    ("2", "999999999999999999亿亿人"),
    ("2", "0.12345人"),
    ("9", "1.5万户已享受"),
    ("16", "执业医师120人"),
    ("16", "完成目标的62%"),
    ("21", "1-2名"),
]


@pytest.mark.parametrize(("item", "text"), WORDS, ids=[f"{row[0]} {row[1]}" for row in WORDS])
def test_what_is_no_reading_stays_words_as_typed(item: str, text: str) -> None:
    answer = answer_to(item, text)

    assert answer == Answer(words=text)


@pytest.mark.parametrize("text", ["26", "26个", "目前26个", "二十六"])
def test_a_bare_number_is_for_the_field_asked_for(text: str) -> None:
    answer = answer_to("1", text, asked="联合体")

    assert values_in(answer) == expected({"联合体": "26"})


def test_a_percentage_is_not_for_the_field_asked_for_when_that_counts_things() -> None:
    answer = answer_to("1", "62%", asked="联合体")

    assert (answer.values, answer.words) == ((), "62%")
    assert [one.typed for one in answer.unplaced] == ["62%"]


def test_several_bare_numbers_are_not_all_for_the_field_asked_for() -> None:
    answer = answer_to("1", "26，30", asked="联合体")

    assert answer.values == ()
    assert [value for value, _ in asked_about(answer)] == [26, 30]


def test_a_number_that_something_was_done_to_is_not_just_for_the_field_asked_for() -> None:
    answer = answer_to("1", "新建5个", asked="农场")

    assert asked_about(answer) == [(Decimal(5), {SHORT[one] for one in ALL})]


def test_the_name_of_a_field_wins_over_the_field_asked_for() -> None:
    answer = answer_to("1", "合作社518个", asked="联合体")

    assert values_in(answer) == expected({"合作社": "518"})


@pytest.mark.parametrize(
    ("text", "status", "values", "words"),
    [
        pytest.param("正常推进", Status.ON_TRACK, {}, "", id="alone"),
        pytest.param("正常推进。", Status.ON_TRACK, {}, "", id="full stop"),
        pytest.param("推进顺利", Status.ON_TRACK, {}, "", id="another word"),
        pytest.param("已完成", Status.DONE, {}, "", id="done"),
        pytest.param("还没开始", Status.NOT_STARTED, {}, "", id="not started"),
        pytest.param(
            "有困难：资金没到位，缺50万元", Status.DIFFICULT, {}, "资金没到位，缺50万元", id="colon"
        ),
        pytest.param("有困难 资金没到位", Status.DIFFICULT, {}, "资金没到位", id="space"),
        pytest.param("有困难，资金没到位", Status.DIFFICULT, {}, "资金没到位", id="comma"),
        pytest.param("正常推进：320人", Status.ON_TRACK, {"农民": "320"}, "", id="with number"),
        pytest.param("320人 正常推进", Status.ON_TRACK, {"农民": "320"}, "", id="behind a space"),
        pytest.param("320人，正常推进", Status.ON_TRACK, {"农民": "320"}, "", id="behind number"),
        pytest.param("完成：320人", None, {"农民": "320"}, "", id="done is how many"),
        pytest.param("已完成 320人", None, {"农民": "320"}, "", id="done is how many, space"),
        pytest.param("已完成：全部验收", Status.DONE, {}, "全部验收", id="done with words"),
        pytest.param("完成情况较好", None, {}, "完成情况较好", id="word within words"),
    ],
)
def test_a_status_is_said_by_its_word_alone_or_before_a_colon(
    text: str, status: Status | None, values: Values, words: str
) -> None:
    answer = answer_to("2", text)

    assert (answer.status, values_in(answer), answer.words) == (status, expected(values), words)


def test_text_without_fields_is_words_and_status() -> None:
    answer = read("有困难：3个村的资金没到位", (), None, status_words())

    assert answer == Answer(status=Status.DIFFICULT, words="3个村的资金没到位")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        pytest.param("已培训320人", [(None, "已培训320人")], id="no item"),
        pytest.param("第2项：已培训320人", [("2", "已培训320人")], id="one"),
        pytest.param("第2项已培训320人", [("2", "已培训320人")], id="no colon"),
        pytest.param("第 2 项 320", [("2", "320")], id="spaces"),
        pytest.param("第２项：320", [("2", "320")], id="full width"),
        pytest.param("第十二项：完成", [("12", "完成")], id="chinese"),
        pytest.param("第2条：完成", [("2", "完成")], id="条"),
        pytest.param("第2项 320人 第3项 正常", [("2", "320人"), ("3", "正常")], id="several"),
        pytest.param("第1项甲；第2项乙", [("1", "甲；"), ("2", "乙")], id="semicolon"),
        pytest.param("1、甲\n2、乙", [("1", "甲"), ("2", "乙")], id="lines"),
        pytest.param("1、甲；2、乙", [("1", "甲；"), ("2", "乙")], id="numbered in one line"),
        pytest.param("1. 甲\n2. 320", [("1", "甲"), ("2", "320")], id="dots"),
        pytest.param("2：320人", [("2", "320人")], id="colon"),
        pytest.param("今天报：\n2、320人", [(None, "今天报："), ("2", "320人")], id="before"),
        pytest.param("第2项", [("2", "")], id="nothing said"),
        pytest.param("1.5万元", [(None, "1.5万元")], id="decimal"),
        pytest.param("2.320", [(None, "2.320")], id="decimal alone"),
        pytest.param("17:30开会", [(None, "17:30开会")], id="time"),
        pytest.param("17：30开会", [(None, "17：30开会")], id="full-width time"),
        pytest.param("2024年完成", [(None, "2024年完成")], id="year"),
        pytest.param("落实第2项任务", [(None, "落实第2项任务")], id="within words"),
        pytest.param("第2项目进展顺利", [(None, "第2项目进展顺利")], id="project"),
        pytest.param("第2项目前320人", [("2", "目前320人")], id="目前"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_a_text_is_cut_where_it_names_items(text: str, parts: list[tuple[str | None, str]]) -> None:
    assert split_by_item(text) == [Part(*part) for part in parts]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("合作社518个", True),
        ("518个合作社", True),
        ("518个", False),
        ("合作社进展顺利", False),
        ("高素质农民320人", False),
        ("合作社还差20个", False),
    ],
)
def test_a_text_names_a_field_when_it_gives_it_a_number(text: str, named: bool) -> None:  # noqa: FBT001
    assert names_any(text, fields_of("1")) is named


FIELDS = sorted(fields_by_item())
PIECES = st.sampled_from(
    ["２", "家庭农场", "合作社", "培训", "1700", "三百二十", "个", "人", "%", "1,234", "，", "；",
     "（", "）", "、", "第2项", "：", "已完成", "有困难", "还差", "其中", "由", "到", "/", "-",
     "\n", "万", "亿", ".", " ", "新增", "电话", "〔2024〕", "每", "一是"]
)  # fmt: skip
TYPED = st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=14).map("".join))


@given(text=TYPED, item=st.sampled_from(FIELDS))
@example(text="1700 518 26", item="1")
@example(text="（" * 50 + "1", item="1")
@example(text="：有困难 到", item="1")
def test_nothing_typed_is_lost_silently(text: str, item: str) -> None:
    """Every clause lands in a value, a question, the status or the words."""
    fields, statuses = fields_of(item), status_words()

    answer = read(text, fields, fields[0], statuses)

    placed = {value for _, value in answer.values} | {one.value for one in answer.unplaced}
    for clause in (one.text for one in clauses(text)):
        said = any(one in clause for one in statuses)
        is_status = said and answer.status is not None
        is_number = bool(placed & {number.value for number in numbers(clause)})
        assert is_status or is_number or clause in answer.words
    answered = placed or answer.words or answer.status or answer.unchanged
    assert bool(answered) is bool(text.strip())
    assert all(one.choices for one in answer.unplaced)


@given(text=TYPED)
def test_cutting_by_item_keeps_every_character_but_the_names_of_items(text: str) -> None:
    parts = split_by_item(text)

    rest = text
    for part in parts:
        assert part.text in rest
        rest = rest[rest.index(part.text) + len(part.text) :]
    if all(part.number is None for part in parts):
        assert "".join(part.text for part in parts) == text.strip()


@pytest.mark.parametrize("item", FIELDS)
def test_a_goal_as_rendered_is_read_back_as_its_value(item: str) -> None:
    for field in fields_of(item):
        for op, value, strict in field.goals:
            text = f"{field.quantity}{goal_of(op, value, field.measure, strict)}"

            answer = read(text, [field], None, status_words())

            read_as = [value for _, value in answer.values]
            read_as += [one.value for one in answer.unplaced]
            assert read_as == [value]


@given(value=st.decimals(min_value=0, max_value=10**12, places=2), op=st.sampled_from(Op))
def test_any_value_is_read_back_from_a_rendered_goal(value: Decimal, op: Op) -> None:
    field = Field((1,), "家庭农场", "个")
    text = f"家庭农场{goal_of(op, value, '个', strict=False)}"

    answer = read(text, [field])

    assert [one for _, one in answer.values] == [value]


@pytest.mark.parametrize(
    "text",
    ["1 " * 2048, "9人" * 2000, "（1" * 2048, "\n" * 4096, "一" * 4096, "1，" * 2048, "1、" * 2048],
    ids=["numbers", "people", "brackets", "lines", "han", "commas", "enumeration"],
)
def test_a_text_made_to_be_slow_is_read_at_once(text: str) -> None:
    fields, began = fields_of("1"), process_time()

    read(text, fields, fields[0], status_words())
    names_any(text, fields)
    split_by_item(text)

    assert process_time() - began < 1.5  # a quadratic pattern took three times as long


@pytest.mark.parametrize("typed", ["-5人", "已培训9999999999999999999人", "负5人"])
def test_a_number_that_is_cut_off_is_never_taken_as_sure(typed: str) -> None:
    field = Field((1,), "高素质农民", "人")

    assert read(typed, [field], field).values == ()
