"""A notebook in the classic Notebook, in headless Chromium: all cells run, each chart is drawn and answers the mouse."""
import json
import os
import shutil
import unittest

from browser import Browser, Server

NOTEBOOK, EXECUTED = os.environ["META_NOTEBOOK"], os.environ["META_EXECUTED"]
NAME = os.path.basename(NOTEBOOK)[:2]
# What is asked behind all cells is answered behind all their outputs.
RUN_ALL = """
    Jupyter.notebook.execute_all_cells();
    const status = message => { if (message.content.execution_state == 'idle') window.allDone = true; };
    Jupyter.notebook.kernel.execute('', {iopub: {status}}, {silent: true, store_history: false});"""
# Where some points of a chart stand in the window.
POINTS = """
    const chart = document.querySelectorAll('.js-plotly-plot')[arguments[0]], frame = chart.getBoundingClientRect();
    chart.scrollIntoView({block: 'center'});
    const {x, y} = document.querySelectorAll('.js-plotly-plot')[arguments[0]].getBoundingClientRect();
    return chart.calcdata.flatMap(trace => {
        const {xaxis, yaxis} = chart._fullLayout, axes = trace[0].trace;
        if (axes.type == 'heatmap') return [[x + xaxis._offset + xaxis._length / 3, y + yaxis._offset + yaxis._length / 3]];
        const places = trace.map(p => [x + xaxis._offset + xaxis.c2p(p.x ?? p.p), y + yaxis._offset + yaxis.c2p((p.y ?? p.s) * (p.y === undefined ? 0.5 : 1))]);
        return [0.5, 0.25, 0.75, 0].map(share => places[Math.floor(share * (places.length - 1))]);
    });"""


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
        self.server = Server(os.path.dirname(NOTEBOOK))
        self.browser = Browser()

    def tearDown(self):
        self.browser.stop()
        self.server.stop()
        os.remove(self.copy)

    def test_all_cells_run_and_every_chart_is_drawn_and_answers_the_mouse(self):
        browser = self.browser
        browser.open(self.server.notebook(self.copy))
        browser.wait("return window.Jupyter && Jupyter.notebook && Jupyter.notebook.kernel && Jupyter.notebook.kernel.is_connected()")
        browser.run(RUN_ALL)
        browser.wait("return window.allDone", hangs=10)
        browser.run("Jupyter.notebook.save_notebook()")
        browser.wait("return !Jupyter.notebook.dirty")
        shutil.copy(self.copy, EXECUTED)
        with open(EXECUTED) as file:
            executed = json.load(file)
        outputs = [output for cell in executed["cells"] for output in cell.get("outputs", [])]
        self.assertEqual([], [output["evalue"] for output in outputs if output["output_type"] == "error"])

        charts = sum("Plotly.newPlot" in "".join(output.get("data", {}).get("text/html", "")) for output in outputs)
        self.assertGreater(charts, 0)
        browser.wait(f"return document.querySelectorAll('.js-plotly-plot .main-svg .trace, .js-plotly-plot .main-svg .hm').length >= {charts}")
        self.assertEqual(charts, browser.run("return document.querySelectorAll('.js-plotly-plot').length"))
        self.assertEqual([], browser.run("return [...document.querySelectorAll('.output [class^=figure-] img')].map(i => i.alt)"),
                         "a chart that is drawn takes the place of its picture")
        for chart in range(charts):
            self.assertTrue(self.answers(chart), f"chart {chart} does not answer the mouse")
            browser.picture(f"notebook-{NAME}-chart-{chart + 1}.png")

    def answers(self, chart):
        for x, y in self.browser.run(POINTS, chart):
            self.browser.move([(x - 4, y), (x - 2, y), (x, y)])
            for _ in range(5):
                if self.browser.run("return document.querySelectorAll('.js-plotly-plot')[arguments[0]].querySelectorAll('.hovertext').length", chart):
                    return True
        return False


if __name__ == "__main__":
    unittest.main()
