using System.Runtime.InteropServices;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Tests.Nn;

[LeavesNoTensor]
public sealed class LifetimeTests
{
    private static long Live => DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;

    [Fact]
    public void Disposing_a_network_disposes_every_tensor_of_it()
    {
        var before = Live;
        new ModuleTests.Net().Dispose();
        Sequential(Conv2d(1, 2, 3), BatchNorm2d(2), Embedding(3, 2), LayerNorm(4), PReLU(1)).Dispose();
        Assert.Equal(before, Live);
    }

    [Fact]
    public void Layers_made_in_a_scope_outlive_it()
    {
        Linear layer;
        BatchNorm1d norm;
        using (NewDisposeScope())
        {
            layer = Linear(2, 3);
            norm = BatchNorm1d(3);
        }
        using var x = ones(4, 2);
        using var h = layer.call(x);
        using var y = norm.call(h);
        Assert.Equal([4L, 3], y.shape);
        layer.Dispose();
        norm.Dispose();
    }

    [Fact]
    public void A_training_step_leaves_the_gradients_inside_the_parameters_and_nothing_else()
    {
        using var model = Sequential(Linear(4, 8), BatchNorm1d(8), ReLU(), Dropout(0.1), Linear(8, 1));
        using var optimizer = torch.optim.Adam(model.parameters());
        using var loss = BCEWithLogitsLoss();
        using var x = ones(6, 4);
        using var y = ones(6, 1);
        var before = Live;
        for (var i = 0; i < 3; i++)
        {
            optimizer.zero_grad();
            using var output = model.call(x);
            using var error = loss.call(output, y);
            error.backward();
            optimizer.step();
        }
        Assert.Equal(before, Live);
    }

    [Fact]
    public void Sequential_disposes_what_lies_between_its_modules()
    {
        using var model = Sequential(Linear(4, 4), Identity(), Dropout(0.5), ReLU(), Flatten());
        using var x = ones(2, 4);
        var before = Live;
        var y = model.call(x);
        Assert.Equal(before + 1, Live);
        y.Dispose();
        Assert.False(x.IsInvalid);
    }

    [Fact]
    public void Replacing_a_weight_disposes_the_old_one()
    {
        using var layer = Linear(2, 2);
        var before = Live;
        layer.weight = new Parameter(zeros(2, 2));
        layer.bias = null;
        Assert.Equal(before - 1, Live);
        Assert.Equal(["weight"], layer.state_dict().Keys);
    }

    [Fact]
    public void A_parameter_takes_over_its_data()
    {
        var before = Live;
        var data = zeros(3);
        var parameter = new Parameter(data);
        Assert.True(data.IsInvalid);
        Assert.True(parameter.requires_grad);
        using var other = zeros(2).AsParameter();
        Assert.True(other.requires_grad);
        other.Dispose();
        Assert.Equal(before + 1, Live);
        parameter.Dispose();
        Assert.Equal(before, Live);
    }

    [Fact]
    public void A_shape_error_carries_libtorchs_message_and_the_process_lives()
    {
        using var scope = NewDisposeScope();
        using var linear = Linear(4, 2);
        var error = Assert.Throws<ExternalException>(() => linear.call(ones(3, 5)));
        Assert.Contains("mat1 and mat2 shapes cannot be multiplied (3x5 and 4x2)", error.Message);
        var weight = ones(2, 3, 9, 9);
        error = Assert.Throws<ExternalException>(() => functional.conv2d(ones(1, 3, 4, 4), weight));
        Assert.Contains("Kernel size can't be greater than actual input size", error.Message);
        error = Assert.Throws<ExternalException>(() => functional.cross_entropy(ones(2, 3), ones([3], dtype: ScalarType.Int64)));
        Assert.Contains("batch_size", error.Message);
        using var convolution = Conv2d(3, 2, 3);
        Assert.Throws<ArgumentException>(() => convolution.call(ones(1, 4, 8, 8)));
        Assert.Equal([3L, 2], linear.call(ones(3, 4)).shape);
    }
}
