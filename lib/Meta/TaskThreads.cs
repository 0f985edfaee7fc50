using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Meta;

/// <summary>
/// Runs parts of a meta-batch side by side on threads of .NET, with one torch thread each. Small tensors gain nothing from torch's own threads, and tasks do not depend on each
/// other; the calling thread takes the first part.
/// </summary>
internal sealed class TaskThreads : IDisposable
{
    private readonly BlockingCollection<Action> work = [];
    private readonly Thread[] workers;

    public TaskThreads(int threads)
    {
        Count = threads;
        workers = [.. Enumerable.Range(1, threads - 1).Select(i => new Thread(Work) { IsBackground = true, Name = FormattableString.Invariant($"tasks {i}") })];
        foreach (var worker in workers) worker.Start();
    }

    public int Count { get; }

    /// <summary>Runs all parts and waits for them; the first error of a part is thrown here.</summary>
    public void Run(IReadOnlyList<Action> parts)
    {
        if (parts.Count == 1)
        {
            parts[0]();
            return;
        }
        var torchThreads = get_num_threads();
        using var open = new CountdownEvent(parts.Count - 1);
        var errors = new ConcurrentQueue<Exception>();
        foreach (var part in parts.Skip(1)) work.Add(() => Guarded(part, errors, open));
        try
        {
            set_num_threads(1);
            parts[0]();
        }
        catch (Exception e)
        {
            errors.Enqueue(e);
        }
        open.Wait();
        set_num_threads(torchThreads);
        if (errors.TryDequeue(out var error)) ExceptionDispatchInfo.Throw(error);
    }

    public void Dispose()
    {
        work.CompleteAdding();
        foreach (var worker in workers) worker.Join();
        work.Dispose();
    }

    private static void Guarded(Action part, ConcurrentQueue<Exception> errors, CountdownEvent open)
    {
        try
        {
            part();
        }
        catch (Exception e)
        {
            errors.Enqueue(e);
        }
        finally
        {
            open.Signal();
        }
    }

    private void Work()
    {
        set_num_threads(1);   // of this thread
        foreach (var action in work.GetConsumingEnumerable()) action();
    }
}
