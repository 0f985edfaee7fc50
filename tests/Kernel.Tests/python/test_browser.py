"""Notebook 00 in the classic Notebook, in headless Chromium: all cells run, each chart is drawn and answers the mouse."""
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.request

from browser import HANG, Browser

NOTEBOOK = os.environ["META_NOTEBOOK"]


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
