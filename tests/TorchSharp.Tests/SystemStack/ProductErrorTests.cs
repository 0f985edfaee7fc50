using System.Runtime.InteropServices;

namespace TorchSharp.Tests.SystemStack;

/// <summary>Wrong shapes: libtorch's message in an ExternalException, on any thread, and the process goes on.</summary>
public sealed class ProductErrorTests
{
    private static readonly Dictionary<string, (Action Call, string Message)> Cases = new()
    {
        ["matmul"] = (() => zeros(2, 3).matmul(zeros(4, 5)), "mat1 and mat2 shapes cannot be multiplied (2x3 and 4x5)"),
        ["mm"] = (() => zeros(2, 3).mm(zeros(4, 5)), "mat1 and mat2 shapes cannot be multiplied (2x3 and 4x5)"),
        ["bmm"] = (() => zeros(2, 3, 4).bmm(zeros(2, 5, 6)), "Expected size for first two dimensions of batch2 tensor"),
        ["baddbmm"] = (() => zeros(1).baddbmm(zeros(2, 3, 4), zeros(2, 5, 6)), "Expected size for first two dimensions of batch2 tensor"),
        ["addmm"] = (() => zeros(7).addmm(zeros(2, 3), zeros(4, 5)), "mat1 and mat2 shapes cannot be multiplied"),
        ["addbmm"] = (() => zeros(3, 6).addbmm(zeros(2, 3, 4), zeros(2, 5, 6)), "Incompatible matrix sizes for bmm"),
        ["addmv"] = (() => zeros(2).addmv(zeros(2, 3), zeros(4)), "size mismatch"),
        ["addr"] = (() => zeros(2, 2).addr(zeros(3), zeros(4)), "must match"),
        ["mv"] = (() => zeros(2, 3).mv(zeros(4)), "size mismatch"),
        ["dot"] = (() => zeros(3).dot(zeros(4)), "inconsistent tensor size"),
        ["vdot"] = (() => zeros(3).vdot(zeros(4)), "inconsistent tensor size"),
        ["outer"] = (() => zeros(3, 3).outer(zeros(4)), "Expected 1-D argument"),
        ["inner"] = (() => zeros(3, 3).inner(zeros(4, 4)), "inner()"),
        ["einsum"] = (() => einsum("ij,jk->ik", zeros(2, 3), zeros(4, 5)), "einsum()"),
        ["cdist"] = (() => cdist(zeros(2, 3), zeros(2, 4)), "same number of columns"),
        ["tensordot"] = (() => zeros(2, 3).tensordot(zeros(4, 5), 1), "contracted dimensions"),
        ["linalg.solve"] = (() => linalg.solve(eye(3), zeros(4, 2)), "linalg.solve"),
        ["linalg.solve of no square"] = (() => linalg.solve(zeros(3, 4), zeros(3)), "square"),
        ["linalg.inv"] = (() => linalg.inv(zeros(3, 4)), "square"),
        ["linalg.inv of a singular one"] = (() => linalg.inv(zeros(3, 3)), "singular"),
        ["linalg.cholesky"] = (() => linalg.cholesky(-eye(3)), "not positive-definite"),
        ["linalg.multi_dot"] = (() => linalg.multi_dot([zeros(2, 3), zeros(4, 5)]), "multi_dot(): tensors 0 and 1"),
        ["linalg.lstsq"] = (() => linalg.lstsq(zeros(3, 2), zeros(4, 2)), "linalg.lstsq"),
        ["cholesky_solve"] = (() => zeros(4, 2).cholesky_solve(eye(3)), "ncompatible matrix sizes"),
        ["linear"] = (() => Aten.Call("linear", zeros(2, 3), zeros(4, 5)), "cannot be multiplied"),
        ["conv1d"] = (() => Aten.Call("conv1d", zeros(1, 2, 8), zeros(4, 3, 3)), "expected input"),
        ["conv2d"] = (() => Aten.Call("conv2d", zeros(1, 2, 8, 8), zeros(4, 3, 3, 3)), "expected input[1, 2, 8, 8] to have 3 channels"),
        ["conv_transpose2d"] = (() => Aten.Call("conv_transpose2d.input", zeros(1, 2, 8, 8), zeros(4, 3, 3, 3)), "expected input"),
        ["bilinear"] = (() => Aten.Call("bilinear", zeros(2, 3), zeros(2, 4), zeros(5, 3, 3)), "bilinear()"),
    };

    public static IEnumerable<TheoryDataRow<string>> Names => Cases.Keys.Select(n => new TheoryDataRow<string>(n));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_wrong_shape_is_an_exception_with_libtorchs_message(string name)
    {
        using var scope = NewDisposeScope();
        var e = Assert.Throws<ExternalException>(Cases[name].Call);
        Assert.Contains(Cases[name].Message, e.Message);
        Assert.DoesNotContain("frame #", e.Message);
        Assert.Equal(4, zeros(2, 2).matmul(zeros(2, 2)).numel());
    }

    [Fact]
    public void Errors_on_other_threads_are_their_own()
    {
        var found = new string[4];
        var threads = Enumerable.Range(0, found.Length).Select(k => new Thread(() =>
        {
            using var scope = NewDisposeScope();
            for (var i = 0; i < 200; i++)
                found[k] = Assert.Throws<ExternalException>(() => zeros(2, k + 3).mm(zeros(1, 5))).Message;
        })).ToArray();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        for (var k = 0; k < found.Length; k++) Assert.Contains($"(2x{k + 3} and 1x5)", found[k]);
    }

    [Fact]
    public void An_unknown_operator_and_wrong_arguments_say_what_exists()
    {
        Assert.Contains("no operator", Assert.Throws<MissingMethodException>(() => Aten.Call("no_such_thing")).Message);
        Assert.Contains("add.Tensor", Assert.Throws<MissingMethodException>(() => Aten.Call("add.Nothing")).Message);
        using var x = ones(2);
        Assert.Contains("Schema: aten::relu", Assert.Throws<ExternalException>(() => Aten.Call("relu", x, x, x)).Message);
        Assert.Throws<ArgumentNullException>(() => x.add((Tensor)null!));
        Assert.ThrowsAny<Exception>(() => Aten.Call("sum.dim_IntList", 5, "x"));
        Assert.ThrowsAny<Exception>(() => Aten.Call("relu", (object?)null));
        Assert.ThrowsAny<Exception>(() => Aten.Call("select.int", x, x, x));
        Assert.Contains("logcumsumexp", Aten.Schemas("logcumsumexp"));
        using var y = Aten.Call("logcumsumexp", x, 0L);
        Assert.Equal([2], y.shape);
    }
}
