"""Words and shapes of text that the gates on descriptions know."""

from __future__ import annotations

import re

from manimill.code.names import names

# -- what stands where a description should ---------------------------------------------------------------

PLACEHOLDERS = names(
    "todo tbd fixme xxx n/a na none null nil nan undefined unknown untitled empty missing blank test testing asdf foo",
    "bar description prompt instruction input output request caption title text placeholder example sample demo hello",
    "code wip",
) | {
    "a description",
    "no description",
    "no description available",
    "no description provided",
    "description here",
    "your description here",
    "add description",
    "add description here",
    "insert description here",
    "insert prompt here",
    "user request",
    "not available",
    "not applicable",
    "to be done",
    "to be determined",
    "coming soon",
    "work in progress",
}
"""Whole descriptions, in normal form."""

NUMBERED = re.compile(
    r"(?:my |the |new |untitled )?"
    r"(?:scene|video|animation|example|sample|row|test|clip|part|chapter|episode|lesson|exercise|question|problem"
    r"|figure|day|untitled)(?:[ _#-]*(?:no\.? ?)?\d+)?"
)
FILE_NAME = re.compile(
    r"(?:[\w.~-]+[\\/])*[\w.() -]{1,60}\.(?:py|pyi|ipynb|mp4|mov|avi|mkv|webm|gif|png|jpe?g|svg|txt|md|rst|json"
    r"|jsonl|csv|tex|ya?ml|toml|cfg|zip|mp3|wav)"
)
IDENTIFIER = re.compile(
    r"[a-z]+(?:_[a-z0-9]+)+_?|(?:[A-Z][a-z0-9]+){2,}[A-Z]?|_*[A-Z][A-Za-z]*\d+|[a-z]+(?:[A-Z][a-z0-9]+)+"
)
COMMAND = re.compile(
    r"(?:\$ |> )?(?:python3? -m )?(?:manim|manimgl|python3?|pip3?|uv|poetry)(?: render)? \S*[-.].*"
)
ADDRESS = re.compile(r"(?:https?://|www\.)\S+")

# -- what any request says -----------------------------------------------------------------------------------

GENERIC = names(
    "a an the this that these those some any one it its of to in on for with by from as at and or so be is are was",
    "will would could should can may might must do does did has have i i'd i'm i'll we you your me my us our they",
    "them their that's please kindly help want wants wanted need needs like let's lets give get provide use uses used",
    "using make makes making made create creates creating created creation generate generates generating generated",
    "build building write writes writing written produce produces producing produced render renders rendering show",
    "shows showing shown display displays displaying draw design develop implement demonstrate demonstrates",
    "demonstrating illustrate illustrates illustrating visualize visualizes visualizing visualise visualising",
    "visualization visualizations visualisation present presents explain explains explaining describe describes",
    "describing animation animations animate animated animating video videos clip movie film scene scenes manim",
    "manimce manimgl ce community edition python py code codes script scripts program class module library framework",
    "tool software engine example examples sample demo simple basic short long small new nice beautiful cool good",
    "great amazing interesting clear complete full working proper correct accurate educational mathematical math maths",
    "mathematics concept concepts topic topics idea ideas thing things something anything stuff content different",
    "various several multiple based how what which where when there here following called named name user users",
    "request requested requests task about all also just only very more via through into step steps process high",
    "quality visual visually visuals graphics graphic object objects element elements",
)
"""Words that any request for an animation may hold, so that they tell none from another."""

# -- other tools -----------------------------------------------------------------------------------------------

OTHER_MANIM = names(
    "manimgl manimlib manimcairo textmobject texmobject oldtex oldtextext showcreation textext",
)
"""Names that only other Manims have."""

OTHER_TOOLS = names(
    "matplotlib pygame plotly seaborn bokeh vpython pyglet pycairo turtle tkinter kivy mayavi moviepy blender geogebra",
    "desmos mathematica matlab tikz pgfplots godot javascript webgl opengl glsl shadertoy remotion lottie powerpoint",
    "gnuplot ggplot altair",
)
"""Tools that draw."""

SPELT_MANIM = (
    "3b1b's manim",
    "3blue1brown's manim",
    "3b1b manim",
    "manim by 3b1b",
    "manim-gl",
    "manim gl",
    "manim_gl",
)
SPELT_TOOLS = ("p5.js", "three.js", "d3.js", "after effects", "motion canvas")
"""Names of more than one word or with marks in them."""

