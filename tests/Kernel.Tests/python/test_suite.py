"""Jupyter's own test suite for kernels, over ours."""
import unittest

import jupyter_kernel_test


class CSharp(jupyter_kernel_test.KernelTests):
    kernel_name = "metaanomaly-csharp"
    language_name = "C#"
    file_extension = ".cs"
    code_hello_world = 'Console.WriteLine("hello, world");'
    code_stderr = 'Console.Error.WriteLine("oh");'
    completion_samples = [
        {"text": "Console.WriteL", "matches": {"WriteLine"}},
        {"text": "Math.Sqr", "matches": {"Sqrt"}},
        {"text": "zzz", "matches": set()},
    ]
    complete_code_samples = ["1", "var x = 3;", "int F(int a)\n{\n    return a;\n}", "#!time\n1", 'Console.WriteLine("x")', ""]
    incomplete_code_samples = ["int F(int a)\n{", "Math.Max(1,", "var x =", "/* open", "for (var i = 0; i < 3; i++)", 'var s = """\n text']
    invalid_code_samples = ["}", "int = 3;", "int F( { return 1; }"]
    code_generate_error = 'throw new Exception("no such luck");'
    code_execute_result = [
        {"code": "1 + 2", "result": "3"},
        {"code": "\"a\" + 'b'", "result": "ab"},
        {"code": "new[] { 1, 2 }", "result": "[1, 2]"},
        {"code": "new { A = 1 }", "mime": "text/html"},
    ]
    code_display_data = [
        {"code": 'display(HTML("<b>x</b>"));', "mime": "text/html"},
        {"code": '"*x*".DisplayAs("text/markdown");', "mime": "text/markdown"},
    ]
    code_history_pattern = "1?+*"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "Console.WriteLine"
    code_clear_output = "clear_output();"


if __name__ == "__main__":
    unittest.main()
