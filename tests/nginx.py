"""A real nginx on loopback with the files of ``deploy/``; only names, ports and paths differ."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

DEPLOY = Path(__file__).resolve().parents[1] / "deploy"
PROGRAMS = ("/usr/sbin/nginx", "/usr/local/sbin/nginx")
NAME = "map.example.org"
HOST_LINE = "    proxy_set_header Host $http_host;\n"
FRAME = """\
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
worker_processes 1;
events {{ worker_connections 2048; }}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/conf.d/*.conf;
}}
"""


def program() -> str | None:
    """Where nginx is; Debian keeps it out of the way of users who are not root."""
    return shutil.which("nginx") or next((one for one in PROGRAMS if Path(one).exists()), None)


def write(
    folder: Path, *, servers: Sequence[int], port: int = 443, plain: int = 80, host: bool = True
) -> Path:
    """The configuration for app processes on the ports ``servers``; the path of its main file.

    nginx listens on ``port`` with a certificate made for it, and on ``plain`` without. Without
    ``host`` it does not pass the name on by which it was asked.
    """
    (folder / "conf.d").mkdir(parents=True, exist_ok=True)
    certificate(folder)
    upstream = "".join(
        f"    server 127.0.0.1:{one} max_fails=2 fail_timeout=10s;\n" for one in servers
    )
    editor = (DEPLOY / "nginx-editor.conf").read_text("utf-8")
    main = (DEPLOY / "nginx.conf").read_text("utf-8") + editor
    for pattern, new in (
        (r"(    server 127\.0\.0\.1:\d+ max_fails=2 fail_timeout=10s;\n)+", upstream),
        (r"listen 80;", f"listen 127.0.0.1:{plain};"),
        (r"listen 443 ", f"listen 127.0.0.1:{port} "),
        (r"/etc/letsencrypt/live/\w+\.example\.org/", f"{folder}/"),
        (r"/etc/nginx/", f"{folder}/"),
        (r"/var/log/nginx/", f"{folder}/"),
    ):
        main, found = re.subn(pattern, new, main)
        assert found, f"deploy/nginx.conf has no {pattern}"
    site = (DEPLOY / "projectmap-site.conf").read_text("utf-8")
    assert HOST_LINE in site
    (folder / "conf.d" / "projectmap.conf").write_text(main, "utf-8")
    (folder / "projectmap-site.conf").write_text(
        site if host else site.replace(HOST_LINE, ""), "utf-8"
    )
    frame = folder / "nginx.conf"
    frame.write_text(FRAME.format(folder=folder), "utf-8")
    return frame


def certificate(folder: Path) -> Path:
    """A certificate that nobody has signed, beside its key; its path."""
    path = folder / "fullchain.pem"
    if not path.exists():
        command = [
            *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"),
            *("-nodes", "-days", "2", "-subj", f"/CN={NAME}"),
            *("-addext", f"subjectAltName=DNS:{NAME},IP:127.0.0.1"),
            *("-keyout", str(folder / "privkey.pem"), "-out", str(path)),
        ]
        subprocess.run(command, check=True, capture_output=True)
    return path
