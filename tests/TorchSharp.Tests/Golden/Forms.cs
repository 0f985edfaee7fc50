using System.Linq.Expressions;
using System.Reflection;

namespace TorchSharp.Tests.Golden;

/// <summary>A way to call an operator: x.add(y), torch.add(x, y), x.add_(y) or torch.add_(x, y).</summary>
internal sealed record Form(string Name, LambdaExpression Lambda, bool InPlace, bool HasDerivative = true)
{
    public object Run(Tensor[] inputs) => ((Func<Tensor[], object>)Lambda.Compile(preferInterpretation: true))(inputs);
}

/// <summary>Makes all forms of an operator from one of them, so that none goes untested and none is written twice.</summary>
internal static class Forms
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    // libtorch 1.13 has no derivative of these; their values are checked.
    private static readonly HashSet<string> WithoutDerivative =
        ["asinh_", "arcsinh_", "acosh_", "arccosh_", "atanh_", "arctanh_", "ldexp_"];

    private static readonly MethodInfo Clone = typeof(Tensor).GetMethod("clone")!;

    public static List<Form> Of(GoldenCase golden, Expression<Func<Tensor[], object>> given)
    {
        var forms = new List<Form> { new(given.Body.ToString(), given, false) };
        if (Strip(given.Body) is not MethodCallExpression call) return forms;
        var (self, rest) = Split(call);
        if (self is null || call.Method.Name == "where") return forms;   // torch.where(condition, x, y) is x.where(condition, y)
        var types = call.Method.GetParameters().Skip(call.Object is null ? 1 : 0).Select(p => p.ParameterType).ToArray();
        var name = call.Method.Name;
        Add(call.Object is null ? typeof(Tensor) : typeof(torch), name, self, inPlace: false);
        if (CanBeInPlace(golden, self))
        {
            Add(typeof(Tensor), name + "_", Expression.Call(self, Clone), inPlace: true);
            Add(typeof(torch), name + "_", Expression.Call(self, Clone), inPlace: true);
        }
        return forms;

        void Add(Type type, string method, Expression on, bool inPlace)
        {
            Type[] parameters = type == typeof(torch) ? [typeof(Tensor), .. types] : types;
            if (type.GetMethods(Declared).FirstOrDefault(m => m.Name == method && m.IsStatic == (type == typeof(torch))
                && m.GetParameters().Select(p => p.ParameterType).SequenceEqual(parameters)) is not { } found) return;
            var body = found.IsStatic ? Expression.Call(found, [on, .. rest]) : Expression.Call(on, found, rest);
            forms.Add(new(body.ToString(), Expression.Lambda<Func<Tensor[], object>>(Expression.Convert(body, typeof(object)),
                given.Parameters), inPlace,
                !WithoutDerivative.Contains(method)));
        }
    }

    /// <summary>The methods of TorchSharp that a form calls.</summary>
    public static IEnumerable<MethodInfo> Called(Expression expression)
    {
        var finder = new Finder();
        finder.Visit(expression);
        return finder.Found;
    }

    private static Expression Strip(Expression body) =>
        body is UnaryExpression { NodeType: ExpressionType.Convert, Method: null } c ? c.Operand : body;

    private static (Expression? Self, Expression[] Others) Split(MethodCallExpression call) =>
        call.Object?.Type == typeof(Tensor) ? (call.Object, [.. call.Arguments])
        : call.Object is null && call.Method.DeclaringType == typeof(torch) && call.Arguments.FirstOrDefault()?.Type == typeof(Tensor) ? (call.Arguments[0], [.. call.Arguments.Skip(1)])
        : (null, []);

    // An in-place operator keeps the shape and, but for comparisons, the type of what it changes.
    private static bool CanBeInPlace(GoldenCase golden, Expression self)
    {
        if (golden.Outputs.Length != 1 || self is not BinaryExpression { NodeType: ExpressionType.ArrayIndex,
            Right: ConstantExpression { Value: int k } }) return false;
        var (input, output) = (golden.Inputs[k], golden.Outputs[0]);
        return input.Shape.SequenceEqual(output.Shape) && (input.Type == output.Type || output.Type == ScalarType.Bool);
    }

    private sealed class Finder : ExpressionVisitor
    {
        public List<MethodInfo> Found { get; } = [];

        protected override Expression VisitMethodCall(MethodCallExpression node)
        {
            Found.Add(node.Method);
            return base.VisitMethodCall(node);
        }

        protected override Expression VisitBinary(BinaryExpression node)
        {
            if (node.Method is { } method) Found.Add(method);
            return base.VisitBinary(node);
        }

        protected override Expression VisitUnary(UnaryExpression node)
        {
            if (node.Method is { } method) Found.Add(method);
            return base.VisitUnary(node);
        }

        protected override Expression VisitMember(MemberExpression node)
        {
            if (node.Member is PropertyInfo { GetMethod: { } getter }) Found.Add(getter);
            return base.VisitMember(node);
        }
    }
}
