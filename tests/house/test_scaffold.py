"""`make new-resource`: the files it writes are the ones the house asks for, and start out sound."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.scaffold import main
from tests.house.source import ROOT
from tests.house.test_registry import PLACES


@pytest.mark.parametrize("name", ["voice_profile_domain", "voice_connector_group", "proxy_session"])
def test_writes_every_file_the_house_asks_for_as_valid_python(name: str, tmp_path: Path):
    assert main([name, "--into", str(tmp_path)]) == 0
    for place in PLACES:
        ast.parse((tmp_path / place.format(name=name)).read_text())


def test_reads_fields_limits_and_replacement_from_the_model(tmp_path: Path):
    main(["voice_profile_domain", "--into", str(tmp_path)])
    text = (tmp_path / "lambda_src/chime_voice/contract/voice_profile_domain.py").read_text()
    assert "    name: str = prop(checks.length(1, 256)" in text
    assert "    description: str | None = prop(checks.length(0, 1024)" in text
    assert 'replaces_on=frozenset({"AdoptId", "ClientRequestToken", "ServerSideEncryptionConfiguration"})' in text
    assert '"DeleteVoiceProfileDomain"' in text


def test_the_contract_it_writes_can_be_imported(tmp_path: Path):
    main(["voice_connector_group", "--into", str(tmp_path)])
    path = tmp_path / "lambda_src/chime_voice/contract/voice_connector_group.py"
    done = subprocess.run(
        [sys.executable, str(path)],
        env={"PYTHONPATH": str(ROOT / "lambda_src")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""


def test_keeps_what_is_there(tmp_path: Path):
    kept = tmp_path / "constructs_lib/voice_connector_group.py"
    kept.parent.mkdir()
    kept.write_text("# mine\n")
    main(["voice_connector_group", "--into", str(tmp_path)])
    assert kept.read_text() == "# mine\n"


def test_fails_when_the_service_has_no_such_type(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["switchboard", "--into", str(tmp_path)]) == 2
    assert "NAME must be one of" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
