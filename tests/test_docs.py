"""What the documents promise: every dependency is explained, and no file tells where it was made."""

import re
import subprocess
import tomllib

from tests.rooms import ROOT

# In two parts each, so that this file does not contain what it looks for.
NOT_TO_BE_TOLD = {
    "a package registry's host": "py" + "pi.org",
    "a package file's host": "python" + "hosted",
    "another registry's host": "npm" + "js.org",
    "a package index": "--index" + "-url ",
    "a file's address": "file:" + "///",
    "a path of a workplace": "/wor" + "k/",
    "a home": "/ro" + "ot/",
}


def kept_files() -> list[str]:
    """The files that git tracks, and those it would on the next `git add`."""
    listed = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return sorted({name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()})


def test_no_file_tells_where_it_was_made() -> None:
    told = [
        f"{name} names {what}"
        for name in kept_files()
        for what, needle in NOT_TO_BE_TOLD.items()
        if needle.encode() in (ROOT / name).read_bytes()
    ]
    assert told == []


def wanted() -> set[str]:
    """The dependencies that pyproject.toml names, for every use."""
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    uses = [told["dependencies"], *told["optional-dependencies"].values()]
    return {re.split(r"[\s<>=!~\[;]", name)[0].lower() for use in uses for name in use}


def explained() -> dict[str, str]:
    """The dependencies in the tables of docs/dependencies.md, each with the release it tells."""
    text = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    return dict(re.findall(r"^\| `([^`]+)` \| (\S+) \|", text, re.MULTILINE))


def locked() -> dict[str, str]:
    """The packages of the locks that have hashes, each with its release."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in sorted(ROOT.glob("requirements*.lock")))
    pinned = r"^([\w.-]+)(?:\[[\w,]+\])?==(\S+).*\\\n +--hash=sha256:"
    return dict(re.findall(pinned, text, re.MULTILINE))


def test_every_dependency_is_explained_and_no_other() -> None:
    assert set(explained()) == wanted()


def test_the_releases_told_are_the_locked_ones() -> None:
    pins = locked()
    assert explained() == {name: pins[name] for name in wanted()}


def test_every_decision_is_in_the_index() -> None:
    folder = ROOT / "docs" / "adr"
    index = (folder / "README.md").read_text(encoding="utf-8")
    decisions = {path.name for path in folder.glob("[0-9]*.md")}
    assert set(re.findall(r"\]\((\d{4}-[\w-]+\.md)\)", index)) == decisions
