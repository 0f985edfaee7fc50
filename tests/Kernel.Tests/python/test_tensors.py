"""Interrupts of running tensor operations."""
import os
import unittest

import test_protocol as protocol

TORCH = os.environ["META_TORCH"]


class Tensors(protocol.KernelTests):
    def test_training_is_interrupted_between_two_steps_and_its_state_kept(self):
        kernel = self.kernel
        kernel.value(f"""#r "{TORCH}"
            using TorchSharp; using static TorchSharp.torch;
            var weights = zeros(300, 300, requires_grad: true); var x = randn(300, 300); var steps = 0; 1""")
        for _ in range(3):
            kernel.run("steps = 0;")
            self.interrupt("""while (true)
                {
                    using var scope = NewDisposeScope();
                    var loss = ((matmul(x, weights) - x).pow(2)).mean();
                    loss.backward();
                    using (no_grad()) { weights.sub_(weights.grad * 0.1); weights.grad.zero_(); }
                    Console.WriteLine($"step {++steps}");
                }""", until="step 3")
            self.assertEqual("True", kernel.value("steps >= 3 && weights.isfinite().all().item<bool>() && is_grad_enabled()"))


if __name__ == "__main__":
    unittest.main()
