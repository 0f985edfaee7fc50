namespace TorchSharp.Tests.Golden;

internal static partial class OperatorCases
{
    private static void Reductions()
    {
        Add("count_nonzero", x => x[0].count_nonzero(null));
        Add("all dim", x => x[0].all(1, true));
        Add("any dim", x => x[0].any(1, true));
        Add("sum type", x => x[0].sum(ScalarType.Float64));
        Add("sum dim", x => x[0].sum(-1, false, null));
        Add("sum dims", x => x[0].sum(new[] { 0L, -1 }, true, null));
        Add("sum two dims", x => x[0].sum(0L, 2L, false, null));
        Add("sum three dims", x => x[0].sum(0L, 1L, 2L, false, null));
        Add("amin", x => x[0].amin(new long[0], false, null));
        Add("amax", x => x[0].amax(new long[0], false, null));
        Add("amin dims", x => x[0].amin(new[] { 0L, -1 }, true, null));
        Add("amax dims", x => x[0].amax(new[] { 0L, -1 }, true, null));
        Add("mean dims", x => x[0].mean(new[] { 0L, -1 }, true, null));
        Add("mean type", x => x[0].mean(new[] { 1L }, false, ScalarType.Float64));
        Add("nanmean", x => x[0].nanmean(null, false, null));
        Add("nanmean dim", x => x[0].nanmean(1, true, null));
        Add("prod dim", x => x[0].prod(1, true, null));
        Add("prod type", x => x[0].prod(ScalarType.Float64));
        Add("std", x => x[0].std(true));
        Add("std biased", x => x[0].std(false));
        Add("std dim", x => x[0].std(-1, true, true, null));
        Add("std dims", x => x[0].std(new[] { 0L, 2 }, false, false, null));
        Add("std_mean", x => x[0].std_mean(true));
        Add("std_mean dim", x => x[0].std_mean(1, true, true, null));
        Add("std_mean dims", x => x[0].std_mean(new[] { 0L, 2 }, false, false, null));
        Add("var", x => x[0].var(true));
        Add("var biased", x => x[0].var(false));
        Add("var dim", x => x[0].var(-1, true, true, null));
        Add("var dims", x => x[0].var(new[] { 0L, 2 }, false, false, null));
        Add("var_mean", x => x[0].var_mean(true));
        Add("var_mean dim", x => x[0].var_mean(1, true, true, null));
        Add("var_mean dims", x => x[0].var_mean(new[] { 0L, 2 }, false, false, null));
        Add("max dim", x => x[0].max(-1, true));
        Add("min dim", x => x[0].min(-1, true));
        Add("argmax dim", x => x[0].argmax(-1, true));
        Add("argmin dim", x => x[0].argmin(-1, true));
        Add("aminmax", x => x[0].aminmax(1, true));
        Add("mode", x => x[0].mode(1, true));
        Add("norm", x => x[0].norm(2f));
        Add("norm p", x => x[0].norm(3f));
        Add("norm dim", x => x[0].norm(1, true, 1.5f));
        Add("dist", x => x[0].dist(x[1], 3));
        Add("renorm", x => x[0].renorm(2, 0, 1));
        Add("logsumexp", x => x[0].logsumexp(-1, true));
        Add("logcumsumexp", x => x[0].logcumsumexp(1));
        Add("cumsum", x => x[0].cumsum(-2, null));
        Add("cumsum type", x => x[0].cumsum(0, ScalarType.Float64));
        Add("cumprod", x => x[0].cumprod(1, null));
        Add("cummax", x => x[0].cummax(1));
        Add("cummin", x => x[0].cummin(0));
        Add("quantile", x => x[0].quantile(x[1], 1, true));
        Add("nanquantile", x => x[0].nanquantile(x[1], 1, false));
        Add("count_nonzero dims", x => x[0].count_nonzero(new[] { 0L }));
        Add("unique", x => x[0].unique(true, true, true, null));
        Add("unique dim", x => x[0].unique(true, true, true, 0));
        Add("unique_consecutive", x => x[0].unique_consecutive(true, true, null));
        Add("bincount", x => torch.bincount(x[0], null, 6));
        Add("bincount weights", x => x[0].bincount(x[1], 0));
        Add("histc", x => x[0].histc(5, -2, 2));
        Add("cov", x => x[0].cov(1, null, null));
        Add("cov weights", x => x[0].cov(0, x[1], x[2]));
        Add("diff", x => x[0].diff(2, 1, null, null));
        Add("diff ends", x => x[0].diff(1, 1, x[1], x[2]));
        Add("trapezoid", x => x[0].trapezoid(0.5, 0));
        Add("trapezoid x", x => x[0].trapezoid(x[1], 1));
        Add("trapz", x => torch.trapz(x[0], 0.5, 0));
        Add("trapz x", x => torch.trapz(x[0], x[1], 1));
        Add("cumulative_trapezoid", x => x[0].cumulative_trapezoid(0.5, 0));
        Add("cumulative_trapezoid x", x => x[0].cumulative_trapezoid(x[1], 1));
    }

    private static void Order()
    {
        Add("sort", x => x[0].sort(1, true, false));
        Add("sort stable", x => x[0].sort(0, false, true));
        Add("argsort", x => x[0].argsort(0, true));
        Add("topk", x => x[0].topk(2, 1, false, true));
        Add("kthvalue", x => x[0].kthvalue(2, 0, true));
        Add("searchsorted", x => torch.searchsorted(x[0], x[1], false, true, null!));
        Add("searchsorted scalar", x => torch.searchsorted(x[0], 2.5, false, false, null!));
        Add("bucketize", x => x[0].bucketize(x[1], true, true));
    }
}
