using MetaAnomalyLib.Machine;
using TorchSharp;

namespace MetaAnomalyLib.Tests.Machine;

/// <summary>One choice of the device, and what is said when it cannot be had.</summary>
public sealed class ComputeDeviceTests
{
    [Theory]
    [InlineData("auto", true, DeviceType.CUDA, 0)]
    [InlineData("", true, DeviceType.CUDA, 0)]
    [InlineData("auto", false, DeviceType.CPU, -1)]
    [InlineData("cpu", true, DeviceType.CPU, -1)]
    [InlineData("cuda", true, DeviceType.CUDA, 0)]
    [InlineData("cuda:3", true, DeviceType.CUDA, 3)]
    public void META_DEVICE_chooses_and_auto_prefers_a_GPU(string choice, bool gpu, DeviceType type, int index)
    {
        var device = ComputeDevice.Of(choice, gpu);
        Assert.Equal((type, index), (device.type, device.index));
    }

    [Fact]
    public void A_GPU_that_is_not_there_is_refused_with_what_it_takes()
    {
        var refusal = Assert.Throws<InvalidOperationException>(() => ComputeDevice.Of("cuda", gpu: false));
        Assert.Contains("META_DEVICE is 'cuda', but libtorch sees no GPU", refusal.Message);
        Assert.Contains("META_TORCH=cuda", refusal.Message);
    }

    [Theory]
    [InlineData("tpu")]
    [InlineData("cuda:")]
    [InlineData("cuda:-1")]
    [InlineData("CUDA 0")]
    public void Anything_else_is_refused_by_name(string choice) =>
        Assert.Contains($"META_DEVICE is '{choice}'; it must be 'auto', 'cpu', 'cuda'", Assert.Throws<InvalidOperationException>(() => ComputeDevice.Of(choice, gpu: true)).Message);

    [Fact]
    public void Tensors_are_made_where_the_report_says()
    {
        Assert.Contains(ComputeDevice.Current.type == DeviceType.CUDA ? "cuda" : "cpu", MachineReport.Stamp());
        using var made = torch.zeros(2);
        Assert.Equal(ComputeDevice.Current.type, made.device_type);
    }
}
