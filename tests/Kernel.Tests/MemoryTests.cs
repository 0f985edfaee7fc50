namespace Kernel.Tests;

/// <summary>A notebook that stays open for long.</summary>
public sealed class MemoryTests
{
    [Fact]
    public void Two_hundred_cells_grow_by_a_bounded_amount()
    {
        using var notebook = new Notebook();
        notebook.Value("var x = 1;");
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < 200; i++)
            Assert.Equal($"{i + 1}", notebook.Value($"var x{i} = {i}; x{i} + x"));
        var grown = (GC.GetTotalMemory(forceFullCollection: true) - before) / 1e6;
        TestContext.Current.SendDiagnosticMessage($"200 cells: {grown:0} MB");
        Assert.InRange(grown, 0, 40);
    }
}
