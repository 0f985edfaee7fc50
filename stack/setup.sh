# Sourced by ./run and ./test: does whatever set-up this machine still misses, once, and says what it does.
# Every way to fail ends in one sentence that tells what to do.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
mkdir -p "$root/out"
log="$root/out/setup.log"

die() { printf '\n%s\n' "$*" >&2; exit 1; }

# step "what is done" command…: shows the step and its seconds; all output goes to the log. ${otherwise} is what a failure is called.
step() {
  local title=$1 start=$SECONDS otherwise=${otherwise:-failed}
  shift
  printf '%-46s' "$title"
  printf '\n== %s: %s\n' "$title" "$*" >> "$log"
  if "$@" >> "$log" 2>&1; then printf '%4ds\n' $((SECONDS - start)); return 0; fi
  printf ' %s\n' "$otherwise"
  return 1
}

need_dotnet() {
  command -v dotnet > /dev/null || die "The .NET 10 SDK is missing: install it from https://dotnet.microsoft.com/download (Debian: package dotnet-sdk-10.0 of Microsoft's repository), then run this again."
  (cd "$root" && dotnet --version > /dev/null 2>&1) || die "The .NET SDK found is not version 10 ($(cd / && dotnet --version 2> /dev/null || echo unknown)): install the .NET 10 SDK from https://dotnet.microsoft.com/download, then run this again."
}

# The packages wherever a feed serves them, else the system's libtorch; remembered in .stack.
choose_stack() {
  if [ -n "${META_STACK:-}" ]; then
    case $META_STACK in nuget | system) echo "$META_STACK" > "$root/.stack" ;; *) die "META_STACK is '$META_STACK'; it must be 'nuget' or 'system'." ;; esac
  fi
  [ -s "$root/.stack" ] && return
  if otherwise="not there" step "Looking for TorchSharp in the NuGet feed" dotnet restore "$root/MetaAnomalyLib.csproj" -p:Stack=nuget; then
    echo nuget > "$root/.stack"
  elif grep -q 'NU1301' "$log" && ! grep -q 'NU110[1-3]' "$log"; then
    die "The NuGet feed cannot be reached: check the network or the proxy (nuget.config, HTTPS_PROXY), then run this again."
  else
    echo "  taking the system's libtorch instead (META_STACK=nuget overrides)"
    echo system > "$root/.stack"
  fi
}

# missing_packages: what the system stack needs from apt and this machine lacks.
missing_packages() {
  local package
  for package in libtorch-dev libopenblas0-openmp libzmq5 libturbojpeg0 libpng-dev; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2> /dev/null)" = installed ] || echo "$package"
  done
  command -v g++ > /dev/null || echo g++
  command -v npm > /dev/null || echo npm
}

