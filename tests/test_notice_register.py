"""Which unit a written name means: tables of (known, written → verdict)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notice.register.naming import Home, home_of
from notice.register.register import Known, Likeness, New, Question, likeness_of, settle, verdict_on

COUNTY = Home("县", "东至县")


@pytest.mark.parametrize(
    ("known", "written"),
    [
        ("县发展和改革委员会", "县发展和改革委员会"),
        ("县发展和改革委员会", "县 发展和改革 委员会"),
        ("县发展和改革委员会", "县发改委"),
        ("县发改委", "县发展和改革委员会"),
        ("县发展和改革委员会", "发改委"),
        ("发改委", "县发改委"),
        ("县发改委", "东至县发改委"),
        ("东至县发展和改革委员会", "发改委"),
        ("县发改委", "池州市东至县发改委"),
        ("县发展改革委", "县发展和改革委员会"),
        ("县人力资源和社会保障局", "县人社局"),
        ("县人力资源社会保障局", "县人力资源和社会保障局"),
        ("县卫生健康委员会", "县卫健委"),
        ("县住房和城乡建设局", "住建局"),
        ("县市场监督管理局", "市场监管局"),
        ("县市场监督管理局", "县市监局"),
        ("县市场监督管理局", "市监局"),
        ("县城市管理局", "县城管局"),
        ("县应急管理局", "县应急局"),
        ("县医疗保障局", "县医保局"),
        ("县退役军人事务局", "县退役军人局"),
        ("县行政审批服务局", "县行政审批局"),
        ("县文化和旅游局", "县文旅局"),
        ("县交通运输局", "县交运局"),
        ("县委宣传部", "宣传部"),
        ("县委宣传部", "中共东至县委宣传部"),
        ("县委编办", "县编办"),
        ("县委政法委", "县政法委"),
        ("县人民政府办公室", "县政府办"),
        ("县人民法院", "县法院"),
        ("县人民检察院", "县检察院"),
        ("县妇女联合会", "县妇联"),
        ("县科学技术协会", "县科协"),
        ("县残疾人联合会", "残联"),
        ("县工商业联合会", "县工商联"),
        ("县总工会", "县工会"),
        ("共青团东至县委员会", "团县委"),
        ("团县委", "共青团县委"),
        ("县团委", "团县委"),
        ("香隅镇人民政府", "香隅镇"),
        ("香隅镇", "香隅镇政府"),
        ("香隅镇", "东至县香隅镇人民政府"),
        ("尧渡街道办事处", "尧渡街道"),
        ("经济开发区管委会", "县经开区管委会"),
        ("池州市发改委", "池州市发展和改革委员会"),
        ("市发展和改革委员会", "市发改委"),
        ("各乡镇", "各乡镇"),
        ("相关街镇", "相关街镇"),
    ],
)
def test_the_same_unit_written_otherwise_is_known(known: str, written: str) -> None:
    units = {known: (), "县民政局": (), "县水利局": (), "各镇": (), "葛公镇": ()}

    assert verdict_on(written, units, COUNTY) == Known(known)


@pytest.mark.parametrize(
    ("known", "written"),
    [
        pytest.param("省发改委", "县发改委", id="level"),
        pytest.param("省发改委", "发改委", id="no level is the own one"),
        pytest.param("县发改委", "市发改委", id="the city's"),
        pytest.param("青阳县发改委", "县发改委", id="another county's"),
        pytest.param("青阳县发改委", "东至县发改委", id="two counties"),
        pytest.param("池州市发改委", "东至县发改委", id="city and county"),
        pytest.param("县委宣传部", "县委统战部", id="another office"),
        pytest.param("县委组织部", "县委宣传部", id="another office of the party"),
        pytest.param("县水利局", "县水产局", id="one character in common"),
        pytest.param("县委办", "县委编办", id="an office within"),
        pytest.param("县委", "县委宣传部", id="the committee and its department"),
        pytest.param("县政府", "县政府办公室", id="the government and its office"),
        pytest.param("县医院", "县中医院", id="hospitals"),
        pytest.param("县人民医院", "县中医院", id="named hospitals"),
        pytest.param("县公安局", "县公安局交警大队", id="a part of it"),
        pytest.param("县工商局", "县工商联", id="another kind"),
        pytest.param("县文联", "县文旅局", id="league and department"),
        pytest.param("香隅镇", "香山镇", id="towns"),
        pytest.param("香隅镇", "香隅镇中心小学", id="a school in a town"),
        pytest.param("第一中学", "第二中学", id="schools"),
        pytest.param("各镇", "各乡镇", id="two collectives"),
        pytest.param("县农业农村局", "县农业农村局等", id="more than one"),
        pytest.param("街镇", "相关街镇", id="collective"),
        pytest.param("县市场监管局", "市市场监管局", id="the city's market office"),
        pytest.param("农业银行", "工商银行", id="banks"),
    ],
)
def test_an_office_of_another_level_or_kind_is_never_the_same(known: str, written: str) -> None:
    assert verdict_on(written, {known: ()}, COUNTY) == New()
    assert verdict_on(known, {written: ()}, COUNTY) == New()


@pytest.mark.parametrize(
    ("known", "written", "candidates"),
    [
        pytest.param(["县教育体育局"], "县教育局", ["县教育体育局"], id="part of a merged office"),
        pytest.param(["县教育局"], "县教育体育局", ["县教育局"], id="merged later"),
        pytest.param(["县教育局", "县体育局"], "县教体局", ["县教育局", "县体育局"], id="blend"),
        pytest.param(
            ["县体育局", "县教育局"], "教体局", ["县体育局", "县教育局"], id="blend alone"
        ),
        pytest.param(["县发改局"], "县发改委", ["县发改局"], id="another kind of department"),
        pytest.param(
            ["县发展改革局"], "县发展和改革委员会", ["县发展改革局"], id="in full, another kind"
        ),
        pytest.param(["县农业农村局"], "县农业局", ["县农业农村局"], id="an older name"),
        pytest.param(["县农业农村局"], "县农业农林局", ["县农业农村局"], id="a slip of the pen"),
        pytest.param(["县林业和草原局"], "县林业局", ["县林业和草原局"], id="beginning of a name"),
        pytest.param(
            ["县自然资源和规划局"], "县规划局", ["县自然资源和规划局"], id="end of a name"
        ),
        pytest.param(["县生态环境局"], "县生态环境分局", ["县生态环境局"], id="branch"),
        pytest.param(["县发改委"], "县发改委（县粮食局）", ["县发改委"], id="with a second name"),
        pytest.param(
            ["县经济和信息化局", "县经济信用局"],
            "县经信局",
            ["县经济信用局", "县经济和信息化局"],
            id="an abbreviation of two",
        ),
        pytest.param(
            ["发改委", "县发改委"], "东至县发改委", ["发改委", "县发改委"], id="known twice"
        ),
    ],
)
def test_what_looks_alike_is_a_question_with_candidates(
    known: list[str], written: str, candidates: list[str]
) -> None:
    units = dict.fromkeys([*known, "县民政局", "省发改委", "县委宣传部"], ())

    assert verdict_on(written, units, COUNTY) == Question(tuple(candidates))


def test_an_alias_is_as_good_as_the_name() -> None:
    units = {"县生态环境局": ("环保局", "县教体局"), "县教育局": (), "县体育局": ()}

    assert verdict_on("环保局", units, COUNTY) == Known("县生态环境局")
    assert verdict_on("县环保局", units, COUNTY) == Known("县生态环境局")
    assert verdict_on("县教体局", units, COUNTY) == Known("县生态环境局")


def test_an_exact_name_is_taken_before_one_that_it_abbreviates() -> None:
    units = dict.fromkeys(["县发展和改革委员会", "县发改委"], ())

    assert verdict_on("县发改委", units, COUNTY) == Known("县发改委")


@pytest.mark.parametrize(
    ("names", "verdicts"),
    [
        pytest.param(
            ["县人社局", "县人力资源社会保障局"],
            [New(), Question(("县人社局",))],
            id="an abbreviation and its long form",
        ),
        pytest.param(
            ["县发改委", "发改委", "东至县发改委"],
            [New(), Known("县发改委"), Known("县发改委")],
            id="with and without the county",
        ),
        pytest.param(
            ["香隅镇", "香隅镇人民政府"], [New(), Known("香隅镇")], id="town and government"
        ),
        pytest.param(["县水利局", "县林业局"], [New(), New()], id="two units"),
        pytest.param(["各乡镇", "各镇"], [New(), New()], id="collectives stay as they are"),
    ],
)
def test_within_one_notice_only_another_spelling_is_taken_for_the_same(
    names: list[str], verdicts: list[object]
) -> None:
    assert list(settle(names, {}, COUNTY).values()) == verdicts


def test_known_units_are_asked_before_those_of_the_notice() -> None:
    settled = settle(["县人社局", "人社局"], {"县人力资源和社会保障局": ()}, COUNTY)

    assert set(settled.values()) == {Known("县人力资源和社会保障局")}


@pytest.mark.parametrize(
    ("office", "titles", "names", "home"),
    [
        pytest.param(
            "东至县督办室", ["安徽省工作要点"], ["省教育厅"], ("县", "东至县"), id="office"
        ),
        pytest.param(
            "督办室", ["2024年东至县工作要点"], ["县教育局", "香隅镇"], ("县", "东至县"), id="title"
        ),
        pytest.param(
            "督办室", ["东至县人民政府办公室关于印发要点的通知"], [], ("县", "东至县"), id="issuer"
        ),
        pytest.param(
            "督办室", ["中共东至县委办公室关于印发要点的通知"], [], ("县", "东至县"), id="party"
        ),
        pytest.param(
            "督办室",
            ["池州市贵池区2024年要点"],
            ["区教育局"],
            ("区", "贵池区"),
            id="city and district",
        ),
        pytest.param(
            "督办室",
            ["2024年工作要点"],
            ["市教育局", "省教育厅", "市水利局"],
            ("市", ""),
            id="names",
        ),
        pytest.param(
            "督办室", ["要点"], ["东至县教育局", "东至县水利局"], ("县", "东至县"), id="full names"
        ),
        pytest.param("督办室", ["农村社区建设要点"], ["县教育局"], ("县", ""), id="no place in it"),
        pytest.param("督办室", ["要点"], ["教育局"], ("", ""), id="nothing to tell"),
    ],
)
def test_the_office_s_home_is_learnt(
    office: str, titles: list[str], names: list[str], home: tuple[str, str]
) -> None:
    assert home_of(office, titles, names) == Home(*home)


NAMES = st.text("省市县区镇委发改革教育体局办公室政府各相关（）和", max_size=12)


@given(NAMES, NAMES)
def test_likeness_goes_both_ways(one: str, other: str) -> None:
    assert likeness_of(one, other, COUNTY) == likeness_of(other, one, COUNTY)


@given(NAMES.filter(lambda name: name.strip()))
def test_a_name_is_always_its_own(name: str) -> None:
    assert verdict_on(name, {name: ()}, COUNTY) == Known(name)


@given(st.lists(NAMES.filter(lambda name: name.strip()), max_size=6))
def test_nobody_is_lost(names: list[str]) -> None:
    settled = settle(names, {"县教育局": ()}, COUNTY)

    assert list(settled) == list(dict.fromkeys(names))
    assert Likeness.NONE < Likeness.SAME
