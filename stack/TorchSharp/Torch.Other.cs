using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static Tensor broadcast_to(Tensor input, params long[] shape) => input.broadcast_to(shape);
    public static Tensor bucketize(Tensor input, Tensor boundaries, bool outInt32 = false, bool right = false) =>
        input.bucketize(boundaries, outInt32, right);
    public static Tensor clone(Tensor input) => input.clone();
    public static Tensor corrcoef(Tensor input) => input.corrcoef();
    public static Tensor cov(Tensor input, long correction = 1, Tensor? fweights = null, Tensor? aweights = null) =>
        input.cov(correction, fweights, aweights);
    public static (Tensor values, Tensor indices) cummax(Tensor input, long dim) => input.cummax(dim);
    public static (Tensor values, Tensor indices) cummin(Tensor input, long dim) => input.cummin(dim);
    public static Tensor cumprod(Tensor input, long dim, ScalarType? dtype = null) => input.cumprod(dim, dtype);
    public static Tensor cumsum(Tensor input, long dim, ScalarType? type = null) => input.cumsum(dim, type);
    public static Tensor diag(Tensor input, long diagonal = 0) => input.diag(diagonal);
    public static Tensor diag_embed(Tensor input, long offset = 0, long dim1 = -2, long dim2 = -1) => input.diag_embed(offset, dim1, dim2);
    public static Tensor diagflat(Tensor input, long offset = 0) => input.diagflat(offset);
    public static Tensor diagonal(Tensor input, long offset = 0, long dim1 = 0, long dim2 = 1) => input.diagonal(offset, dim1, dim2);
    public static Tensor diff(Tensor input, long n = 1, long dim = -1, Tensor? prepend = null, Tensor? append = null) =>
        input.diff(n, dim, prepend, append);
    public static Tensor flatten(Tensor input, long start_dim = 0, long end_dim = -1) => input.flatten(start_dim, end_dim);
    public static Tensor flip(Tensor input, params long[] dims) => input.flip(dims);
    public static Tensor fliplr(Tensor input) => input.fliplr();
    public static Tensor flipud(Tensor input) => input.flipud();
    public static Tensor kron(Tensor input, Tensor other) => input.kron(other);
    public static Tensor rot90(Tensor input, long k = 1, (long, long)? dims = null) => input.rot90(k, dims);
    public static Tensor gcd(Tensor left, Tensor right) => left.gcd(right);
    public static Tensor gcd_(Tensor left, Tensor right) => left.gcd_(right);
    public static Tensor histc(Tensor input, long bins = 100, long min = 0, long max = 0) => input.histc(bins, min, max);
    public static Tensor lcm(Tensor input, Tensor other) => input.lcm(other);
    public static Tensor lcm_(Tensor input, Tensor other) => input.lcm_(other);
    public static Tensor logcumsumexp(Tensor input, long dim) => input.logcumsumexp(dim);
    public static Tensor ravel(Tensor input) => input.ravel();
    public static Tensor renorm(Tensor input, float p, long dim, float maxnorm) => input.renorm(p, dim, maxnorm);
    public static Tensor repeat_interleave(Tensor input, long repeats, long? dim = null, long? output_size = null) =>
        input.repeat_interleave(repeats, dim, output_size);
    public static Tensor repeat_interleave(Tensor input, Tensor repeats, long? dim = null, long? output_size = null) =>
        input.repeat_interleave(repeats, dim, output_size);
    public static Tensor roll(Tensor input, long shifts, long? dims = null) => input.roll(shifts, dims);
    public static Tensor roll(Tensor input, (long, long) shifts, (long, long) dims) => input.roll(shifts, dims);
    public static Tensor roll(Tensor input, (long, long, long) shifts, (long, long, long) dims) => input.roll(shifts, dims);
    public static Tensor roll(Tensor input, long[] shifts, long[] dims) => input.roll(shifts, dims);
    public static Tensor roll(Tensor input, long[] shifts) => input.roll(shifts);
    public static Tensor roll(Tensor input, ReadOnlySpan<long> shifts, ReadOnlySpan<long> dims = default) => input.roll(shifts, dims);
    public static Tensor tensordot(Tensor a, Tensor b, long dims = 2) => a.tensordot(b, dims);
    public static Tensor tensordot(Tensor a, Tensor b, long[] dims1, long[] dims2) => a.tensordot(b, dims1, dims2);
    public static Tensor tensordot(Tensor a, Tensor b, (long, long)[] dims) => a.tensordot(b, dims);
    public static Tensor trace(Tensor input) => input.trace();
    public static Tensor tril(Tensor input, long diagonal = 0) => input.tril(diagonal);
    public static Tensor tril_(Tensor input, long diagonal = 0) => input.tril_(diagonal);
    public static Tensor triu(Tensor input, long diagonal = 0) => input.triu(diagonal);
    public static Tensor triu_(Tensor input, long diagonal = 0) => input.triu_(diagonal);
    public static Tensor bernoulli(Tensor input, Generator? generator = null) => input.bernoulli(generator);
    public static Tensor multinomial(Tensor input, long num_samples, bool replacement = false, Generator? generator = null) =>
        input.multinomial(num_samples, replacement, generator);
    public static Tensor poisson(Tensor input, Generator? generator = null) => input.poisson(generator);
    public static IEnumerable<Tensor> atleast_1d(params Tensor[] input) => Array.ConvertAll(input, t => t.atleast_1d());
    public static IEnumerable<Tensor> atleast_2d(params Tensor[] input) => Array.ConvertAll(input, t => t.atleast_2d());
    public static IEnumerable<Tensor> atleast_3d(params Tensor[] input) => Array.ConvertAll(input, t => t.atleast_3d());
    public static Tensor block_diag(params Tensor[] tensors) => Ops.block_diag.Call(tensors);
    public static IList<Tensor> broadcast_tensors(params Tensor[] tensors) => Ops.broadcast_tensors.CallList(tensors);
    public static Tensor cartesian_prod(params Tensor[] tensors) => Ops.cartesian_prod.Call(tensors);
    public static Tensor cartesian_prod(IList<Tensor> tensors) => Ops.cartesian_prod.Call(tensors.ToArray());
    public static Tensor combinations(Tensor input, int r = 2, bool with_replacement = false) =>
        Ops.combinations.Call(input, r, with_replacement);
    public static Tensor cdist(Tensor x1, Tensor x2, double p = 2,
        compute_mode compute_mode = compute_mode.use_mm_for_euclid_dist_if_necessary) =>
        Ops.cdist.Call(x1, x2, p, (long)compute_mode);
    public static Tensor einsum(string equation, params Tensor[] tensors) => Ops.einsum.Call(equation, tensors);
    public static Tensor[] meshgrid(IEnumerable<Tensor> tensors, string indexing = "ij") =>
        Ops.meshgrid_indexing.CallList(tensors.ToArray(), indexing);
    public static Tensor tril_indices(long row, long col, long offset = 0, ScalarType dtype = ScalarType.Int64, Device? device = null) =>
        Ops.tril_indices.Call(row, col, offset, dtype, Arg.Default, device);
    public static Tensor triu_indices(long row, long col, long offset = 0, ScalarType dtype = ScalarType.Int64, Device? device = null) =>
        Ops.triu_indices.Call(row, col, offset, dtype, Arg.Default, device);
    public static Tensor vander(Tensor x, long N = -1, bool increasing = false) => x.vander(N, increasing);
    public static Tensor chain_matmul(params Tensor[] matrices) => Ops.linalg_multi_dot.Call(matrices);
    public static bool is_tensor(object obj) => obj is Tensor;
    public static bool is_integral(ScalarType type) =>
        type is ScalarType.Byte or ScalarType.Int8 or ScalarType.Int16 or ScalarType.Int32 or ScalarType.Int64 or ScalarType.Bool;
    public static bool is_floating_point(ScalarType type) =>
        type is ScalarType.Float16 or ScalarType.Float32 or ScalarType.Float64 or ScalarType.BFloat16;
    public static bool is_complex(ScalarType type) => type is ScalarType.ComplexFloat32 or ScalarType.ComplexFloat64;
    public static bool is_integral(Tensor t) => is_integral(t.dtype);
    public static bool is_floating_point(Tensor input) => is_floating_point(input.dtype);
    public static bool is_complex(Tensor input) => is_complex(input.dtype);
    public static bool is_nonzero(Tensor input) => input.is_nonzero();
    public static ScalarType result_type(Tensor tensor1, Tensor tensor2) => (ScalarType)Ops.result_type_Tensor.CallLong(tensor1, tensor2);
    public static ScalarType promote_types(ScalarType type1, ScalarType type2) => (ScalarType)Ops.promote_types.CallLong(type1, type2);
    public static bool can_cast(ScalarType from, ScalarType to) => Ops.can_cast.CallBool(from, to);
    public static ScalarType get_default_dtype() => ScalarType.Float32;
    public static long numel(Tensor input) => input.numel();
    public static Device get_default_device() => CPU;

    /// <summary>The system stack computes on the CPU only.</summary>
    /// <exception cref="NotSupportedException">Another device.</exception>
    public static void set_default_device(Device device)
    {
        ArgumentNullException.ThrowIfNull(device);
        if (device.type != DeviceType.CPU)
            throw new NotSupportedException($"The system stack computes on the CPU, not on {device}; for a GPU use the packages (META_STACK=nuget, META_TORCH=cuda).");
    }
    public static void set_default_device(string device) => set_default_device(new Device(device));
}
