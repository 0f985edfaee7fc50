using System.Reflection;
using System.Runtime.CompilerServices;
using TorchSharp.Tests.Golden;

namespace TorchSharp.Tests.SystemStack;

/// <summary>No operator may be exposed without a golden case: a member that returns tensors is called by one, or stands here with the reason.</summary>
public sealed class CoverageTests
{
    [Fact]
    public void Every_public_operator_has_a_golden_case_or_a_stated_reason()
    {
        var called = GoldenFile.Cases.Values
            .SelectMany(g => Forms.Of(g, OperatorCases.For(g)))
            .SelectMany(f => Forms.Called(f.Lambda))
            .Select(Name)
            .Concat(GoldenFile.Streams.Keys.Select(s => s.Split(' ')[0]).SelectMany(s => new[] { "Tensor." + s, "torch." + s }))
            .ToHashSet();
        var exposed = new[] { typeof(Tensor), typeof(torch), typeof(linalg) }
            .SelectMany(t => t.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(m => ReturnsTensors(m.ReturnType))
            .Select(Name)
            .ToHashSet();
        Assert.Equal("", string.Join(" ", exposed.Except(called).Except(Exempt.Keys).Order()));
    }

    private static string Name(MethodInfo m) => $"{m.DeclaringType!.Name}.{m.Name}";

    private static bool ReturnsTensors(Type type) =>
        type == typeof(Tensor)
        || typeof(IEnumerable<Tensor>).IsAssignableFrom(type)
        || (typeof(ITuple).IsAssignableFrom(type) && type.GetGenericArguments().All(t => t == typeof(Tensor)));

    private static readonly Dictionary<string, string> Exempt = Because(
        ("handles and scopes, in DisposeScopeTests and AutogradTests",
            "Tensor.DetachFromDisposeScope Tensor.MoveToOtherDisposeScope Tensor.MoveToOuterDisposeScope Tensor.get_grad Tensor.requires_grad_ "
            + "Tensor.with_requires_grad torch.WrappedTensorDisposeScope"),
        ("conversions and ways in, in FactoryTests",
            "Tensor.to Tensor.to_type Tensor.type Tensor.type_as Tensor.half Tensor.bfloat16 torch.tensor torch.as_tensor torch.from_array torch.frombuffer"),
        ("what they hold is not defined; their shapes are checked in FactoryTests",
            "torch.empty torch.empty_like torch.empty_strided Tensor.empty_like Tensor.new_empty"),
        ("a list of the members of the same name, which have cases",
            "torch.atleast_1d torch.atleast_2d torch.atleast_3d Tensor.block_diag"),
        ("random states, in RandomStreamTests", "torch.get_rng_state"),
        ("needs a GPU", "Tensor.cuda"));

    private static Dictionary<string, string> Because(params (string Reason, string Members)[] reasons) =>
        reasons.SelectMany(r => r.Members.Split(' ').Select(m => (Member: m, r.Reason))).ToDictionary(p => p.Member, p => p.Reason);
}
