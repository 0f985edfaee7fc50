using TorchSharp.Tests.Autograd;

namespace TorchSharp.Tests.SystemStack;

/// <summary>Operators reached by their schema name have derivatives too.</summary>
public sealed class ConvolutionGradcheckTests
{
    [Theory]
    [InlineData("conv2d")]
    [InlineData("conv_transpose2d.input")]
    public void A_convolution_by_schema_name_has_first_and_second_derivatives(string name)
    {
        manual_seed(7).Dispose();
        using var scope = NewDisposeScope();
        Gradcheck.CheckTwice(x => Aten.Call(name, x[0], x[1], x[2], 2L, 1L), randn(1, 2, 4, 4, dtype: float64), randn(2, 2, 3, 3,
            dtype: float64), randn(2, dtype: float64));
    }
}
