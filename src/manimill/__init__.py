"""manimill: a dataset of executed Manim scenes, built from scattered code."""
