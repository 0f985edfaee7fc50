using System.Reflection;
using Xunit.v3;

namespace TorchSharp.Tests.Nn;

/// <summary>Fails a test that leaves tensors for the finalizer: they would die while another test counts the living.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class LeavesNoTensorAttribute : BeforeAfterTestAttribute
{
    private readonly ThreadLocal<long> before = new();

    private static long Live => DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;

    public override void Before(MethodInfo methodUnderTest, IXunitTest test) => before.Value = Live;

    public override void After(MethodInfo methodUnderTest, IXunitTest test) => Assert.Equal(before.Value, Live);
}
