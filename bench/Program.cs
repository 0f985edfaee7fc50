using MetaAnomaly.Bench;

var parsed = BenchCommand.Create().Parse(args);
if (parsed.Errors.Count == 0 && parsed.GetValue(BenchCommand.Device) is { } choice)
    Environment.SetEnvironmentVariable("META_DEVICE", choice);
return parsed.Invoke();
