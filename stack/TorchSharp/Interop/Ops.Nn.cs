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
    public static readonly Op batch_norm = new("batch_norm");
    public static readonly Op binary_cross_entropy_with_logits = new("binary_cross_entropy_with_logits");
    public static readonly Op dropout = new("dropout");
    public static readonly Op dropout_ = new("dropout_");
    public static readonly Op linear = new("linear");
}
