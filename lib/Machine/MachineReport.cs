using System.Globalization;
using System.Net;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using MetaAnomalyLib.Data;
using MetaAnomalyLib.Display;
using MetaAnomalyLib.Training;
using TorchSharp;

namespace MetaAnomalyLib.Machine;

/// <summary>One line of a <see cref="MachineReport"/>.</summary>
/// <param name="Name">What was looked at.</param>
/// <param name="Value">What was found.</param>
/// <param name="Ok">Whether it is as it should be.</param>
/// <param name="Remedy">What to do when it is not; empty when nothing is to be done.</param>
public sealed record MachineCheck(string Name, string Value, bool Ok, string Remedy = "");

/// <summary>What this machine computes with, and what to change where that would be slow or wrong.</summary>
[TypeFormatterSource(typeof(ShownFormatterSource))]
public sealed class MachineReport : IShown
{
    private MachineReport(IReadOnlyList<MachineCheck> checks) => Checks = checks;

    /// <summary>The lines.</summary>
    public IReadOnlyList<MachineCheck> Checks { get; }

    /// <summary>Whether every line is as it should be.</summary>
    public bool Ok => Checks.All(c => c.Ok);

    /// <summary>Looks at stack, device, threads, BLAS, data and profile. Computes nothing: for that see <see cref="SelfTest"/>.</summary>
    public static MachineReport Create() => new(
    [
        new("stack", IsSystemStack ? "system (Debian's libtorch)" : "nuget (TorchSharp packages)", true),
        new("libtorch", torch.__version__, true),
        new("device", Device(), true,
            torch.cuda.is_available() || IsSystemStack ? "" : "a GPU needs the package TorchSharp-cuda-linux: build with META_TORCH=cuda"),
        Threads(),
        Blas(),
        new("data frame, charts", $"{Version("Microsoft.Data.Analysis")}, {Version("Plotly.NET")}", true),
        new(".NET", $"{RuntimeInformation.FrameworkDescription} on {RuntimeInformation.OSDescription.Trim()}, {RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}", true),
        FinancialDataCheck(),
        new("profile", Profile.Current.ToString(), true, Profile.Current.IsFull ? "" : "META_PROFILE=full gives the README's numbers, in more time"),
    ]);

    /// <summary>One line to print with results: stack, versions, device, threads, profile, date.</summary>
    public static string Stamp() => string.Create(CultureInfo.InvariantCulture,
        $"{(IsSystemStack ? "system" : "nuget")} stack, libtorch {torch.__version__}, {Device()} with {torch.get_num_threads()} threads, .NET {Environment.Version}, profile {Profile.Current}, {DateTime.UtcNow:yyyy-MM-dd}");

    /// <inheritdoc/>
    public override string ToString() =>
        string.Join("\n", Checks.Select(c => $"{(c.Ok ? "ok " : "RED")}  {c.Name,-20} {c.Value}{(c.Remedy.Length > 0 ? $"\n     {"",-20} {c.Remedy}" : "")}"));

    string IShown.ToHtml()
    {
        var html = new StringBuilder("<table style=\"border-collapse:collapse\"><tbody>");
        foreach (var check in Checks)
        {
            var (background, mark) = check.Ok ? ("#e6f4ea", "ok") : ("#fce8e6", "red");
            html.Append($"<tr><td style=\"background:{background};color:#111;padding:3px 10px\">{mark}</td>")
                .Append($"<td style=\"text-align:left;padding:3px 10px\"><b>{WebUtility.HtmlEncode(check.Name)}</b></td>")
                .Append($"<td style=\"text-align:left;padding:3px 10px\">{WebUtility.HtmlEncode(check.Value)}</td>")
                .Append($"<td style=\"text-align:left;padding:3px 10px;opacity:.75\">{WebUtility.HtmlEncode(check.Remedy)}</td></tr>");
        }
        return html.Append("</tbody></table>").ToString();
    }

    private static string Device() => ComputeDevice.Current.type == DeviceType.CUDA ? $"cuda:{ComputeDevice.Current.index} of {torch.cuda.device_count()}" : "cpu";

    private static bool IsSystemStack => typeof(torch).Assembly.GetType("TorchSharp.Aten") is not null;

    private static MachineCheck Threads()
    {
        var (threads, processors) = (torch.get_num_threads(), Environment.ProcessorCount);
        return new("threads", $"{threads} of {processors} logical processors", threads > 1 || processors == 1,
            threads > 1 || processors == 1 ? "" : "OMP_NUM_THREADS is 1: unset it, or call torch.set_num_threads(n)");
    }

    private static MachineCheck Blas()
    {
        if (!IsSystemStack) return new("BLAS", "the packages' own (MKL)", true);
        var core = Machine.Blas.OpenBlasCore();
        return core switch
        {
            null => new("BLAS", "not OpenBLAS", false, "matrix products are many times slower: apt-get install libopenblas0-openmp, then restart"),
            "Prescott" or "Core2" or "Generic" => new("BLAS", $"OpenBLAS, kernels for {core}", false, "OpenBLAS does not know this processor: set OPENBLAS_CORETYPE=Haswell (AVX2) or SkylakeX (AVX-512), then restart"),
            _ => new("BLAS", $"OpenBLAS, kernels for {core}", true),
        };
    }

    private static MachineCheck FinancialDataCheck()
    {
        var found = DataCatalog.Default.Find("creditcard") is not null;
        return new("credit-card data", found ? "found" : "not found", true,
            found ? "" : "notebook 01 takes German credit instead; to use the original set META_DATA to a folder that holds creditcard/");
    }

    private static string Version(string assembly) => $"{assembly} {Assembly.Load(assembly).GetName().Version?.ToString(3)}";
}
