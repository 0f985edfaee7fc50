using System.Reflection;

namespace TorchSharp.Tests;

/// <summary>Tensors from numbers, arrays and lists, and those filled by a rule; every overload is called.</summary>
public sealed class FactoryTests
{
    private static readonly Type[] Elements =
        [typeof(bool), typeof(byte), typeof(sbyte), typeof(short), typeof(int), typeof(long), typeof(Half), typeof(float), typeof(double)];

    private static readonly Dictionary<Type, ScalarType> Types = new()
    {
        [typeof(bool)] = ScalarType.Bool, [typeof(byte)] = uint8, [typeof(sbyte)] = int8, [typeof(short)] = int16, [typeof(int)] = int32,
        [typeof(long)] = int64, [typeof(Half)] = float16, [typeof(float)] = float32, [typeof(double)] = float64,
    };

    public static IEnumerable<TheoryDataRow<string>> ElementNames => Elements.Select(t => new TheoryDataRow<string>(t.Name));

    [Theory]
    [MemberData(nameof(ElementNames))]
    public void Arrays_of_every_rank_and_lists_keep_their_elements_shape_and_type(string element)
    {
        var type = Elements.Single(t => t.Name == element);
        var called = 0;
        foreach (var method in typeof(torch).GetMethods().Where(m => m.Name == "tensor"))
        {
            var parameters = method.GetParameters();
            var complex = parameters.Length > 1 && parameters[1].ParameterType == type && type != typeof(long);
            if (complex || Argument(parameters[0].ParameterType,
                type) is not { } argument || parameters.Any(p => p.ParameterType.IsByRefLike)) continue;
            var (source, shape) = argument;
            var dims = parameters.Skip(1).TakeWhile(p => p.ParameterType == typeof(long)).Count();
            if (dims > 0) shape = [.. Enumerable.Repeat(1L, dims - 1), 24];
            var arguments = parameters.Select((p, i) => i == 0 ? source : i <= dims ? shape[i - 1] : p.DefaultValue).ToArray();
            using var scope = NewDisposeScope();
            var made = (Tensor)method.Invoke(null, arguments)!;
            Assert.Equal(Types[type], made.dtype);
            Assert.Equal(shape, made.shape);
            Assert.Equal(Enumerable.Range(0, (int)made.numel()).Select(i => (double)(i % 2)),
                made.to_type(float64).data<double>().ToArray());
            called++;
        }
        Assert.True(called >= 8, $"only {called} overloads of tensor() take {element}");
    }

    private static (object Source, long[] Shape)? Argument(Type parameter, Type element)
    {
        object Number(int i) => element == typeof(bool) ? i % 2 == 1 : element == typeof(Half) ? (Half)(i % 2) : Convert.ChangeType(i % 2,
            element);
        var flat = Array.CreateInstance(element, 24);
        for (var i = 0; i < 24; i++) flat.SetValue(Number(i), i);
        if (parameter == element) return (Number(0), []);
        if (parameter == flat.GetType()) return (flat, [24]);
        if (parameter == typeof(IList<>).MakeGenericType(element)) return (Activator.CreateInstance(typeof(List<>).MakeGenericType(element), flat)!, [24]);
        if (!parameter.IsArray || parameter.GetElementType() != element) return null;
        long[] shape = parameter.GetArrayRank() switch { 2 => [4, 6], 3 => [2, 3, 4], _ => [2, 3, 2, 2] };
        var array = Array.CreateInstance(element, shape);
        var k = 0;
        var at = new long[shape.Length];
        do array.SetValue(Number(k++), at);
        while (Advance(at, shape));
        return (array, shape);
    }

    private static bool Advance(long[] at, long[] shape)
    {
        for (var d = at.Length - 1; d >= 0; d--)
        {
            if (++at[d] < shape[d]) return true;
            at[d] = 0;
        }
        return false;
    }

