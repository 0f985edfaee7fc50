using System.Collections;
using System.Diagnostics.CodeAnalysis;
using TorchSharp.Modules;

namespace TorchSharp.Modules
{
    /// <summary>Modules registered by the names given to them, in the order of adding.</summary>
    public class ModuleDict<T> : torch.nn.Module, IDictionary<string, T> where T : torch.nn.Module
    {
        public ModuleDict() : base(nameof(ModuleDict<T>))
        {
        }

        public int Count => _internal_submodules.Count;
        public bool IsReadOnly => false;
        public ICollection<string> Keys => _internal_submodules.Keys;
        public ICollection<T> Values => [.. _internal_submodules.Values.Cast<T>()];

        public T this[string key]
        {
            get => (T)_internal_submodules[key];
            set
            {
                if (_internal_submodules.ContainsKey(key)) _internal_submodules[key] = value;
                else register_module(key, value);
            }
        }

        public (string, T) this[int index] => (_internal_submodules.GetAt(index).Key, (T)_internal_submodules.GetAt(index).Value);

        public IEnumerable<string> keys() => Keys;
        public IEnumerable<T> values() => Values;
        public IEnumerator<(string, T)> items() => _internal_submodules.Select(m => (m.Key, (T)m.Value)).GetEnumerator();
        public void clear() => ClearModules();
        public void Clear() => ClearModules();
        public void Add((string, T) item) => Add(item.Item1, item.Item2);
        public void Add(KeyValuePair<string, T> item) => Add(item.Key, item.Value);

        public void Add(string key, T value)
        {
            if (_internal_submodules.ContainsKey(key)) throw new ArgumentException($"'{key}' is in the dictionary already.", nameof(key));
            register_module(key, value);
        }

        public bool ContainsKey(string key) => _internal_submodules.ContainsKey(key);
        public bool Remove(string key) => _internal_submodules.Remove(key);
        public bool Contains(KeyValuePair<string, T> item) => TryGetValue(item.Key, out var found) && ReferenceEquals(found, item.Value);
        public bool Remove(KeyValuePair<string, T> item) => Contains(item) && Remove(item.Key);

        public bool TryGetValue(string key, [MaybeNullWhen(false)] out T value)
        {
            var found = _internal_submodules.TryGetValue(key, out var module);
            value = (T?)module;
            return found;
        }

        public void CopyTo(KeyValuePair<string, T>[] array, int arrayIndex)
        {
            foreach (var pair in Pairs) array[arrayIndex++] = pair;
        }

        public IEnumerator<(string, T)> GetEnumerator() => items();
        IEnumerator<KeyValuePair<string, T>> IEnumerable<KeyValuePair<string, T>>.GetEnumerator() => Pairs.GetEnumerator();
        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        private IEnumerable<KeyValuePair<string, T>> Pairs => _internal_submodules.Select(m => KeyValuePair.Create(m.Key, (T)m.Value));
    }

    /// <summary>Parameters registered by the names given to them, in the order of adding.</summary>
    public class ParameterDict : torch.nn.Module, IDictionary<string, Parameter>
    {
        public ParameterDict() : base(nameof(ParameterDict))
        {
        }

        public int Count => _internal_params.Count;
        public bool IsReadOnly => false;
        public ICollection<string> Keys => _internal_params.Keys;
        public ICollection<Parameter> Values => _internal_params.Values;
        public Parameter this[string key] { get => _internal_params[key]; set => _internal_params[key] = value; }
        public (string, Parameter) this[int index] => (_internal_params.GetAt(index).Key, _internal_params.GetAt(index).Value);

        public IEnumerable<string> keys() => Keys;
        public IEnumerable<Parameter> values() => Values;
        public IEnumerator<(string, Parameter)> items() => _internal_params.Select(p => (p.Key, p.Value)).GetEnumerator();
        public void clear() => _internal_params.Clear();
        public void Clear() => _internal_params.Clear();
        public void Add((string, Parameter) item) => Add(item.Item1, item.Item2);
        public void Add(KeyValuePair<string, Parameter> item) => Add(item.Key, item.Value);
        public void Add(string key, Parameter value) => register_parameter(key, value);
        public bool ContainsKey(string key) => _internal_params.ContainsKey(key);
        public bool Remove(string key) => _internal_params.Remove(key);
        public bool Contains(KeyValuePair<string, Parameter> item) =>
            TryGetValue(item.Key, out var found) && ReferenceEquals(found, item.Value);
        public bool Remove(KeyValuePair<string, Parameter> item) => Contains(item) && Remove(item.Key);
        public bool TryGetValue(string key, [MaybeNullWhen(false)] out Parameter value) => _internal_params.TryGetValue(key, out value);

        public void CopyTo(KeyValuePair<string, Parameter>[] array, int arrayIndex)
        {
            foreach (var pair in _internal_params) array[arrayIndex++] = pair;
        }

        public IEnumerator<(string, Parameter)> GetEnumerator() => items();
        IEnumerator<KeyValuePair<string, Parameter>> IEnumerable<KeyValuePair<string, Parameter>>.GetEnumerator() =>
            _internal_params.GetEnumerator();
        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static ModuleDict<Module> ModuleDict(params (string, Module)[] modules) => ModuleDict<Module>(modules);

            public static ModuleDict<T> ModuleDict<T>(params (string, T)[] modules) where T : Module
            {
                var result = new ModuleDict<T>();
                foreach (var module in modules) result.Add(module);
                return result;
            }

            public static ParameterDict ParameterDict(params (string, Parameter)[] parameters)
            {
                var result = new ParameterDict();
                foreach (var parameter in parameters) result.Add(parameter);
                return result;
            }
        }
    }
}
