"""config.toml and its environment twins: every mistake at once, in a sentence, no secret out."""

import os
import tomllib
from dataclasses import replace
from datetime import date, time
from pathlib import Path

import pytest

from bot.filekinds import KINDS
from bot.mistakes import ConfigError, Mistake
from bot.opening import find_token, mistake_line
from bot.settings import Settings, load_settings
from db.vocabulary import Audience, Colour, DayKind, DocumentKind, Frequency, Rule, Shift
from scheduler.ladder import Ladder, Rung
from scheduler.office import Weekly

EXAMPLE = Path(__file__).parents[1] / "config.example.toml"
FREQUENCIES = "weekly、monthly、quarterly、half_yearly、yearly"
TOKEN = "123456789:AAFakeFakeFakeFakeFakeFakeFakeFakeFake"


@pytest.fixture(autouse=True)
def no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("DUBAN_")]:
        monkeypatch.delenv(name)


def config(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    file = folder / "config.toml"
    file.write_text(text, encoding)
    return file


def mistakes_of(file: Path | None) -> list[Mistake]:
    with pytest.raises(ConfigError) as refused:
        load_settings(file)
    return refused.value.mistakes


def lines_of(file: Path | None) -> list[str]:
    return [mistake_line(mistake) for mistake in mistakes_of(file)]


def test_without_a_file_everything_has_a_default() -> None:
    settings = load_settings(None)

    assert settings.office.slots == (time(9), time(15))
    documents = (DocumentKind.CHART, DocumentKind.BULLETIN, DocumentKind.LEDGER)
    assert settings.office_rules().weekly == Weekly(
        1, time(9), documents, to_units=True, to_leaders=True
    )
    assert str(settings.zone) == "Asia/Shanghai"


def test_the_example_holds_the_defaults_and_every_section() -> None:
    given, default = load_settings(EXAMPLE), Settings()

    assert given.model_copy(update={"telegram": default.telegram}) == default.model_copy(
        update={"database": given.database}
    )
    text = EXAMPLE.read_text("utf-8")
    for section, field in Settings.model_fields.items():
        assert f"[{section}]" in text
        for key in getattr(field.annotation, "model_fields", {}):
            assert f"{key} = " in text or (section, key) == ("telegram", "token")


def test_every_mistake_is_told_at_once_with_its_place_and_a_hint(tmp_path: Path) -> None:
    file = config(
        tmp_path,
        """
        [telegram]
        api_base_url = "api.telegram.org"
        [offce]
        name = "x"
        [office]
        naem = "督办室"
        timezone = "Asia/Shanghia"
        slots = ["09:00", "25:00"]
        chat_id = "abc"
        [cadence]
        day = 32
        frequency = "daily"
        [ladder]
        rungs = [3, 1]
        [digest]
        weekday = "1"
        documents = ["chart", "poster"]
        [limits]
        group_messages_per_minute = 21
        senders = 0
        """,
    )

    lines = lines_of(file)

    assert sorted(lines) == sorted(
        [
            "[telegram] api_base_url：应以 http:// 或 https:// 开头，现为 ***",
            "offce：没有这个配置项。是不是想写 office？",
            "[office] naem：没有这个配置项。是不是想写 name？",
            "[office] timezone：不认识的时区 Asia/Shanghia，例如 Asia/Shanghai",
            "[office] slots.1：应为时刻，例如 17:30，现为 25:00",
            "[office] chat_id：应为整数，现为 abc",
            "[cadence] day：不能大于 31，现为 32",
            f"[cadence] frequency：应为 {FREQUENCIES} 之一，现为 daily",
            "[ladder] rungs.1：各档应从早到晚，at = 1 不能排在 at = 3 之后",
            "[digest] weekday：应为 mon、tue、wed、thu、fri、sat、sun 之一，现为 1",
            "[digest] documents.1：应为 chart、bulletin、ledger 之一，现为 poster",
            "[limits] group_messages_per_minute：不能大于 20，现为 21",
            "[limits] senders：不能小于 1，现为 0",
        ]
    )


@pytest.mark.parametrize(
    ("text", "line"),
    [
        pytest.param(
            '[office]\nslots = ["15:00", "09:00"]', "[office] slots：发送时段应从早到晚、不重复",
            id="slots out of order",
        ),
        pytest.param(
            '[office]\nslots = ["07:00", "15:00"]',
            "[office] slots.0：应在工作时间 08:30–17:30（[office] work_hours）之内，现为 07:00",
            id="slot before work",
        ),
        pytest.param(
            '[office]\nslots = ["09:00", "17:31"]',
            "[office] slots.1：应在工作时间 08:30–17:30（[office] work_hours）之内，现为 17:31",
            id="slot after work",
        ),
        pytest.param(
            '[office]\nslots = ["09:00", "12:00"]',
            "[office] slots.1：12:00–14:00 免打扰（[office] quiet），发不出去，现为 12:00，"
            "可改为 14:00",
            id="slot in quiet time",
        ),
        pytest.param(
            '[office]\nquiet = ["14:00", "12:00"]',
            "[office] quiet：开始应早于结束，现为 14:00–12:00", id="quiet time that ends first",
        ),
        pytest.param(
            '[office]\nquiet = ["12:00"]',
            '[office] quiet：应写起止两个时刻，例如 ["12:00", "14:00"]；不设就写 []',
            id="quiet time without an end",
        ),
        pytest.param(
            '[office]\nquiet = ["12:00", "19:00"]\nslots = ["09:00"]',
            "[office] quiet.1：应在工作时间 08:30–17:30（[office] work_hours）之内，现为 19:00",
            id="quiet time after work",
        ),
        pytest.param(
            '[office]\nwork_hours = ["17:30", "08:30"]',
            "[office] work_hours：开始应早于结束，现为 17:30–08:30", id="work that ends first",
        ),
        pytest.param(
            '[office]\nrehearsal = "maybe"', "[office] rehearsal：应为 true 或 false，现为 maybe",
            id="neither true nor false",
        ),
        pytest.param(
            "[office]\nrehearsal = true",
            "[office] rehearsal：试运行的消息都发到督办室会话，请先填 [office] chat_id"
            "（在会话里发 /id 可查）",
            id="a trial that reaches nobody",
        ),
        pytest.param(
            "[office]\napprove_joins = 2.5", "[office] approve_joins：应为 true 或 false，现为 2.5",
            id="a number for true",
        ),
        pytest.param(
            '[digest]\nat = "18:00"',
            "[digest] at：应在工作时间 08:30–17:30（[office] work_hours）之内，现为 18:00",
            id="digest after work",
        ),
        pytest.param(
            '[digest]\nat = "13:00"',
            "[digest] at：12:00–14:00 免打扰（[office] quiet），发不出去，现为 13:00，可改为 14:00",
            id="digest in quiet time",
        ),
        pytest.param("[office]\nslots = []", "[office] slots：不能为空", id="no slots"),
        pytest.param(
            "[files]\nmax_mb = 21", "[files] max_mb：不能大于 20，现为 21", id="large files"
        ),
        pytest.param("[files]\nkinds = []", "[files] kinds：不能为空", id="no kinds of files"),
        pytest.param(
            '[files]\nkinds = ["jpg", "exe"]',
            f"[files] kinds.1：不认识的文件种类 exe，可用 {' '.join(KINDS)}",
            id="kind of file",
        ),
        pytest.param(
            "[ladder]\nheads_from = 3",
            "[ladder] heads_from：这一项已取消，请删去；提醒谁改写在 rungs 每一档的 to 里，"
            "见 config.example.toml",
            id="a key of older files",
        ),
        pytest.param(
            '[ladder]\nrungs = [0, 1, { at = 3, to = ["contact", "leeder"] }]',
            "[ladder] rungs.2.to：应为 contact、second、head、leader、office 之一，现为 leeder。"
            "是不是想写 leader？",
            id="a role that there is not",
        ),
        pytest.param(
            '[ladder]\nrungs = [{ at = 3, to = ["admin"] }]',
            "[ladder] rungs.0.to：应为 contact、second、head、leader、office 之一，现为 admin",
            id="a role that is told nothing",
        ),
        pytest.param(
            '[ladder]\nrungs = [{ at = 3, to = "head" }]',
            "[ladder] rungs.0.to：应为列表，现为 head", id="one role that is no list",
        ),
        pytest.param(
            "[ladder]\nrungs = [{ at = 3, to = [] }]", "[ladder] rungs.0.to：不能为空",
            id="a rung for nobody",
        ),
        pytest.param(
            '[ladder]\nrungs = [{ at = 3, colour = "orange" }]',
            "[ladder] rungs.0.colour：应为 blue、yellow、red 之一，现为 orange",
            id="a colour that there is not",
        ),
        pytest.param(
            '[ladder]\nrungs = [{ at = 3, color = "red" }]',
            "[ladder] rungs.0.color：没有这个配置项。是不是想写 colour？", id="a key of a rung",
        ),
        pytest.param(
            '[ladder]\nrungs = [{ to = ["head"] }]', "[ladder] rungs.0.at：不完整",
            id="a rung without its day",
        ),
        pytest.param(
            '[ladder]\nrungs = ["3"]',
            '[ladder] rungs.0：应写成 { at = 3, to = ["contact", "head"], colour = "yellow" }，'
            "现为 3",
            id="a rung that is none",
        ),
        pytest.param(
            '[ladder]\nrungs = [{ at = -1, to = ["contact", "head", "office"] }]',
            "[ladder] rungs.0.to：截止前和截止当天（at ≤ 0）只提醒 contact、second，"
            "head、office 从 at = 1 起才能写", id="told before it is late",
        ),
        pytest.param(
            "[ladder]\nrungs = [-1, 0, 3, { at = 0 }]",
            "[ladder] rungs.3：at = 0 已有一档，请删去一档", id="a rung twice",
        ),
        pytest.param("[ladder]\nrungs = []", "[ladder] rungs：不能为空", id="no rungs"),
        pytest.param(
            "[ladder]\nrungs = [-100000, 0]", "[ladder] rungs.0.at：不能小于 -90，现为 -100000",
            id="rung out of the world",
        ),
        pytest.param(
            '[cadence]\nfrequency = "weekly"\nday = 8',
            "[cadence] day：按周报送时应为 1（周一）到 7（周日），现为 8", id="no such weekday",
        ),
        pytest.param(
            "[cadence]\nday = 0", "[cadence] day：应为 1 到 31，或从月末倒数 -1 到 -31，现为 0",
            id="no day at all",
        ),
        pytest.param(
            '[cadence]\nday = 31\nshift = "none"',
            "[cadence] day：有的月份没有这一天，shift 又是 none（不调整），现为 31。"
            "是不是想写 day = -1？",
            id="a day that February lacks",
        ),
        pytest.param(
            '[cadence]\nfrequency = "quarterly"\nday = 31\nshift = "none"',
            "[cadence] day：有的月份没有这一天，shift 又是 none（不调整），现为 31。"
            "是不是想写 day = -1？",
            id="a day that June lacks",
        ),
        pytest.param(
            "[cadence]\nshift_by = 2", "[cadence] shift_by：shift 是 before，用不上这一项，现为 2。"
            '是不是想写 shift = "after"？',
            id="workdays by which nothing moves",
        ),
        pytest.param(
            '[cadence]\nrules = ["每月25日前", "每周五看着办"]',
            "[cadence] rules.1：“每周五看着办”看不懂，问题在“看着办”。"
            "写法例如：每月25日前、每周五上午下班前、每季度末、2月3日前",
            id="a phrase that is not understood",
        ),
        pytest.param(
            '[cadence]\nrules = [""]',
            "[cadence] rules.0：“”没有说多久报一次。写法例如：每月25日前、每周五上午下班前",
            id="an empty phrase",
        ),
        pytest.param(
            '[cadence]\nrules = ["每月25日前", "每月31日前，遇节假日不调整"]',
            "[cadence] rules.1：“每月31日前，遇节假日不调整”：有的月份没有这一天，又不许调整。"
            "请写成“每月底”，或让它遇休息日提前、顺延",
            id="a phrase for a day that February lacks",
        ),
        pytest.param(
            '[cadence]\nrules = ["每月31日前"]\nshift = "none"',
            "[cadence] rules.0：“每月31日前”：有的月份没有这一天，又不许调整。"
            "请写成“每月底”，或让它遇休息日提前、顺延",
            id="a phrase and a shift that do not go together",
        ),
        pytest.param(
            '[cadence]\nrules = ["每月25日前，提前120天填报"]',
            "[cadence] rules.0：“每月25日前，提前120天填报”：最多提前 90 天开放填报",
            id="a phrase that opens too early",
        ),
        pytest.param(
            '[cadence]\nrules = ["2月3日前"]',
            "[cadence] rules.0：“2月3日前”：只报一次的要写明年份，例如“2026年2月3日前”",
            id="a day once without its year",
        ),
        pytest.param(
            '[cadence]\nrules = ["每月25日前", "每月二十五日之前"]',
            "[cadence] rules.1：“每月二十五日之前”与前面的一条相同，请删去一条",
            id="a cadence twice",
        ),
        pytest.param(
            "[digest]\nat = 9", "[digest] at：应为时刻，例如 17:30，现为 9", id="hour for a time"
        ),
        pytest.param(
            '[digest]\nat = "09:00+08:00"', "[digest] at：应为时刻，例如 17:30，现为 09:00+08:00",
            id="time with a zone",
        ),
        pytest.param(
            '[office]\nslots = ["09:00+08:00", "15:00"]',
            "[office] slots.0：应为时刻，例如 17:30，现为 09:00+08:00", id="slot with a zone",
        ),
        pytest.param(
            '[office]\ntimezone = ""', "[office] timezone：不认识的时区 ，例如 Asia/Shanghai",
            id="empty zone",
        ),
        pytest.param(
            '[office]\ntimezone = "Asia"',
            "[office] timezone：不认识的时区 Asia，例如 Asia/Shanghai",
            id="zone folder",
        ),
        pytest.param("[office]\nname = 3", "[office] name：应为文字，现为 3", id="no text"),
        pytest.param(
            '[office]\nwork_hours = ["08:30"]', "[office] work_hours.1：不完整", id="half a day"
        ),
        pytest.param("telegram = 3", "telegram：不能用这个值：***", id="a section that is none"),
        pytest.param(
            "[cadence]\nday = 2.5", "[cadence] day：应为整数，现为 2.5", id="fraction"
        ),
    ],
)  # fmt: skip
def test_a_wrong_value_is_told_in_a_sentence(tmp_path: Path, text: str, line: str) -> None:
    assert lines_of(config(tmp_path, text)) == [line]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        pytest.param(
            """
            [office]
            slots = ["08:00", "12:30", "18:00"]
            [cadence]
            day = 31
            shift = "none"
            shift_by = 3
            [digest]
            at = "07:00"
            """,
            [
                "[office] slots.0", "[office] slots.2", "[office] slots.1",
                "[digest] at", "[cadence] day", "[cadence] shift_by",
            ],
            id="sections seen together",
        ),
        pytest.param(
            """
            [office]
            naem = "甲"
            slots = ["13:00"]
            [cadence]
            shift = "forward"
            rules = ["每月25日前", "有空就报", "每季度末"]
            [ladder]
            rungs = [3, { at = 1, to = ["boss"] }, { at = 1, colour = "pink" }, 3]
            """,
            [
                "[office] naem", "[office] slots.0", "[cadence] shift", "[cadence] rules.1",
                "[ladder] rungs.1.to", "[ladder] rungs.2.colour",
                "[ladder] rungs.1", "[ladder] rungs.2", "[ladder] rungs.3",
            ],
            id="beside values that are wrong by themselves",
        ),
        pytest.param(
            """
            [office]
            work_hours = ["8:30 am", "21:00"]
            slots = ["20:00"]
            quiet = ["22:00", "23:00"]
            """,
            ["[office] work_hours.0"],
            id="but not with a default that stands in for a wrong value",
        ),
        pytest.param(
            'office = 3\n[digest]\nat = "23:00"', ["office"], id="nor with a section of defaults"
        ),
    ],
)  # fmt: skip
def test_what_only_shows_when_settings_meet_is_told_as_well(
    tmp_path: Path, text: str, wrong: list[str]
) -> None:
    lines = lines_of(config(tmp_path, text))

    assert sorted(line.split("：")[0] for line in lines) == sorted(wrong)


