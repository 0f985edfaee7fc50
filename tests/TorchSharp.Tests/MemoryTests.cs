namespace TorchSharp.Tests;

/// <summary>What long runs depend on: memory that comes back, and threads that do not disturb each other.</summary>
public sealed class MemoryTests : IDisposable
{
    private readonly int threads = get_num_threads();

    // On a busy machine a team of threads waits for its slowest member after each of many thousands of calls.
    public MemoryTests() => set_num_threads(1);

    public void Dispose() => set_num_threads(threads);

    private const long Megabyte = 1 << 20;

    private static long Resident() => Environment.WorkingSet;

    [Fact]
    public void Ten_thousand_training_steps_leave_memory_and_live_tensors_as_they_were()
    {
        using var model = new Regression();
        model.Train(1000);
        GC.Collect();
        var (resident, live) = (Resident(), LiveTensors.Settled());
        model.Train(10_000);
        Assert.Equal(live, Tensor.TotalCount);
        GC.Collect();
        Assert.InRange(Resident() - resident, long.MinValue, 32 * Megabyte);
    }

    [Fact]
    public void A_forgotten_graph_is_freed_with_its_last_tensor()
    {
        var before = LiveTensors.Settled();
        Forget();
        Assert.True(Tensor.TotalCount > before);
        Assert.Equal(before, LiveTensors.Settled());
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static void Forget()
    {
        var x = ones(10).requires_grad_();
        for (var i = 0; i < 100; i++) x = x * 1.01;
    }

    [Fact]
    public void Two_threads_train_at_once_to_what_one_alone_gives()
    {
        var alone = new[] { 1L, 2 }.Select(seed => Trained(seed)).ToArray();
        var together = new float[2][];
        var threads = new[] { 0, 1 }.Select(k => new Thread(() => together[k] = Trained(k + 1))).ToArray();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        Assert.Equal(alone, together);
    }

    private static float[] Trained(long seed)
    {
        using var model = new Regression(seed);
        model.Train(300);
        return model.Weights();
    }

    [Fact]
    public void A_tensor_made_on_one_thread_is_used_and_disposed_on_another()
    {
        var before = LiveTensors.Settled();
        var x = ones(5);
        var sum = 0f;
        var thread = new Thread(() =>
        {
            using (var total = x.sum()) sum = total.ToSingle();
            x.Dispose();
        });
        thread.Start();
        thread.Join();
        Assert.Equal(5, sum);
        Assert.True(x.IsInvalid);
        Assert.Equal(before, Tensor.TotalCount);
    }

    /// <summary>A two-layer regression by gradient descent, with tensor operators only.</summary>
    private sealed class Regression : IDisposable
    {
        private readonly Tensor x, y, w1, w2;

        public Regression(long seed = 1)
        {
            using var g = new Generator((ulong)seed);
            using var scope = NewDisposeScope();
            x = randn(32, 8, generator: g).DetachFromDisposeScope();
            y = x.sum(1, keepdim: true).tanh().DetachFromDisposeScope();
            w1 = (randn(8, 16, generator: g) * 0.3).DetachFromDisposeScope().requires_grad_();
            w2 = (randn(16, 1, generator: g) * 0.3).DetachFromDisposeScope().requires_grad_();
        }

        public void Train(int steps)
        {
            for (var i = 0; i < steps; i++)
            {
                using var scope = NewDisposeScope();
                var loss = (x.mm(w1).tanh().mm(w2) - y).square().mean();
                var grads = autograd.grad([loss], [w1, w2]);
                using (no_grad())
                {
                    w1.sub_(grads[0] * 0.05);
                    w2.sub_(grads[1] * 0.05);
                }
            }
        }

        public float[] Weights() => [.. w1.data<float>().ToArray(), .. w2.data<float>().ToArray()];

        public void Dispose()
        {
            foreach (var t in new[] { x, y, w1, w2 }) t.Dispose();
        }
    }
}
