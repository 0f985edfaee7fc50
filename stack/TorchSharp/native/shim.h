// What the native files share: handles, tagged values, the error slot.
#pragma once
#include <ATen/core/Tensor.h>
#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

#define API extern "C" __attribute__((visibility("default")))

// A tensor handle is an owning at::TensorImpl*: one intrusive reference a handle. Null is the undefined tensor.
using Handle = void*;

enum Tag : int32_t {
  NONE, TENSOR, INT, DOUBLE, BOOL, STRING, INTS, DOUBLES, BOOLS, TENSORS, DEVICE, COMPLEX, GENERATOR, DEFAULT
};

// One argument or result, 24 bytes; the C# struct NativeValue mirrors it.
struct Value {
  int32_t tag;
  int32_t count;  // of a list, a string's bytes, a device's index
  union { int64_t integer; double real; const void* pointer; };
  union { int64_t bytes; double imaginary; };  // bytes: what a returned tensor owns alone, told to the C# GC
};

extern std::atomic<int64_t> live_handles;
void set_error(const char* text) noexcept;

inline at::Tensor borrow(const void* handle) {
  if (!handle) return at::Tensor();
  return at::Tensor(c10::intrusive_ptr<at::TensorImpl, at::UndefinedTensorImpl>::reclaim_copy((at::TensorImpl*)handle));
}

// at::Tensor is one intrusive pointer, so the address of a live handle can be read as a tensor: no reference is counted.
inline const at::Tensor& view(const Handle& handle) { return reinterpret_cast<const at::Tensor&>(handle); }

inline Handle give(at::Tensor&& tensor) {
  if (!tensor.defined()) return nullptr;
  live_handles.fetch_add(1, std::memory_order_relaxed);
  return tensor.unsafeReleaseTensorImpl();
}

inline std::vector<at::Tensor> borrow_all(Handle const* handles, int count) {
  std::vector<at::Tensor> tensors;
  tensors.reserve(count);
  for (int i = 0; i < count; i++) tensors.push_back(borrow(handles[i]));
  return tensors;
}

// Every entry point runs inside guard: no C++ exception may cross into .NET.
template <class F> inline int guard(F&& body) noexcept {
  try { body(); return 0; }
  catch (const c10::Error& e) { set_error(e.what_without_backtrace()); }
  catch (const std::exception& e) { set_error(e.what()); }
  catch (...) { set_error("unknown C++ exception"); }
  return -1;
}
