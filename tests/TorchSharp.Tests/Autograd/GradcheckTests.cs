namespace TorchSharp.Tests.Autograd;

/// <summary>First and second derivatives of the operators that models are made of, by finite differences.</summary>
public sealed class GradcheckTests
{
    private static Tensor N(params long[] shape) => randn(shape, dtype: float64);

    // Symmetric, positive definite and well conditioned, whatever the input.
    private static Tensor Definite(Tensor a) => a.matmul(a.mT) + 3 * eye(a.size(-1), dtype: float64);

    private static readonly Dictionary<string, (Func<Tensor[], Tensor> F, Func<Tensor[]> Inputs)> Cases = new()
    {
        ["matmul"] = (x => x[0].matmul(x[1]), () => [N(2, 3, 4), N(4, 2)]),
        ["matmul of vectors"] = (x => x[0].matmul(x[1]), () => [N(4), N(4)]),
        ["mm"] = (x => x[0].mm(x[1]), () => [N(3, 4), N(4, 2)]),
        ["mv"] = (x => x[0].mv(x[1]), () => [N(3, 4), N(4)]),
        ["dot"] = (x => x[0].dot(x[1]), () => [N(4), N(4)]),
        ["outer"] = (x => x[0].outer(x[1]), () => [N(3), N(2)]),
        ["bmm"] = (x => x[0].bmm(x[1]), () => [N(2, 3, 2), N(2, 2, 3)]),
        ["baddbmm"] = (x => x[0].baddbmm(x[1], x[2], 0.5f, 2f), () => [N(3), N(2, 2, 2), N(2, 2, 3)]),
        ["addmm"] = (x => x[0].addmm(x[1], x[2], 0.5f, 2f), () => [N(3), N(2, 4), N(4, 3)]),
        ["addbmm"] = (x => x[0].addbmm(x[1], x[2]), () => [N(2, 3), N(2, 2, 2), N(2, 2, 3)]),
        ["addmv"] = (x => x[0].addmv(x[1], x[2]), () => [N(2), N(2, 3), N(3)]),
        ["einsum"] = (x => einsum("bij,bjk->bik", x), () => [N(2, 2, 3), N(2, 3, 2)]),
        ["tensordot"] = (x => x[0].tensordot(x[1], new[] { 1L }, new[] { 0L }), () => [N(2, 3), N(3, 2)]),
        ["kron"] = (x => x[0].kron(x[1]), () => [N(2, 2), N(2, 2)]),
        ["cdist"] = (x => cdist(x[0], x[1], 2, compute_mode.use_mm_for_euclid_dist), () => [N(3, 2), N(2, 2)]),
        ["solve"] = (x => linalg.solve(Definite(x[0]), x[1]), () => [N(3, 3), N(3, 2)]),
        ["inv"] = (x => linalg.inv(Definite(x[0])), () => [N(3, 3)]),
        ["det"] = (x => linalg.det(x[0]), () => [N(3, 3)]),
        ["slogdet"] = (x => linalg.slogdet(Definite(x[0])).Item2, () => [N(3, 3)]),
        ["cholesky"] = (x => linalg.cholesky(Definite(x[0])), () => [N(3, 3)]),
        ["eigvalsh"] = (x => linalg.eigvalsh(Definite(x[0])), () => [N(3, 3)]),
        ["svdvals"] = (x => linalg.svdvals(x[0]), () => [N(3, 2)]),
        ["qr"] = (x => linalg.qr(x[0]).R, () => [N(3, 2)]),
        ["softmax"] = (x => x[0].softmax(-1), () => [N(3, 4)]),
        ["log_softmax"] = (x => x[0].log_softmax(0), () => [N(3, 4)]),
        ["logsumexp"] = (x => x[0].logsumexp(1), () => [N(3, 4)]),
        ["std"] = (x => x[0].std(1, true, true), () => [N(3, 4)]),
        ["norm"] = (x => linalg.vector_norm(x[0], 2, [1]), () => [N(3, 4)]),
        ["prod"] = (x => x[0].prod(1), () => [N(2, 3)]),
        ["division"] = (x => x[0] / (x[1].square() + 1), () => [N(2, 3), N(3)]),
        ["pow"] = (x => (x[0].square() + 1).pow(x[1]), () => [N(2, 3), N(3)]),
        ["activations"] = (x => x[0].sigmoid() * x[0].tanh() + x[0].gelu() + x[0].silu() + x[0].softplus(), () => [N(3, 4)]),
        ["where and index"] = (x => x[0].where(x[0] > 0, x[1])[TensorIndex.Slice(1), 0].square(), () => [N(3, 4), N(4)]),
        ["gather"] = (x => x[0].gather(0, tensor(new[] { 0L, 2, 1 }, 1, 3)).square(), () => [N(3, 3)]),
    };

    public static IEnumerable<TheoryDataRow<string>> Names => Cases.Keys.Select(n => new TheoryDataRow<string>(n));

    [Theory]
    [MemberData(nameof(Names))]
    public void First_and_second_derivatives_agree_with_finite_differences(string name)
    {
        manual_seed(7).Dispose();
        using var scope = NewDisposeScope();
        Gradcheck.CheckTwice(Cases[name].F, Cases[name].Inputs());
    }

    [Fact]
    public void The_check_itself_notices_a_wrong_gradient()
    {
        using var scope = NewDisposeScope();
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => Gradcheck.Check(x => x[0] * x[0].detach(), N(3)));
    }
}
