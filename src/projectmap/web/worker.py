"""Worker processes for slow exports, so that a page never waits for one.

``python -m projectmap.web.worker`` reads jobs from its standard input until that ends, or until it
has had nothing to do for a while; what it has loaded (fonts, drawing, the register) serves the
next job. :class:`WorkerPool` starts such processes, hands them jobs and ends those that are stuck.

``anyio.to_process`` and ``multiprocessing`` would run the server's main module again in each
process; under Streamlit that is the page that was shown last.
"""

from __future__ import annotations

import copyreg
import gc
import json
import logging
import os
import pickle
import select
import subprocess
import sys
import traceback
import weakref
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import Any

from anyio import CancelScope, fail_after, to_thread

from projectmap.export.registry import write_export
from projectmap.export.request import ExportRequest
from projectmap.i18n import N_
from projectmap.memory import forget_the_kept, keep_for_good, kept, without_collection
from projectmap.model.register import Register
from projectmap.web.turns import UnavailableError

_log = logging.getLogger(__name__)
MAX_EXPORT_S = 300
"""Seconds after which a process that writes is stuck, whatever it writes."""
MAX_IDLE = 1
"""Processes that stay for the next job; each has some 400 MB, after many dossiers 900."""
MAX_IDLE_S = 300
"""Seconds after which a process without a job ends, to give its memory back."""
NICENESS = 10
"""How much this work gives way to others (see ``nice``)."""


@dataclass(frozen=True, slots=True)
class Job:
    """One file to be written."""

    register: Path
    """The register as :func:`write_register` writes it."""
    request: ExportRequest
    path: Path


class ExportFailedError(Exception):
    """A file could not be written; says why to the site's operator."""


class TooLongError(UnavailableError):
    """A file was not ready in the time that it may take."""

    text = N_("This file takes too long to create. Please choose fewer records.")
    retry_after = 300


class WorkerEndedError(ExportFailedError):
    """A process ended without an answer."""


class Worker:
    """A process that does one job after another."""

    def __init__(self) -> None:
        # What it leaves there when it is killed goes with it.
        self._folder = TemporaryDirectory(prefix="projectmap-worker-")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "projectmap.web.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=Path(__file__).parents[2],
            env={**os.environ, "TMPDIR": self._folder.name},
        )

    def do(self, job: Job) -> str:
        """Do the job; returns what has failed, or nothing.

        Raises :class:`WorkerEndedError` where the process gives no answer.
        """
        stdin, stdout = self._process.stdin, self._process.stdout
        if stdin is None or stdout is None:
            raise ValueError("the process has no pipes")
        answer = b""
        with suppress(BrokenPipeError):
            stdin.write(pickle.dumps(job))
            stdin.flush()
            answer = stdout.readline()
        if not answer.endswith(b"\n"):
            raise WorkerEndedError(f"the worker ended with status {self._process.wait()}")
        return str(json.loads(answer))

    def end(self) -> None:
        """End the process, whatever it does."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(BrokenPipeError):
                    pipe.close()
        self._folder.cleanup()


class WorkerPool:
    """Hands jobs to workers; one that is done waits for the next."""

    def __init__(self) -> None:
        self._idle: list[Worker] = []
        weakref.finalize(self, _end_all, self._idle)

    async def do(self, job: Job, seconds: float = MAX_EXPORT_S) -> None:
        """Do the job; cancelled, the process that does it ends.

        Raises :class:`ExportFailedError` where the file cannot be written, and
        :class:`TooLongError` where it is not ready after ``seconds``.
        """
        if self._idle:
            with suppress(WorkerEndedError):  # it had nothing to do for too long
                await self._hand_over(self._idle.pop(), job, seconds)
                return
        await self._hand_over(await to_thread.run_sync(Worker), job, seconds)

    async def _hand_over(self, worker: Worker, job: Job, seconds: float) -> None:
        usable = False
        try:
            with fail_after(seconds):
                failure = await to_thread.run_sync(worker.do, job, abandon_on_cancel=True)
            usable = True
        except TimeoutError:
            _log.warning("%s: no file after %d seconds", job.request.name, seconds)
            raise TooLongError from None
        finally:
            if usable and len(self._idle) < MAX_IDLE:
                self._idle.append(worker)
            else:
                with CancelScope(shield=True):
                    await to_thread.run_sync(worker.end)
        if failure:
            raise ExportFailedError(failure)


def _end_all(workers: Iterable[Worker]) -> None:
    for worker in workers:
        worker.end()


# --- The register as a file, written once for each version of the data ------------------------


def _read_only(values: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(values)


# The register's mappings cannot be changed, and Python has no pickle for such.
copyreg.pickle(MappingProxyType, lambda mapping: (_read_only, (dict(mapping),)))


def write_register(register: Register, path: Path) -> None:
    """Write the register to ``path``."""
    with path.open("wb") as file:
        pickle.dump(register, file, pickle.HIGHEST_PROTOCOL)


@kept(1)
def read_register(path: Path) -> Register:
    """The register that this program has written to ``path``; the one before it is let go."""
    forget_the_kept()
    gc.collect()  # what is garbage by now would be kept for good, too
    with without_collection(), path.open("rb") as file:
        register: Register = pickle.load(file)  # noqa: S301 - our own process wrote it
    keep_for_good()
    return register


# --- In the process ---------------------------------------------------------------------------


def main() -> None:
    """Do the jobs that standard input brings; answer each with a line: what failed, or nothing."""
    os.nice(NICENESS)
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # no library prints into the answers
    while select.select([sys.stdin], [], [], MAX_IDLE_S)[0]:
        try:
            job: Job = pickle.load(sys.stdin.buffer)  # noqa: S301 - our own process wrote it
        except EOFError:
            return
        answers.write(json.dumps(_failure(job)) + "\n")
        answers.flush()


def _failure(job: Job) -> str:
    try:
        write_export(read_register(job.register), job.request, job.path)
    except Exception:  # noqa: BLE001 - whatever it is, the server must know of it
        return traceback.format_exc()
    return ""


if __name__ == "__main__":
    main()
