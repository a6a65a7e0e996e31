"""What the catalog that ships with manimill says, source by source."""

from importlib.resources import files
from typing import Any

import pytest

from manimill.catalog import Catalog, FieldSpec
from manimill.records import Origin
from manimill.scenes.path_template import PathTemplate
from manimill.scenes.videos import video_mapping, video_metadata

NONE = "NOASSERTION"
NC = "CC-BY-NC-SA-4.0"

# name: kind, verdict, licence
SOURCES = {
    "animations_with_manim": ("git", "convert", NONE),
    "awesome_manim": ("git", "lead", NONE),
    "bespoke_manim": ("huggingface", "include", NONE),
    "chanim_package": ("package", "not_included", "MIT"),
    "chilao": ("git", "not_included", "GPL-3.0-only"),
    "dan4life_aoc2024": ("git", "include", NC),
    "edoh_manim_python": ("huggingface", "include", "LicenseRef-OpenRAIL"),
    "kilacoda": ("git", "refused", NONE),
    "kutuzova": ("git", "include", "MIT"),
    "little_more_intro": ("git", "include", NONE),
    "manibench": ("huggingface", "evaluation", "MIT"),
    "manim_ce_docs": ("package", "include", "MIT"),
    "manim_ce_examples": ("git", "include", "MIT"),
    "manim_chemistry": ("git", "include", "MIT"),
    "manim_chemistry_package": ("package", "not_included", "MIT"),
    "manim_codegen": ("huggingface", "include", NONE),
    "manim_dsa_package": ("package", "not_included", "MIT"),
    "manim_ml": ("git", "include", "MIT"),
    "manim_physics": ("git", "include", NONE),
    "manim_physics_package": ("package", "not_included", NONE),
    "manim_repository": ("web", "include", NONE),
    "manim_slides_package": ("package", "not_included", "MIT"),
    "manim_tutorials_2021": ("git", "include", NONE),
    "manim_voiceover_package": ("package", "not_included", "MIT"),
    "manimation": ("huggingface", "include", "MIT"),
    "manimbench": ("kaggle", "include", NC),
    "math_to_manim": ("git", "include", "MIT"),
    "physics_with_manim": ("git", "include", "MIT"),
    "reducible": ("git", "include", NONE),
    "szymon_ozog": ("git", "include", NONE),
    "thanks_dataset": ("huggingface", "include", NONE),
    "thanks_dataset_raw": ("huggingface", "not_included", NONE),
    "vivek3141": ("git", "refused", NONE),
    "vivek3141_dl": ("git", "convert", NONE),
    "bitdahi": ("git", "not_included", NONE),
    "mashaan14": ("git", "not_included", NONE),
    "mastermathematics": ("git", "include", "MIT"),
    "mathink": ("git", "not_included", NONE),
    "open_engineering": ("git", "convert", "GPL-3.0-only"),
    "three_blue_one_brown": ("git", "convert", NC),
    "vilasopher": ("git", "not_included", NONE),
    "xiaoxiae": ("git", "include", "GPL-3.0-only"),
}

REPOSITORIES = {
    "animations_with_manim": ["Elteoremadebeethoven/AnimationsWithManim"],
    "awesome_manim": ["ManimCommunity/awesome-manim"],
    "chilao": ["chilaochen/manim_projects"],
    "dan4life_aoc2024": ["Dan4Life/AoC2024_Videos"],
    "kilacoda": ["kilacoda/videos"],
    "kutuzova": ["sgalkina/animations"],
    "little_more_intro": ["JonathanWoollett-Light/a-little-more-than-an-introduction-to"],
    "manim_ce_examples": ["ManimCommunity/manim"],
    "manim_chemistry": ["UnMolDeQuimica/manim-Chemistry"],
    "manim_ml": ["helblazer811/ManimML"],
    "manim_physics": ["Matheart/manim-physics"],
    "manim_tutorials_2021": ["brianamedee/Manim-Tutorials-2021"],
    "math_to_manim": ["HarleyCoops/Math-To-Manim"],
    "physics_with_manim": ["nathanliow/Physics-with-Manim"],
    "reducible": ["nipunramk/Reducible"],
    "szymon_ozog": ["SzymonOzog/InformationTheory", "SzymonOzog/GPU_Programming"],
    "vivek3141": ["vivek3141/videos"],
    "vivek3141_dl": ["vivek3141/dl-visualization"],
    "bitdahi": ["ta4anx/BitDahi-YouTube"],
    "mashaan14": ["mashaan14/manim"],
    "mastermathematics": ["matthiasmitwittfogel/mastermathematics"],
    "mathink": ["MathinkYT/manim_videos"],
    "open_engineering": ["0xCoto/OpenEngineering"],
    "three_blue_one_brown": ["3b1b/videos"],
    "vilasopher": ["vilasopher/manim"],
    "xiaoxiae": ["xiaoxiae/videos"],
}

