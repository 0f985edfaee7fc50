using System.Linq.Expressions;
using System.Reflection;

namespace TorchSharp.Tests.Golden;

/// <summary>How each golden case is called. Operators of tensors only are found by their name; the others stand in the tables by topic.</summary>
internal static partial class OperatorCases
{
    private static readonly Dictionary<string, Expression<Func<Tensor[], object>>> Table = [];

    static OperatorCases()
    {
        Pointwise();
        CSharpOperators();
        Reductions();
        Order();
        Shape();
        Gather();
        Indexing();
        Products();
        LinearAlgebra();
        Creation();
    }

    public static IReadOnlyCollection<string> Names => Table.Keys;

    public static Expression<Func<Tensor[], object>> For(GoldenCase golden)
    {
        var name = golden.Name.Split(" #")[0];
        return Table.TryGetValue(name, out var found) ? found : ByName(name, golden.Inputs.Length);
    }

    private static void Add(string name, Expression<Func<Tensor[], object>> call) => Table.Add(name, call);

    // x[0].name(x[1], …), with the method's defaults for what is left
    private static Expression<Func<Tensor[], object>> ByName(string name, int inputs)
    {
        var method = typeof(Tensor).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(m => m.Name == name && Fits(m.GetParameters(), inputs - 1))
            .OrderBy(m => m.GetParameters().Length)
            .FirstOrDefault() ?? throw new InvalidOperationException($"The golden case '{name}' has no line in OperatorCases and no method of {inputs} tensors.");
        var x = Expression.Parameter(typeof(Tensor[]), "x");
        var arguments = method.GetParameters().Select((p, i) => i < inputs - 1
            ? (Expression)Expression.ArrayIndex(x, Expression.Constant(i + 1))
            : Expression.Constant(p.DefaultValue, p.ParameterType));
        var call = Expression.Call(Expression.ArrayIndex(x, Expression.Constant(0)), method, arguments);
        return Expression.Lambda<Func<Tensor[], object>>(Expression.Convert(call, typeof(object)), x);
    }

    private static bool Fits(ParameterInfo[] parameters, int tensors) =>
        parameters.Length >= tensors
        && parameters.Take(tensors).All(p => p.ParameterType == typeof(Tensor))
        && parameters.Skip(tensors).All(p => p.HasDefaultValue);
}
