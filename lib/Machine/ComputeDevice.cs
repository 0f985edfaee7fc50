using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Machine;

/// <summary>
/// The device that tensors are made on and networks are trained on, chosen once a process: it becomes TorchSharp's default device, so that no
/// other code names one. Notebooks choose it with <see cref="MachineReport.Stamp"/>, detectors when they are made.
/// </summary>
public static class ComputeDevice
{
    private const string Variable = "META_DEVICE";
    private static readonly Lazy<Device> Chosen = new(() =>
    {
        var device = Of(Environment.GetEnvironmentVariable(Variable) ?? "auto", cuda.is_available());
        if (device.type != get_default_device().type || device.index > 0) set_default_device(device);
        return device;
    });

    /// <summary>What META_DEVICE says: <c>cpu</c>, <c>cuda</c> or <c>cuda:1</c>, or <c>auto</c>, which is also the default: a GPU where libtorch sees one.</summary>
    /// <exception cref="InvalidOperationException">META_DEVICE says something else, or names a GPU that libtorch does not see.</exception>
    public static Device Current => Chosen.Value;

    internal static Device Of(string choice, bool gpu) => choice switch
    {
        "" or "auto" => new Device(gpu ? DeviceType.CUDA : DeviceType.CPU, gpu ? 0 : -1),
        "cpu" => CPU,
        _ when IsGpu(choice, out var index) => gpu
            ? new Device(DeviceType.CUDA, index)
            : throw new InvalidOperationException(
                $"{Variable} is '{choice}', but libtorch sees no GPU: it takes an NVIDIA driver and the package TorchSharp-cuda-linux (build with META_TORCH=cuda); or say 'cpu' or 'auto'."),
        _ => throw new InvalidOperationException($"{Variable} is '{choice}'; it must be 'auto', 'cpu', 'cuda' or 'cuda:' and a number."),
    };

    private static bool IsGpu(string choice, out int index)
    {
        index = 0;
        return choice == "cuda" || (choice.StartsWith("cuda:", StringComparison.Ordinal)
            && int.TryParse(choice.AsSpan(5), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out index));
    }
}
