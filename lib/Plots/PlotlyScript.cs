using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace MetaAnomalyLib.Plots;

/// <summary>The HTML of a figure: the static picture, and the script that puts plotly.js's chart in its place.</summary>
internal static class PlotlyScript
{
    /// <summary>A figure for a notebook; plotly.js comes with it where <paramref name="notebook"/> says so.</summary>
    public static string ForNotebook(NotebookPage notebook, string figureJson, string svg, string description) =>
        (notebook.Bears(description) ? Library() : "") + Fragment(figureJson, svg, description);

    /// <summary>A page of its own that needs no network.</summary>
    public static string ForPage(string figureJson, string svg, string description) => $"""
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><title>{SvgEscape(description)}</title></head>
        <body>{Library()}{Fragment(figureJson, svg, description)}</body></html>

        """;

    /// <summary>The picture as an address: front ends that strip svg elements and scripts let images through.</summary>
    public static string DataUri(string svg) => "data:image/svg+xml;base64," + Convert.ToBase64String(Encoding.UTF8.GetBytes(svg));

    // The function's parameters hide a page's AMD or CommonJS loader (classic Notebook has one): plotly.js must register as window.Plotly.
    private static string Library() =>
        "<script>if(!window.Plotly)(function(define,module,exports){" + Source.Value + "\n}).call(window);</script>";

    private static readonly Lazy<string> Source = new(() =>
    {
        // Plotly.NET carries plotly.js, the package as well as stack/Plotly.NET: the name differs by version.
        var assembly = typeof(Plotly.NET.GenericChart).Assembly;
        var name = assembly.GetManifestResourceNames().FirstOrDefault(n =>
            n.Contains("plotly-", StringComparison.Ordinal) && n.EndsWith(".min.js", StringComparison.Ordinal))
            ?? throw new InvalidOperationException(
                $"{assembly.FullName} carries no plotly.js (a resource plotly-*.min.js); use Plotly.NET 5.1.");
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        var source = reader.ReadToEnd();
        return source.Contains("</script", StringComparison.OrdinalIgnoreCase)
            ? source.Replace("</script", "<\\/script", StringComparison.OrdinalIgnoreCase)
            : source;
    });

    // Figures are found by a hash of what they show, so that saved notebooks differ only where figures do. Scripts of notebooks run out of
    // order and, when a notebook is opened, before the figure that bears plotly.js: wait for it, a minute at most.
    private static string Fragment(string figureJson, string svg, string description)
    {
        var id = "figure-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(figureJson)))[..12];
        var (data, layout) = ScriptSafe(figureJson);
        (layout, var pictures) = WithoutPicturesOf(svg, layout);
        return $$"""
            <div class="{{id}}"><img alt="{{SvgEscape(description)}}" src="{{DataUri(svg)}}"></div>
            <script>(function(){
            var tries=0,timer=setInterval(draw,100);draw();
            function draw(){
            if(!window.Plotly){if(++tries>600)clearInterval(timer);return;}
            clearInterval(timer);
            document.querySelectorAll("div.{{id}}:not([data-drawn])").forEach(function(place){
            place.setAttribute("data-drawn","");{{pictures}}
            var chart=document.createElement("div");
            place.appendChild(chart);
            window.Plotly.newPlot(chart,{{data}},{{layout}},{displayModeBar:false}).then(
            function(){place.removeChild(place.firstElementChild);},
            function(){place.removeChild(chart);});
            });}
            })();</script>

            """;
    }

    // Pixels that the static picture holds are taken from there: written twice, they made up half of a notebook of images.
    private static (string Layout, string Pictures) WithoutPicturesOf(string svg, string layout)
    {
        var inPicture = Pictures.Matches(svg).Select(match => match.Value).ToArray();
        for (var i = 0; i < inPicture.Length; i++) layout = layout.Replace(JsonSerializer.Serialize(inPicture[i]), FormattableString.Invariant($"pictures[{i}]"));
        return (layout, inPicture.Length == 0 ? "" : $"\nvar pictures=atob(place.firstElementChild.src.split(\",\")[1]).match(/{Pictures}/g);");
    }

    // The slash as a code: as such it would end the script's pattern.
    private static readonly Regex Pictures = new("data:image\\x2Fpng;base64,[A-Za-z0-9+\\x2F=]+");

    // Written anew by System.Text.Json, which escapes <, >, & and quotes inside strings: no label can end the script.
    private static (string Data, string Layout) ScriptSafe(string figureJson)
    {
        using var figure = JsonDocument.Parse(figureJson);
        return (Part("data"), Part("layout"));

        string Part(string name) => JsonSerializer.Serialize(figure.RootElement.GetProperty(name));
    }

    private static string SvgEscape(string text) => Picture.SvgWriter.Escape(text);
}
