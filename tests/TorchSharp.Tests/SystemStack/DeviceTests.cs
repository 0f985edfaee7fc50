using TorchSharp;

namespace TorchSharp.Tests.SystemStack;

/// <summary>The system stack has one device, and says so.</summary>
public sealed class DeviceTests
{
    [Fact]
    public void The_CPU_may_be_chosen_and_a_GPU_is_refused_with_what_it_takes()
    {
        torch.set_default_device("cpu");
        Assert.Equal(DeviceType.CPU, torch.get_default_device().type);
        Assert.Contains("META_TORCH=cuda", Assert.Throws<NotSupportedException>(() => torch.set_default_device("cuda:0")).Message);
    }
}
