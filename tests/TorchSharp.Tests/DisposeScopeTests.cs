namespace TorchSharp.Tests;

/// <summary>Who owns a tensor: scopes, moves, threads; the counts are those of TorchSharp.</summary>
public sealed class DisposeScopeTests
{
    public DisposeScopeTests() => DisposeScopeManager.Statistics.Reset();

    private static void Counts(long createdOutside, long disposedOutside, long createdIn, long disposedIn, long attached, long detached,
        long live)
    {
        var s = DisposeScopeManager.Statistics;
        Assert.Equal((createdOutside, disposedOutside, createdIn, disposedIn, attached, detached, live),
            (s.CreatedOutsideScopeCount, s.DisposedOutsideScopeCount, s.CreatedInScopeCount, s.DisposedInScopeCount,
                s.AttachedToScopeCount, s.DetachedFromScopeCount, s.ThreadTotalLiveCount));
        var t = s.TensorStatistics;
        Assert.Equal(live, t.ThreadTotalLiveCount);
        Assert.StartsWith($"ThreadTotalLiveCount: {live};", t.ToString());
    }

    [Fact]
    public void Creating_and_disposing_outside_of_a_scope_is_counted()
    {
        var t = tensor(3);
        Counts(1, 0, 0, 0, 0, 0, 1);
        t.Dispose();
        t.Dispose();
        Counts(1, 1, 0, 0, 0, 0, 0);
    }

    [Fact]
    public void Creating_and_disposing_inside_of_a_scope_is_counted_once()
    {
        using var scope = NewDisposeScope();
        var t = tensor(3);
        Counts(0, 0, 1, 0, 0, 0, 1);
        scope.Attach(t);
        Counts(0, 0, 1, 0, 0, 0, 1);
        t.Dispose();
        t.Dispose();
        Counts(0, 0, 1, 1, 0, 0, 0);
    }

    [Fact]
    public void A_scope_disposes_what_was_made_in_it()
    {
        var before = LiveTensors.Settled();
        Tensor t;
        using (NewDisposeScope()) t = ones(3) + ones(3);
        Assert.True(t.IsInvalid);
        Assert.Equal(before, Tensor.TotalCount);
        Counts(0, 0, 3, 3, 0, 0, 0);
        Assert.Throws<InvalidOperationException>(() => t + 1);
    }

    [Fact]
    public void Detached_tensors_outlive_the_scope_and_can_be_attached_to_another()
    {
        var scope = NewDisposeScope();
        var t = tensor(3);
        scope.Detach(t);
        scope.Dispose();
        Assert.False(t.IsInvalid);
        Counts(0, 0, 1, 0, 0, 1, 1);
        using (var other = NewDisposeScope())
        {
            other.Attach(t);
            Assert.True(other.Contains(t));
            Assert.Equal(1, other.DisposablesCount);
        }
        Assert.True(t.IsInvalid);
        Counts(0, 0, 1, 1, 1, 1, 0);
    }

    [Fact]
    public void Scopes_nest_and_a_result_moves_outwards()
    {
        Tensor kept, inner;
        using (var outer = NewDisposeScope())
        {
            using (NewDisposeScope())
            {
                inner = ones(2);
                kept = (inner * 2).MoveToOuterDisposeScope();
            }
            Assert.True(inner.IsInvalid);
            Assert.False(kept.IsInvalid);
            Assert.True(outer.Contains(kept));
            Assert.Same(outer, CurrentDisposeScope);
        }
        Assert.True(kept.IsInvalid);
        Assert.Null(CurrentDisposeScope);
    }

    [Fact]
    public void Moving_out_of_the_outermost_scope_detaches()
    {
        Tensor t;
        using (NewDisposeScope()) t = ones(2).MoveToOuterDisposeScope();
        Assert.False(t.IsInvalid);
        t.Dispose();
        using (var scope = NewDisposeScope())
        {
            var (a, b) = scope.MoveToOuter(ones(1), ones(2));
            Assert.Equal(0, scope.DisposablesCount);
            a.Dispose();
            b.Dispose();
        }
        using var wrapped = WrappedTensorDisposeScope(() => ones(3) + 1);
        Assert.Equal(6, wrapped.sum().ToInt32());
    }

