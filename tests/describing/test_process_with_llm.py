"""Any callable as a model: samples are described by it, and builds go on with what it said."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import polars as pl
import pytest
from tests.describe.deriving import description
from tests.describe.llm_server import LlmServer
from tests.describe.made_scenes import made_scene
from tests.describing.comparing import digests
from tests.describing.conftest import Here, asking

import manimill
from manimill import (
    BuildResult,
    DatasetRegistry,
    Describe,
    Extraction,
    InputError,
    Origin,
    Recipe,
    Request,
    Sample,
    build,
)

pytestmark = pytest.mark.usefixtures("own_cache")


class Scenes:
    """Five scenes, of which a person described the third."""

    def extract(self) -> list[Sample]:
        return [
            Sample.create(
                "mine",
                made_scene(n),
                key=f"scene-{n}",
                scene=f"Scene{n}",
                description="Please draw the third one as I told you." if n == 2 else None,
                description_origin=Origin.HUMAN if n == 2 else Origin.NONE,
            )
            for n in range(5)
        ]


@pytest.fixture
def registry() -> DatasetRegistry:
    made = DatasetRegistry.from_catalog()
    made.register("mine", Scenes())
    return made


class Model:
    """Describes the scene in a request, and remembers what it was asked; ``fails`` names scenes it breaks on."""

    def __init__(self, fails: str = "") -> None:
        self.asked: list[Request] = []
        self.threads: set[int] = set()
        self._fails = fails

    def __call__(self, request: Request) -> str:
        if self._fails and f"class {self._fails}(" in request.prompt:
            raise ZeroDivisionError("the model broke")
        self.asked.append(request)
        self.threads.add(threading.get_ident())
        return json.dumps({"description": description(request.prompt)})


DETAILED = Describe(styles=("detailed",))


def test_samples_come_back_in_order_with_what_the_model_wrote(registry: DatasetRegistry) -> None:
    model = Model()
    samples = registry.extract_all(["mine"])
    described = registry.process_with_llm(samples, model, model="mine-1", settings=DETAILED)
    assert isinstance(described, Extraction)
    assert [s.id for s in described] == [s.id for s in samples]
    assert len(model.asked) == 4
    assert len(model.threads) == 1  # it need not bear several
    for before, after in zip(samples, described, strict=True):
        if before.description_origin is Origin.HUMAN:
            assert after == before
            continue
        assert (after.description_origin, after.code) == (Origin.GENERATED, before.code)
        assert after.generation is not None
        assert (after.generation.model, after.generation.prompt) == ("mine-1", "detailed 1")
    request = model.asked[0]
    assert request.model == "mine-1"
    assert request.prompt.startswith(request.system)
    assert request.messages[0].role == "user"
    assert "class Scene" in request.messages[0].text


def test_a_second_time_it_is_not_called(registry: DatasetRegistry) -> None:
    samples = list(registry.extract_all(["mine"]))
    first = registry.process_with_llm(samples, Model(), model="mine-1", settings=DETAILED)
    model = Model(fails="Scene0")
    second = registry.process_with_llm(samples, model, model="mine-1", settings=DETAILED)
    assert model.asked == []
    assert second == first


def test_the_function_has_a_name_of_its_own(registry: DatasetRegistry) -> None:
    asked: list[Request] = []

    def clever(request: Request) -> str:
        asked.append(request)
        return json.dumps({"description": description(request.prompt)})

    described = registry.process_with_llm(registry.extract_all(["mine"]), clever, settings=DETAILED)
    (name,) = {s.generation.model for s in described if s.generation is not None}
    assert name.endswith("test_the_function_has_a_name_of_its_own.<locals>.clever")
    assert len(asked) == 4


def test_a_function_that_takes_several_at_a_time(registry: DatasetRegistry) -> None:
    sizes: list[int] = []

    def several(requests: list[Request]) -> list[str]:
        sizes.append(len(requests))
        return [json.dumps({"description": description(r.prompt)}) for r in requests]

    samples = registry.extract_all(["mine"])
    described = registry.process_with_llm(samples, several, settings=DETAILED, batch_size=3)
    assert sizes == [3, 1]
    assert sum(s.description_origin is Origin.GENERATED for s in described) == 4
    registry.process_with_llm(samples, several, settings=DETAILED, batch_size=3)
    assert sizes == [3, 1]


def test_what_came_before_it_broke_is_kept(registry: DatasetRegistry) -> None:
    samples = registry.extract_all(["mine"])
    last = [s.scene for s in samples if s.description is None][-1]
    broken = Model(fails=str(last))
    with pytest.raises(ZeroDivisionError, match="the model broke"):
        registry.process_with_llm(samples, broken, model="mine-1", settings=DETAILED)
    assert len(broken.asked) == 3
    whole = Model()
    described = registry.process_with_llm(samples, whole, model="mine-1", settings=DETAILED)
    assert len(whole.asked) == 1
    assert sum(s.description_origin is Origin.GENERATED for s in described) == 4


def test_batches_that_break_are_made_again(registry: DatasetRegistry) -> None:
    calls: list[int] = []

    def several(requests: list[Request]) -> list[str]:
        calls.append(len(requests))
        if len(calls) == 2:
            raise ZeroDivisionError("the card broke")
        return [json.dumps({"description": description(r.prompt)}) for r in requests]

    samples = registry.extract_all(["mine"])
    given = {"model": "mine-1", "settings": DETAILED, "batch_size": 2}
    with pytest.raises(ZeroDivisionError, match="the card broke"):
        registry.process_with_llm(samples, several, **given)  # type: ignore[arg-type]
    registry.process_with_llm(samples, several, **given)  # type: ignore[arg-type]
    assert calls == [2, 2, 2]


def test_something_else_than_text_is_told(registry: DatasetRegistry) -> None:
    samples = registry.extract_all(["mine"])

    def wrong(request: Request) -> str:
        return {"description": "text"}  # type: ignore[return-value]

    def short(requests: list[Request]) -> list[str]:
        return ["text"]

    with pytest.raises(InputError, match=r"^The function .*wrong returned dict; it must return the model's"):
        registry.process_with_llm(samples, wrong)
    with pytest.raises(InputError, match=r"^The function .*short returned 1 answers for 4 requests; "):
        registry.process_with_llm(samples, short, batch_size=10)


def test_settings_say_styles_and_whose_words_are_replaced(registry: DatasetRegistry) -> None:
    settings = Describe(styles=("teaching",), replace=("human",), attempts=1, concurrency=3)
    samples = registry.extract_all(["mine"])
    model = Model()
    registry.process_with_llm(samples, model, model="mine-1", settings=settings)
    assert len(model.asked) == 1
    assert "class Scene2(" in model.asked[0].prompt


def test_what_a_person_wrote_is_kept_beside(registry: DatasetRegistry, tmp_path: Path) -> None:
    settings = Describe(styles=("detailed",), replace=("human",))
    said = "Please draw the third one as I told you."
    samples = registry.extract_all(["mine"])
    described = registry.process_with_llm(samples, Model(), model="mine-1", settings=settings)
    (sample,) = [s for s in described if s.generation is not None]
    assert sample.replaced is not None
    assert (sample.replaced.text, sample.replaced.origin) == (said, Origin.HUMAN)
    recipe = Recipe.model_validate({"sources": ["mine"], "render": {"enabled": False}})
    result = build(recipe, registry=registry, out=tmp_path / "out")
    row = pl.concat([result.train, result.test]).filter(pl.col("id") == sample.id).row(0, named=True)
    assert (row["original_description"], row["original_description_origin"]) == (said, "human")
    assert row["description"] == sample.description


def test_an_answer_that_passes_no_check_leaves_the_sample_as_it_was(registry: DatasetRegistry) -> None:
    samples = registry.extract_all(["mine"])
    described = registry.process_with_llm(samples, lambda request: "Sorry.", model="mine-1")
    assert list(described) == list(samples)


def test_a_build_goes_on_with_what_the_model_wrote(
    registry: DatasetRegistry, tmp_path: Path, server: LlmServer, here: Here
) -> None:
    samples = registry.extract_all(["mine"])
    described = registry.process_with_llm(samples, Model(), model="mine-1", settings=DETAILED)
    recipe = Recipe.model_validate({"sources": ["mine"], "render": {"enabled": False}})
    result = build(recipe, registry=registry, out=tmp_path / "out")
    rows = pl.concat([result.train, result.test]).filter(pl.col("description_origin") == "generated")
    texts = {s.id: s.description for s in described}
    assert rows.height == 4
    assert set(rows["description_generated_by"]) == {"mine-1"}
    assert set(rows["description_prompt"]) == {"detailed 1"}
    assert rows["description_date"].null_count() == 0
    assert not rows["needs_description_update"].any()
    assert dict(rows.select("id", "description").iter_rows()) == {s: texts[s] for s in rows["id"]}
    assert result.statistics["descriptions_by_model"] == {"mine-1": {"detailed 1": 4}}
    # Described afterwards: what a model wrote is not to be replaced, and is not lost.
    before, described_by = digests(result.folder), result.tables["description"]
    options = (*asking(server), "--replace", "derived,none,upstream_llm")
    done = here("describe", result.folder, *options, "--json")
    assert (done.status, json.loads(done.out)["samples"]) == (0, 0), done.err
    assert server.calls == []
    after = digests(result.folder)
    # Only whom one would ask stands in it now.
    assert {name for name in before if before[name] != after[name]} == {"build.json"}
    assert BuildResult.load(result.folder).tables["description"].equals(described_by)


def test_what_users_of_it_need_is_public() -> None:
    for name in ("Describe", "Generation", "Image", "Message", "Request"):
        assert name in manimill.__all__
        assert getattr(manimill, name).__doc__
