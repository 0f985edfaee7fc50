using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace TorchSharp.Tests.Nn;

[LeavesNoTensor]
public sealed class NnGoldenTests
{
    public static IEnumerable<TheoryDataRow<string>> Names => NnGolden.Names.Select(n => new TheoryDataRow<string>(n));
    public static IEnumerable<TheoryDataRow<string>> FunctionalLosses =>
        NnCases.FunctionalLosses.Keys.Select(n => new TheoryDataRow<string>(n));

    [Theory]
    [MemberData(nameof(Names))]
    public void Values_and_gradients_are_PyTorchs(string name)
    {
        Assert.True(NnCases.All.TryGetValue(name, out var make), $"the golden case '{name}' has no C# counterpart in NnCases");
        var golden = NnGolden.Case(name);
        using var scope = NewDisposeScope();
        var what = make();
        var module = what as nn.Module;
        var parameters = module?.named_parameters().OrderBy(p => p.name, StringComparer.Ordinal).ToList() ?? [];
        using (no_grad())
            for (var i = 0; i < parameters.Count; i++)
                parameters[i].parameter.copy_(NnGolden.Drawn(500 + i, parameters[i].parameter.shape, "unit"));
        module?.train(golden.GetProperty("train").GetBoolean());
        Check(golden, inputs => NnCases.Run(what, inputs), golden.GetProperty("steps").GetInt32());

        if (module is null) return;
        Assert.Equal(golden.GetProperty("parameters").EnumerateObject().Select(p => p.Name), parameters.Select(p => p.name));
        foreach (var (parameterName, parameter) in parameters)
            NnGolden.Close(golden.GetProperty("parameters").GetProperty(parameterName), parameter.grad!, parameterName + ".grad");
        var buffers = module.named_buffers().OrderBy(b => b.name, StringComparer.Ordinal).ToList();
        Assert.Equal(golden.GetProperty("buffers").EnumerateObject().Select(b => b.Name), buffers.Select(b => b.name));
        foreach (var (bufferName, buffer) in buffers) NnGolden.Close(golden.GetProperty("buffers").GetProperty(bufferName), buffer,
            bufferName);
        module.Dispose();
    }

    [Theory]
    [MemberData(nameof(FunctionalLosses))]
    public void A_losss_functional_form_is_the_same_loss(string name)
    {
        using var scope = NewDisposeScope();
        Check(NnGolden.Case(name), inputs => NnCases.FunctionalLosses[name](inputs), 1);
    }

    [Fact]
    public void Every_case_in_CSharp_has_golden_values() => Assert.Empty(NnCases.All.Keys.Except(NnGolden.Names));

    private static void Check(JsonElement golden, Func<Tensor[], Tensor> run, int steps)
    {
        Tensor[] inputs = [.. golden.GetProperty("inputs").EnumerateArray().Select((input, i) => NnGolden.Drawn(100 + i,
            [.. input.GetProperty("shape").EnumerateArray().Select(s => s.GetInt64())], input.GetProperty("kind").GetString()!,
                input.GetProperty("grad").GetBoolean()))];
        var output = run(inputs);
        for (var step = 1; step < steps; step++) output = run(inputs);
        Assert.Equal(golden.GetProperty("shape").EnumerateArray().Select(s => s.GetInt64()), output.shape);
        (output * NnGolden.Coefficients(output.shape)).sum().backward();
        NnGolden.Close(golden.GetProperty("output"), output, "output");
        foreach (var (input, grad, i) in inputs.Zip(golden.GetProperty("grads").EnumerateArray()).Select((p, i) => (p.First, p.Second, i)))
        {
            if (grad.ValueKind == JsonValueKind.Null) Assert.True(input.grad is null, $"input {i} has a gradient");
            else NnGolden.Close(grad, input.grad!, $"the gradient of input {i}");
        }
    }
}
