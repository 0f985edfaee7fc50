// Autograd: leaves, gradients, grad mode, and nodes whose backward is a .NET callback.
#include "shim.h"
#include <ATen/core/grad_mode.h>
#include <torch/csrc/autograd/anomaly_mode.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/function.h>
#include <torch/csrc/autograd/functions/utils.h>
#include <torch/csrc/autograd/saved_variable.h>
#include <torch/csrc/autograd/variable.h>

using torch::autograd::variable_list;

API int tsh_requires_grad(Handle h) { return ((at::TensorImpl*)h)->requires_grad(); }
API int tsh_set_requires_grad(Handle h, int value) { return guard([&] { borrow(h).requires_grad_(value != 0); }); }
API int tsh_is_leaf(Handle h) { return view(h).is_leaf(); }
API int tsh_retain_grad(Handle h) { return guard([&] { view(h).retain_grad(); }); }
// A gradient that is known to be zero comes without memory; whoever reads it wants zeros.
static at::Tensor readable(at::Tensor g) { return g.defined() && g._is_zerotensor() ? at::zeros(g.sizes(), g.options()) : g; }
API int tsh_grad(Handle h, Handle* out) { return guard([&] { *out = give(readable(view(h).grad())); }); }
API int tsh_set_grad(Handle h, Handle grad) { return guard([&] { view(h).mutable_grad() = borrow(grad); }); }

API int tsh_backward(Handle const* outputs, int n_outputs, Handle const* grads, int n_grads, int retain, int create,
                     Handle const* inputs, int n_inputs) {
  return guard([&] {
    torch::autograd::backward(borrow_all(outputs, n_outputs), borrow_all(grads, n_grads), retain != 0, create != 0,
                              borrow_all(inputs, n_inputs));
  });
}
API int tsh_grad_of(Handle const* outputs, int n_outputs, Handle const* inputs, int n_inputs, Handle const* grads, int n_grads,
                    int retain, int create, int allow_unused, Handle* results) {
  return guard([&] {
    auto found = torch::autograd::grad(borrow_all(outputs, n_outputs), borrow_all(inputs, n_inputs), borrow_all(grads, n_grads),
                                       retain != 0, create != 0, allow_unused != 0);
    for (size_t i = 0; i < found.size(); i++) results[i] = give(readable(std::move(found[i])));
  });
}
// Per thread. A negative value only reads.
API int tsh_grad_mode(int value) {
  int old = at::GradMode::is_enabled();
  if (value >= 0) at::GradMode::set_enabled(value != 0);
  return old;
}
API int tsh_anomaly_mode(int value, int check_nan) {
  int old = torch::autograd::AnomalyMode::is_enabled();
  if (value >= 0) torch::autograd::AnomalyMode::set_enabled(value != 0, check_nan != 0);
  return old;
}

// Fills gradients_in with owned handles; a message means that the C# backward threw.
typedef const char* (*Backward)(void* context, void* node, Handle const* gradients_out, int n_out, Handle* gradients_in, int n_in);

struct CallbackNode : torch::autograd::Node {
  Backward backward = nullptr;
  void* context = nullptr;
  void (*released)(void*) = nullptr;
  std::string label;
  std::vector<torch::autograd::SavedVariable> saved;
  ~CallbackNode() override { if (released) released(context); }
  std::string name() const override { return label; }
  void release_variables() override { for (auto& s : saved) s.reset_data(); }

  variable_list apply(variable_list&& gradients) override {
    std::vector<Handle> out(gradients.size()), in(num_outputs(), nullptr);
    for (size_t i = 0; i < gradients.size(); i++) out[i] = gradients[i].defined() ? gradients[i].unsafeGetTensorImpl() : nullptr;
    const char* error = backward(context, this, out.data(), (int)out.size(), in.data(), (int)in.size());
    variable_list result;
    for (auto h : in) {
      if (h) live_handles.fetch_sub(1, std::memory_order_relaxed);
      result.push_back(h ? at::Tensor(c10::intrusive_ptr<at::TensorImpl, at::UndefinedTensorImpl>::reclaim((at::TensorImpl*)h)) : at::Tensor());
    }
    TORCH_CHECK(!error, error);
    return result;
  }
};

// Ties outputs, computed without a graph, to inputs by a node that calls back. differentiable[i] tells of output i.
API int tsh_attach(const char* label, Handle const* inputs, int n_inputs, Handle const* outputs, const uint8_t* differentiable,
                   int n_outputs, Handle const* saved, int n_saved, Backward backward, void* context, void (*released)(void*)) {
  return guard([&] {
    auto node = std::shared_ptr<CallbackNode>(new CallbackNode(), torch::autograd::deleteNode);
    node->set_next_edges(torch::autograd::collect_next_edges(borrow_all(inputs, n_inputs)));
    std::vector<at::TensorImpl*> made;
    for (int i = 0; i < n_outputs; i++) {
      at::Tensor output = borrow(outputs[i]);
      if (differentiable[i]) { torch::autograd::set_history(output, node); made.push_back(output.unsafeGetTensorImpl()); }
      else node->add_input_metadata(torch::autograd::Node::undefined_input());
    }
    for (int i = 0; i < n_saved; i++) {
      at::Tensor tensor = borrow(saved[i]);
      bool is_output = std::find(made.begin(), made.end(), tensor.unsafeGetTensorImpl()) != made.end();
      node->saved.emplace_back(tensor, is_output);
    }
    // Last, so that an error above leaves the context to the caller.
    node->backward = backward; node->context = context; node->released = released; node->label = label;
  });
}
API int tsh_saved(void* node, Handle* out, int capacity) {
  return guard([&] {
    auto self = (CallbackNode*)node;
    TORCH_CHECK((int)self->saved.size() <= capacity, "buffer for ", capacity, " saved tensors, there are ", self->saved.size());
    for (size_t i = 0; i < self->saved.size(); i++) out[i] = give(self->saved[i].unpack(self->shared_from_this()));
  });
}
