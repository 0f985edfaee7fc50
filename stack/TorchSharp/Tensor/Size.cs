using System.Collections;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A shape; made from numbers, tuples and arrays by implicit conversion.</summary>
    public readonly struct Size(long[] shape) : IEnumerable<long>
    {
        public Size(IEnumerable<long> shape) : this(shape.ToArray())
        {
        }

        public Size(int[] shape) : this(Array.ConvertAll(shape, s => (long)s))
        {
        }

        public long[] Shape { get; } = shape;
        public int Length => Shape.Length;
        public bool IsEmpty => Length == 0;
        public bool IsScalar => IsEmpty;
        public long this[int idx] => Shape[idx];
        public long this[long idx] => Shape[idx];
        public long numel() => Shape.Aggregate(1L, (a, b) => a * b);

        public IEnumerator<long> GetEnumerator() => ((IEnumerable<long>)Shape).GetEnumerator();
        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        public static implicit operator Size(long size) => new([size]);
        public static implicit operator Size((long, long) size) => new([size.Item1, size.Item2]);
        public static implicit operator Size((long, long, long) size) => new([size.Item1, size.Item2, size.Item3]);
        public static implicit operator Size((long, long, long, long) size) => new([size.Item1, size.Item2, size.Item3, size.Item4]);
        public static implicit operator Size(long[] size) => new(size);

        public override string? ToString() => $"[{string.Join(", ", Shape)}]";
    }
}
