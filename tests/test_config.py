"""Settings: what each may say, and that a wrong one is refused under its own name."""

from __future__ import annotations

from pathlib import Path

import pytest
from each import each

from projectmap.config import ROOT, Settings, settings

NONE_SET = Settings(
    geodata=ROOT / "geodata", contact=None, address=None, embed_sites=(), hosts=(),
    trusted_proxies=("127.0.0.0/8", "::1"), store=None, sign_in=None, snapshots=ROOT / "snapshots",
)  # fmt: skip


@pytest.mark.parametrize(
    ("environ", "wanted"),
    [
        ({}, {}),
        ({"PROJECTMAP_GEODATA": "/srv/data"}, {"geodata": Path("/srv/data")}),
        ({"PROJECTMAP_GEODATA": "postgresql://a@b/c"}, {"geodata": "postgresql://a@b/c"}),
        ({"PROJECTMAP_SNAPSHOTS": "/srv/snapshots"}, {"snapshots": Path("/srv/snapshots")}),
        ({"PROJECTMAP_STORE": "/srv/register.sqlite3"}, {"store": "/srv/register.sqlite3"}),
        ({"PROJECTMAP_SIGN_IN": "/etc/in.toml"}, {"sign_in": Path("/etc/in.toml")}),
        ({"PROJECTMAP_CONTACT": "office@example.org"}, {"contact": "office@example.org"}),
        *(
            ({"PROJECTMAP_ADDRESS": text}, {"address": address, "hosts": (host,)})
            for text, address, host in (
                ("https://example.org", "https://example.org/", "example.org"),
                (" https://Example.org/ ", "https://Example.org/", "example.org"),
                ("http://example.org:8501/map", "http://example.org:8501/map/", "example.org"),
                ("https://мапа.укр/", "https://мапа.укр/", "xn--80aa8an.xn--j1amh"),
                ("http://[2001:DB8::1]:80/", "http://[2001:DB8::1]:80/", "2001:db8::1"),
            )
        ),
        *(
            ({"PROJECTMAP_EMBED_SITES": text}, {"embed_sites": tuple(text.split())})
            for text in (" https://a.example  http://b.example:80\n", "https://*.example.org", "*")
        ),
        (
            {"PROJECTMAP_HOSTS": "Map.example.org *.example.net [2001:db8::1]"},
            {"hosts": ("map.example.org", "*.example.net", "2001:db8::1")},
        ),
        (
            {"PROJECTMAP_TRUSTED_PROXIES": "10.0.0.0/8 2001:db8::1"},
            {"trusted_proxies": ("10.0.0.0/8", "2001:db8::1")},
        ),
        *(
            ({name: ""}, {})
            for name in (
                *("PROJECTMAP_GEODATA", "PROJECTMAP_CONTACT", "PROJECTMAP_ADDRESS"),
                *("PROJECTMAP_EMBED_SITES", "PROJECTMAP_STORE", "PROJECTMAP_SNAPSHOTS"),
            )
        ),
    ],
)
def test_what_is_set(environ: dict[str, str], wanted: dict[str, object]) -> None:
    found = settings(environ)
    assert {name: getattr(found, name) for name in wanted} == wanted
    kept = set(Settings.__slots__) - set(wanted)
    assert {name: getattr(found, name) for name in kept} == {
        name: getattr(NONE_SET, name) for name in kept
    }


NO_ADDRESS = {
    "no scheme": "example.org",
    "another scheme": "ftp://example.org/",
    "a scheme that runs": "javascript:alert(1)",
    "no host": "https://",
    "a blank": "https://example.org/a b",
    "a line end": "https://example.org/\nSet-Cookie: x=1",
    "a return": "https://example.org\r\nX: y",
    "a quote": 'https://example.org/"onload="x',
    "a single quote": "https://example.org/'x",
    "a tag": "https://example.org/<script>",
    "a backslash": "https://example.org\\@example.net/",
    "a query": "https://example.org/?sector=water",
    "a place": "https://example.org/#map",
    "a control character": "https://example.org/\x1b[31m",
    "turned around": "https://gro.\u202eelpmaxe/",
    "half an IPv6 address": "https://[::1",
    "no IPv6 address": "https://[zz]/",
    "a name in brackets": "https://[example.org]/",
    "a port in words": "https://example.org:http/",
    "a port beyond all": "https://example.org:65536/",
    "port 0": "https://example.org:0/",
    "half a port": "https://example.org:/",
    "a user": "https://user:word@example.org/",
    "an empty label": "https://a..example.org/",
    "a label that no name has": f"https://{'x' * 64}.example.org/",
    "only a dot": "https://./",
    "a blank that nobody sees": "https://exam\u200bple.org/",
}


@each(NO_ADDRESS.values())
def test_a_wrong_address_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="PROJECTMAP_ADDRESS") as stated:
        settings({"PROJECTMAP_ADDRESS": text})
    # Messages go to a log: on one line, with what nobody sees written out.
    assert str(stated.value).isprintable()


NO_SITE = {
    "no scheme": "example.org",
    "another scheme": "data://x",
    "a path": "https://example.org/",
    "another directive": "https://example.org;script-src",
    "a further directive": "https://example.org; script-src *",
    "a list as others write it": "https://a.example,https://b.example",
    "a quote": "'self'",
    "a double quote": 'https://example.org"',
    "no host": "https://",
    "a star within": "https://example.*",
    "a star that is no part": "https://*example.org",
    "a port in words": "https://example.org:http",
    "digits that a header cannot carry": "https://example.org:٨٠٨٠",
    "letters that a header cannot carry": "https://мапа.укр",
    "a control character": "https://exa\x00mple.org",
    "a good one first": "https://example.org none",
    "a header": "https://example.org\r\nX-Frame-Options: ALLOWALL",
}


@pytest.mark.parametrize("text", NO_SITE.values(), ids=NO_SITE)
def test_a_wrong_site_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="PROJECTMAP_EMBED_SITES") as stated:
        settings({"PROJECTMAP_EMBED_SITES": text})
    assert str(stated.value).isprintable()


@pytest.mark.parametrize("text", ["https://a.example https://b.example", "*"])
def test_sites_can_stand_in_a_header(text: str) -> None:
    value = " ".join(settings({"PROJECTMAP_EMBED_SITES": text}).embed_sites)
    assert value == text
    assert value.isascii()
    assert ";" not in value


@pytest.mark.parametrize(
    ("name", "text"),
    [
        *(("PROJECTMAP_HOSTS", text) for text in (
            "https://example.org", "example.org:80", "a,b", "*.", "*x.org", "мапа.укр", "x/y",
            "::1",
        )),
        *(("PROJECTMAP_TRUSTED_PROXIES", text) for text in (
            "*", "proxy", "10.0.0.1/8", "10.0.0.0/33", "10.0.0.1,10.0.0.2", "1\x00",
        )),
    ],
)  # fmt: skip
def test_wrong_hosts_and_proxies_are_refused(name: str, text: str) -> None:
    with pytest.raises(ValueError, match=name) as stated:
        settings({name: text})
    assert str(stated.value).isprintable()


def test_the_environment_is_what_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PROJECTMAP_CONTACT", "office@example.org")
    assert settings().contact == "office@example.org"
    monkeypatch.delenv("PROJECTMAP_CONTACT")
    assert settings().contact is None
