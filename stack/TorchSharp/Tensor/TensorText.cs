using System.Globalization;
using System.Text;
using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Writes the elements of one tensor as text, in the styles of TorchSharp.</summary>
internal sealed unsafe class TensorText(Tensor tensor, string format, int width, CultureInfo culture, string newLine) : IDisposable
{
    private const string Ellipsis = "...";

    private readonly Tensor values = tensor.Readable();
    private readonly long[] shape = tensor.shape;
    private readonly ScalarType type = tensor.dtype;
    private readonly string about = tensor.ToMetadataString();
    private readonly StringBuilder text = new();

    public void Dispose() => values.Dispose();

    public string Julia()
    {
        text.Append(about);
        if (shape.Length == 0)
        {
            text.Append(", value = ").Append(Value(0));
        }
        else
        {
            text.Append(newLine);
            var rows = shape.Length == 1 ? 1 : shape[^2];
            long blocks = 1;
            foreach (var size in shape.AsSpan(0, Math.Max(0, shape.Length - 2))) blocks *= size;
            for (long block = 0; block < blocks; block++)
            {
                if (shape.Length > 2) text.Append(block == 0 ? "" : newLine).Append(BlockName(block)).Append(" =").Append(newLine);
                Rows(block * rows, rows);
            }
        }
        return text.ToString();
    }

    private string BlockName(long block)
    {
        var at = new string[shape.Length - 2];
        for (var d = at.Length - 1; d >= 0; d--)
        {
            at[d] = (block % shape[d]).ToString(CultureInfo.InvariantCulture);
            block /= shape[d];
        }
        return $"[{string.Join(",", at)},..,..]";
    }

    // Columns are as wide as their widest element; all rows end at the column where the widest row reaches the line's width.
    private void Rows(long first, long count)
    {
        var columns = shape[^1];
        var cells = new List<string>[count];
        for (long r = 0; r < count; r++) cells[r] = Row((first + r) * columns, columns);
        var shown = count == 0 ? 0 : cells.Min(row => row.Count);
        var widths = new int[shown];
        foreach (var row in cells)
            for (var c = 0; c < shown; c++) widths[c] = Math.Max(widths[c], row[c].Length);
        foreach (var row in cells)
        {
            for (var c = 0; c < shown; c++) text.Append(' ').Append(' ', widths[c] - row[c].Length).Append(row[c]);
            if (shown < columns) text.Append(' ').Append(Ellipsis);
            text.Append(newLine);
        }
    }

    private List<string> Row(long start, long columns)
    {
        var row = new List<string>();
        var room = width;
        for (long c = 0; c < columns; c++)
        {
            var value = Value(start + c);
            if (room - value.Length - (Ellipsis.Length + 1) < 0) break;
            row.Add(value);
            room -= value.Length + 1;
        }
        return row;
    }

    public string Numpy()
    {
        var perDimension = string.Concat(Enumerable.Repeat(newLine, Math.Max(0, shape.Length - 1)));
        Nested(0, 0, false, '[', ']', "", d => perDimension[..(newLine.Length * (shape.Length - 1 - d))]);
        return text.ToString();
    }

    public string CSharp()
    {
        text.Append(about).Append(", value = ");
        var (name, suffix) = CSharpType();
        if (shape.Length == 0) return text.Append(Value(0)).ToString();
        if (shape.Length > 1) text.Append(newLine);
        text.Append(name).Append(" [").Append(',', shape.Length - 1).Append("] ");
        Nested(0, 0, false, '{', '}', suffix, _ => "," + newLine);
        return text.ToString();
    }

    private (string Name, string Suffix) CSharpType() => type switch
    {
        ScalarType.Bool => ("bool", ""),
        ScalarType.Byte => ("byte", ""),
        ScalarType.Int8 => ("sbyte", ""),
        ScalarType.Int16 => ("short", ""),
        ScalarType.Int32 => ("int", ""),
        ScalarType.Int64 => ("long", "L"),
        ScalarType.Float32 => ("float", "f"),
        ScalarType.Float16 => ("float16", "f"),
        ScalarType.BFloat16 => ("bfloat16", "f"),
        ScalarType.Float64 => ("double", ""),
        ScalarType.ComplexFloat32 => ("complex32", ""),
        _ => ("complex64", ""),
    };

    private void Nested(int dim, long start, bool indent, char open, char close, string suffix, Func<int, string> between)
    {
        if (indent) text.Append(' ', dim);
        if (dim == shape.Length)
        {
            text.Append(Value(start));
            return;
        }
        var roomy = open == '{' && dim == 0 && shape.Length > 1;
        text.Append(open);
        if (roomy) text.Append(newLine).Append(' ');
        if (dim == shape.Length - 1)
        {
            Line(start, shape[dim], suffix);
        }
        else
        {
            long stride = 1;
            for (var d = dim + 1; d < shape.Length; d++) stride *= shape[d];
            var (leading, trailing) = Shown(shape[dim], maxRows);
            for (long i = 0; i < shape[dim]; i = i == leading - 1 ? shape[dim] - trailing : i + 1)
            {
                if (i == shape[dim] - trailing && leading < shape[dim])
                    text.Append(' ', dim).Append(" ...").Append(open == '{' ? newLine : between(dim));
                Nested(dim + 1, start + (i * stride), i > 0, open, close, suffix, between);
                if (i < shape[dim] - 1) text.Append(between(dim));
            }
        }
        if (roomy) text.Append(newLine);
        text.Append(close);
    }

    private void Line(long start, long count, string suffix)
    {
        var (leading, trailing) = Shown(count, maxColumns);
        for (long i = 0; i < count; i = i == leading - 1 ? count - trailing : i + 1)
        {
            if (i == count - trailing && leading < count) text.Append("... ");
            text.Append(Value(start + i)).Append(suffix);
            if (i < count - 1) text.Append(", ");
        }
    }

    private static (long Leading, long Trailing) Shown(long count, int most) => count <= most ? (count, 0) : (most - (most / 2), most / 2);

    private string Value(long index)
    {
        Native.Check(Native.tsh_data(values.Handle, out var data));
        var value = Tensor.ScalarAt((byte*)data, type, index);
        GC.KeepAlive(values);
        return value.Kind switch
        {
            ScalarKind.Integer => value.Integer.ToString(culture),
            ScalarKind.Boolean => value.ToBoolean().ToString(),
            ScalarKind.Real => type == ScalarType.Float64 ? value.Real.ToString(format, culture) : ((float)value.Real).ToString(format,
                culture),
            _ when value.Imaginary == 0 => value.Real.ToString(format, culture),
            _ when value.Real == 0 => value.Imaginary.ToString(format, culture) + "i",
            _ => $"{value.Real.ToString(format, culture)}+{value.Imaginary.ToString(format, culture)}i",
        };
    }
}
