// Tensors' lifetime, shape and bytes; threads, memory settings and random state.
#include "shim.h"
#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/core/Generator.h>
#include <ATen/ops/empty.h>
#include <malloc.h>
#include <torch/csrc/api/include/torch/version.h>
#include <cstring>

void put(at::Tensor&& tensor, Value& out);

API const char* tsh_version() { return TORCH_VERSION; }
API void tsh_free(Handle h) {
  if (!h) return;
  live_handles.fetch_sub(1, std::memory_order_relaxed);
  c10::intrusive_ptr<at::TensorImpl, at::UndefinedTensorImpl>::reclaim((at::TensorImpl*)h);
}
API int tsh_from_data(const void* data, const int64_t* shape, int dim, int dtype, Value* out) {
  return guard([&] {
    // Not from_blob: .NET's memory is less aligned than what libtorch's kernels expect of complex numbers.
    at::Tensor made = at::empty(at::IntArrayRef(shape, dim), at::TensorOptions().dtype((at::ScalarType)dtype));
    if (made.numel() > 0) std::memcpy(made.data_ptr(), data, made.nbytes());
    put(std::move(made), *out);
  });
}
// A second handle to the same tensor.
API int tsh_alias(Handle h, Value* out) { return guard([&] { put(borrow(h), *out); }); }
API int tsh_data(Handle h, void** out) {
  return guard([&] {
    *out = view(h).data_ptr();
    TORCH_CHECK(*out || view(h).numel() == 0, "the tensor has no memory to read or write (a zero gradient or a meta tensor); clone() it first");
  });
}
API int64_t tsh_dim(Handle h) { return ((at::TensorImpl*)h)->dim(); }
API int64_t tsh_numel(Handle h) { return ((at::TensorImpl*)h)->numel(); }
API int tsh_dtype(Handle h) { return (int)c10::typeMetaToScalarType(((at::TensorImpl*)h)->dtype()); }
API int64_t tsh_element_size(Handle h) { return (int64_t)((at::TensorImpl*)h)->itemsize(); }
API int tsh_shape(Handle h, int64_t* sizes) {
  return guard([&] { auto s = view(h).sizes(); std::copy(s.begin(), s.end(), sizes); });
}
API int tsh_strides(Handle h, int64_t* strides) {
  return guard([&] { auto s = view(h).strides(); std::copy(s.begin(), s.end(), strides); });
}
API int64_t tsh_storage_bytes(Handle h) { auto t = (at::TensorImpl*)h; return t->has_storage() ? (int64_t)t->storage().nbytes() : 0; }
API int64_t tsh_storage_offset(Handle h) { return ((at::TensorImpl*)h)->storage_offset(); }
API int tsh_is_contiguous(Handle h) { return ((at::TensorImpl*)h)->is_contiguous(); }
API int tsh_device(Handle h, int* type, int* index) {
  return guard([&] { auto d = view(h).device(); *type = (int)d.type(); *index = d.index(); });
}

API int tsh_get_threads() { return at::get_num_threads(); }
API int tsh_set_threads(int count) { return guard([&] { at::set_num_threads(count); }); }
API int tsh_get_interop_threads() { return at::get_num_interop_threads(); }
API int tsh_set_interop_threads(int count) { return guard([&] { at::set_num_interop_threads(count); }); }
// Freed tensor memory stays in the process instead of being given back and faulted in again each step.
API int tsh_keep_memory(int threshold_bytes) {
  return mallopt(M_MMAP_THRESHOLD, threshold_bytes) && mallopt(M_TRIM_THRESHOLD, threshold_bytes) ? 0 : -1;
}

static at::Generator& generator(void* g) { return *(at::Generator*)g; }
API int tsh_manual_seed(int64_t seed) { return guard([&] { at::manual_seed((uint64_t)seed); }); }
API int tsh_generator_new(int64_t seed, void** out) {
  return guard([&] { *out = new at::Generator(at::make_generator<at::CPUGeneratorImpl>((uint64_t)seed)); });
}
API int tsh_generator_default(void** out) { return guard([&] { *out = new at::Generator(at::detail::getDefaultCPUGenerator()); }); }
API void tsh_generator_free(void* g) { delete (at::Generator*)g; }
API int tsh_generator_seed(void* g, int64_t seed) {
  return guard([&] { std::lock_guard<std::mutex> lock(generator(g).mutex()); generator(g).set_current_seed((uint64_t)seed); });
}
API int64_t tsh_generator_initial_seed(void* g) { return (int64_t)generator(g).current_seed(); }
API int tsh_generator_get_state(void* g, Value* out) {
  return guard([&] { std::lock_guard<std::mutex> lock(generator(g).mutex()); put(generator(g).get_state(), *out); });
}
API int tsh_generator_set_state(void* g, Handle state) {
  return guard([&] { std::lock_guard<std::mutex> lock(generator(g).mutex()); generator(g).set_state(view(state)); });
}
