"""The site, opened from the disk in headless Chromium: charts, search, dark mode, a phone, scripts off."""
import os
import pathlib
import unittest

from browser import Browser

SITE = pathlib.Path(os.environ["META_SITE"]).as_uri() + "/"
PAGE = os.environ["META_PAGE"]
TERM = os.environ["META_TERM"]


class Site(unittest.TestCase):
    scripts = True

    def setUp(self):
        self.browser = Browser(scripts=self.scripts)
        self.addCleanup(self.browser.stop)
        self.size(1280, 900)

    def size(self, width, height, mobile=False):
        self.browser.ask("POST", "/goog/cdp/execute", {"cmd": "Emulation.setDeviceMetricsOverride", "params": {
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": mobile}})

    def go(self, page):
        self.browser.ask("POST", "/url", {"url": SITE + page})

    def assert_nothing_is_cut_off(self):
        self.assertEqual([], self.browser.run("return document.documentElement.scrollWidth > innerWidth ? [document.documentElement.scrollWidth, innerWidth] : []"))


class WithScripts(Site):
    def test_charts_are_drawn_without_a_network_and_pages_follow_each_other(self):
        self.go("index.html")
        self.browser.wait("return [...document.querySelectorAll('.card img')].every(image => { image.scrollIntoView(); return image.complete && image.naturalWidth > 0; })")
        self.browser.run("scrollTo(0, 0)")
        self.browser.picture("site-index.png")
        self.browser.run("document.querySelector(`.card[href='${arguments[0]}']`).click()", PAGE)
        self.browser.wait("return document.querySelectorAll('.js-plotly-plot .main-svg').length > 0")
        self.assertGreater(self.browser.run("return document.querySelectorAll('.output [class^=figure-]').length"), 0)
        self.browser.wait("return [...document.querySelectorAll('.output [class^=figure-]')].every(figure => figure.querySelector('.js-plotly-plot .main-svg') && !figure.querySelector(':scope > img'))")
        self.browser.run("document.querySelector('.js-plotly-plot').scrollIntoView({block: 'center'})")
        self.browser.picture("site-page.png")
        self.browser.run("document.querySelector('.neighbours a').click()")
        self.browser.wait(f"return document.querySelector('main') && !location.href.endsWith('{PAGE}')")

    def test_search_finds_a_section_and_the_keyboard_gets_there(self):
        self.go("index.html")
        self.browser.run("document.getElementById('search').focus(); document.execCommand('insertText', false, arguments[0])", TERM)
        self.browser.wait("return document.querySelectorAll('#found a mark').length > 0")
        self.browser.picture("site-search.png")
        target = self.browser.run("return document.querySelector('#found a').href")
        self.browser.run("document.getElementById('search').dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', bubbles: true}))")
        self.browser.wait(f"return location.href === '{target}'")
        self.browser.run("document.getElementById('search').focus(); document.execCommand('insertText', false, 'no such word anywhere')")
        self.browser.wait("return document.querySelector('#found .none')")

    def test_dark_mode_lasts_from_page_to_page(self):
        self.go("index.html")
        paper = "return getComputedStyle(document.body).backgroundColor"
        self.browser.wait(paper + " === 'rgb(255, 255, 255)'")
        self.browser.run("document.getElementById('theme').click()")
        dark = self.browser.run(paper)
        self.assertNotEqual("rgb(255, 255, 255)", dark)
        self.go(PAGE)
        self.assertEqual(dark, self.browser.run(paper))
        self.browser.wait("return document.querySelectorAll('.js-plotly-plot .main-svg').length > 0")
        self.browser.run("document.querySelector('.js-plotly-plot').scrollIntoView({block: 'center'})")
        self.browser.picture("site-dark.png")

    def test_on_a_phone_nothing_is_cut_off_and_charts_fit(self):
        self.size(390, 844, mobile=True)
        self.go("index.html")
        self.assert_nothing_is_cut_off()
        self.go(PAGE)
        self.browser.wait("return document.querySelectorAll('.js-plotly-plot .main-svg').length > 0")
        self.browser.wait("return [...document.querySelectorAll('.js-plotly-plot')].every(chart => chart.offsetWidth <= innerWidth && chart.querySelector('.main-svg').getBoundingClientRect().width <= innerWidth)")
        self.assert_nothing_is_cut_off()
        self.browser.run("document.querySelector('.js-plotly-plot').scrollIntoView({block: 'center'})")
        self.browser.picture("site-phone.png")


class WithoutScripts(Site):
    """The driver itself can still ask the page."""
    scripts = False

    def test_everything_is_there_to_read(self):
        self.go("index.html")
        self.assertEqual(0, self.browser.run("return document.querySelectorAll('html.scripted').length"))
        self.assertEqual("none", self.browser.run("return getComputedStyle(document.querySelector('.search')).display"))
        self.go(PAGE)
        self.assertEqual(0, self.browser.run("return document.querySelectorAll('.js-plotly-plot').length"))
        figures = "[...document.querySelectorAll('.output [class^=figure-] > img')]"
        self.browser.wait(f"return {figures}.length > 0 && {figures}.every(image => image.complete && image.naturalWidth > 0 && image.alt)")
        self.size(390, 844, mobile=True)
        self.assert_nothing_is_cut_off()
        self.browser.run(f"{figures}[0].scrollIntoView({{block: 'center'}})")
        self.browser.picture("site-no-scripts.png")
        self.assertTrue(self.browser.run("return [...document.querySelectorAll('a[href$=\".html\"]')].length > 2"))


if __name__ == "__main__":
    unittest.main()
