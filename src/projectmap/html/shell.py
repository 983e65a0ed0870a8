"""The parts of Streamlit's index page that our pages keep."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

from projectmap.markup import Html


@cache
def streamlit_head() -> Html:
    """The scripts and styles in the head of Streamlit's index page, and nothing else."""
    index = resources.files("streamlit").joinpath("static/index.html").read_text("utf-8")
    scripts = re.findall(r'<script type="module"[^>]*src="\./static/[^"]+"[^>]*></script>', index)
    links = re.findall(
        r'<link rel="(?:modulepreload|stylesheet)"[^>]*href="\./static/[^"]+"[^>]*>', index
    )
    fonts = re.findall(r'<link\s+rel="preload"\s+href="\./static/[^>]*>', index)
    if len(scripts) != 1 or not links:
        raise RuntimeError("Streamlit's index.html is not laid out as this version expects")
    return Html("\n".join([*fonts, *scripts, *links]))