def test_no_quiet_time_is_an_empty_list(tmp_path: Path) -> None:
    settings = load_settings(config(tmp_path, '[office]\nquiet = []\nslots = ["12:30"]'))

    assert settings.office_rules().hours.quiet is None
    assert load_settings(None).office_rules().hours.quiet == (time(12), time(14))


def test_the_first_and_the_last_minute_of_work_and_the_end_of_quiet_time_are_slots(
    tmp_path: Path,
) -> None:
    text = '[office]\nslots = ["08:30", "11:59", "14:00", "17:30"]\n[digest]\nat = "17:30"'

    slots = load_settings(config(tmp_path, text)).office_rules().hours.slots

    assert slots == (time(8, 30), time(11, 59), time(14), time(17, 30))


ASKED = frozenset({Audience.CONTACT, Audience.SECOND})
BASE = Rule(Frequency.MONTHLY, number=25)


def test_the_ladder_climbs_from_the_contact_to_the_leader() -> None:
    assert load_settings(None).office_rules().ladder == Ladder(
        (
            Rung(-3),
            Rung(-1),
            Rung(0, ASKED),
            Rung(1, ASKED, Colour.BLUE),
            Rung(3, ASKED | {Audience.HEAD}, Colour.YELLOW),
            Rung(8, frozenset(Audience), Colour.RED),
        ),
        5,
    )


