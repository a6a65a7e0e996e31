from __future__ import annotations

from collections.abc import Mapping

import pytest

from manimill.scenes.assets import Asset, AssetReference, references, resolve, search_folders
from manimill.scenes.files import FileAbsentError, MemoryTree


def found(code: str) -> list[tuple[str, str]]:
    return [(one.kind, one.pattern) for one in references(code)]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ('ImageMobject("a.png")', [("image", "a.png")]),
        ('mn.ImageMobject(filename_or_array="a.png")', [("image", "a.png")]),
        ('SVGMobject("icon", height=2)', [("svg", "icon")]),
        ('self.add_sound("click.wav", gain=-3)', [("sound", "click.wav")]),
        ('open("table.csv")', [("data", "table.csv")]),
        ('open("log.txt", "w")', []),
        ('json.load(open("table.json", encoding="utf-8"))', [("data", "table.json")]),
        ('np.load("points.npy")', [("data", "points.npy")]),
        ('import pandas\npandas.read_csv("t.csv")', [("data", "t.csv")]),
        ('from PIL import Image as I\nI.open("p.jpg")', [("image", "p.jpg")]),
        ('cv2.imread("p.jpg")', [("image", "p.jpg")]),
        ('Code(code_file="sort.py")', [("code", "sort.py")]),
        ('Code("sort.py")', [("code", "sort.py")]),
        ('Code(code_string="print(1)")', []),
        ('Tex("a", tex_template=TexTemplate.from_file("t.tex"))', [("tex", "t.tex")]),
        ('with register_font("f.ttf"): pass', [("font", "f.ttf")]),
        ('import trimesh\ntrimesh.load("cow.glb")', [("data", "cow.glb")]),
        ('GraphMolecule.molecule_from_file("m.mol")', [("data", "m.mol")]),
        ('Path("notes.txt").read_text()', [("data", "notes.txt")]),
        ("ImageMobject(np.uint8([[0, 255]]))", []),
        ("ImageMobject(pixels + 128)", []),
        ('ImageMobject("https://example.org/a.png")', []),
        ('store.load("a.png")', []),
        ('ImageMobject("a.png") if', []),
    ],
)
def test_each_way_to_read_a_file_is_known(code: str, expected: list[tuple[str, str]]) -> None:
    assert found(code) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ('Path("imgs") / "a.png"', ["imgs/a.png"]),
        ('os.path.join("imgs", "x", "a.png")', ["imgs/x/a.png"]),
        ('f"img_{i}.png"', ["img_*.png"]),
        ('"img_%02d.png" % i', ["img_*.png"]),
        ('"img_{}.png".format(i)', ["img_*.png"]),
        ('"imgs/" + "a" + ".png"', ["imgs/a.png"]),
        ('"a.png" if dark else "b.png"', ["a.png", "b.png"]),
        ('".\\\\imgs\\\\a.png"', ["imgs/a.png"]),
        ('os.path.join(os.path.dirname(__file__), "a.png")', ["a.png"]),
        ('Path(__file__).resolve().parents[2] / "a.png"', ["../../a.png"]),
        ('Path(__file__).parent / "a.png"', ["a.png"]),
        ('FOLDER / "a.png"', ["imgs/a.png"]),
        ('f"{self.folder}/a.png"', ["other/a.png"]),
        ('{"x": "a.png", "y": "b.png"}[key]', ["a.png", "b.png"]),
        ("unheard_of", []),
    ],
)
def test_paths_are_told_without_running_anything(path: str, expected: list[str]) -> None:
    code = f"""
FOLDER = Path("imgs")

class Example(Scene):
    folder = "other"

    def construct(self):
        self.add(ImageMobject({path}))
"""
    assert [one.pattern for one in references(code)] == expected


def test_a_loop_over_names_is_a_reference_each() -> None:
    code = """
class Example(Scene):
    def construct(self):
        for i, name in enumerate(["sun", "moon"]):
            self.add(SVGMobject(f"icons/{name}.svg"))
        stars = [ImageMobject(path) for path in ("a.png", "b.png")]
"""
    assert found(code) == [
        ("svg", "icons/moon.svg"),
        ("svg", "icons/sun.svg"),
        ("image", "a.png"),
        ("image", "b.png"),
    ]


def test_what_is_passed_to_a_function_of_the_module_is_followed() -> None:
    code = """
def icon(name, folder="icons"):
    return SVGMobject(f"{folder}/{name}")

class Example(Scene):
    def construct(self):
        self.add(icon("sun"))
"""
    assert found(code) == [("svg", "icons/sun")]


def test_a_class_based_on_a_picture_names_its_file_in_any_of_the_usual_ways() -> None:
    code = """
class Passed(SVGMobject):
    def __init__(self, **kwargs):
        super().__init__("passed.svg", **kwargs)

class Attribute(SVGMobject):
    file_name = "attribute"

class Configured(SVGMobject):
    CONFIG = {"file_name": "configured", "height": 2}

class Old(SVGMobject):
    def __init__(self):
        SVGMobject.__init__(self, file_name="old")

class Plain(Attribute):
    pass

Plain("given")
"""
    assert found(code) == [
        ("svg", "passed.svg"),
        ("svg", "attribute"),
        ("svg", "configured"),
        ("svg", "old"),
        ("svg", "given"),
    ]


