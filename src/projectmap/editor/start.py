"""``projectmap edit``: starts the editor, reachable only by those who may write."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from projectmap.config import settings
from projectmap.editor.people import configured
from projectmap.editor.sign_in import is_this_computer
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
    "--server.trustedUserHeaders={}",
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


def run(host: str, port: int, t: Translator) -> int:
    """Become the editor's server; returns the exit code where it must not start."""
    known, file = configured(), settings().sign_in
    if known is not None and known.faults:
        begin = t("The editor does not start, because of the sign-in in {file}:", file=file)
        return _refuse(begin, *known.reasons(t))
    if known is None and not is_this_computer(host):
        return _refuse(
            t("The editor does not start on {host}: without sign-in everybody there could "
              "change the register. Leave out --host, or configure sign-in.", host=host)
        )  # fmt: skip
    command = [sys.executable, "-m", "streamlit", "run", str(ENTRY)]
    command += [f"--server.address={host}", f"--server.port={port}", *OPTIONS]
    if known is not None and file is not None:
        command.append(f"--secrets.files={file.resolve()}")
        # Else Streamlit asks another host for this one's address.
        command.append(f"--browser.serverAddress={known.host}")
    # In this process’s place: who ends it ends the server.
    return os.execv(sys.executable, command)  # noqa: S606 - our own program, no shell


def _refuse(*lines: str) -> int:
    print(*lines, sep="\n", file=sys.stderr)  # noqa: T201 - a command line prints
    return USAGE
