"""``projectmap edit``: starts the editor where only those may reach it who may write."""

from __future__ import annotations

import ipaddress
import os
import sys
from pathlib import Path

from projectmap.editor.people import sign_in_configured
from projectmap.i18n import Translator
from projectmap.map.theme import COLOURS

USAGE = 2
ENTRY = Path(__file__).with_name("app.py")
OPTIONS = (
    "--server.headless=true",
    "--server.fileWatcherType=none",
    "--server.enableStaticServing=false",
    "--server.enableXsrfProtection=true",
    "--server.enableCORS=true",
    "--server.maxUploadSize=1",
    "--browser.gatherUsageStats=false",
    "--client.toolbarMode=minimal",
    "--client.showErrorDetails=none",
    "--theme.base=light",
    f"--theme.primaryColor={COLOURS['accent']}",
    f"--theme.textColor={COLOURS['ink']}",
    f"--theme.linkColor={COLOURS['link']}",
    "--theme.baseRadius=6px",
)
"""What Streamlit is started with, wherever its own files of settings are."""


def is_this_computer(host: str) -> bool:
    """Whether only this computer can ask for what listens on ``host``."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def run(host: str, port: int, t: Translator) -> int:
    """Become the editor's server; returns the exit code where it must not start."""
    if is_this_computer(host) or sign_in_configured():
        command = [sys.executable, "-m", "streamlit", "run", str(ENTRY)]
        command += [f"--server.address={host}", f"--server.port={port}", *OPTIONS]
        # In this process’s place: who ends it ends the server.
        os.execv(sys.executable, command)  # noqa: S606 - our own program, no shell
    print(  # noqa: T201 - a command line prints
        t("The editor does not start on {host}: without sign-in everybody there could "
          "change the register. Leave out --host, or configure sign-in.", host=host),
        file=sys.stderr,
    )  # fmt: skip
    return USAGE
