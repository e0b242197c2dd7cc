"""Runs programs side by side, each on a core of its own, and keeps what they said."""

import json
import os
import queue
import resource
import signal
import subprocess
import sys
import threading
import time


def say(line):
    print(line, file=sys.stderr, flush=True)


def cores():
    """The cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return sorted(os.sched_getaffinity(0))
    return list(range(os.cpu_count() or 1))


def pin(core_set):
    """Keeps the calling thread, and what it starts, on these cores where the system can."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, core_set)


_children = set()


def end_children():
    """Ends the programs that still run."""
    for child in list(_children):
        child.kill()


def interrupt_on_termination():
    """Makes SIGTERM end this script as a key would."""
    def interrupt(*_):
        raise KeyboardInterrupt
    signal.signal(signal.SIGTERM, interrupt)


class Run:
    """One program to run: a key that says what is measured, and how to read what it says.

    key      a dict of plain values; equal keys are the same measurement
    command  a list of words; {core} stands for the core that the run has
    read     called with (standard output, standard error, exit status); gives a dict of figures,
             or raises ValueError where the run failed
    seconds  CPU seconds that it should take
    width    cores that it needs
    """

    def __init__(self, key, command, read, seconds, width=1):
        self.key, self.command, self.read = key, command, read
        self.seconds, self.width = seconds, width

    def __call__(self, core=0):
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        started = time.monotonic()
        # In a session of its own, a key that interrupts this script does not cut it short unseen.
        child = subprocess.Popen(
            [word.replace("{core}", str(core)) for word in self.command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            start_new_session=True)
        _children.add(child)
        if hasattr(resource, "prlimit"):
            # A program that does not stop by itself is stopped.
            most = int(2 * self.seconds * self.width + 60)
            try:
                resource.prlimit(child.pid, resource.RLIMIT_CPU, (most, most))
            except ProcessLookupError:
                pass
        try:
            out, err = child.communicate()
        finally:
            _children.discard(child)
        figures = self.read(out, err, child.returncode)
        figures["wall"] = round(time.monotonic() - started, 2)
        if self.width > 1:
            # Nothing else ran meanwhile, so that this is the program's.
            now = resource.getrusage(resource.RUSAGE_CHILDREN)
            figures["cpu"] = round(
                now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime, 2)
        return figures


class Store:
    """Results as JSON lines, one a run; the last line of a key counts."""

    def __init__(self, path):
        self.path, self.results = path, {}
        self._lock = threading.Lock()
        os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
        if os.path.exists(path):
            with open(path, encoding="utf-8") as lines:
                for line in lines:
                    try:
                        record = json.loads(line)
                        self._set(record["key"], record["figures"])
                    except (ValueError, KeyError):
                        continue  # the last line of an interrupted run

    @staticmethod
    def name(key):
        return json.dumps(key, sort_keys=True)

    def items(self):
        """Keys and figures, the oldest first."""
        return [(json.loads(name), figures) for name, figures in self.results.items()]

    def _set(self, key, figures):
        # The newest stands last.
        self.results.pop(self.name(key), None)
        self.results[self.name(key)] = figures

    def get(self, key):
        return self.results.get(self.name(key))

    def put(self, key, figures):
        with self._lock:
            self._set(key, figures)
            with open(self.path, "a", encoding="utf-8") as lines:
                lines.write(json.dumps({"key": key, "figures": figures}, sort_keys=True) + "\n")


def run_all(runs, store, jobs, label=lambda key: json.dumps(key)):
    """Runs what the store does not know yet, `jobs` at a time, each pinned; true if all went well.

    Runs that need several cores go one after another, with nothing beside them.
    """
    missing = [run for run in runs if store.get(run.key) is None]
    narrow = [run for run in missing if run.width == 1]
    wide = [run for run in missing if run.width > 1]
    available = cores()
    if narrow:
        lanes = [{available[lane % len(available)]} for lane in range(min(jobs, len(narrow)))]
        seconds = sum(run.seconds for run in narrow) / len(lanes)
        say(f"{len(narrow)} runs, {len(lanes)} at a time, at least {seconds / 60:.1f} minutes")
        _drain(narrow, store, lanes, label)
    for run in wide:
        _drain([run], store, [set(available)], label)
    return all(store.get(run.key) is not None for run in runs)


def _drain(runs, store, lanes, label):
    waiting = queue.SimpleQueue()
    for run in runs:
        waiting.put(run)
    stop = threading.Event()

    def work(lane):
        pin(lane)
        while not stop.is_set():
            try:
                run = waiting.get_nowait()
            except queue.Empty:
                return
            try:
                figures = run(min(lane))
            except (OSError, ValueError) as why:
                if not stop.is_set():
                    say(f"failed: {label(run.key)}: {why}")
                continue
            if not stop.is_set():
                store.put(run.key, figures)
                say(f"{label(run.key)}: {figures.get('cost', 'done')}")

    threads = [threading.Thread(target=work, args=(lane,), daemon=True) for lane in lanes]
    for thread in threads:
        thread.start()
    try:
        for thread in threads:
            thread.join()
    except KeyboardInterrupt:
        stop.set()
        end_children()
        raise
