using System.CommandLine;
using MetaAnomaly.Bench.Kernel;
using MetaAnomaly.Bench.Results;
using MetaAnomaly.Bench.Speed;

var rounds = new Option<int>("--rounds") { Description = "Alternating rounds of each side, at least 7.", DefaultValueFactory = _ => 9 };
var only = new Option<string?>("--only") { Description = "Only the workloads whose name contains this." };
var output = new Option<string>("--out") { Description = "The folder for the result.", DefaultValueFactory = _ => "out" };
var speed = new Command("speed", "Times C# against its Python twin on the same libtorch, and reading against pandas and numpy; writes bench-speed.json.") { rounds, only, output };
speed.SetAction(parsed => SpeedBench.Run(parsed.GetValue(rounds), parsed.GetValue(only), parsed.GetValue(output)!));

return new RootCommand("Speed against Python twins, results against published figures.") { speed, ResultsCommand.Create(), KernelCommand.Create() }.Parse(args).Invoke();
