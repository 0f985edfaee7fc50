using System.Text;
using MetaAnomalyLib.Data;

namespace MetaAnomalyLib.Tests.Data;

public sealed class Crc32Tests
{
    [Fact]
    public void The_check_value_of_the_standard_is_met()
        => Assert.Equal(0xCBF43926, ~Crc32.Update(Crc32.Start, Encoding.ASCII.GetBytes("123456789")));

    [Fact]
    public void Every_length_and_every_way_to_cut_gives_the_bitwise_definition()
    {
        var random = new Random(0);
        for (var length = 0; length < 600; length++)
        {
            var data = new byte[length];
            random.NextBytes(data);
            var cut = random.Next(length + 1);
            var start = (uint)random.NextInt64();
            Assert.Equal(Bitwise(start, data), Crc32.Update(start, data));
            Assert.Equal(Bitwise(start, data), Crc32.Update(Crc32.Update(start, data.AsSpan(0, cut)), data.AsSpan(cut)));
        }
    }

    private static uint Bitwise(uint state, byte[] data)
    {
        foreach (var b in data)
        {
            state ^= b;
            for (var bit = 0; bit < 8; bit++)
                state = (state & 1) != 0 ? (state >> 1) ^ 0xEDB88320 : state >> 1;
        }
        return state;
    }
}
