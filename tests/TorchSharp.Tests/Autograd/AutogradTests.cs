using System.Runtime.InteropServices;

namespace TorchSharp.Tests.Autograd;

/// <summary>backward, autograd.grad with its flags, and the modes of a thread.</summary>
public sealed class AutogradTests
{
    [Fact]
    public void Backward_accumulates_in_the_leaves()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[] { 1.0, 2 }).requires_grad_();
        (x * x).sum().backward();
        (x * 3).sum().backward();
        Assert.Equal([5.0, 7], x.grad!.data<double>().ToArray());
        x.grad = null;
        Assert.Null(x.grad);
    }

    [Fact]
    public void Grad_of_grad_needs_a_created_graph()
    {
        using var scope = NewDisposeScope();
        var x = tensor(2.0).with_requires_grad();
        var first = autograd.grad([x.pow(3)], [x], retain_graph: true, create_graph: true)[0];
        var second = autograd.grad([first], [x], retain_graph: true, create_graph: true)[0];
        var third = autograd.grad([second], [x])[0];
        Assert.Equal((12.0, 12.0, 6.0), (first.ToDouble(), second.ToDouble(), third.ToDouble()));
        var dead = autograd.grad([x.pow(3)], [x])[0];
        Assert.False(dead.requires_grad);
        Assert.Contains("does not require grad", Assert.Throws<ExternalException>(() => autograd.grad([dead], [x])).Message);
    }

    [Fact]
    public void A_graph_serves_once_unless_it_is_retained()
    {
        using var scope = NewDisposeScope();
        var x = tensor(2.0).requires_grad_();
        var y = x * x;
        autograd.grad([y], [x], retain_graph: true);
        Assert.Equal(4.0, autograd.grad([y], [x])[0].ToDouble());
        Assert.Contains("second time", Assert.Throws<ExternalException>(() => autograd.grad([y], [x])).Message);
    }

    [Fact]
    public void An_unused_input_is_an_error_unless_it_is_allowed()
    {
        using var scope = NewDisposeScope();
        var (x, unused) = (tensor(2.0).requires_grad_(), tensor(1.0).requires_grad_());
        var y = x * x;
        Assert.Contains("not have been used", Assert.Throws<ExternalException>(() => autograd.grad([y], [x, unused],
            retain_graph: true)).Message);
        var grads = autograd.grad([y], [x, unused], allow_unused: true);
        Assert.Equal(4.0, grads[0].ToDouble());
        Assert.Null((object?)grads[1]);
    }

    [Fact]
    public void A_vector_needs_a_gradient_to_start_from()
    {
        using var scope = NewDisposeScope();
        var x = ones(3).requires_grad_();
        Assert.Contains("scalar outputs", Assert.Throws<ExternalException>(() => (x * 2).backward()).Message);
        (x * 2).backward([tensor(new[] { 1f, 2, 3 })]);
        Assert.Equal([2f, 4, 6], x.grad!.data<float>().ToArray());
    }

    [Fact]
    public void No_grad_and_enable_grad_nest()
    {
        using var scope = NewDisposeScope();
        var x = ones(1).requires_grad_();
        using (no_grad())
        {
            Assert.False((x * 2).requires_grad);
            using (enable_grad()) Assert.True((x * 2).requires_grad);
            Assert.False(is_grad_enabled());
        }
        Assert.True((x * 2).requires_grad);
        using (set_grad_enabled(false)) Assert.False((x * 2).requires_grad);
    }

    [Fact]
    public void No_grad_is_a_matter_of_the_thread()
    {
        using var off = no_grad();
        var elsewhere = false;
        var thread = new Thread(() => elsewhere = is_grad_enabled());
        thread.Start();
        thread.Join();
        Assert.True(elsewhere);
        Assert.False(is_grad_enabled());
    }

    [Fact]
    public void An_in_place_change_of_what_backward_needs_is_noticed()
    {
        using var scope = NewDisposeScope();
        var x = ones(3).requires_grad_();
        var y = x * 1;
        var loss = (y * y).sum();
        y.add_(1);
        Assert.Contains("modified by an inplace operation", Assert.Throws<ExternalException>(() => loss.backward()).Message);
        Assert.Contains("leaf Variable", Assert.Throws<ExternalException>(() => x.add_(1)).Message);
    }

    [Fact]
    public void Anomaly_mode_names_a_backward_that_gives_NaN()
    {
        using var scope = NewDisposeScope();
        using var mode = autograd.detect_anomaly();
        var x = tensor(-1.0).requires_grad_();
        Assert.Contains("SqrtBackward", Assert.Throws<ExternalException>(() => x.sqrt().backward()).Message);
    }

    [Fact]
    public void Inner_values_keep_their_gradient_when_asked()
    {
        using var scope = NewDisposeScope();
        var x = tensor(3.0).requires_grad_();
        var inner = x * 2;
        inner.retain_grad();
        inner.square().backward();
        Assert.Equal(12.0, inner.grad!.ToDouble());
        Assert.False(inner.is_leaf);
    }

    [Fact]
    public void A_gradient_known_to_be_nothing_can_be_read()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[] { 1.0, 2 }).requires_grad_();
        var y = tensor(new[] { 3.0, 4 }).requires_grad_();
        var grads = autograd.grad([(x.sgn() * y).sum()], [x, y]);
        Assert.Equal([0.0, 0], grads[0].data<double>().ToArray());
    }
}
