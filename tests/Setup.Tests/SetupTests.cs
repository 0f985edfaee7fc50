namespace Setup.Tests;

/// <summary>What ./run says on machines that lack something: one sentence, and what to do.</summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class SetupTests : IDisposable
{
    private readonly Machine machine = new();

    public void Dispose() => machine.Dispose();

    [Theory]
    [InlineData("run")]
    [InlineData("test")]
    public void Without_an_SDK_it_says_where_to_get_one(string script) => AssertRefused("The .NET 10 SDK is missing: install it from", script);

    [Fact]
    public void An_older_SDK_is_named()
    {
        machine.Command("dotnet", "[ \"$PWD\" = / ] && echo 8.0.404 || exit 145");
        AssertRefused("is not version 10 (8.0.404)");
    }

    [Fact]
    public void A_wrong_stack_is_refused_by_name()
    {
        machine.Sdk();
        AssertRefused("META_STACK is 'conda'; it must be 'nuget' or 'system'", environment: ("META_STACK", "conda"));
    }

    [Fact]
    public void Without_a_network_it_says_so_and_decides_nothing()
    {
        machine.Sdk(restoreSays: "error NU1301: Unable to load the service index.");
        AssertRefused("The NuGet feed cannot be reached: check the network or the proxy");
        Assert.Null(machine.Stack);
    }

    [Fact]
    public void A_feed_with_the_packages_chooses_the_nuget_stack()
    {
        machine.Sdk(restoreExit: 0, restoreSays: "Restored");
        Assert.Equal(0, machine.Run().Exit);
        Assert.Equal("nuget", machine.Stack);
    }

    [Fact]
    public void A_feed_without_them_chooses_the_system_stack_and_is_not_asked_again()
    {
        machine.Sdk();
        Assert.Contains("Looking for TorchSharp", machine.Run().Output);
        Assert.Equal("system", machine.Stack);
        Assert.DoesNotContain("Looking for TorchSharp", machine.Run().Output);
    }

    [Fact]
    public void META_STACK_overrules_what_was_chosen()
    {
        machine.Sdk();
        Assert.Equal(0, machine.Run(environment: ("META_STACK", "nuget")).Exit);
        Assert.Equal("nuget", machine.Stack);
    }

    [Fact]
    public void Missing_packages_are_installed_by_root()
    {
        machine.Sdk().Command("dpkg-query", "true").Command("apt-get", "echo \"apt-get $*\" >> \"${0%/*}/asked\"");
        Assert.Contains("Installing libtorch-dev libopenblas0-openmp", machine.Run().Output);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Pictures_are_installed_where_there_are_none_and_without_them_it_goes_on(bool there)
    {
        machine.Sdk().Command("dpkg-query", "case $* in *dataset-fashion-mnist) ;; *) echo installed ;; esac").Command("apt-get", "case $* in *install*) exit 100 ;; esac");
        var data = Directory.CreateTempSubdirectory("data");
        if (there) data.CreateSubdirectory("fashion-mnist");
        var (exit, output) = machine.Run(environment: ("META_DATA", data.FullName));
        data.Delete(recursive: true);
        Assert.Equal(0, exit);
        Assert.Equal(!there, output.Contains("Installing dataset-fashion-mnist", StringComparison.Ordinal));
        Assert.Equal(!there, output.Contains("apt-get could not install 'dataset-fashion-mnist'", StringComparison.Ordinal));
    }

    [Fact]
    public void The_tests_get_a_browser_and_where_it_cannot_be_had_they_go_on()
    {
        machine.Sdk().Command("dpkg-query", "true").Command("apt-get", "case $* in *chromium*) exit 100 ;; esac");
        var output = machine.Run("test").Output;
        Assert.Contains("Installing chromium chromium-driver jupyter-notebook", output);
        Assert.Contains("apt-get could not install 'chromium chromium-driver jupyter-notebook'", output);
        Assert.Contains("Building everything", output);
    }

    [Fact]
    public void Without_root_or_sudo_it_says_what_to_ask_for()
    {
        machine.Sdk().Command("dpkg-query", "true").Command("apt-get", "true").Command("id", "echo 1000");
        AssertRefused("ask an administrator to run 'apt-get install libtorch-dev libopenblas0-openmp");
    }

    [Fact]
    public void With_a_sudo_that_wants_a_password_it_says_what_to_run()
    {
        machine.Sdk().Command("dpkg-query", "true").Command("apt-get", "true").Command("id", "echo 1000").Command("sudo", "exit 1");
        AssertRefused("run 'sudo apt-get install libtorch-dev libopenblas0-openmp");
    }

    [Fact]
    public void Archives_that_cannot_be_reached_are_a_network_matter()
    {
        machine.Sdk().Command("dpkg-query", "true").Command("apt-get", "exit 100");
        AssertRefused("apt's archives cannot be reached: check the network or the proxy");
    }

    [Fact]
    public void A_release_without_libtorch_is_named_before_anything_is_installed()
    {
        machine.Sdk().Command("dpkg-query", "true").Command("apt-get", "true").Command("apt-cache", "exit 100");
        AssertRefused("This release's archive has no libtorch-dev");
    }

    [Fact]
    public void A_setup_installs_the_kernel_and_runs_no_notebook()
    {
        machine.Sdk();
        var (exit, output) = machine.Run("run", arguments: "--setup");
        Assert.Equal(0, exit);
        Assert.Contains("MetaAnomaly.Kernel.dll install --alias", output);
        Assert.DoesNotContain("MetaAnomaly.Kernel.dll run", output);
    }

    [Fact]
    public void A_system_without_apt_is_pointed_elsewhere()
    {
        machine.Sdk().Command("dpkg-query", "true");
        AssertRefused("use a feed that serves it (META_STACK=nuget)");
    }

    [Fact]
    public void A_library_that_does_not_build_shows_its_errors()
    {
        machine.Command("dotnet", "case $1 in --version) echo 10.0.100 ;; restore) exit 1 ;; build) echo 'a.cs(1,2): error CS1002: ; expected'; exit 1 ;; esac");
        var (exit, output) = machine.Run();
        Assert.Equal(1, exit);
        Assert.Contains("error CS1002: ; expected", output);
        Assert.Contains("MetaAnomalyLib.csproj does not build", output);
    }

    private void AssertRefused(string sentence, string script = "run", params (string, string)[] environment)
    {
        var (exit, output) = machine.Run(script, environment: environment);
        Assert.Equal(1, exit);
        Assert.Contains(sentence, output);
    }
}
