using System.Globalization;
using System.Text;
using MetaAnomalyLib.Training;

namespace MetaAnomalyLib.Data;

/// <summary>A made-up machine's log as a csv that nobody prepared, for trying things out: semicolons, decimal commas with units, dates, missing cells, a column that never changes, an
/// identifier, comments. One row in fifty is a fault, of three kinds; the column <c>fault</c> tells, which real logs do not.</summary>
public static class MachineLog
{
    private static readonly string[] Stations = ["press", "oven", "lathe", "paint", "pack"];

    /// <summary>Writes the file. The same seed writes the same bytes.</summary>
    /// <param name="path">Where to; its folder is made.</param>
    /// <param name="rows">From 100 to a million. Default: 3,000.</param>
    /// <param name="seed">Any integer.</param>
    /// <returns>The path.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number of rows is out of range.</exception>
    public static string Write(string path, int rows = 3000, int seed = 0)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (rows is < 100 or > 1_000_000) throw new ArgumentOutOfRangeException(nameof(rows), rows, "The number of rows must be from 100 to a million.");
        var random = new Seed(seed).Random("machine log");
        var text = new StringBuilder("id;time;station;part;temperature;pressure;vibration;current;cycle time;firmware;comment;fault\n");
        var time = new DateTime(2026, 3, 2, 6, 0, 0, DateTimeKind.Unspecified);
        for (var row = 0; row < rows; row++)
        {
            // Two shifts, Monday to Friday.
            time = time.AddMinutes(2 + 4 * random.NextDouble());
            if (time.Hour >= 22) time = time.Date.AddDays(time.DayOfWeek == DayOfWeek.Friday ? 3 : 1).AddHours(6);
            text.Append(Line(row, time, random)).Append('\n');
        }
        AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text.ToString())));
        return path;
    }

    private static string Line(int row, DateTime time, Random random)
    {
        var kind = random.Next(50) == 0 ? 1 + random.Next(3) : 0;
        var station = random.Next(Stations.Length);
        var load = random.NextDouble();
        var temperature = 40 + 8 * station + 25 * load + 1.5 * Normal(random);
        var current = 5 + 2 * station + 9 * load + 0.4 * Normal(random);
        var vibration = 0.8 + 0.5 * load + 0.08 * Normal(random);
        var pressure = 6 + 0.15 * Normal(random);
        var cycle = 30 + 4 * station + 6 * load + Normal(random);
        var part = $"P-{100 + (int)(60 * Math.Pow(random.NextDouble(), 2.5))}";
        switch (kind)
        {
            case 1: (vibration, current) = (vibration + 0.7 + 0.4 * random.NextDouble(), current + 1.5); break;                  // a bearing
            case 2: (temperature, cycle) = (40 + 8 * station + 25 * (1 - load) + Normal(random), cycle + 5); break;               // a sensor that no longer follows the load
            case 3: (time, part) = (time.Date.AddHours(2 + random.NextDouble()), $"P-{170 + random.Next(30)}"); pressure -= 0.5; break;   // somebody at night, with parts of his own
        }
        string Cell(double value, string format) => random.Next(40) == 0 ? "" : value.ToString(format, CultureInfo.InvariantCulture);
        var comment = random.Next(60) == 0 ? FormattableString.Invariant($"checked by shift lead, ticket {10000 + row}") : "";
        return string.Join(';', (row + 1).ToString(CultureInfo.InvariantCulture), time.ToString("dd.MM.yyyy HH:mm", CultureInfo.InvariantCulture), random.Next(100) == 0 ? "" : Stations[station], part,
            Cell(temperature, "F1").Replace('.', ',') is { Length: > 0 } written ? written + " °C" : "n/a", Cell(pressure, "F2"), Cell(vibration, "F3"), Cell(current, "F2"), Cell(cycle, "F1"), "2.4.1",
            comment, kind > 0 ? "yes" : "no");
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