def test_a_number_alone_is_a_rung_for_the_contact(tmp_path: Path) -> None:
    text = '[ladder]\nrungs = [-1, { at = 2, to = ["leader", "office"], colour = "red" }]'

    rungs = load_settings(config(tmp_path, text)).ladder.ladder().rungs

    above = frozenset({Audience.LEADER, Audience.OFFICE})
    assert rungs == (Rung(-1), Rung(2, above, Colour.RED))


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        pytest.param("", [BASE], id="default"),
        pytest.param("day = -1", [replace(BASE, number=-1)], id="last day"),
        pytest.param("day = 31", [replace(BASE, number=31)], id="31 with a shift"),
        pytest.param(
            'day = 28\nshift = "none"', [replace(BASE, number=28, shift=Shift.NONE)],
            id="a day that every month has",
        ),
        pytest.param(
            'frequency = "weekly"\nday = 5\nopens_days_before = 3',
            [Rule(Frequency.WEEKLY, DayKind.WEEKDAY, 1, 5, opens_days_before=3)], id="weekly",
        ),
        pytest.param(
            'frequency = "half_yearly"\nshift = "after"\nshift_by = 2\ncutoff = "12:00"',
            [
                Rule(
                    Frequency.HALF_YEARLY, number=25, cutoff=time(12),
                    shift=Shift.AFTER, shift_by=2,
                )
            ],
            id="half-yearly, 顺延2个工作日",
        ),
        pytest.param(
            'day = 0\ncutoff = "18:00"\nrules = ["每周五上午下班前", "每月25日前"]',
            [
                Rule(Frequency.WEEKLY, DayKind.WEEKDAY, 1, 5, cutoff=time(12)),
                replace(BASE, cutoff=time(18)),
            ],
            id="phrases stand in the place of the day",
        ),
        pytest.param(
            'shift = "none"\nrules = ["每周二12:00，遇节假日顺延2个工作日", "2026年2月3日前"]',
            [
                Rule(
                    Frequency.WEEKLY, DayKind.WEEKDAY, 1, 2, cutoff=time(12),
                    shift=Shift.AFTER, shift_by=2,
                ),
                Rule(Frequency.ONCE, anchor=date(2026, 2, 3), shift=Shift.NONE),
            ],
            id="what a phrase does not say is as set",
        ),
    ],
)  # fmt: skip
def test_the_cadences_are_as_set_or_said(tmp_path: Path, text: str, rules: list[Rule]) -> None:
    settings = load_settings(config(tmp_path, f"[cadence]\n{text}"))

    assert list(settings.cadence.rules_of()) == rules