    [Theory]
    [InlineData("zeros")]
    [InlineData("ones")]
    [InlineData("empty")]
    [InlineData("rand")]
    [InlineData("randn")]
    [InlineData("full")]
    [InlineData("new_zeros")]
    [InlineData("new_ones")]
    [InlineData("new_empty")]
    [InlineData("new_full")]
    public void A_factory_takes_its_shape_in_every_form(string name)
    {
        using var scope = NewDisposeScope();
        var called = 0;
        var like = tensor(0.0);
        foreach (var method in (name.StartsWith("new_",
            StringComparison.Ordinal) ? typeof(Tensor) : typeof(torch)).GetMethods().Where(m => m.Name == name))
        {
            var parameters = method.GetParameters();
            if (parameters.Any(p => p.ParameterType.IsByRefLike)) continue;
            var dims = parameters.TakeWhile(p => p.ParameterType == typeof(long) || p.ParameterType == typeof(int)).Count();
            long[] shape = dims == 0 ? [2, 0, 3] : [.. Enumerable.Range(2, dims).Select(d => (long)d)];
            var arguments = parameters.Select((p, i) =>
                p.ParameterType == typeof(long[]) ? shape
                : i < dims ? Convert.ChangeType(shape[i], p.ParameterType)
                : p.ParameterType == typeof(Scalar) ? (Scalar)2.5
                : p.Name == "dtype" ? float64
                : p.Name == "requires_grad" ? true
                : p.DefaultValue).ToArray();
            var made = (Tensor)method.Invoke(method.IsStatic ? null : like, arguments)!;
            Assert.Equal(shape, made.shape);
            Assert.Equal(float64, made.dtype);
            Assert.True(made.requires_grad && made.is_leaf);
            called++;
        }
        Assert.True(called >= 4, $"only {called} overloads of {name}");
        Assert.Equal([2, 3], name.StartsWith("new_", StringComparison.Ordinal) ? like.new_zeros((ReadOnlySpan<long>)[2,
            3]).shape : zeros((ReadOnlySpan<long>)[2, 3]).shape);
    }

    [Fact]
    public void Data_are_copied_so_that_the_array_stays_its_own()
    {
        using var scope = NewDisposeScope();
        var array = new float[,] { { 1, 2 }, { 3, 4 } };
        var made = tensor(array);
        array[0, 0] = 9;
        Assert.Equal([1f, 2, 3, 4], made.data<float>().ToArray());
        Assert.Equal(new float[,] { { 1, 2 }, { 3, 4 } }, made.data<float>().ToNDArray());
    }

    [Fact]
    public void Other_ways_in_give_the_same_tensor()
    {
        using var scope = NewDisposeScope();
        var array = new double[,] { { 1, 2, 3 }, { 4, 5, 6 } };
        var expected = tensor(array);
        Assert.True(from_array(array).Equals(expected));
        Assert.True(as_tensor(array).Equals(expected));
        Assert.True(as_tensor(expected).Equals(expected));
        Assert.Equal([1f, 2], as_tensor(new[] { 1f, 2 }).data<float>().ToArray());
        Assert.Equal([1L, 2], as_tensor(new List<int> { 1, 2 }, int64).data<long>().ToArray());
        Assert.Equal(float32, from_array(array, float32).dtype);
        Assert.True(tensor([1.0, 2, 3, 4, 5, 6], (ReadOnlySpan<long>)[2, 3]).Equals(expected));
        Assert.True(new Memory<double>([1, 2, 3, 4, 5, 6]) is var memory && tensor(memory, [2, 3]).Equals(expected));
        Assert.True(new[] { 1.0, 2, 3, 4, 5, 6 }.ToTensor([2, 3]).Equals(expected));
        Assert.Equal([3.0, 4, 5], frombuffer(new[] { 1.0, 2, 3, 4, 5, 6 }, float64, 3, 2).data<double>().ToArray());
        Assert.Equal([4, 5], empty_strided([4, 5], [5, 1]).shape);
        Assert.Equal(expected.shape, empty_like(expected).shape);
        Assert.Equal(expected.shape, expected.empty_like().shape);
    }

