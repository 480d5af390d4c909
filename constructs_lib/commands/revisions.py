"""Cloud assemblies of git revisions: each is checked out into a folder of its own and synthesized there, as the CLI would.

Nothing of the user's repository is touched: the files come out of git's objects by an index of our own, so there is no
worktree to forget, and no attribute leaves a file out as in an archive.
"""

from __future__ import annotations

import contextlib
import dataclasses
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import FrameType

from constructs_lib.commands.cdk_app import CdkApp
from constructs_lib.routing.words import visible

_PATIENCE = 2.0
_LAST_LINES = 20
# Settings of a repository by which git would write into it, or leave files out.
_PLAIN = ("core.splitIndex=false", "core.fsmonitor=false", "core.sparseCheckout=false", "index.sparse=false")


class RevisionError(ValueError):
    """A revision that cannot be found or synthesized; says which, why, and what to do."""


class _SilentError(RevisionError):
    """Git says no without a word: there is no such thing."""


def both(words: Sequence[str]) -> tuple[str, str]:
    """The two revisions that a command line means: `A B`, `A..B`, `A...B` (since they parted), or `A` alone against HEAD.

    Raises:
        RevisionError: it means none.
    """
    if len(words) == 2 and all(word and ".." not in word for word in words):
        return words[0], words[1]
    base, dots, head = words[0].partition("...") if "..." in words[0] else words[0].partition("..")
    if len(words) != 1 or not base:
        raise RevisionError(f"--rev takes two revisions, main HEAD or main..HEAD, got {' '.join(words)!r}")
    head = head or "HEAD"
    return (_parting(base, head) if dots == "..." else base), head


@dataclasses.dataclass(frozen=True)
class Synthesized:
    """A revision on disk."""

    checkout: Path
    assembly: Path


@contextlib.contextmanager
def assemblies(revisions: Sequence[str], *, app: str | None, context: Mapping[str, str]) -> Iterator[list[Synthesized]]:
    """The assemblies of these revisions, in folders that are gone afterwards, however this ends.

    Args:
        revisions: what git takes for a commit.
        app: the command that synthesizes; by default what each revision's cdk.json says.
        context: context values over those of cdk.json.

    Raises:
        RevisionError: there is no such revision, or its app fails.
    """
    commits = [_commit(revision) for revision in revisions]
    top, inner = Path(_git("rev-parse", "--show-toplevel")), _git("rev-parse", "--show-prefix")
    with _ended_by_signal(), tempfile.TemporaryDirectory(prefix="chime-voice-diff-") as folder:
        found = []
        for at, (revision, commit) in enumerate(zip(revisions, commits, strict=True)):
            here = Path(folder).resolve() / str(at)
            made = Synthesized(here / "checkout", here / "cdk.out")
            _check_out(commit, top, made.checkout)
            _Synthesis(revision, commit, made.checkout / inner, made.assembly).run(app, context)
            found.append(made)
        yield found


def _parting(base: str, head: str) -> str:
    """The commit since which two branches have been apart."""
    try:
        return _git("merge-base", _commit(base), _commit(head))
    except _SilentError as error:
        raise RevisionError(
            f"{base} and {head} have no commit in common here; in a shallow clone fetch more of their history "
            "(git fetch --unshallow)"
        ) from error


def _commit(revision: str) -> str:
    try:
        return _git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    except _SilentError as error:
        raise RevisionError(
            f"there is no revision {revision!r} here; in a shallow clone fetch it first (git fetch origin {revision})"
        ) from error


def _check_out(commit: str, top: Path, checkout: Path) -> None:
    checkout.mkdir(parents=True)
    index = {"GIT_INDEX_FILE": str(checkout.parent / "index")}
    _git("read-tree", commit, cwd=top, env=index)
    _git("checkout-index", "--all", f"--prefix={checkout}/", cwd=top, env=index)


def _git(*words: str, cwd: Path | None = None, env: Mapping[str, str] | None = None) -> str:
    command = ["git", *(part for setting in _PLAIN for part in ("-c", setting)), *words]
    try:
        done = subprocess.run(
            command, cwd=cwd, env={**os.environ, **(env or {})}, capture_output=True, text=True, check=False
        )
    except FileNotFoundError as error:
        raise RevisionError(
            "--rev needs git, and there is none on the path; give two cdk.out folders instead"
        ) from error
    if done.returncode:
        told = done.stderr.strip()
        raise RevisionError(f"git {words[0]}: {told}") if told else _SilentError(f"git {words[0]} failed")
    return done.stdout.strip()


@dataclasses.dataclass(frozen=True)
class _Synthesis:
    revision: str
    commit: str
    folder: Path
    out: Path

    @property
    def label(self) -> str:
        """The revision as a message names it."""
        return f"{self.revision} ({self.commit[:9]})"

    def run(self, app: str | None, context: Mapping[str, str]) -> None:
        """Write the assembly.

        Raises:
            RevisionError: the app fails, or is not known.
        """
        if not self.folder.is_dir():
            raise RevisionError(f"{self.label} does not have the folder you are in; run this where its cdk.json is")
        try:
            found = CdkApp.read(self.folder, app=app, context=context)
        except ValueError as error:
            raise RevisionError(f"{self.label}: {error}") from error
        environment = found.environment(self.out)
        for command in found.commands:
            self._execute(command, environment)
        if not (self.out / "manifest.json").is_file():
            raise RevisionError(
                f"{self.label}: {found.commands[-1]!r} ended well but wrote no cloud assembly; does it call app.synth()?"
            )

    def _execute(self, command: str, environment: Mapping[str, str]) -> None:
        log = self.out.parent / "log"
        with log.open("wb") as output:
            process = subprocess.Popen(  # noqa: S602 - a line for the shell, as the CDK CLI takes it
                command,
                shell=True,
                cwd=self.folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            try:
                code = self._wait(process, command)
            finally:
                if process.poll() is None:
                    os.killpg(process.pid, signal.SIGKILL)
                    process.wait()
        if code:
            lines = log.read_text(encoding="utf-8", errors="replace").splitlines()[-_LAST_LINES:]
            told = "".join(f"\n  {line}" for line in lines)
            raise RevisionError(f"{self.label}: {command!r} failed with exit code {code}{told and ':'}{told}")

    def _wait(self, process: subprocess.Popen[bytes], command: str) -> int:
        try:
            return process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            print(f"chime-voice diff: synthesizing {visible(self.label)} with {visible(command)} …", file=sys.stderr)
            return process.wait()


@contextlib.contextmanager
def _ended_by_signal() -> Iterator[None]:
    """Leave by an exception where the process is told to end: the folders go, and the app does."""

    def leave(number: int, _frame: FrameType | None) -> None:
        raise SystemExit(128 + number)

    before = {number: signal.signal(number, leave) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
