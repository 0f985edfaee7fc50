using System.Collections;
using System.Globalization;
using TorchSharp.Modules;

namespace TorchSharp.Modules
{
    /// <summary>A list whose modules are registered by their index.</summary>
    public class ModuleList<T> : torch.nn.Module, IList<T> where T : torch.nn.Module
    {
        private readonly List<T> list = [];

        public ModuleList(params T[] modules) : base(nameof(ModuleList<T>)) => extend(modules);

        public int Count => list.Count;
        public bool IsReadOnly => false;

        public T this[int index]
        {
            get => list[index];
            set
            {
                list[index] = value;
                Number();
            }
        }

        public void Add(T item) => Insert(Count, item);
        public void append(params T[] parameters) => extend(parameters);

        public void extend(IEnumerable<T> modules)
        {
            list.AddRange(modules);
            Number();
        }

        public void Insert(int index, T item)
        {
            list.Insert(index, item);
            Number();
        }

        public bool Remove(T item)
        {
            var found = list.Remove(item);
            Number();
            return found;
        }

        public void RemoveAt(int index)
        {
            list.RemoveAt(index);
            Number();
        }

        public void Clear()
        {
            list.Clear();
            Number();
        }

        public bool Contains(T item) => list.Contains(item);
        public void CopyTo(T[] array, int arrayIndex) => list.CopyTo(array, arrayIndex);
        public int IndexOf(T item) => list.IndexOf(item);
        public IEnumerator<T> GetEnumerator() => list.GetEnumerator();
        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        private void Number()
        {
            ClearModules();
            for (var i = 0; i < list.Count; i++) register_module(i.ToString(CultureInfo.InvariantCulture), list[i]);
        }
    }

    /// <summary>A list whose parameters are registered by their index.</summary>
    public class ParameterList : torch.nn.Module, IList<Parameter>
    {
        private readonly List<Parameter> list = [];

        public ParameterList(params Parameter[] parameters) : base(nameof(ParameterList)) => extend(parameters);

        public int Count => list.Count;
        public bool IsReadOnly => false;

        public Parameter this[int index]
        {
            get => list[index];
            set
            {
                list[index] = value;
                Number();
            }
        }

        public void Add(Parameter item) => Insert(Count, item);
        public void append(params Parameter[] parameters) => extend(parameters);

        public void extend(IEnumerable<Parameter> parameters)
        {
            list.AddRange(parameters);
            Number();
        }

        public void Insert(int index, Parameter item)
        {
            list.Insert(index, item);
            Number();
        }

        public bool Remove(Parameter item)
        {
            var index = IndexOf(item);
            if (index >= 0) RemoveAt(index);
            return index >= 0;
        }

        public void RemoveAt(int index)
        {
            list.RemoveAt(index);
            Number();
        }

        public void Clear()
        {
            list.Clear();
            Number();
        }

        public bool Contains(Parameter item) => IndexOf(item) >= 0;
        public void CopyTo(Parameter[] array, int arrayIndex) => list.CopyTo(array, arrayIndex);
        public int IndexOf(Parameter item) => list.FindIndex(p => ReferenceEquals(p, item));
        public IEnumerator<Parameter> GetEnumerator() => list.GetEnumerator();
        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        private void Number()
        {
            _internal_params.Clear();
            for (var i = 0; i < list.Count; i++) register_parameter(i.ToString(CultureInfo.InvariantCulture), list[i]);
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static ModuleList<Module> ModuleList(params Module[] modules) => new(modules);
            public static ModuleList<T> ModuleList<T>(params T[] modules) where T : Module => new(modules);
            public static ParameterList ParameterList(params Parameter[] parameters) => new(parameters);
        }
    }
}
