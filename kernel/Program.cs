using System.CommandLine;
using System.Globalization;
using MetaAnomaly.Kernel.Install;
using MetaAnomaly.Kernel.Jupyter;
using MetaAnomaly.Kernel.Runner;
using MetaAnomaly.Kernel.Site;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var commands = new Argument<string>("commands");
var events = new Argument<string>("events");
var session = new Command("session", "The process of one notebook; `run` starts it.") { commands, events };
session.Hidden = true;
session.SetAction(parsed => SessionProcess.Run(parsed.GetValue(commands)!, parsed.GetValue(events)!));
var connection = new Argument<string>("connection-file") { Description = "Written by the front end: addresses, ports and key." };
var kernel = new Command("kernel", "Serves a Jupyter front end; Jupyter starts it.") { connection };
kernel.SetAction(parsed => KernelServer.Run(parsed.GetValue(connection)!));
var root = new RootCommand("Runs MetaAnomaly's C# notebooks.") { RunCommand.Create(), SiteCommand.Create(), kernel, session };
foreach (var command in InstallCommands.Create())
    root.Add(command);
return root.Parse(args).Invoke();
