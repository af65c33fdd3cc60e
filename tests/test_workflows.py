"""A pull request from a stranger gets no secret and no token that could write.

GitHub runs the configuration, hooks and scripts of a fork for the event ``pull_request``, so what they run with must be
worth nothing. zizmor reads the workflows as an attacker would.
"""

import re
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


def zizmor(file: Path, *options: str) -> subprocess.CompletedProcess[str]:
    program = shutil.which("zizmor", path=str(Path(sys.executable).parent))
    return subprocess.run([program, "--offline", "--no-progress", "--quiet", *options, str(file)], capture_output=True, text=True)


@pytest.fixture
def shown(tmp_path: Path) -> Path:
    """The workflow that CONTRIBUTING.md shows."""
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    file = tmp_path / ".github/workflows/shown.yml"
    file.parent.mkdir(parents=True)
    file.write_text(re.search(r"^```yaml\n(name: Site\n.*?)^```$", text, re.DOTALL | re.MULTILINE)[1], "utf-8")
    return file


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.name)
def test_zizmor_finds_nothing(file):
    result = zizmor(file, "--pedantic")
    assert result.returncode == 0, result.stdout + result.stderr


def test_zizmor_finds_nothing_in_the_workflow_that_is_shown(shown):
    result = zizmor(shown, "--pedantic")
    assert result.returncode == 0, result.stdout + result.stderr


def test_the_workflow_that_is_shown_builds_every_shard_and_merges_them(shown):
    """What the two commands give is in ``test_build.py``."""
    jobs = read(shown)["jobs"]
    shards = jobs["shard"]["strategy"]["matrix"]["shard"]
    assert shards == [f"{number}/{len(shards)}" for number in range(1, len(shards) + 1)]
    assert [step["run"] for job in jobs.values() for step in job["steps"] if "run" in step] == [
        'python3 scripts/run.py build --shard "$SHARD" --site-dir shard',
        "python3 scripts/run.py build --merge shards",
    ]


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
    result = zizmor(file)
    assert "dangerous-triggers" in result.stdout
    assert "template-injection" in result.stdout
