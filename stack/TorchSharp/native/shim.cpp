// C ABI over libtorch's boxed dispatcher: an operator is found once by schema name, arguments are tagged values,
// missing ones take the schema's defaults. The commonest signatures have a typed way around the boxing.
#include "shim.h"
#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/core/ivalue.h>
#include <cstring>
#include <memory>
#include <sstream>

std::atomic<int64_t> live_handles{0};
static thread_local std::string last_error;
void set_error(const char* text) noexcept { try { last_error = text; } catch (...) { last_error.clear(); } }

using UnaryOp = at::Tensor(const at::Tensor&);
using BinaryOp = at::Tensor(const at::Tensor&, const at::Tensor&);
using BinaryAlphaOp = at::Tensor(const at::Tensor&, const at::Tensor&, const at::Scalar&);
enum Kind : int32_t { BOXED, UNARY, BINARY, BINARY_ALPHA };
enum class Want : uint8_t { ANY, REAL, INTS, REALS, OPTIONAL_TENSORS };

struct Op {
  c10::OperatorHandle handle;
  std::vector<Want> want;
  std::vector<int32_t> length;  // of an int[N] argument, to expand a single int
  std::vector<c10::IValue> defaults;
  std::vector<bool> has_default;
  Kind kind = BOXED;
  c10::optional<c10::TypedOperatorHandle<UnaryOp>> unary;
  c10::optional<c10::TypedOperatorHandle<BinaryOp>> binary;
  c10::optional<c10::TypedOperatorHandle<BinaryAlphaOp>> binary_alpha;
};

static Want want_of(c10::TypePtr type) {
  using K = c10::TypeKind;
  if (type->kind() == K::OptionalType) type = type->castRaw<c10::OptionalType>()->getElementType();
  if (type->kind() == K::FloatType) return Want::REAL;
  if (type->kind() != K::ListType) return Want::ANY;
  auto element = type->castRaw<c10::ListType>()->getElementType();
  if (element->kind() == K::FloatType) return Want::REALS;
  if (element->kind() == K::OptionalType) return Want::OPTIONAL_TENSORS;
  if (element->kind() == K::IntType || element->kind() == K::SymIntType) return Want::INTS;
  return Want::ANY;
}

static void choose_kind(Op& op) {
  auto& schema = op.handle.schema();
  auto& args = schema.arguments();
  auto plain = [](const c10::Argument& a) { return a.type()->kind() == c10::TypeKind::TensorType && !a.alias_info(); };
  if (schema.returns().size() != 1 || !plain(schema.returns()[0])) return;
  if (args.size() == 1 && plain(args[0])) {
    op.unary = op.handle.typed<UnaryOp>(); op.kind = UNARY;
  } else if (args.size() == 2 && plain(args[0]) && plain(args[1])) {
    op.binary = op.handle.typed<BinaryOp>(); op.kind = BINARY;
  } else if (args.size() == 3 && plain(args[0]) && plain(args[1]) && args[2].name() == "alpha") {
    op.binary_alpha = op.handle.typed<BinaryAlphaOp>(); op.kind = BINARY_ALPHA;
  }
}

API const char* tsh_error(int32_t* bytes) { *bytes = (int32_t)last_error.size(); return last_error.data(); }
API int64_t tsh_live_handles() { return live_handles.load(); }

API int tsh_find_op(const char* name, const char* overload, void** out, int32_t* kind) {
  return guard([&] {
    auto handle = c10::Dispatcher::singleton().findSchemaOrThrow(name, overload);
    auto op = std::make_unique<Op>(Op{handle});
    for (auto& a : handle.schema().arguments()) {
      op->want.push_back(want_of(a.type()));
      op->length.push_back(a.N() ? *a.N() : 0);
      op->has_default.push_back(a.default_value().has_value());
      op->defaults.push_back(a.default_value().has_value() ? *a.default_value() : c10::IValue());
    }
    choose_kind(*op);
    *kind = op->kind;
    *out = op.release();
  });
}

