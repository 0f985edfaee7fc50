using System.Runtime.CompilerServices;
using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        [IndexerName("TensorItems")]
        public Tensor this[params TensorIndex[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        [IndexerName("TensorItems")]
        public Tensor this[params Tensor[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1]
        {
            get => select(0, i1);
            set => Set(value, i1);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2]
        {
            get => Get(i1, i2);
            set => Set(value, i1, i2);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3]
        {
            get => Get(i1, i2, i3);
            set => Set(value, i1, i2, i3);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3, long i4]
        {
            get => Get(i1, i2, i3, i4);
            set => Set(value, i1, i2, i3, i4);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3, long i4, long i5]
        {
            get => Get(i1, i2, i3, i4, i5);
            set => Set(value, i1, i2, i3, i4, i5);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3, long i4, long i5, long i6]
        {
            get => Get(i1, i2, i3, i4, i5, i6);
            set => Set(value, i1, i2, i3, i4, i5, i6);
        }

        [IndexerName("TensorItems")]
        public Tensor this[params long[] indices]
        {
            get => Get(indices);
            set => Set(value, indices);
        }

        private Tensor Get(params long[] indices) => index(Array.ConvertAll(indices, i => TensorIndex.Single(i)));
        private void Set(Tensor value, params long[] indices) => index_put_(value, Array.ConvertAll(indices, i => TensorIndex.Single(i)));

        public Tensor index(params Tensor[] indices) => index(Array.ConvertAll(indices, TensorIndex.Tensor));

        public Tensor index(params TensorIndex[] indices)
        {
            var places = new Places();
            var view = Sliced(indices, places);
            if (places.Count == 0) return view;
            using (view)
            using (places)
                return Ops.index_Tensor.Call(view, places.ToArray());
        }

        public Tensor index_put_(Tensor value, params TensorIndex[] indices) => index_put_(value, indices, accumulate: false);

        public Tensor index_put_(Tensor value, TensorIndex[] indices, bool accumulate = false)
        {
            using var places = new Places();
            using var view = Sliced(indices, places);
            using var source = WithoutLeadingOnes(value, view);
            if (places.Count > 0) Ops.index_put_.InPlace(view, places.ToArray(), source, accumulate);
            else if (accumulate) view.add_(source);
            else view.copy_(source);
            return this;
        }

        public Tensor index_put_(Tensor value, params Tensor[] indices) => index_put_(value, Array.ConvertAll(indices, TensorIndex.Tensor), accumulate: false);

        public Tensor index_put_(Tensor value, Tensor[] indices, bool accumulate = false) =>
            index_put_(value, Array.ConvertAll(indices, TensorIndex.Tensor), accumulate);

        public Tensor index_put_(Scalar value, params TensorIndex[] indices)
        {
            using var number = Ops.scalar_tensor.Call(value, dtype);
            return index_put_(number, indices, accumulate: false);
        }

        public Tensor index_put_(Scalar value, params Tensor[] indices) => index_put_(value, Array.ConvertAll(indices, TensorIndex.Tensor));

        // The view that numbers, slices and new axes make; masks and index tensors go to `places`, null where a dimension is whole.
        private Tensor Sliced(TensorIndex[] indices, Places places)
        {
            long used = 0;
            foreach (var index in indices) used += Consumes(index);
            if (used > Dimensions)
                throw new IndexOutOfRangeException($"{used} dimensions are indexed; the tensor has {Dimensions} (shape [{string.Join(", ", shape)}]).");
            var view = alias();
            try
            {
                long dim = 0;
                foreach (var index in indices) view = Step(view, index, ref dim, Dimensions - used, places);
                return view;
            }
            catch
            {
                view.Dispose();
                throw;
            }
        }

        private static long Consumes(TensorIndex index) => index.kind switch
        {
            TensorIndex.Kind.Single or TensorIndex.Kind.Slice => 1,
            TensorIndex.Kind.Tensor => index.Indices!.dtype is ScalarType.Bool or ScalarType.Byte ? index.Indices.Dimensions : 1,
            _ => 0,
        };

        private static Tensor Step(Tensor view, TensorIndex index, ref long dim, long unused, Places places)
        {
            switch (index.kind)
            {
                case TensorIndex.Kind.Single:
                    return Replace(view, view.select(dim, index.Start ?? 0));
                case TensorIndex.Kind.Slice:
                    var sliced = Ops.slice_Tensor.Call(view, dim, index.Start, index.Stop, index.Step ?? 1);
                    dim++;
                    return Replace(view, sliced);
                case TensorIndex.Kind.Ellipsis:
                    dim += unused;
                    return view;
                case TensorIndex.Kind.None or TensorIndex.Kind.Null:
                    return Replace(view, view.unsqueeze(dim++));
                case TensorIndex.Kind.Bool:
                    places.Put(dim, Chosen(index.Start != 0), own: true);
                    return Replace(view, view.unsqueeze(dim++));
                default:
                    var at = index.Indices!;
                    if (at.Dimensions == 0 && at.is_integral())
                        return Step(view, Consumes(index) == 0 ? TensorIndex.Bool(at.ToBoolean()) : TensorIndex.Single(at.ToInt64()), ref dim, unused, places);
                    places.Put(dim, at, own: false);
                    dim += Consumes(index);
                    return view;
            }
        }

        // A truth value takes all of a new dimension, or nothing of it.
        private static Tensor Chosen(bool all) => torch.zeros(all ? 1L : 0L, ScalarType.Int64);

        /// <summary>Index tensors by dimension.</summary>
        private sealed class Places : IDisposable
        {
            private readonly List<Tensor?> tensors = [];
            private readonly List<Tensor> owned = [];

            public int Count => tensors.Count;

            public Tensor?[] ToArray() => [.. tensors];

            public void Put(long dim, Tensor at, bool own)
            {
                while (tensors.Count < dim) tensors.Add(null);
                tensors.Add(at);
                if (own) owned.Add(at);
            }

            public void Dispose() => owned.ForEach(t => t.Dispose());
        }

        private static Tensor Replace(Tensor old, Tensor next)
        {
            old.Dispose();
            return next;
        }

        // As Python: a value of shape [1, 1, n] may be put where [n] is wanted.
        private static Tensor WithoutLeadingOnes(Tensor value, Tensor view)
        {
            var sizes = value.shape;
            var skip = 0;
            while (skip < sizes.Length - view.Dimensions && sizes[skip] == 1) skip++;
            return skip == 0 ? value.alias() : value.view(sizes[skip..]);
        }
    }
}
