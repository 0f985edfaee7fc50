"""What a reader sees of charts when their scripts do not run, or when there is no network."""
import os
import shutil
import tempfile
import unittest

import nbformat
from nbformat.sign import NotebookNotary

from browser import Browser, Server

EXECUTED = os.environ["META_EXECUTED"]
# The charts' pictures that lie in the window, loaded, and not behind anything else.
SEEN = """
    return [...document.querySelectorAll('[class^=figure-] img')].filter(picture => {
        picture.scrollIntoView({block: 'center'});
        const {x, y, width, height} = picture.getBoundingClientRect();
        return picture.complete && picture.naturalWidth > 100 && width > 100 && height > 100
            && document.elementFromPoint(x + width / 2, y + height / 2) === picture;
    }).length"""
DRAWN = "return document.querySelectorAll('.js-plotly-plot .main-svg .trace').length"


class Pictures(unittest.TestCase):
    def setUp(self):
        self.browser = Browser(scripts="scripts_off" not in self.id())
        self.folder = tempfile.TemporaryDirectory()
        self.server = None

    def tearDown(self):
        self.browser.stop()
        if self.server:
            self.server.stop()
        self.folder.cleanup()

    def open_notebook(self, trusted):
        """A notebook that came from elsewhere: Jupyter has not seen it run, and so does not trust it until told to."""
        path = shutil.copy(EXECUTED, os.path.join(self.folder.name, "received.ipynb"))
        if trusted:
            NotebookNotary().sign(nbformat.read(path, 4))
            self.addCleanup(lambda: NotebookNotary().unsign(nbformat.read(EXECUTED, 4)))
        self.server = Server(self.folder.name)
        self.browser.open(self.server.notebook("received.ipynb"))
        self.browser.wait("return window.Jupyter && Jupyter.notebook && Jupyter.notebook._fully_loaded")
        self.assertEqual(trusted, self.browser.run("return Jupyter.notebook.trusted"))

    def open_page(self):
        self.browser.open("file://" + EXECUTED.replace(".ipynb", ".html"))

    def test_an_untrusted_notebook_shows_the_picture(self):
        self.open_notebook(trusted=False)
        self.browser.wait(SEEN)
        self.assertEqual(0, self.browser.run(DRAWN))
        self.browser.picture("untrusted.png")

    def test_a_trusted_notebook_draws_the_chart_without_a_network(self):
        self.open_notebook(trusted=True)
        self.browser.wait(DRAWN)
        self.assertEqual([], self.browser.run("return performance.getEntriesByType('resource').map(r => r.name)"
                                              ".filter(n => !n.startsWith(location.origin) && !n.startsWith('data:'))"))
        self.browser.run("document.querySelector('.js-plotly-plot').scrollIntoView({block: 'center'})")
        self.browser.picture("offline.png")

    def test_a_page_draws_the_chart_without_a_network(self):
        self.open_page()
        self.browser.wait(DRAWN)
        self.assertEqual([], self.browser.run("return performance.getEntriesByType('resource').map(r => r.name)"
                                              ".filter(n => !n.startsWith('data:') && !n.startsWith('file:'))"))

    def test_a_page_shows_the_picture_with_scripts_off(self):
        self.open_page()
        self.browser.wait(SEEN)
        self.assertEqual(0, self.browser.run(DRAWN))
        self.browser.picture("scripts-off.png")


if __name__ == "__main__":
    unittest.main()
