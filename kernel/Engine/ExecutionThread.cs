using System.Collections.Concurrent;
using System.Runtime;

namespace MetaAnomaly.Kernel.Engine;

/// <summary>The one thread on which a notebook's cells run, so that whatever a library keeps per thread (grad mode, dispose scopes)
/// lasts from cell to cell. What follows an <c>await</c> runs on it too, so that an interrupt reaches it.</summary>
internal sealed class ExecutionThread : IDisposable
{
    private const int StackSize = 64 * 1024 * 1024;
    private static readonly TimeSpan WakeInterval = TimeSpan.FromMilliseconds(20);
    private readonly BlockingCollection<Action> work = [];
    private readonly Thread thread;
    private volatile bool interruptSent;
    private SuspensionRepair? repair;

    public ExecutionThread()
    {
        thread = new Thread(Loop, StackSize) { IsBackground = true, Name = "notebook" };
        thread.Start();
    }

    /// <summary>Runs a cell to its end, or until it is cancelled, which ends even a loop without calls.</summary>
    /// <returns>The task that the cell returned, completed; null when it was cancelled.</returns>
    public Task<object?>? Run(Func<Task<object?>> cell, CancellationToken cancellation)
    {
        var finished = new TaskCompletionSource<Task<object?>?>(TaskCreationOptions.RunContinuationsAsynchronously);
        work.Add(() => finished.SetResult(RunControlled(cell, cancellation)), CancellationToken.None);
        WaitHandle.WaitAny([((IAsyncResult)finished.Task).AsyncWaitHandle, cancellation.WaitHandle]);
        // An abort does not wake a thread that waits (Task.Wait, Thread.Sleep); an interrupt does, and the abort follows.
        while (!finished.Task.Wait(WakeInterval, CancellationToken.None))
            if ((thread.ThreadState & ThreadState.WaitSleepJoin) != 0)
            {
                interruptSent = true;
                thread.Interrupt();
            }
        return finished.Task.Result;
    }

    public void Dispose() => work.CompleteAdding();

    private Task<object?>? RunControlled(Func<Task<object?>> cell, CancellationToken cancellation)
    {
        Task<object?>? result = null;
        try
        {
#pragma warning disable SYSLIB0046 // aborting the user's own code is what an interrupt is; the session outlives it
            ControlledExecution.Run(() => result = RunToEnd(cell, cancellation), cancellation);
#pragma warning restore SYSLIB0046
        }
        catch (Exception stopped) when (stopped is OperationCanceledException or ThreadInterruptedException && cancellation.IsCancellationRequested)
        {
            result = null;
        }
        if (!cancellation.IsCancellationRequested)
            return result;
        repair!.Repair();
        return result is { IsCompletedSuccessfully: true } ? result : null;
    }

    private static Task<object?> RunToEnd(Func<Task<object?>> cell, CancellationToken cancellation)
    {
        var pump = new CellContext();
        var before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(pump);
        try
        {
            var task = Start(cell);
            pump.RunUntil(task, cancellation);
            return task;
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
            pump.Close(interrupted: cancellation.IsCancellationRequested);
        }
    }

    private static Task<object?> Start(Func<Task<object?>> cell)
    {
        try
        {
            return cell();
        }
        catch (Exception exception) when (exception is not ThreadAbortException)
        {
            return Task.FromException<object?>(exception);
        }
    }

    private void Loop()
    {
        repair = new SuspensionRepair();
        while (!work.IsCompleted)
            try
            {
                if (interruptSent)
                    DrainInterrupt();
                if (work.TryTake(out var item, Timeout.Infinite))
                    item();
            }
            catch (ThreadInterruptedException)
            {
                // It was meant for the cell that has just ended.
            }
    }

    /// <summary>An interrupt that came when its cell no longer waited would otherwise end the next cell's first wait.</summary>
    private void DrainInterrupt()
    {
        interruptSent = false;
        Thread.Sleep(1);
    }
}
