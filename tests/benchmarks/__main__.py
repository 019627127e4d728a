"""Run every benchmark, each in a process of its own: ``uv run python -m tests.benchmarks``."""

import subprocess
import sys

for name in ("plan", "montecarlo", "gantt", "documents", "web", "usage"):
    print(f"\n## {name}\n", flush=True)
    subprocess.run([sys.executable, "-m", f"tests.benchmarks.{name}"], check=True)
