"""Files of pairs in the shapes they come in, scored and repaired."""

from __future__ import annotations

import csv
import json
import stat
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from manimill.errors import CatalogError, InputError, OutputError
from manimill.pair_files import repair_file, score_file
from manimill.pairing import Pair
from tests.conftest import read_jsonl
from tests.pairing.corpus import belongs, right_pairs, shuffled


def lines(path: Path, rows: Sequence[Any]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def rows(pairs: Sequence[Pair], description: str = "description", code: str = "code") -> list[dict[str, str]]:
    return [{description: pair.description, code: pair.code} for pair in pairs]


@pytest.fixture
def scrambled(tmp_path: Path) -> Path:
    return lines(tmp_path / "pairs.jsonl", rows(shuffled(right_pairs())))


def verdicts(path: Path, **options: Any) -> list[str | None]:
    return [row["verdict"] for row in score_file(path, **options).to_json()]


def test_each_row_has_its_verdict(tmp_path: Path) -> None:
    pairs = [*shuffled(right_pairs()[:5]), *right_pairs()[5:]]
    found = list(score_file(lines(tmp_path / "pairs.jsonl", rows(pairs))).to_json())
    assert [row["index"] for row in found] == list(range(40))
    assert [row["verdict"] for row in found] == ["mismatch"] * 5 + ["match"] * 35
    assert all(0 <= row["score"] <= 1 for row in found)


@pytest.mark.parametrize(
    ("description", "code"),
    [
        ("prompt", "completion"),
        ("instruction", "output"),
        ("Reviewed Description", "Code"),
        ("query", "answer"),
    ],
)
def test_usual_names_are_found(tmp_path: Path, description: str, code: str) -> None:
    path = lines(tmp_path / "pairs.jsonl", rows(right_pairs(), description, code))
    assert verdicts(path) == ["match"] * 40


def test_other_names_are_taken_from_the_options(tmp_path: Path) -> None:
    path = lines(
        tmp_path / "pairs.jsonl", [{"meta": {"ask": p.description}, "py": p.code} for p in right_pairs()]
    )
    assert verdicts(path, description_field="meta.ask", code_field="py") == ["match"] * 40


def test_conversations_are_read(tmp_path: Path) -> None:
    turns = [
        {
            "messages": [
                {"role": "system", "content": "Write Manim."},
                {"role": "user", "content": pair.description},
                {"role": "assistant", "content": f"```python\n{pair.code}\n```"},
            ]
        }
        for pair in right_pairs()
    ]
    assert verdicts(lines(tmp_path / "chat.jsonl", turns)) == ["match"] * 40


def test_instructions_in_one_text_are_taken_apart(tmp_path: Path) -> None:
    texts = [
        {"text": f"<s>[INST] Write code. {p.description} [/INST] \\n {p.code} </s>"} for p in right_pairs()
    ]
    scored = score_file(lines(tmp_path / "inst.jsonl", texts))
    assert scored.pairing.counts()["match"] == 40
    assert all(row.code and row.code.startswith("from manim") for row in scored.rows)


def test_a_catalogued_source_tells_where_its_texts_are(tmp_path: Path) -> None:
    ask = "Generate accurate code. Here is the user's request: "
    texts = [{"text": f"<s>[INST] {ask}{p.description} [/INST] \\n {p.code} </s>"} for p in right_pairs()]
    scored = score_file(lines(tmp_path / "inst.jsonl", texts), source="manimation")
    assert [row.description for row in scored.rows] == [pair.description for pair in right_pairs()]


def test_tables_in_other_formats(tmp_path: Path) -> None:
    table = rows(right_pairs())
    pl.DataFrame(table).write_parquet(tmp_path / "pairs.parquet")
    (tmp_path / "pairs.json").write_text(json.dumps(table))
    with (tmp_path / "pairs.csv").open("w", newline="") as stream:
        writer = csv.DictWriter(stream, ["description", "code"])
        writer.writeheader()
        writer.writerows(table)
    found = [
        score_file(tmp_path / name).pairing.scores.tolist()
        for name in ("pairs.parquet", "pairs.json", "pairs.csv")
    ]
    assert found[0] == found[1] == found[2]


def test_missing_columns_are_told_with_those_that_are_there(tmp_path: Path) -> None:
    path = lines(tmp_path / "pairs.jsonl", [{"ask": "a circle", "code": "x = 1"}])
    with pytest.raises(InputError, match="it has ask, code: name the right one with --description-field"):
        score_file(path)
    with pytest.raises(InputError, match="no 'script'; it has ask, code"):
        score_file(path, description_field="ask", code_field="script")


def test_a_source_without_descriptions_is_refused(scrambled: Path) -> None:
    with pytest.raises(CatalogError, match="has no field for descriptions"):
        score_file(scrambled, source="manim_ce_docs")
    with pytest.raises(CatalogError, match="nonsense"):
        score_file(scrambled, source="nonsense")


def test_rows_that_lack_a_half_are_told_and_released(tmp_path: Path) -> None:
    table: list[dict[str, str | None]] = [dict(row) for row in rows(right_pairs()[:10])]
    table[3]["code"] = None
    table[4]["description"] = " "
    table[5] = {"description": "", "code": "  "}
    scored = score_file(lines(tmp_path / "pairs.jsonl", table))
    assert scored.troubles() == {"no code": [3], "no description": [4], "no description and no code": [5]}
    assert [row["verdict"] for row in scored.to_json()][3:6] == [None] * 3
    repair_file(scored, tmp_path / "out.jsonl")
    alone = [row for row in read_jsonl(tmp_path / "out.jsonl") if row["confidence"] is None]
    assert [(row["description_index"], row["code_index"]) for row in alone] == [(3, None), (None, 4)]


def test_no_pairs_at_all(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="both a description and a code"):
        score_file(lines(tmp_path / "pairs.jsonl", [{"description": "a", "code": " "}]))


def test_every_text_of_the_file_is_in_the_repaired_one(scrambled: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    repair_file(score_file(scrambled), out)
    given, written = read_jsonl(scrambled), read_jsonl(out)
    assert set(written[0]) == {
        "description",
        "code",
        "repaired",
        "confidence",
        "description_index",
        "code_index",
    }
    for half in ("description", "code"):
        texts = {row[f"{half}_index"]: row[half] for row in written if row[f"{half}_index"] is not None}
        assert [texts[at].strip() for at in range(40)] == [row[half].strip() for row in given]
    together = [row for row in written if row["repaired"]]
    assert len(together) >= 37
    assert all(
        belongs(row["description"], row["code"] + "\n") or belongs(row["description"], row["code"])
        for row in together
    )


def test_the_repaired_file_can_be_repaired_again(scrambled: Path, tmp_path: Path) -> None:
    once, twice = tmp_path / "once.jsonl", tmp_path / "twice.jsonl"
    repair_file(score_file(scrambled), once)
    scored = score_file(once)
    assert scored.pairing.counts()["mismatch"] == 0
    repair_file(scored, twice)
    assert not any(row["repaired"] for row in read_jsonl(twice))


def test_the_file_is_written_whole_or_not_at_all(scrambled: Path, tmp_path: Path) -> None:
    scored = score_file(scrambled)
    with pytest.raises(OutputError, match="in a folder that exists"):
        repair_file(scored, tmp_path / "absent" / "out.jsonl")
    with pytest.raises(OutputError, match="cannot be written"):
        repair_file(scored, tmp_path)
    repair_file(scored, tmp_path / "out.jsonl")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.jsonl", "pairs.jsonl"]
    assert stat.S_IMODE((tmp_path / "out.jsonl").stat().st_mode) == stat.S_IMODE(scrambled.stat().st_mode)


def test_a_file_can_be_repaired_onto_itself(scrambled: Path) -> None:
    repair_file(score_file(scrambled), scrambled)
    assert len([row for row in read_jsonl(scrambled) if row["repaired"]]) >= 37
