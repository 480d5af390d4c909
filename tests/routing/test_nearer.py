"""Files of origins as a reader knows them."""

from pathlib import PurePath

import pytest

from constructs_lib.routing.diff.compare import compare
from constructs_lib.routing.model import Origin
from constructs_lib.routing.nearer import nearer
from tests.routing.diff.changes import number, resources
from tests.routing.tables import function, route, table, target


def declared_in(file):
    return Origin(construct_path="Support/Main", stack="Support", logical_id="Main", file=file, line=7)


@pytest.mark.parametrize(
    ("file", "shown"),
    [
        ("/a/voice/app.py", "app.py"),
        ("/a/voice/parts/app.py", "parts/app.py"),
        ("/b/app.py", "app.py"),
        ("/elsewhere/app.py", "/elsewhere/app.py"),
        ("/a/voices/app.py", "/a/voices/app.py"),
        ("", ""),
    ],
)
def test_a_file_within_a_folder_is_shown_from_there(file, shown):
    found = compare(resources(), resources(number(origin=declared_in(file))))
    (change,) = nearer(found, [PurePath("/a/voice"), PurePath("/b")]).resources
    assert (change.resource.origin.file, change.resource.origin.line) == (shown, 7)


def test_risks_and_routes_are_shown_from_there_too():
    found = nearer(compare(table(route(origin=declared_in("/a/app.py"))), table()), [PurePath("/a")])
    assert found.risks[0].subjects[0].origin.file == "app.py"
    assert [change.before and change.before.origin.file for change in found.routes] == ["app.py"]


def test_the_folder_of_a_function_is_shown_from_there_for_every_route():
    handler = function(code="/a/cdk.out/asset.1")
    found = nearer(table(*[route(target(1, "us-east-1", function=handler))] * 2), [PurePath("/a")])
    shown = [route.targets[0].function for route in found.routes]
    assert [each and each.code for each in shown] == ["cdk.out/asset.1"] * 2


def test_what_is_in_none_of_the_folders_stays_the_same_object():
    found = table(route())
    assert nearer(found, [PurePath("/a")]) is found
