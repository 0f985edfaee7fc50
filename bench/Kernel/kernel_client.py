"""Times the kernel as a front end meets it, with the real jupyter_client; prints one JSON object a measurement."""
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

from jupyter_client import KernelManager

NAME, LIBRARY, ROUNDS = "metaanomaly-csharp", sys.argv[1], int(sys.argv[2])
PATIENCE = 120


def tell(name, unit, values, limit):
    values = sorted(values)
    print(json.dumps({"name": name, "unit": unit, "median": round(statistics.median(values), 3), "best": round(values[0], 3),
                      "worst": round(values[-1], 3), "rounds": len(values), "limit": limit}), flush=True)


def answer(client, msg_id):
    while True:
        message = client.get_shell_msg(timeout=PATIENCE)
        if message["parent_header"].get("msg_id") == msg_id:
            return message["content"]


def outputs(client, msg_id):
    found = []
    while True:
        message = client.get_iopub_msg(timeout=PATIENCE)
        if message["parent_header"].get("msg_id") == msg_id:
            if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
                return found
            found.append(message)


def timed(client, code):
    """Seconds until the last output of a cell is here."""
    start = time.perf_counter()
    msg_id = client.execute(code)
    reply = answer(client, msg_id)
    found = outputs(client, msg_id)
    if reply["status"] != "ok":
        sys.exit(f"{code}: {reply}")
    return time.perf_counter() - start, found


def ask(client, msg_id):
    reply = answer(client, msg_id)
    outputs(client, msg_id)
    return reply


def memory(process):
    with open(f"/proc/{process}/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS")) / 1024


ready, first = [], []
for i in range(ROUNDS):
    manager = KernelManager(kernel_name=NAME)
    start = time.perf_counter()
    manager.start_kernel()
    client = manager.client()
    client.start_channels()
    answer(client, client.kernel_info())
    ready.append(time.perf_counter() - start)
    time.sleep(5)
    first.append(timed(client, "1 + 1")[0])
    if i < ROUNDS - 1:
        client.stop_channels()
        manager.shutdown_kernel()
tell("ready", "s", ready, 0.7)
tell("first cell, 5 s after ready", "s", first, 0.3)
tell("later trivial cell", "ms", [1000 * timed(client, f"var a{i} = {i}; a{i} + 1")[0] for i in range(60)][10:], 30)

for code in ("Console.Wri", "new List<int>().Sel"):
    times = []
    for i in range(20):
        start = time.perf_counter()
        reply = ask(client, client.complete(code))
        times.append(1000 * (time.perf_counter() - start))
        assert reply["matches"], reply
    tell(f"completion of {code}, warm", "ms", times[5:], 100)
times = []
for i in range(20):
    start = time.perf_counter()
    reply = ask(client, client.inspect("Console.WriteLine"))
    times.append(1000 * (time.perf_counter() - start))
    assert reply["found"]
tell("inspection of Console.WriteLine, warm", "ms", times[5:], 100)

lines = []
for i in range(5):
    seconds, found = timed(client, "for (var i = 0; i < 100_000; i++) Console.WriteLine(i);")
    text = "".join(m["content"]["text"] for m in found if m["msg_type"] == "stream")
    assert text.split() == [str(i) for i in range(100_000)], "a line was lost"
    lines.append(seconds)
tell("100,000 lines to stdout, none lost", "s", lines, 3)

process = int([m for m in timed(client, "Environment.ProcessId")[1] if m["msg_type"] == "execute_result"][0]["content"]["data"]["text/plain"])
timed(client, f'#r "{LIBRARY}"\nusing MetaAnomalyLib;')
for i in range(5):
    timed(client, f"var w{i} = {i};")
before = memory(process)
for i in range(200):
    timed(client, f"var m{i} = {i}; int F{i}(int x) => x + m{i}; F{i}(1)")
tell("200 cells with the library loaded, growth", "MB", [memory(process) - before], 150)
client.stop_channels()
manager.shutdown_kernel()

with tempfile.TemporaryDirectory() as folder:
    cell = lambda i, code: {"cell_type": "code", "id": f"c{i}", "metadata": {}, "execution_count": None, "outputs": [], "source": code}
    path = os.path.join(folder, "three.ipynb")
    with open(path, "w") as file:
        json.dump({"nbformat": 4, "nbformat_minor": 5, "metadata": {"kernelspec": {"name": NAME, "display_name": "C#", "language": "C#"}},
                   "cells": [cell(i, code) for i, code in enumerate(("var x = 1;", "x + 1", "Console.WriteLine(x);"))]}, file)
    times = []
    for i in range(ROUNDS):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-m", "nbconvert", "--to", "notebook", "--execute", "--output", "done", path], check=True, capture_output=True)
        times.append(time.perf_counter() - start)
tell("a notebook of 3 cells under nbconvert", "s", times, 5)
