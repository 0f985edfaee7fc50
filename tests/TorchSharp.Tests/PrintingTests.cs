namespace TorchSharp.Tests;

/// <summary>Tensors as text, in TorchSharp's four styles, and in notebooks.</summary>
public sealed class PrintingTests
{
    private static string Text(Tensor t, TorchSharp.TensorStringStyle style, string? format = null, int? width = null)
    {
        using (t) return t.ToString(style, format, width, newLine: "\n");
    }

    [Fact]
    public void Metadata_is_the_default() => Assert.Equal("[2x3], type = Float32, device = cpu", zeros(2, 3).ToString());

    [Fact]
    public void Julia_aligns_columns()
    {
        Assert.Equal("[], type = Int64, device = cpu, value = 3", Text(tensor(3L), TorchSharp.TensorStringStyle.Julia));
        Assert.Equal("[3], type = Float64, device = cpu\n 1 -2.5 0.333\n", Text(tensor(new[] { 1, -2.5, 1 / 3.0 }),
            TorchSharp.TensorStringStyle.Julia, "g3"));
        Assert.Equal("[2x2], type = Int32, device = cpu\n   1 20\n 300  4\n", Text(tensor(new[,] { { 1, 20 }, { 300, 4 } }),
            TorchSharp.TensorStringStyle.Julia));
        Assert.Equal("[2x1x2], type = Bool, device = cpu\n[0,..,..] =\n False False\n\n[1,..,..] =\n False False\n", Text(zeros(2, 1, 2,
            dtype: @bool), TorchSharp.TensorStringStyle.Julia));
        Assert.Equal("[8], type = Float32, device = cpu\n 0 1 2 3 ...\n", Text(arange(8, float32), TorchSharp.TensorStringStyle.Julia,
            width: 12));
    }

    [Fact]
    public void NumPy_shortens_long_dimensions()
    {
        Assert.Equal("[[1, 2]\n [3, 4]]", Text(tensor(new[,] { { 1, 2 }, { 3, 4 } }), TorchSharp.TensorStringStyle.Numpy));
        Assert.Equal("[0, 1, 2, ... 17, 18, 19]", Text(arange(20), TorchSharp.TensorStringStyle.Numpy));
        Assert.Equal("[[[0, 1]]\n\n [[2, 3]]]", Text(arange(4).reshape(2, 1, 2), TorchSharp.TensorStringStyle.Numpy));
        Assert.Equal("[[0]\n [1]\n [2]\n ...\n [7]\n [8]\n [9]]", Text(arange(10).reshape(10, 1), TorchSharp.TensorStringStyle.Numpy));
        Assert.Equal("[]", Text(zeros(0), TorchSharp.TensorStringStyle.Numpy));
    }

    [Fact]
    public void CSharp_can_be_pasted_into_a_program()
    {
        Assert.Equal("[3], type = Float32, device = cpu, value = float [] {1f, 2.5f, 3f}", Text(tensor(new[] { 1, 2.5f, 3 }),
            TorchSharp.TensorStringStyle.CSharp));
        Assert.Equal("[2x2], type = Int64, device = cpu, value = \nlong [,] {\n {1L, 2L},\n {3L, 4L}\n}", Text(tensor(new[,] { { 1L, 2 },
            { 3, 4 } }), TorchSharp.TensorStringStyle.CSharp));
    }

    [Fact]
    public void Views_and_special_values_are_written_as_they_are()
    {
        using var x = tensor(new[,] { { 1f, 2 }, { float.NaN, float.PositiveInfinity } });
        Assert.Equal("[[1, NaN]\n [2, Infinity]]", Text(x.t(), TorchSharp.TensorStringStyle.Numpy));
    }

    [Fact]
    public void Short_names_and_options_lead_to_the_same_text()
    {
        using var x = tensor(new[] { 1.23456, 2 });
        Assert.Equal(x.ToString(TorchSharp.TensorStringStyle.Julia), x.str());
        Assert.Equal(x.jlstr(), x.ToString(true));
        Assert.Equal(x.metastr(), x.ToString());
        Assert.Equal("[1.23, 2]", x.npstr("g3"));
        Assert.Contains("double [] {1.2346, 2}", x.cstr());
        try
        {
            set_printoptions(precision: 2);
            Assert.Contains("1.23 2.00", x.str());
            set_printoptions(numpy);
            Assert.Equal("[1.23, 2.00]", x.str());
        }
        finally
        {
            set_printoptions(julia, "g5");
        }
    }
}
