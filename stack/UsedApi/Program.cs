using MetaAnomaly.UsedApi;

const string Usage = """
    Lists every member of TorchSharp, Plotly.NET, Microsoft.Data.Analysis and SkiaSharp that lib, notebooks, bench and tests use.
      dotnet run --project stack/UsedApi                        writes stack/USED-API.md
      dotnet run --project stack/UsedApi -- --check             says whether it is up to date; 1 if not
      dotnet run --project stack/UsedApi -- --against FOLDER    compiles all sources against other assemblies of these names (say, the official ones),
                                                                says what does not compile and which signatures differ; 1 if any
    Build everything first: ./test does, or dotnet build tests/MetaAnomaly.slnx.
    """;

try
{
    var house = House.Find();
    switch (args)
    {
        case []:
            File.WriteAllText(house.Page, UsedMembers.Of(house).Markdown());
            Console.WriteLine(house.Page);
            return 0;
        case ["--check"]:
            if (File.Exists(house.Page) && File.ReadAllText(house.Page) == UsedMembers.Of(house).Markdown()) return 0;
            Console.Error.WriteLine("stack/USED-API.md is out of date. Write it anew: dotnet run --project stack/UsedApi");
            return 1;
        case ["--against", var folder]:
            var differences = UsedMembers.Of(house).Against(UsedMembers.Of(house, folder));
            foreach (var line in differences) Console.WriteLine(line);
            Console.WriteLine($"{differences.Count} differences");
            return differences.Count == 0 ? 0 : 1;
        default:
            Console.Error.WriteLine(Usage);
            return 2;
    }
}
catch (Exception e) when (e is IOException or InvalidDataException)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
