using System.Buffers.Binary;

namespace MetaAnomalyLib.Data;

/// <summary>Computes the zip checksum (CRC-32, polynomial 0xEDB88320) of what is read through it.</summary>
internal sealed class ChecksumStream(Stream inner) : Stream
{
    private const int Slices = 8;
    private static readonly uint[][] Tables = MakeTables();
    private uint _state = 0xFFFFFFFF;

    public uint Crc32 => ~_state;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        // In pieces that stay in the cache between decompression and checksum.
        var read = inner.Read(buffer[..Math.Min(buffer.Length, 256 << 10)]);
        _state = Update(_state, buffer[..read]);
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush() => inner.Flush();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Eight bytes a step ("slicing by 8", Kounavis and Berry, 2005).</summary>
    private static uint Update(uint crc, ReadOnlySpan<byte> data)
    {
        var t = Tables;
        while (data.Length >= Slices)
        {
            var x = BinaryPrimitives.ReadUInt32LittleEndian(data) ^ crc;
            var y = BinaryPrimitives.ReadUInt32LittleEndian(data[4..]);
            crc = t[7][(byte)x] ^ t[6][(byte)(x >> 8)] ^ t[5][(byte)(x >> 16)] ^ t[4][x >> 24]
                ^ t[3][(byte)y] ^ t[2][(byte)(y >> 8)] ^ t[1][(byte)(y >> 16)] ^ t[0][y >> 24];
            data = data[Slices..];
        }
        foreach (var b in data)
            crc = t[0][(byte)crc ^ b] ^ (crc >> 8);
        return crc;
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
