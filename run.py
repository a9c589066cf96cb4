#!/usr/bin/env python3
"""Sets Duban up and starts it, on a machine with Python and nothing else.

    python3 run.py demo          the whole story on a real notice, against a Telegram of our own
    python3 run.py test          the tests (arguments go on to pytest)
    python3 run.py check         format, lint, types, arrows, tests
    python3 run.py bench         the benchmarks, each beside its raw baseline
    python3 run.py score         the reader against the readings made by hand, each miss named
    python3 run.py torture       the long tests
    python3 run.py duban ARGS…   the command line

Makes .venv beside this file, installs the hash-locked requirements into it and stamps it; the
next run finds the stamp and starts at once. Standard library only.
"""

import contextlib
import hashlib
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
LOCKS = {"run": HERE / "requirements.txt", "dev": HERE / "requirements-dev.txt"}
DEV_VERBS = {"test", "check", "bench", "score", "torture"}
OLDEST = (3, 11)


def main(arguments: list[str]) -> int:
    """Run one verb; return its exit status."""
    if sys.version_info < OLDEST:
        return _refuse(f"Duban needs Python {OLDEST[0]}.{OLDEST[1]} or newer, not {sys.version}")
    verb, rest = (arguments[0], arguments[1:]) if arguments else ("help", [])
    commands = _commands(rest)
    if verb not in commands:
        print((__doc__ or "").strip())
        return 0 if verb in {"help", "-h", "--help"} else 2
    if not _set_up("dev" if verb in DEV_VERBS else "run"):
        return 1
    for command in commands[verb]:
        status = _start(command)
        if status:
            return status
    return 0


def _commands(rest: list[str]) -> dict[str, list[list[str]]]:
    tests = ["-m", "pytest", "-n", "2", "--dist", "worksteal"]
    return {
        "demo": [["-m", "bot", "demo", *rest]],
        "duban": [["-m", "bot", *rest]],
        "test": [[*tests, "-m", "not torture", *rest]],
        "torture": [["-m", "pytest", "-m", "torture", *rest]],
        "bench": [["-m", "bench", *rest]],
        "score": [["-m", "bench.scoring", *rest]],
        "check": [
            ["-m", "ruff", "format", "--check", "."],
            ["-m", "ruff", "check", "."],
            ["-m", "mypy"],
            [*tests, "-m", "not torture", *rest],
        ],
    }


def _set_up(kind: str) -> bool:
    """Bring .venv to what the lock file says; True when it is ready."""
    stamp = VENV / f"duban-{kind}.stamp"
    wanted = _fingerprint(kind)
    if stamp.is_file() and stamp.read_text() == wanted and PYTHON.is_file():
        return True
    told = f"Setting up .venv from {LOCKS[kind].name} (once; about half a minute) …"
    print(told, file=sys.stderr, flush=True)  # standard output may be JSON that a program reads
    if not PYTHON.is_file() and not _make_venv():
        return False
    if not _install(LOCKS[kind]):
        return False
    stamp.write_text(wanted)
    if kind == "dev":  # what the tests need holds what running needs
        (VENV / "duban-run.stamp").write_text(_fingerprint("run"))
    return True


def _fingerprint(kind: str) -> str:
    return hashlib.sha256(LOCKS[kind].read_bytes() + sys.version.encode()).hexdigest()


def _make_venv() -> bool:
    shutil.rmtree(VENV, ignore_errors=True)
    made = subprocess.run(
        [sys.executable, "-m", "venv", str(VENV)], capture_output=True, text=True, check=False
    )
    if made.returncode == 0:
        return True
    shutil.rmtree(VENV, ignore_errors=True)
    if "ensurepip" in made.stdout + made.stderr:
        _refuse("this Python lacks ensurepip. On Debian or Ubuntu: apt install python3-venv")
    else:
        _refuse(f"could not make .venv: {made.stderr.strip() or made.stdout.strip()}")
    return False


def _install(lock: Path) -> bool:
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    done = subprocess.run(
        [*pip, "--require-hashes", "--only-binary", ":all:", "--no-deps", "-r", str(lock)],
        check=False,
    )
    if done.returncode:
        _refuse("the requirements could not be installed; the lines above say why. Try again.")
        return False
    # Half of every start would go into compiling them again where nothing may be written later.
    subprocess.run([str(PYTHON), "-m", "compileall", "-q", "-j", "0", str(VENV)], check=False)
    return True


def _start(command: list[str]) -> int:
    """Run our interpreter with the terminal's signals left to it, and hand its status on."""
    environment = {**os.environ, "PYTHONUTF8": "1", "PYTHONPATH": str(HERE)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # compiled modules halve a start
    process = subprocess.Popen([str(PYTHON), "-P", *command], cwd=_folder(command), env=environment)
    signal.signal(signal.SIGTERM, lambda *_: process.terminate())
    while True:
        with contextlib.suppress(KeyboardInterrupt):  # the child got Ctrl-C as well and ends itself
            return process.wait()


def _folder(command: list[str]) -> Path:
    """Return where to run: the office's own folder for its commands, ours for the tests."""
    return Path.cwd() if command[:2] == ["-m", "bot"] else HERE


def _refuse(sentence: str) -> int:
    print(f"run.py: {sentence}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
