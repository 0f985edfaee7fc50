namespace TorchSharp.Interop;

/// <summary>The operators of layers, losses, first values and optimizers.</summary>
internal static partial class Ops
{
    public static readonly Op _foreach_add__List = new("_foreach_add_.List");
    public static readonly Op _foreach_add__Scalar = new("_foreach_add_.Scalar");
    public static readonly Op _foreach_add_List = new("_foreach_add.List");
    public static readonly Op _foreach_addcdiv__Scalar = new("_foreach_addcdiv_.Scalar");
    public static readonly Op _foreach_addcmul__Scalar = new("_foreach_addcmul_.Scalar");
    public static readonly Op _foreach_maximum__List = new("_foreach_maximum_.List");
    public static readonly Op _foreach_mul__Scalar = new("_foreach_mul_.Scalar");
    public static readonly Op _foreach_neg = new("_foreach_neg");
    public static readonly Op _foreach_sqrt = new("_foreach_sqrt");
    public static readonly Op _foreach_zero_ = new("_foreach_zero_");
    public static readonly Op allclose = new("allclose");
    public static readonly Op add__Scalar = new("add_.Scalar");
    public static readonly Op batch_norm = new("batch_norm");
    public static readonly Op binary_cross_entropy_with_logits = new("binary_cross_entropy_with_logits");
    public static readonly Op clamp_ = new("clamp_");
    public static readonly Op copy_ = new("copy_");
    public static readonly Op diagonal = new("diagonal");
    public static readonly Op dropout = new("dropout");
    public static readonly Op dropout_ = new("dropout_");
    public static readonly Op empty_memory_format = new("empty.memory_format");
    public static readonly Op erf = new("erf");
    public static readonly Op erfinv_ = new("erfinv_");
    public static readonly Op fill__Scalar = new("fill_.Scalar");
    public static readonly Op linalg_qr = new("linalg_qr");
    public static readonly Op linear = new("linear");
    public static readonly Op mul__Scalar = new("mul_.Scalar");
    public static readonly Op normal_ = new("normal_");
    public static readonly Op relu = new("relu");
    public static readonly Op relu_ = new("relu_");
    public static readonly Op reshape = new("reshape");
    public static readonly Op sign = new("sign");
    public static readonly Op t = new("t");
    public static readonly Op uniform_ = new("uniform_");
    public static readonly Op zero_ = new("zero_");
    public static readonly Op zeros_like = new("zeros_like");
}
