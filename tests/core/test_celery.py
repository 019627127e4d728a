"""What a worker and its children share survives the kill of any of them."""

import subprocess
import sys

KILLED = """
import os, signal, time
from core.celery import SharedFlag
flag = SharedFlag()
for n in range(20):
    child = os.fork()
    if child == 0:
        while True:
            flag.is_set()
    time.sleep(0.01 + n / 1000)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    told = os.fork()
    if told == 0:
        signal.alarm(5)
        os._exit(flag.is_set())
    print(os.waitstatus_to_exitcode(os.waitpid(told, 0)[1]), end=" ")
flag.set()
told = os.fork()
if told == 0:
    os._exit(flag.is_set())
print(os.waitstatus_to_exitcode(os.waitpid(told, 0)[1]))
"""


def test_a_child_killed_while_it_looks_at_the_flag_stops_nobody():
    """With a lock in the flag half of these kills leave every later child waiting."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", KILLED], capture_output=True, text=True, check=True, timeout=150
    )
    assert done.stdout.split() == ["0"] * 20 + ["1"]