static void push(torch::jit::Stack& stack, const Value& v, const Op& op, size_t k) {
  switch (v.tag) {
    case NONE: stack.emplace_back(); break;
    case TENSOR: stack.emplace_back(borrow(v.pointer)); break;
    case INT:
      if (op.want[k] == Want::REAL) stack.emplace_back((double)v.integer);
      else if (op.want[k] == Want::INTS) stack.emplace_back(std::vector<int64_t>(std::max(1, op.length[k]), v.integer));
      else stack.emplace_back(v.integer);
      break;
    case DOUBLE: stack.emplace_back(v.real); break;
    case BOOL: stack.emplace_back(v.integer != 0); break;
    case COMPLEX: stack.emplace_back(c10::complex<double>(v.real, v.imaginary)); break;
    case STRING: stack.emplace_back(std::string((const char*)v.pointer, v.count)); break;
    case INTS: {
      auto p = (const int64_t*)v.pointer;
      if (op.want[k] == Want::REALS) stack.emplace_back(std::vector<double>(p, p + v.count));
      else if (v.count == 1 && op.length[k] > 1) stack.emplace_back(std::vector<int64_t>(op.length[k], *p));
      else stack.emplace_back(c10::IntArrayRef(p, v.count));
      break;
    }
    case DOUBLES: stack.emplace_back(c10::ArrayRef<double>((const double*)v.pointer, v.count)); break;
    case BOOLS: {
      c10::List<bool> values;
      for (int i = 0; i < v.count; i++) values.push_back(((const uint8_t*)v.pointer)[i] != 0);
      stack.emplace_back(std::move(values));
      break;
    }
    case TENSORS: {
      auto p = (Handle const*)v.pointer;
      if (op.want[k] == Want::OPTIONAL_TENSORS) {
        c10::List<c10::optional<at::Tensor>> tensors;
        for (int i = 0; i < v.count; i++) tensors.push_back(p[i] ? c10::optional<at::Tensor>(borrow(p[i])) : c10::nullopt);
        stack.emplace_back(std::move(tensors));
      } else {
        c10::List<at::Tensor> tensors;
        tensors.reserve(v.count);
        for (int i = 0; i < v.count; i++) tensors.push_back(borrow(p[i]));
        stack.emplace_back(std::move(tensors));
      }
      break;
    }
    case DEVICE: stack.emplace_back(c10::Device((c10::DeviceType)v.integer, (c10::DeviceIndex)v.count)); break;
    case GENERATOR: stack.emplace_back(*(const at::Generator*)v.pointer); break;
    case DEFAULT:
      TORCH_CHECK(op.has_default[k], "argument '", op.handle.schema().arguments()[k].name(), "' has no default");
      stack.emplace_back(op.defaults[k]);
      break;
    default: TORCH_CHECK(false, "unknown tag ", v.tag);
  }
}

static int64_t owned_bytes(const at::TensorImpl* t) {
  return t->has_storage() && t->storage().use_count() == 1 ? (int64_t)t->storage().nbytes() : 0;
}
void put(at::Tensor&& tensor, Value& out) {
  out.tag = TENSOR;
  out.bytes = tensor.defined() ? owned_bytes(tensor.unsafeGetTensorImpl()) : 0;
  out.pointer = give(std::move(tensor));
}
static void* duplicate(const void* from, size_t bytes) {
  void* to = malloc(bytes ? bytes : 1);
  TORCH_CHECK(to, "out of memory");
  return memcpy(to, from, bytes);
}
static void pull(c10::IValue&& v, Value& out) {
  out = {};
  if (v.isTensor()) put(std::move(v).toTensor(), out);
  else if (v.isNone()) out.tag = NONE;
  else if (v.isInt()) { out.tag = INT; out.integer = v.toInt(); }
  else if (v.isDouble()) { out.tag = DOUBLE; out.real = v.toDouble(); }
  else if (v.isBool()) { out.tag = BOOL; out.integer = v.toBool(); }
  else if (v.isComplexDouble()) { out.tag = COMPLEX; auto c = v.toComplexDouble(); out.real = c.real(); out.imaginary = c.imag(); }
  else if (v.isString()) { auto& s = v.toStringRef(); out.tag = STRING; out.count = s.size(); out.pointer = duplicate(s.data(), s.size()); }
  else if (v.isTensorList()) {
    auto tensors = v.toTensorVector();
    std::vector<Handle> handles;
    for (auto& t : tensors) handles.push_back(give(std::move(t)));
    out.tag = TENSORS; out.count = handles.size(); out.pointer = duplicate(handles.data(), handles.size() * sizeof(Handle));
  }
  else if (v.isIntList()) { auto l = v.toIntVector(); out.tag = INTS; out.count = l.size(); out.pointer = duplicate(l.data(), 8 * l.size()); }
  else if (v.isDoubleList()) { auto l = v.toDoubleVector(); out.tag = DOUBLES; out.count = l.size(); out.pointer = duplicate(l.data(), 8 * l.size()); }
  else TORCH_CHECK(false, "a result of kind ", v.tagKind(), " cannot be passed to .NET");
}

