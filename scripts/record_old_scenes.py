"""Record what the scenes of tests/data/old_scenes look like with the library they were written for.

    PYTHON scripts/record_old_scenes.py [NAME...]

PYTHON is one that has manimlib 0.1.11 (``pip install --no-deps manimlib==0.1.11`` beside ``numpy<2``, scipy,
Pillow, tqdm, colour, opencv-python-headless, pydub, progressbar, pycairo and pygments); latex and dvisvgm are needed
too. Beside each scene a picture is written: frames one below the other, spread evenly over its length, the last one
included. The tests compare them with frames of the repaired scene.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from PIL import Image

NAMES = sys.argv[1:]
# The library reads the command line as it is imported.
sys.argv = sys.argv[:1]

from manimlib import constants  # noqa: E402

FOLDER = Path(__file__).parents[1] / "tests" / "data" / "old_scenes"
FRAMES, WIDTH, HEIGHT = 10, 128, 72
RATE = 15
_TEMPLATES = ("TEMPLATE_TEX_FILE_BODY", "TEMPLATE_TEXT_FILE_BODY")


def without_absent_packages(template: str) -> str:
    """The library's TeX template, without packages that are not installed here and that no scene uses."""
    for line in template.splitlines():
        package = line.partition("{")[2].partition("}")[0]
        if line.startswith("\\usepackage") and not _installed(package):
            template = template.replace(line, "")
    return template


def _installed(package: str) -> bool:
    return subprocess.run(["kpsewhich", f"{package}.sty"], capture_output=True, check=False).returncode == 0


def frames_of(path: Path) -> list[np.ndarray]:
    """Every frame of the one scene in a file, height x width x 3."""
    from manimlib.scene.scene import Scene

    names: dict[str, object] = {"__name__": "old_scene"}
    exec(compile(path.read_text(encoding="utf-8"), str(path), "exec"), names)
    wanted = "".join(part.capitalize() for part in path.stem.split("_"))
    taken: list[np.ndarray] = []
    Scene.add_frames = lambda _, *frames: taken.extend(np.array(frame)[..., :3] for frame in frames)
    scene = names[wanted](  # type: ignore[operator]
        camera_config={"pixel_width": 854, "pixel_height": 480, "frame_rate": RATE},
        file_writer_config={
            "write_to_movie": False,
            "save_last_frame": False,
            "file_name": "scene",
            "input_file_path": str(path),
            "output_directory": constants.VIDEO_DIR,
        },
    )
    scene.update_frame()
    return [*taken, np.array(scene.camera.get_pixel_array())[..., :3]]


def record(path: Path) -> None:
    """Write the frames of a scene beside it."""
    frames = frames_of(path)
    chosen = [frames[round(i)] for i in np.linspace(0, len(frames) - 1, FRAMES)]
    strip = Image.new("RGB", (WIDTH, HEIGHT * FRAMES))
    for number, pixels in enumerate(chosen):
        small = Image.fromarray(pixels).resize((WIDTH, HEIGHT), Image.Resampling.BOX)
        strip.paste(small, (0, number * HEIGHT))
    strip.quantize(64).save(path.with_suffix(".png"), optimize=True)
    print(f"{path.stem}: {len(frames)} frames, {len(frames) / RATE:.1f} s")


def main() -> None:
    """Record all scenes, or those that are named."""
    with tempfile.TemporaryDirectory() as media:
        places = {"media_dir": media, "video_dir": None, "video_output_dir": None, "tex_dir": None}
        constants.initialize_directories(places)
        constants.TEX_DIR = media
        for name in _TEMPLATES:
            setattr(constants, name, without_absent_packages(getattr(constants, name)))
        for path in sorted(FOLDER.glob("*.py")):
            if not NAMES or path.stem in NAMES:
                try:
                    record(path)
                except Exception as error:
                    print(f"{path.stem}: {type(error).__name__}: {error}")


if __name__ == "__main__":
    main()
