"""Notebook 00 in the classic Notebook, in headless Chromium: all cells run, each chart is drawn and answers the mouse."""
import base64
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.request

HANG = 40
NOTEBOOK, PICTURES = os.environ["META_NOTEBOOK"], os.environ["META_PICTURES"]


class Browser:
    """Chromium over plain WebDriver."""

    def __init__(self):
        self.driver = subprocess.Popen(["chromedriver", "--port=0"], stdout=subprocess.PIPE, text=True)
        port = next(found.group(1) for line in self.driver.stdout if (found := re.search(r"on port (\d+)\.", line)))
        self.address = f"http://127.0.0.1:{port}/session"
        options = {"args": ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--window-size=1200,1600"]}
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
        with open(os.path.join(PICTURES, name), "wb") as file:
            file.write(base64.b64decode(self.ask("GET", "/screenshot")))

    def stop(self):
        self.ask("DELETE", "")
        self.driver.terminate()
        self.driver.wait()
        self.driver.stdout.close()


class ClassicNotebook(unittest.TestCase):
    def setUp(self):
        # The notebook's `#r "../bin/…"` and relative paths start in its own folder: it is opened there, under another name.
        self.copy = os.path.join(os.path.dirname(NOTEBOOK), f".browser-{os.getpid()}.ipynb")
        with open(NOTEBOOK) as file:
            notebook = json.load(file)
        notebook["metadata"]["kernelspec"] = {"name": "metaanomaly-csharp", "display_name": "C#", "language": "C#"}
        for cell in notebook["cells"]:
            if cell["cell_type"] == "code":
                cell["outputs"], cell["execution_count"] = [], None
        with open(self.copy, "w") as file:
            json.dump(notebook, file)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.log = tempfile.TemporaryFile("w+")
        self.server = subprocess.Popen(
            [sys.executable, "-m", "notebook", "--no-browser", "--allow-root", f"--port={port}", "--ip=127.0.0.1", "--NotebookApp.token=t", "--ContentsManager.allow_hidden=True",
             "--notebook-dir", os.path.dirname(NOTEBOOK)], stderr=self.log)
        self.address = f"http://127.0.0.1:{port}/"
        for _ in range(HANG * 5):
            try:
                urllib.request.urlopen(f"{self.address}api?token=t", timeout=HANG).close()
                break
            except OSError:
                time.sleep(0.2)
        self.browser = Browser()

    def tearDown(self):
        self.browser.stop()
        self.server.terminate()
        self.server.wait()
        self.log.close()
        os.remove(self.copy)

    def test_all_cells_run_and_every_chart_is_drawn_and_answers_the_mouse(self):
        browser = self.browser
        browser.ask("POST", "/url", {"url": f"{self.address}notebooks/{os.path.basename(self.copy)}?token=t"})
        browser.wait("return window.Jupyter && Jupyter.notebook && Jupyter.notebook.kernel && Jupyter.notebook.kernel.is_connected()")
        browser.run("Jupyter.notebook.execute_all_cells()")
        browser.wait("return Jupyter.notebook.get_cells().filter(c => c.cell_type == 'code' && c.get_text().trim())"
                     ".every(c => typeof c.input_prompt_number == 'number')")
        errors = browser.run("return Jupyter.notebook.toJSON().cells.flatMap(c => c.outputs || []).filter(o => o.output_type == 'error').map(o => o.evalue)")
        self.assertEqual([], errors)
        charts = browser.run("return Jupyter.notebook.toJSON().cells.flatMap(c => c.outputs || [])"
                             ".filter(o => o.data && [].concat(o.data['text/html'] || '').join('').includes('plotly')).length")
        self.assertGreater(charts, 0)
        browser.wait(f"return document.querySelectorAll('.js-plotly-plot .main-svg').length >= {charts}")
        browser.run("document.querySelector('.js-plotly-plot').scrollIntoView({block: 'center'})")
        for place in browser.run("return [...document.querySelectorAll('.js-plotly-plot .scatterlayer .point')].slice(1, 4)"
                                 ".map(p => p.getBoundingClientRect()).map(r => [r.x + r.width / 2, r.y + r.height / 2])"):
            moves = [{"type": "pointerMove", "duration": 50, "x": round(place[0]) + i, "y": round(place[1])} for i in (-4, -2, 0)]
            browser.ask("POST", "/actions", {"actions": [{"type": "pointer", "id": "mouse", "actions": moves}]})
            browser.wait("return document.querySelectorAll('.js-plotly-plot .hoverlayer .hovertext').length")
        browser.picture("notebook-00.png")


if __name__ == "__main__":
    unittest.main()
