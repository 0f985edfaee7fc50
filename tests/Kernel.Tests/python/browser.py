"""Headless Chromium for the tests; pictures go to META_PICTURES."""
import base64
import json
import os
import re
import subprocess
import time
import urllib.request

HANG = 40


class Browser:
    """Chromium over plain WebDriver."""

    def __init__(self, scripts=True):
        self.driver = subprocess.Popen(["chromedriver", "--port=0"], stdout=subprocess.PIPE, text=True)
        port = next(found.group(1) for line in self.driver.stdout if (found := re.search(r"on port (\d+)\.", line)))
        self.address = f"http://127.0.0.1:{port}/session"
        options = {"args": ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--window-size=1200,1600"],
                   "prefs": {} if scripts else {"profile.managed_default_content_settings.javascript": 2}}
        self.address += "/" + self.ask("POST", "", {"capabilities": {"alwaysMatch": {"browserName": "chrome", "goog:chromeOptions": options}}})["sessionId"]

    def ask(self, method, path, body=None):
        request = urllib.request.Request(self.address + path, method=method, data=None if body is None else json.dumps(body).encode(),
                                         headers={"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=HANG) as answer:
            return json.load(answer)["value"]

    def run(self, script, *arguments):
        return self.ask("POST", "/execute/sync", {"script": script, "args": list(arguments)})

    def wait(self, script):
        """Until a script gives something true; as long as a hang may take."""
        for _ in range(HANG * 5):
            if value := self.run(script):
                return value
            time.sleep(0.2)
        self.picture("failed.png")
        raise AssertionError(f"never true: {script} at {self.ask('GET', '/url')}: {self.run('return document.title')}")

    def picture(self, name):
        with open(os.path.join(os.environ["META_PICTURES"], name), "wb") as file:
            file.write(base64.b64decode(self.ask("GET", "/screenshot")))

    def stop(self):
        self.ask("DELETE", "")
        self.driver.terminate()
        self.driver.wait()
        self.driver.stdout.close()
