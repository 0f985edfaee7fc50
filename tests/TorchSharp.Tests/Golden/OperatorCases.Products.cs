namespace TorchSharp.Tests.Golden;

internal static partial class OperatorCases
{
    private static void Products()
    {
        Add("baddbmm", x => x[0].baddbmm(x[1], x[2], 0.5f, 2f));
        Add("addbmm", x => x[0].addbmm(x[1], x[2], 0.5f, 2f));
        Add("addmm", x => x[0].addmm(x[1], x[2], 0.5f, 2f));
        Add("addmv", x => x[0].addmv(x[1], x[2], 0.5f, 2f));
        Add("addr", x => x[0].addr(x[1], x[2], 0.5f, 2f));
        Add("tensordot", x => x[0].tensordot(x[1], new[] { 1L, 2 }, new[] { 0L, 1 }));
        Add("tensordot dims", x => x[0].tensordot(x[1], new[] { ValueTuple.Create(1L, 0L) }));
        Add("einsum", x => torch.einsum("bij,bjk->bik", x));
        Add("einsum trace", x => torch.einsum("ii->i", x));
        Add("cdist", x => torch.cdist(x[0], x[1], 2, compute_mode.use_mm_for_euclid_dist_if_necessary));
        Add("cdist p", x => torch.cdist(x[0], x[1], 1, compute_mode.use_mm_for_euclid_dist_if_necessary));
        Add("chain_matmul", x => torch.chain_matmul(x));
    }

    private static void LinearAlgebra()
    {
        Add("slogdet", x => torch.slogdet(x[0]));
        Add("matrix_power", x => x[0].matrix_power(3));
        Add("pinverse", x => x[0].pinverse(1e-15, false));
        Add("cholesky_inverse", x => x[0].cholesky_inverse(false));
        Add("cholesky_solve", x => x[0].cholesky_solve(x[1], false));
        Add("linalg.cholesky", x => linalg.cholesky(x[0]));
        Add("linalg.cholesky_ex", x => linalg.cholesky_ex(x[0], false));
        Add("linalg.cond", x => linalg.cond(x[0]));
        Add("linalg.cond p", x => linalg.cond(x[0], 1));
        Add("linalg.cross", x => linalg.cross(x[0], x[1], -1));
        Add("linalg.det", x => linalg.det(x[0]));
        Add("linalg.slogdet", x => linalg.slogdet(x[0]));
        Add("linalg.diagonal", x => linalg.diagonal(x[0], 0, -2, -1));
        Add("linalg.eigh", x => WithoutSigns(linalg.eigh(x[0], 'L')));
        Add("linalg.eigvalsh", x => linalg.eigvalsh(x[0], 'L'));
        Add("linalg.householder_product", x => linalg.householder_product(x[0], x[1]));
        Add("linalg.inv", x => linalg.inv(x[0]));
        Add("linalg.inv_ex", x => linalg.inv_ex(x[0], false));
        Add("linalg.lstsq", x => FirstTwo(linalg.lstsq(x[0], x[1])));
        Add("linalg.lu", x => linalg.lu(x[0], true));
        Add("linalg.lu_factor", x => linalg.lu_factor(x[0], true));
        Add("linalg.matrix_exp", x => linalg.matrix_exp(x[0]));
        Add("linalg.matrix_norm", x => linalg.matrix_norm(x[0], "fro", null, false));
        Add("linalg.matrix_norm nuc", x => linalg.matrix_norm(x[0], "nuc", null, false));
        Add("linalg.matrix_norm one", x => linalg.matrix_norm(x[0], 1.0, null, true));
        Add("linalg.matrix_rank", x => linalg.matrix_rank(x[0], (double?)null, null, false));
        Add("linalg.multi_dot", x => linalg.multi_dot(x));
        Add("linalg.norm", x => linalg.norm(x[0], null, false));
        Add("linalg.norm p", x => linalg.norm(x[0], 1.0, new[] { 0L }, true));
        Add("linalg.norm whole", x => linalg.norm(x[0], 2, null, false));
        Add("linalg.norm fro", x => linalg.norm(x[0], "fro", null, false));
        Add("linalg.pinv", x => linalg.pinv(x[0], (double?)null, null, false));
        Add("linalg.qr", x => linalg.qr(x[0], linalg.QRMode.Reduced));
        Add("linalg.solve", x => linalg.solve(x[0], x[1], true));
        Add("linalg.solve vector", x => linalg.solve(x[0], x[1], true));
        Add("linalg.solve_ex", x => linalg.solve_ex(x[0], x[1], true, false));
        Add("linalg.solve_triangular", x => linalg.solve_triangular(x[0], x[1], true, true, false, null));
        Add("linalg.svd", x => WithoutSigns(linalg.svd(x[0], false)));
        Add("linalg.svdvals", x => linalg.svdvals(x[0]));
        Add("linalg.tensorinv", x => linalg.tensorinv(x[0], 1));
        Add("linalg.tensorsolve", x => linalg.tensorsolve(x[0], x[1], new[] { 1L }));
        Add("linalg.vander", x => linalg.vander(x[0], 4));
        Add("linalg.vecdot", x => linalg.vecdot(x[0], x[1], 0, null));
        Add("linalg.vector_norm", x => linalg.vector_norm(x[0], 3, new[] { 0L, 1 }, false));
    }