def test_a_reference_says_where_it_is_made_and_by_what() -> None:
    code = '\nself.add_sound("a.wav")\nImageMobject(f"{x}/b_{x}.png")\n'
    assert references(code) == (
        AssetReference("sound", "a.wav", 2, True, "self.add_sound"),
        AssetReference("image", "*/b_*.png", 3, False, "ImageMobject"),
    )


def test_files_that_the_module_makes_itself_are_not_asked_for() -> None:
    code = 'img.save("made.png")\nImageMobject("made.png")\nopen("d.txt", "w")\nopen("d.txt")\n'
    assert found(code) == []


def test_what_is_done_only_as_a_program_is_not_asked_for() -> None:
    assert found('if __name__ == "__main__":\n    open("settings.json")\n') == []


def test_names_defined_in_terms_of_each_other_come_to_an_end() -> None:
    lines = [f"a = b + 'x{i}'\nb = a + 'y{i}'" for i in range(40)]
    assert [one for one in references("\n".join([*lines, "ImageMobject(a)"])) if one.exact] == []


@pytest.mark.parametrize(
    "code",
    [
        "\n".join(
            [
                "class A0(SVGMobject): pass",
                *(f"class A{n + 1}(A{n}): pass" for n in range(3000)),
                "A3000('a')",
            ]
        ),
        "class A(B): pass\nclass B(A): pass\nA('a')",
        "ImageMobject(" + "+".join(["'a'"] * 2000) + ")",
        "x = f" + "('a')" * 80,
        "a" + ".b" * 970 + ".add_sound(name)",
        r"ImageMobject('\ud800.png')",
        r"open('a\0b')",
    ],
)
def test_code_that_means_harm_asks_for_nothing(code: str) -> None:
    assert [one for one in references(code) if one.exact] == []


def report(
    code: str, files: Mapping[str, bytes], path: str = "2022/video/scenes.py"
) -> tuple[list[Asset], list[str]]:
    result = resolve(references(code), MemoryTree(files), search_folders(path))
    return list(result.present), [one.pattern for one in result.missing]


def test_folders_are_searched_from_the_nearest_up() -> None:
    assert search_folders("2022/video/scenes.py", "media/in") == (
        "2022/video",
        "2022/video/assets",
        "2022",
        "2022/assets",
        "",
        "assets",
        "media/in",
    )


def test_the_nearest_file_is_the_one_meant() -> None:
    files = {"a.png": b"far", "2022/video/a.png": b"near!"}
    assert report('ImageMobject("a.png")', files) == ([Asset("a.png", "2022/video/a.png", 5)], [])


def test_suffixes_are_tried_as_manim_does() -> None:
    files = {
        "assets/a.png": b"1",
        "assets/b.svg": b"22",
        "assets/raster_images/c.jpg": b"333",
        "assets/d.svg": b"",
    }
    code = 'ImageMobject("a")\nSVGMobject("b")\nImageMobject("c")\nImageMobject("d")'
    assert report(code, files) == (
        [
            Asset("a.png", "assets/a.png", 1),
            Asset("b.svg", "assets/b.svg", 2),
            Asset("c.jpg", "assets/raster_images/c.jpg", 3),
        ],
        ["d"],
    )


def test_a_pattern_fits_several_files_of_one_folder() -> None:
    files = dict.fromkeys(
        ["2022/video/i/b1.png", "2022/video/i/b2.png", "2022/video/i/c1.png", "i/b3.png"], b"x"
    )
    assert report('ImageMobject(f"i/b{n}.png")', files) == (
        [Asset("i/b1.png", "2022/video/i/b1.png", 1), Asset("i/b2.png", "2022/video/i/b2.png", 1)],
        [],
    )


def test_of_a_file_in_an_unknown_folder_the_name_decides() -> None:
    code = 'ImageMobject(ROOT / "pictures/a.png")'
    assert report(code, {"x/y/pictures/a.png": b"x"}) == (
        [Asset("pictures/a.png", "x/y/pictures/a.png", 1)],
        [],
    )
    assert report(code, {"x/y/a.png": b"x"}) == ([], ["*/pictures/a.png"])


def test_a_pattern_that_is_only_an_ending_is_never_missing() -> None:
    assert report('ImageMobject(f"{name}.png")\nImageMobject(f"{folder}/{name}.png")', {"a.txt": b""}) == (
        [],
        [],
    )


def test_paths_that_lead_out_of_the_folder_are_followed_inside_the_tree() -> None:
    code = 'ImageMobject("../../pics/a.png")\nImageMobject("/etc/b.png")\nImageMobject("../../../../c.png")'
    assert report(code, {"pics/a.png": b"x", "etc/b.png": b"", "c.png": b""}) == (
        [Asset("../../pics/a.png", "pics/a.png", 1)],
        ["/etc/b.png", "../../../../c.png"],
    )


class _WithoutContent(MemoryTree):
    def files(self) -> Mapping[str, int | None]:
        return dict.fromkeys(super().files())

    def read(self, path: str) -> bytes:
        raise FileAbsentError(f"{path} is too large for this copy")


def test_a_file_that_is_listed_and_cannot_be_read_is_missing_with_the_reason() -> None:
    tree = _WithoutContent({"a.png": b"x"})
    result = resolve(references('ImageMobject("a.png")'), tree, [""])
    assert (result.present, [one.pattern for one in result.missing]) == ((), ["a.png"])
    assert result.absent == {"a.png": "a.png is too large for this copy"}
