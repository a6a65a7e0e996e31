import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from manimill.catalog.entry import SourceEntry
from manimill.errors import InputError
from manimill.records import Origin, Sample, Skipped
from manimill.sources.rows import RowsExtractor

DATA = Path(__file__).parent.parent / "data" / "rows"
SPIN = (
    "from manim import *\n\nclass Spin(Scene):\n    def construct(self):\n"
    "        square = Square()\n        self.play(Rotate(square, PI))"
)
WAVE = (
    "from manim import *\n\nclass Wave(Scene):\n    def construct(self):\n"
    '        label = MarkupText("<s>still</s>")\n        self.play(ApplyWave(label))'
)


def entry(fields: Mapping[str, Any], **more: Any) -> SourceEntry:
    settings: dict[str, Any] = {
        "name": "little",
        "title": "A little source",
        "kind": "rows",
        "url": "https://example.org/little",
        "verdict": "include",
        "reason": "Written for these tests.",
        "licence": "MIT",
        "revision": {"policy": "file"},
        "priority": 50,
        "fields": fields,
    }
    return SourceEntry.model_validate(settings | more)


PLAIN = entry({"code": "code", "description": "text"})


def lines(path: Path, *rows: Any) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def extract(source: SourceEntry, path: Path) -> list[Sample | Skipped]:
    return list(RowsExtractor(source, path).extract())


def samples(source: SourceEntry, path: Path) -> list[Sample]:
    found = extract(source, path)
    assert all(isinstance(item, Sample) for item in found), found
    return [item for item in found if isinstance(item, Sample)]


def one(source: SourceEntry, path: Path) -> Sample:
    (sample,) = samples(source, path)
    return sample


def test_a_row_becomes_a_sample_with_its_origin(tmp_path: Path) -> None:
    path = lines(tmp_path / "rows.jsonl", {"code": SPIN, "text": " Turn a square. "})
    sample = one(PLAIN, path)
    assert (sample.code, sample.scene, sample.description) == (SPIN, "Spin", "Turn a square.")
    assert (sample.key, sample.description_origin) == ("Turn a square.", Origin.UPSTREAM_LLM)
    assert sample.metadata == {"unpacked": []}
    provenance = sample.provenance
    assert (provenance.url, provenance.path, provenance.row) == (
        "https://example.org/little",
        "rows.jsonl",
        0,
    )
    assert (provenance.licence, provenance.first_line) == ("MIT", None)


def test_the_revision_is_the_pin_or_the_content_of_the_file(tmp_path: Path) -> None:
    first = lines(tmp_path / "a.jsonl", {"code": SPIN})
    second = lines(tmp_path / "b.jsonl", {"code": SPIN})
    revision = one(PLAIN, first).provenance.revision
    assert revision is not None
    assert revision.startswith("file:")
    assert len(revision) == len("file:") + 16
    assert one(PLAIN, second).provenance.revision == revision
    pinned = entry({"code": "code"}, revision={"policy": "pinned", "pin": "abc123"})
    assert one(pinned, first).provenance.revision == "abc123"


def test_ids_do_not_depend_on_the_order_of_rows(tmp_path: Path) -> None:
    rows = [{"code": SPIN, "text": "Turn."}, {"code": WAVE, "text": "Wave."}]
    forwards = samples(PLAIN, lines(tmp_path / "a.jsonl", *rows))
    backwards = samples(PLAIN, lines(tmp_path / "b.jsonl", *reversed(rows)))
    assert [s.id for s in forwards] == [s.id for s in reversed(backwards)]


