"""A pull request from a stranger gets no secret and no token that could write.

GitHub runs the configuration, hooks and scripts of a fork for the event ``pull_request``, so what they run with must be
worth nothing. zizmor reads the workflows as an attacker would.
"""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from conftest import ROOT

WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))


def read(file: Path) -> dict:
    """A workflow; YAML 1.1 takes its ``on`` for a boolean."""
    data = yaml.safe_load(file.read_text("utf-8"))
    return {"on" if key is True else key: value for key, value in data.items()}


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.name)
def test_zizmor_finds_nothing(file):
    zizmor = shutil.which("zizmor", path=str(Path(sys.executable).parent))
    result = subprocess.run(
        [zizmor, "--offline", "--no-progress", "--quiet", "--pedantic", str(file)], capture_output=True, text=True
    )
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.name)
def test_what_runs_for_a_pull_request_has_nothing_to_steal(file):
    workflow = read(file)
    assert not {"pull_request_target", "workflow_run", "issue_comment"} & set(workflow["on"])
    assert workflow["permissions"] == {"contents": "read"}
    if "pull_request" in workflow["on"]:
        assert "secrets." not in file.read_text("utf-8")
        assert [job for job in workflow["jobs"].values() if "permissions" in job] == []


def test_a_workflow_that_hands_out_its_token_is_found(tmp_path):
    file = tmp_path / ".github/workflows/bad.yml"
    file.parent.mkdir(parents=True)
    file.write_text(
        "on: pull_request_target\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n"
        "      - run: echo ${{ github.event.pull_request.title }}\n"
    )
    zizmor = shutil.which("zizmor", path=str(Path(sys.executable).parent))
    result = subprocess.run([zizmor, "--offline", "--no-progress", "--quiet", str(file)], capture_output=True, text=True)
    assert "dangerous-triggers" in result.stdout
    assert "template-injection" in result.stdout
