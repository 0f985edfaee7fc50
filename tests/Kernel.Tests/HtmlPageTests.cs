using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using MetaAnomaly.Kernel.Html;
using MetaAnomaly.Kernel.Notebooks;

namespace Kernel.Tests;

/// <summary>The page of an executed notebook.</summary>
public sealed partial class HtmlPageTests
{
    [Theory]
    [InlineData(@"x^2", "<msup><mi>x</mi><mrow><mn>2</mn></mrow></msup>")]
    [InlineData(@"\frac{1}{|S_k|}", "<mfrac>")]
    [InlineData(@"\mathbb{E}_{x \sim p}[\log D(x)]", "𝔼")]
    [InlineData(@"\theta' = \theta - \alpha \nabla_\theta \mathcal{L}(f_\theta)", "ℒ")]
    [InlineData(@"\begin{aligned} a &= b \\ c &= d \end{aligned}", "<mtable>")]
    [InlineData(@"f(x) = \begin{cases} 1 & \text{if } x > 0 \\ 0 & \text{else} \end{cases}", "<mtext>if </mtext>")]
    [InlineData(@"\left( \frac{a}{b} \right]", "stretchy=\"true\"")]
    [InlineData(@"\operatorname{softmax}(z)_i = \frac{e^{z_i}}{\sum_{j=1}^{K} e^{z_j}}", "softmax")]
    [InlineData(@"\hat{y} = \sigma(w^\top x + b), \quad \|w\|_2 \leq 1", "‖")]
    [InlineData(@"\sqrt[3]{x} + \binom{n}{k}", "<mroot>")]
    [InlineData(@"\underset{\theta}{\arg\min}\; \bar{x}_{1:n}", "<munder>")]
    [InlineData(@"\mathbf{W} \in \mathbb{R}^{d \times k}", "ℝ")]
    [InlineData(@"\begin{pmatrix} 1 & 0 \\ 0 & 1 \end{pmatrix}", "<mtd>")]
    [InlineData(@"p(x) \rightarrow q, a \ne b", "≠")]
    [InlineData(@"\frac12 x", "<mfrac><mn>1</mn><mn>2</mn></mfrac><mi>x</mi>")]
    [InlineData(@"\tfrac12 P(x)", "<mfrac><mn>1</mn><mn>2</mn></mfrac></mstyle><mi>P</mi>")]
    [InlineData(@"\frac\pi2", "<mfrac><mi>π</mi><mn>2</mn></mfrac>")]
    [InlineData(@"x^10", "<msup><mi>x</mi><mrow><mn>1</mn></mrow></msup><mn>0</mn>")]
    public void Formulas_become_well_formed_MathML(string latex, string expected)
    {
        var html = MathMarkup.Of(latex, display: true);
        Assert.StartsWith("<math", html);
        var plain = XDocument.Parse(html).ToString(SaveOptions.DisableFormatting);
        Assert.Contains(expected, plain);
    }

