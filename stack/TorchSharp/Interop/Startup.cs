using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace TorchSharp.Interop;

/// <summary>Finds the native library and sets what makes libtorch several times faster (measured: see stack/README.md).</summary>
internal static partial class Startup
{
    private const int KeepMemoryBytes = 1 << 30;
    private static readonly (int Major, int Minor) OldestTested = (1, 13);

    // .NET's Environment.SetEnvironmentVariable does not reach native getenv.
    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int setenv(string name, string value, int overwrite);

    private static readonly Lazy<nint> Shim = new(Load);

    /// <summary>Runs before anything else of the assembly; loads nothing yet.</summary>
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "The environment must be set before libtorch is loaded, and errors of loading must not come wrapped by a static constructor.")]
    internal static void Prepare()
    {
        ChooseBlasCore();
        LimitSpinning();
        NativeLibrary.SetDllImportResolver(typeof(Startup).Assembly, (name, _, _) => name == Native.Library ? Shim.Value : 0);
    }

    private static unsafe nint Load()
    {
        var file = Path.Combine(Path.GetDirectoryName(typeof(Startup).Assembly.Location)!, "libTorchShim.so");
        nint shim;
        try
        {
            shim = NativeLibrary.Load(file);
        }
        catch (DllNotFoundException e)
        {
            throw new DllNotFoundException(
                $"'{file}' cannot be loaded. It needs Debian's libtorch: install libtorch-dev and libopenblas0-openmp (./run does), then build again. {e.Message}", e);
        }
        CheckVersion(Marshal.PtrToStringUTF8(((delegate* unmanaged<nint>)NativeLibrary.GetExport(shim, "tsh_version"))())!);
        // A libc without these settings is slower, not wrong.
        _ = ((delegate* unmanaged<int, int>)NativeLibrary.GetExport(shim, "tsh_keep_memory"))(KeepMemoryBytes);
        if (Environment.GetEnvironmentVariable("OMP_NUM_THREADS") is null)
            _ = ((delegate* unmanaged<int, int>)NativeLibrary.GetExport(shim, "tsh_set_threads"))(PhysicalCores());
        return shim;
    }

    /// <summary>Physical cores among the logical ones this process may use; Debian's libtorch would start with one thread.</summary>
    internal static int PhysicalCores()
    {
        var cores = new HashSet<string>();
        for (var cpu = 0; cpu < Environment.ProcessorCount; cpu++)
        {
            var file = $"/sys/devices/system/cpu/cpu{cpu}/topology/thread_siblings_list";
            cores.Add(File.Exists(file) ? File.ReadAllText(file).Trim() : $"cpu{cpu}");
        }
        return Math.Max(1, cores.Count);
    }

    // OpenBLAS before 0.3.22 takes newer processors for the oldest ones and runs SSE3 kernels.
    private static void ChooseBlasCore()
    {
        if (Environment.GetEnvironmentVariable("OPENBLAS_CORETYPE") is not null || OpenBlasVersion() is not { } version || version >= new Version(0, 3, 22))
            return;
        var core = Avx512F.IsSupported && Avx512BW.IsSupported ? "SkylakeX" : Avx2.IsSupported ? "Haswell" : null;
        if (core is not null) _ = setenv("OPENBLAS_CORETYPE", core, 0);
    }

    // OpenMP threads that wait for one another spin for milliseconds by default; on a busy machine they take the processor from the thread
    // they wait for, and small networks train twenty times slower. A thousand turns are enough on an idle one.
    private static void LimitSpinning()
    {
        if (Environment.GetEnvironmentVariable("OMP_WAIT_POLICY") is null) _ = setenv("GOMP_SPINCOUNT", "1000", 0);
    }

    internal static Version? OpenBlasVersion()
    {
        var blas = new FileInfo($"/usr/lib/{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant() switch { "x64" => "x86_64", "arm64" => "aarch64", var other => other }}-linux-gnu/libopenblas.so.0");
        if (!blas.Exists || blas.ResolveLinkTarget(returnFinalTarget: true) is not { } file) return null;
        var start = file.Name.IndexOf("-r", StringComparison.Ordinal) + 2;
        return start > 1 && Version.TryParse(file.Name[start..].Replace(".so", "", StringComparison.Ordinal), out var version) ? version : null;
    }

    private static void CheckVersion(string text)
    {
        var parts = text.Split('.');
        if (parts.Length < 2 || !int.TryParse(parts[0], out var major) || !int.TryParse(parts[1], out var minor)
            || (major, minor).CompareTo(OldestTested) < 0)
            throw new PlatformNotSupportedException($"libtorch is {text}; {OldestTested.Major}.{OldestTested.Minor} or newer is needed.");
    }
}
