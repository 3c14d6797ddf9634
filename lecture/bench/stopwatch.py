"""``python stopwatch.py REPORT COMMAND…`` runs a command and writes what it used, as JSON.

A small process of its own: Linux counts to a process's memory what the one that started it
had, and the benchmark itself is large.
"""

import json
import os
import subprocess
import sys
import time

if __name__ == "__main__":
    start = time.perf_counter()
    process = subprocess.Popen(sys.argv[2:])
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    # Linux counts kilobytes, macOS bytes.
    unit = 1 if sys.platform == "darwin" else 1024
    found = {
        "exit_code": os.waitstatus_to_exitcode(status),
        "cpu": usage.ru_utime + usage.ru_stime,
        "wall": wall,
        "peak_memory": usage.ru_maxrss * unit,
    }
    with open(sys.argv[1], "w", encoding="utf-8") as report:
        json.dump(found, report)
