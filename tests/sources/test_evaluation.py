from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from manimill.errors import InputError
from manimill.records import EvaluationItem, Sample
from manimill.sources.evaluation import items_from, items_in

CODE = "from manim import *\n\n\nclass A(Scene):\n    def construct(self):\n        self.add(Dot())"


def written(path: Path, rows: list[dict[str, Any]]) -> Path:
    if path.suffix == ".parquet":
        pl.DataFrame(rows).write_parquet(path)
    elif path.suffix == ".csv":
        pl.DataFrame(rows).write_csv(path)
    elif path.suffix == ".json":
        path.write_text(json.dumps(rows))
    else:
        lines = "".join(json.dumps(row) + "\n" for row in rows)
        path.write_bytes(gzip.compress(lines.encode()) if path.suffix == ".gz" else lines.encode())
    return path


@pytest.mark.parametrize("name", ["rows.jsonl", "rows.json", "rows.csv", "rows.parquet", "rows.jsonl.gz"])
def test_rows_of_every_format_are_read_by_the_names_of_their_columns(name: str, tmp_path: Path) -> None:
    rows = [{"Prompt": "Show a dot.", "id": 1, "Code": CODE}, {"Prompt": "Show two.", "id": 2, "Code": ""}]
    assert list(items_in(written(tmp_path / name, rows))) == [
        EvaluationItem(0, "Show a dot.", CODE),
        EvaluationItem(1, "Show two.", None),
    ]


@pytest.mark.parametrize(
    "talk",
    [
        {
            "messages": [
                {"role": "system", "content": "Be brief."},
                {"role": "user", "content": "Show a dot."},
            ]
        },
        {
            "conversations": [
                {"from": "system", "value": "Be brief."},
                {"from": "human", "value": "Show a dot."},
            ]
        },
    ],
)
def test_of_conversations_what_is_asked_and_answered_is_read(talk: dict[str, Any], tmp_path: Path) -> None:
    (turns,) = talk.values()
    speaker, said = turns[0]
    turns.append({speaker: "assistant", said: f"```python\n{CODE}\n```"})
    assert list(items_in(written(tmp_path / "talks.jsonl", [talk]))) == [
        EvaluationItem(0, "Show a dot.", CODE)
    ]


def test_two_descriptions_of_a_row_are_both_compared_with(tmp_path: Path) -> None:
    rows = [{"description": "Show a dot.", "instruction": "Draw a point.", "answer": CODE}]
    assert list(items_in(written(tmp_path / "rows.jsonl", rows))) == [
        EvaluationItem(0, "Show a dot.", CODE),
        EvaluationItem(0, "Draw a point.", None),
    ]


def test_texts_are_a_description_per_line_and_code_is_one_item(tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text("Show a dot.\n\nShow two.\n")
    (tmp_path / "scene.py").write_text(CODE)
    assert list(items_in(tmp_path / "list.txt")) == [
        EvaluationItem(0, "Show a dot.", None),
        EvaluationItem(2, "Show two.", None),
    ]
    assert list(items_in(tmp_path / "scene.py")) == [EvaluationItem(0, None, CODE)]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        (
            "rows.jsonl",
            '{"prompt": "a"}\n{"prompt": \n',
            r"Row 1 of .* cannot be read \(.*\), and a list that nothing",
        ),
        (
            "rows.jsonl",
            '{"title": "a"}\n',
            "Row 0 of .* has neither a description nor code; its columns are title",
        ),
        ("rows.json", '{"a": [{"b": 1}], "c": [{"d": 1}]}', "holds several .* --local NAME=FILE"),
        ("list.txt", b"\xff\xfe\xfa", "is not UTF-8 text"),
        ("rows.jsonl", "", "is empty"),
    ],
)
def test_a_list_that_cannot_be_read_whole_is_refused(
    name: str, content: str | bytes, words: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(InputError, match=words):
        list(items_in(path))


@pytest.mark.parametrize("name", ["absent.txt", "absent.jsonl"])
def test_an_absent_list_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=name):
        list(items_in(tmp_path / name))


def test_samples_of_any_source_can_be_compared_with() -> None:
    class Two:
        def extract(self) -> list[Sample]:
            return [
                Sample.create("two", CODE, key="a", description="A.", metadata={"upstream_split": "test"}),
                Sample.create("two", CODE, key="b"),
            ]

    assert list(items_from(Two())) == [EvaluationItem(0, "A.", CODE, "test"), EvaluationItem(1, None, CODE)]
