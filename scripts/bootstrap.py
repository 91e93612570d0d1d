"""Make `.venv` and install what is pinned; where that is done already, nothing.

Standard library only, and no syntax newer than Python 3.6: an old Python has to get as far as
saying that it is too old. Results go nowhere; all words go to standard error.
"""

# ruff: noqa: S603  # it starts Pythons that the caller names

import argparse
import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OLDEST, NEWEST = (3, 11), (3, 13)
CANDIDATES = ("python3", "python3.13", "python3.12", "python3.11")
STAMP = "installed.sha256"
LOG = "install.log"

# What a candidate answers about itself, as exit status; anything else: it does not start.
FIT, OTHER_VERSION, NO_VENV = 0, 41, 42
PROBE = f"""
import sys
if not {OLDEST} <= sys.version_info[:2] <= {NEWEST}: sys.exit({OTHER_VERSION})
try: import venv, ensurepip
except ImportError: sys.exit({NO_VENV})
"""

NO_NETWORK = re.compile(
    r"NewConnectionError|ConnectTimeout|ReadTimeout|name resolution|Name or service not known"
    r"|nodename nor servname|Failed to resolve|Network is unreachable|Connection refused"
    r"|Connection reset|Connection aborted|ProxyError|timed out",
    re.IGNORECASE,
)


class Impossible(Exception):
    """The environment cannot be made; the text is one line that says why and what helps."""


def main(argv: "list[str]") -> int:
    """Bring `.venv` up to date; 0 when it is, 1 with one line on standard error when it cannot."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--python", default="", help="the Python to use; it alone is tried")
    options.add_argument("--root", type=Path, default=ROOT, help=argparse.SUPPRESS)
    given = options.parse_args(argv)
    try:
        bring_up_to_date(given.root.resolve(), given.python)
    except Impossible as error:
        say(str(error))
        return 1
    except OSError as error:
        say(f"{error.filename or '.venv'}: {error.strerror}")
        return 1
    except KeyboardInterrupt:
        say("stopped; the next run goes on from here")
        return 130
    return 0


def say(line: str) -> None:
    """One line to standard error."""
    sys.stderr.write(f"pramaan: {line}\n")
    sys.stderr.flush()


def bring_up_to_date(root: Path, wanted: str) -> None:
    """Make, repair or leave alone `root/.venv`. Raises Impossible."""
    venv = root / ".venv"
    if is_up_to_date(root, wanted):
        return
    with (root / "pyproject.toml").open() as held:
        # Two runs at once would install into each other; the second waits, then finds it done.
        fcntl.flock(held, fcntl.LOCK_EX)
        if is_up_to_date(root, wanted):
            return
        if wanted or not is_sound(venv):
            python = find_python(wanted)
            if not is_sound(venv) or version_of(str(venv / "bin/python")) != version_of(python):
                make_venv(python, venv)
        if (venv / STAMP).exists():
            (venv / STAMP).unlink()
        remove_half_installed(venv)
        install(root, venv)
        fresh = venv / (STAMP + ".new")
        fresh.write_text(fingerprint(root))
        fresh.replace(venv / STAMP)


def is_up_to_date(root: Path, wanted: str) -> bool:
    """Whether `.venv` holds exactly what is pinned now, and its Python starts and is wanted."""
    stamp = root / ".venv" / STAMP
    if not stamp.is_file() or stamp.read_text() != fingerprint(root):
        return False
    python = str(root / ".venv/bin/python")
    return answer_of(python) == FIT and (not wanted or version_of(wanted) == version_of(python))


def fingerprint(root: Path) -> str:
    """SHA-256 of what decides what is installed; a venv that was moved is another one."""
    digest = hashlib.sha256(str(root).encode())
    for name in ("requirements.lock", "pyproject.toml"):
        digest.update((root / name).read_bytes())
    return digest.hexdigest()


def answer_of(python: str) -> int:
    """What a Python says to PROBE; 127 where it does not start."""
    try:
        return subprocess.call(
            [python, "-c", PROBE],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    except OSError:
        return 127


def version_of(python: str) -> str:
    """`3.11` for a Python 3.11.7; `unknown` where it does not start."""
    return told_by(python, "'%d.%d' % sys.version_info[:2]") or "unknown"


def told_by(python: str, expression: str) -> str:
    """The text that `expression` has in that Python; empty where it does not start."""
    code = f"import sys; sys.stdout.write({expression})"
    try:
        said = subprocess.check_output([python, "-c", code], stderr=subprocess.DEVNULL)
    except (OSError, subprocess.CalledProcessError):
        return ""
    return os.fsdecode(said)


def find_python(wanted: str) -> str:
    """The first Python that fits: the wanted one alone, else the one running, else by name."""
    tried = [wanted] if wanted else [sys.executable, *CANDIDATES]
    first_reason = ""
    for name in tried:
        python = shutil.which(name)
        answer = 127 if python is None else answer_of(python)
        if python is not None and answer == FIT:
            # Not the Python of a virtual environment, which may be the one to be replaced.
            return told_by(python, "getattr(sys, '_base_executable', '')") or python
        if python is None or answer not in (OTHER_VERSION, NO_VENV):
            reason = f"{name} does not start"
        elif answer == NO_VENV:
            version = version_of(python)
            reason = (
                f"{name} (Python {version}) has no venv module; "
                f"on Debian or Ubuntu: apt install python{version}-venv"
            )
        else:
            reason = f"{name} is Python {version_of(python)}"
        if not first_reason or (answer == NO_VENV and "venv" not in first_reason):
            first_reason = reason
    span = "{}.{} to {}.{}".format(*OLDEST, *NEWEST)
    raise Impossible(f"needs Python {span}: {first_reason}; name another with make PYTHON=/path")


def is_sound(venv: Path) -> bool:
    """Whether the environment's Python starts and its pip was installed whole."""
    if answer_of(str(venv / "bin/python")) != FIT:
        return False
    return any(
        (found / "RECORD").is_file()
        for found in venv.glob("lib/python*/site-packages/pip-*.dist-info")
    )


