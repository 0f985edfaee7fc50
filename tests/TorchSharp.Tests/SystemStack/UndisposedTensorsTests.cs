namespace TorchSharp.Tests.SystemStack;

/// <summary>Forgotten tensors are collected in time. (The package tells the garbage collector nothing of their memory.)</summary>
public sealed class UndisposedTensorsTests : IDisposable
{
    private readonly int threads = get_num_threads();

    // On a busy machine a team of threads waits for its slowest member after each of many thousands of calls.
    public UndisposedTensorsTests() => set_num_threads(1);

    public void Dispose() => set_num_threads(threads);

    private const long Megabyte = 1 << 20;

    private static long Resident() => Environment.WorkingSet;

    [Fact]
    public void Undisposed_tensors_are_collected_before_they_fill_the_machine()
    {
        var (before, peak) = (Resident(), 0L);
        var x = zeros(1 << 18);
        for (var i = 0; i < 4000; i++)
        {
            _ = x + i;   // 1 MB each, 4 GB together
            if (i % 50 == 0) peak = Math.Max(peak, Resident() - before);
        }
        Assert.InRange(peak, 0, 1000 * Megabyte);
        x.Dispose();
    }

    [Fact]
    public void Undisposed_gradients_are_collected_too()
    {
        var (before, peak) = (Resident(), 0L);
        var x = zeros(1 << 18).requires_grad_();
        for (var i = 0; i < 2000; i++)
        {
            using var loss = (x * x).sum();
            _ = autograd.grad([loss], [x]);
            if (i % 50 == 0) peak = Math.Max(peak, Resident() - before);
        }
        Assert.InRange(peak, 0, 1000 * Megabyte);
        x.Dispose();
    }
}
