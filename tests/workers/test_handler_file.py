"""A handler's file is a function, with nothing declared around it."""

from __future__ import annotations

import pytest

from constructs_lib.workers import WorkersError, handler_file
from tests.workers.handlers import write


@pytest.mark.parametrize(
    ("place", "entry", "runtime"),
    [
        ("calls/menu.py:answer", "menu.answer", "python"),
        ("calls/menu.py", "menu.handler", "python"),
        ("calls/menu.py:", "menu.handler", "python"),
        ("calls/menu.js:main", "menu.main", "nodejs"),
        ("calls/menu.mjs", "menu.handler", "nodejs"),
        ("calls/menu.cjs", "menu.handler", "nodejs"),
        ("calls/menu.ts", "menu.handler", "nodejs"),
        ("a folder/with: ü/menu.py:answer", "menu.answer", "python"),
    ],
)
def test_a_file_and_a_name_are_a_function(tmp_path, monkeypatch, place, entry, runtime):
    monkeypatch.chdir(tmp_path)
    folder, _, name = place.rpartition("/")
    write(tmp_path / folder, name.partition(":")[0], "")
    function = handler_file.function(place, region="us-west-2")
    assert (function.entry, function.runtime, function.name, function.region) == (entry, runtime, "menu", "us-west-2")
    assert function.code == str(tmp_path / folder)
    assert function.timeout is None


def test_a_file_of_a_package_is_named_from_where_the_package_lies(tmp_path):
    for name in ("voice/__init__.py", "voice/calls/__init__.py", "voice/calls/menu.py"):
        path = write(tmp_path, name, "")
    function = handler_file.function(f"{path}:answer")
    assert (function.code, function.entry) == (str(tmp_path), "voice/calls/menu.answer")


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("menu.rb:answer", "'menu.rb:answer' is no handler: give a file that ends in one of .py, .js, .mjs"),
        ("menu", "is no handler"),
        ("", "is no handler"),
        ("menu.py:a.b", "is no handler"),
        ("menu.py:answer", "there is no file 'menu.py': give the handler's file"),
        ("folder.py:answer", "there is no file 'folder.py'"),
        ("my.menu.py:answer", "'my.menu.py' cannot be named as a handler in Lambda"),
    ],
)
def test_what_is_no_handler_is_told(tmp_path, monkeypatch, place, words):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder.py").mkdir()
    write(tmp_path, "my.menu.py", "")
    with pytest.raises(WorkersError, match=words.replace(".", r"\.")):
        handler_file.function(place)