def test_the_phrases_of_the_example_are_understood(tmp_path: Path) -> None:
    example = EXAMPLE.read_text("utf-8").replace("# rules = ", "rules = ")

    settings = load_settings(config(tmp_path, example))

    assert len(settings.cadence.rules) == len(settings.cadence.rules_of())
    assert settings.cadence.rules == tuple(tomllib.loads(example)["cadence"]["rules"])


def test_lists_and_tables_have_their_twins_in_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DUBAN_LADDER__RUNGS", '[-1, {"at": 2, "to": ["head"], "colour": "red"}]')
    monkeypatch.setenv("DUBAN_CADENCE__RULES", '["每周五上午下班前", "每月25日前"]')
    monkeypatch.setenv("DUBAN_OFFICE__QUIET", "[]")
    monkeypatch.setenv("DUBAN_OFFICE__REHEARSAL", "true")
    monkeypatch.setenv("DUBAN_OFFICE__CHAT_ID", "-1001")
    monkeypatch.setenv("DUBAN_LIMITS__REMIND_HOURS", "0")

    settings = load_settings(None)

    head = frozenset({Audience.HEAD})
    assert settings.ladder.ladder().rungs == (Rung(-1), Rung(2, head, Colour.RED))
    assert [rule.frequency for rule in settings.cadence.rules_of()] == ["weekly", "monthly"]
    assert settings.office.quiet_time() is None
    assert settings.office.rehearsal
    assert settings.limits.remind_hours == 0


