using TorchSharp.Modules;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            /// <summary>Parameters and persistent buffers by name; the tensors are the module's own.</summary>
            public virtual Dictionary<string, Tensor> state_dict(Dictionary<string, Tensor>? destination = null, string? prefix = null)
            {
                destination ??= [];
                var start = string.IsNullOrEmpty(prefix) ? "" : prefix + ".";
                foreach (var (name, parameter) in named_parameters()) destination.TryAdd(start + name, parameter);
                foreach (var (name, buffer) in named_buffers(include_nonpersistent: false)) destination.TryAdd(start + name, buffer);
                foreach (var (name, child) in _internal_submodules) child.state_dict(destination, start + name);
                return destination;
            }

            /// <summary>Copies values in, by name.</summary>
            /// <returns>The keys that the source lacks, and those that the module does not know.</returns>
            /// <exception cref="InvalidOperationException">Strict, and the keys are not the same.</exception>
            public virtual (IList<string> missing_keys, IList<string> unexpected_keyes) load_state_dict(Dictionary<string, Tensor> source,
                bool strict = true, IList<string>? skip = null)
            {
                skip ??= [];
                var destination = state_dict();
                var unexpected = source.Keys.Where(key => !skip.Contains(key) && !destination.ContainsKey(key)).ToList();
                var missing = destination.Keys.Where(key => !skip.Contains(key) && !source.ContainsKey(key)).ToList();
                if (strict && (missing.Count > 0 || unexpected.Count > 0))
                {
                    throw new InvalidOperationException("The loaded state_dict is not identical to the target dictionary."
                        + (missing.Count > 0 ? $" Missing: {string.Join(", ", missing)}." : "")
                            + (unexpected.Count > 0 ? $" Unexpected: {string.Join(", ", unexpected)}." : ""));
                }
                var pairs = source.Where(s => !skip.Contains(s.Key) && destination.ContainsKey(s.Key)).Select(s =>
                    (s.Key, To: destination[s.Key], From: s.Value)).ToList();
                foreach (var (key, to, from) in pairs)
                    if (!to.shape.AsSpan().SequenceEqual(from.shape) && from.numel() != 1)
                        throw new ArgumentException($"'{key}' has the shape [{string.Join(", ", from.shape)}], the module's has "
                            + $"[{string.Join(", ", to.shape)}]; nothing was loaded.", nameof(source));
                using (no_grad())
                    foreach (var (_, to, from) in pairs) Interop.Ops.copy_.InPlace(to, from);
                return (missing, unexpected);
            }

            public Module save(string location, IList<string>? skip = null)
            {
                using var stream = File.Create(location);
                return save(stream, skip);
            }

            public Module save(BinaryWriter writer, IList<string>? skip = null)
            {
                save_state_dict(writer, state_dict(), skip);
                return this;
            }

            /// <summary>Writes the state dict in TorchSharp's own format and closes the stream.</summary>
            public Module save(Stream stream, IList<string>? skip = null)
            {
                using var writer = new BinaryWriter(stream);
                return save(writer, skip);
            }

            public static void save_state_dict(BinaryWriter writer, Dictionary<string, Tensor> sd, IList<string>? skip = null)
            {
                var kept = sd.Where(entry => skip is null || !skip.Contains(entry.Key)).ToList();
                StateFile.WriteNumber(writer, kept.Count);
                foreach (var (key, tensor) in kept)
                {
                    writer.Write(key);
                    StateFile.WriteTensor(writer, tensor);
                }
            }

            public virtual Module load(string location, bool strict = true, IList<string>? skip = null,
                Dictionary<string, bool>? loadedParameters = null)
            {
                if (!File.Exists(location)) throw new FileNotFoundException(location);
                using var stream = File.OpenRead(location);
                return load(stream, strict, skip, loadedParameters);
            }

            /// <summary>Reads a state dict that <c>save</c> wrote. All of it is read and checked before the first value is
            /// replaced.</summary>
            /// <exception cref="ArgumentException">Names, shapes or element types are not this module's.</exception>
            /// <exception cref="InvalidDataException">The file is truncated or no state dict.</exception>
            public virtual Module load(BinaryReader reader, bool strict = true, IList<string>? skip = null,
                Dictionary<string, bool>? loadedParameters = null)
            {
                var staged = new List<(Tensor Target, byte[] Bytes)>();
                var found = new Dictionary<string, bool>();
                var destination = state_dict();
                var entries = StateFile.ReadNumber(reader);
                if (strict && entries != destination.Count)
                    throw new ArgumentException($"Mismatched state_dict sizes: expected {destination.Count}, but found {entries} entries.");
                for (long i = 0; i < entries; i++)
                {
                    var key = StateFile.ReadName(reader);
                    var target = destination.GetValueOrDefault(key);
                    if (target is null && strict)
                        throw new ArgumentException(
                            $"Mismatched module state names: the target modules does not have a submodule or buffer named '{key}'");
                    if (!found.TryAdd(key, target is not null)) throw new InvalidDataException(
                        $"'{key}' occurs twice in the file; nothing was loaded.");
                    if (target is not null && skip?.Contains(key) != true) staged.Add((target,
                        StateFile.ReadBytesFor(target, key, reader)));
                    else StateFile.SkipTensor(reader);
                }
                foreach (var (target, bytes) in staged) StateFile.SetBytes(target, bytes);
                if (loadedParameters is not null)
                    foreach (var (key, known) in found) loadedParameters.Add(key, known);
                return this;
            }

            public Module load(Stream stream, bool strict = true, IList<string>? skip = null,
                Dictionary<string, bool>? loadedParameters = null)
            {
                using var reader = new BinaryReader(stream);
                return load(reader, strict, skip, loadedParameters);
            }

            /// <summary>Makes a module and loads a file into it.</summary>
            public static Module Create<T>(string path) where T : Module, new() => new T().load(path);
        }
    }
}
