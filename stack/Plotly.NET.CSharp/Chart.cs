namespace Plotly.NET.CSharp;

public static partial class Chart
{
    /// <summary>All traces of the charts on one pair of axes.</summary>
    public static GenericChart Combine(IEnumerable<GenericChart> gCharts) => GenericChart.combine(gCharts);

    /// <summary>The charts side by side, row after row from the top, each with its own axes (or sharing them: pattern coupled).</summary>
    public static GenericChart Grid(
        IEnumerable<GenericChart> gCharts,
        int nRows,
        int nCols,
        Optional<StyleParam.LayoutGridPattern> Pattern = default,
        Optional<double> XGap = default,
        Optional<double> YGap = default)
    {
        var pattern = Pattern.IsSome ? Pattern.Value : StyleParam.LayoutGridPattern.Independent;
        var coupled = pattern == StyleParam.LayoutGridPattern.Coupled;
        var cells = gCharts.Take(nRows * nCols).Select((chart, i) =>
        {
            var (x, y) = coupled ? (i % nCols + 1, i / nCols + 1) : (i + 1, i + 1);
            var layout = (Layout)GenericChart.getLayout(chart).MemberwiseCopy();
            var (xAxis, yAxis) = (layout.Properties.GetValueOrDefault("xaxis"), layout.Properties.GetValueOrDefault("yaxis"));
            foreach (var name in layout.Properties.Keys.Where(key => key.StartsWith("xaxis", StringComparison.Ordinal)
                || key.StartsWith("yaxis", StringComparison.Ordinal)).ToArray())
            {
                layout.Remove(name);
            }
            layout.SetValue(StyleParam.SubPlotId.NewXAxis(x).ToString(), xAxis ?? new LayoutObjects.LinearAxis());
            layout.SetValue(StyleParam.SubPlotId.NewYAxis(y).ToString(), yAxis ?? new LayoutObjects.LinearAxis());
            return GenericChart.setLayout(layout, chart).MapTraces((trace, _) =>
                trace.With("xaxis", StyleParam.LinearAxisId.NewX(x)).With("yaxis", StyleParam.LinearAxisId.NewY(y)));
        });

        var grid = new DynamicObj.DynamicObj();
        grid.SetValue("rows", nRows);
        grid.SetValue("columns", nCols);
        grid.SetValue("pattern", pattern);
        grid.SetValue("roworder", "top to bottom");
        grid.Put("xgap", XGap);
        grid.Put("ygap", YGap);
        var withGrid = new Layout();
        withGrid.SetValue("grid", grid);
        return GenericChart.addLayout(withGrid, GenericChart.combine(cells));
    }
}
