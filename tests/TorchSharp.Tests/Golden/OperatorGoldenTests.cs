using System.Runtime.CompilerServices;

namespace TorchSharp.Tests.Golden;

/// <summary>Every operator against PyTorch, in each of its forms: values, element types, gradients, and no tensor left over.</summary>
public sealed class OperatorGoldenTests
{
    public static IEnumerable<TheoryDataRow<string>> Names => GoldenFile.Cases.Keys.Select(n => new TheoryDataRow<string>(n));

    [Theory]
    [MemberData(nameof(Names))]
    public void Values_and_gradients_are_those_of_PyTorch(string name)
    {
        var golden = GoldenFile.Cases[name];
        foreach (var form in Forms.Of(golden, OperatorCases.For(golden)))
        {
            var before = Tensor.TotalCount;
            using (NewDisposeScope()) Check(golden, form);
            Assert.True(Tensor.TotalCount <= before,
                $"{form.Name} left {Tensor.TotalCount - before} tensors alive");   // less: finalized meanwhile
        }
    }

    [Fact]
    public void Every_line_of_the_table_has_a_golden_case()
    {
        var golden = GoldenFile.Cases.Keys.Select(n => n.Split(" #")[0]).ToHashSet();
        Assert.Subset(golden, OperatorCases.Names.ToHashSet());
    }

    private static void Check(GoldenCase golden, Form form)
    {
        var inputs = golden.Inputs.Select(t => t.ToTensor()).ToArray();
        var differentiate = golden.HasGradient && form.HasDerivative;
        if (differentiate)
            foreach (var input in inputs)
                if (input.is_floating_point()) input.requires_grad_();
        var outputs = Flatten(form.Run(inputs)).ToArray();
        Assert.Equal(golden.Outputs.Length, outputs.Length);
        for (var i = 0; i < outputs.Length; i++) golden.Outputs[i].AssertIs(outputs[i], $"{form.Name}, output {i}",
            sameType: !form.InPlace);
        if (differentiate) CheckGradients(golden, form, inputs, outputs);
    }

    private static void CheckGradients(GoldenCase golden, Form form, Tensor[] inputs, Tensor[] outputs)
    {
        Tensor? loss = null;
        foreach (var output in outputs.Where(o => o.is_floating_point() && o.requires_grad))
        {
            var weight = (arange(output.numel(), dtype: ScalarType.Float64).remainder(7) / 7 + 0.5).to(output.dtype).reshape(output.shape);
            var term = (output * weight).sum();
            loss = loss is null ? term : loss + term.to(loss.dtype);
        }
        Assert.NotNull(loss);
        var wanted = Enumerable.Range(0, inputs.Length).Where(i => inputs[i].requires_grad).ToArray();
        var grads = autograd.grad([loss], [.. wanted.Select(i => inputs[i])], allow_unused: true);
        for (var k = 0; k < wanted.Length; k++)
        {
            if (golden.Grads[wanted[k]] is { } expected)
                expected.AssertIs(grads[k], $"{form.Name}, gradient of input {wanted[k]}");
            else
                Assert.True(grads[k] is null || grads[k].count_nonzero().ToInt64() == 0,
                    $"{form.Name}: input {wanted[k]} must have no gradient");
        }
    }

    private static IEnumerable<Tensor> Flatten(object result) => result switch
    {
        Tensor t => [t],
        IEnumerable<Tensor> many => many,
        ITuple tuple => Enumerable.Range(0, tuple.Length).Select(i => (Tensor)tuple[i]!),
        _ => throw new InvalidOperationException(result.GetType().Name),
    };
}
