using System.CommandLine;
using System.Globalization;
using MetaAnomaly.Kernel.Runner;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var commands = new Argument<string>("commands");
var events = new Argument<string>("events");
var session = new Command("session", "The process of one notebook; `run` starts it.") { commands, events };
session.Hidden = true;
session.SetAction(parsed => SessionProcess.Run(parsed.GetValue(commands)!, parsed.GetValue(events)!));
var root = new RootCommand("Runs MetaAnomaly's C# notebooks.") { RunCommand.Create(), session };
return root.Parse(args).Invoke();
