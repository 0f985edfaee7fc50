namespace TorchSharp.Tests.Golden;

internal static partial class OperatorCases
{
    private static Tensor Rows => tensor(new[] { 2L, 0 });
    private static Tensor Places => tensor(new[] { 0L, 2, 1, 0, 1, 1, 0, 2 }, 2, 4);

    private static void Shape()
    {
        Add("T", x => x[0].T);
        Add("mT", x => x[0].mT);
        Add("contiguous", x => x[0].t().contiguous());
        Add("reshape", x => x[0].reshape(4, -1));
        Add("view", x => x[0].view(2, 6));
        Add("flatten", x => x[0].flatten(1, -1));
        Add("unflatten", x => x[0].unflatten(1, 2, 2));
        Add("squeeze", x => x[0].squeeze(null));
        Add("squeeze dim", x => x[0].squeeze(1));
        Add("unsqueeze", x => x[0].unsqueeze(-2));
        Add("transpose", x => x[0].transpose(0, -1));
        Add("swapdims", x => x[0].swapdims(0, -1));
        Add("swapaxes", x => x[0].swapaxes(0, 1));
        Add("permute", x => x[0].permute(2, 0, 1));
        Add("movedim", x => x[0].movedim(new[] { 0L, 1 }, new[] { 2L, 0 }));
        Add("moveaxis", x => x[0].moveaxis(new[] { 0L, 1 }, new[] { 2L, 0 }));
        Add("movedim one", x => torch.movedim(x[0], 0, -1));
        Add("expand", x => x[0].expand(2, 3, 4));
        Add("broadcast_to", x => x[0].broadcast_to(2, 3, 4));
        Add("repeat", x => x[0].repeat(2, 1, 3));
        Add("repeat_interleave", x => x[0].repeat_interleave(2, 1, null));
        Add("repeat_interleave tensor", x => x[0].repeat_interleave(x[1], 0, null));
        Add("tile", x => x[0].tile(new[] { 2L, 2 }));
        Add("flip", x => x[0].flip(0, 1));
        Add("roll", x => x[0].roll(2, 1));
        Add("roll flat", x => x[0].roll(2, null));
        Add("roll dims", x => x[0].roll(new[] { 1L, 2 }, new[] { 0L, 1 }));
        Add("rot90", x => x[0].rot90(1, null));
        Add("unfold", x => x[0].unfold(1, 3, 2));
        Add("as_strided", x => x[0].as_strided(new[] { 2L, 2 }, new[] { 1L, 2 }, 1));
        Add("diag", x => x[0].diag(1));
        Add("diag_embed", x => x[0].diag_embed(1, -2, -1));
        Add("diagflat", x => x[0].diagflat(-1));
        Add("diagonal", x => x[0].diagonal(1, 1, 2));
        Add("tril", x => x[0].tril(-1));
        Add("triu", x => x[0].triu(1));
        Add("vander", x => x[0].vander(3, true));
        Add("unbind", x => x[0].unbind(1));
        Add("chunk", x => x[0].chunk(2, 1));
        Add("split", x => x[0].split(2, 0));
        Add("split sizes", x => x[0].split(new[] { 1L, 4 }, 1));
        Add("tensor_split", x => x[0].tensor_split(3, 1));
        Add("tensor_split places", x => x[0].tensor_split(new[] { 1L, 3 }, 1));
        Add("vsplit", x => x[0].vsplit(2));
        Add("hsplit", x => x[0].hsplit(2));
        Add("dsplit", x => x[0].dsplit(2));
        Add("vsplit places", x => x[0].vsplit(new[] { 1L, 3 }));
        Add("cat", x => torch.cat(x, 1));
        Add("concat", x => torch.concat(x, 0));
        Add("concatenate", x => torch.concatenate(x, 0));
        Add("stack", x => torch.stack(x, -1));
        Add("hstack", x => torch.hstack(x));
        Add("vstack", x => torch.vstack(x));
        Add("dstack", x => torch.dstack(x));
        Add("column_stack", x => torch.column_stack(x));
        Add("row_stack", x => torch.row_stack(x));
        Add("block_diag", x => torch.block_diag(x));
        Add("broadcast_tensors", x => torch.broadcast_tensors(x));
        Add("cartesian_prod", x => torch.cartesian_prod(x));
        Add("combinations", x => torch.combinations(x[0], 2, true));
        Add("meshgrid", x => torch.meshgrid(x, "xy"));
    }

    private static void Gather()
    {
        Add("gather", x => x[0].gather(0, Places));
        Add("take_along_dim", x => x[0].take_along_dim(x[1], 1));
        Add("take_along_dim flat", x => x[0].take_along_dim(x[1]));
        Add("scatter", x => x[0].scatter(0, Places, x[1]));
        Add("scatter_add", x => x[0].scatter_add(0, Places, x[1]));
        Add("index_select", x => x[0].index_select(0, Rows));
        Add("index_add", x => x[0].index_add(0, Rows, x[1], 0.5));
        Add("index_copy", x => x[0].index_copy(0, Rows, x[1]));
        Add("index_fill", x => x[0].index_fill(0, Rows, 2.5));
        Add("masked_fill", x => x[0].masked_fill(x[1], 2.5));
        Add("narrow", x => x[0].narrow(1, 1, 2));
        Add("select", x => x[0].select(1, -1));
        Add("slice", x => x[0].slice(1, 0, 4, 2));
        Add("diagonal_scatter", x => x[0].diagonal_scatter(x[1], 1, 0, 1));
        Add("select_scatter", x => x[0].select_scatter(x[1], 0, 1));
        Add("slice_scatter", x => x[0].slice_scatter(x[1], 1, 0, 4, 2));
    }

    private static readonly TensorIndex All = TensorIndex.Slice(), From1 = 1.., UpTo2 = (0, 2), Last = ^1,
        Every2 = TensorIndex.Slice(step: 2);

    private static void Indexing()
    {
        Add("index row", x => x[0][1]);
        Add("index two", x => x[0][1, -1]);
        Add("index three", x => x[0][1, 2, 0]);
        Add("index slice", x => x[0][From1, Every2]);
        Add("index negative slice", x => x[0].index(TensorIndex.Slice(-2, null, null), TensorIndex.Slice(0, -1, null)));
        Add("index ellipsis", x => x[0][TensorIndex.Ellipsis, Last]);
        Add("index new axis", x => x[0][All, TensorIndex.None, 0]);
        Add("index true", x => x[0].index(TensorIndex.Bool(true)));
        Add("index mask", x => x[0][x[1]]);
        Add("index row mask", x => x[0][TensorIndex.Tensor(x[1]), From1]);
        Add("index tensors", x => x[0][x[1], x[2]]);
        Add("index slice and tensor", x => x[0][All, TensorIndex.Tensor(x[1]), 1]);
        Add("index tensor after ellipsis", x => x[0][TensorIndex.Ellipsis, TensorIndex.Tensor(x[1])]);
        Add("put row", x => Put(x[0], x[1], 1));
        Add("put scalar", x => x[0].clone().index_put_(2.5, From1, 0));
        Add("put mask", x => Put(x[0], -1f, TensorIndex.Tensor(x[1])));
        Add("put broadcast", x => Put(x[0], x[1], All, UpTo2));
        Add("put tensors", x => Put(x[0], x[1], TensorIndex.Tensor(x[2]), 0));
        Add("put accumulate", x => x[0].clone().index_put_(x[1], new[] { x[2] }, true));
    }

    private static Tensor Put(Tensor x, Tensor value, params TensorIndex[] at)
    {
        var y = x.clone();
        y[at] = value;
        return y;
    }
}