// Returns the number of results, or -1. With capacity 0 the results are dropped: an in-place operator returns its own input.
API int tsh_call(void* pointer, const Value* args, int count, Value* outs, int capacity) {
  static thread_local std::vector<torch::jit::Stack> pool;  // re-entrant: a kernel may call back into .NET
  torch::jit::Stack stack;
  if (!pool.empty()) { stack = std::move(pool.back()); pool.pop_back(); }
  int results = 0;
  int status = guard([&] {
    Op& op = *(Op*)pointer;
    size_t n = op.want.size();
    TORCH_CHECK((size_t)count <= n, "got ", count, " arguments, at most ", n, " are taken. Schema: ", op.handle.schema());
    stack.reserve(n);
    for (size_t k = 0; k < n; k++) {
      if (k < (size_t)count) push(stack, args[k], op, k);
      else {
        TORCH_CHECK(op.has_default[k], "argument '", op.handle.schema().arguments()[k].name(), "' is missing. Schema: ", op.handle.schema());
        stack.emplace_back(op.defaults[k]);
      }
    }
    op.handle.callBoxed(&stack);
    if (capacity == 0) return;
    results = (int)stack.size();
    TORCH_CHECK(results <= capacity, "returned ", results, " results, at most ", capacity, " are taken. Schema: ", op.handle.schema());
    for (int i = 0; i < results; i++) pull(std::move(stack[i]), outs[i]);
  });
  stack.clear();
  pool.push_back(std::move(stack));
  return status < 0 ? -1 : results;
}
API int tsh_unary(void* op, Handle a, Value* out) { return guard([&] { put(((Op*)op)->unary->call(view(a)), *out); }); }
API int tsh_binary(void* op, Handle a, Handle b, Value* out) {
  return guard([&] { put(((Op*)op)->binary->call(view(a), view(b)), *out); });
}
API int tsh_binary_alpha(void* op, Handle a, Handle b, double alpha, int whole, Value* out) {
  return guard([&] { put(((Op*)op)->binary_alpha->call(view(a), view(b), whole ? at::Scalar((int64_t)alpha) : at::Scalar(alpha)), *out); });
}

static char* text(const std::ostringstream& stream) { return strdup(stream.str().c_str()); }
API char* tsh_schema(void* op) { std::ostringstream o; o << ((Op*)op)->handle.schema(); return text(o); }
// The schemas of all overloads of one operator, or of every operator when the name is empty; one a line, to be freed.
API char* tsh_schemas(const char* name) {
  std::ostringstream o;
  auto& dispatcher = c10::Dispatcher::singleton();
  for (auto& n : dispatcher.getAllOpNames())
    if (!*name || n.name == name)
      if (auto handle = dispatcher.findSchema(n)) o << handle->schema() << "\n";
  return text(o);
}
API void tsh_free_memory(void* p) { free(p); }
