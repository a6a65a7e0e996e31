"""Sources of one's own, and finding sources by name."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from manimill.catalog import Catalog, FieldSpec
from manimill.errors import CatalogError

LECTURES = """
name = "lectures"
title = "Scenes from my lectures"
kind = "rows"
url = "https://example.org/lectures"
verdict = "include"
reason = "Written and reviewed by me."
licence = "CC-BY-4.0"
redistribution = true
priority = 55

[revision]
policy = "file"

[fields]
code = "source"
description = ["prompt", "turns[0].text"]
description_origin = "human"
"""


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_adds_a_source_without_any_python(tmp_path: Path) -> None:
    catalog = Catalog.load([write(tmp_path / "anything.toml", LECTURES)])
    entry = catalog["lectures"]
    assert len(catalog) == len(Catalog.load()) + 1
    assert entry in catalog.included()
    assert entry.fields is not None
    assert entry.fields.code == FieldSpec(paths=("source",))
    assert entry.fields.description == FieldSpec(paths=("prompt", "turns[0].text"))


def test_a_folder_adds_every_toml_file_in_it_and_nothing_else(tmp_path: Path) -> None:
    write(tmp_path / "lectures.toml", LECTURES)
    write(tmp_path / "exams.toml", LECTURES.replace('"lectures"', '"exams"'))
    write(tmp_path / "notes.txt", "not a source")
    added = set(Catalog.load([tmp_path]).names()) - set(Catalog.load().names())
    assert added == {"lectures", "exams"}


def test_an_entry_is_replaced_only_by_one_that_says_so(tmp_path: Path) -> None:
    mine = LECTURES.replace('"lectures"', '"manimbench"\nreplaces = true')
    catalog = Catalog.load([write(tmp_path / "mine.toml", mine)])
    assert len(catalog) == len(Catalog.load())
    assert catalog["manimbench"].title == "Scenes from my lectures"


def test_the_order_of_extra_places_does_not_show(tmp_path: Path) -> None:
    one = write(tmp_path / "one.toml", LECTURES)
    two = write(tmp_path / "two.toml", LECTURES.replace('"lectures"', '"exams"'))
    assert list(Catalog.load([one, two])) == list(Catalog.load([two, one]))


def test_iterating_goes_by_name() -> None:
    catalog = Catalog.load()
    names = [entry.name for entry in catalog]
    assert names == sorted(names)
    assert catalog.names() == tuple(names)


def test_membership_goes_by_name() -> None:
    catalog = Catalog.load()
    assert "manimbench" in catalog
    assert "manimbunch" not in catalog


def test_selecting_gives_each_source_once_whatever_the_order() -> None:
    catalog = Catalog.load()
    selected = catalog.select(["reducible", "manimbench", "reducible"])
    assert [entry.name for entry in selected] == ["manimbench", "reducible"]
    assert catalog.select([]) == ()


def test_an_unknown_name_suggests_the_closest() -> None:
    catalog = Catalog.load()
    with pytest.raises(CatalogError) as caught:
        catalog["manimbnch"]
    assert str(caught.value) == (
        "There is no source named 'manimbnch', the closest is 'manimbench'; "
        "'manimill sources' lists the names."
    )
    with pytest.raises(CatalogError, match="'reducible'"):
        catalog.select(["manimbench", "reducable"])


def test_an_unknown_name_close_to_none_suggests_nothing() -> None:
    with pytest.raises(CatalogError) as caught:
        Catalog.load()["zzz"]
    assert str(caught.value) == "There is no source named 'zzz'; 'manimill sources' lists the names."


def test_an_entry_as_json_survives_json_and_keeps_absent_keys(tmp_path: Path) -> None:
    entry = Catalog.load([write(tmp_path / "lectures.toml", LECTURES)])["lectures"]
    plain = entry.to_json()
    assert json.loads(json.dumps(plain)) == plain
    assert plain == {
        "name": "lectures",
        "title": "Scenes from my lectures",
        "kind": "rows",
        "url": "https://example.org/lectures",
        "verdict": "include",
        "reason": "Written and reviewed by me.",
        "evidence": [],
        "licence": "CC-BY-4.0",
        "licence_note": None,
        "redistribution": True,
        "attribution": None,
        "revision": {"policy": "file", "pin": None},
        "priority": 55,
        "flavours": ["ce"],
        "requires": [],
        "environment": "main",
        "package": None,
        "repositories": [],
        "dataset": None,
        "files": [],
        "rows_at": None,
        "fields": {
            "code": {"paths": ["source"], "after": None, "before": None, "strip": []},
            "description": {
                "paths": ["prompt", "turns[0].text"],
                "after": None,
                "before": None,
                "strip": [],
            },
            "description_origin": "human",
            "scene": None,
            "upstream_split": None,
            "metadata": {},
        },
        "videos": [],
        "metadata_patterns": {"path": []},
        "pages": [],
        "options": {},
        "expected": {},
        "traps": [],
    }


def test_the_catalog_reads_the_same_under_any_hash_seed() -> None:
    program = (
        "import json; from manimill.catalog import Catalog; "
        "print(json.dumps([entry.to_json() for entry in Catalog.load()]))"
    )

    def printed(seed: str) -> str:
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        return subprocess.run(
            [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True
        ).stdout

    assert printed("1") == printed("2")
