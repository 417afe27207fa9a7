"""What processes cost, from Linux's /proc."""

from pathlib import Path


class NotLinux(Exception):
    """Here nothing tells the CPU time and memory of other processes."""


def check():
    if not Path("/proc/self/schedstat").exists():
        raise NotLinux("The bench reads CPU time and memory from /proc: it runs on Linux.")


def cpu(pid):
    """Seconds of CPU the process has used, all threads together."""
    tasks = Path(f"/proc/{pid}/task").iterdir()
    return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e9


def memory(pid):
    """Proportional set size in megabytes: shared pages are divided among those who share them."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1000
    raise NotLinux("This kernel does not tell the proportional set size of a process.")


def children(pid):
    """Ids of the processes that ``pid`` has started and that still run."""
    return [child for child in _processes() if _parent(child) == pid]


def _processes():
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]


def _parent(pid):
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except (FileNotFoundError, ProcessLookupError):
        return 0


def machine():
    """One line about where this was measured."""
    model = next((line for line in _lines("/proc/cpuinfo") if line.startswith("model name")), ": processor")
    cores = sum(line.startswith("processor") for line in _lines("/proc/cpuinfo"))
    total = next(line for line in _lines("/proc/meminfo") if line.startswith("MemTotal"))
    load = Path("/proc/loadavg").read_text().split()[0]
    name, memory = model.partition(":")[2].strip(), int(total.split()[1]) / 1e6
    return f"{name}, {cores} cores, {memory:.0f} GB, load {load} at start"


def _lines(path):
    return Path(path).read_text().splitlines()