# name: the description and the code of a row, by the first path that leads to them
ROW_SOURCES = {
    "bespoke_manim": ("question", "python_code"),
    "dan4life_aoc2024": ("conversations[1].value", "conversations[2].value"),
    "edoh_manim_python": ("instruction", "output"),
    "manibench": ("full_prompt", None),
    "manim_codegen": ("query", "answer"),
    "manimation": ("text", "text"),
    "manimbench": ("Reviewed Description", "Code"),
    "szymon_ozog": ("conversations[1].value", "conversations[2].value"),
    "thanks_dataset": ("input", "output"),
    "thanks_dataset_raw": (None, "output"),
}

EXPECTED = [
    ("manimbench", "rows", 417),
    ("manimbench", "test", 100),
    ("manimbench", "equal_to_documentation", 395),
    ("bespoke_manim", "rows", 1000),
    ("thanks_dataset", "rows", 4400),
    ("thanks_dataset_raw", "distinct_codes", 2441),
    ("manim_codegen", "rows", 1622),
    ("edoh_manim_python", "rows", 599),
    ("edoh_manim_python", "distinct_descriptions", 249),
    ("manimation", "rows", 1023),
    ("manibench", "rows", 12),
    ("manim_ce_docs", "in_pages", 76),
    ("manim_ce_docs", "installed_directives", 415),
    ("manim_ce_examples", "directives", 76),
    ("dan4life_aoc2024", "scenes", 26),
    ("szymon_ozog", "scenes", 39),
    ("reducible", "ce", 155),
    ("reducible", "legacy", 229),
    ("manim_chemistry", "distinct", 49),
    ("animations_with_manim", "scenes", 248),
    ("manim_physics", "distinct", 10),
    ("manim_tutorials_2021", "scenes", 39),
    ("physics_with_manim", "scenes", 2),
    ("math_to_manim", "scenes", 144),
    ("manim_ml", "scenes", 80),
    ("little_more_intro", "scenes", 11),
    ("kilacoda", "scenes", 59),
    ("kutuzova", "scenes", 23),
    ("vivek3141", "scenes", 381),
    ("vivek3141_dl", "scenes", 80),
    ("chilao", "self_contained", 0),
    ("awesome_manim", "pairs", 31),
    ("manim_repository", "posts", 9),
    ("manim_dsa_package", "directives", 32),
    ("three_blue_one_brown", "scenes", 5426),
    ("mastermathematics", "scenes", 23),
    ("xiaoxiae", "scenes", 171),
    ("open_engineering", "scenes", 14),
]


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return Catalog.load()


def test_the_catalog_holds_exactly_the_known_sources(catalog: Catalog) -> None:
    assert {e.name: (e.kind, e.verdict, e.licence) for e in catalog} == SOURCES


def test_a_file_is_named_after_its_source(catalog: Catalog) -> None:
    folder = files("manimill.catalog") / "data"
    assert sorted(f.name for f in folder.iterdir()) == [f"{name}.toml" for name in catalog.names()]