def test_review_is_set_like_the_rest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = config(tmp_path, '[review]\ncard = "each"\nlock_workdays = 0')
    monkeypatch.setenv("DUBAN_REVIEW__RETURN_WORKDAYS", "5")

    settings = load_settings(file)

    review = settings.review
    assert (review.card, review.renew_minutes, review.return_workdays) == ("each", 30, 5)
    rules = settings.office_rules()
    assert (rules.lock_workdays, rules.reviews) == (0, True)


def test_what_review_cannot_be_is_said(tmp_path: Path) -> None:
    file = config(tmp_path, '[review]\ncard = "some"\nreturn_workdays = 0\nlock_days = 3')

    assert sorted(lines_of(file)) == sorted(
        [
            "[review] card：应为 gathered、each、off 之一，现为 some",
            "[review] return_workdays：不能小于 1，现为 0",
            "[review] lock_days：没有这个配置项。是不是想写 lock_workdays？",
        ]
    )


def test_the_environment_wins_over_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = config(tmp_path, '[office]\nname = "甲"\nchat_id = 1\n[limits]\nsenders = 3')
    monkeypatch.setenv("DUBAN_OFFICE__NAME", "乙")
    monkeypatch.setenv("DUBAN_OFFICE__SLOTS", '["10:00"]')
    monkeypatch.setenv("DUBAN_TELEGRAM__TOKEN", TOKEN)

    settings = load_settings(file)

    assert (settings.office.name, settings.office.chat_id) == ("乙", 1)
    assert settings.office.slots == (time(10),)
    assert settings.limits.senders == 3
    assert find_token(settings) == TOKEN