def test_instruction_texts_are_cut_at_their_marks() -> None:
    source = entry(
        {
            "code": {"paths": ["text"], "after": "[/INST]", "before": "</s>"},
            "description": {"paths": ["text"], "after": "Here is the user's request:", "before": "[/INST]"},
        }
    )
    spin, wave = samples(source, DATA / "instruct.jsonl")
    assert (spin.code, spin.description) == (SPIN, "Turn a square half way round.")
    assert spin.metadata["unpacked"] == ["literal_newline"]
    assert (wave.code, wave.description) == (WAVE, "Let a struck-out word wave.")
    assert wave.metadata["unpacked"] == ["carriage_return", "literal_newline"]


def test_chat_messages_with_code_on_one_line_are_read_by_path() -> None:
    source = entry(
        {"code": ["output", "messages[2].content"], "description": ["input", "messages[1].content"]}
    )
    spin, spot = samples(source, DATA / "chat.jsonl")
    assert (spin.code, spin.description) == (SPIN, "Turn a square half way round.")
    assert (spot.scene, spot.metadata["unpacked"]) == ("Spot", ["relayout"])


def test_fenced_answers_of_conversations_are_read_by_path() -> None:
    source = entry({"code": "conversations[2].value", "description": "conversations[1].value"})
    sample = one(source, DATA / "conversations.jsonl")
    assert (sample.code, sample.metadata["unpacked"]) == (WAVE, ["fence"])


