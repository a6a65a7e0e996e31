"""Samples of a build are repaired once, keep their ids, and are held back where the recipe says so."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from manimill.code.analysis import analyse
from manimill.engine import LocalEngine
from manimill.progress import Silent
from manimill.recipe import Recipe
from manimill.records import Sample
from manimill.repairs import Repaired, barred, repair_rows, repair_samples
from manimill.workspace import Cache, cache_folder

OLD = (
    "from manimlib.imports import *\n\n\nclass A(Scene):\n    def construct(self):\n"
    "        self.play(ShowCreation(Circle()))\n        self.add(PiCreature())\n"
)
NEW = OLD.replace("manimlib.imports", "manim").replace("ShowCreation", "Create")
TODAY = NEW.replace("        self.add(PiCreature())\n", "")
RECIPE = Recipe()
OFF = Recipe.model_validate({"repair": {"enabled": False}})
UNSEEN = Recipe.model_validate({"render": {"enabled": False}})


def sample(code: str, key: str = "k", **more: object) -> Sample:
    return replace(Sample.create("s", code, key=key, scene="A"), **more)  # type: ignore[arg-type]


def repaired(*samples: Sample, recipe: Recipe = RECIPE) -> Repaired:
    return repair_samples(samples, recipe, LocalEngine(1), Silent())


def test_code_changes_and_ids_do_not() -> None:
    old, today = sample(OLD), sample(TODAY, "other")
    done = repaired(old, today)
    assert [(s.id, s.code) for s in done.samples] == [(old.id, NEW), (today.id, TODAY)]
    assert list(done.as_found()) == [old, today]
    assert done.repairs[old.id].flavour == "legacy"


def test_rows_hold_what_was_done_and_what_was_left() -> None:
    old, today = sample(OLD), sample(TODAY, "other")
    first, second = repair_rows(repaired(old, today), {})
    assert (first["id"], first["flavour"], first["changed"], first["tier"]) == (
        old.id,
        "legacy",
        True,
        "mechanical",
    )
    assert first["rules"][0] == {"id": "star-imports", "line": 1, "confidence": "high", "shim": False}
    assert first["unresolved"][0]["name"] == "PiCreature"
    assert (first["code"], first["findings"]) == (NEW, [])
    assert (second["changed"], second["tier"], second["code"]) == (False, None, None)


def test_a_repair_is_remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    first = repaired(sample(OLD))
    # Whatever is in the cache now is what a second run gives back.
    with Cache(cache_folder() / "repair.sqlite") as cache:
        ((key,),) = cache._db.execute("SELECT key FROM entries").fetchall()
        assert cache.get_many([key])[key]["code"] == NEW
        cache.put(key, {**cache.get_many([key])[key], "code": TODAY})
    assert [s.code for s in first.samples] == [NEW]
    assert [s.code for s in repaired(sample(OLD)).samples] == [TODAY]


def test_what_the_source_says_of_the_flavour_counts() -> None:
    code = OLD.replace("manimlib.imports", "helpers")
    assert repaired(sample(code)).repairs[sample(code).id].flavour == "legacy"
    said = sample(code, metadata={"flavour": "gl"})
    assert repaired(said).repairs[said.id].flavour == "gl"


def test_code_for_an_older_manimce_of_its_own_is_left_alone() -> None:
    old = sample(OLD, environment="manim-physics")
    assert repaired(old).samples == (old,)
    plugin = sample(OLD, environment="manim-voiceover")
    assert repaired(plugin).samples[0].code == NEW


def test_without_repair_only_code_for_todays_manim_goes_on() -> None:
    old, today = sample(OLD), sample(TODAY)
    done = repaired(old, today, recipe=OFF)
    assert done == Repaired((old, today))
    held = barred(old, done, analyse(OLD, "A"), OFF)
    assert held is not None and (held.gate, held.reason) == ("flavour", "flavour_legacy")
    assert barred(today, done, analyse(TODAY, "A"), OFF) is None
    said = sample("x = 1\n", metadata={"flavour": "gl"})
    held = barred(said, done, analyse("x = 1\n", "A"), OFF)
    assert held is not None and held.reason == "flavour_gl"


def test_code_that_is_still_for_another_manim_needs_to_be_seen_running() -> None:
    code = "from manimlib import *\n"
    done = repaired(sample(code), recipe=UNSEEN)
    still = replace(done, repairs={}, samples=(sample(code),))
    held = barred(sample(code), still, analyse(code, None), UNSEEN)
    assert held is not None and held.gate == "flavour"
    assert barred(sample(code), still, analyse(code, None), RECIPE) is None


def test_tiers_that_the_recipe_does_not_name_are_held_back() -> None:
    old = sample(OLD)
    done = repaired(old)
    nothing = Recipe.model_validate({"repair": {"tiers": []}})
    held = barred(old, done, analyse(NEW, "A"), nothing)
    assert held is not None
    assert (held.gate, held.reason, held.evidence) == (
        "repair",
        "tier_mechanical",
        "renamed-animations, star-imports",
    )
    assert barred(old, done, analyse(NEW, "A"), RECIPE) is None