@pytest.mark.parametrize(
    ("name", "value", "line"),
    [
        pytest.param(
            "DUBAN_OFFICE__NAEM", "x", "[office] naem：没有这个配置项。是不是想写 name？", id="key"
        ),
        pytest.param(
            "DUBAN_OFICE__NAME", "x",
            "DUBAN_OFICE__NAME：没有这个配置项。是不是想写 DUBAN_OFFICE__NAME？", id="section",
        ),
        pytest.param(
            "DUBAN_OFFICE__SLOTS", "09:00", "[office] slots：应为列表，现为 09:00", id="no list"
        ),
        pytest.param("DUBAN_OFFICE", "督办室", "office：不能用这个值：督办室", id="no section"),
        pytest.param("DUBAN_CADENCE__DAY", "40", "[cadence] day：不能大于 31，现为 40", id="value"),
        pytest.param(
            "DUBAN_LADDER__RUNGS", '[{"at": 1, "to": ["heads"]}]',
            "[ladder] rungs.0.to：应为 contact、second、head、leader、office 之一，现为 heads。"
            "是不是想写 head？",
            id="role",
        ),
        pytest.param(
            "DUBAN_DIGEST__AT", "20:00",
            "[digest] at：应在工作时间 08:30–17:30（[office] work_hours）之内，现为 20:00",
            id="out of hours",
        ),
    ],
)  # fmt: skip
def test_a_mistake_in_the_environment_is_told_as_well(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, line: str
) -> None:
    monkeypatch.setenv(name, value)

    assert lines_of(None) == [line]


def test_mistakes_of_file_and_environment_come_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DUBAN_OFICE__NAME", "x")

    lines = lines_of(config(tmp_path, "[cadence]\nday = 0"))

    assert [line.split("：")[0] for line in lines] == ["[cadence] day", "DUBAN_OFICE__NAME"]


def test_other_programs_variables_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUBAN_HOME", "/srv/duban")

    assert load_settings(None).office.name == "督办室"