    [Theory]
    [InlineData(@"\unknown{x}")]
    [InlineData(@"\frac{1}")]
    [InlineData(@"x^{2")]
    [InlineData(@"\begin{tikzpicture}\end{tikzpicture}")]
    [InlineData(@"a } b")]
    [InlineData(@"\left(")]
    [InlineData(@"\")]
    public void A_formula_with_unknown_LaTeX_is_shown_as_its_source(string latex)
    {
        var html = MathMarkup.Of(latex, display: false);
        Assert.StartsWith("<code class=\"formula\">", html);
        Assert.Contains(WebUtility.HtmlEncode(latex), html);
    }

    [Fact]
    public void Every_cut_of_a_formula_is_drawn_or_shown_never_an_exception()
    {
        const string formula = @"\mathcal{L}_{i}'=\left[\frac{\hat{x}}{\sqrt[3]{2}}\right]^{\text{a b}} \begin{cases}1&\alpha\\0&\text{else}\end{cases}";
        for (var length = 0; length <= formula.Length; length++)
            Assert.Matches("^<(math|code)", MathMarkup.Of(formula[..length], display: false));
    }

    [Fact]
    public void Code_keeps_its_text_to_the_character_under_the_colours()
    {
        const string code = "#!time\n#r \"a.dll\"\nusing System; // <comment>\nvar s = $\"x {1:0.0} <b>\";\n\n/* two\nlines */\n#!markdown\n# not code &\n#!csharp\nrecord R<T>(T X);  \nnew R<int>(3) // end";
        Assert.Equal(code, WebUtility.HtmlDecode(Tags().Replace(CodeMarkup.Of(code), "")));
    }

    [Fact]
    public void Code_that_does_not_parse_is_shown_all_the_same()
    {
        const string code = "var x = ; }} \"open\n#if\nclass";
        Assert.Equal(code, WebUtility.HtmlDecode(Tags().Replace(CodeMarkup.Of(code), "")));
    }

    [Fact]
    public void The_page_needs_nothing_from_elsewhere_and_escapes_what_is_text()
    {
        var notebook = NotebookFile.Parse(NotebookText.Of("var x = \"<script>alert(1)</script>\";"));
        notebook.Cells[0].SetOutputs(1,
        [
            new JsonObject { ["output_type"] = "stream", ["name"] = "stdout", ["text"] = "<script>alert(2)</script>\u001b[31mred\u001b[0m" },
            new JsonObject { ["output_type"] = "display_data", ["data"] = new JsonObject { ["text/plain"] = "plain", ["text/html"] = "<b id='rich'>rich</b>" } },
            new JsonObject { ["output_type"] = "display_data", ["data"] = new JsonObject { ["text/plain"] = "<img>", ["image/png"] = "aGVsbG8=\n" } },
            new JsonObject { ["output_type"] = "error", ["traceback"] = new JsonArray("Exception: <oh>") },
        ]);
        var page = HtmlPage.Of(notebook, "name <x>", Path.GetTempPath());
        Assert.DoesNotContain("<script", page);
        Assert.DoesNotContain("http", page);
        Assert.Contains("<title>name &lt;x&gt;</title>", page);
        Assert.Contains("<b id='rich'>rich</b>", page);
        Assert.DoesNotContain("plain</pre>", page);
        Assert.Contains("src=\"data:image/png;base64,aGVsbG8=\"", page);
        Assert.Contains("Exception: &lt;oh&gt;", page);
        Assert.Contains("red</pre>", page);
    }

    [Fact]
    public void Pictures_of_markdown_cells_come_into_the_page()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            File.WriteAllBytes(Path.Combine(folder.FullName, "a b.png"), [1, 2, 3]);
            var notebook = NotebookFile.Parse("""
                {"nbformat":4,"metadata":{},"cells":[{"cell_type":"markdown","metadata":{},"source":"# Title\n![p](a%20b.png) ![q](attachment:q.png)",
                "attachments":{"q.png":{"image/png":"BBBB"}}}]}
                """);
            var page = HtmlPage.Of(notebook, "name", folder.FullName);
            Assert.Contains("data:image/png;base64,AQID", page);
            Assert.Contains("data:image/png;base64,BBBB", page);
            Assert.Contains("<title>Title</title>", page);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Markdown_links_lead_to_the_other_pages_and_its_code_is_coloured()
    {
        var html = MarkdownMarkup.Of("[next](02-next.ipynb) [far](https://example.org/x.ipynb)\n\n```csharp\nvar x = 1;\n```\n\n$$a$$ and $b$", _ => null);
        Assert.Contains("href=\"02-next.html\"", html);
        Assert.Contains("href=\"https://example.org/x.ipynb\"", html);
        Assert.Contains("<span class=\"keyword\">var</span>", html);
        Assert.Contains("<math display=\"block\">", html);
        Assert.Contains("<math display=\"inline\">", html);
    }

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tags();
}
