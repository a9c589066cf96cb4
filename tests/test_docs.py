"""Holds the documents, the locks and the house rules to what the repository really is."""

import ast
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import distributions
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest
from typer.core import TyperGroup
from typer.main import get_command

from bot.__main__ import app
from bot.settings import PREFIX, Settings, load_settings

ROOT = Path(__file__).parents[1]
PACKAGES = ("bot", "scheduler", "db", "templates", "notice", "sandbox")
READMES = ("README.md", "README.zh-CN.md")
ADRS = sorted((ROOT / "docs" / "adr").glob("*.md"))
PAGES = [
    *READMES,
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    *(adr.relative_to(ROOT).as_posix() for adr in ADRS),
]
EXAMPLE = ROOT / "config.example.toml"

#: A command of ours at the start of a line of code, or of code within a sentence.
COMMAND = re.compile(r"^(?:python3 \S*run\.py|duban)(?: .*)?$")
#: What a README fills in for the reader, and no real argument.
SPACES = {"ARGS…", "…"}


def read(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def code_of(text: str) -> Iterator[str]:
    """Yield every line of code of a page: fenced ones, then those within sentences."""
    fence = re.compile(r"^\s*```[a-z]*\n(.*?)^\s*```", re.MULTILINE | re.DOTALL)
    for block in fence.findall(text):
        yield from (line.strip() for line in block.splitlines())
    yield from re.findall(r"`([^`\n]+)`", fence.sub("", text))


def commands_of(text: str) -> list[list[str]]:
    """Return every command of a page in words, with ``duban`` for run.py's verb of that name."""
    found = []
    for line in code_of(text):
        if not COMMAND.match(line):
            continue
        said = [word for word in shlex.split(line, comments=True) if word not in SPACES]
        words = said if said[0] == "duban" else said[1:]
        ours = words if words[0] == "duban" else words[1:]  # run.py itself, where it has a verb
        found.append(ours if ours[:1] == ["duban"] else ["run.py", *ours])
    return found


def verbs_of_run_py() -> set[str]:
    """Return what run.py can be told to do, by its own table."""
    spec = spec_from_file_location("run_py", ROOT / "run.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return {"help", *module._commands([])}  # noqa: SLF001 - a script has no public names


def command_line() -> TyperGroup:
    group = get_command(app)
    assert isinstance(group, TyperGroup)
    return group


def options_of(command: str) -> set[str]:
    """Return the options of a command; of a group, those of its commands as well."""
    asked = command_line().commands[command]
    all_of_it = [asked, *(asked.commands.values() if isinstance(asked, TyperGroup) else ())]
    named = [one for each in all_of_it for one in each.params]
    return {"-h", "--help", *(opt for one in named for opt in one.opts)}


@pytest.mark.parametrize("page", [*READMES, "CONTRIBUTING.md", "CHANGELOG.md", "NOTICE"])
def test_every_command_line_of_a_page_names_a_real_command(page: str) -> None:
    commands = commands_of(read(page))

    wrong = [
        words
        for program, *words in commands
        if words
        and words[0] not in (verbs_of_run_py() if program == "run.py" else command_line().commands)
    ]

    assert wrong == []


@pytest.mark.parametrize("page", READMES)
def test_every_option_of_a_command_line_is_one_that_its_command_has(page: str) -> None:
    commands = [words for program, *words in commands_of(read(page)) if program == "duban"]

    wrong = [
        (words[0], word)
        for words in commands
        for word in words[1:]
        if word.startswith("-") and word != "-" and word not in options_of(words[0])
    ]

    assert wrong == []


@pytest.mark.parametrize("page", READMES)
def test_a_readme_names_every_command_and_every_verb(page: str) -> None:
    commands = commands_of(read(page))
    named = {words[0] for program, *words in commands if program == "duban" and words}
    verbs = {words[0] for program, *words in commands if program == "run.py" and words}

    assert named == set(command_line().commands)
    assert verbs | {"duban"} == verbs_of_run_py()


def test_both_readmes_name_the_same_commands() -> None:
    english, chinese = ({tuple(one[:2]) for one in commands_of(read(page))} for page in READMES)

    assert english == chinese


@pytest.mark.parametrize("page", READMES)
def test_every_option_named_beside_a_command_in_a_table_is_its_own(page: str) -> None:
    rows = re.findall(r"^\| `duban (\w+)[^`]*` \|(.*)$", read(page), re.MULTILINE)

    wrong = [
        (command, option)
        for command, rest in rows
        for option in re.findall(r"(?<![\w-])--[a-z-]+", rest)
        if option not in options_of(command)
    ]

    assert len(rows) == len(command_line().commands)
    assert wrong == []


@pytest.mark.parametrize("page", PAGES)
def test_every_relative_link_of_a_page_leads_to_a_file_that_is_there(page: str) -> None:
    targets = re.findall(r"\]\(([^)\s]+)\)", read(page))
    relative = [target.partition("#")[0] for target in targets if "://" not in target]
    folder = (ROOT / page).parent

    missing = [target for target in relative if target and not (folder / target).exists()]

    assert missing == []


@pytest.mark.parametrize("page", PAGES)
def test_every_link_into_a_page_leads_to_one_of_its_headings(page: str) -> None:
    targets = re.findall(r"\]\(([^)\s#]*)#([^)\s]+)\)", read(page))
    folder = (ROOT / page).parent

    missing = [
        (name, anchor)
        for name, anchor in targets
        if "://" not in name and anchor not in anchors_of(folder / name if name else ROOT / page)
    ]

    assert missing == []


def anchors_of(file: Path) -> set[str]:
    """Return a page's headings as GitHub names them in links."""
    headings = re.findall(r"^#+ (.+)$", file.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_the_decisions_are_numbered_without_gaps_and_fit_on_a_screen() -> None:
    numbers = [int(adr.name[:4]) for adr in ADRS]
    lengths = {adr.name: len(adr.read_text("utf-8").splitlines()) for adr in ADRS}

    assert numbers == list(range(1, len(ADRS) + 1))
    assert {name: length for name, length in lengths.items() if length > 60} == {}


@pytest.mark.parametrize("adr", ADRS, ids=[adr.stem for adr in ADRS])
def test_a_decision_says_status_context_decision_consequences_and_what_was_refused(
    adr: Path,
) -> None:
    text = adr.read_text("utf-8")

    assert "**Status:**" in text
    headings = re.findall(r"^## (\w+)$", text, re.MULTILINE)
    assert headings == ["Context", "Decision", "Consequences", "Refused"]


def test_the_changelog_keeps_the_order_of_its_sections() -> None:
    order = ["Security", "Removed", "Deprecated", "Added", "Changed", "Fixed"]
    versions = re.split(r"^## ", read("CHANGELOG.md"), flags=re.MULTILINE)[1:]

    for version in versions:
        sections = re.findall(r"^### (\w+)$", version, re.MULTILINE)
        assert sections == sorted(sections, key=order.index)


def settings_keys() -> dict[str, Any]:
    """Return every settings key with its default: ``office.name`` → ``督办室``."""
    parts = {name: field.default for name, field in Settings.model_fields.items()}
    return {
        f"{name}.{key}": getattr(part, key)
        for name, part in parts.items()
        for key in type(part).model_fields
    }


def example_keys(text: str) -> dict[str, Any]:
    return {
        f"{section}.{key}": value
        for section, keys in tomllib.loads(text).items()
        for key, value in keys.items()
    }


@pytest.fixture
def no_twins(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the settings of whoever runs the tests out of them."""
    for name in [name for name in os.environ if name.upper().startswith(PREFIX)]:
        monkeypatch.delenv(name)


@pytest.mark.usefixtures("no_twins")
def test_every_value_of_the_example_is_the_default(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    shutil.copy(EXAMPLE, file)
    text, defaults = EXAMPLE.read_text("utf-8"), settings_keys()

    loaded = load_settings(file)

    given = {
        key: getattr(getattr(loaded, key.partition(".")[0]), key.partition(".")[2])
        for key in example_keys(text)
    }
    given.pop("telegram.token_file")  # init writes one; without settings there is none
    given["database.url"] = given["database.url"].replace(f"{tmp_path.resolve()}/", "")
    assert given == {key: defaults[key] for key in given}


def test_every_settings_key_stands_in_the_example() -> None:
    text = EXAMPLE.read_text("utf-8")

    everything = re.sub(r"^# (\w+ = )", r"\1", text, flags=re.MULTILINE)

    assert set(example_keys(everything)) == set(settings_keys()) - {"telegram.token"}
    assert "DUBAN_TELEGRAM__TOKEN" in text  # a secret stands in its own file or the environment


def test_the_readme_s_table_of_settings_is_the_example() -> None:
    rows = re.findall(r"^\| `(\w+\.\w+)` \| (.+?) \|", read("README.md"), re.MULTILINE)
    example = example_keys(EXAMPLE.read_text("utf-8"))

    assert [key for key, _ in rows] == [key for key in settings_keys() if key != "telegram.token"]
    for key, default in rows:
        if default not in {"none", "set this"}:
            assert tomllib.loads(f"value = {default.strip('`')}")["value"] == example[key]


def sources(*packages: str) -> list[Path]:
    return [file for package in packages for file in sorted((ROOT / package).rglob("*.py"))]


def test_nobody_asks_the_machine_what_time_it_is_but_the_clocks() -> None:
    clocks = {ROOT / "scheduler" / "clock.py", ROOT / "sandbox" / "clock.py"}
    wall = re.compile(r"\b(?:datetime\.now|utcnow|date\.today|datetime\.today|time\.time)\(")

    asking = {file for file in sources(*PACKAGES) if wall.search(file.read_text("utf-8"))}

    assert asking == clocks


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-dev.txt"])
def test_a_lock_names_no_host_and_every_requirement_has_its_hashes(lock: str) -> None:
    text = read(lock)

    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]

    hosts = [line for line in text.splitlines() if "://" in line or re.search(r"\S+\.\w+/", line)]
    options = [line for line in lines if line.startswith("-")]
    requirements = re.split(r"\n(?=\S)", "\n".join(lines))
    assert (hosts, options) == ([], [])
    assert [one for one in requirements if "--hash=sha256:" not in one] == []


#: Chinese in code that is no sentence for a person, by file, with the reason.
NOT_SAID = {
    "bot/story.py": "speaks the lines of the demo's people, who type what they like",
}
#: Names, by the file that may hold them.
NAMES = {"bot/demo.py": {"县乡村振兴督办室"}}
HAN = re.compile(r"[\u3400-\u9fff]")
ENOUGH_FOR_A_SENTENCE = 6


def sentences_of(source: str) -> list[str]:
    """Return the string literals that hold a sentence; docstrings and patterns say nothing."""
    tree = ast.parse(source)
    silent = {id(node) for one in ast.walk(tree) for node in _silent_in(one)}
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in silent
        and len(HAN.findall(node.value)) >= ENOUGH_FOR_A_SENTENCE
    ]


def _silent_in(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what is a docstring, and whatever a pattern is compiled from."""
    match node:
        case ast.Module() | ast.ClassDef() | ast.FunctionDef() | ast.AsyncFunctionDef():
            if node.body and isinstance(node.body[0], ast.Expr):
                yield node.body[0].value
        case ast.Call(func=ast.Attribute(value=ast.Name(id="re"), attr="compile")):
            for argument in node.args:
                yield from ast.walk(argument)


def test_no_sentence_for_a_person_stands_in_the_code() -> None:
    said = {
        name: found
        for file in sources("bot", "scheduler", "db")
        if (name := file.relative_to(ROOT).as_posix()) not in NOT_SAID
        if (found := set(sentences_of(file.read_text("utf-8"))) - NAMES.get(name, set()))
    }

    assert said == {}


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('send("请先选进展情况")', ["请先选进展情况"]),
        ('send(f"{name}，请先选进展情况")', ["，请先选进展情况"]),
        ('"""请先选进展情况"""', []),
        ('def ask():\n    """请先选进展情况"""', []),
        ('re.compile("累计|目前|现在|现有")', []),
        ('role = "联络员"', []),
    ],
    ids=["literal", "f-string", "module docstring", "docstring", "pattern", "a word"],
)
def test_a_sentence_in_the_code_is_found(source: str, found: list[str]) -> None:
    assert sentences_of(source) == found


def test_the_exceptions_to_the_rule_of_words_are_still_needed() -> None:
    for name in NOT_SAID:
        assert sentences_of(read(name))
    for name, names in NAMES.items():
        assert names <= set(sentences_of(read(name)))


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run import-linter on the packages of a folder, and on no others."""
    call = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return subprocess.run(
        [sys.executable, "-c", call, "--no-cache", "--no-logo"],
        cwd=folder,
        env={**environment, "PYTHONUTF8": "1", "COLUMNS": "200"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def broken_in(done: subprocess.CompletedProcess[str]) -> set[str]:
    plain = re.sub(r"\x1b\[[0-9;]*m", "", done.stdout)
    return set(re.findall(r"^(.+) BROKEN", plain, re.MULTILINE))


def test_the_arrows_point_down_and_every_library_has_its_one_home() -> None:
    done = lint_imports(ROOT)

    assert done.returncode == 0, done.stdout + done.stderr
    assert broken_in(done) == set()


def test_every_package_is_under_the_contracts_and_in_the_wheel() -> None:
    project = tomllib.loads(read("pyproject.toml"))["tool"]
    top = {file.parent.name for file in ROOT.glob("*/__init__.py")} - {"tests", "bench"}

    assert set(project["importlinter"]["root_packages"]) == top
    assert set(project["hatch"]["build"]["targets"]["wheel"]["packages"]) == top


@pytest.fixture
def small_tree(tmp_path: Path) -> Path:
    """Our contracts over packages of our names that hold next to nothing."""
    contracts = tomllib.loads(read("pyproject.toml"))["tool"]["importlinter"]["contracts"]
    named = {
        module
        for contract in contracts
        for module in (*contract.get("source_modules", ()), *contract.get("forbidden_modules", ()))
        if module.partition(".")[0] in PACKAGES
    }
    for module in {*PACKAGES, *named, "scheduler.runner"}:
        package, _, inner = module.partition(".")
        (tmp_path / package).mkdir(exist_ok=True)
        (tmp_path / package / "__init__.py").touch()
        if inner:
            (tmp_path / package / f"{inner}.py").touch()
    (tmp_path / "scheduler" / "runner.py").write_text("import apscheduler\n")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_a_tree_that_violates_nothing_passes(small_tree: Path) -> None:
    done = lint_imports(small_tree)

    assert done.returncode == 0, done.stdout + done.stderr


VIOLATIONS = [
    ("db/ledger.py", "import scheduler", "Arrows point down only"),
    ("notice/reader.py", "import scheduler", "Arrows point down only"),
    ("sandbox/world.py", "import db", "Arrows point down only"),
    ("scheduler/sweep.py", "import telegram", "telegram lives in bot"),
    ("bot/service.py", "import apscheduler", "apscheduler lives in scheduler.runner"),
    ("bot/desk.py", "import sqlalchemy", "sqlalchemy and alembic live in db"),
    ("bot/logs.py", "import jinja2", "jinja2 lives in templates"),
    ("db/ledger.py", "import xlsxwriter", "xlsxwriter lives in templates"),
    ("bot/demo.py", "import starlette", "starlette and uvicorn live in sandbox"),
    ("notice/reader.py", "import pdfplumber", "pdfplumber and defusedxml live in notice.files"),
    ("bot/desk.py", "import xlsxwriter", "xlsxwriter lives in templates"),
    ("bot/desk.py", "import docxtpl", "docxtpl and segno live in templates"),
    (
        "scheduler/ladder.py",
        "import db.tables",
        "The pure modules know the standard library and the words only",
    ),
]


def test_the_violations_of_the_contracts_are_caught_all_at_once(small_tree: Path) -> None:
    for file, line, _ in VIOLATIONS:
        with (small_tree / file).open("a") as source:
            source.write(f"{line}\n")

    done = lint_imports(small_tree)

    told = re.sub(r"\x1b\[[0-9;]*m", "", done.stdout)
    arrows = {
        (f"{file[:-3].replace('/', '.')}", line.split()[1].partition(".")[0])
        for file, line, _ in VIOLATIONS
    }
    found = set(re.findall(r"([\w.]+) -> (\w+)", told))
    assert arrows - found == set(), done.stdout + done.stderr
    assert broken_in(done) == {contract for _, _, contract in VIOLATIONS}


@pytest.mark.torture
@pytest.mark.parametrize(("file", "line", "contract"), VIOLATIONS)
def test_a_violation_of_a_contract_is_caught(
    small_tree: Path, file: str, line: str, contract: str
) -> None:
    (small_tree / file).write_text(f"{line}\n")

    done = lint_imports(small_tree)

    assert done.returncode == 1, done.stdout + done.stderr
    assert broken_in(done) == {contract}


def test_every_installed_package_under_copyleft_terms_stands_in_the_notice() -> None:
    notice = read("NOTICE")
    terms = re.compile(r"GPL|MPL|Mozilla|OFL|EUPL|EPL|CDDL|Open Font|Eclipse Public")
    locked = set(re.findall(r"^([\w.-]+)==", read("requirements-dev.txt"), re.MULTILINE))

    copyleft = {
        one.metadata["Name"]
        for one in distributions()
        if one.metadata["Name"].lower().replace("_", "-") in locked
        and terms.search(licence_of(one.metadata.json))
    }

    assert "python-telegram-bot" in copyleft
    assert {name for name in copyleft if name not in notice} == set()


def licence_of(metadata: dict[str, Any]) -> str:
    """Return what a package says of its licence, its classifiers included; not the whole text."""
    classified = [one for one in metadata.get("classifier", ()) if one.startswith("License")]
    first = metadata.get("license", "")[:80]
    return " ".join([metadata.get("license_expression", ""), first, *classified])


def test_run_py_and_the_project_ask_for_the_same_python() -> None:
    oldest = re.search(r"^OLDEST = \((\d+), (\d+)\)$", read("run.py"), re.MULTILINE)

    assert oldest is not None
    wanted = tomllib.loads(read("pyproject.toml"))["project"]["requires-python"]
    assert wanted == f">={oldest[1]}.{oldest[2]}"
    assert f"Python {oldest[1]}.{oldest[2]}" in read("README.md")
