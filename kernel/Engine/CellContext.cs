using System.Collections.Concurrent;

namespace MetaAnomaly.Kernel.Engine;

/// <summary>Brings what follows an <c>await</c> in a cell back to the notebook's thread.</summary>
/// <remarks>A cell may also block on its own asynchronous code (<c>FetchAsync().Result</c>), which would wait for ever for the
/// thread that it blocks. So whatever the notebook's thread has not taken after a moment runs on the thread pool.</remarks>
internal sealed class CellContext : SynchronizationContext
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);
    private readonly BlockingCollection<Item> queue = [];
    private readonly Thread owner = Thread.CurrentThread;
    private volatile bool closed;
    private volatile bool abandoned;

    public override void Post(SendOrPostCallback callback, object? state)
    {
        var item = new Item(callback, state);
        if (closed)
        {
            RunElsewhere(item);
            return;
        }
        item.Watch = new Timer(_ => RunElsewhereIfBlocked(item), null, Patience, Patience);
        queue.Add(item);
    }

    public override void Send(SendOrPostCallback callback, object? state) => callback(state);

    public override SynchronizationContext CreateCopy() => this;

    /// <summary>Runs what is posted until the task has ended.</summary>
    public void RunUntil(Task task, CancellationToken cancellation)
    {
        if (!task.IsCompleted)
            task.ContinueWith(_ => queue.Add(Item.Nothing), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        while (!task.IsCompleted)
            queue.Take(cancellation).Run();
    }

    /// <summary>Later posts go to the thread pool when the cell has ended (tasks that nobody awaits), nowhere when it was
    /// interrupted.</summary>
    public void Close(bool interrupted)
    {
        abandoned = interrupted;
        closed = true;
        while (queue.TryTake(out var item))
            RunElsewhere(item);
    }

    private void RunElsewhere(Item item)
    {
        if (abandoned)
            item.Abandon();
        else
            ThreadPool.QueueUserWorkItem(static item => item.Run(), item, preferLocal: false);
    }

    private void RunElsewhereIfBlocked(Item item)
    {
        if ((owner.ThreadState & ThreadState.WaitSleepJoin) != 0)
            item.Run();
    }

    private sealed class Item(SendOrPostCallback callback, object? state)
    {
        public static readonly Item Nothing = new(_ => { }, null);
        private int taken;

        public Timer? Watch { private get; set; }

        public void Run()
        {
            if (Take())
                callback(state);
        }

        public void Abandon() => Take();

        private bool Take()
        {
            Watch?.Dispose();
            return Interlocked.Exchange(ref taken, 1) == 0;
        }
    }
}
