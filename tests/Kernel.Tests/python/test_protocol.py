"""What Jupyter's own suite leaves out, with the real jupyter_client. Time-outs here end a test that hangs; none measures anything."""
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import unittest

import zmq
from jupyter_client import BlockingKernelClient
from jupyter_client.manager import start_new_kernel
from jupyter_client.session import Session

NAME = "metaanomaly-csharp"
HANG = 30
LIBC = """
    using System.Runtime.InteropServices;
    static class Libc
    {
        [DllImport("libc")] public static extern int puts(string text);
        [DllImport("libc")] public static extern int printf(string text);
    }"""


class Kernel:
    """A kernel and one client of it."""

    def __init__(self):
        self.manager, self.client = start_new_kernel(kernel_name=NAME)

    def stop(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel()

    def outputs(self, msg_id, client=None, until=None):
        """What one request publishes, up to idle or up to a message that `until` accepts."""
        client = client or self.client
        found = []
        while True:
            message = client.get_iopub_msg(timeout=HANG)
            if message["parent_header"].get("msg_id") != msg_id:
                continue
            if message["msg_type"] == "status":
                if message["content"]["execution_state"] == "idle":
                    return found
                continue
            found.append(message)
            if until and until(message):
                return found

    def reply(self, msg_id, client=None):
        client = client or self.client
        while True:
            message = client.get_shell_msg(timeout=HANG)
            if message["parent_header"].get("msg_id") == msg_id:
                return message["content"]

    def run(self, code, client=None, **options):
        client = client or self.client
        msg_id = client.execute(code, **options)
        reply = self.reply(msg_id, client)
        return reply, self.outputs(msg_id, client)

    def value(self, code, client=None):
        reply, outputs = self.run(code, client)
        assert reply["status"] == "ok", reply
        return [o["content"]["data"]["text/plain"] for o in outputs if o["msg_type"] == "execute_result"][0]


def text(outputs, stream="stdout"):
    return "".join(o["content"]["text"] for o in outputs if o["msg_type"] == "stream" and o["content"]["name"] == stream)


def kinds(outputs):
    return [o["msg_type"] for o in outputs if o["msg_type"] != "execute_input"]


class KernelTests(unittest.TestCase):
    """One kernel for all tests of a class."""

    @classmethod
    def setUpClass(cls):
        cls.kernel = Kernel()

    @classmethod
    def tearDownClass(cls):
        cls.kernel.stop()

    def interrupt(self, loop, until="started"):
        kernel = self.kernel
        kernel.value("var state = 1; state")
        msg_id = kernel.client.execute(f'state = 2; Console.WriteLine("started");\n{loop}')
        kernel.outputs(msg_id, until=lambda m: m["msg_type"] == "stream" and until in m["content"]["text"])
        kernel.manager.interrupt_kernel()
        reply = kernel.reply(msg_id)
        self.assertEqual(("error", "Interrupted"), (reply["status"], reply["ename"]))
        self.assertIn("error", kinds(kernel.outputs(msg_id)))
        self.assertEqual("2", kernel.value("state"))


class ProtocolTests(KernelTests):
    def test_a_busy_loop_is_interrupted_and_its_state_kept(self):
        self.interrupt("while (true) { }")

    def test_a_busy_loop_is_interrupted_as_often_as_it_is_run(self):
        for _ in range(3):
            self.interrupt("while (true) { }")

    def test_a_garbage_collection_stops_a_busy_loop_after_an_interrupt(self):
        self.interrupt("while (true) { }")
        self.interrupt("var collected = Task.Run(() => { GC.Collect(); Console.WriteLine(\"collected\"); }); var turns = 0L; while (true) turns++;",
                       until="collected")

    def test_an_awaited_loop_is_interrupted_and_its_state_kept(self):
        self.interrupt("while (true) await Task.Delay(1);")

    def test_a_loop_of_native_calls_is_interrupted_between_them(self):
        self.interrupt("var bytes = new byte[4_000_000]; while (true) System.Security.Cryptography.SHA256.HashData(bytes);")

    def test_an_interrupt_while_nothing_runs_changes_nothing(self):
        message = self.kernel.client.session.msg("interrupt_request", {})
        self.kernel.client.control_channel.send(message)
        self.kernel.outputs(message["header"]["msg_id"])
        self.assertEqual("3", self.kernel.value("1 + 2"))

    def test_reading_a_line_asks_the_front_end(self):
        msg_id = self.kernel.client.execute('var line = Console.ReadLine(); $"<{line}>"', allow_stdin=True)
        asked = self.kernel.client.get_stdin_msg(timeout=HANG)
        self.assertEqual(("input_request", False), (asked["msg_type"], asked["content"]["password"]))
        self.kernel.client.input("an ö answer")
        self.assertEqual("ok", self.kernel.reply(msg_id)["status"])
        result = self.kernel.outputs(msg_id)[-1]
        self.assertEqual("<an ö answer>", result["content"]["data"]["text/plain"])

    def test_a_password_is_asked_for_as_one_and_not_shown(self):
        msg_id = self.kernel.client.execute('var secret = await GetPasswordAsync("key? "); secret', allow_stdin=True)
        asked = self.kernel.client.get_stdin_msg(timeout=HANG)
        self.assertEqual({"prompt": "key? ", "password": True}, asked["content"])
        self.kernel.client.input("hunter2")
        self.kernel.reply(msg_id)
        self.assertNotIn("hunter2", json.dumps([o["content"] for o in self.kernel.outputs(msg_id)]))
        self.assertEqual("hunter2", self.kernel.value("secret.GetClearTextPassword()"))

    def test_what_comes_while_a_cell_runs_is_answered_after_it_and_on_control_at_once(self):
        client = self.kernel.client
        self.kernel.run("using MetaAnomaly.Kernel.Comms; var opened = 0; Comm.RegisterTarget(\"late\", (_, _) => opened++);")
        running = client.execute("Console.ReadLine()", allow_stdin=True)
        client.get_stdin_msg(timeout=HANG)
        completed, inspected = client.complete("Math.Sq"), client.inspect("Math.Sqrt")
        complete, info = client.is_complete("1 +"), client.kernel_info()
        comm = client.session.msg("comm_open", {"comm_id": "late", "target_name": "late", "data": {}})
        client.shell_channel.send(comm)
        for kind, status in (("kernel_info_request", "ok"), ("execute_request", "error")):
            message = client.session.msg(kind, {"code": "1"})
            client.control_channel.send(message)
            while (answer := client.get_control_msg(timeout=HANG))["parent_header"]["msg_id"] != message["header"]["msg_id"]:
                pass
            self.assertEqual(status, answer["content"]["status"])
        client.input("on")
        self.assertEqual("ok", self.kernel.reply(running)["status"])
        self.assertEqual(["Sqrt"], self.kernel.reply(completed)["matches"])
        self.assertTrue(self.kernel.reply(inspected)["found"])
        self.assertEqual("incomplete", self.kernel.reply(complete)["status"])
        self.assertEqual("ok", self.kernel.reply(info)["status"])
        self.kernel.outputs(comm["header"]["msg_id"])
        self.assertEqual("1", self.kernel.value("opened"))

    def test_a_prompt_can_be_interrupted(self):
        msg_id = self.kernel.client.execute("Console.ReadLine()", allow_stdin=True)
        self.kernel.client.get_stdin_msg(timeout=HANG)
        self.kernel.manager.interrupt_kernel()
        self.assertEqual("Interrupted", self.kernel.reply(msg_id)["ename"])
        self.kernel.outputs(msg_id)

    def test_without_stdin_reading_is_an_error_that_says_so(self):
        reply, _ = self.kernel.run("Console.ReadLine()", allow_stdin=False)
        self.assertEqual("error", reply["status"])
        self.assertIn("allow_stdin", reply["evalue"])

    def test_a_display_is_updated_by_its_id(self):
        _, outputs = self.kernel.run('var shown = display("a"); shown.Update("b");')
        first, second = [o for o in outputs if o["msg_type"] in ("display_data", "update_display_data")]
        self.assertEqual(["display_data", "update_display_data"], [first["msg_type"], second["msg_type"]])
        self.assertEqual(first["content"]["transient"]["display_id"], second["content"]["transient"]["display_id"])
        self.assertEqual("b", second["content"]["data"]["text/plain"])

    def test_outputs_keep_their_order(self):
        _, outputs = self.kernel.run('Console.Write("a"); display(1); Console.Error.Write("b"); Console.Write("c"); 2')
        self.assertEqual(["stream", "display_data", "stream", "stream", "execute_result"], kinds(outputs))

    def test_silent_and_unstored_cells_are_not_counted(self):
        count = self.kernel.run("1")[0]["execution_count"]
        reply, outputs = self.kernel.run('Console.Write("x"); 1', silent=True)
        self.assertEqual((count, ["stream"]), (reply["execution_count"], [o["msg_type"] for o in outputs]))
        self.assertEqual(count, self.kernel.run("2", store_history=False)[0]["execution_count"])
        self.assertEqual(count + 1, self.kernel.run("3")[0]["execution_count"])

    def test_user_expressions_are_evaluated_after_the_cell(self):
        reply, _ = self.kernel.run("var ux = 20;", user_expressions={"good": "ux + 1", "bad": "nope"})
        self.assertEqual("21", reply["user_expressions"]["good"]["data"]["text/plain"])
        self.assertEqual(("error", "CompilationError"), (reply["user_expressions"]["bad"]["status"], reply["user_expressions"]["bad"]["ename"]))

    def test_after_an_error_what_was_sent_already_is_aborted(self):
        ids = [self.kernel.client.execute(code) for code in ('throw new Exception("oh");', "var never = 1;", "var never2 = 1;")]
        self.assertEqual(["error", "aborted", "aborted"], [self.kernel.reply(i)["status"] for i in ids])
        ids = [self.kernel.client.execute(code, stop_on_error=False) for code in ('throw new Exception("oh");', "7")]
        self.assertEqual(["error", "ok"], [self.kernel.reply(i)["status"] for i in ids])

    def test_an_error_names_the_line(self):
        reply, _ = self.kernel.run("var a = 1;\nint.Parse(\"x\");")
        self.assertEqual("FormatException", reply["ename"])
        self.assertIn("line 2", "\n".join(reply["traceback"]))

    def test_warnings_are_shown_once(self):
        cell = "class Warns { int unused; }"
        self.assertIn("CS0169", text(self.kernel.run(cell)[1], "stderr"))
        self.assertEqual("", text(self.kernel.run(cell)[1], "stderr"))

    def test_comms_open_carry_messages_and_close_from_both_sides(self):
        kernel, session = self.kernel, self.kernel.client.session
        kernel.value("""using MetaAnomaly.Kernel.Comms; using System.Text.Json.Nodes;
            var log = new List<string>(); Comm line = null;
            Comm.RegisterTarget("echo", (comm, data) => { line = comm; log.Add($"open {data["a"]}");
                comm.Received += d => { log.Add($"got {d["b"]}"); comm.Send(new JsonObject { ["echo"] = d["b"].DeepClone() }); };
                comm.Closed += _ => log.Add("closed"); }); 1""")

        def send(kind, **content):
            message = session.msg(kind, {"comm_id": "c1", "data": {}, **content})
            kernel.client.shell_channel.send(message)
            return kernel.outputs(message["header"]["msg_id"])

        send("comm_open", target_name="echo", data={"a": 1})
        msg_id = kernel.client.comm_info("echo")
        self.assertEqual({"c1": {"target_name": "echo"}}, kernel.reply(msg_id)["comms"])
        kernel.outputs(msg_id)
        echoed = send("comm_msg", data={"b": 5})
        self.assertEqual(("comm_msg", 5), (echoed[0]["msg_type"], echoed[0]["content"]["data"]["echo"]))
        send("comm_close")
        self.assertEqual('[open 1, got 5, closed]', kernel.value("log"))
        refused = send("comm_open", comm_id="c2", target_name="nobody")
        self.assertEqual(["comm_close"], [o["msg_type"] for o in refused])
        opened = kernel.run('var mine = Comm.Open("front", new JsonObject { ["x"] = 1 }); mine.Send(2); mine.Close();')[1]
        self.assertEqual(["comm_open", "comm_msg", "comm_close"], kinds(opened))

    def test_two_clients_share_the_state_and_get_their_own_replies(self):
        # A client of its own: those that the manager makes share one session and so one address.
        other = BlockingKernelClient(connection_file=self.kernel.manager.connection_file)
        other.load_connection_file()
        other.start_channels()
        try:
            other.wait_for_ready(timeout=HANG)
            self.kernel.value("var shared = 5; shared")
            self.assertEqual("5", self.kernel.value("shared", other))
            mine, theirs = self.kernel.client.execute('Console.Write("mine");'), other.execute('Console.Write("theirs");')
            self.assertEqual("ok", self.kernel.reply(mine)["status"])
            self.assertEqual("ok", self.kernel.reply(theirs, other)["status"])
            self.assertEqual("mine", text(self.kernel.outputs(mine)))
            self.assertEqual("theirs", text(self.kernel.outputs(theirs, other)))
        finally:
            other.stop_channels()

    def raw(self, frames):
        socket = zmq.Context.instance().socket(zmq.DEALER)
        socket.linger = 1000
        socket.connect(f"tcp://127.0.0.1:{self.kernel.client.shell_port}")
        socket.send_multipart(frames)
        return socket

    def test_a_wrong_signature_is_dropped_and_a_right_one_answered(self):
        key = self.kernel.client.session.key
        for session, answered in ((Session(key=b"wrong"), False), (Session(key=key), True)):
            socket = self.raw(session.serialize(session.msg("execute_request", {"code": "var forged = 1;", "silent": True})))
            self.assertEqual("3", self.kernel.value("1 + 2"))
            self.assertEqual(answered, bool(socket.poll(HANG * 1000 if answered else 0)))
            socket.close()
        self.assertEqual("1", self.kernel.value("forged"))

    def test_malformed_frames_do_not_end_the_kernel(self):
        session = self.kernel.client.session
        signed = lambda *parts: [b"<IDS|MSG>", session.sign(list(parts)), *parts]
        for frames in ([b""], [b"x", b"y"], [b"<IDS|MSG>"], [b"<IDS|MSG>", b"", b"", b"", b"", b""], signed(b"{", b"{}", b"{}", b"{}"),
                       signed(b"[]", b"{}", b"{}", b"[]"), signed(b"{}", b"{}", b"{}", b"{}"), signed(b'{"msg_type":5}', b"{}", b"{}", b"{}"),
                       signed(b'{"msg_type":"execute_request","msg_id":"m"}', b"{}", b"{}", b'{"code":5}'),
                       signed(b'{"msg_type":"complete_request","msg_id":"m"}', b"{}", b"{}", b'{"code":"x","cursor_pos":"y"}'),
                       signed(b"\xff\xfe", b"{}", b"{}", b"{}"), [os.urandom(100) for _ in range(8)]):
            self.raw(frames).close()
        self.assertEqual("3", self.kernel.value("1 + 2"))

    def test_outputs_of_a_hundred_megabytes_arrive_whole(self):
        _, outputs = self.kernel.run("Console.Write(new string('x', 100_000_000));")
        self.assertEqual(100_000_000, sum(len(o["content"]["text"]) for o in outputs if o["msg_type"] == "stream"))
        self.assertEqual("3", self.kernel.value("1 + 2"))

    def test_no_line_of_many_is_lost(self):
        _, outputs = self.kernel.run("for (var i = 0; i < 100_000; i++) Console.WriteLine(i);")
        self.assertEqual([str(i) for i in range(100_000)], text(outputs).split())

    def test_what_native_code_writes_reaches_the_cell_in_order(self):
        self.kernel.run(LIBC)
        _, outputs = self.kernel.run('Console.WriteLine("a"); Libc.puts("b"); Console.WriteLine("c"); Libc.printf("d"); 1')
        self.assertEqual("a\nb\nc\nd", text(outputs))
        self.assertEqual(["stream", "execute_result"], kinds(outputs))
        _, outputs = self.kernel.run("for (var i = 0; i < 100_000; i++) Libc.puts($\"{i}\");")
        self.assertEqual([str(i) for i in range(100_000)], text(outputs).split())
        _, outputs = self.kernel.run('Libc.puts("before"); throw new Exception("oh");')
        self.assertEqual(["stream", "error"], kinds(outputs))

    def test_what_native_code_writes_while_a_cell_waits_is_shown_at_once(self):
        self.kernel.run(LIBC)
        msg_id = self.kernel.client.execute('Libc.puts("now"); while (true) { }')
        self.assertEqual("now\n", text(self.kernel.outputs(msg_id, until=lambda m: m["msg_type"] == "stream")))
        self.kernel.manager.interrupt_kernel()
        self.kernel.reply(msg_id)
        self.kernel.outputs(msg_id)

    def test_places_are_counted_in_characters(self):
        msg_id = self.kernel.client.complete('var s = "😀"; Console.WriteL')
        reply = self.kernel.reply(msg_id)
        self.assertEqual((["WriteLine"], 21, 27), (reply["matches"], reply["cursor_start"], reply["cursor_end"]))


class LifeTests(unittest.TestCase):
    def test_the_last_words_of_a_crash_and_the_kernels_own_reach_the_front_ends_log(self):
        with tempfile.NamedTemporaryFile("w") as log:
            manager, client = start_new_kernel(kernel_name=NAME, stderr=log)
            socket = zmq.Context.instance().socket(zmq.DEALER)
            socket.connect(f"tcp://127.0.0.1:{client.shell_port}")
            socket.send_multipart([b"nonsense"])
            process = manager.provisioner.pid
            wait(lambda: os.path.getsize(log.fileno()) > 0)
            client.execute('Environment.FailFast("native abort");')
            self.assertTrue(gone(process))
            wait(lambda: "abort" in said_in(log))
            socket.close(linger=0)
            client.stop_channels()
            manager.shutdown_kernel(now=True)
            said = said_in(log)
        self.assertIn("C# kernel: dropped a message", said)
        self.assertIn("native abort", said)

    def test_a_restart_forgets_and_a_shutdown_leaves_no_process(self):
        kernel = Kernel()
        first = int(kernel.value("var x = 1; Environment.ProcessId"))
        kernel.manager.restart_kernel(now=False)
        kernel.client.wait_for_ready(timeout=HANG)
        self.assertEqual("error", kernel.run("x")[0]["status"])
        second = int(kernel.value("Environment.ProcessId"))
        kernel.client.execute("while (true) { }")
        kernel.client.stop_channels()
        kernel.manager.shutdown_kernel(now=False)
        self.assertEqual([True, True], [gone(first), gone(second)])

    def test_a_killed_front_end_leaves_no_kernel(self):
        script = ("import sys; from jupyter_client.manager import start_new_kernel; "
                  f"km, kc = start_new_kernel(kernel_name='{NAME}'); kc.execute('while (true) {{ }}'); print(km.provisioner.pid, flush=True); input()")
        front = subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        kernel = int(front.stdout.readline())
        front.send_signal(signal.SIGKILL)
        front.wait()
        front.stdin.close()
        front.stdout.close()
        self.assertTrue(gone(kernel))


    def test_a_library_built_again_is_told_and_used_after_a_restart(self):
        kernel = Kernel()
        with tempfile.TemporaryDirectory() as folder:
            def build(number):
                write(folder, "Directory.Build.props", "<Project />")
                write(folder, "Lib.csproj", """<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework>
                    <OutDir>bin/</OutDir></PropertyGroup></Project>""")
                write(folder, "Lib.cs", "public static class Lib { public static int Called() => 7; public static int Number() => %d; %s }" % (
                    number, f"public static string Long = \"{number * 'x'}\";"))
                dotnet = kernel.manager.kernel_spec.argv[0]
                subprocess.run([dotnet, "build", "-v", "quiet", "--nologo", "-nodeReuse:false"], cwd=folder, check=True, stdout=subprocess.DEVNULL)

            use = f'#r "{folder}/bin/Lib.dll"\nLib.Called()'
            build(1)
            self.assertEqual("7", kernel.value(use))
            build(3000)
            # What was not yet called must come from the former build, whole.
            reply, outputs = kernel.run("Lib.Number()")
            self.assertEqual("1", [o["content"]["data"]["text/plain"] for o in outputs if o["msg_type"] == "execute_result"][0])
            self.assertIn("Lib.dll has been built again", text(outputs, "stderr"))
            self.assertIn("restart the kernel", text(outputs, "stderr"))
            reply, _ = kernel.run(use)
            self.assertIn("restart", reply["evalue"])
            kernel.manager.restart_kernel(now=False)
            kernel.client.wait_for_ready(timeout=HANG)
            self.assertEqual("7", kernel.value(use))
            self.assertEqual("3000", kernel.value("Lib.Number()"))
            kernel.stop()


def write(folder, name, content):
    with open(os.path.join(folder, name), "w") as file:
        file.write(content)


def said_in(log):
    # Not through the kernel's own handle: reading would move the place where it writes.
    with open(log.name) as reader:
        return reader.read()


def wait(condition):
    """Whether a condition comes true, as long as a hang may take."""
    for _ in range(HANG * 20):
        if condition():
            return True
        time.sleep(0.05)
    return False


def gone(process):
    def ended():
        try:
            with open(f"/proc/{process}/stat") as stat:
                return stat.read().rsplit(")", 1)[1].split()[0] == "Z"
        except (FileNotFoundError, ProcessLookupError):
            return True
    return wait(ended)


if __name__ == "__main__":
    unittest.main()