def test_a_nested_value_in_a_flat_file_is_read_from_its_json_text(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    chat = json.dumps([{"content": SPIN}]).replace('"', '""')
    path.write_text(f'chat\n"{chat}"\n', encoding="utf-8")
    assert one(entry({"code": "chat[-1].content"}), path).code == SPIN


def test_a_column_named_like_a_path_is_a_column(tmp_path: Path) -> None:
    path = lines(tmp_path / "rows.jsonl", {"a.b": SPIN, "a": {"b": WAVE}})
    assert one(entry({"code": "a.b"}), path).code == SPIN


def test_the_next_path_is_tried_where_the_first_holds_nothing(tmp_path: Path) -> None:
    path = lines(tmp_path / "rows.jsonl", {"code": SPIN, "reviewed": "", "generated": "Turn it."})
    source = entry({"code": "code", "description": ["reviewed", "generated"]})
    assert one(source, path).description == "Turn it."


@pytest.mark.parametrize("text", [None, "", "  \\n ", float("nan"), ["a", "list"]])
def test_code_without_a_description_is_a_sample_without_one(tmp_path: Path, text: Any) -> None:
    sample = one(PLAIN, lines(tmp_path / "rows.jsonl", {"code": SPIN, "text": text}))
    assert (sample.description, sample.description_origin, sample.key) == (None, Origin.NONE, "")


@pytest.mark.parametrize(
    ("row", "reason", "detail"),
    [
        ({"text": "No code."}, "missing_field", "the row has text, not code"),
        ({"code": None}, "null_code", "the code is null"),
        ({"code": float("nan")}, "null_code", "the code is null"),
        ({"code": " \n"}, "empty_code", "the code is blank"),
        ({"code": "\\n "}, "empty_code", "the code is blank"),
        ({"code": 5}, "not_text", "the code is of type int"),
        ({"code": ["x"]}, "not_text", "the code is of type list"),
        ([1, 2], "not_an_object", "a row is an object with named fields, this is a list"),
    ],
)
def test_a_broken_row_is_skipped_with_its_reason(tmp_path: Path, row: Any, reason: str, detail: str) -> None:
    path = lines(tmp_path / "rows.jsonl", row, {"code": SPIN})
    skipped, sample = extract(PLAIN, path)
    assert skipped == Skipped("little", "row 0", reason, detail)
    assert isinstance(sample, Sample)
    assert sample.provenance.row == 1


def test_a_row_without_the_mark_before_its_code_is_skipped(tmp_path: Path) -> None:
    source = entry({"code": {"paths": ["text"], "after": "[/INST]"}})
    path = lines(tmp_path / "rows.jsonl", {"text": "x = 1"})
    assert extract(source, path) == [
        Skipped("little", "row 0", "missing_mark", "the text lacks the mark '[/INST]'")
    ]


def test_code_that_is_no_python_is_a_sample_without_a_scene(tmp_path: Path) -> None:
    sample = one(PLAIN, lines(tmp_path / "rows.jsonl", {"code": "class A(Scene:", "text": "A."}))
    assert (sample.code, sample.scene) == ("class A(Scene:", None)


def test_the_scene_column_decides_where_it_says_something(tmp_path: Path) -> None:
    source = entry({"code": "code", "scene": "class"})
    path = lines(tmp_path / "rows.jsonl", {"code": SPIN, "class": " Other "}, {"code": SPIN, "class": None})
    assert [sample.scene for sample in samples(source, path)] == ["Other", "Spin"]


@pytest.mark.parametrize(
    ("written", "split"),
    [
        ("train", "train"),
        (" TEST ", "test"),
        ("val", "validation"),
        ("Evaluation", "test"),
        ("hidden", "hidden"),
    ],
)
def test_the_upstream_split_is_normalised(tmp_path: Path, written: str, split: str) -> None:
    source = entry({"code": "code", "upstream_split": "Split"})
    path = lines(tmp_path / "rows.jsonl", {"code": SPIN, "Split": written})
    assert one(source, path).metadata["upstream_split"] == split


def test_a_file_named_after_a_split_stands_in_for_the_missing_column(tmp_path: Path) -> None:
    source = entry({"code": "code", "upstream_split": "Split"})
    assert (
        one(source, lines(tmp_path / "sft_test.jsonl", {"code": SPIN})).metadata["upstream_split"] == "test"
    )
    assert "upstream_split" not in one(source, lines(tmp_path / "latest.jsonl", {"code": SPIN})).metadata
    assert "upstream_split" not in one(PLAIN, lines(tmp_path / "test.jsonl", {"code": SPIN})).metadata


def test_metadata_keeps_nested_values_as_json(tmp_path: Path) -> None:
    fields = {
        "code": "code",
        "metadata": {"plan": "plan", "first": "plan.steps[0]", "gone": "gone", "n": "n"},
    }
    plan = {"steps": ["a\r\n", None], "size": float("inf"), "odd": "\ud83d"}
    path = lines(tmp_path / "rows.jsonl", {"code": SPIN, "plan": plan, "n": None})
    assert one(entry(fields), path).metadata == {
        "plan": {"steps": ["a\n", None], "size": None, "odd": "\ufffd"},
        "first": "a\n",
        "n": None,
        "unpacked": [],
    }


def test_a_file_without_the_code_column_is_the_files_fault(tmp_path: Path) -> None:
    path = lines(tmp_path / "rows.jsonl", {"text": "a", "Coed": "x"}, {"text": "b"})
    with pytest.raises(InputError) as caught:
        extract(PLAIN, path)
    assert str(caught.value) == (
        f"{path} has no column 'code', which 'little' reads; it has text, Coed "
        "(is 'Coed' meant?): correct [fields] in the catalog or give the file that fits."
    )


def test_a_table_without_the_code_column_is_refused_before_any_row(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text("question,answer\na,b\n", encoding="utf-8")
    with pytest.raises(InputError, match="it has question, answer: correct"):
        extract(PLAIN, path)


def test_a_file_of_which_no_row_can_be_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text("not\njson\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"holds no rows that can be read \(row 0: "):
        extract(PLAIN, path)


def test_a_source_without_a_code_field_yields_items_to_compare_with_only() -> None:
    source = entry({"description": "full_prompt"}, rows_at="problems", verdict="evaluation")
    extractor = RowsExtractor(source, DATA / "problems.json")
    assert [(item.index, item.description, item.code) for item in extractor.items()] == [
        (0, "Show a pendulum.", None),
        (1, "Show a sine wave.", None),
    ]
    with pytest.raises(InputError, match="says nothing about where the code of a row is"):
        list(extractor.extract())
