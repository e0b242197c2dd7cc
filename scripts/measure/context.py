"""What every part of scripts/bench is given."""

import os
import subprocess
from datetime import datetime, timezone

from . import programs, runs

SHARED = "../shared/bench"
WORK = ".build-bench"


class Context:
    """Programs, seeds, lengths, and the results that are known.

    With `render`, the newest result of each measurement counts, whatever build it is of.
    """

    def __init__(self, bench, jadwal, seeds, quick=False, render=False, store=None):
        self.bench, self.jadwal = bench, jadwal
        self.seeds, self.quick, self.is_render = seeds, quick, render
        self.build = programs.digest(bench) if bench else ""
        self.store = store if store is not None else runs.Store(f"{WORK}/bench.jsonl")
        self.commit = commit()
        self._newest = {}
        if render:
            for key, figures in self.store.items():
                self._newest[self._unbuilt(key)] = figures

    def seconds(self, full, quick):
        return quick if self.quick else full

    def key(self, part, **facts):
        return {"part": part, "build": self.build, **facts}

    def run(self, part, facts, command, read, seconds, width=1):
        """A run that notes commit and date beside what it read."""
        def noted(out, err, status):
            figures = read(out, err, status)
            figures.update(commit=self.commit, date=today())
            return figures
        return runs.Run(self.key(part, **facts), command, noted, seconds, width)

    def get(self, part, **facts):
        key = self.key(part, **facts)
        return self._newest.get(self._unbuilt(key)) if self.is_render else self.store.get(key)

    @staticmethod
    def _unbuilt(key):
        return runs.Store.name({word: value for word, value in key.items() if word != "build"})


def today():
    return datetime.now(timezone.utc).strftime("%Y-%m-%d")


def commit():
    """The short name of the commit that is checked out."""
    def git(*words):
        return subprocess.run(["git", *words], capture_output=True, text=True).stdout.strip()
    name = git("rev-parse", "--short", "HEAD") or "unknown"
    # The page that this command writes is no change of what it measures.
    changed = [line for line in git("status", "--porcelain").splitlines()
               if not line.endswith("Sources/Benchmarks/README.md")]
    return f"{name} and changes" if changed else name


def machine():
    """The processor and how many cores of it there are for us."""
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as lines:
            model = next(line.split(":", 1)[1].strip() for line in lines
                         if line.startswith("model name"))
    except (OSError, StopIteration):
        model = os.uname().machine
    return f"{model}, {len(runs.cores())} cores"


def drawn(context, size, seed=1, tightness=0.5, options=("--joint", "--absences", "--partners")):
    """A dataset drawn at random, made where it is not there yet."""
    folder = f"{WORK}/datasets/{size}-{seed}-{tightness}"
    if not os.path.isdir(folder) and context.bench and not context.is_render:
        subprocess.run(
            [context.bench, "generate", "--size", size, "--seed", str(seed), "--tightness",
             str(tightness), *options, "--out", folder],
            check=True, stdout=subprocess.DEVNULL)
    return folder
