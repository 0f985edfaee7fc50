return MetaAnomaly.Bench.BenchCommand.Run(args, Console.Error);
