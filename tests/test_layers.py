"""Who may import whom, and who may read files: the rule of the house, and that it can fail.

``data -> query -> content -> map -> html -> export -> web -> ui | cli``; an arrow may be skipped,
never turned. The exports take from the maps what pictures and the viewer draw. The pages lie on
top of the routes: they take page names and the plain list's notices from there.
"""

from __future__ import annotations

import ast
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from each import each

ROOT = Path(__file__).resolve().parents[1]
SRC = ROOT / "src"
LEAVES = {"errors", "config", "i18n", "fonts", "markup", "memory"}
BELOW: dict[str, set[str]] = {leaf: set() for leaf in LEAVES}
"""What each part of the project may import, itself apart."""
BELOW["errors"] = {"i18n"}
BELOW["model"] = LEAVES
BELOW["data"] = BELOW["model"] | {"model"}
BELOW["query"] = BELOW["data"] | {"data"}
BELOW["store"] = BELOW["query"] | {"query"}
BELOW["content"] = BELOW["query"] | {"query"}
BELOW["map"] = BELOW["content"] | {"content"}
BELOW["html"] = BELOW["map"] | {"map"}
BELOW["viewer"] = BELOW["html"] | {"html", "export"}
BELOW["export"] = BELOW["html"] | {"html", "viewer"}
BELOW["web"] = BELOW["export"] | {"export", "viewer"}
BELOW["ui"] = BELOW["web"] | {"web"}
BELOW["editor"] = BELOW["html"] | {"html", "store"}
BELOW["cli"] = BELOW["web"] | {"store", "editor"}
BELOW["router"] = BELOW["pages"] = BELOW["dashboard"] = BELOW["ui"] | {"ui"}
BELOW["__main__"] = BELOW["cli"] | {"cli"}
BELOW[""] = set()

DATABASES = {"sqlalchemy", "alembic"}
"""Only the store knows them: the public app has no way to write."""
ONE_MODULE = {"altair": "ui.vega", "psycopg": "data.database"}
STREAMLIT = {"ui", "editor", "router", "pages", "dashboard"}
FOLIUM = {"folium", "branca"}
STREAMLIT_FOLIUM = {"map.render", "ui.map_view"}
READERS = {"read_text", "read_bytes"}
READING_FUNCTIONS = {
    "json.load", "tomllib.load", "pickle.load", "numpy.load", "np.load", "np.loadtxt",
    "pd.read_csv", "pd.read_json", "pd.read_excel", "pandas.read_csv", "geopandas.read_file",
    "gpd.read_file", "pyogrio.read_dataframe", "pyogrio.raw.read", "fiona.open", "io.open",
    "codecs.open", "os.open",
}  # fmt: skip
MAY_READ = {"data", "i18n"}
OWN_THINGS = {
    *("web.file_cache", "web.worker", "fonts"),
    *("store.backup", "store.publish", "editor.sign_in"),
}
"""Read what another process of the app hands over, the files that they have made, and settings."""
MAKE_PERSONS = {"editor.people", "store.register", "cli"}
"""Only these say who writes: people who have signed in, the first version, the command line."""
HARMLESS = (
    *("resources.files(", "importlib.resources.files(", "files("),
    *("Path(__file__).with_name(", "tempfile.TemporaryDirectory("),
)


def violations(source: str, module: str) -> list[str]:
    """What in ``source`` breaks the rule; ``module`` is its dotted name inside the project."""
    part = module.partition(".")[0]
    tree = ast.parse(source)
    found = [f"{module} imports {name}" for name in _imported(tree) if not _allowed(name, module)]
    found += [
        f"{module}:{call.lineno} makes a person"
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and ast.unparse(call.func).rpartition(".")[2] == "Person"
        and module not in MAKE_PERSONS
    ]
    if part not in MAY_READ and module not in OWN_THINGS:
        harmless = _harmless_names(tree)
        found += [
            f"{module}:{call.lineno} reads a file"
            for call in ast.walk(tree)
            if isinstance(call, ast.Call) and _reads(call, harmless)
        ]
    return found


def _allowed(name: str, module: str) -> bool:
    top, _, rest = name.partition(".")
    part = module.partition(".")[0]
    if top == "projectmap":
        other = rest.partition(".")[0]
        version = other in {"", "__version__"} and part not in LEAVES
        return version or other == part or other in BELOW[part]
    if top == "streamlit":
        return part in STREAMLIT
    if top in DATABASES:
        return part == "store"
    if top in ONE_MODULE:
        return module == ONE_MODULE[top]
    if top in FOLIUM:
        return module == "map.render"
    return top != "streamlit_folium" or module in STREAMLIT_FOLIUM


