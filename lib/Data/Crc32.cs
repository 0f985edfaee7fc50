using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MetaAnomalyLib.Data;

/// <summary>The checksum of zip files: CRC-32, polynomial 0xEDB88320, bits reflected.</summary>
internal static class Crc32
{
    private const int Slices = 8;
    private static readonly uint[][] Tables = MakeTables();

    /// <summary>The state before the first byte; the checksum is its complement after the last.</summary>
    public const uint Start = 0xFFFFFFFF;

    /// <summary>The state after some more bytes.</summary>
    public static uint Update(uint state, ReadOnlySpan<byte> data)
        => Pclmulqdq.IsSupported && data.Length >= 128 ? Fold(state, data) : Slice(state, data);

    /// <summary>Folds 64 bytes a step by carry-less multiplication (Gopal et al., "Fast CRC Computation for Generic Polynomials Using
    /// PCLMULQDQ Instruction", Intel 2009; the constants are powers of x modulo the polynomial), until 16 bytes and a rest are
    /// left.</summary>
    private static uint Fold(uint state, ReadOnlySpan<byte> data)
    {
        var by64 = Vector128.Create(0x1_5444_2BD4UL, 0x1_C6E4_1596UL);
        var by16 = Vector128.Create(0x1_7519_97D0UL, 0x0_CCAA_009EUL);
        var (a, b, c, d) = (Load(data) ^ Vector128.CreateScalar((ulong)state), Load(data[16..]), Load(data[32..]), Load(data[48..]));
        for (data = data[64..]; data.Length >= 64; data = data[64..])
        {
            a = Step(a, by64) ^ Load(data);
            b = Step(b, by64) ^ Load(data[16..]);
            c = Step(c, by64) ^ Load(data[32..]);
            d = Step(d, by64) ^ Load(data[48..]);
        }
        a = Step(Step(Step(a, by16) ^ b, by16) ^ c, by16) ^ d;
        for (; data.Length >= 16; data = data[16..])
            a = Step(a, by16) ^ Load(data);
        Span<byte> folded = stackalloc byte[16];
        a.AsByte().CopyTo(folded);
        return Slice(Slice(0, folded), data);
    }

    private static Vector128<ulong> Load(ReadOnlySpan<byte> data) => MemoryMarshal.Read<Vector128<ulong>>(data);

    private static Vector128<ulong> Step(Vector128<ulong> x, Vector128<ulong> constants)
        => Pclmulqdq.CarrylessMultiply(x, constants, 0x00) ^ Pclmulqdq.CarrylessMultiply(x, constants, 0x11);

    /// <summary>Eight bytes a step by tables ("slicing by 8", Kounavis and Berry, 2005), for short data and other processors.</summary>
    private static uint Slice(uint state, ReadOnlySpan<byte> data)
    {
        var t = Tables;
        for (; data.Length >= Slices; data = data[Slices..])
        {
            var x = BinaryPrimitives.ReadUInt32LittleEndian(data) ^ state;
            var y = BinaryPrimitives.ReadUInt32LittleEndian(data[4..]);
            state = t[7][(byte)x] ^ t[6][(byte)(x >> 8)] ^ t[5][(byte)(x >> 16)] ^ t[4][x >> 24]
                ^ t[3][(byte)y] ^ t[2][(byte)(y >> 8)] ^ t[1][(byte)(y >> 16)] ^ t[0][y >> 24];
        }
        foreach (var b in data)
            state = t[0][(byte)state ^ b] ^ (state >> 8);
        return state;
    }

    private static uint[][] MakeTables()
    {
        var tables = Enumerable.Range(0, Slices).Select(_ => new uint[256]).ToArray();
        for (var i = 0u; i < 256; i++)
        {
            var crc = i;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
            tables[0][i] = crc;
        }
        for (var slice = 1; slice < Slices; slice++)
        {
            for (var i = 0; i < 256; i++)
                tables[slice][i] = tables[0][(byte)tables[slice - 1][i]] ^ (tables[slice - 1][i] >> 8);
        }
        return tables;
    }
}
