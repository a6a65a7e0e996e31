from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from manimill.render import RenderJob, RenderSettings
from manimill.render.sandbox import Bubblewrap
from manimill.render.tex import TexStore
from manimill.render.worker import Worker

DOCUMENT = r"\documentclass[preview]{standalone}\begin{document}%s\end{document}"


def stored(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_a_document_is_typeset_once(tmp_path: Path) -> None:
    store = TexStore(tmp_path, Bubblewrap.for_interpreter())
    first = store.svg(DOCUMENT % "one")
    assert first is not None
    assert first.startswith("<?xml")
    (path,) = tmp_path.rglob("*.svg")
    path.write_text("<svg>from the store</svg>\n")
    assert store.svg(DOCUMENT % "one") == "<svg>from the store</svg>\n"


def test_a_stored_picture_that_lost_its_end_is_typeset_again(tmp_path: Path) -> None:
    store = TexStore(tmp_path, Bubblewrap.for_interpreter())
    first = store.svg(DOCUMENT % "one")
    (path,) = tmp_path.rglob("*.svg")
    path.write_text(path.read_text()[:100])
    assert store.svg(DOCUMENT % "one") == first
    assert path.read_text() == first


def test_what_tex_complains_about_is_not_stored(tmp_path: Path) -> None:
    store = TexStore(tmp_path, Bubblewrap.for_interpreter())
    assert store.svg(DOCUMENT % r"\nonsense") is None
    assert stored(tmp_path) == []


def test_tex_runs_where_no_file_of_the_machine_is(tmp_path: Path) -> None:
    (tmp_path / "secret.tex").write_text("private")
    store = TexStore(tmp_path / "store", Bubblewrap.for_interpreter())
    assert store.svg(DOCUMENT % rf"\input{{{tmp_path}/secret.tex}}") is None


def test_a_scene_cannot_change_what_another_scene_gets(
    scene: Callable[..., RenderJob], tmp_path: Path
) -> None:
    spoil = scene(
        "import os",
        "os.makedirs('/home/scene/texmf/tex/latex', exist_ok=True)",
        "open('/home/scene/texmf/tex/latex/amsmath.sty', 'w').write('spoilt')",
        "MathTex('y')",
        "from pathlib import Path",
        "for svg in Path('media/Tex').glob('*.svg'): svg.write_text('<svg/>')",
        "self.add(Dot())",
    )
    look = scene("raise ValueError(len(MathTex('y').family_members_with_points()))")
    with Worker(RenderSettings(), tmp_path / "shared") as worker:
        assert worker.render(spoil).ok
        assert worker.render(look).error == "ValueError: 1"
    with Worker(RenderSettings(), tmp_path / "fresh") as worker:
        assert worker.render(look).error == "ValueError: 1"


def test_the_store_changes_no_verdict(scene: Callable[..., RenderJob], tmp_path: Path) -> None:
    job = scene("raise ValueError(MathTex('a', '+', 'b').get_center().tolist(), DecimalNumber(1.5).width)")
    with Worker(RenderSettings(), tmp_path) as worker:
        first, second = worker.render(job), worker.render(job)
    assert first.error == second.error
    assert len(stored(tmp_path)) > 0