install_packages() {
  local as_root=() packages package
  read -ra packages <<< "$*"
  [ ${#packages[@]} -gt 0 ] || return 0
  command -v apt-get > /dev/null || die "This system has no apt-get and its NuGet feed lacks TorchSharp: use a feed that serves it (META_STACK=nuget), or Debian 12 or newer, or the devcontainer."
  if [ "$(id -u)" -ne 0 ]; then
    as_root=(sudo)
    command -v sudo > /dev/null || die "Root is needed once: ask an administrator to run 'apt-get install ${packages[*]}', then run this again."
    [ -t 0 ] || as_root=(sudo -n)
    "${as_root[@]}" true 2> /dev/null || die "Root is needed once: run 'sudo apt-get install ${packages[*]}' yourself, then run this again."
  fi
  local apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300 -o Acquire::Retries=2)
  step "Reading apt's package lists" "${apt[@]}" update || die "apt's archives cannot be reached: check the network or the proxy, then run this again (details: out/setup.log)."
  for package in "${packages[@]}"; do
    [ "$package" != libtorch-dev ] || apt-cache show libtorch-dev > /dev/null 2>&1 \
      || die "This release's archive has no libtorch-dev (Ubuntu 24.04 has none): use a NuGet feed that serves TorchSharp (META_STACK=nuget), or Debian 12 or 13, or the devcontainer."
  done
  step "Installing ${packages[*]:0:3}$([ ${#packages[@]} -gt 3 ] && echo ' …')" "${apt[@]}" install --no-install-recommends "${packages[@]}" \
    || die "apt-get could not install '${packages[*]}': see the end of out/setup.log."
}

need_stack() {
  choose_stack
  if [ "$(cat "$root/.stack")" = system ]; then
    case $(. /etc/os-release 2> /dev/null && echo "${ID:-} ${ID_LIKE:-}") in
      *debian* | *ubuntu*) ;;
      *) die "This system's NuGet feed lacks TorchSharp, and the system stack knows Debian and Ubuntu only: use a feed that serves it (META_STACK=nuget), or the devcontainer." ;;
    esac
    install_packages "$(missing_packages | tr '\n' ' ')"
    case $(readlink -f /usr/lib/*-linux-gnu/libblas.so.3 2> /dev/null) in
      *openblas-openmp*) ;;
      *) echo "  note: libblas.so.3 is not OpenBLAS with OpenMP, so matrix products are many times slower; choose it with 'update-alternatives --config libblas.so.3-$(uname -m)-linux-gnu'" ;;
    esac
  fi
}

# What the kernel's tests speak to it with; for ./test, and where it cannot be had those tests are skipped and say so.
need_jupyter() { install_if_missing python3-jupyter-kernel-test python3-jupyter-client jupyter-nbconvert; }

# The browser of the tests that look at notebooks as a reader does; likewise. (Ubuntu's is a snap, which tests cannot drive.)
need_browser() {
  case $(. /etc/os-release 2> /dev/null && echo "${ID:-}") in ubuntu) return 0 ;; esac
  install_if_missing chromium chromium-driver jupyter-notebook
}

install_if_missing() {
  [ "$(cat "$root/.stack")" = system ] || return 0
  local package packages=()
  for package; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2> /dev/null)" = installed ] || packages+=("$package")
  done
  (install_packages "${packages[*]}") || true
}

# A Jupyter to open notebooks in: whichever is at hand, else Debian's.
need_notebook() {
  command -v jupyter-lab > /dev/null || command -v jupyter-notebook > /dev/null && return
  command -v apt-get > /dev/null || die "There is no Jupyter here: install JupyterLab (pip install jupyterlab), then run this again."
  install_packages jupyter-notebook
}

# A real table for notebook 01 where no credit-card set is at hand, and for 02 and 03 where no set of ADBench is: German credit, which
# Debian ships inside another package.
need_data() {
  local folder file folders card=no table=no
  IFS=: read -ra folders <<< "${META_DATA:-}:$root/data"
  for folder in "${folders[@]}"; do
    [ -f "$folder/credit-g/credit-g.arff" ] && return
    [ "${every_data_set:-no}" = yes ] && continue
    for file in "$folder"/creditcard/creditcard*.csv; do [ -f "$file" ] && card=yes; done
    [ -f "$folder/adbench/28_pendigits.npz" ] && table=yes
  done
  [ "$card$table" = yesyes ] && return
  command -v apt-get > /dev/null || return 0
  otherwise="not fetched: the notebooks will say what to do" step "Fetching German credit" "$root/data/fetch-credit-g" || true
}

# The pictures that notebooks 02 to 04 are about, and that stand in for others from 05 on.
need_pictures() {
  local folder folders
  IFS=: read -ra folders <<< "${META_DATA:-}:$root/data"
  for folder in "${folders[@]}"; do [ -d "$folder/fashion-mnist" ] && return; done
  install_if_missing dataset-fashion-mnist
}

# build "title" project…
build() {
  local title=$1 project
  shift
  for project in "$@"; do
    step "$title" dotnet build "$root/$project" -c Release -v minimal && continue
    if grep -q 'NU1301' "$log"; then die "The NuGet feed cannot be reached: check the network or the proxy, then run this again (details: out/setup.log)."; fi
    grep -E ': error ' "$log" | sort -u | head -10 >&2
    die "$project does not build: the errors are above, the whole output is in out/setup.log."
  done
}

: > "$log"
need_dotnet
need_stack
need_data
need_pictures