def test_paths_are_taken_from_the_files_folder(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    file = config(
        tmp_path / "deep",
        '[telegram]\ntoken_file = "../token.txt"\n[database]\nurl = "sqlite:///data/duban.db"',
    )
    (tmp_path / "token.txt").write_text(f"\ufeff{TOKEN}\r\n", "utf-8")

    settings = load_settings(file)

    assert settings.database.url == f"sqlite:///{tmp_path / 'deep' / 'data' / 'duban.db'}"
    assert find_token(settings) == TOKEN


@pytest.mark.parametrize(
    "url", ["postgresql+psycopg://user:secret@host/duban", "sqlite:////srv/duban.db"]
)
def test_an_address_that_is_no_relative_path_stays(tmp_path: Path, url: str) -> None:
    assert load_settings(config(tmp_path, f'[database]\nurl = "{url}"')).database.url == url


def test_an_empty_token_in_the_environment_leaves_the_file_to_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DUBAN_TELEGRAM__TOKEN", "")
    (tmp_path / "t").write_text(TOKEN)

    settings = load_settings(config(tmp_path, '[telegram]\ntoken_file = "t"'))

    assert find_token(settings) == TOKEN


def test_a_file_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    file = config(tmp_path, '[office]\nname = "甲"', "utf-8-sig")

    assert load_settings(file).office.name == "甲"


@pytest.mark.parametrize(
    ("make", "code", "part"),
    [
        pytest.param(lambda _file: None, "no_file", "duban init", id="missing"),
        pytest.param(lambda file: file.mkdir(), "unreadable", "读不了这个文件", id="folder"),
        pytest.param(
            lambda file: file.write_bytes("名 = 1".encode("utf-16")), "unreadable", "读不了",
            id="utf-16",
        ),
        pytest.param(
            lambda file: file.write_text("[office\n"), "toml", "第 1 行", id="no toml"
        ),
        pytest.param(
            lambda file: file.write_text("[office]\nname = 督办室", "utf-8"), "toml", "第 2 行",
            id="unquoted",
        ),
    ],
)  # fmt: skip
def test_a_file_that_is_no_configuration_is_named(
    tmp_path: Path, make: object, code: str, part: str
) -> None:
    file = tmp_path / "config.toml"
    assert callable(make)
    make(file)

    (mistake,) = mistakes_of(file)

    assert mistake.code == code
    assert mistake_line(mistake).startswith(f"{file}：")
    assert part in mistake_line(mistake)


def test_no_secret_shows_in_the_settings(tmp_path: Path) -> None:
    file = config(
        tmp_path,
        f"""
        [telegram]
        token = "{TOKEN}"
        proxy = "http://user:hushhush@proxy:3128"
        [database]
        url = "postgresql+psycopg://user:hushhush@host/duban"
        """,
    )

    settings = load_settings(file)

    for shown in (repr(settings), str(settings), f"{settings.telegram}", str(settings.database)):
        assert TOKEN not in shown
        assert "hushhush" not in shown


def test_a_wrong_token_is_not_repeated_in_the_mistake(tmp_path: Path) -> None:
    (mistake,) = mistakes_of(config(tmp_path, "[telegram]\ntoken = 987654321"))

    assert "987654321" not in mistake_line(mistake) + repr(mistake)


def test_a_secret_under_a_misspelt_key_is_not_repeated(tmp_path: Path) -> None:
    (mistake,) = mistakes_of(config(tmp_path, f'[telegram]\ntokn = "{TOKEN}"'))

    assert mistake_line(mistake) == "[telegram] tokn：没有这个配置项。是不是想写 token？"
    assert TOKEN not in repr(mistake)


@pytest.mark.parametrize(
    ("text", "folder"),
    [
        ("", "data/files"),
        ('[database]\nurl = "sqlite:///ledger/duban.db?timeout=1"', "ledger/files"),
        ('[database]\nurl = "sqlite:////srv/duban/duban.db"', "/srv/duban/files"),
        ('[database]\nurl = "postgresql+psycopg://duban@db/duban"', "data/files"),
        ('[files]\nfolder = "kept"', "kept"),
        ('[files]\nfolder = "/srv/kept"', "/srv/kept"),
    ],
    ids=["default", "elsewhere", "absolute", "postgresql", "set", "set absolute"],
)
def test_files_are_kept_beside_the_database_unless_it_is_said_where(
    tmp_path: Path, text: str, folder: str
) -> None:
    assert load_settings(config(tmp_path, text)).files_folder == tmp_path.resolve() / folder


def test_kinds_of_files_are_known_by_their_other_names_too(tmp_path: Path) -> None:
    settings = load_settings(config(tmp_path, '[files]\nkinds = ["JPEG", ".wps", "et", "PDF"]'))

    assert settings.files.kinds == ("jpg", "doc", "xls", "pdf")
