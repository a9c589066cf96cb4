"""By when the work must be done, in fields, table cells and prose."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.vocabulary import DueDraft, Timing
from notice.dates.dates import due_of, read_phrase
from notice.dates.periods import Anchor, periods_of

ISSUED = date(2024, 3, 5)


def read(phrase: str, year: int | None = 2024, issued: date | None = ISSUED) -> DueDraft:
    return read_phrase(phrase, year, issued)


def in_prose(body: str, year: int | None = 2024, issued: date | None = ISSUED) -> DueDraft:
    due = due_of(body, "", year, issued)
    assert due is not None
    return due


# --- a whole field or table cell -------------------------------------------------------------


@pytest.mark.parametrize(
    ("phrase", "day"),
    [
        # a day
        ("2024年6月30日前", "2024-06-30"),
        ("2024年6月30日", "2024-06-30"),
        ("6月30日前", "2024-06-30"),
        ("6月30号以前", "2024-06-30"),
        ("6月30日（星期日）17:30前", "2024-06-30"),
        ("9月10日下班前", "2024-09-10"),
        ("2024-06-30", "2024-06-30"),
        ("2024.6.30", "2024-06-30"),
        ("2024/6/30", "2024-06-30"),
        ("20240630", "2024-06-30"),
        ("6.30", "2024-06-30"),
        ("12/31前", "2024-12-31"),
        ("2024年12月25", "2024-12-25"),
        ("下月10日前", "2024-04-10"),
        # a month and its parts
        ("2024年6月底前", "2024-06-30"),
        ("6月底", "2024-06-30"),
        ("6月末", "2024-06-30"),
        ("6月份", "2024-06-30"),
        ("4月初", "2024-04-10"),
        ("6月上旬", "2024-06-10"),
        ("6月中旬前", "2024-06-20"),
        ("6月下旬", "2024-06-30"),
        ("5月中上旬", "2024-05-20"),
        ("5月中下旬", "2024-05-31"),
        ("6月中", "2024-06-20"),
        ("6、9、12月", "2024-12-31"),
        ("2024年12月", "2024-12-31"),
        ("2024.12", "2024-12-31"),
        ("3月内", "2024-03-31"),
        ("月底前", "2024-03-31"),
        ("本月底", "2024-03-31"),
        ("下个月底前", "2024-04-30"),
        # quarters and halves
        ("三季度末", "2024-09-30"),
        ("第三季度", "2024-09-30"),
        ("2024年第3季度", "2024-09-30"),
        ("前三季度", "2024-09-30"),
        ("一至三季度", "2024-09-30"),
        ("2024年一、二季度", "2024-06-30"),
        ("上半年", "2024-06-30"),
        ("2024年上半年", "2024-06-30"),
        ("下半年", "2024-12-31"),
        ("2024年中", "2024-06-30"),
        # years
        ("年底前", "2024-12-31"),
        ("年末", "2024-12-31"),
        ("年内", "2024-12-31"),
        ("今年", "2024-12-31"),
        ("今年年底", "2024-12-31"),
        ("本年度内", "2024-12-31"),
        ("当年底", "2024-12-31"),
        ("2025年", "2025-12-31"),
        ("2025年底", "2025-12-31"),
        ("2025年12月底", "2025-12-31"),
        ("到2025年", "2025-12-31"),
        ("明年3月底前", "2025-03-31"),
        ("25年6月底", "2025-06-30"),
        ("“十四五”末", "2025-12-31"),
        ("十四五期间", "2025-12-31"),
        # spans end with their last day
        ("2024年3月—12月", "2024-12-31"),
        ("3月至10月", "2024-10-31"),
        ("3-10月", "2024-10-31"),
        ("2024.1-12", "2024-12-31"),
        ("2024.3-2024.10", "2024-10-31"),
        ("即日起至12月底", "2024-12-31"),
        ("6月1-15日", "2024-06-15"),
        ("2024年4月1日至2024年9月30日", "2024-09-30"),
        ("2024—2026年", "2026-12-31"),
        ("2024-2026", "2026-12-31"),
        ("2024年11月至次年3月", "2025-03-31"),
        ("11月至3月", "2025-03-31"),
        ("2024年10月—2月", "2025-02-28"),
        # feasts that have a day of their own: until the eve
        ("元旦前", "2024-12-31"),
        ("2025年元旦前", "2024-12-31"),
        ("“五一”节前", "2024-04-30"),
        ("七一前", "2024-06-30"),
        ("八一前", "2024-07-31"),
        ("国庆节前", "2024-09-30"),
        # Chinese numerals, full-width digits, blanks of the layout
        ("二〇二四年六月底", "2024-06-30"),
        ("二○二四年十一月三十日前", "2024-11-30"),
        ("十二月底前", "2024-12-31"),
        ("２０２４年６月30日前", "2024-06-30"),
        ("2024 年 6 月 底 前", "2024-06-30"),
        # a day beats what goes on or recurs beside it
        ("2024年6月底前，并长期坚持", "2024-06-30"),
        ("立行立改，2024年6月底前完成", "2024-06-30"),
        ("每季度末报送进展，2025年6月30日前完成", "2025-06-30"),
        ("2024年12月底前，每月报送进展", "2024-12-31"),
        ("印发之日起30日内，最迟不超过6月底", "2024-06-30"),
        # a start is no end
        ("2024年3月启动，10月底前完成", "2024-10-31"),
        ("6月底前启动", "2024-06-30"),
    ],
)
def test_a_phrase_names_its_last_day(phrase: str, day: str) -> None:
    due = read(phrase)

    assert due == DueDraft(phrase, Timing.BY, date.fromisoformat(day))


@pytest.mark.parametrize(
    ("year", "phrase", "day"),
    [
        (year, f"{month}月底前", date(year, month, last))
        for year, february in ((2024, 29), (2025, 28), (2026, 28))
        for month, last in enumerate(
            (31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31), start=1
        )
    ],
)
def test_every_month_ends_on_its_last_day(year: int, phrase: str, day: date) -> None:
    assert read(phrase, year, None).day == day
    assert read(f"{year}年{phrase}", None, None).day == day


@pytest.mark.parametrize(
    "phrase",
    [
        "每月25日前",
        "每月底",
        "每季度",
        "每季度末",
        "每季度首月10日前",
        "每半年",
        "每年",
        "每年12月底前",
        "每年6月、12月底前",
        "2024—2026年每年12月底前",
        "自2024年起，每年6月底前",
        "每周五",
        "每日",
        "每3个月一次",
        "按月",
        "按季度",
        "逐月",
        "定期",
        "一季度一次",
        "月调度",
        "每月25日前报送，长期坚持",
    ],
)
def test_what_falls_due_anew_each_period_has_no_day_of_its_own(phrase: str) -> None:
    assert read(phrase) == DueDraft(phrase, Timing.EVERY)


@pytest.mark.parametrize(
    "phrase",
    [
        "长期坚持",
        "长期",
        "持续推进",
        "常态化",
        "贯穿全年",
        "全年",
        "全年推进",
        "2024年全年",
        "立行立改，长期坚持",
        "2024年3月起",
        "自2024年3月起长期坚持",
        "2024年3月1日—长期",
        "即日起",
    ],
)
def test_what_goes_on_has_no_day_and_no_doubt(phrase: str) -> None:
    assert read(phrase) == DueDraft(phrase, Timing.ALWAYS)


@pytest.mark.parametrize(
    ("phrase", "doubt"),
    [
        ("印发之日起30日内", "from-issue"),
        ("自印发之日起3个月内", "from-issue"),
        ("本方案印发之日起90日内", "from-issue"),
        ("收到本通知后一周内", "from-issue"),
        ("一个月内", "from-issue"),
        ("30个工作日内", "from-issue"),
        ("半年内", "from-issue"),
        ("3个月", "from-issue"),
        ("文件下发后10个工作日", "from-issue"),
        ("疫情解除后三个月内", "from-event"),
        ("疫情解除後三个月内", "from-event"),
        ("项目批复后10个工作日内", "from-event"),
        ("春节前", "moving-day"),
        ("2025年春节前", "moving-day"),
        ("汛期前", "moving-day"),
        ("年前", "moving-day"),
        ("2024年秋季开学前", "moving-day"),
        ("立行立改", "no-day"),
        ("立即", "no-day"),
        ("按序时进度", "no-day"),
        ("按上级要求", "no-day"),
        ("25日前", "no-day"),
        ("2024年初", "no-day"),
        ("见附件", "no-day"),
        ("在规定期限内", "no-day"),
        ("按年度计划推进", "no-day"),
        ("三个半月内", "from-issue"),
        ("2月30日前", "no-such-day"),
        ("2023年2月29日前", "no-such-day"),
        ("13月底前", "no-such-day"),
    ],
)
def test_what_the_phrase_does_not_tell_stays_open_and_a_question(phrase: str, doubt: str) -> None:
    assert read(phrase) == DueDraft(phrase, Timing.OPEN, doubt=doubt)


def test_the_phrase_is_the_words_as_written_without_the_signs_around_them() -> None:
    assert read("：2024 年 ６月底前。 ").phrase == "2024 年 ６月底前"


@pytest.mark.parametrize("phrase", ["6月底前", "年底", "三季度", "国庆前", "今年"])
def test_without_any_year_it_stays_open_and_a_question(phrase: str) -> None:
    assert read(phrase, None, None) == DueDraft(phrase, Timing.OPEN, doubt="no-year")


def test_the_end_of_this_month_needs_a_day_of_issue() -> None:
    assert read("月底前", 2024, None) == DueDraft("月底前", Timing.OPEN, doubt="no-month")


def test_the_year_of_issue_is_meant_where_the_notice_has_none() -> None:
    assert read("6月底前", None, ISSUED).day == date(2024, 6, 30)


def test_the_notices_year_is_meant_before_the_year_of_issue() -> None:
    assert read("6月底前", 2025, date(2024, 12, 20)).day == date(2025, 6, 30)


@pytest.mark.parametrize("phrase", ["6月底前", "2024年6月底前", "上半年"])
def test_a_day_before_the_day_of_issue_is_doubted_and_no_other_year_assumed(phrase: str) -> None:
    due = read(phrase, 2024, date(2024, 11, 5))

    assert (due.day, due.doubt) == (date(2024, 6, 30), "past-day")


@pytest.mark.parametrize(
    ("phrase", "day"),
    [("2024年三季度前", "2024-09-30"), ("6月前", "2024-06-30"), ("2025年前", "2025-12-31")],
)
def test_before_a_whole_period_may_mean_its_beginning(phrase: str, day: str) -> None:
    assert read(phrase) == DueDraft(
        phrase, Timing.BY, date.fromisoformat(day), doubt="before-or-by"
    )


@pytest.mark.parametrize(
    ("phrase", "day", "doubt"),
    [
        ("6月底前完成方案，12月底前全面完成", "2024-12-31", ""),
        ("3月底前开工，12月底前竣工", "2024-12-31", ""),
        ("2025年3月底前完成方案，12月底前完成", "2025-12-31", ""),
        ("6月底、12月底", "2024-12-31", "several-dates"),
        ("12月底前取得成效，6月底前动工", "2024-12-31", "several-dates"),
        ("6月30日前，即2024年6月底前", "2024-06-30", ""),
    ],
)
def test_of_several_days_the_last_counts(phrase: str, day: str, doubt: str) -> None:
    due = read(phrase)

    assert (due.day, due.doubt) == (date.fromisoformat(day), doubt)


# --- the field beats the prose ----------------------------------------------------------------


def test_the_field_beats_the_prose() -> None:
    due = due_of("6月底前完成方案。", "长期坚持", 2024, ISSUED)

    assert due == DueDraft("长期坚持", Timing.ALWAYS)


@pytest.mark.parametrize("field", ["", " ", "—", "/", "无", "--"])
def test_an_empty_field_leaves_it_to_the_prose(field: str) -> None:
    due = due_of("6月底前完成方案。", field, 2024, ISSUED)

    assert due == DueDraft("6月底前", Timing.BY, date(2024, 6, 30))


# --- prose ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "phrase", "day"),
    [
        ("修复水毁设施，5月15日前完成3处。", "5月15日前", "2024-05-15"),
        ("2024年底前，部门系统上云率达到95%。", "2024年底前", "2024-12-31"),
        ("确保年底前无分歧欠款应还尽还。", "年底前", "2024-12-31"),
        ("力争今年年内推出一网通办平台。", "今年年内", "2024-12-31"),
        ("到2025年，建成示范园区3个。", "到2025年", "2025-12-31"),
        ("至2024年末，融资成本至少降低0.5个百分点。", "至2024年末", "2024-12-31"),
        ("建设客运站，力争到6月底投入使用。", "到6月底", "2024-06-30"),
        ("最迟于10月20日完成搬迁。", "最迟于10月20日", "2024-10-20"),
        ("新建标准厂房，12月底全面完成。", "12月底", "2024-12-31"),
        ("三季度末建成投用。", "三季度末", "2024-09-30"),
        ("第一季度：做好立项，编制方案；", "第一季度", "2024-03-31"),
        ("四季度:组织验收。", "四季度", "2024-12-31"),
        ("6月30日完成验收。", "6月30日", "2024-06-30"),
        ("改造供水管网（9月底前）。", "9月底前", "2024-09-30"),
        ("于2024 年 6 月 底前上报方案。", "2024 年 6 月 底前", "2024-06-30"),
        ("“十四五”末实现全覆盖。", "“十四五”末", "2025-12-31"),
        ("国庆节前完成绿化提升。", "国庆节", "2024-09-30"),
        ("尽可能在6月底前完成。", "6月底前", "2024-06-30"),
        ("对排查出的隐患，6月底前整改到位。", "6月底前", "2024-06-30"),
        ("6月底前启动，12月底前完成。", "12月底前", "2024-12-31"),
        ("在2023年基础上，9月底前再增加5处。", "9月底前", "2024-09-30"),
        ("每月25日前报送进展，11月底前完成。", "11月底前", "2024-11-30"),
        ("开展评估。2024年上半年，研究建立指标体系。", "2024年上半年", "2024-06-30"),
        ("一期已于2023年12月底前建成，二期2024年10月底前建成。", "2024年10月底前", "2024-10-31"),
        ("动员阶段（3月—4月）。召开会议。", "3月—4月", "2024-04-30"),
        ("第三阶段：整改提升（即日起至9月30日）。逐项销号。", "9月30日", "2024-09-30"),
        ("2024年7月至10月，开展集中整治。", "2024年7月至10月", "2024-10-31"),
        ("总结阶段2024年12月，各村自评。", "2024年12月", "2024-12-31"),
        ("“五一”前开园迎客。", "“五一”前", "2024-04-30"),
        ("6月底前提升供水能力。", "6月底前", "2024-06-30"),
    ],
)
def test_prose_says_by_when(body: str, phrase: str, day: str) -> None:
    due = in_prose(body)

    assert (due.timing, due.day, due.doubt) == (Timing.BY, date.fromisoformat(day), "")
    assert due.phrase.startswith(phrase)
    assert due.phrase in body


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("自2024年7月1日起执行新标准。", id="a start"),
        pytest.param("2024年6月以来，各地积极推进。", id="since"),
        pytest.param("6月30日后完成的项目另行通知。", id="after"),
        pytest.param("2024年1月1日至12月31日，对企业返还50%。", id="validity"),
        pytest.param("政策有效期至2024年12月31日。", id="valid until"),
        pytest.param("申请期限至2024年12月31日。", id="a term of applications"),
        pytest.param("将2024年2月份的申报纳税期限延长至2月24日。", id="put off"),
        pytest.param("企业可在2月24日前完成电子支付。", id="allowed"),
        pytest.param("在2024年6月30日前，免收邮寄费用。", id="a benefit until then"),
        pytest.param("2024年6月，召开推进会。", id="an event"),
        pytest.param("执行期限从2024年底前延长至2025年底。", id="put off from"),
        pytest.param("10月1日前后开展宣传。", id="around"),
        pytest.param("截至2024年6月底，全县已有合作社520家。", id="statistics"),
        pytest.param("2023年底前已建成120处。", id="a past year"),
        pytest.param("较2020年增长5%。", id="compared"),
        pytest.param("2024年全年开展培训3000人次。", id="through the year"),
        pytest.param("2024年再创建3个产业园。", id="the year of the plan"),
        pytest.param("2024年完成造林2万亩。", id="the year of the plan, done"),
        pytest.param("对2024年6月30日前到期的贷款采取续保措施。", id="which ones"),
        pytest.param("支持3月底前有望投产的项目。", id="which ones, hoped"),
        pytest.param("对9月底前纳入台账的问题逐一销号。", id="which ones, about"),
        pytest.param("落实《污染防治行动方案（2023—2025年6月底前）》。", id="a title"),
        pytest.param("实施“2025年底前清零”行动。", id="a name"),
        pytest.param("“十四五”期间累计投入5亿元。", id="during a plan"),
        pytest.param("毕业2年内高校毕业生给予补贴。", id="within, of people"),
        pytest.param("受理之日起5个工作日内办结。", id="a term of service"),
        pytest.param("收到申请后3天内审核拨付。", id="a term of service, days"),
        pytest.param("如年内继续举办，给予补助。", id="a condition"),
        pytest.param("加强内部审计，做好2024年内部控制。", id="内部"),
        pytest.param("做好年底前期准备。", id="前期"),
        pytest.param("每季度开展一次评比。", id="how often"),
        pytest.param("长期坚持群众路线。", id="goes on"),
        pytest.param("前三季度增长5%。", id="three quarters"),
        pytest.param("2013年以前建成的厕所逐户排查。", id="long ago"),
        pytest.param("", id="nothing"),
    ],
)
def test_other_dates_of_prose_are_no_deadlines(body: str) -> None:
    assert due_of(body, "", 2024, ISSUED) is None


@pytest.mark.parametrize(
    ("body", "phrase", "timing", "doubt"),
    [
        (
            "各地要在本意见印发之日起30日内，制定实施办法。",
            "本意见印发之日起30日内",
            Timing.OPEN,
            "from-issue",
        ),
        ("力争三年内建成示范园。", "三年内", Timing.OPEN, "from-issue"),
        ("补办手续在疫情解除后三个月内完成。", "疫情解除后三个月内", Timing.OPEN, "from-event"),
        ("春节前完成欠薪清偿。", "春节前", Timing.OPEN, "moving-day"),
        ("治理河道3条，2025年汛前完工。", "2025年汛前", Timing.OPEN, "moving-day"),
        ("每年1月31日前公开上年度数据。", "每年1月31日前", Timing.EVERY, ""),
        ("各单位每月25日前报送进展。", "每月25日前", Timing.EVERY, ""),
    ],
)
def test_prose_may_name_a_time_without_a_day(
    body: str, phrase: str, timing: Timing, doubt: str
) -> None:
    assert in_prose(body) == DueDraft(phrase, timing, doubt=doubt)


@pytest.mark.parametrize(
    ("body", "day", "doubt"),
    [
        ("6月底前完成方案，12月底前全面完成。", "2024-12-31", ""),
        ("6月底前出台方案，12月底前取得阶段性成效。", "2024-12-31", "several-dates"),
        ("2024年底前消除存量，2026年底前形成清零机制。", "2026-12-31", "several-dates"),
        ("6月底前、力争5月底前完成。", "2024-06-30", "several-dates"),
        ("一季度招标，二季度开工，年底主体完工。", "2024-12-31", ""),
        ("到2025年，达到80%；到2030年，达到95%。", "2030-12-31", "several-dates"),
        ("2025年6月底前完成方案，9月底前建成。", "2025-09-30", ""),
        ("2025年6月底前完成方案；9月底前建成。", "2025-09-30", ""),
        ("2025年6月底前完成方案。9月底前建成一期。", "2025-06-30", "several-dates"),
        ("2023年6月底前建成一期；9月底前建成二期。", "2024-09-30", ""),
        ("到2025年建成；9月底前完成选址。", "2025-12-31", ""),
    ],
)
def test_of_several_deadlines_in_prose_the_last_counts(body: str, day: str, doubt: str) -> None:
    due = in_prose(body)

    assert (due.day, due.doubt) == (date.fromisoformat(day), doubt)


def test_prose_keeps_a_month_that_is_over_and_doubts_it() -> None:
    due = in_prose("6月底前完成整改。", 2024, date(2024, 11, 5))

    assert (due.day, due.doubt) == (date(2024, 6, 30), "past-day")


def test_prose_without_any_year_stays_a_question() -> None:
    assert in_prose("6月底前完成。", None, None) == DueDraft(
        "6月底前", Timing.OPEN, doubt="no-year"
    )


# --- whatever is written -----------------------------------------------------------------------

SIGNS = (
    "0123456789年月日号底末初前内季度半上下旬周一二三四五六七八九十"
    "每至到—-./（）“”，。起后完成的今明本印发 "
)
DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2099, 12, 31))


@given(st.text(alphabet=SIGNS, max_size=60), st.integers(min_value=0, max_value=99999))
def test_any_text_is_read_without_an_error_and_within_two_centuries(text: str, year: int) -> None:
    found = [due_of(text, "", year, ISSUED), read_phrase(text, year, None)]

    days = [due.day for due in found if due and due.day]
    assert all(1900 <= day.year <= 2100 for day in days)
    assert all(due.phrase in text for due in found if due)
    assert all((due.day is None) == (due.timing is not Timing.BY) for due in found if due)


@given(DAYS, st.sampled_from(["{0.year}年{0.month}月{0.day}日前", "{0:%Y-%m-%d}", "{0:%Y%m%d}"]))
def test_a_day_written_out_is_read_back(day: date, form: str) -> None:
    assert read_phrase(form.format(day), None, None).day == day


@given(DAYS, st.integers(min_value=0, max_value=6))
def test_a_day_in_prose_is_read_back(day: date, blanks: int) -> None:
    gap = " " * blanks
    body = f"加快建设，{day.year}年{gap}{day.month}月{day.day}日{gap}前完成。"

    assert in_prose(body, day.year, None).day == day


@pytest.mark.parametrize(
    "piece", ["2024年", "6月底前", "每一二三", "1-", "“", "（", "在疫情解除后", "到"]
)
def test_a_long_hostile_text_is_read(piece: str) -> None:
    text = piece * 2000

    assert due_of(text, text, 2024, ISSUED) is not None
    assert len(periods_of(text, Anchor(2024, None))) <= 2000
