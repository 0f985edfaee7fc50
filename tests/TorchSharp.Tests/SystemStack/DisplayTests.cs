using System.Globalization;

namespace TorchSharp.Tests.SystemStack;

/// <summary>Where text must not depend on the machine, and what a notebook shows.</summary>
public sealed class DisplayTests
{
    [Fact]
    public void The_culture_of_the_machine_changes_nothing()
    {
        using var x = tensor(new[] { 1.5, -0.25 });
        var old = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("de-DE");
            Assert.Equal("[1.5, -0.25]", x.npstr());
        }
        finally
        {
            CultureInfo.CurrentCulture = old;
        }
    }

    [Fact]
    public void A_notebook_shows_shape_type_device_and_escaped_values()
    {
        var attribute = typeof(Tensor).GetCustomAttributes(inherit: false).Single(a => a.GetType().Name == "TypeFormatterSourceAttribute");
        var source = Activator.CreateInstance((Type)((dynamic)attribute).FormatterSourceType, nonPublic: true)!;
        var formatters = ((IEnumerable<object>)source.GetType().GetMethod("CreateTypeFormatters")!.Invoke(source, null)!)
            .ToDictionary(f => (string)f.GetType().GetProperty("MimeType")!.GetValue(f)!);
        Assert.Equal(["text/html", "text/plain"], formatters.Keys.Order());

        string Shown(string mime, object value)
        {
            var writer = new StringWriter();
            Assert.True((bool)formatters[mime].GetType().GetMethod("Format")!.Invoke(formatters[mime], [value, writer])!);
            return writer.ToString();
        }

        using var x = arange(1000, float32).reshape(100, 10).requires_grad_();
        Assert.Contains("[100x10], type = Float32, device = cpu", Shown("text/html", x));
        Assert.Contains("...", Shown("text/html", x));
        Assert.InRange(Shown("text/html", x).Length, 50, 1000);
        Assert.Contains("type = Float32", Shown("text/plain", x));
        var gone = zeros(1);
        gone.Dispose();
        Assert.Contains("disposed", Shown("text/html", gone));
    }
}