def test_git_sources_name_their_repositories(catalog: Catalog) -> None:
    found = {e.name: [place.repository for place in e.repositories] for e in catalog if e.kind == "git"}
    assert found == REPOSITORIES


def test_row_sources_say_where_description_and_code_are(catalog: Catalog) -> None:
    def first(spec: FieldSpec | None) -> str | None:
        return None if spec is None else spec.paths[0]

    found = {e.name: (first(e.fields.description), first(e.fields.code)) for e in catalog if e.fields}
    assert found == ROW_SOURCES


@pytest.mark.parametrize(("name", "count", "value"), EXPECTED)
def test_upstream_counts_are_on_record(catalog: Catalog, name: str, count: str, value: int) -> None:
    assert catalog[name].expected[count] == value


def test_counts_of_parts_add_up(catalog: Catalog) -> None:
    def of(name: str, *counts: str) -> int:
        return sum(catalog[name].expected[count] for count in counts)

    assert of("reducible", "ce", "legacy") == of("reducible", "scenes")
    assert of("szymon_ozog", "ce", "gl") == of("szymon_ozog", "scenes")
    assert of("szymon_ozog", "information_theory", "gpu_programming") == of("szymon_ozog", "scenes")
    assert of("manim_ml", "examples", "tests", "library") == of("manim_ml", "scenes")
    assert of("vivek3141", "legacy", "gl") == of("vivek3141", "scenes")
    assert of("vivek3141_dl", "legacy", "gl") == of("vivek3141_dl", "scenes")
    assert of("animations_with_manim", "legacy", "gl") == of("animations_with_manim", "scenes")
    assert of("three_blue_one_brown", "gl", "legacy") == of("three_blue_one_brown", "scenes")
    assert of("manimbench", "train", "test") == of("manimbench", "rows")
    assert of("manim_codegen", "from_manimation", "from_edoh") == of("manim_codegen", "rows")


def test_every_template_of_a_path_can_be_read(catalog: Catalog) -> None:
    templates = [text for entry in catalog for text in entry.metadata_patterns.path]
    templates += [video.path for entry in catalog for video in entry.videos]
    assert len(templates) == 47
    assert [PathTemplate.parse(text).text for text in templates] == templates


# source, path, scene, what is known of the video without the help of a README
VIDEOS: list[tuple[str, str, str | None, dict[str, Any]]] = [
    (
        "dan4life_aoc2024",
        "Day_04/Version2/scene.py",
        None,
        {
            "day": 4,
            "version": 2,
            "playlist": "Advent of Code 2024",
            "channel": "https://www.youtube.com/@dan4life",
        },
    ),
    (
        "szymon_ozog",
        "manim_scripts/7_Tiling.py",
        None,
        {
            "episode": 7,
            "topic": "Tiling",
            "playlist": "GPU programming",
            "title": "Tiling With Shared Memory",
        },
    ),
    ("szymon_ozog", "manim_scripts/TensorCores_CE.py", None, {"topic": "TensorCores"}),
    ("reducible", "2022/PageRank/markov_chain.py", None, {"year": 2022, "topic": "PageRank"}),
    ("reducible", "example_scenes.py", None, {}),
    (
        "physics_with_manim",
        "main.py",
        "AmpLaw",
        {
            "title": "Ampere's Law",
            "url": "https://www.youtube.com/watch?v=7Fo4dofZfcc",
            "video_id": "7Fo4dofZfcc",
        },
    ),
    (
        "animations_with_manim",
        "English/6b_plots_3D/6b_plots_3D.py",
        None,
        {"episode": 6, "part": "b", "title": "Introduction in 3D plot"},
    ),
]


@pytest.mark.parametrize(("name", "path", "scene", "facts"), VIDEOS)
def test_videos_are_known_by_the_paths_of_their_files(
    catalog: Catalog, name: str, path: str, scene: str | None, facts: dict[str, Any]
) -> None:
    entry = catalog[name]
    mapping = video_mapping(
        videos=[video.model_dump() for video in entry.videos], templates=entry.metadata_patterns.path
    )
    assert video_metadata(path, mapping, scene) == facts


