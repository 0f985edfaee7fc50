using MetaAnomaly.Bench;

var parsed = BenchCommand.Create().Parse(args);
if (parsed.Errors.Count == 0 && parsed.GetValue(BenchCommand.Device) is { } choice)
    Environment.SetEnvironmentVariable("META_DEVICE", choice);
try
{
    return parsed.Invoke(new() { EnableDefaultExceptionHandler = false });
}
catch (ArgumentException wrong)
{
    // What was asked for cannot be done: its message says what to do, and no stack helps.
    Console.Error.WriteLine(wrong.Message.ReplaceLineEndings(" "));
    return 2;
}
