"""Files: one idea each, no word that does not belong in the project."""

from __future__ import annotations

import re
import subprocess

from tests.house.source import ROOT, modules

LIMIT = 300
# Longer files, each with the reason why it is still one idea.
ASKED_WHY: dict[str, str] = {}


def tracked() -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return [line for line in listed.stdout.splitlines() if (ROOT / line).is_file()]


def test_a_long_file_was_asked_why():
    long = {str(path.relative_to(ROOT)) for path in modules().values() if len(path.read_text().splitlines()) > LIMIT}
    assert long == set(ASKED_WHY)


def test_no_file_names_a_registry_host_or_a_machine_path():
    hosts = "|".join(["registry" + r"\.npmjs", "files" + r"\.pythonhosted", "pypi" + r"\.org", "regist" + "ry.yarnpkg"])
    machine = re.compile(rf"({hosts}|/{'work'}/main|/{'root'}/|/{'home'}/[a-z])")
    offenders = {}
    for name in tracked():
        try:
            text = (ROOT / name).read_text()
        except UnicodeDecodeError:
            continue
        found = machine.search(text)
        if found:
            offenders[name] = found[0]
    assert offenders == {}


def test_the_lock_file_pins_the_cli_and_names_no_download_address():
    text = (ROOT / "package-lock.json").read_text()
    assert '"aws-cdk": "2.1148.1"' in text
    assert '"resolved"' not in text
