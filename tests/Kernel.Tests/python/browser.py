"""Headless Chromium that reaches this machine only, and a classic Notebook to open in it; pictures go to META_PICTURES."""
import base64
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

HANG = 40
OPTIONS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--window-size=1200,1600",
           "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"]


class Browser:
    """Chromium over plain WebDriver."""

    def __init__(self, scripts=True):
        self.driver = subprocess.Popen(["chromedriver", "--port=0"], stdout=subprocess.PIPE, text=True)
        port = next(found.group(1) for line in self.driver.stdout if (found := re.search(r"on port (\d+)\.", line)))
        self.address = f"http://127.0.0.1:{port}/session"
        settings = {} if scripts else {"profile.managed_default_content_settings.javascript": 2}
        wanted = {"browserName": "chrome", "goog:chromeOptions": {"args": OPTIONS, "prefs": settings}}
        self.address += "/" + self.ask("POST", "", {"capabilities": {"alwaysMatch": wanted}})["sessionId"]

    def ask(self, method, path, body=None):
        request = urllib.request.Request(self.address + path, method=method, data=None if body is None else json.dumps(body).encode(),
                                         headers={"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=HANG) as answer:
            return json.load(answer)["value"]

    def open(self, address):
        self.ask("POST", "/url", {"url": address})

    def run(self, script, *arguments):
        return self.ask("POST", "/execute/sync", {"script": script, "args": list(arguments)})

    def wait(self, script, *arguments, hangs=1):
        """Until a script gives something true; as long as a hang may take."""
        for _ in range(hangs * HANG * 5):
            if value := self.run(script, *arguments):
                return value
            time.sleep(0.2)
        self.picture("failed.png")
        raise AssertionError(f"never true: {script} at {self.ask('GET', '/url')}: {self.run('return document.title')}")

    def move(self, places):
        moves = [{"type": "pointerMove", "duration": 50, "x": round(x), "y": round(y)} for x, y in places]
        self.ask("POST", "/actions", {"actions": [{"type": "pointer", "id": "mouse", "actions": moves}]})

    def picture(self, name):
        with open(os.path.join(os.environ["META_PICTURES"], name), "wb") as file:
            file.write(base64.b64decode(self.ask("GET", "/screenshot")))

    def stop(self):
        self.ask("DELETE", "")
        self.driver.terminate()
        self.driver.wait()
        self.driver.stdout.close()


class Server:
    """The classic Notebook, serving a folder."""

    def __init__(self, folder):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.log = tempfile.TemporaryFile("w+")
        self.server = subprocess.Popen(
            [sys.executable, "-m", "notebook", "--no-browser", "--allow-root", f"--port={port}", "--ip=127.0.0.1", "--NotebookApp.token=t",
             "--ContentsManager.allow_hidden=True", "--notebook-dir", folder], stderr=self.log)
        self.address = f"http://127.0.0.1:{port}/"
        for _ in range(HANG * 5):
            try:
                urllib.request.urlopen(f"{self.address}api?token=t", timeout=HANG).close()
                return
            except OSError:
                time.sleep(0.2)

    def notebook(self, path):
        return f"{self.address}notebooks/{os.path.basename(path)}?token=t"

    def stop(self):
        self.server.terminate()
        self.server.wait()
        self.log.close()