def make_venv(python: str, venv: Path) -> None:
    """A new environment in place of whatever stands there. Raises Impossible."""
    say(f"making .venv with {python} (Python {version_of(python)})")
    made = subprocess.run(
        [python, "-m", "venv", "--clear", str(venv)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    if made.returncode != 0 or not is_sound(venv):
        words = made.stdout.decode("utf-8", "replace").split()
        raise Impossible("python -m venv failed: " + " ".join(words)[-300:])


def remove_half_installed(venv: Path) -> None:
    """Forget packages whose installation was cut off: pip writes a package's RECORD last.

    Without this pip would take such a package for installed and never complete it.
    """
    for packages in venv.glob("lib/python*/site-packages"):
        for found in packages.glob("*.dist-info"):
            if not (found / "RECORD").is_file():
                shutil.rmtree(str(found))
        for leftover in packages.glob("~*"):
            if leftover.is_dir():
                shutil.rmtree(str(leftover))
            else:
                leftover.unlink()


def install(root: Path, venv: Path) -> None:
    """Everything that is pinned, then the project itself. Raises Impossible."""
    found = re.search(r'"(torch==[^"]+)"', (root / "pyproject.toml").read_text("utf-8"))
    if found is None:
        raise Impossible("pyproject.toml pins no torch")
    torch = found.group(1)
    # torch differs by platform, so it is pinned by version; what it needs comes with the lock,
    # but for the graphics libraries that some of its builds want: these it names itself.
    steps = (
        (f"{torch}, the largest part", ["--no-deps", torch]),
        ("the pinned packages", ["--no-deps", "--require-hashes", "-r", "requirements.lock"]),
        ("what this build of torch needs", [torch]),
        ("pramaan itself", ["--no-deps", "--no-build-isolation", "--editable", "."]),
    )
    (venv / LOG).write_text("")
    for number, (what, arguments) in enumerate(steps, start=1):
        say(f"installing {number}/{len(steps)}: {what}")
        pip_install(root, venv, what, arguments)


def pip_install(root: Path, venv: Path, what: str, arguments: "list[str]") -> None:
    """Run pip; everything it says goes to the log, in a terminal its last line is shown."""
    foreign = ("PYTHONPATH", "PYTHONHOME", "PIP_TARGET", "PIP_PREFIX", "PIP_USER")
    environment = {name: value for name, value in os.environ.items() if name not in foreign}
    environment.update(PIP_DISABLE_PIP_VERSION_CHECK="1", PIP_NO_INPUT="1", PYTHONNOUSERSITE="1")
    command = [str(venv / "bin/python"), "-m", "pip", "install", "--progress-bar", "off"]
    pip = subprocess.Popen(
        [*command, *arguments],
        cwd=str(root),
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    said = []
    with (venv / LOG).open("a", encoding="utf-8") as log:
        for raw in pip.stdout or ():
            said.append(raw.decode("utf-8", "replace").rstrip())
            log.write(said[-1] + "\n")
            show_for_now(said[-1])
    pip.wait()
    show_for_now("")
    if pip.returncode != 0:
        raise Impossible(f"could not install {what}: {reason_in(said)} (all of it: .venv/{LOG})")


def show_for_now(line: str) -> None:
    """In a terminal, a line that the next one writes over."""
    if sys.stderr.isatty():
        sys.stderr.write("\r\x1b[K" + line[: shutil.get_terminal_size().columns - 1])
        sys.stderr.flush()


def reason_in(said: "list[str]") -> str:
    """Why pip failed, in a few words."""
    text = "\n".join(said)
    if NO_NETWORK.search(text):
        return "no network, or the package registry does not answer; try again when it does"
    if "No space left on device" in text:
        return "the disk is full"
    errors = [line for line in said if line.startswith("ERROR:")]
    return errors[-1][len("ERROR:") :].strip()[:300] if errors else "pip stopped"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
