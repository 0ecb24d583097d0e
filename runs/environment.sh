# What the native libraries are told; sourced by ehi and by benchmark.sh. What is set already stays.

# OpenBLAS takes Zen 4 and 5 for Haswell; with AVX-512 its Skylake kernels are much faster.
if grep -qsw avx512f /proc/cpuinfo; then export OPENBLAS_CORETYPE="${OPENBLAS_CORETYPE:-SKYLAKEX}"; fi
export OMP_WAIT_POLICY="${OMP_WAIT_POLICY:-passive}"
# libtorch has AVX-512 kernels and prefers AVX2; where bfloat16 is fast, AVX-512 costs no clock rate any more.
if grep -qsw avx512_bf16 /proc/cpuinfo; then export ATEN_CPU_CAPABILITY="${ATEN_CPU_CAPABILITY:-avx512}"; fi
# Large tensors come and go in each step. What they leave is kept for the next ones, in one arena for all threads, which only
# gives back what is free beyond 1 GiB. With huge pages that spares six of seven page faults.
export MALLOC_ARENA_MAX="${MALLOC_ARENA_MAX:-1}"
export GLIBC_TUNABLES="${GLIBC_TUNABLES:-glibc.malloc.hugetlb=1:glibc.malloc.mmap_threshold=33554432:glibc.malloc.trim_threshold=1073741824}"
# ONNX Runtime reports its use over the network unless told not to.
export ORT_DISABLE_TELEMETRY=1
