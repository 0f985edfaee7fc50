using System.Runtime.InteropServices;

namespace TorchSharp.Tests;

/// <summary>Reading and writing elements, and what happens with a wrong index.</summary>
public sealed class AccessTests
{
    [Fact]
    public void Elements_are_read_in_row_order_whatever_the_strides()
    {
        using var scope = NewDisposeScope();
        var x = arange(6).reshape(2, 3).t();
        Assert.Equal([0L, 3, 1, 4, 2, 5], x.data<long>().ToArray());
        Assert.Equal(new long[,] { { 0, 3 }, { 1, 4 }, { 2, 5 } }, x.data<long>().ToNDArray());
        Assert.Equal(4, x.data<long>()[1, 1]);
        Assert.Equal(4, x[1, 1].item<long>());
        Assert.Equal([0L, 3, 1, 4, 2, 5], x.data<long>());
    }

    [Fact]
    public void Spans_go_in_and_out_at_once()
    {
        using var scope = NewDisposeScope();
        var x = zeros(4);
        x.data<float>().CopyFrom([1, 2, 3, 4]);
        var read = new float[6];
        x.data<float>().CopyTo(read.AsSpan(), 2);
        Assert.Equal([0f, 0, 1, 2, 3, 4], read);
        Assert.Equal([1f, 2, 3, 4], MemoryMarshal.Cast<byte, float>(x.bytes).ToArray());
        x.data<float>()[2] = 9;
        Assert.Equal(9, x[2].ToSingle());
    }

    [Fact]
    public void Reading_as_another_type_or_outside_is_refused()
    {
        using var scope = NewDisposeScope();
        var x = arange(6).reshape(2, 3);
        Assert.Contains("Int64", Assert.Throws<ArgumentException>(() => x.data<float>()).Message);
        Assert.ThrowsAny<Exception>(() => x.data<long>()[2, 0]);
        Assert.ThrowsAny<ArgumentException>(() => x.item<long>());
        Assert.ThrowsAny<ArgumentException>(() => x.ToInt64());
        Assert.Equal(3, x.IntShape()[1]);
    }

    [Fact]
    public void A_wrong_index_is_an_exception_and_leaves_nothing_behind()
    {
        using var scope = NewDisposeScope();
        var x = zeros(2, 3);
        var bad = tensor(new[] { 0L, 5 });
        var before = LiveTensors.Settled();
        Assert.Throws<ExternalException>(() => x[2]);
        Assert.ThrowsAny<Exception>(() => x[0, 0, 0]);
        Assert.Throws<ExternalException>(() => x[TensorIndex.Slice(step: -1)]);
        Assert.Throws<ExternalException>(() => x[bad]);
        Assert.Throws<ExternalException>(() => x.index_put_(bad, 0));
        Assert.Equal(before, Tensor.TotalCount);
    }

    [Fact]
    public void Assignment_writes_through_views_and_broadcasts()
    {
        using var scope = NewDisposeScope();
        var x = zeros(3, 4);
        x[1] = 5;
        x[.., 0] = tensor(new[] { 1f, 2, 3 });
        x[2, ^1] = -1;
        x[x == 5] = 6f;
        x[TensorIndex.Ellipsis, 1..3] += 10;
        Assert.Equal("[[1, 10, 10, 0]\n [2, 16, 16, 6]\n [3, 10, 10, -1]]", x.npstr(newLine: "\n"));
        var row = x[0];
        row.fill_(7);
        Assert.Equal(7, x[0, 3].ToSingle());
    }

    [Fact]
    public void Equality_is_elementwise_by_operator_and_whole_by_Equals()
    {
        using var scope = NewDisposeScope();
        var (a, b) = (tensor(new[] { 1, 2 }), tensor(new[] { 1, 3 }));
        Assert.Equal([true, false], (a == b).data<bool>().ToArray());
        Assert.True(a.Equals(a.clone()));
        Assert.False(a.Equals(b));
        Assert.False(a.Equals(a.to(int64)));
        Assert.Equal([true, false], a.equal(b).data<bool>().ToArray());
        Assert.True(a.allclose(a.clone()));
        Assert.Single(new HashSet<Tensor> { a, a });
    }
}