_BETWEEN = r"(?:the |a |an |some |plain |pure |python'?s? |python |library |package )*"
AS_A_TOOL = (
    r"(?:\b(?:using|uses?|via|through|import|importing|with the help of|powered by"
    r"|(?:written|coded|implemented|code|script|made|created?|animated?|drawn?|plot|plotted|render|rendered|generated?"
    r"|animation|video|scene|visualization) (?:with|in))"
    rf"\s+{_BETWEEN}NAME(?!\S*[ -](?:styles?|styled|colou?rs?|colou?rmaps?|palettes?|logos?|like)\b)"
    rf"|\b(?:with|in)\s+{_BETWEEN}NAME(?=\s*(?:$|[.,;!?]))"
    r"|\bNAME(?:'s)?\s+(?:code|script|program|library|module|animation|sketch|api|package|graphics))"
)
"""Where a name stands as what the animation is to be made with; ``NAME`` is to be put in."""

NOT_THAT = (
    r"(?:\b(?:not|no|without|instead of|rather than|from|avoid|unlike|than|never)\s+(?:use |using |the )?NAME"
    r"|\b(?:like|as in|as with|styles?|similar|resembl\w+|compar\w+|logos?)\b[^.]{0,60}\bNAME)"
)
"""Where a name is told as what is not to be used, or as what something looks like."""

# -- what conversion or a chat left -----------------------------------------------------------------------------

MARKUP_LEFT = re.compile(
    r"_x000d_|\[/?inst\]|(?:^|\s)</s>|<\|[a-z_]+\|>|<<sys>>|\ufffd|â€[™œ\u009d\u0093\u0094]|Ã[©¨¼¶¤±§]|Â\s"
    r"|</?(?:p|br|div|li|ul|h[1-6]|table|td|tr|pre)\s*/?>|&(?:nbsp|lt|gt|amp|quot|#\d+);"
    r"|^#{2,} ?(?:instruction|input|response|output|human|assistant)\b|^(?:user|human|assistant|system):"
    r"|\bas an ai (?:language )?model\b|^(?:sure|certainly|of course|absolutely)[,!.] (?:here|i|let)\b"
    r"|[\x00-\x08\x0b\x0c\x0e-\x1f]",
    re.IGNORECASE | re.MULTILINE,
)
HINTS_OF_MARKUP = ("_x000", "INST]", "<", "&", "##", "\ufffd", "â€", "Ã", "Â")
HINTS_OF_A_CHAT = names("user human assistant system ai sure certainly course absolutely")
"""Marks in the text, and words, without which `MARKUP_LEFT` finds nothing but control characters."""

# -- what a description needs and does not have --------------------------------------------------------------------

MISSING_CONTEXT = re.compile(
    r"\b(?:the|this|that|my|these)\s"
    r"(?:above|attached|provided|given|existing|previous|preceding|uploaded|enclosed|linked)\s"
    r"(?:python |manim |source )?(?:code|script|files?|snippet|screenshot|attachment|document|pdf|conversation|answer"
    r"|response|question|prompt|message|notebook|repository)\b"
    r"|\b(?:code|script|snippet|screenshot|image|picture|file|document)\s(?:given |shown |provided |attached )?"
    r"(?:above\b(?! the)|i (?:attached|uploaded|sent|provided|pasted))"
    r"|\b(?:attached|uploaded|enclosed)\s(?:image|picture|figure|diagram|photo|video|screenshot)\b"
    r"|\bas (?:i|we) (?:said|discussed|mentioned) (?:before|earlier|above)\b"
    r"|\bin (?:our|the) (?:last|previous) (?:conversation|message)\b"
    r"|\b(?:fix|debug|correct|refactor|complete|finish|modify|improve)\s(?:this|my|the following)\s(?:python |manim )?"
    r"(?:code|script|snippet|error|bug|program)\b"
)
HINTS_OF_CONTEXT = names(
    "code script file files snippet screenshot attachment document pdf conversation answer response question prompt",
    "message notebook repository image picture figure diagram photo video discussed mentioned said error bug program",
)
"""Words without which `MISSING_CONTEXT` finds nothing."""

# -- what is the answer and not the question ----------------------------------------------------------------------

HINTS_OF_CODE = ("import", "self.", "def ", "class ", "= ", "```")
CODE_MARKS = re.compile(
    r"\bfrom\s+manim\w*(?:\.\w+)*\s+import\b|^[ \t]*import\s+\w+|\bclass\s+\w+\s*\(\s*\w*Scene\s*\)"
    r"|\bdef\s+\w+\s*\([^)\n]{0,200}\)\s*:|\bself\.(?:play|add|wait|remove|camera)\b|^[ \t]*\w+\s*=\s*[A-Z]\w+\("
    r"|^[ \t]*```\s*py",
    re.MULTILINE,
)