    private static void Creation()
    {
        Add("arange", x => torch.arange(5, null, null, false));
        Add("arange step", x => torch.arange(1, 2.5, 0.5, null, null, false));
        Add("linspace", x => torch.linspace(-1, 2, 7, null, null, false));
        Add("logspace", x => torch.logspace(-1, 2, 4, 2, null, null, false));
        Add("eye", x => torch.eye(3, 4, null, null, false, null));
        Add("full", x => torch.full(2, 3, 2.5, null, null, false, null));
        Add("ones", x => torch.ones(2, 3, null, null, false, null));
        Add("zeros", x => torch.zeros(2L, 3L, ScalarType.Int64, null, false, null));
        Add("tril_indices", x => torch.tril_indices(3, 4, 1, ScalarType.Int64, null));
        Add("triu_indices", x => torch.triu_indices(3, 4, 1, ScalarType.Int64, null));
        Add("ones_like", x => torch.ones_like(x[0], null, null, false, null));
        Add("zeros_like", x => x[0].zeros_like(null, null, false));
        Add("full_like", x => x[0].full_like(2.5, null, null, false));
        Add("new_ones", x => x[0].new_ones(2, 2, null, null, false));
        Add("new_zeros", x => x[0].new_zeros(2, 2, null, null, false));
        Add("new_full", x => x[0].new_full(2, 2, 3, null, null, false));
        Add("fill_", x => x[0].clone().fill_(2.5));
        Add("zero_", x => x[0].clone().zero_());
        Add("squeeze_", x => x[0].clone().squeeze_(null));
        Add("squeeze_ dim", x => x[0].clone().squeeze_(1));
        Add("unsqueeze_", x => x[0].clone().unsqueeze_(1));
        Add("transpose_", x => x[0].clone().transpose_(0, 1));
        Add("float_power_", x => x[0].clone().float_power_(x[1]));
        Add("rrelu_", x => x[0].clone().rrelu_(0.25, 0.25));
        Add("torch.zeros_like", x => torch.zeros_like(x[0], null, null, false, null));
        Add("torch.full_like", x => torch.full_like(x[0], 2.5, null, null, false, null));
        Add("ones_like method", x => x[0].ones_like(null, null, false));
        Add("copy_", x => x[0].clone().copy_(x[1], false));
    }

    // Eigenvectors and singular vectors are known up to their signs.
    private static Tensor[] WithoutSigns((Tensor Values, Tensor Vectors) e) => [e.Values, e.Vectors.abs()];
    private static Tensor[] WithoutSigns((Tensor U, Tensor S, Tensor V) e) => [e.U.abs(), e.S.abs(), e.V.abs()];
    private static Tensor[] FirstTwo((Tensor A, Tensor B, Tensor C, Tensor D) all) => [all.A, all.B];
}
