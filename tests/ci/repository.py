"""A git repository of a user, with our files for pull requests in it, and a machine to check it out on."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

from tests.assembly.by_hand import rule, stack, target, write
from tests.reference_apps import ROOT

EXAMPLE = ROOT / "examples" / "pull_request"
APP = """\
import aws_cdk as cdk

from constructs_lib import CallHandler, FailoverVoiceApp, Trigger

app = cdk.App()
voice = FailoverVoiceApp(
    app, "Support", regions=["us-east-1", "us-west-2"], handler=CallHandler.template("announce", text="Hello")
)
voice.route(Trigger.phone_number("+12065550100"))
app.synth()
"""
SYNTH = """f() { cp -r assembly "$2"; }; f"""
QUICK = {"INSTALL": "", "SYNTH": SYNTH}
"""Takes packages from this environment, and the assembly that a revision holds as what `cdk synth` writes."""
_NOBODY = {"GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example.com", "GIT_CONFIG_GLOBAL": os.devnull}
_NOBODY |= {"GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@example.com", "GIT_CONFIG_SYSTEM": os.devnull}


class Repository:
    """Revisions of an app on the branch main, and one merge of a change, as GitHub makes it for a pull request."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True)
        self.git("init", "--quiet", "--initial-branch", "main")
        shutil.copytree(EXAMPLE / ".github", folder / ".github")

    def write(self, files: dict[str, str]) -> None:
        """Files of the working tree."""
        for name, text in files.items():
            (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
            (self.folder / name).write_text(text)

    def commit(self, files: dict[str, str]) -> None:
        """A revision with these files."""
        self.write(files)
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", "a change")

    def propose(self, files: dict[str, str]) -> None:
        """Merge a branch with these files into main, which has gone on meanwhile."""
        self.git("switch", "--quiet", "--create", "change")
        self.commit(files)
        self.git("switch", "--quiet", "main")
        self.commit({"UNRELATED": "main goes on"})
        self.git("merge", "--quiet", "--no-ff", "--no-edit", "change")

    def check_out(self, folder: Path) -> Path:
        """As `actions/checkout` with `fetch-depth: 2` does."""
        self.git("clone", "--quiet", "--depth", "2", f"file://{self.folder}", str(folder))
        return folder

    def git(self, *words: str) -> str:
        """What git prints."""
        done = subprocess.run(
            ["git", *words], cwd=self.folder, env={**os.environ, **_NOBODY}, check=True, capture_output=True, text=True
        )
        return done.stdout


def app_files(app: str = APP) -> dict[str, str]:
    """What a user has beside the app."""
    return {
        "app.py": app,
        "cdk.json": json.dumps({"app": "python app.py"}),
        "requirements.txt": "chime-voice-constructs\naws-cdk-lib\n",
    }


def assembly(folder: Path, name: str, *regions: str, prefix: str = "") -> dict[str, str]:
    """The files of a revision whose rule tries these Regions, for `QUICK`."""
    made = folder / name
    made.mkdir()
    targets = [target(f"sma-{region}", at, region) for at, region in enumerate(regions, 1)]
    write(made, {"Voice": stack({"Rule": rule("+12065550100", *targets)} if regions else {})})
    files = {f"{prefix}assembly/{path.name}": path.read_text() for path in made.iterdir()}
    return {**files, f"{prefix}cdk.json": json.dumps({"app": "none"})}


def machine(**more: str) -> dict[str, str]:
    """The variables of a machine without credentials, where pip finds everything installed and asks nobody."""
    foreign = ("AWS_", "CDK_", "GITHUB_", "RUNNER_", "GIT_", "PYTEST_", "CI")
    path = [str(Path(sys.executable).parent), str(ROOT / "node_modules" / ".bin"), os.environ["PATH"]]
    packages = [str(ROOT), str(ROOT / "lambda_src"), sysconfig.get_path("purelib")]
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith(foreign)},
        **_NOBODY,
        "CDK_VALIDATION": "false",
        "PATH": os.pathsep.join(path),
        "PIP_NO_INDEX": "1",
        "PYTHONPATH": os.pathsep.join(packages),
        **more,
    }
