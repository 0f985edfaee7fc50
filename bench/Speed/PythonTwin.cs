using System.Diagnostics;
using System.Globalization;

namespace MetaAnomaly.Bench.Speed;

/// <summary>A Python process with Debian's python3-torch that times the same workloads on command, over its standard input and output.</summary>
internal sealed class PythonTwin : IDisposable
{
    public const string Python = "/usr/bin/python3";   // Debian's: another python3 on PATH would not have its packages
    private readonly Process process;

    private PythonTwin(Process process) => this.process = process;

    /// <param name="script">Below the bench's own folder.</param>
    /// <param name="module">What it imports, installed when it is missing.</param>
    /// <param name="package">Debian's package of that module.</param>
    /// <param name="args">Passed to the script.</param>
    public static PythonTwin Start(string script, string module, string package, params string[] args)
    {
        Install(module, package);
        var start = new ProcessStartInfo(Python, ["-u", Path.Combine(AppContext.BaseDirectory, script), .. args]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        // The same BLAS kernels on both sides: this process chose them before libtorch was loaded.
        if (MetaAnomalyLib.Machine.Blas.OpenBlasCore() is { } core) start.Environment["OPENBLAS_CORETYPE"] = core;
        start.Environment.TryAdd("GOMP_SPINCOUNT", "1000");   // as the system stack sets for itself
        return new PythonTwin(Process.Start(start) ?? throw new InvalidOperationException($"{Python} does not start."));
    }

    public void Prepare(string workload, int threads) => Ask(string.Create(CultureInfo.InvariantCulture, $"prepare {workload} {threads}"));

    /// <summary>Milliseconds an iteration.</summary>
    public double Time(int iterations) => double.Parse(Ask(string.Create(CultureInfo.InvariantCulture, $"time {iterations}")), CultureInfo.InvariantCulture);

    public void Dispose()
    {
        process.StandardInput.Close();
        if (!process.WaitForExit(5000)) process.Kill();
        process.Dispose();
    }

    /// <summary>Installs a Debian package for the twin when its module is missing; it is not needed for anything else.</summary>
    internal static void Install(string module, string package)
    {
        if (File.Exists(Python) && Exits(Python, "-c", $"import {module}") == 0) return;
        Console.WriteLine($"Installing {package} for the Python twin");
        if (Exits("apt-get", "-q", "-y", "install", "--no-install-recommends", package) != 0)
            throw new InvalidOperationException($"The Python twin needs {package}: run 'sudo apt-get install {package}', then this again.");
    }

    /// <summary>Sends a line and waits for the one that answers it.</summary>
    public string Ask(string command)
    {
        process.StandardInput.WriteLine(command);
        process.StandardInput.Flush();
        return process.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"The Python twin ended at '{command}'; its error is above.");
    }

    private static int Exits(string file, params string[] args)
    {
        using var run = Process.Start(new ProcessStartInfo(file, args) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        run.OutputDataReceived += (_, _) => { };
        run.BeginOutputReadLine();
        run.StandardError.ReadToEnd();
        run.WaitForExit();
        return run.ExitCode;
    }
}