    [Fact]
    public void Numbers_and_arrays_convert_by_themselves()
    {
        using var scope = NewDisposeScope();
        Tensor whole = 3, real = 2.5f, array = new[] { 1L, 2 };
        Assert.Equal((int32, float32, int64), (whole.dtype, real.dtype, array.dtype));
        Assert.Equal((3, 2.5f, 2.0), ((int)whole, (float)real, (double)real.floor()));
        Assert.True((bool)(whole == 3));
        Assert.Throws<ArgumentException>(() => (float)array);
    }

    [Fact]
    public void A_shape_that_the_elements_do_not_fill_is_refused()
    {
        Assert.Contains("6", Assert.ThrowsAny<ArgumentException>(() => tensor([1f, 2, 3, 4, 5], 2L, 3L)).Message);
        Assert.ThrowsAny<ArgumentException>(() => frombuffer(new[] { 1f, 2 }, float32, 3));
        Assert.ThrowsAny<NotSupportedException>(() => from_array(new[] { "a" }));
    }

    [Fact]
    public void Types_and_devices_convert()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[] { 0.4, 1.6, -2.5 });
        Assert.Equal([0L, 1, -2], x.@long().data<long>().ToArray());
        Assert.Equal([false, true], x.gt(1)[TensorIndex.Slice(0, 2)].data<bool>().ToArray());
        Assert.Equal(float16, x.half().dtype);
        Assert.Equal(bfloat16, x.bfloat16().dtype);
        Assert.Equal(1.6015625f, x.bfloat16()[1].ToSingle());
        Assert.Equal(float32, x.to(float32).dtype);
        Assert.Equal(float32, x.to(float32, CPU).dtype);
        Assert.Equal(int32, x.to(zeros(1, dtype: int32)).dtype);
        Assert.Equal(int32, x.type_as(zeros(1, dtype: int32)).dtype);
        Assert.Equal(int32, x.type(int32).dtype);
        Assert.True(x.to(CPU).is_cpu() && x.to("cpu").is_cpu() && x.to(DeviceType.CPU).is_cpu() && !x.is_cuda);
        var old = x.clone();
        old.to_type(float32, disposeAfter: true);
        Assert.True(old.IsInvalid);
        Assert.Equal((true, false, true), (x.is_floating_point(), x.is_integral(), arange(2).is_integral()));
        Assert.Equal(float64, result_type(x, arange(2)));
    }

    [Fact]
    public void Types_promote_as_in_PyTorch()
    {
        Assert.Equal(float32, promote_types(float32, int64));
        Assert.Equal(int16, promote_types(uint8, int8));
        Assert.True(can_cast(int64, float32));
        Assert.False(can_cast(float32, int64));
    }

    [Fact]
    public void Complex_numbers_go_in_and_out_whatever_their_place_in_memory()
    {
        using var scope = NewDisposeScope();
        for (var n = 1; n < 20; n++)
        {
            var numbers = Enumerable.Range(0, n).Select(i => new System.Numerics.Complex(i, -i)).ToArray();
            Assert.Equal(numbers, tensor(numbers).data<System.Numerics.Complex>().ToArray());
        }
        Assert.Equal(new System.Numerics.Complex(2, 4), (tensor(new System.Numerics.Complex(1, 2)) * 2).ToComplexFloat64());
        Assert.Equal((1f, 2f), tensor((1f, 2f)).ToComplexFloat32());
    }

    [Fact]
    public void Types_know_their_limits()
    {
        Assert.Equal((32, float.MaxValue, 1.1920928955078125e-7), (finfo().bits, finfo(float32).max, finfo(float32).eps));
        Assert.Equal(double.Epsilon * Math.Pow(2, 52), finfo(float64).tiny);
        Assert.Equal(127, max_int_value(int8));
        Assert.Equal((4, 8), (float32.ElementSize(), int64.ElementSize()));
    }

    [Fact]
    public void Values_come_out_as_nested_lists()
    {
        using var scope = NewDisposeScope();
        var list = (System.Collections.IList)tensor(new[,] { { 1, 2 }, { 3, 4 } }).t().tolist();
        Assert.Equal(2, list.Count);
        Assert.Equal([1, 3], ((System.Collections.IList)list[0]!).Cast<Scalar>().Select(s => s.ToInt32()));
    }
}
