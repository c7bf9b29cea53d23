"""The pages that are made from the code are current, and say what there is."""

import shutil
from pathlib import Path

import pytest

from trustsim.documentation.__main__ import write
from trustsim.documentation.markdown import filled_in, table
from trustsim.documentation.pages import docs_folder, makers, pages
from trustsim.errors import InputError
from trustsim.model.week import MODEL

DOCS = docs_folder()
ODD = (
    "## 1. Purpose and patterns",
    "## 2. Entities, state variables and scales",
    "## 3. Process overview and scheduling",
    "## 4. Design concepts",
    "## 5. Initialization",
    "## 6. Input data",
    "## 7. Submodels",
)
CONCEPTS = (
    "Basic principles", "Emergence", "Adaptation", "Objectives", "Learning", "Prediction", "Sensing", "Interaction",
    "Stochasticity", "Collectives", "Observation",
)  # fmt: skip


@pytest.mark.parametrize("name", pages(DOCS))
def test_a_page_is_current(name: str) -> None:
    found = (DOCS / name).read_text(encoding="utf-8") if (DOCS / name).exists() else ""
    assert found == pages(DOCS)[name], f"docs/{name} is out of date: python -m trustsim.documentation"


def test_the_odd_page_has_the_headings_of_the_protocol() -> None:
    lines = (DOCS / "odd.md").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line.startswith("## ")] == list(ODD)
    text = "\n".join(lines)
    places = [text.index(f"**{concept}.**") for concept in CONCEPTS]
    assert places == sorted(places)


def test_the_odd_page_uses_every_table_once() -> None:
    text = (DOCS / "odd.md").read_text(encoding="utf-8")
    used = {name: text.count(f"<!-- generated: {name} -->") for name in makers(MODEL)}
    assert used == dict.fromkeys(used, 1)


def test_everything_declared_is_on_the_pages() -> None:
    odd, equations = ((DOCS / name).read_text(encoding="utf-8") for name in ("odd.md", "equations.md"))
    for lever in MODEL.levers.values():
        assert f"| `{lever.path}` |" in odd
    for parameter in MODEL.parameters.values():
        assert f"| `{parameter.key}` |" in odd
    for outcome in MODEL.outcomes:
        assert f"| `{outcome}` |" in odd
    for wired in MODEL.rules:
        assert f"`{wired.rule.mechanism}.{wired.rule.name}`" in odd
        assert f"`{wired.rule.name}`" in equations
    for (_, name), field in MODEL.fields.items():
        assert f"| `{name}` | {field.unit} |" in odd
    for state, cause in MODEL.slots:
        assert any(f"| `{state}` |" in line and cause in line for line in odd.splitlines())


def test_writing_pages_changes_what_is_out_of_date_only(tmp_path: Path) -> None:
    shutil.copy(DOCS / "odd.md", tmp_path)
    assert set(write(tmp_path)) == set(pages(DOCS)) - {"odd.md"}
    assert write(tmp_path) == []
    page = tmp_path / "odd.md"
    page.write_text(page.read_text(encoding="utf-8").replace("| `attrition` |", "| `departures` |"), encoding="utf-8")
    assert write(tmp_path) == ["odd.md"]


def test_an_unknown_block_is_an_error() -> None:
    with pytest.raises(InputError, match="'lever'; did you mean 'levers'"):
        filled_in("<!-- generated: lever -->\n<!-- end -->", makers(MODEL))


def test_tables_are_safe() -> None:
    assert table(["a", "b:"], [["x | y\nz", -0.5]]) == "| a | b |\n| --- | ---: |\n| x \\| y z | −0.5 |"


def test_links_between_pages_lead_somewhere() -> None:
    import re

    for page in DOCS.glob("*.md"):
        for target in re.findall(r"\]\(([\w./-]+\.md)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).is_file(), f"{page.name}: {target}"
