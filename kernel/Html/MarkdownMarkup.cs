using Markdig;
using Markdig.Extensions.Mathematics;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace MetaAnomaly.Kernel.Html;

/// <summary>Markdown as HTML, formulas as MathML, pictures inside the page.</summary>
internal static class MarkdownMarkup
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UseAdvancedExtensions().Build();

    /// <param name="markdown">The text.</param>
    /// <param name="picture">The bytes and MIME type that a picture's address stands for; null leaves the address as it is.</param>
    public static string Of(string markdown, Func<string, (string MimeType, byte[] Bytes)?> picture)
    {
        var document = Markdown.Parse(markdown, Pipeline);
        foreach (var link in document.Descendants<LinkInline>().Where(link => link is { IsImage: true, Url: not null }))
            if (picture(link.Url!) is var (mimeType, bytes))
                link.Url = $"data:{mimeType};base64,{Convert.ToBase64String(bytes)}";
        foreach (var link in document.Descendants<LinkInline>().Where(link => !link.IsImage && link.Url is { } url && IsNotebook(url)))
            link.Url = Path.ChangeExtension(link.Url!, ".html");
        using var writer = new StringWriter { NewLine = "\n" };
        var renderer = new HtmlRenderer(writer);
        Pipeline.Setup(renderer);
        renderer.ObjectRenderers.Replace<HtmlMathInlineRenderer>(new InlineFormula());
        renderer.ObjectRenderers.Replace<HtmlMathBlockRenderer>(new BlockFormula());
        renderer.ObjectRenderers.Replace<CodeBlockRenderer>(new ColouredCode());
        renderer.Render(document);
        return writer.ToString();
    }

    /// <summary>Another notebook of this run, whose page lies beside this one.</summary>
    private static bool IsNotebook(string url) =>
        url.EndsWith(".ipynb", StringComparison.Ordinal) && url.AsSpan().IndexOfAny('/', ':') < 0;

    private sealed class InlineFormula : HtmlObjectRenderer<MathInline>
    {
        protected override void Write(HtmlRenderer renderer, MathInline formula) =>
            renderer.Write(MathMarkup.Of(formula.Content.ToString(), display: formula.DelimiterCount > 1));
    }

    private sealed class BlockFormula : HtmlObjectRenderer<MathBlock>
    {
        protected override void Write(HtmlRenderer renderer, MathBlock formula) =>
            renderer.Write(MathMarkup.Of(formula.Lines.ToString(), display: true)).WriteLine();
    }

    private sealed class ColouredCode : CodeBlockRenderer
    {
        protected override void Write(HtmlRenderer renderer, CodeBlock block)
        {
            if (block is FencedCodeBlock { Info: "csharp" or "cs" or "c#" })
                renderer.Write($"<pre><code>{CodeMarkup.Of(block.Lines.ToString())}</code></pre>").WriteLine();
            else
                base.Write(renderer, block);
        }
    }
}
