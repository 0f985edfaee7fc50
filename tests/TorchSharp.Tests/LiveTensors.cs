using static TorchSharp.torch;

namespace TorchSharp.Tests;

internal static class LiveTensors
{
    /// <summary>Tensors alive once what earlier tests forgot is finalized, so that the count moves by what the test does only.</summary>
    public static long Settled()
    {
        for (var previous = long.MaxValue; Tensor.TotalCount < previous;)
        {
            previous = Tensor.TotalCount;
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        return Tensor.TotalCount;
    }
}
