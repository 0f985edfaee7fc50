using System.Runtime.InteropServices;
using TorchSharp;

namespace MetaAnomalyLib.Machine;

/// <summary>Which BLAS libtorch computes with on the system stack.</summary>
public static class Blas
{
    /// <summary>The processor that OpenBLAS chose its kernels for, such as "SkylakeX"; null when this process does not use OpenBLAS.</summary>
    public static unsafe string? OpenBlasCore()
    {
        _ = torch.get_num_threads();   // loads libtorch, and its BLAS with it
        if (!OperatingSystem.IsLinux()) return null;
        var file = File.ReadLines("/proc/self/maps").FirstOrDefault(line => line.Contains("libopenblas", StringComparison.Ordinal));
        if (file is null || !NativeLibrary.TryLoad(file[file.IndexOf('/', StringComparison.Ordinal)..], out var library)) return null;
        return NativeLibrary.TryGetExport(library, "openblas_get_corename", out var name)
            ? Marshal.PtrToStringUTF8(((delegate* unmanaged<nint>)name)())
            : null;
    }
}