    [Fact]
    public void Everything_but_what_is_kept_goes()
    {
        using var scope = NewDisposeScope();
        var (a, b) = (ones(1), ones(2));
        var kept = scope.DisposeEverythingBut(b);
        Assert.True(a.IsInvalid);
        Assert.False(kept.IsInvalid);
        Assert.Equal([kept], scope.DisposablesView);
        scope.DisposeEverything();
        Assert.True(kept.IsInvalid);
    }

    [Fact]
    public void An_exception_leaves_nothing_behind()
    {
        var before = LiveTensors.Settled();
        Assert.Throws<InvalidDataException>((Action)(() =>
        {
            using var scope = NewDisposeScope();
            throw new InvalidDataException((ones(3) * 2).str());
        }));
        Assert.Equal(before, Tensor.TotalCount);
        Assert.Null(CurrentDisposeScope);
    }

    [Fact]
    public void A_tensor_moves_to_the_scope_of_another()
    {
        using var outer = NewDisposeScope();
        var there = ones(1);
        Tensor moved;
        using (NewDisposeScope()) moved = ones(2).MoveToOtherDisposeScope(there);
        Assert.False(moved.IsInvalid);
        Assert.True(outer.Contains(moved));
        Assert.Same(moved, moved.DetachFromDisposeScope());
        Assert.False(outer.Contains(moved));
        moved.Dispose();
    }

    [Fact]
    public void Scopes_closed_out_of_order_still_free_their_own()
    {
        var outer = NewDisposeScope();
        var a = ones(1);
        var inner = NewDisposeScope();
        var b = ones(1);
        outer.Dispose();
        Assert.True(a.IsInvalid);
        Assert.False(b.IsInvalid);
        inner.Dispose();
        Assert.True(b.IsInvalid);
        Assert.Null(CurrentDisposeScope);
    }

    [Fact]
    public void A_scope_is_of_its_thread()
    {
        using var scope = NewDisposeScope();
        Tensor? other = null;
        var thread = new Thread(() => other = ones(1));
        thread.Start();
        thread.Join();
        Assert.False(scope.Contains(other!));
        other!.Dispose();
    }

    [Fact]
    public void A_parameter_takes_over_the_place_of_its_tensor()
    {
        var scope = NewDisposeScope();
        var t = tensor(3f);
        var p = new Modules.Parameter(t);
        Counts(0, 0, 1, 0, 0, 0, 1);
        t.Dispose();
        Assert.True(t.IsInvalid);
        Assert.Equal(3f, p.ToSingle());
        scope.Dispose();
        Assert.True(p.IsInvalid);
        Counts(0, 0, 1, 1, 0, 0, 0);
    }

    public static TheoryData<string, Func<Tensor, object>, int> Calls => new()
    {
        { "x + x", x => x + x, 1 },
        { "2 - x", x => 2 - x, 1 },
        { "2 / x", x => 2 / x, 1 },
        { "x[0]", x => x[0], 1 },
        { "x[1, 2]", x => x[1, 2], 1 },
        { "x[.., 1]", x => x[.., 1], 1 },
        { "x[mask]", x => { using var m = x > 0; return x[m]; }, 1 },
        { "x[True]", x => x.index(TensorIndex.Bool(true)), 1 },
        { "x.add_", x => x.detach().add_(1), 1 },
        { "max", x => x.max(1), 2 },
        { "unique", x => x.unique(), 1 },
        { "unbind", x => x.unbind(), 3 },
        { "std with a type", x => x.std(1, type: float64), 1 },
        { "svd", x => linalg.svd(x), 3 },
        { "to_type of the same type", x => x.to_type(float32), 1 },
        { "cpu", x => x.cpu(), 1 },
        { "tensor with a type", _ => tensor(new[] { 1f }, dtype: float64), 1 },
        { "text", x => x.str() + x.npstr() + x.cstr(), 0 },
        { "tolist", x => x.tolist(), 0 },
        { "ToSingle", x => { using var s = x.sum(); return s.ToSingle(); }, 0 },
        { "data", x => x.data<float>().ToArray(), 0 },
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public void A_call_makes_exactly_the_tensors_that_it_returns(string name, Func<Tensor, object> call, int made)
    {
        using var x = randn(3, 4);
        var before = LiveTensors.Settled();
        using (var scope = NewDisposeScope())
        {
            var result = call(x);
            Assert.True(Tensor.TotalCount - before == made, $"{name} made {Tensor.TotalCount - before} tensors");
            Assert.Equal(made, scope.DisposablesCount);
            GC.KeepAlive(result);
        }
        Assert.Equal(before, Tensor.TotalCount);
    }
}
