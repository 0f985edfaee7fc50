namespace TorchSharp.Interop;

/// <summary>The operators that the typed members call. One line an operator, named as its schema with '_' for '.'.</summary>
internal static partial class Ops
{
    public static readonly Op add_Tensor = new("add.Tensor");
    public static readonly Op add_Scalar = new("add.Scalar");
    public static readonly Op alias = new("alias");
    public static readonly Op contiguous = new("contiguous");
    public static readonly Op detach = new("detach");
    public static readonly Op matmul = new("matmul");
    public static readonly Op mul_Tensor = new("mul.Tensor");
    public static readonly Op sub_Tensor = new("sub.Tensor");
    public static readonly Op to_device = new("to.device");
    public static readonly Op to_dtype = new("to.dtype");
}
