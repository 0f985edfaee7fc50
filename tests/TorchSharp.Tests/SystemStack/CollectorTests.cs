namespace TorchSharp.Tests.SystemStack;

/// <summary>What the collector is told of the memory of tensors.</summary>
public sealed class CollectorTests
{
    [Fact]
    public void Large_tensors_in_a_scope_do_not_make_the_collector_run_but_forgotten_ones_do()
    {
        static int Collections(bool inScope)
        {
            var before = GC.CollectionCount(0);
            // Enough that the collector's own budget, which what ran before has moved, does not decide.
            for (var i = 0; i < 1000; i++)
            {
                using var scope = inScope ? NewDisposeScope() : null;
                _ = zeros(1 << 20);
            }
            return GC.CollectionCount(0) - before;
        }
        var kept = Collections(inScope: true);
        Assert.InRange(kept, 0, 5);
        Assert.InRange(Collections(inScope: false), kept + 4, int.MaxValue);
    }
}