def _imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level:
            # Relative imports would hide where a name comes from; the project has none.
            yield "projectmap.<relative import>"
        elif isinstance(node, ast.ImportFrom) and node.module == "projectmap":
            yield from (f"projectmap.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def _reads(call: ast.Call, harmless: set[str]) -> bool:
    func = call.func
    if isinstance(func, ast.Name):
        return func.id == "open" and not _writes(call, 1)
    if not isinstance(func, ast.Attribute) or _harmless(func.value, harmless):
        return False
    if ast.unparse(func) in READING_FUNCTIONS:
        return True
    return func.attr in READERS or (func.attr == "open" and not _writes(call, 0))


def _writes(call: ast.Call, place: int) -> bool:
    modes = [keyword.value for keyword in call.keywords if keyword.arg == "mode"]
    modes += call.args[place : place + 1]
    return any(
        isinstance(mode, ast.Constant)
        and isinstance(mode.value, str)
        and mode.value[:1] in {"w", "x", "a"}
        and "+" not in mode.value
        for mode in modes
    )


def _harmless(node: ast.expr, names: set[str]) -> bool:
    """Whether a path starts at a packaged asset or a temporary folder of the module's own."""
    if ast.unparse(node).startswith(HARMLESS):
        return True
    match node:
        case ast.Name(name):
            return name in names
        case (
            ast.Call(ast.Name("Path"), [start])
            | ast.BinOp(start)
            | ast.Call(ast.Attribute(start))
            | ast.Call(ast.Name() as start)
        ):
            return _harmless(start, names)
    return False


def _harmless_names(tree: ast.AST) -> set[str]:
    # A Traversable is what importlib.resources gives.
    names = {
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
        and node.returns is not None
        and ast.unparse(node.returns) == "Traversable"
    }
    bound: list[tuple[ast.expr, ast.expr]] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            bound += [(target, node.value) for target in node.targets]
        elif isinstance(node, ast.AnnAssign) and node.value is not None:
            bound.append((node.target, node.value))
        elif isinstance(node, ast.withitem) and node.optional_vars is not None:
            bound.append((node.optional_vars, node.context_expr))
    before: set[str] | None = None
    while before != names:
        before = set(names)
        names |= {
            target.id
            for target, value in bound
            if isinstance(target, ast.Name) and _harmless(value, names)
        }
    # A name that is bound to something else as well is not to be trusted.
    return names - {
        target.id
        for target, value in bound
        if isinstance(target, ast.Name) and not _harmless(value, names)
    }


def modules() -> list[tuple[Path, str]]:
    inside = [
        (path, ".".join(path.relative_to(SRC / "projectmap").with_suffix("").parts))
        for path in sorted((SRC / "projectmap").rglob("*.py"))
    ]
    own = [(path, name.removesuffix(".__init__").removesuffix("__init__")) for path, name in inside]
    pages = [(path, f"pages.{path.stem}") for path in sorted((ROOT / "pages").glob("*.py"))]
    return [*own, *pages, (ROOT / "dashboard.py", "dashboard")]


@each(modules())
def test_every_module_keeps_the_rule(path: Path, name: str) -> None:
    assert violations(path.read_text("utf-8"), name) == []


def test_every_part_of_the_project_has_its_place() -> None:
    assert {name.partition(".")[0] for _, name in modules()} <= set(BELOW)


BAD = {
    "a leaf imports the model": ("from projectmap.model.codes import Kind", "errors"),
    "a leaf imports the package": ("import projectmap", "config"),
    "a leaf imports another leaf": ("from projectmap.errors import Problem", "i18n"),
    "model imports data": ("from projectmap.data import load", "model.records"),
    "data imports query": ("from projectmap import query", "data.check"),
    "data imports query by its name": ("import projectmap.query.view", "data.check"),
    "query imports map": ("from projectmap.map.layers import scene", "query.select"),
    "query imports content": ("from projectmap.content import nodes", "query.select"),
    "content imports html": ("from projectmap.html import records", "content.records"),
    "content imports map": ("from projectmap.map.layers import scene", "content.status"),
    "html imports export": ("from projectmap.export import charts", "html.common"),
    "map imports export": ("from projectmap.export import formats", "map.layers"),
    "export imports web": ("from projectmap.web import routes", "export.registry"),
    "web imports ui": ("from projectmap.ui import state", "web.routes"),
    "web imports the store": ("from projectmap.store import open_store", "web.routes"),
    "ui imports the store": ("from projectmap import store", "ui.frame"),
    "web imports the editor": ("from projectmap.editor import page", "web.routes"),
    "ui imports the editor": ("import projectmap.editor", "ui.frame"),
    "a page imports the editor": ("from projectmap.editor import form", "pages.map"),
    "editor imports web": ("from projectmap.web import routes", "editor.page"),
    "store imports the editor": ("from projectmap.editor import page", "store.publish"),
    "a person who was not asked": ("Person('s', 'n', role)", "editor.form"),
    "such a one by another name": ("from projectmap import store\nstore.Person()", "editor.form"),
    "a database in the editor": ("import sqlalchemy", "editor.page"),
    "store imports content": ("from projectmap.content import nodes", "store.publish"),
    "PostgreSQL beside its reader": ("import psycopg", "data.store"),
    "a database in the public app": ("import sqlalchemy as sa", "web.routes"),
    "cli imports ui": ("from projectmap.ui import state", "cli"),
    "import inside a function": ("def f():\n from projectmap.ui import state", "query.view"),
    "relative import": ("from ..ui import state", "web.routes"),
    "streamlit in query": ("import streamlit as st", "query.select"),
    "streamlit in web": ("from streamlit.runtime import get_instance", "web.routes"),
    "altair in content": ("import altair as alt", "content.charts"),
    "folium in ui": ("import folium", "ui.map_view"),
    "folium beside the renderer": ("from folium import Map", "map.layers"),
    "branca in export": ("import branca.element", "export.registry"),
    "streamlit-folium in a page": ("from streamlit_folium import st_folium", "pages.map"),
    "open": ("open('x')", "query.view"),
    "open to read and write": ("open('x', 'w+')", "export.registry"),
    "open by a name": ("def f(path, mode): open(path, mode)", "export.registry"),
    "Path.open": ("from pathlib import Path\nPath('x').open('rb')", "web.routes"),
    "read_text": ("path.read_text()", "ui.frame"),
    "read_bytes": ("def f(path): return path.read_bytes()", "map.layers"),
    "json.load": ("import json\njson.load(file)", "web.routes"),
    "pandas": ("import pandas as pd\npd.read_csv('x')", "export.registry"),
    "geopandas": ("import geopandas\ngeopandas.read_file('x')", "map.layers"),
    "the data folder by way of the module": (
        "from pathlib import Path\n(Path(__file__).parents[3] / 'geodata/x').read_text()",
        "ui.frame",
    ),
    "a name that is an asset only sometimes": (
        "p = resources.files('projectmap')\np = Path('x')\np.read_text()",
        "web.assets",
    ),
}
GOOD = {
    "leaf": ("import os\nfrom babel.core import Locale", "i18n"),
    "model": ("from projectmap.errors import Problem\nfrom projectmap.model import codes",
              "model.labels"),
    "down the line": ("from projectmap.data.store import Store", "web.routes"),
    "version": ("from projectmap import __version__", "export.registry"),
    "streamlit in ui": ("import streamlit as st\nimport streamlit.runtime", "ui.state"),
    "editor": ("import streamlit as st\nfrom projectmap.store import Edit", "editor.records"),
    "page": ("import streamlit as st\nfrom projectmap.ui import frame", "pages.map"),
    "renderer": ("import folium\nfrom branca.element import MacroElement", "map.render"),
    "map view": ("from streamlit_folium import st_folium", "ui.map_view"),
    "data reads": ("path.read_bytes()\nopen('x')", "data.read"),
    "catalogues": ("path.open('rb')", "i18n"),
    "writing": ("open('x', 'w')\npath.open(mode='xb')\npath.write_text('x')", "cli"),
    "asset": ("resources.files('projectmap').joinpath('x').read_text()", "web.assets"),
    "asset by a name": ("p = resources.files('projectmap') / 'x'\np.read_bytes()", "web.assets"),
    "asset by a function": (
        "def f() -> Traversable: ...\nf().read_bytes()",
        "web.assets",
    ),
    "asset beside the module": ("Path(__file__).with_name('x.css').read_text()", "ui.frame"),
    "temporary file": (
        "with tempfile.TemporaryDirectory() as t:\n p = Path(t) / 'x'\n p.read_bytes()",
        "export.geo_files",
    ),
    "json.loads": ("json.loads('1')", "web.routes"),
}  # fmt: skip


@each(BAD.values())
def test_the_rule_refuses(source: str, module: str) -> None:
    assert len(violations(source, module)) == 1


@pytest.mark.parametrize(("source", "module"), GOOD.values(), ids=GOOD)
def test_the_rule_allows(source: str, module: str) -> None:
    assert violations(source, module) == []


@pytest.mark.parametrize("host", ["example.org", "192.0.2.1", "2001:db8::1", "10.0.0.1"])
def test_tests_reach_no_other_machine(host: str) -> None:
    with pytest.raises(OSError, match="not on this machine"):
        socket.create_connection((host, 80), timeout=1)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as other, pytest.raises(OSError, match="not on this machine"):
        other.connect((host, 80))


def test_tests_reach_this_machine() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = server.getsockname()
        with socket.create_connection(address, timeout=5) as here:
            assert here.getpeername() == address
