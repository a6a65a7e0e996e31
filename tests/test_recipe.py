from __future__ import annotations

from pathlib import Path

import pytest

from manimill.errors import RecipeError
from manimill.recipe import GATES, Quality, Recipe, built_in_names
from manimill.records import Origin


def written(folder: Path, text: str) -> Path:
    path = folder / "mine.toml"
    path.write_text(text)
    return path


def message(name: str | Path, *overrides: str) -> str:
    with pytest.raises(RecipeError) as caught:
        Recipe.load(name, overrides=overrides)
    text = str(caught.value)
    assert "\n" not in text
    return text


def test_the_built_in_recipes_are_valid() -> None:
    assert built_in_names() == ["augmented", "base", "everything", "starter"]
    assert Recipe.load("starter").sources == ("manim_ce_docs",)
    assert Recipe.load("base").sources == "included"


def test_a_file_states_only_what_differs_from_the_defaults(tmp_path: Path) -> None:
    recipe = Recipe.load(written(tmp_path, 'sources = ["manimbench"]\n[render]\ntimeout = 5\n'))
    assert (recipe.sources, recipe.render.timeout, recipe.render.memory_mb) == (("manimbench",), 5, 4096)
    assert (recipe.seed, recipe.split.test) == (42, 0.1)


def test_samples_that_need_files_are_left_out_unless_the_recipe_says_otherwise(tmp_path: Path) -> None:
    assert Recipe.load("base").assets.policy == "reject"
    assert Recipe.load(written(tmp_path, '[assets]\npolicy = "bundle"\n')).assets.policy == "bundle"
    assert "'assets.policy'" in message("base", "assets.policy=keep")


def test_overrides_are_toml_values_or_bare_words() -> None:
    recipe = Recipe.load(
        "starter", overrides=["render.enabled=false", "split.test=0.2", "licences=stated", 'sources=["a"]']
    )
    assert (recipe.render.enabled, recipe.split.test, recipe.licences, recipe.sources) == (
        False,
        0.2,
        "stated",
        ("a",),
    )


def test_sources_given_beside_the_recipe_replace_its_own() -> None:
    assert Recipe.load("base", sources=["a", "b"]).sources == ("a", "b")


def test_catalog_files_are_found_next_to_the_recipe(tmp_path: Path) -> None:
    recipe = Recipe.load(written(tmp_path, 'catalog = ["more/source.toml"]\n'))
    assert recipe.catalog == (str(tmp_path / "more/source.toml"),)


def test_a_misspelt_key_is_named_with_the_one_that_was_meant(tmp_path: Path) -> None:
    path = written(tmp_path, "[render]\ntimeuot = 5\n")
    assert (
        message(path) == f"In the recipe {path} the key 'render.timeuot' is unknown; did you mean 'timeout'?"
    )


def test_a_key_that_resembles_nothing_is_answered_with_those_that_exist() -> None:
    text = message("starter", "split.zzz=1")
    assert (
        text == "In the recipe starter the key 'split.zzz' is unknown; known there: by, decontaminate, test."
    )


def test_a_wrong_value_is_named_with_what_was_wanted() -> None:
    assert message("starter", "split.test=2") == (
        "In the recipe starter the key 'split.test' is 2: input should be less than 1."
    )
    assert "'licences' is 'mit'" in message("starter", "licences=mit")
    assert "'any', 'stated' or 'permissive'" in message("starter", "licences=mit")


def test_no_such_recipe_is_answered_with_the_built_in_ones() -> None:
    assert message("strater") == (
        "There is no recipe 'strater': neither a file nor one of the built-in ones "
        "(augmented, base, everything, starter)."
    )


def test_text_that_is_not_toml_is_named_with_its_line(tmp_path: Path) -> None:
    assert "line 2" in message(written(tmp_path, "seed = 1\nthis is not toml\n"))


@pytest.mark.parametrize("override", ["render.enabled", "=1", "seed.deep=1"])
def test_an_override_that_cannot_be_applied_is_an_error(override: str) -> None:
    assert "--set" in message("starter", "seed=1", override)


def test_quality_gates_are_chosen_by_name(tmp_path: Path) -> None:
    assert Recipe.load("base").quality.on == GATES
    chosen = Recipe.load(
        written(
            tmp_path,
            '[quality]\nmode = "enforce"\ngates = ["generic_description", "bare_object"]\noff = ["bare_object"]\n',
        )
    )
    assert (chosen.quality.mode, chosen.quality.on) == ("enforce", ("generic_description",))
    assert Recipe.load("base", overrides=["quality.gates=all"]).quality.on == GATES


@pytest.mark.parametrize("key", ["gates", "off"])
def test_an_unknown_gate_names_the_closest(key: str) -> None:
    assert (
        message("base", f'quality.{key}=["generic_descriptions"]')
        == f"In the recipe base the key 'quality.{key}' is 'generic_descriptions': no quality gate has that name; "
        "the closest is 'generic_description'."
    )
    assert "there are placeholder_code, " in message("base", f'quality.{key}=["zzz"]')


def test_every_threshold_of_a_gate_is_explained() -> None:
    documented = Quality.__doc__ or ""
    assert [name for name in Quality.model_fields if f"``{name}``" not in documented and name != "mode"] == []


def test_augmented_is_base_with_more_prompts() -> None:
    base, augmented = Recipe.load("base"), Recipe.load("augmented")
    assert augmented.model_copy(update={"augment": base.augment}) == base
    rates = {origin.value: augmented.augment.rate(origin) for origin in Origin}
    assert rates == {
        "reviewed": 1.5,
        "human": 1.5,
        "upstream_llm": 2.5,
        "narration": 2.5,
        "generated": 3.0,
        "derived": 2.5,
        "none": 1.0,
    }
    assert {base.augment.rate(origin) for origin in Origin} == {1.0}


def test_everything_is_augmented_and_keeps_what_base_leaves_out() -> None:
    everything = Recipe.load("everything")
    assert everything.augment == Recipe.load("augmented").augment
    assert everything.duplicates.variants == "all"
    assert everything.assets.policy == "placeholder"
    assert "shimmed" in everything.repair.tiers


@pytest.mark.parametrize("rate", ["0.5", "10.5", "nan", "inf"])
def test_a_rate_is_from_one_to_ten(rate: str) -> None:
    assert "'augment.human'" in message("base", f"augment.human={rate}")


@pytest.mark.parametrize("weight", ["0", "-1", "nan", "inf", "often"])
def test_a_weight_is_above_zero(weight: str) -> None:
    assert "'sampling.weights'" in message("base", f"sampling.weights.manimbench={weight}")


def test_weights_are_in_order_of_names() -> None:
    recipe = Recipe.load("base", overrides=["sampling.weights={b=2, a=0.5}"])
    assert list(recipe.sampling.weights.items()) == [("a", 0.5), ("b", 2.0)]
