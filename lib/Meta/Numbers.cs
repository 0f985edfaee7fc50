using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MetaAnomalyLib.Meta;

/// <summary>An embedding together with single numbers that are learnt with it, such as a radius.</summary>
internal sealed class EmbeddingWithNumbers : Module
{
    private readonly Module embedding;
    private readonly Dictionary<string, Parameter> numbers = [];

    public EmbeddingWithNumbers(Module embedding, params IEnumerable<(string Name, double Start)> numbers) : base(nameof(EmbeddingWithNumbers))
    {
        this.embedding = embedding;
        RegisterComponents();
        foreach (var (name, start) in numbers)
        {
            this.numbers[name] = Parameter(full(1, start, dtype: float32));
            register_parameter(name, this.numbers[name]);
        }
    }

    public Parameter this[string name] => numbers[name];

    public void CopyNumbers(EmbeddingWithNumbers other)
    {
        using var noGrad = no_grad();
        foreach (var (name, number) in numbers) number.copy_(other[name]).Dispose();
    }
}