def test_no_two_sources_share_a_priority(catalog: Catalog) -> None:
    assert len({entry.priority for entry in catalog}) == len(catalog)


def test_the_better_source_keeps_a_shared_sample(catalog: Catalog) -> None:
    order = [
        "manimbench",
        "manim_ce_docs",
        "manim_ce_examples",
        "bespoke_manim",
        "dan4life_aoc2024",
        "manimation",
        "edoh_manim_python",
        "thanks_dataset",
        "thanks_dataset_raw",
        "manim_codegen",
    ]
    assert sorted(order, key=lambda name: -catalog[name].priority) == order
    repositories = [e.priority for e in catalog if e.kind == "git" and e.verdict in ("include", "convert")]
    assert catalog["bespoke_manim"].priority > sorted(repositories)[-2]
    assert min(repositories) > catalog["manimation"].priority


def test_the_documentation_is_read_from_the_installed_package(catalog: Catalog) -> None:
    docs = catalog["manim_ce_docs"]
    assert (docs.package, docs.revision.policy) == ("manim", "installed")


def test_nothing_without_a_stated_licence_may_be_passed_on(catalog: Catalog) -> None:
    allowed = {"MIT", "CC-BY-NC-SA-4.0", "GPL-3.0-only"}
    assert {e.name for e in catalog if e.redistribution} == {e.name for e in catalog if e.licence in allowed}


def test_what_may_be_passed_on_names_whom_to_credit(catalog: Catalog) -> None:
    assert [e.name for e in catalog if e.redistribution and not e.attribution] == []


def test_whoever_refuses_reuse_is_in_no_built_in_recipe(catalog: Catalog) -> None:
    included = {entry.name for entry in catalog.included()}
    assert included == {name for name, (_, verdict, _) in SOURCES.items() if verdict == "include"}
    for name in ("kilacoda", "vivek3141"):
        assert "without permission" in " ".join(catalog[name].evidence)


def test_origins_tell_who_wrote_the_descriptions(catalog: Catalog) -> None:
    origins = {e.name: e.fields.description_origin for e in catalog if e.fields and e.fields.description}
    assert origins == {
        "bespoke_manim": Origin.UPSTREAM_LLM,
        "dan4life_aoc2024": Origin.HUMAN,
        "edoh_manim_python": Origin.UPSTREAM_LLM,
        "manibench": Origin.HUMAN,
        "manim_codegen": Origin.UPSTREAM_LLM,
        "manimation": Origin.UPSTREAM_LLM,
        "manimbench": Origin.REVIEWED,
        "szymon_ozog": Origin.HUMAN,
        "thanks_dataset": Origin.UPSTREAM_LLM,
    }


def test_the_embedded_videos_are_never_read(catalog: Catalog) -> None:
    fields = catalog["bespoke_manim"].fields
    assert fields is not None
    assert "video" not in fields.metadata
    assert sorted(fields.metadata) == [
        "equations",
        "error",
        "key_timestamps",
        "narration",
        "subject",
        "title",
        "topic",
        "visual_elements",
        "visual_style",
    ]


def test_request_and_code_are_cut_out_of_one_text(catalog: Catalog) -> None:
    fields = catalog["manimation"].fields
    assert fields is not None
    assert fields.description == FieldSpec(
        paths=("text",), after="Here is the user's request:", before="[/INST]"
    )
    assert fields.code == FieldSpec(paths=("text",), after="[/INST]", before="</s>")


def test_both_shapes_of_a_file_in_circulation_are_known(catalog: Catalog) -> None:
    fields = catalog["edoh_manim_python"].fields
    assert fields is not None
    assert fields.description == FieldSpec(paths=("instruction", "messages[1].content"))
    assert fields.code == FieldSpec(paths=("output", "messages[2].content"))


def test_the_benchmark_s_problems_are_found_inside_its_file(catalog: Catalog) -> None:
    assert catalog["manibench"].rows_at == "problems"
