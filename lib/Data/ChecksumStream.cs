namespace MetaAnomalyLib.Data;

/// <summary>Computes the zip checksum of what is read through it.</summary>
internal sealed class ChecksumStream(Stream inner) : Stream
{
    private uint _state = Crc32.Start;

    public uint Checksum => ~_state;

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
        _state = Crc32.Update(_state, buffer[..read]);
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
}
