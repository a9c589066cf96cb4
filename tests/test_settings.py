"""config.toml and its environment twins: every mistake at once, in a sentence, no secret out."""

import os
from datetime import time
from pathlib import Path

import pytest

from bot.filekinds import KINDS
from bot.mistakes import ConfigError, Mistake
from bot.opening import find_token, mistake_line
from bot.settings import Settings, load_settings
from scheduler.digest import Weekly

EXAMPLE = Path(__file__).parents[1] / "config.example.toml"
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
    assert settings.weekly() == Weekly(1, time(9))
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
        weekday = "monday"
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
            "[cadence] frequency：应为 weekly、monthly、quarterly 之一，现为 daily",
            "[ladder] rungs：应从小到大、不重复，例如 [-3, -1, 0, 1, 3]",
            "[digest] weekday：应为 mon、tue、wed、thu、fri、sat、sun 之一，现为 monday",
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
            '[office]\nslots = ["07:00"]', "office：发送时段应落在工作时间（work_hours）之内",
            id="slot before work",
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
            "[ladder]\nrungs = [-1, 0]",
            "ladder：heads_from 不能大于 rungs 的最后一档，否则单位负责人收不到提醒",
            id="a rung for heads that is never reached",
        ),
        pytest.param("[ladder]\nrungs = []", "[ladder] rungs：不能为空", id="no rungs"),
        pytest.param(
            "[ladder]\nrungs = [-100000, 0]", "[ladder] rungs.0：不能小于 -90，现为 -100000",
            id="rung out of the world",
        ),
        pytest.param(
            '[cadence]\nfrequency = "weekly"\nday = 8',
            "cadence：按周报送时 day 应为 1（周一）到 7（周日）", id="no such weekday",
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
